"""One published number in large: the predictive distribution, its intervals, and what was found."""

from __future__ import annotations

import math

import numpy as np

from somaloop.calibrate.scoreboard import Forecast, Line
from somaloop.plot.predicted_line import observed_interval, observed_text, predicted_text, unit_text
from somaloop.plot.predicted_parts import OWN, USE_HUE, WIDER, path_of, picture, segment, text, ticks
from somaloop.plot.style import MUTED, RULE
from somaloop.studies.kinds import KINDS, in_unit, plain
from somaloop.studies.scales import from_scale, to_scale

FOUND = "#b3266d"


def density_picture(line: Line, width: float = 560.0) -> str:
    """The two predictive distributions with their 95 % intervals, and the published number with its own.

    The axis is even on the statistic's scale and written in its published unit.
    """
    model, among = line.model, line.among
    if model is None or among is None:
        return ""
    left, right, top, base = 14.0, width - 14.0, 22.0, 150.0
    ends = observed_interval(line)
    held = [line.observed, *(ends or ()), *_reach(among, 3.2)]
    low, high = min(held), max(held)
    room = 0.02 * (high - low)
    low, high = low - room, high + room

    def x(value: float) -> float:
        return left + (right - left) * (min(max(value, low), high) - low) / (high - low)

    def y(share: float) -> float:
        return base - (base - top) * share

    parts = [
        _area(among, model, x, y, among.interval(), WIDER, base),
        _area(model, model, x, y, model.interval(), OWN, base),
        _curve(among, model, x, y, USE_HUE["validate"], 'stroke-dasharray="5 3"'),
        _curve(model, model, x, y, USE_HUE["validate"], ""),
        segment(x(model.middle), y(1), x(model.middle), base, USE_HUE["validate"], 1.6),
        segment(left, base, right, base, RULE),
    ]
    for place, words in axis_marks(line, low, high, width):
        parts += [segment(x(place), base, x(place), base + 4), text(x(place), base + 17, words, "middle", MUTED, 11)]
    parts.append(text(right, base + 34, unit_text(line), "end", MUTED, 11))
    row = y(0.36) if abs(x(line.observed) - x(model.middle)) < 4 else y(0.18)
    if ends is not None:
        parts.append(segment(x(ends[0]), row, x(ends[1]), row, FOUND, 2.4))
        parts += [segment(x(end), row - 4, x(end), row + 4, FOUND, 1.6) for end in ends if low <= end <= high]
    at = x(line.observed)
    parts.append(f'<path d="M{at:.1f} {row - 7:.1f}l7 7l-7 7l-7 -7Z" fill="{FOUND}" stroke="#fff" stroke-width="1.2"/>')
    found, around = observed_text(line)
    middle, interval = predicted_text(line, model)
    anchor = "start" if at < left + 60 else "end" if at > right - 60 else "middle"
    parts.append(text(at, row - 12, f"found {found}", anchor, FOUND, 12.5, _halo()))
    side = "start" if at < x(model.middle) else "end"
    shift = 6 if side == "start" else -6
    if x(model.middle) + shift < left + 110 and side == "end":
        side, shift = "start", 6
    if x(model.middle) + shift > right - 110 and side == "start":
        side, shift = "end", -6
    parts.append(text(x(model.middle) + shift, y(1) - 4, f"predicted {middle}", side, USE_HUE["validate"], 12.5))
    says = (
        f"{line.statistic.what}: predicted {middle} ({interval}), found {found}{f' ({around})' if around else ''} "
        f"{unit_text(line)}"
    )
    return picture(width, base + 40, says.strip(), "".join(parts))


def _halo() -> str:
    return 'paint-order="stroke" stroke="#fff" stroke-width="3" stroke-linejoin="round" font-weight="600"'


def _reach(forecast: Forecast, many: float) -> tuple[float, float]:
    return forecast.middle - many * forecast.width, forecast.middle + many * forecast.width


def _height(forecast: Forecast, of: Forecast, value: float) -> float:
    """The density, as a share of the highest of another forecast."""
    return of.width / forecast.width * math.exp(-0.5 * forecast.z(value) ** 2)


def _curve(forecast: Forecast, of: Forecast, x, y, hue: str, dash: str) -> str:
    values = np.linspace(*_reach(forecast, 3.2), 81)
    return path_of([x(v) for v in values], [y(_height(forecast, of, float(v))) for v in values], hue, 1.8, dash)


def _area(forecast: Forecast, of: Forecast, x, y, ends: tuple[float, float], fill: str, base: float) -> str:
    values = np.linspace(*ends, 61)
    steps = "L".join(f"{x(v):.1f} {y(_height(forecast, of, float(v))):.1f}" for v in values)
    return f'<path d="M{x(ends[0]):.1f} {base:.1f}L{steps}L{x(ends[1]):.1f} {base:.1f}Z" fill="{fill}"/>'


def axis_marks(line: Line, low: float, high: float, width: float) -> list[tuple[float, str]]:
    """Round numbers in the published unit between two ends on the scale: place on the scale and text."""
    item = line.statistic
    scale = KINDS[item.kind].scale
    as_written = [float(in_unit(item, from_scale(scale, end))) for end in (low, high)]
    return [
        (float(to_scale(scale, plain(item, value))), words)
        for value, words in ticks(scale, *as_written, most=max(4, int(width / 80)), percent=item.unit == "%")
    ]
