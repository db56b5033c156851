"""The frame of the hour-by-hour view: one world, every arm, filled with a chosen stretch of days by the page."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from somaloop.plot.panels import Shown
from somaloop.plot.style import FAINT, MUTED, WORLD_HUE, arm_line, axis, axis_range, bare_figure, note, short_arm
from somaloop.results import Comparison

Array = NDArray[np.float64]
MISSING = 65535
MOST_VALUES = 1_500_000
PANEL, GAP = 74, 24


def packed(values: Array) -> dict[str, Any]:
    """Numbers as 16-bit steps between their ends, in base64 (little-endian); NaN is the highest code."""
    finite = values[np.isfinite(values)]
    low = float(finite.min()) if finite.size else 0.0
    step = (float(finite.max()) - low) / (MISSING - 1) if finite.size else 0.0
    scaled = np.round((np.nan_to_num(values, nan=low) - low) / (step or 1.0))
    codes = np.where(np.isfinite(values), scaled, MISSING).astype("<u2")
    return {"low": low, "step": step, "codes": base64.b64encode(codes.tobytes()).decode("ascii")}


def kept_days(comparison: Comparison, panels: Sequence[Shown]) -> int:
    """How many of the last days a page can hold without growing too heavy."""
    days = int(comparison.hourly.sizes["hour"]) // 24
    per_day = 24 * max(1, len(panels)) * max(1, len(comparison.arms)) * 2
    return min(days, max(7, MOST_VALUES // per_day))


def hourly_data(comparison: Comparison, panels: Sequence[Shown]) -> dict[str, Any]:
    """All hourly values of the panels, packed, with the first day (1 is the first of the study) that they hold."""
    days = int(comparison.hourly.sizes["hour"]) // 24
    keep = kept_days(comparison, panels)
    first = 24 * (days - keep)
    series = {
        f"{shown.name}|{arm}|{world}": packed(shown.read(comparison, arm, world)[first : 24 * days])
        for shown in panels
        for arm in comparison.arms
        for world in comparison.worlds
    }
    return {"firstDay": days - keep + 1, "days": keep, "series": series}


def hours_figure(comparison: Comparison, world: str, panels: Sequence[Shown]) -> go.Figure:
    """An empty figure with one panel for each quantity; every trace names its series in ``meta``."""
    height = 16 + len(panels) * (PANEL + GAP) + 34
    figure = bare_figure(height, margin={"l": 46, "r": 64, "t": 0, "b": 0})
    layout: dict[str, Any] = {}
    notes = []
    for number, shown in enumerate(panels):
        suffix = "" if number == 0 else str(number + 1)
        upper = 1 - (16 + number * (PANEL + GAP) + GAP - 8) / height
        values = [shown.read(comparison, arm, w) for arm in comparison.arms for w in comparison.worlds]
        ends = axis_range(np.concatenate(values), floor_zero=shown.panel.low == 0.0)
        layout[f"yaxis{suffix}"] = axis(
            domain=[upper - PANEL / height, upper], range=list(ends), nticks=4, showgrid=True, gridcolor=FAINT
        )
        title = f"<b>{shown.panel.title}</b>" + (f"  {shown.unit}" if shown.unit else "")
        notes.append(note(title, xref="paper", yref="paper", x=0, xanchor="left", y=upper, yanchor="bottom", size=11.5))
        for arm in comparison.arms:
            label = short_arm(arm, comparison.placebo_of, 24)
            figure.add_scatter(
                x=[],
                y=[],
                yaxis=f"y{suffix}",
                mode="lines",
                meta=f"{shown.name}|{arm}|{world}",
                name=arm,
                line={"color": WORLD_HUE[world], **arm_line(arm, comparison.arms, comparison.placebo_of)},
                hovertemplate=f"%{{text}}  %{{y:.4g}} {shown.unit}<extra>{label}</extra>",
            )
    anchor = f"y{len(panels)}" if len(panels) > 1 else "y"
    layout["xaxis"] = axis(anchor=anchor, showgrid=True, gridcolor=FAINT, ticks="outside", tickcolor=FAINT, ticklen=4)
    layout["xaxis"]["tickfont"] = {"size": 11, "color": MUTED}
    figure.update_layout(annotations=notes, **layout)
    return figure
