"""The loop laid open: sensation shown to the alarm system against the sensation that comes back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from somaloop.plot.style import (
    FAINT,
    INK,
    MUTED,
    PAPER,
    WORLD_HUE,
    WORLD_WORDS,
    axis,
    bare_figure,
    note,
    rounded,
    spread_apart,
)

Array = NDArray[np.float64]
POINTS = 100.0  # what is felt is written from 0 to 100


class Rest(Protocol):
    """Where the loop rests."""

    @property
    def burden(self) -> float:
        """The sensation there, 0 to 1."""
        ...

    @property
    def gain(self) -> float:
        """The slope there: how much of a small extra sensation comes back."""
        ...

    @property
    def stable(self) -> bool:
        """Whether a small push dies out."""
        ...


class LoopCurves(Protocol):
    """What the picture needs; the result of ``somaloop.loop.scan_loop`` has it."""

    @property
    def shown(self) -> Array:
        """Sensations shown, 0 to 1."""
        ...

    @property
    def felt(self) -> Mapping[str, Array]:
        """For ``told`` and ``known``, what comes back."""
        ...

    @property
    def resting(self) -> Mapping[str, Sequence[Rest]]:
        """For each world, where out equals in."""
        ...


@dataclass(frozen=True, slots=True)
class RestPoint:
    """A resting point for those who bring their own curves."""

    burden: float
    gain: float
    stable: bool


@dataclass(frozen=True, slots=True)
class Curves:
    """Curves from elsewhere than a scan of the model: diary data, another model."""

    shown: Array
    felt: Mapping[str, Array]
    resting: Mapping[str, Sequence[Rest]]


def gain_figure(scan: LoopCurves, title: str = "", height: int = 560) -> go.Figure:
    """Draw what comes back against what is shown, in both worlds; filled dots are stable, open ones tipping points.

    On the diagonal as much comes back as is shown. Above it the loop feeds itself, below it it calms down.
    """
    figure = bare_figure(height, margin={"l": 58, "r": 96, "t": 44 if title else 18, "b": 50})
    shown = np.asarray(scan.shown, dtype=float) * POINTS
    ends = [float(np.nanmin(shown)), float(np.nanmax(shown))]
    figure.add_scatter(
        x=ends, y=ends, mode="lines", line={"color": MUTED, "width": 1, "dash": "3px,3px"}, hoverinfo="skip"
    )
    last, notes = {}, []
    tops = [np.asarray(scan.felt[world], dtype=float) * POINTS for world in scan.felt]
    highest = max(ends[1], float(np.nanmax(np.concatenate(tops))) if np.isfinite(np.concatenate(tops)).any() else 0.0)
    for world, values in zip(scan.felt, tops, strict=True):
        hue = WORLD_HUE.get(world, INK)
        figure.add_scatter(
            x=rounded(shown),
            y=rounded(values),
            mode="lines",
            line={"color": hue, "width": 2.6},
            hovertemplate=f"shown %{{x}}, felt %{{y}}<extra>{WORLD_WORDS.get(world, world)}</extra>",
        )
        finite = values[np.isfinite(values)]
        if finite.size:
            last[world] = float(finite[-1])
        for point in scan.resting.get(world, ()):
            place = point.burden * POINTS
            figure.add_scatter(
                x=[place],
                y=[place],
                mode="markers",
                marker={"size": 12, "color": hue if point.stable else PAPER, "line": {"color": hue, "width": 2.4}},
                hovertemplate=f"{'stable' if point.stable else 'tipping point'} at %{{x:.0f}}, gain {point.gain:.2f}"
                f"<extra>{WORLD_WORDS.get(world, world)}</extra>",
            )
            notes.append(_rest_label(point, world, hue, upward=world == "told"))
    pixels = height - 80
    put = spread_apart([value / highest * pixels for value in last.values()], 16.0, 0.0, pixels)
    notes += [
        note(
            f"<b>{WORLD_WORDS.get(world, world)}</b>",
            x=ends[1],
            y=place / pixels * highest,
            xanchor="left",
            xshift=6,
            yanchor="middle",
            color=WORLD_HUE.get(world, INK),
            size=13,
        )
        for world, place in zip(last, put, strict=True)
    ]
    diagonal = "on the dashed line as much comes back as is shown"
    notes.append(note(diagonal, x=ends[1], y=0, xanchor="right", yanchor="bottom", yshift=6, color=MUTED, size=11))
    horizontal = axis(range=[0, ends[1]], showgrid=True, gridcolor=FAINT, showline=True, linecolor=FAINT)
    horizontal["title"] = {
        "text": "sensation shown to the alarm system (0 to 100)",
        "font": {"size": 12, "color": MUTED},
    }
    vertical = axis(range=[0, highest * 1.03], showgrid=True, gridcolor=FAINT)
    vertical["title"] = {"text": "sensation that comes back (0 to 100)", "font": {"size": 12, "color": MUTED}}
    heading = {"text": title, "x": 0.01, "xanchor": "left", "font": {"size": 15}} if title else None
    figure.update_layout(annotations=notes, xaxis=horizontal, yaxis=vertical, title=heading)
    return figure


def _rest_label(point: Rest, world: str, hue: str, upward: bool) -> dict[str, object]:
    """A label with a short leader: left above the diagonal for as told, right below it for as known."""
    words = "rests here" if point.stable else "tips here"
    return {
        "text": f"{words}: {point.burden * POINTS:.0f}<br>gain {point.gain:.2f}",
        "x": point.burden * POINTS,
        "y": point.burden * POINTS,
        "ax": -70 if upward else 70,
        "ay": -34 if upward else 34,
        "showarrow": True,
        "arrowhead": 0,
        "arrowwidth": 1,
        "arrowcolor": hue,
        "standoff": 7,
        "font": {"size": 11, "color": hue},
        "bgcolor": "rgba(255,255,255,0.85)",
        "align": "left",
    }
