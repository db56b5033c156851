"""What an answer hangs on: shares of variance with intervals, outcomes beside each other, ends, bundles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from somaloop.plot.style import BAND, FAINT, INK, MUTED, PAPER, RULE, WORLD_HUE, axis, bare_figure, note, rounded

Array = NDArray[np.float64]
ROW = 22  # pixels for one quantity
HUE = WORLD_HUE["known"]
_LEFT = 330


@dataclass(frozen=True, slots=True)
class Mark:
    """One row: words and grade, a value with the ends of its interval, and a second value (NaN: none)."""

    words: str
    grade: str
    value: float
    low: float
    high: float
    second: float = float("nan")


def row_height(count: int, room: int = 66) -> int:
    """The height of a picture of so many rows, in pixels."""
    return ROW * count + room


def _title(text: str) -> dict[str, Any]:
    return {"text": text, "font": {"size": 11, "color": MUTED}, "standoff": 6}


def _frame(marks: Sequence[Mark], height: int, right: int = 58) -> tuple[go.Figure, list[int]]:
    figure = bare_figure(height, margin={"l": _LEFT, "r": right, "t": 22, "b": 40})
    rows = list(range(len(marks), 0, -1))
    for place, mark in zip(rows, marks, strict=True):
        grade = f" <span style='color:{MUTED}'>{mark.grade}</span>" if mark.grade else ""
        figure.add_annotation(
            note(mark.words + grade, x=0, xref="paper", xanchor="right", xshift=-10, y=place, yanchor="middle")
        )
        figure.add_shape(
            type="line", x0=0, x1=1, xref="paper", y0=place, y1=place, line={"color": FAINT, "width": 1}, layer="below"
        )
    figure.update_yaxes(**axis(range=[0.4, len(marks) + 0.6], showticklabels=False))
    return figure, rows


def shares_figure(marks: Sequence[Mark]) -> go.Figure:
    """Shares of variance in per cent: dots with 95 % intervals; rings are total shares."""
    figure, rows = _frame(marks, row_height(len(marks)))
    end = max((100 * max(mark.high, mark.second if np.isfinite(mark.second) else 0.0) for mark in marks), default=1.0)
    stems = [x for mark in marks for x in (0.0, 100 * mark.value, None)]
    spans = [x for mark in marks for x in (100 * max(mark.low, 0.0), 100 * mark.high, None)]
    places = [y for row in rows for y in (row, row, None)]
    figure.add_scatter(x=stems, y=places, mode="lines", line={"color": HUE, "width": 4}, hoverinfo="skip")
    figure.add_scatter(x=spans, y=places, mode="lines", line={"color": INK, "width": 1.3}, hoverinfo="skip")
    figure.add_scatter(
        x=rounded([100 * mark.second for mark in marks]), y=rows, mode="markers", hoverinfo="skip",
        marker={"size": 9, "color": PAPER, "line": {"color": MUTED, "width": 1.6}},
    )  # fmt: skip
    figure.add_scatter(
        x=rounded([100 * mark.value for mark in marks]), y=rows, mode="markers", hoverinfo="text",
        marker={"size": 9, "color": HUE, "line": {"color": PAPER, "width": 1}},
        text=[f"{m.words}<br>{100 * m.value:.1f} % ({100 * max(m.low, 0):.1f} to {100 * m.high:.1f})<br>in all "
              f"{100 * m.second:.1f} %" for m in marks],
    )  # fmt: skip
    figure.update_xaxes(**axis(range=[-0.01 * end, 1.04 * end], title=_title("share of the variance, %")))
    return figure


def ends_figure(marks: Sequence[Mark], middle: float, unit: str, important: float) -> go.Figure:
    """The effect with each quantity at its low and at its high end; the line is the effect with all in the middle."""
    figure, rows = _frame(marks, row_height(len(marks)))
    ends = [x for mark in marks for x in (mark.low, mark.high)] + [middle, 0.0]
    low, high = float(np.nanmin(ends)), float(np.nanmax(ends))
    room = 0.06 * max(high - low, 1e-9)
    bounds = [low - room, high + room]
    top = len(marks) + 0.6
    if important > 0:
        x0, x1 = max(-important, bounds[0]), min(important, bounds[1])
        figure.add_shape(type="rect", x0=x0, x1=x1, y0=0.4, y1=top, fillcolor=BAND, line_width=0, layer="below")
    for place, colour in ((0.0, RULE), (middle, HUE)):
        figure.add_shape(type="line", x0=place, x1=place, y0=0.4, y1=top, line={"color": colour, "width": 1.2})
    spans = [x for mark in marks for x in (mark.low, mark.high, None)]
    places = [y for row in rows for y in (row, row, None)]
    figure.add_scatter(x=spans, y=places, mode="lines", line={"color": HUE, "width": 5}, hoverinfo="skip")
    for side, hue, words in (("low", PAPER, "low end"), ("high", HUE, "high end")):
        figure.add_scatter(
            x=rounded([getattr(mark, side) for mark in marks]), y=rows, mode="markers", hoverinfo="text",
            marker={"size": 10, "color": hue, "line": {"color": HUE, "width": 2}},
            text=[f"{mark.words}<br>{words}: {getattr(mark, side):+.3g} {unit}" for mark in marks],
        )  # fmt: skip
    figure.update_xaxes(**axis(range=bounds, title=_title(f"effect, {unit} (ring: low end, dot: high end)")))
    return figure


def bundles_figure(marks: Sequence[Mark], unit: str) -> go.Figure:
    """Mean absolute change of the effect when a whole bundle is moved, with 95 % intervals."""
    figure, rows = _frame(marks, row_height(len(marks)))
    spans = [x for mark in marks for x in (max(mark.low, 0.0), mark.high, None)]
    places = [y for row in rows for y in (row, row, None)]
    figure.add_bar(
        x=rounded([mark.value for mark in marks]), y=rows, orientation="h", width=0.56,
        marker={"color": HUE, "opacity": 0.55}, hoverinfo="text",
        text=None, hovertext=[f"{m.words}<br>{m.value:.3g} {unit} ({max(m.low, 0):.3g} to {m.high:.3g})" for m in marks],
    )  # fmt: skip
    figure.add_scatter(x=spans, y=places, mode="lines", line={"color": INK, "width": 1.4}, hoverinfo="skip")
    end = max((mark.high for mark in marks), default=1.0)
    figure.update_xaxes(**axis(range=[0, 1.04 * end], title=_title(f"mean absolute change of the effect, {unit}")))
    return figure


def outcomes_figure(
    words: Sequence[str], grades: Sequence[str], columns: Sequence[str], shares: Array, groups: Sequence[str]
) -> go.Figure:
    """Shares [quantities, columns] as discs whose area is the share; columns of one ``group`` have one hue."""
    marks = [Mark(word, grade, 0, 0, 0) for word, grade in zip(words, grades, strict=True)]
    figure, rows = _frame(marks, row_height(len(words), 150), right=24)
    figure.update_layout(margin={"l": _LEFT, "r": 24, "t": 118, "b": 8})
    hues = {name: hue for name, hue in zip(dict.fromkeys(groups), (HUE, MUTED), strict=False)}
    for column, title in enumerate(columns):
        figure.add_annotation(
            note(title, x=column, y=1, yref="paper", yshift=12, xanchor="left", yanchor="bottom", textangle=-35,
                 color=hues[groups[column]])
        )  # fmt: skip
        share = np.maximum(shares[:, column], 0.0)
        figure.add_scatter(
            x=[column] * len(rows), y=rows, mode="markers", hoverinfo="text", cliponaxis=False,
            marker={"size": rounded(34 * np.sqrt(share)), "color": hues[groups[column]], "opacity": 0.85, "line": {"width": 0}},
            text=[f"{word}<br>{title}: {100 * value:.0f} %" for word, value in zip(words, share, strict=True)],
        )  # fmt: skip
    figure.update_xaxes(**axis(range=[-0.7, len(columns) + 0.4], showticklabels=False))
    return figure
