"""Differences of all outcomes on one axis: how many times what people notice, or what a reading can show."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from somaloop.plot.style import BAND, INK, MUTED, PAPER, PLACEBO_HUE, RULE, WORLD_HUE, axis, bare_figure, note
from somaloop.results import Comparison, OutcomeRow

MOST_BARS = 4.0


def bar_of(row: OutcomeRow) -> float:
    """The size that counts: the difference that people notice, or else twice the error of one reading."""
    return row.important if row.important is not None else 2.0 * row.reading_error


def direction(row: OutcomeRow) -> float:
    """-1 where less is better, so that better points right in pictures; 1 otherwise."""
    return -1.0 if row.better == "lower" else 1.0


def in_bars(row: OutcomeRow, value: float) -> float:
    """A difference in units of the size that counts, better to the right; NaN where there is no such size."""
    bar = bar_of(row)
    return direction(row) * value / bar if bar > 0 else float("nan")


def reach(rows: Sequence[OutcomeRow]) -> float:
    """Half the width of the shared axis, in bars: everything fits, up to four bars."""
    values = [1.25]
    for row in rows:
        ends = (row.known.difference.low, row.known.difference.high, row.told.difference.centre)
        placebo = (row.known.placebo.centre,) if row.known.placebo is not None else ()
        values += [abs(in_bars(row, value)) for value in (*ends, *placebo)]
    finite = [value for value in values if np.isfinite(value)]
    return min(MOST_BARS, 1.06 * max(finite))


def difference_figure(
    comparison: Comparison, arm: str | None = None, outcomes: Sequence[str] | None = None
) -> go.Figure:
    """With minus without at the end, for each outcome: as known with its 95 % interval, as told, and placebo alone.

    The shaded band is too small to notice (or to see in one reading, where no important difference is published).
    Better is to the right; outcomes of which neither direction is better are drawn with more to the right.
    """
    names = [row.arm for row in comparison.rows]
    wanted = arm if arm is not None else (names[0] if names else "")
    rows = [row for row in comparison.rows if row.arm == wanted and (outcomes is None or row.instrument in outcomes)]
    rows = sorted(rows, key=lambda row: row.better == "neither")
    half = reach(rows)
    height = 70 + 46 * max(1, len(rows))
    figure = bare_figure(height, margin={"l": 150, "r": 20, "t": 30, "b": 40})
    notes = [
        note(words, xref="x", yref="paper", x=x, y=1, yanchor="bottom", yshift=4, color=MUTED, size=11, xanchor=anchor)
        for words, x, anchor in (
            ("← worse, or less", -half, "left"),
            ("better, or more →", half, "right"),
            ("too small to notice", 0.0, "center"),
        )
    ]
    for number, row in enumerate(rows):
        known, told = row.known, row.told
        low, centre, high = (
            in_bars(row, v) for v in (known.difference.low, known.difference.centre, known.difference.high)
        )
        if not np.isfinite(centre):
            notes.append(note("the run failed", x=0, y=number, color=MUTED))
            continue
        clipped = [
            float(np.clip(value, -half, half)) for value in (low, centre, high, in_bars(row, told.difference.centre))
        ]
        if known.placebo is not None:
            figure.add_scatter(
                x=[float(np.clip(in_bars(row, known.placebo.centre), -half, half))],
                y=[number],
                mode="markers",
                marker={"symbol": "diamond-open", "size": 9, "color": PLACEBO_HUE, "line": {"width": 1.6}},
                hovertemplate=f"placebo alone {known.placebo.centre:.3g} {row.unit}<extra></extra>",
            )
        figure.add_scatter(
            x=[clipped[0], clipped[2]],
            y=[number, number],
            mode="lines",
            hoverinfo="skip",
            line={"color": WORLD_HUE["known"], "width": 3},
        )
        figure.add_scatter(
            x=[clipped[1]],
            y=[number],
            mode="markers",
            marker={"size": 10, "color": WORLD_HUE["known"]},
            hovertemplate=f"as known {known.difference.centre:.3g} {row.unit}<extra></extra>",
        )
        figure.add_scatter(
            x=[clipped[3]],
            y=[number],
            mode="markers",
            marker={"size": 10, "color": PAPER, "line": {"color": WORLD_HUE["told"], "width": 2.4}},
            hovertemplate=f"as told {told.difference.centre:.3g} {row.unit}<extra></extra>",
        )
    shapes = [
        {
            "type": "rect",
            "x0": -1,
            "x1": 1,
            "yref": "paper",
            "y0": 0,
            "y1": 1,
            "fillcolor": BAND,
            "line": {"width": 0},
            "layer": "below",
        },
        {
            "type": "line",
            "x0": 0,
            "x1": 0,
            "yref": "paper",
            "y0": 0,
            "y1": 1,
            "line": {"color": RULE, "width": 1},
            "layer": "below",
        },
    ]
    labels = [f"<b>{row.instrument}</b><br><span style='font-size:10px'>{row.unit}</span>" for row in rows]
    horizontal = axis(range=[-half, half], dtick=1, ticksuffix="×")  # noqa: RUF001
    horizontal["title"]["text"] = "difference, in units of what is noticeable"
    figure.update_layout(
        annotations=notes,
        shapes=shapes,
        xaxis=horizontal,
        yaxis=axis(
            range=[len(rows) - 0.4, -0.6],
            tickvals=list(range(len(rows))),
            ticktext=labels,
            tickfont={"size": 12, "color": INK},
        ),
    )
    return figure
