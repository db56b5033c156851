"""A crowd on its scales: a histogram for each with the published mean and spread, and how scales go together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from somaloop.plot.style import FAINT, INK, PAPER, WORLD_HUE, axis, bare_figure, note, rounded

Array = NDArray[np.float64]
ACROSS, CELL, GAP = 4, 128, 0.30
PUBLISHED = "#c2560c"
Mark = tuple[str, float, float | None]
"""A published mean: of whom, the mean, the standard deviation if there is one."""


def histogram_height(count: int) -> int:
    """The height of so many histograms, in pixels."""
    return CELL * -(-count // ACROSS) + 40


def histograms(
    readings: Mapping[str, Array], steps: Mapping[str, float], marks: Mapping[str, Sequence[Mark]]
) -> go.Figure:
    """One small histogram a scale: the share of people by reading, with a line at their mean.

    ``marks`` are published means, drawn with a bar of one published standard deviation either way.
    """
    rows = -(-len(readings) // ACROSS)
    figure = bare_figure(histogram_height(len(readings)), margin={"l": 12, "r": 12, "t": 22, "b": 18})
    tall = 1.0 / rows
    for number, (name, values) in enumerate(readings.items()):
        row, column = divmod(number, ACROSS)
        tag = "" if number == 0 else str(number + 1)
        wide = 1.0 / ACROSS
        left, right = column * wide + 0.015, (column + 1) * wide - 0.015
        top, bottom = 1.0 - row * tall - 0.12 * tall, 1.0 - (row + 1) * tall + GAP * tall
        places, heights, bar = _bars(values, steps[name])
        figure.add_bar(
            x=rounded(places), y=rounded(heights), width=bar, marker={"color": WORLD_HUE["known"], "opacity": 0.55},
            xaxis=f"x{tag}", yaxis=f"y{tag}", hovertemplate="%{x}: %{y:.0%}<extra>" + name + "</extra>",
        )  # fmt: skip
        low, high = float(places[0] - bar), float(places[-1] + bar)
        ceiling = 1.25 * float(heights.max())
        figure.add_shape(type="line", x0=values.mean(), x1=values.mean(), y0=0, y1=ceiling, xref=f"x{tag}", yref=f"y{tag}",
                         line={"color": WORLD_HUE["known"], "width": 2})  # fmt: skip
        for level, (who, mean, sd) in enumerate(marks.get(name, ())):
            height = ceiling * (1.0 - 0.11 * level)
            if sd is not None:
                figure.add_shape(type="line", x0=max(mean - sd, low), x1=mean + sd, y0=height, y1=height, xref=f"x{tag}",
                                 yref=f"y{tag}", line={"color": PUBLISHED, "width": 1.5})  # fmt: skip
            figure.add_scatter(
                x=[mean], y=[height], mode="markers", marker={"symbol": "diamond", "size": 7, "color": PUBLISHED},
                xaxis=f"x{tag}", yaxis=f"y{tag}", hovertemplate=f"published, {who}: {mean:g}<extra></extra>",
            )  # fmt: skip
            high = max(high, mean + (sd or 0.0))
        figure.update_layout({
            f"xaxis{tag}": axis(domain=[left, right], anchor=f"y{tag}", range=[low, high], nticks=4),
            f"yaxis{tag}": axis(domain=[bottom, top], anchor=f"x{tag}", range=[0, 1.08 * ceiling], showticklabels=False),
        })  # fmt: skip
        figure.add_annotation(note(name, x=left, xref="paper", xanchor="left", y=top, yref="paper", yanchor="bottom"))
    return figure


def _bars(values: Array, step: float) -> tuple[Array, Array, float]:
    """Middles, shares of people and width of about sixteen bars; marks of a form are never split."""
    low, high = np.quantile(values, [0.0, 0.995])
    wide = max((high - low) / 16.0, 1e-9)
    if step:
        wide = step * max(1, round(wide / step))
    edges = np.arange(low - wide / 2, high + wide, wide)
    counts, edges = np.histogram(np.clip(values, low, high), bins=edges)
    return (edges[1:] + edges[:-1]) / 2, counts / len(values), float(wide)


def correlation_height(count: int) -> int:
    """The height of the picture of so many scales, in pixels."""
    return 30 * count + 130


def correlations_figure(names: Sequence[str], matrix: Array, published: Mapping[tuple[str, str], float]) -> go.Figure:
    """Below the diagonal the crowd's correlations, above it the published ones in a frame; empty where none was seen."""
    count = len(names)
    shown = np.where(np.tril(np.ones((count, count), dtype=bool), -1), matrix, np.nan)
    for (one, other), value in published.items():
        first, second = sorted((names.index(one), names.index(other)))
        shown[first, second] = value
    figure = bare_figure(correlation_height(count), margin={"l": 140, "r": 20, "t": 120, "b": 10})
    figure.add_heatmap(
        z=[[None if not np.isfinite(v) else float(v) for v in row] for row in shown], x=list(range(count)),
        y=list(range(count)), zmin=0, zmax=1, colorscale=[[0, PAPER], [1, WORLD_HUE["known"]]], showscale=False,
        hoverinfo="skip", xgap=2, ygap=2,
    )  # fmt: skip
    for row in range(count):
        for column in range(count):
            value = shown[row, column]
            if np.isfinite(value):
                above = column > row
                figure.add_annotation(
                    note(f"{value:.2f}", x=column, y=row, size=10, color=PAPER if value > 0.6 else INK)
                )
                if above:
                    figure.add_shape(type="rect", x0=column - 0.46, x1=column + 0.46, y0=row - 0.46, y1=row + 0.46,
                                     line={"color": PUBLISHED, "width": 2})  # fmt: skip
    figure.add_shape(type="line", x0=-0.5, y0=-0.5, x1=count - 0.5, y1=count - 0.5, line={"color": FAINT, "width": 1})
    figure.update_xaxes(**axis(tickvals=list(range(count)), ticktext=list(names), side="top", tickangle=-45,
                               range=[-0.5, count - 0.5]))  # fmt: skip
    figure.update_yaxes(**axis(tickvals=list(range(count)), ticktext=list(names), range=[count - 0.5, -0.5]))
    figure.update_layout(hovermode=False)
    return figure


__all__ = ["correlation_height", "correlations_figure", "histogram_height", "histograms"]
