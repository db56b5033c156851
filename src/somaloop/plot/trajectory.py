"""One outcome over the weeks: both worlds side by side on one scale, every arm in its line style."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import plotly.graph_objects as go

from somaloop.instruments import INSTRUMENTS
from somaloop.plot.style import (
    FAINT,
    MUTED,
    WORLD_HUE,
    WORLD_WORDS,
    arm_line,
    axis,
    axis_range,
    bare_figure,
    note,
    rounded,
    short_arm,
    spread_apart,
    translucent,
)
from somaloop.results import Comparison

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

DOMAINS = {"told": (0.0, 0.36), "known": (0.51, 0.87)}
ALONE = (0.0, 0.87)


def reading_days(days: int) -> list[int]:
    """The days (0 is the first) whose evenings are drawn: the end of each week, or every day of a short study."""
    if days < 21:
        return list(range(days))
    ends = list(range(6, days, 7))
    return ends if ends[-1] == days - 1 else [*ends, days - 1]


def _bands(values: Array) -> tuple[Array, Array, Array]:
    """Lower end, median and upper end over the draws; NaN where a draw failed."""
    if values.shape[0] == 0:
        empty = np.full(values.shape[1], np.nan)
        return empty, empty, empty
    whole = np.isfinite(values).all(axis=0)
    safe = np.where(whole, values, 0.0)
    low, middle, high = np.quantile(safe, [0.025, 0.5, 0.975], axis=0)
    return tuple(np.where(whole, item, np.nan) for item in (low, middle, high))  # type: ignore[return-value]


def trajectory_figure(comparison: Comparison, outcome: str, height: int = 250) -> go.Figure:
    """Readings of an instrument at the end of each week, as told on the left and as known on the right.

    As known is the median of the draws with a band that holds 95 % of them. A world that was not run is left out.
    """
    domains = DOMAINS if len(comparison.worlds) > 1 else dict.fromkeys(DOMAINS, ALONE)
    item = INSTRUMENTS[outcome]
    arms, placebo_of = comparison.arms, comparison.placebo_of
    figure = bare_figure(height, margin={"l": 46, "r": 8, "t": 26, "b": 34})
    every = {arm: comparison.series(item, arm) for arm in arms}
    days = reading_days(next(iter(every.values())).shape[1])
    by_week = len(days) > 1 and days[0] == 6
    x = [(day + 1) / 7 if by_week else day + 1 for day in days]
    lines: dict[str, dict[str, Array]] = {world: {} for world in comparison.worlds}
    shown: list[Array] = []
    for arm in arms:
        if "told" in lines:
            lines["told"][arm] = every[arm][comparison.lanes_of("told")][0, days]
        if "known" not in lines:
            continue
        low, middle, high = _bands(every[arm][comparison.lanes_of("known")][:, days])
        lines["known"][arm] = middle
        if arm in placebo_of.values():
            continue
        shown += [low, high]
        for values, fill in ((low, None), (high, "tonexty")):
            figure.add_scatter(
                x=x,
                y=rounded(values),
                xaxis="x2",
                yaxis="y2",
                mode="lines",
                line={"width": 0},
                fill=fill,
                fillcolor=translucent(WORLD_HUE["known"], 0.13),
                hoverinfo="skip",
            )
    low_end, high_end = axis_range(
        np.concatenate([*shown, *(line for world in lines.values() for line in world.values())])
    )
    notes = []
    for world, suffix in (("told", ""), ("known", "2")):
        if world not in lines:
            continue
        for arm in arms:
            figure.add_scatter(
                x=x,
                y=rounded(lines[world][arm]),
                xaxis=f"x{suffix}",
                yaxis=f"y{suffix}",
                mode="lines",
                line={"color": WORLD_HUE[world], **arm_line(arm, arms, placebo_of)},
                connectgaps=False,
                name=f"{arm}, {WORLD_WORDS[world]}",
                hovertemplate=f"{'week' if by_week else 'day'} %{{x}}: %{{y}} {item.unit}<extra>{arm}</extra>",
            )
        notes += _end_labels(comparison, lines[world], world, (low_end, high_end), height - 60, x[-1], suffix)
        heading = f"<b>{WORLD_WORDS[world]}</b>"
        notes.append(
            note(
                heading,
                xref="paper",
                yref="paper",
                x=domains[world][0],
                y=1.0,
                xanchor="left",
                yanchor="bottom",
                yshift=6,
                color=WORLD_HUE[world],
                size=12,
            )
        )
    ticks = {"dtick": max(1, round(len(x) / 6))} if by_week else {"nticks": 6}
    horizontal = axis(range=[x[0] - 0.02 * (x[-1] - x[0]), x[-1]], showline=True, linecolor=FAINT, **ticks)
    horizontal["title"] = {"text": "week" if by_week else "day", "font": {"size": 11, "color": MUTED}, "standoff": 2}
    vertical = axis(range=[low_end, high_end], showgrid=True, gridcolor=FAINT, nticks=5)
    figure.update_layout(
        xaxis={**horizontal, "domain": domains["told"], "anchor": "y"},
        xaxis2={**horizontal, "domain": domains["known"], "anchor": "y2"},
        yaxis={**vertical, "anchor": "x"},
        yaxis2={**vertical, "anchor": "x2", "matches": "y"},
        annotations=notes,
    )
    return figure


def _end_labels(
    comparison: Comparison,
    lines: dict[str, Array],
    world: str,
    ends: tuple[float, float],
    pixels: int,
    x: float,
    suffix: str,
) -> list[dict[str, object]]:
    """The names of the arms at the ends of their lines, moved apart where lines meet."""
    height = (ends[1] - ends[0]) or 1.0
    several = len(comparison.placebo_of) > 1
    named = [arm for arm in lines if not (several and arm in comparison.placebo_of.values())]
    last = {arm: lines[arm][np.isfinite(lines[arm])][-1] for arm in named if np.isfinite(lines[arm]).any()}
    places = [value / height * pixels for value in last.values()]
    put = spread_apart(places, 13.0, ends[0] / height * pixels + 5, ends[1] / height * pixels - 5)
    labels = [
        note(
            short_arm(arm, comparison.placebo_of),
            x=x,
            y=place / pixels * height,
            xref=f"x{suffix}",
            yref=f"y{suffix}",
            xanchor="left",
            xshift=3,
            yanchor="middle",
            color=WORLD_HUE[world],
            size=11,
        )
        for arm, place in zip(last, put, strict=True)
    ]
    if len(last) < len(named):
        labels.append(note("a run failed", xref=f"x{suffix} domain", yref="paper", x=0.5, y=0.5, color=MUTED, size=12))
    return labels
