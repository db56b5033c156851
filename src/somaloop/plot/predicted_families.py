"""Predicted against observed, for published numbers that share a unit: standardised effects, correlations, ratios, shares."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from somaloop.calibrate.scoreboard import Line
from somaloop.plot.predicted import linked
from somaloop.plot.predicted_line import number, observed_interval, state
from somaloop.plot.predicted_parts import USE_HUE, mark, picture, segment, text
from somaloop.plot.style import FAINT, MUTED, RULE
from somaloop.studies.kinds import KINDS
from somaloop.studies.scales import Scale, to_scale


@dataclass(frozen=True, slots=True)
class Family:
    """Published numbers in one unit, with the round values of their axis (plain)."""

    name: str
    title: str
    scale: Scale
    holds: Callable[[Line], bool]
    marks: tuple[float, ...]


def _scaled(scale: Scale, kinds: Sequence[str]) -> Callable[[Line], bool]:
    return lambda line: KINDS[line.statistic.kind].scale == scale and KINDS[line.statistic.kind].unit == tuple(kinds)


FAMILIES: tuple[Family, ...] = (
    Family("effects", "Standardised effects, SD", "identity", _scaled("identity", ("SD",)),
           (-3, -2, -1, -0.5, 0, 0.5, 1, 2, 3)),
    Family("correlations", "Correlations", "fisher z", _scaled("fisher z", ("correlation",)),
           (-0.9, -0.6, -0.3, 0, 0.3, 0.6, 0.8, 0.9)),
    Family("ratios", "Ratios, fold", "log", lambda line: KINDS[line.statistic.kind].scale == "log"
           and "fold" in KINDS[line.statistic.kind].unit, (0.1, 0.2, 0.5, 1, 2, 5, 10, 20)),
    Family("shares", "Shares of people", "logit", _scaled("logit", ("share", "%")),
           (0.01, 0.05, 0.2, 0.5, 0.8, 0.95, 0.99)),
)  # fmt: skip


def family_places(family: Family, lines: Sequence[Line]) -> list[int]:
    """Places of the lines of a family that have a forecast."""
    return [place for place, line in enumerate(lines) if line.model is not None and family.holds(line)]


def family_picture(family: Family, lines: Sequence[Line], width: float = 300.0, links: bool = False) -> str:
    """What was found (up) against what was predicted (across), each with its 95 % interval, on one scale."""
    places = family_places(family, lines)
    left, right, top = 40.0, width - 10.0, 26.0
    bottom = top + right - left
    values = np.array([v for p in places for v in (lines[p].observed, lines[p].model.middle)])  # type: ignore[union-attr]
    low, high = (float(values.min()), float(values.max())) if len(values) else (-1.0, 1.0)
    room = 0.06 * (high - low) or 0.5
    low, high = low - room, high + room

    def at(value: float) -> float:
        return (min(max(value, low), high) - low) / (high - low)

    def x(value: float) -> float:
        return left + (right - left) * at(value)

    def y(value: float) -> float:
        return bottom - (bottom - top) * at(value)

    parts = [segment(x(low), y(low), x(high), y(high), MUTED, 1.0, 'stroke-dasharray="3 3"')]
    taken = -1e9
    for value in family.marks:
        place = float(to_scale(family.scale, value))
        if not low <= place <= high:
            continue
        zero = value == (1 if family.scale == "log" else 0) and family.scale != "logit"
        parts.insert(0, segment(left, y(place), right, y(place), RULE if zero else FAINT))
        parts.insert(0, segment(x(place), top, x(place), bottom, RULE if zero else FAINT))
        parts.append(text(left - 6, y(place) + 4, number(value, _digits(value)), "end", MUTED, 10.5))
        if x(place) - taken > 20:
            parts.append(text(x(place), bottom + 15, number(value, _digits(value)), "middle", MUTED, 10.5))
            taken = x(place)
    whiskers, dots = [], []
    for place in sorted(places, key=lambda item: lines[item].statistic.use != "calibrate"):
        line = lines[place]
        hue = USE_HUE[line.statistic.use]
        ends, own = observed_interval(line), line.model.interval()  # type: ignore[union-attr]
        middle = line.model.middle  # type: ignore[union-attr]
        faint = 'stroke-opacity="0.28"'
        whiskers.append(segment(x(own[0]), y(line.observed), x(own[1]), y(line.observed), hue, 1.0, faint))
        if ends is not None:
            whiskers.append(segment(x(middle), y(ends[0]), x(middle), y(ends[1]), hue, 1.0, faint))
        drawn = mark(x(middle), y(line.observed), state(line), hue, 3.2)
        dots.append(linked(line, place, drawn, links))
    parts.append(text((left + right) / 2, bottom + 30, "predicted", "middle", MUTED, 11))
    parts.append(text(left - 34, top - 10, f"observed: {len(places)} numbers", "start", MUTED, 11))
    says = f"{family.title}: observed against predicted for {len(places)} published numbers; on the dashed line both agree."
    return picture(width, bottom + 36, says, "".join([*parts, *whiskers, *dots]))


def _digits(value: float) -> int:
    return 0 if value == int(value) else 2 if round(value, 1) != value else 1
