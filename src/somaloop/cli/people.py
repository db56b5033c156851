"""``people``: a crowd of a starting type on all scales, beside the published norms."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from somaloop.cli.output import keep_documents, progress_bar, result_folder, say_failed, shown_path

if TYPE_CHECKING:
    from somaloop.studies.survey import Norm, Survey


RECORDED = ("general", "primary care", "ssd")
RECORDED_PEOPLE = 512


def people_command(
    kind: str, count: int, seed: int, out: Path | None, as_json: bool, list_types: bool, record: bool = False
) -> int:
    """Simulate people of a type and write ``people.html`` and ``people.csv``; or list the types, or renew the docs."""
    from somaloop.people import person_types

    if list_types:
        return _list_types(as_json)
    if record:
        return _record(seed)
    from somaloop.model import checked_body
    from somaloop.people import Population, person_type
    from somaloop.studies import shipped_studies
    from somaloop.studies.survey import DAYS, SETTLE, norms_of, survey

    if kind.endswith((".yaml", ".yml")):
        person_type(kind)  # its problems come first
    population = Population(kind, seed=seed)
    body = checked_body()
    population.traits(body.declared)
    done = 0
    with progress_bar("living four weeks") as progress:

        def tick(person_days: int) -> None:
            nonlocal done
            done += person_days
            if progress is not None:
                progress(done, count * (SETTLE + DAYS))

        taken = survey(body, population, count, seed, tick)
    norms = norms_of(taken, shipped_studies())
    name = "people-" + "-".join(Path(kind).stem.replace("+", " ").split())
    scales = scale_rows(taken)
    with result_folder(out, name) as folder:
        from somaloop.report.people_page import write_people

        write_people(taken, norms, folder / "people.html", person_types().get(kind, kind))
        _write_csv(scales, norms, folder / "people.csv")
    if as_json:
        print(json.dumps({"scales": scales, "norms": [norm_row(item) for item in norms]}, indent=1, ensure_ascii=False))
    else:
        _print(kind, taken, scales, norms, shown_path(out, name) / "people.html")
    say_failed(taken.failures)
    return 1 if taken.failures else 0


def _record(seed: int) -> int:
    """Write the documentation page of norms."""
    from somaloop.model import checked_body
    from somaloop.people import Population
    from somaloop.report.people_text import people_text
    from somaloop.studies import shipped_studies
    from somaloop.studies.survey import likely_causes, norms_of, survey

    found = {}
    for kind in RECORDED:
        taken = survey(checked_body(), Population(kind, seed=seed), RECORDED_PEOPLE, seed)
        found[kind] = (taken, norms_of(taken, shipped_studies()))
    keep_documents({"people-norms.md": people_text(found, likely_causes())})
    return 0


def scale_rows(taken: Survey) -> list[dict[str, Any]]:
    """Mean, standard deviation, skew and quartiles of every instrument in the crowd."""
    from somaloop.instruments import INSTRUMENTS

    rows = []
    for name, reading in taken.readings.items():
        spread = float(reading.std(ddof=1))
        low, middle, high = np.quantile(reading, [0.25, 0.5, 0.75])
        skew = float((((reading - reading.mean()) / spread) ** 3).mean()) if spread > 0 else 0.0
        rows.append({
            "scale": name, "unit": INSTRUMENTS[name].unit, "mean": float(reading.mean()), "sd": spread, "skew": skew,
            "quartiles": [float(low), float(middle), float(high)],
        })  # fmt: skip
    return rows


def norm_row(norm: Norm) -> dict[str, Any]:
    """One norm as plain data."""
    item = norm.statistic
    return {
        "scale": item.of, "with": item.with_, "statistic": item.kind, "group": item.arm, "what": item.what,
        "unit": item.unit, "published": item.published, "model": norm.model, "model error": norm.error,
        "near enough": norm.margin, "verdict": norm.verdict, "use": item.use, "source": norm.source,
    }  # fmt: skip


def _write_csv(scales: Sequence[dict[str, Any]], norms: Sequence[Norm], path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["table", "scale", "with", "statistic", "group", "unit", "model", "published", "verdict",
                         "use", "source"])  # fmt: skip
        for row in scales:
            for key in ("mean", "sd", "skew"):
                writer.writerow(
                    ["scales", row["scale"], "", key, "all", row["unit"], f"{row[key]:.4g}", "", "", "", ""]
                )
        for norm in norms:
            row = norm_row(norm)
            writer.writerow([
                "norms", row["scale"], row["with"], row["statistic"], row["group"], row["unit"], f"{norm.model:.4g}",
                row["published"], row["verdict"], row["use"], row["source"],
            ])  # fmt: skip


def _list_types(as_json: bool) -> int:
    from somaloop.people import person_types

    types = person_types()
    if as_json:
        print(json.dumps(dict(types), indent=1, ensure_ascii=False))
        return 0
    width = max(map(len, types))
    for name, words in types.items():
        print(f"{name:<{width}}  {words}")
    return 0


def _print(kind: str, taken: Survey, scales: Sequence[dict[str, Any]], norms: Sequence[Norm], page: Path) -> None:
    from rich.console import Console
    from rich.table import Table

    from somaloop.instruments import INSTRUMENTS

    console = Console()
    women = float((taken.people.sex == "female").mean())
    console.print(
        f"[bold]{len(taken)} people: {kind}[/bold], {100 * women:.0f} % women, age {taken.people.age.mean():.0f} "
        f"({taken.people.age.std():.0f}), four weeks of usual life, as known", highlight=False,
    )  # fmt: skip
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("scale", "mean", "SD", "skew", "quartiles"):
        table.add_column(column, justify="left" if column == "scale" else "right")
    for row in scales:
        digits = INSTRUMENTS[row["scale"]].decimals
        quarters = " ".join(f"{value:.{digits}f}" for value in row["quartiles"])
        table.add_row(
            f"{row['scale']} [dim]{row['unit']}[/dim]", f"{row['mean']:.{digits}f}", f"{row['sd']:.{digits}f}",
            f"{row['skew']:.1f}", quarters,
        )  # fmt: skip
    console.print(table)
    if not norms:
        console.print("No shipped norm is about people of this type.")
    else:
        _print_norms(console, norms)
    console.print(f"Research software, no medical advice. Picture: {page}", highlight=False)


def _print_norms(console: Any, norms: Sequence[Norm]) -> None:
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("norm", "published", "here", "verdict", "use", "source"):
        table.add_column(
            column,
            justify="right" if column in ("published", "here") else "left",
            no_wrap=column not in ("norm", "source"),
        )
    for norm in norms:
        item = norm.statistic
        beside = f" with {item.with_}" if item.with_ else ""
        what = f"{item.of}{beside}: {item.kind} [dim]{item.what}[/dim]"
        colour = {"hit": "green", "unclear": "yellow", "miss": "red"}[norm.verdict]
        table.add_row(
            what, f"{item.published:.3g}", f"{norm.model:.3g}", f"[{colour}]{norm.verdict}[/{colour}]", item.use,
            norm.source.split()[0],
        )  # fmt: skip
    console.print()
    console.print(table)
    counts = {word: sum(norm.verdict == word for norm in norms) for word in ("hit", "unclear", "miss")}
    console.print(f"{counts['hit']} hit, {counts['unclear']} unclear, {counts['miss']} miss.", highlight=False)
    missed = [f"{n.statistic.of}: {n.statistic.kind} ({n.statistic.what})" for n in norms if n.verdict == "miss"]
    if missed:
        console.print("Missed: " + "; ".join(missed) + ".", highlight=False)
