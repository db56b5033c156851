"""What tables and pictures of the scoreboard say of one line: whether it hits, where it lies, and its numbers in words."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Literal

import numpy as np

from somaloop.calibrate.scoreboard import Forecast, Line
from somaloop.studies.kinds import KINDS, plain
from somaloop.studies.scales import NORMAL_95, to_scale
from somaloop.studies.text import MECHANISMS

State = Literal["inside", "wider", "outside", "none"]
STATES: Mapping[State, str] = MappingProxyType(
    {"inside": "inside", "wider": "inside the wider", "outside": "outside", "none": "no forecast"}
)
MEANING: Mapping[State, str] = MappingProxyType(
    {
        "inside": "in the model's own 95 % interval",
        "wider": "outside that, but inside the interval that also holds how far studies differ among one another",
        "outside": "outside both",
        "none": "the model gives no number",
    }
)
USE_WORDS: Mapping[str, str] = MappingProxyType({"validate": "only checks", "calibrate": "may be fitted"})
MECHANISM_WORDS: Mapping[str, str] = MappingProxyType(
    {
        **{name: name for name in MECHANISMS},
        "hpa": "stress hormones",
        "autonomic": "heart and breathing",
        "circadian": "body clock",
        "appraisal": "worry",
        "diary": "diaries",
        "learning": "placebo",
        "practices": "therapy and habits",
        "trials": "magnesium trials",
    }
)
MINUS = "−"  # noqa: RUF001


def state(line: Line) -> State:
    """Where what was found lies."""
    if line.model is None:
        return "none"
    return "inside" if line.inside else "wider" if line.inside_among else "outside"


def by_mechanism(lines: Sequence[Line]) -> dict[str, list[int]]:
    """Places of lines by mechanism, in the order of the body; the farthest first, those without a forecast last."""
    found: dict[str, list[int]] = {}
    for name in MECHANISMS:
        places = [place for place, line in enumerate(lines) if line.study.mechanism == name]
        if places:
            found[name] = sorted(places, key=lambda place: -distance(lines[place]))
    return found


def distance(line: Line) -> float:
    """How far a line lies from the middle, in standard deviations; -1 without a forecast, so that it comes last."""
    return abs(line.z) if math.isfinite(line.z) else -1.0


def observed_interval(line: Line) -> tuple[float, float] | None:
    """The 95 % interval of what was found, on the scale: as published, or from its standard error; None without either."""
    item = line.statistic
    if item.low is not None and item.high is not None:
        low, high = (float(end) for end in to_scale(KINDS[item.kind].scale, plain(item, [item.low, item.high])))
        return (low, high) if math.isfinite(low) and math.isfinite(high) else None
    if item.standard_error is None:
        return None
    half = NORMAL_95 * item.standard_error
    return line.observed - half, line.observed + half


def in_widths(line: Line, value: float) -> float:
    """A value on the scale, in standard deviations of the model's forecast from its middle."""
    return line.model.z(value) if line.model is not None else float("nan")


def signed(text: str) -> str:
    """A number's text with a true minus sign."""
    return text.replace("-", MINUS)


def z_text(line: Line) -> str:
    """The distance from the middle with its sign, ``+1.3``; empty without a forecast.

    Beyond 99 it says only that: there the model knows hardly any spread, and the number means nothing more.
    """
    if line.model is None:
        return ""
    if abs(line.z) > 99:
        return "beyond +99" if line.z > 0 else "beyond −99"  # noqa: RUF001
    text = f"{line.z:+.1f}"
    return text[1:] if float(text) == 0 else signed(text)


def decimals(low: float, high: float) -> int:
    """Decimals that show an interval's width with two digits."""
    width = abs(high - low)
    return min(6, max(0, 1 - math.floor(math.log10(width)))) if width > 0 and math.isfinite(width) else 2


def number(value: float, places: int) -> str:
    """A number with so many decimals, without a minus before what rounds to zero."""
    if not math.isfinite(value):
        return "?"
    text = f"{value:.{places}f}"
    return signed(text.lstrip("-") if float(text) == 0 else text)


def predicted_text(line: Line, forecast: Forecast | None) -> tuple[str, str]:
    """The middle of a forecast and its 95 % interval in the published unit; empty without one."""
    if forecast is None:
        return "", ""
    low, middle, high = line.shown(forecast)
    places = decimals(low, high)
    return number(middle, places), f"{number(low, places)} to {number(high, places)}"


def observed_text(line: Line) -> tuple[str, str]:
    """The published number and its 95 % interval in its unit; the interval is empty where none is known."""
    item = line.statistic
    middle = signed(f"{item.published:g}")
    if item.low is not None and item.high is not None:
        return middle, f"{signed(f'{item.low:g}')} to {signed(f'{item.high:g}')}"
    ends = observed_interval(line)
    if ends is None:
        return middle, ""
    low, high = (line.plain(end) for end in ends)
    places = decimals(low, high)
    return middle, f"{number(low, places)} to {number(high, places)}"


def unit_text(line: Line) -> str:
    """The unit after a number; empty for a correlation or a plain number."""
    unit = line.statistic.unit
    return "" if unit in ("correlation", "1") else unit.replace("*", "·")


def kind_text(line: Line) -> str:
    """What is read and how it is summed up: ``worry, difference, therapy against waiting``."""
    item = line.statistic
    arms = len(line.study.arms) > 1
    parts = [f"{item.of} and {item.with_}" if item.with_ else item.of, item.kind]
    if item.against:
        parts.append(f"{item.arm} against {item.against}")
    elif arms:
        parts.append(item.arm)
    return ", ".join(parts)


def percent(share: float) -> str:
    """A share in whole per cent; a dash where there is none."""
    return f"{100 * share:.0f} %" if math.isfinite(share) else "–"  # noqa: RUF001


def coverage_at(z: Iterable[float], levels: Sequence[float]) -> list[float]:
    """The share of distances (in standard deviations) that central intervals of these levels hold, for each level."""
    from scipy.special import ndtri

    sizes = np.abs(np.asarray(list(z), dtype=float))
    return [float((sizes <= ndtri((1 + level) / 2)).mean()) if sizes.size else float("nan") for level in levels]
