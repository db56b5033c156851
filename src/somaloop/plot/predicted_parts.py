"""Pieces of the pictures of the scoreboard: text, lines, marks and axes as SVG that stands alone."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from html import escape
from types import MappingProxyType

import numpy as np

from somaloop.plot.predicted_line import State, number
from somaloop.plot.style import BAND, FONT, INK, PAPER, RULE, WORLD_HUE
from somaloop.studies.scales import Scale

USE_HUE: Mapping[str, str] = MappingProxyType({"validate": WORLD_HUE["known"], "calibrate": "#7a848e"})
WIDER = "#d5e0ec"  # the interval with differences between studies
OWN = "#9dbbd9"  # the model's own interval


def picture(width: float, height: float, says: str, content: str, size: float = 12.0, alone: bool = False) -> str:
    """An SVG picture; ``says`` is what it shows, in words. ``alone`` gives it a white ground and a size of its own."""
    ground = f'<rect width="{width:g}" height="{height:g}" fill="{PAPER}"/>' if alone else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" role="img" aria-label="{escape(says)}" '
        f'font-family="{escape(FONT)}" font-size="{size:g}" fill="{INK}">{ground}{content}</svg>'
    )


def text(
    x: float, y: float, words: str, anchor: str = "start", fill: str = INK, size: float = 0.0, more: str = ""
) -> str:
    """Words at a place; ``anchor`` is start, middle or end."""
    sized = f' font-size="{size:g}"' if size else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{fill}"{sized} {more}>{escape(words)}</text>'


def segment(x1: float, y1: float, x2: float, y2: float, stroke: str = RULE, width: float = 1.0, more: str = "") -> str:
    """A straight line."""
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{stroke}" stroke-width="{width:g}" {more}/>'


def block(x1: float, y1: float, x2: float, y2: float, fill: str = BAND, more: str = "") -> str:
    """A filled rectangle between two corners."""
    return f'<rect x="{min(x1, x2):.1f}" y="{min(y1, y2):.1f}" width="{abs(x2 - x1):.1f}" height="{abs(y2 - y1):.1f}" fill="{fill}" {more}/>'


def mark(x: float, y: float, state: State, hue: str, radius: float = 3.3) -> str:
    """One line of the scoreboard: a dot inside, a ring inside the wider interval, a cross outside."""
    if state == "inside":
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:g}" fill="{hue}"/>'
    if state == "wider":
        return (
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius - 0.4:g}" fill="{PAPER}" stroke="{hue}" stroke-width="1.5"/>'
        )
    r = radius * 0.92
    path = f"M{x - r:.1f} {y - r:.1f}L{x + r:.1f} {y + r:.1f}M{x - r:.1f} {y + r:.1f}L{x + r:.1f} {y - r:.1f}"
    return f'<path d="{path}" stroke="{hue}" stroke-width="2" stroke-linecap="round" fill="none"/>'


def path_of(xs: Sequence[float], ys: Sequence[float], stroke: str, width: float = 2.0, more: str = "") -> str:
    """A line through points."""
    steps = "L".join(f"{x:.1f} {y:.1f}" for x, y in zip(xs, ys, strict=True))
    return f'<path d="M{steps}" fill="none" stroke="{stroke}" stroke-width="{width:g}" stroke-linejoin="round" {more}/>'


def nice_step(width: float, most: int = 6) -> float:
    """A round step that divides a width into at most so many parts."""
    raw = width / most
    power = 10.0 ** math.floor(math.log10(raw))
    return next(step * power for step in (1.0, 2.0, 2.5, 5.0, 10.0) if step * power >= raw * 0.999)


def ticks(scale: Scale, low: float, high: float, most: int = 6, percent: bool = False) -> list[tuple[float, str]]:
    """Round values between two plain ends that are about even on a scale, and how each is written.

    ``percent`` says that shares are written in per cent.
    """
    if scale == "log" and high > 4 * low > 0 and not percent:
        powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)))
        for digits in ((1, 2, 5), (1, 2, 3, 4, 5, 7)):
            values = [digit * 10.0**power for power in powers for digit in digits]
            values = [value for value in (*values, 10.0 ** (powers[-1] + 1)) if low <= value <= high]
            if len(values) > 3:
                break
        return [(value, f"{value:g}") for value in values[:: max(1, math.ceil(len(values) / most))]]
    if scale in ("logit", "fisher z") and high - low > (45 if percent else 0.45):
        pool = (0.01, 0.05, 0.2, 0.5, 0.8, 0.95, 0.99)
        if scale == "fisher z":
            pool = (-0.95, -0.9, -0.8, -0.6, -0.3, 0.0, 0.3, 0.6, 0.8, 0.9, 0.95)
        values = [value * (100 if percent else 1) for value in pool]
        return [(value, number(value, 0 if percent else _digits(value))) for value in values if low <= value <= high]
    values = _evenly(low, high, most)
    places = max((_digits(value) for value in values), default=0)
    return [(value, number(value, places)) for value in values]


def _digits(value: float) -> int:
    """Decimals that a round value needs."""
    return next((places for places in range(7) if abs(value - round(value, places)) < 1e-9), 7)


def _evenly(low: float, high: float, most: int) -> list[float]:
    step = nice_step(high - low, most)
    return [index * step for index in range(math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9) + 1)]


def stacked(xs: Sequence[float], apart: float) -> list[float]:
    """Vertical places (from 0) at which dots at these horizontal places do not touch: a swarm, middle first."""
    put: list[tuple[float, float]] = []
    places = [0.0] * len(xs)
    for index in np.argsort(np.abs(np.asarray(xs) - float(np.median(xs))) if len(xs) else [], kind="stable"):
        x = xs[index]
        near = [(a, b) for a, b in put if abs(a - x) < apart]
        choices = [0.0]
        for a, b in near:
            rise = math.sqrt(max(apart**2 - (a - x) ** 2, 0.0))
            choices += [b + rise, b - rise]
        free = (
            y for y in sorted(choices, key=abs) if all((a - x) ** 2 + (b - y) ** 2 >= apart**2 * 0.995 for a, b in near)
        )
        places[index] = next(free)
        put.append((x, places[index]))
    return places
