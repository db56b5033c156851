"""``sources``: what a run, or the whole model, rests on, for reading or for a reference manager."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from somaloop.cli.ask import read_capsule
from somaloop.cli.output import write_text
from somaloop.evidence import cite_text, claims, source, to_bibtex, to_csl_json
from somaloop.language import Body, SomaloopError
from somaloop.model import whole_body
from somaloop.protocol.source import read_text
from somaloop.results.kept import EVERYTHING, Kept, kept_from
from somaloop.results.store import model_stamp, read_run
from somaloop.results.used import Used, used, whole_model

MOST_USES = 6


@dataclass(frozen=True, slots=True)
class _Run:
    """What a run says about itself."""

    title: str
    outcomes: tuple[str, ...] | None
    kept: Kept
    model: str


def _from_capsule(file: Path, body: Body) -> _Run:
    content = read_capsule(file, read_text(file))
    outcomes = content.get("outcomes")
    return _Run(
        str(content["experiment name"]),
        tuple(outcomes) if outcomes else None,
        kept_from(content.get("arrows", {}), body),
        str(content.get("versions", {}).get("model", "")),
    )


def _from_netcdf(file: Path, body: Body) -> _Run:
    said = read_run(file)["daily"].attrs
    if "arrows_cut" not in said:
        raise SomaloopError(f"{file} does not say what was cut: it was written by an earlier version; run it again")
    content = {
        "grade": said["arrows_of_grade_or_better"],
        "cut": said["arrows_cut"].split(),
        "only world": said["only_world"],
    }
    outcomes = tuple(name for name in str(said["outcomes"]).split("; ") if name)
    return _Run(str(said["title"]), outcomes or None, kept_from(content, body), str(said["model"]))


def _read(run: Path, body: Body) -> _Run:
    if run.is_dir():
        for name, read in (("capsule.json", _from_capsule), ("run.nc", _from_netcdf)):
            if (run / name).is_file():
                return read(run / name, body)
        raise SomaloopError(f"{run}: holds neither capsule.json nor run.nc, so it is not the folder of a run")
    return _from_netcdf(run, body) if run.suffix == ".nc" else _from_capsule(run, body)


def _few(names: tuple[str, ...]) -> str:
    more = len(names) - MOST_USES
    return ", ".join(names[:MOST_USES]) + (f" and {more} more" if more > 0 else "")


def _text(title: str, kept: Kept, found: Used) -> str:
    records = {name: source(name) for name in found.sources}
    marked = [name for name, record in records.items() if record.from_memory]
    lines = [title]
    if kept.words:
        lines.append(f"({kept.words})")
    lines += [
        "",
        f"{len(found.parameters)} parameters, {len(found.arrows)} arrows and {len(found.instruments)} instruments "
        f"rest on {len(records)} sources; {len(found.unsourced)} of them rest on no source but on an assumption with its "
        "reason (./somaloop mechanisms NAME).",
    ]
    if marked:
        lines.append(
            f"{len(marked)} of the sources were written down from memory and never looked up; they are marked."
        )
    lines.append("")
    for name, record in records.items():
        lines.append(f"{name}  (read: {record.seen})")
        lines.append(f"    {cite_text(record)}")
        lines.append(f"    for {_few(found.sources[name])}")
    if found.claims:
        lines += ["", f"The arrows stand for {len(found.claims)} claims of the article:", ""]
        for name, arrows in found.claims.items():
            item = claims()[name]
            cited = [f"{key} (unverified)" if source(key).from_memory else key for key in item.sources]
            lines.append(f"{name}  (grade {item.grade})  {item.claim}")
            lines.append(f"    arrows {_few(arrows)}")
            lines.append(f"    evidence: {', '.join(cited) or 'none found'}")
    if found.unsourced:
        lines += ["", "Assumed, with a reason and without a source:", "", *(f"    {name}" for name in found.unsourced)]
    return "\n".join(lines) + "\n"


def sources_command(run: Path | None, bibtex: bool, csl: bool, out: Path | None) -> int:
    """Print or write the sources of a run, or of the whole model."""
    if bibtex and csl:
        raise SomaloopError("choose one of --bibtex and --csl")
    body = whole_body()
    if run is None:
        title, kept, found = "All sources of the model", EVERYTHING, whole_model(body)
    else:
        said = _read(run, body)
        title, kept, found = f"Sources of {said.title}", said.kept, used(body, said.outcomes, said.kept)
        if said.model and said.model != model_stamp():
            sys.stderr.write("this run was made with another state of the model; the list is that of the present one\n")
    if bibtex or csl:
        records = [source(name) for name in dict.fromkeys((*found.sources, *found.claim_sources))]
        text = to_bibtex(records, found.kinds) if bibtex else to_csl_json(records, found.kinds) + "\n"
    else:
        text = _text(title, kept, found)
    if out is None:
        sys.stdout.write(text)
        return 0
    sys.stderr.write(f"wrote {write_text(out, text)}\n")
    return 0
