"""The scoreboard as data and on a terminal: records, CSV, a line for each mechanism, the worst misses."""

from __future__ import annotations

import csv
import math
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from somaloop.calibrate.misses import cause_of
from somaloop.calibrate.scoreboard import Forecast, Line, score
from somaloop.evidence import source
from somaloop.plot.predicted_line import (
    MECHANISM_WORDS,
    STATES,
    USE_WORDS,
    by_mechanism,
    distance,
    observed_interval,
    observed_text,
    percent,
    predicted_text,
    signed,
    state,
    unit_text,
    z_text,
)
from somaloop.report.terminal import PLAIN
from somaloop.report.validation_rows import rows_behind, uses
from somaloop.studies.kinds import KINDS

if TYPE_CHECKING:
    from rich.console import Console

WORST = 10


def _shown(line: Line, name: str, forecast: Forecast | None) -> dict[str, float | None]:
    low, middle, high = line.shown(forecast) if forecast is not None else (math.nan,) * 3
    return {name: _finite(middle), f"{name}_low": _finite(low), f"{name}_high": _finite(high)}


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None


def as_record(line: Line) -> dict[str, Any]:
    """One line as plain data. Forecasts and what was found are in the published unit; None where there is nothing.

    ``z`` and the standard deviations ``truths_sd`` and ``sampling_sd`` are on ``scale``.
    """
    item, study = line.statistic, line.study
    ends = observed_interval(line)
    low, high = (line.plain(end) for end in ends) if ends is not None else (math.nan, math.nan)
    rows = rows_behind(line)
    return {
        "study": study.name, "title": study.title, "mechanism": study.mechanism, "what": item.what,
        "instrument": item.of, "with": item.with_, "statistic": item.kind, "arm": item.arm, "against": item.against,
        "unit": item.unit, "scale": KINDS[item.kind].scale, "use": item.use, "n": list(item.n),
        "found": item.published,
        "found_low": item.low if item.low is not None else _finite(low),
        "found_high": item.high if item.high is not None else _finite(high),
        **_shown(line, "predicted", line.model),
        **_shown(line, "between_studies", line.among),
        **_shown(line, "naive", line.naive),
        "z": _finite(line.z),
        "z_between_studies": _finite(line.among.z(line.observed)) if line.among is not None else None,
        "truths_sd": _finite(line.truths), "sampling_sd": _finite(line.sampling),
        "where": STATES[state(line)], "problem": line.problem, "cause": cause_of(line), "note": item.note,
        "rows": list(rows), "doi": list(dict.fromkeys(source(row).doi for row in rows if source(row).doi)),
    }  # fmt: skip


def as_records(lines: Sequence[Line]) -> list[dict[str, Any]]:
    """All lines as plain data, in their order."""
    return [as_record(line) for line in lines]


def write_table(lines: Sequence[Line], path: Path) -> Path:
    """Write the records as CSV (UTF-8), in one move; lists are joined by spaces, nothing is an empty cell."""
    records = as_records(lines)
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".partial")
    with partial.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(records[0] if records else [])
        writer.writerows([_cell(value) for value in record.values()] for record in records)
    os.replace(partial, path)
    return path


def _cell(value: Any) -> Any:
    if isinstance(value, list):
        return " ".join(str(item) for item in value)
    return f"{value:.6g}" if isinstance(value, float) else "" if value is None else value


def print_scoreboard(lines: Sequence[Line], detailed: bool, console: Console | None = None) -> None:
    """A line for each mechanism, the totals and the worst misses; ``detailed`` also has every published number."""
    from rich.console import Console

    console = console or Console()
    if detailed:
        _every(lines, console)
    if not detailed or len({line.study.mechanism for line in lines}) > 1:
        _mechanisms(lines, console)
    for use, found in uses(lines).items():
        _say(console, _total(use, found))
    if not detailed:
        _worst(lines, console)
    for line in lines:
        if line.problem:
            _say(console, f"no forecast: {line.study.label(line.statistic)}: {line.problem}")


def _say(console: Console, text: str) -> None:
    console.print(_plain(console, text), markup=False, highlight=False)


def _plain(console: Console, text: str) -> str:
    return text if console.encoding.lower().startswith("utf") else text.translate(PLAIN)


def _total(use: str, lines: Sequence[Line]) -> str:
    found = score(lines)
    text = (
        f"{USE_WORDS[use]}: {found.inside} of {found.lines} inside the 95 % interval ({percent(found.coverage)}), "
        f"{found.inside_among} with differences between studies ({percent(found.coverage_among)}); median |z| "
        f"{found.median_z:.2f} and {found.median_z_among:.2f} (a perfect forecaster: 95 %, 0.67)."
    )
    if found.with_naive:
        text += (
            f" Width of the interval against a naive forecaster {found.width:.2f}, skill {signed(percent(found.skill))} "
            f"(over {found.with_naive}; he has {percent(found.naive_inside / found.with_naive)} inside)."
        )
    return text


def _grid(*columns: tuple[str, bool]) -> Any:
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for name, right in columns:
        table.add_column(name, justify="right" if right else "left", overflow="fold")
    return table


def _mechanisms(lines: Sequence[Line], console: Console) -> None:
    table = _grid(
        ("mechanism", False), ("check:\ninside", True), ("and\nstudies", True), ("median\n|z|", True),
        ("fit:\ninside", True), ("and\nstudies", True), ("median\n|z|", True),
    )  # fmt: skip
    for column in table.columns:
        column.no_wrap = True
    for name, places in by_mechanism(lines).items():
        cells = [MECHANISM_WORDS[name]]
        for use in USE_WORDS:
            found = score([lines[place] for place in places if lines[place].statistic.use == use])
            some = found.lines > 0
            cells += [
                f"{found.inside} of {found.lines}" if some else "", f"{found.inside_among}" if some else "",
                f"{found.median_z:.2f}" if some else "",
            ]  # fmt: skip
        table.add_row(*(_plain(console, cell) for cell in cells))
    console.print(table)


def _numbers(line: Line) -> tuple[str, str]:
    middle, interval = predicted_text(line, line.model)
    found, around = observed_text(line)
    unit = unit_text(line)
    tail = f" {unit}" if unit else ""
    return (f"{middle} ({interval})" if middle else "–", f"{found}{f' ({around})' if around else ''}{tail}")  # noqa: RUF001


def _every(lines: Sequence[Line], console: Console) -> None:
    from rich.markup import escape

    table = _grid(("number", False), ("predicted (95 %)", True), ("found (95 %)", True), ("z", True), ("", False))
    for line in lines:
        cells = (line.study.label(line.statistic), *_numbers(line),
                 z_text(line), STATES[state(line)])  # fmt: skip
        table.add_row(*(escape(_plain(console, cell)) for cell in cells))
    console.print(table)


def _worst(lines: Sequence[Line], console: Console) -> None:
    far = [line for line in sorted(lines, key=distance, reverse=True) if line.model is not None and not line.inside]
    if not far:
        return
    _say(console, f"\nThe farthest {min(WORST, len(far))} of {len(far)} outside:")
    for line in far[:WORST]:
        predicted, found = _numbers(line)
        cause = cause_of(line)
        _say(
            console,
            f"* {line.study.label(line.statistic)}: predicted {predicted}, found {found}; z {z_text(line)}, "
            f"{STATES[state(line)]}, {USE_WORDS[line.statistic.use]}{f'. {cause}' if cause else ''}",
        )
