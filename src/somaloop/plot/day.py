"""Twenty-four hours of two lives, from one waking to the next: ten quantities under each other on one time axis."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from somaloop.plot._day_parts import LINE, Days, clock, heading, nights, panel_words, strips
from somaloop.plot.happenings import in_window
from somaloop.plot.panels import find_panels
from somaloop.plot.style import FAINT, LIFE_HUES, MUTED, axis, axis_range, bare_figure, note, rounded

Array = NDArray[np.float64]
PANEL, GAP = 84, 26  # heights in pixels: a panel, and the room above it for its name


def waking_hour(comparison: Days, arms: Sequence[str], day: int) -> int:
    """The clock hour at which the first of the arms wakes on ``day`` (0 is the first); 6 where nothing tells."""
    if "sleep.asleep" not in comparison.hourly:
        return 6
    found = []
    for arm in arms:
        asleep = np.asarray(comparison.hourly["sleep.asleep"].sel(arm=arm, world="known"))[24 * day : 24 * day + 14]
        ends = [i for i, (now, later) in enumerate(pairwise(asleep)) if now >= 0.5 > later]
        found += [ends[-1] + 1] if ends else []
    return min(found, default=6)


def _hours(comparison: Days) -> int:
    return int(comparison.hourly.sizes["hour"])


def day_figure(
    comparison: Days, arms: Sequence[str] | None = None, day: int | None = None, start_hour: int | None = None
) -> go.Figure:
    """Draw 24 hours of two or more arms; each arm has a hue, as known is solid and as told dotted.

    ``day`` (1 is the first) defaults to the last that is followed by enough hours; ``start_hour`` to waking.
    Quantities that the run does not hold are left out and named under the picture.
    """
    chosen = tuple(arms) if arms is not None else comparison.arms[:2]
    hours = _hours(comparison)
    first_day = (day - 1) if day is not None else max(0, hours // 24 - 2)
    begin = waking_hour(comparison, chosen, first_day) if start_hour is None else start_hour
    first = 24 * first_day + begin
    count = max(1, min(24, hours - first))
    panels, absent = find_panels(comparison)
    hues = {arm: LIFE_HUES[i % len(LIFE_HUES)] for i, arm in enumerate(chosen)}
    window = np.arange(count) + 0.5
    marks = {arm: in_window(comparison.events.get(arm, ()), first, first + count) for arm in chosen}
    lanes = strips(marks, first)
    top = 34 + sum(LINE * (1 + max(lines, default=0)) + 8 for _, _, lines in lanes) + 14
    height = top + len(panels) * (PANEL + GAP) + 46 + (18 if absent else 0)
    figure = bare_figure(height, margin={"l": 52, "r": 140, "t": 0, "b": 0})
    notes, shapes = heading(chosen, hues, lanes, height)

    layout: dict[str, Any] = {}
    for number, shown in enumerate(panels):
        suffix = "" if number == 0 else str(number + 1)
        upper = 1 - (top + number * (PANEL + GAP) + GAP) / height
        values = {
            (arm, w): shown.read(comparison, arm, w)[first : first + count] for arm in chosen for w in ("told", "known")
        }
        for (arm, world), line in values.items():
            figure.add_scatter(
                x=[float(v) for v in window],
                y=rounded(line),
                yaxis=f"y{suffix}",
                mode="lines",
                line={
                    "color": hues[arm],
                    "width": 2.4 if world == "known" else 1.5,
                    "dash": "solid" if world == "known" else "2px,3px",
                    "shape": "spline",
                    "smoothing": 0.5,
                },
                opacity=1.0 if world == "known" else 0.85,
                connectgaps=False,
                customdata=[f"{int(first + h) % 24:02d}:30" for h in window],
                hovertemplate=f"%{{customdata}}  %{{y}} {shown.unit}<extra>{arm}, as {world}</extra>",
            )
        ends = axis_range(np.concatenate(list(values.values())), floor_zero=shown.panel.low == 0.0)
        ends = (
            ends[0],
            shown.panel.high * 1.06 if shown.panel.high is not None and shown.panel.factor == 100 else ends[1],
        )
        layout[f"yaxis{suffix}"] = axis(
            domain=[upper - PANEL / height, upper], range=list(ends), nticks=4, showgrid=True, gridcolor=FAINT
        )
        notes += panel_words(shown, values, hues, upper, height)
    bottom = 1 - (top + len(panels) * (PANEL + GAP)) / height
    shapes += nights(comparison, chosen, hues, first, count, (bottom, 1 - (top + 8) / height))
    layout["xaxis"] = clock(begin, count, f"y{len(panels)}" if len(panels) > 1 else "y")
    if absent:
        notes.append(
            note(
                f"not in this run: {', '.join(absent)}",
                xref="paper",
                yref="paper",
                x=0,
                y=0,
                xanchor="left",
                yanchor="bottom",
                color=MUTED,
                size=11,
            )
        )
    figure.update_layout(annotations=notes, shapes=shapes, **layout)
    return figure
