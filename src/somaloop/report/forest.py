"""The table of answers with its picture in every line: numbers, dots on a shared axis, evidence, verdict."""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape

from somaloop.plot import in_bars, reach
from somaloop.report.rests import chip as chip  # the marks of grades, for other pages
from somaloop.report.rests import rests_list
from somaloop.report.summary import caveat
from somaloop.report.words import difference, number, of_unit, span
from somaloop.results import Comparison, OutcomeRow

MOST_SHARES = 2
NOT_RUN = '<span class="quiet">{world}:<br>not run</span>'


def _mark(x: float, half: float, drawn: str) -> str:
    """A mark at its place in per cent of the width; at the edge, with an arrowhead, where it lies beyond."""
    place = 50.0 + 50.0 * max(-half, min(half, x)) / half
    inside = min(98.0, max(2.0, place))
    return f'<svg x="{inside:.2f}%" y="50%" overflow="visible">{drawn}</svg>'


def _beyond(x: float, half: float, hue: str) -> str:
    if abs(x) <= half:
        return ""
    path = "M9 -4 L15 0 L9 4 Z" if x > 0 else "M-9 -4 L-15 0 L-9 4 Z"
    return f'<path class="{hue}-fill" d="{path}"/>'


def row_failed(row: OutcomeRow) -> bool:
    """Whether the world that leads the line (as known, or as told where that is all) failed to run."""
    return not math.isfinite((row.known if row.known.run else row.told).difference.centre)


def row_picture(row: OutcomeRow, half: float) -> str:
    """The picture of one line: interval and median as known, ring as told, diamond for the placebo alone."""
    known, told, placebo = row.known.difference, row.told.difference, row.known.placebo
    if row_failed(row):
        return '<p class="failed">the run failed: no picture</p>'
    parts, said = [], []
    unit, places = of_unit(row), row.decimals
    middle = ""
    if row.known.run:
        low, centre, high = sorted(in_bars(row, value) for value in (known.low, known.centre, known.high))
        ends = [50.0 + 50.0 * max(-half, min(half, value)) / half for value in (low, high)]
        parts.append(f'<line class="known-line" x1="{ends[0]:.2f}%" x2="{ends[1]:.2f}%" y1="50%" y2="50%"/>')
        middle = _mark(centre, half, f'<circle class="known-fill" r="5"/>{_beyond(centre, half, "known")}')
        said.append(f"as known {difference(known, places)}{unit}")
    if placebo is not None and math.isfinite(placebo.centre):
        parts.append(_mark(in_bars(row, placebo.centre), half, '<path class="placebo" d="M0 -6 L6 0 L0 6 L-6 0 Z"/>'))
    parts.append(middle)
    if math.isfinite(told.centre):
        said.append(f"as told {number(told.centre, places, True)}{unit}")
        x = in_bars(row, told.centre)
        parts.append(_mark(x, half, f'<circle class="told-ring" r="5.2"/>{_beyond(x, half, "told")}'))
    if placebo is not None:
        said.append(f"placebo alone {number(placebo.centre, places, True)}{unit}")
    words = escape(f"{row.instrument}: {', '.join(said)}")
    return f'<svg class="marks" role="img" aria-label="{words}"><title>{words}</title>{"".join(parts)}</svg>'


def _number_cell(label: str, text: str, kind: str = "") -> str:
    return f'<td role="cell" class="number {kind}" data-label="{escape(label)}">{text}</td>'


def _subtitle(row: OutcomeRow) -> str:
    if row.kind == "diary":
        return f"<b>{escape(row.unit)} 0 to 100</b>, week’s mean"  # noqa: RUF001
    head = row.title.replace(f"({row.instrument})", "").strip()
    again = "" if head.lower() == row.instrument.lower() else f"{head}, "
    return f"{again}<b>{escape(row.unit)}</b>"


def table_row(row: OutcomeRow, half: float, doubt: str = "") -> str:
    """One line of the table; ``doubt`` is added to the verdict."""
    known, told, places = row.known, row.told, row.decimals
    failed, leading = row_failed(row), row.known if row.known.run else row.told
    middle = (
        f"<strong>{number(known.difference.centre, places, signed=True)}</strong>"
        if known.run
        else NOT_RUN.format(world="as known")
    )
    if known.run and not failed:
        middle += f' <span class="span">{span(known.difference, places)}</span>'
    placebo = "–" if known.placebo is None else number(known.placebo.centre, places, signed=True)  # noqa: RUF001
    tail = f'<span class="sub doubt">{escape(doubt)}</span>' if doubt else ""
    neutral = " neutral" if row.better == "neither" else ""
    arrows = '<span class="quiet">nothing to trace</span>' if failed else rests_list(row, leading, MOST_SHARES)
    return (
        f'<tr role="row" class="{"failed" if failed else ""}">'
        f'<th role="rowheader" scope="row"><span class="name">{escape(row.instrument)}</span>'
        f'<span class="sub">{_subtitle(row)}</span></th>'
        + _number_cell("without", number(leading.without, places))
        + _number_cell("with", number(leading.with_, places))
        + _number_cell("difference as known, 95 %", middle, "known wide")
        + _number_cell("placebo alone", placebo)
        + _number_cell(
            "difference as told",
            number(told.difference.centre, places, True) if told.run else NOT_RUN.format(world="as told"),
            "told",
        )
        + f'<td role="cell" class="picture{neutral}">{row_picture(row, half)}</td>'
        + f'<td role="cell" class="arrows" data-label="rests on">{arrows}</td>'
        + f'<td role="cell" class="verdict" data-label="in words">{escape(row.verdict)}{tail}</td></tr>'
    )


def _axis_words(left: str, right: str) -> str:
    return f'<span class="axis"><span>← {left}</span><span>too small<br>to notice*</span><span>{right} →</span></span>'


def answer_table(comparison: Comparison, groups: Sequence[tuple[str, Sequence[OutcomeRow]]]) -> str:
    """The whole table; each group of rows belongs to one arm, named when there are several."""
    half = reach([row for _, rows in groups for row in rows])
    band = f"--band: {50.0 / half:.2f}%"
    base = escape(comparison.arms[0])
    bodies = []
    for arm, rows in groups:
        lines = []
        if len(groups) > 1:
            lines.append(
                f'<tr role="row" class="arm"><th role="rowheader" colspan="9">{escape(arm)} against {base}</th></tr>'
            )
        neutral_told = False
        for row in rows:
            if row.better == "neither" and not neutral_told and any(other.better != "neither" for other in rows):
                neutral_told = True
                lines.append(
                    '<tr role="row" class="divider"><td role="cell" colspan="6">neither direction is better:</td>'
                    '<td role="cell" class="picture"><span class="axis"><span>← less</span><span></span>'
                    '<span>more →</span></span></td><td role="cell" colspan="2"></td></tr>'
                )
            lines.append(table_row(row, half, caveat(comparison, row)))
        bodies.append(f'<tbody role="rowgroup">{"".join(lines)}</tbody>')
    leading = "known" if "known" in comparison.worlds else "told"
    only = escape(groups[0][0]) if len(groups) == 1 else "with"
    return (
        f'<table role="table" class="answer" style="{band}"><caption class="hidden">Expected readings at the end of '
        "the "
        "study, the differences in both worlds, what they rest on, and what they amount to</caption>"
        '<thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col" rowspan="2">outcome</th>'
        '<th role="columnheader" scope="colgroup" colspan="4" '
        f'class="{leading} group">as {leading}</th>'
        '<th role="columnheader" scope="colgroup" class="told group">as told</th>'
        f'<th role="columnheader" scope="col" rowspan="2" class="picture">{_axis_words("worse", "better")}</th>'
        '<th role="columnheader" scope="col" rowspan="2">rests on<br><small>largest parts, '
        f"as {leading}</small></th>"
        '<th role="columnheader" scope="col" rowspan="2">in words</th></tr>'
        f'<tr role="row"><th role="columnheader" scope="col">{base}</th><th role="columnheader" scope="col">{only}</th>'
        '<th role="columnheader" scope="col">difference<br><small>95 % interval</small></th>'
        '<th role="columnheader" scope="col">placebo<br>alone</th><th role="columnheader" scope="col">'
        "difference</th></tr>"
        f"</thead>{''.join(bodies)}</table>"
    )
