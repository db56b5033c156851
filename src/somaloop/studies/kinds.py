"""The statistics that studies print, each worked out from people's readings.

A calculation gets readings with people on the last axis and whatever stands before it (truths, resamples) kept, so one
call serves a whole ensemble. Moments of one reading stand on the first axis of a series.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from somaloop.studies.moments import FULL_DAY, Moment, at_hours
from somaloop.studies.scales import Scale
from somaloop.studies.study import Statistic

Array = NDArray[np.float64]


class Readings(Protocol):
    """What a calculation reads: one person's readings of an instrument in an arm."""

    def series(self, arm: str, of: str, moments: tuple[Moment, ...]) -> Array:
        """Readings [moments, ..., people]."""
        ...


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of statistic: what its text must and may say, the unit of its number, its scale, how it is worked out.

    ``unit`` is ``"instrument"`` for that of the instrument, ``"instrument * time"`` and ``"instrument / instrument"`` for
    what is made of them, else the units that may be written. ``divisor`` works out the standard deviation that what
    ``compute`` gives is divided by, where the statistic is standardised.
    """

    name: str
    compute: Callable[[Statistic, Readings], Array]
    needs: tuple[str, ...]
    may: tuple[str, ...] = ()
    unit: tuple[str, ...] = ("instrument",)
    scale: Scale = "identity"
    divisor: Callable[[Statistic, Readings], Array] | None = None


def mean_at(read: Readings, arm: str, of: str, moments: tuple[Moment, ...]) -> Array:
    """Each person's mean reading over some moments [..., people]."""
    return read.series(arm, of, moments).mean(axis=0)


def _value(s: Statistic, read: Readings, arm: str) -> Array:
    """What counts for each person of an arm: the reading, or its change since the start [..., people]."""
    end = mean_at(read, arm, s.of, s.at)
    return end - mean_at(read, arm, s.of, s.start) if s.start else end


def _sd(x: Array) -> Array:
    return x.std(axis=-1, ddof=1)


def _mean(s: Statistic, read: Readings) -> Array:
    return _value(s, read, s.arm).mean(axis=-1)


def _difference(s: Statistic, read: Readings) -> Array:
    return _value(s, read, s.arm).mean(axis=-1) - _value(s, read, s.against).mean(axis=-1)


def _sd_of_change(s: Statistic, read: Readings) -> Array:
    return _sd(_value(s, read, s.arm)) if s.over == "changes" else _sd(mean_at(read, s.arm, s.of, s.start))


def _pooled_sd(s: Statistic, read: Readings) -> Array:
    both = []
    for arm in (s.arm, s.against):
        if s.over == "baseline":
            both.append(_sd(mean_at(read, arm, s.of, s.start)))
        else:
            both.append(_sd(_value(s, read, arm) if s.over == "changes" else mean_at(read, arm, s.of, s.at)))
    return np.sqrt((both[0] ** 2 + both[1] ** 2) / 2)


def _ratio(s: Statistic, read: Readings) -> Array:
    end = mean_at(read, s.arm, s.of, s.at).mean(axis=-1)
    if s.start and s.against:  # ratio of ratios
        other = mean_at(read, s.against, s.of, s.at).mean(axis=-1)
        begin = mean_at(read, s.arm, s.of, s.start).mean(axis=-1)
        return (end / begin) / (other / mean_at(read, s.against, s.of, s.start).mean(axis=-1))
    base = mean_at(read, s.against, s.of, s.at) if s.against else mean_at(read, s.arm, s.of, s.start)
    return end / base.mean(axis=-1)


def _passes(s: Statistic, x: Array) -> Array:
    passed = np.ones(x.shape, dtype=bool)
    if s.at_least is not None:
        passed &= x >= s.at_least
    if s.at_most is not None:
        passed &= x <= s.at_most
    return passed


def _share_in(s: Statistic, read: Readings, arm: str) -> Array:
    if s.by is None:
        return _passes(s, _value(s, read, arm)).mean(axis=-1)
    begin, end = mean_at(read, arm, s.of, s.start), mean_at(read, arm, s.of, s.at)
    gain = (end - begin) if s.rise else (begin - end)
    wanted = s.by * np.abs(begin) if s.by_share else np.full(begin.shape, s.by)
    return (gain >= wanted).mean(axis=-1)


def _share(s: Statistic, read: Readings) -> Array:
    return _share_in(s, read, s.arm)


def _odds(share: Array) -> Array:
    inner = np.clip(share, 1e-3, 1 - 1e-3)
    return inner / (1 - inner)


def _odds_ratio(s: Statistic, read: Readings) -> Array:
    return _odds(_share_in(s, read, s.arm)) / _odds(_share_in(s, read, s.against))


def _risk_ratio(s: Statistic, read: Readings) -> Array:
    return np.maximum(_share_in(s, read, s.arm), 1e-3) / np.maximum(_share_in(s, read, s.against), 1e-3)


def _quantile(s: Statistic, read: Readings) -> Array:
    return np.quantile(_value(s, read, s.arm), s.quantile or 0.5, axis=-1)


def _skewness(s: Statistic, read: Readings) -> Array:
    x = _value(s, read, s.arm)
    deviation = x - x.mean(axis=-1, keepdims=True)
    return (deviation**3).mean(axis=-1) / np.maximum((deviation**2).mean(axis=-1), 1e-12) ** 1.5


def correlation(x: Array, y: Array, axis: int = -1) -> Array:
    """Pearson's correlation along an axis; 0 where one of the two does not vary."""
    x = x - x.mean(axis=axis, keepdims=True)
    y = y - y.mean(axis=axis, keepdims=True)
    size = np.sqrt((x**2).sum(axis=axis) * (y**2).sum(axis=axis))
    return np.where(size > 0, (x * y).sum(axis=axis) / np.where(size > 0, size, 1.0), 0.0)


def _correlation(s: Statistic, read: Readings) -> Array:
    x = _value(s, read, s.arm)
    y = mean_at(read, s.arm, s.with_, s.at)
    if s.start:
        y = y - mean_at(read, s.arm, s.with_, s.start)
    return correlation(x, y)


def _retest(s: Statistic, read: Readings) -> Array:
    return correlation(mean_at(read, s.arm, s.of, s.at), mean_at(read, s.arm, s.of, s.start))


# --- curves ----------------------------------------------------------------------------------------------------------


def curve_moments(s: Statistic) -> tuple[Moment, ...]:
    """The moments of a curve, both ends included."""
    if s.between is None:
        return ()
    first, last = s.between
    if s.ratings:
        days = range(first.day, last.day + 1)
        return tuple(Moment(day, hour) for day in days for hour in s.ratings)
    if first.hour is None:  # by days
        step = max(round(s.every / FULL_DAY), 1)
        return tuple(Moment(day) for day in range(first.day, last.day + 1, step))
    count = int(np.floor((last.hours - first.hours) / s.every + 1e-6)) + 1
    return tuple(at_hours(first.hours + s.every * i) for i in range(count))


def _hours(s: Statistic) -> Array:
    moments = curve_moments(s)
    return np.array([item.hours for item in moments]) - moments[0].hours


def _curve(s: Statistic, read: Readings, arm: str = "") -> Array:
    """The mean curve of an arm, less that of the other arm where there is one [moments, ...]."""
    mean = read.series(arm or s.arm, s.of, curve_moments(s)).mean(axis=-1)
    if s.against:
        mean = mean - read.series(s.against, s.of, curve_moments(s)).mean(axis=-1)
    return mean


def _per(s: Statistic) -> float:
    """Of how many hours the unit of time is that a statistic is written in."""
    word = s.unit.split("*")[-1].split("·")[-1].strip()
    return {"min": 1 / 60, "day": FULL_DAY, "days": FULL_DAY}.get(word, 1.0)


def _time_of(s: Statistic, read: Readings, sign: float) -> Array:
    return _hours(s)[(sign * _curve(s, read)).argmax(axis=0)] / _per(s)


def _area(s: Statistic, read: Readings) -> Array:
    curve = _curve(s, read)
    above = curve - curve[0]
    steps = np.diff(_hours(s))
    pieces = (above[1:] + above[:-1]) / 2 * steps.reshape(-1, *[1] * (curve.ndim - 1))
    return pieces.sum(axis=0) / _per(s)


def _half_life(s: Statistic, read: Readings) -> Array:
    curve = np.log(np.maximum(_curve(s, read), 1e-12))
    hours = _hours(s) - _hours(s).mean()
    slope = np.tensordot(hours, curve - curve.mean(axis=0), axes=(0, 0)) / (hours**2).sum()
    return np.where(slope < 0, np.log(2.0) / np.maximum(-slope, 1e-9), np.inf) / _per(s)


# --- diaries ---------------------------------------------------------------------------------------------------------


def _rated(s: Statistic, read: Readings, of: str) -> Array:
    """Ratings [occasions, ..., people], or means of days."""
    series = read.series(s.arm, of, curve_moments(s))
    if s.daily and len(s.ratings) > 1:
        series = series.reshape(-1, len(s.ratings), *series.shape[1:]).mean(axis=1)
    return series


def _within(s: Statistic, read: Readings) -> Array:
    return np.sqrt(_rated(s, read, s.of).var(axis=0, ddof=1).mean(axis=-1))


def _between(s: Statistic, read: Readings) -> Array:
    return _sd(_rated(s, read, s.of).mean(axis=0))


def _intraclass(s: Statistic, read: Readings) -> Array:
    outer, inner = _between(s, read) ** 2, _within(s, read) ** 2
    return outer / (outer + inner)


def _autocorrelation(s: Statistic, read: Readings) -> Array:
    """Mean over people of the correlation of a rating with the one that comes ``lag`` hours later."""
    series = _rated(s, read, s.of)
    if s.daily or not s.ratings:
        step = max(round(s.lag / FULL_DAY), 1)
        return correlation(series[:-step], series[step:], axis=0).mean(axis=-1)
    hours = np.array([item.hours for item in curve_moments(s)])
    place = {round(hour, 3): i for i, hour in enumerate(hours)}
    pairs = [(i, place[round(hour + s.lag, 3)]) for i, hour in enumerate(hours) if round(hour + s.lag, 3) in place]
    first, second = (np.array(side) for side in zip(*pairs, strict=True))
    return correlation(series[first], series[second], axis=0).mean(axis=-1)


def _within_correlation(s: Statistic, read: Readings) -> Array:
    return correlation(_rated(s, read, s.of), _rated(s, read, s.with_), axis=0).mean(axis=-1)


def _between_correlation(s: Statistic, read: Readings) -> Array:
    return correlation(_rated(s, read, s.of).mean(axis=0), _rated(s, read, s.with_).mean(axis=0))


def _within_slope(s: Statistic, read: Readings) -> Array:
    """Mean over people of the slope of one item on another; people in whom the other does not vary are left out."""
    y, x = _rated(s, read, s.of), _rated(s, read, s.with_)
    x, y = x - x.mean(axis=0), y - y.mean(axis=0)
    size = (x**2).sum(axis=0)
    slope = (x * y).sum(axis=0) / np.where(size > 0, size, np.nan)
    return np.nanmean(slope, axis=-1)


_TIME, _SHARE, _R, _SD = ("min", "h", "day"), ("share", "%"), ("correlation",), ("SD",)
_DIARY = ("ratings", "daily")


def _kinds(*items: Kind) -> Mapping[str, Kind]:
    return MappingProxyType({item.name: item for item in items})


KINDS: Mapping[str, Kind] = _kinds(
    Kind("mean", _mean, ("at",), ("from",)),
    Kind("change", _mean, ("at", "from")),
    Kind("sd", lambda s, r: _sd(_value(s, r, s.arm)), ("at",), ("from",), scale="log"),
    Kind("skewness", _skewness, ("at",), ("from",), ("1",)),
    Kind("quantile", _quantile, ("at", "quantile"), ("from",)),
    Kind("share", _share, ("at",), ("from", "at least", "at most"), _SHARE, "logit"),
    Kind("responders", _share, ("at", "from", "by"), ("rise",), _SHARE, "logit"),
    Kind("difference", _difference, ("at", "against"), ("from",)),
    Kind("standardised change", _mean, ("at", "from"), ("over",), _SD, divisor=_sd_of_change),
    Kind("standardised difference", _difference, ("at", "against"), ("from", "over"), _SD, divisor=_pooled_sd),
    Kind("ratio", _ratio, ("at",), ("from", "against"), ("fold", "%"), "log"),
    Kind("odds ratio", _odds_ratio, ("at", "against"), ("from", "by", "rise", "at least", "at most"), ("fold",), "log"),
    Kind("risk ratio", _risk_ratio, ("at", "against"), ("from", "by", "rise", "at least", "at most"), ("fold",), "log"),
    Kind("correlation", _correlation, ("at", "with"), ("from",), _R, "fisher z"),
    Kind("retest", _retest, ("at", "from"), (), _R, "fisher z"),
    Kind("peak", lambda s, r: _curve(s, r).max(axis=0), ("between", "every"), ("against",)),
    Kind("trough", lambda s, r: _curve(s, r).min(axis=0), ("between", "every"), ("against",)),
    Kind("time to peak", lambda s, r: _time_of(s, r, 1.0), ("between", "every"), ("against",), _TIME),
    Kind("time to trough", lambda s, r: _time_of(s, r, -1.0), ("between", "every"), ("against",), _TIME),
    Kind("mean over time", lambda s, r: _curve(s, r).mean(axis=0), ("between",), ("every", "ratings", "against")),
    Kind("area", _area, ("between", "every"), ("against",), ("instrument * time",)),
    Kind("half-life", _half_life, ("between", "every"), ("against",), _TIME, "log"),
    Kind("within-person sd", _within, ("between",), ("every", *_DIARY), scale="log"),
    Kind("between-person sd", _between, ("between",), ("every", *_DIARY), scale="log"),
    Kind("intraclass correlation", _intraclass, ("between",), ("every", *_DIARY), _R, "logit"),
    Kind("autocorrelation", _autocorrelation, ("between", "lag"), ("every", *_DIARY), _R, "fisher z"),
    Kind("within-person correlation", _within_correlation, ("between", "with"), ("every", *_DIARY), _R, "fisher z"),
    Kind("within-person slope", _within_slope, ("between", "with"), ("every", *_DIARY), ("instrument / instrument",)),
    Kind("between-person correlation", _between_correlation, ("between", "with"), ("every", *_DIARY), _R, "fisher z"),
)


def compute(statistic: Statistic, read: Readings, divisor: Array | None = None) -> Array:
    """A statistic in its published unit, shape of what stands before people.

    ``divisor`` is the standard deviation to divide by where the statistic is standardised (:func:`divisor_of`), in place of
    that of these readings.
    """
    kind = KINDS[statistic.kind]
    value = kind.compute(statistic, read)
    if kind.divisor is not None:
        value = value / (kind.divisor(statistic, read) if divisor is None else divisor)
    return in_unit(statistic, value)


def divisor_of(statistic: Statistic, read: Readings) -> Array | None:
    """The standard deviation that a standardised statistic is divided by, shape as of :func:`compute`; None for others."""
    divisor = KINDS[statistic.kind].divisor
    return None if divisor is None else divisor(statistic, read)


def plain(statistic: Statistic, value: Any) -> Array:
    """A value in the published unit as the plain number that its scale takes: a share, or a ratio."""
    x = np.asarray(value, dtype=float)
    if statistic.unit == "%" and KINDS[statistic.kind].unit != ("instrument",):
        return x / 100.0 if KINDS[statistic.kind].unit == _SHARE else 1.0 + x / 100.0
    return x


def in_unit(statistic: Statistic, value: Any) -> Array:
    """The inverse of :func:`plain`: a plain number in the published unit."""
    x = np.asarray(value, dtype=float)
    if statistic.unit == "%" and KINDS[statistic.kind].unit != ("instrument",):
        return x * 100.0 if KINDS[statistic.kind].unit == _SHARE else (x - 1.0) * 100.0
    return x
