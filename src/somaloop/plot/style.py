"""What all pictures share: one hue for each world, one line style for each arm, plain frames, spread-out labels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go

FONT = "Inter, 'Helvetica Neue', 'Segoe UI', Roboto, Arial, sans-serif"
INK, MUTED, FAINT, RULE, BAND = "#1d2329", "#5c6670", "#dfe3e8", "#b4bcc6", "#eef1f4"
PAPER = "#ffffff"
WORLD_HUE: Mapping[str, str] = {"known": "#1b5a9c", "told": "#c2560c"}
WORLD_WORDS: Mapping[str, str] = {"known": "as known", "told": "as told"}
LIFE_HUES = ("#00796f", "#b3266d", "#6b5b00", "#4a4a8f")  # for pictures where arms, not worlds, carry the hue
PLACEBO_HUE = "#5c6670"


def translucent(colour: str, opacity: float) -> str:
    """A ``#rrggbb`` colour as ``rgba`` with the given opacity."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity:g})"


def arm_line(arm: str, arms: Sequence[str], placebo_of: Mapping[str, str]) -> dict[str, Any]:
    """Dash and width of an arm: the comparator dashed, treatments solid first, placebo twins thin and dotted."""
    if arm in placebo_of.values():
        return {"dash": "1px,3px", "width": 1.7}
    if arm == arms[0]:
        return {"dash": "7px,4px", "width": 1.7}
    real = [name for name in arms[1:] if name not in placebo_of.values()]
    styles = ("solid", "12px,3px,2px,3px", "16px,3px", "4px,2px")
    return {"dash": styles[real.index(arm) % len(styles)], "width": 2.3}


def short_arm(arm: str, placebo_of: Mapping[str, str], longest: int = 12) -> str:
    """An arm's name where there is little room; a placebo twin of a lone treatment is just ``placebo``."""
    if arm in placebo_of.values() and len(placebo_of) == 1:
        return "placebo"
    return arm if len(arm) <= longest else arm[: longest - 1].rstrip() + "…"


def spread_apart(places: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Move labels apart so that neighbours are at least ``gap`` from each other, as near their places as may be."""
    order = np.argsort(places, kind="stable")
    put = np.asarray(places, dtype=float)[order]
    for _ in range(200):
        close = np.diff(put) < gap - 1e-9
        if not close.any():
            break
        for i in np.flatnonzero(close):
            middle = (put[i] + put[i + 1]) / 2
            put[i], put[i + 1] = middle - gap / 2, middle + gap / 2
        put = put - max(0.0, put[-1] - high)
        put = put + max(0.0, low - put[0])
    result = np.empty_like(put)
    result[order] = put
    return [float(value) for value in result]


def bare_figure(height: int, **layout: Any) -> go.Figure:
    """An empty figure with our type, no template, no buttons and quiet axes."""
    figure = go.Figure()
    figure.update_layout(
        template=go.layout.Template(),
        height=height,
        paper_bgcolor=PAPER,
        plot_bgcolor=PAPER,
        font={"family": FONT, "size": 12, "color": INK},
        showlegend=False,
        hoverlabel={"font": {"family": FONT, "size": 12}, "bgcolor": PAPER, "bordercolor": RULE},
        margin={"l": 48, "r": 16, "t": 28, "b": 36},
    )
    figure.update_layout(**layout)
    return figure


def axis(**more: Any) -> dict[str, Any]:
    """Settings of a quiet axis."""
    return {
        "showgrid": False,
        "zeroline": False,
        "showline": False,
        "ticks": "",
        "tickfont": {"size": 11, "color": MUTED},
        "title": {"font": {"size": 11, "color": MUTED}, "standoff": 6},
        "fixedrange": True,
        "automargin": False,
    } | more


def note(text: str, **place: Any) -> dict[str, Any]:
    """An annotation without an arrow."""
    colour, size = place.pop("color", INK), place.pop("size", 12)
    return {"text": text, "showarrow": False, "font": {"size": size, "color": colour}} | place


def rounded(values: Any, digits: int = 4) -> list[Any]:
    """Numbers with so many significant digits, NaN as None, ready for JSON."""
    return [None if not np.isfinite(v) else float(f"{v:.{digits}g}") for v in np.asarray(values, dtype=float).ravel()]


def axis_range(values: Any, floor_zero: bool = False, room: float = 0.08) -> tuple[float, float]:
    """The range that holds all finite values with a little room; 0 to 1 where there is none."""
    finite = np.asarray(values, dtype=float)
    finite = finite[np.isfinite(finite)]
    if finite.size == 0:
        return 0.0, 1.0
    low, high = float(finite.min()), float(finite.max())
    width = (high - low) or max(abs(high) * 0.1, 1e-6)
    bottom = low - room * width
    return (0.0 if floor_zero or (low >= 0.0 > bottom) else bottom), high + room * width
