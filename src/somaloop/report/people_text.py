"""The documentation page of norms: what people of each type score beside what was published, misses named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from somaloop.instruments import INSTRUMENTS
from somaloop.studies.survey import DAYS, RESAMPLES, Norm, Survey

HEAD = f"""# People and norms

Made by `./somaloop people --record`. People of a type live {DAYS} days of usual life after settling, as known, and are read
once with the error of each instrument. *Near enough* is a rule, the same for all: a fifth of the people's standard
deviation for means and quantiles, a fifth for standard deviations, 0.1 for correlations and standardised differences,
0.05 for shares. *Unclear* lies beyond that by less than two standard errors of this crowd (from {RESAMPLES} resamples).
Means of questionnaires were set on the general population by their curves; spreads, skew and correlations come from how
people differ. Rows marked *validate* were not used for anything.
"""

ANCHORED = {"ssd": "trial of SSD"}


def _table(norms: Sequence[Norm]) -> list[str]:
    rows = [
        "| scale | statistic | published | here | verdict | use | source |",
        "| --- | --- | ---: | ---: | --- | --- | --- |",
    ]
    for norm in norms:
        item = norm.statistic
        beside = f" with {item.with_}" if item.with_ else ""
        rows.append(
            f"| {item.of}{beside} | {item.kind}: {item.what} | {item.published:.3g} | {norm.model:.3g} ± {norm.error:.2g} | "
            f"{norm.verdict} | {item.use} | {norm.source} |"
        )
    return rows


def people_text(found: Mapping[str, tuple[Survey, tuple[Norm, ...]]], likely: Mapping[str, str]) -> str:
    """The page as Markdown. ``likely`` gives the likely cause of a miss by ``scale: statistic (what)``."""
    lines = [HEAD]
    for kind, (taken, norms) in found.items():
        counts = {word: sum(norm.verdict == word for norm in norms) for word in ("hit", "unclear", "miss")}
        lines.append(
            f"## {kind}\n\n{len(taken)} people, {100 * float((taken.people.sex == 'female').mean()):.0f} % women, age "
            f"{taken.people.age.mean():.0f} (SD {taken.people.age.std():.0f}). {counts['hit']} hit, {counts['unclear']} "
            f"unclear, {counts['miss']} missed.\n"
        )
        if norms:
            lines += [*_table(norms), ""]
        lines += _anchors(kind, taken)
        missed = [norm for norm in norms if norm.verdict == "miss"]
        if missed:
            lines.append("Missed:\n")
            lines += [f"* {name_of(norm)}: {likely.get(name_of(norm), 'cause not known')}." for norm in missed]
            lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def _anchors(kind: str, taken: Survey) -> list[str]:
    """What trials of such people began with, where an instrument keeps it: trials select, the type does not."""
    found = [
        f"* {item.name} of a {anchor.who}: {anchor.mean:.3g}{f' (SD {anchor.sd:.3g})' if anchor.sd else ''}; here "
        f"{taken.readings[item.name].mean():.3g} (SD {taken.readings[item.name].std(ddof=1):.3g}), {anchor.source}."
        for item in INSTRUMENTS.values()
        for anchor in item.anchors
        if anchor.who == ANCHORED.get(kind) and item.name in taken.readings
    ]
    return [*found, ""] if found else []


def name_of(norm: Norm) -> str:
    """A norm in one phrase."""
    item = norm.statistic
    beside = f" with {item.with_}" if item.with_ else ""
    return f"{norm.study.name}, {item.of}{beside}, {item.kind} ({item.what})"
