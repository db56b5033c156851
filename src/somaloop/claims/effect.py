"""From lives to effects: the same people without and with the cause, in every set of arrows.

An effect is worked out person by person (twins share their days), so its interval is that of the effect and not of the
people. Its centre is the mean over people; its ends hold the middle 95 % of them. As known, each person carries her own
draw of what is not known, so this interval holds the differences between people and the doubt about arrows together: it
is wider than the interval of a mean, and "surely there" means there in nearly everybody under nearly every truth that
the evidence allows.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from somaloop.claims.design import WHOLE_DAY, Contrast, Outcome
from somaloop.claims.lives import Lived
from somaloop.claims.people import SETS
from somaloop.instruments import INSTRUMENTS
from somaloop.language import Body
from somaloop.results import Interval

Array = NDArray[np.float64]

# Without a published smallest important difference a fifth of a standard deviation stands for it, Cohen's "small";
# for a correlation 0.1, which he calls small too. Conventions, not measurements.
SMALL_DIFFERENCE = 0.2
SMALL_CORRELATION = 0.1
RESAMPLES = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """One outcome of one contrast in one set of arrows, in the outcome's unit.

    ``spread`` is the standard deviation over people without the cause, with the error of a reading where the outcome
    is an instrument: what turns a difference into a standardised one. ``without`` and ``with_`` are means over people.
    ``each`` holds the effect on every person (empty for a link across people).
    """

    interval: Interval
    spread: float
    without: float
    with_: float
    each: tuple[float, ...] = ()

    def standardised(self, value: float) -> float:
        """A value in the outcome's unit as standard deviations; NaN where nobody differs."""
        return value / self.spread if self.spread > 0 else float("nan")


def unit_of(body: Body, outcome: Outcome) -> str:
    """The unit in which an outcome is counted."""
    if outcome.across_people_with or outcome.coupled_with:
        return "correlation"
    if outcome.of in INSTRUMENTS:
        return INSTRUMENTS[outcome.of].unit
    return (body.states.get(outcome.of) or body.observables[outcome.of]).unit


def decimals_of(outcome: Outcome) -> int | None:
    """Decimals with which an instrument is shown; None for a quantity."""
    plain = not (outcome.across_people_with or outcome.coupled_with)
    return INSTRUMENTS[outcome.of].decimals if plain and outcome.of in INSTRUMENTS else None


def outputs_of(outcome: Outcome) -> tuple[str, ...]:
    """The outputs of the model that an outcome is read from."""
    found: list[str] = []
    for name in (outcome.of, outcome.coupled_with, outcome.across_people_with):
        if name in INSTRUMENTS:
            found += [output for output, _ in INSTRUMENTS[name].weights]
        elif name:
            found.append(name)
    return tuple(dict.fromkeys(found))


def _hours(profile: Array, hours: tuple[float, float], peak: bool) -> Array:
    low, high = round(hours[0]), round(hours[1])
    chosen = [hour % 24 for hour in range(low, high if high > low else high + 24)]
    part = profile[chosen]
    return part.max(axis=0) if peak else part.mean(axis=0)


def _series(lived: Lived, name: str) -> Array:
    """Daily means [lanes, days] of one output."""
    return lived.daily[:, lived.outputs.index(name), :].T.astype(float)


def _recall(lived: Lived, name: str) -> Array:
    """One quantity or instrument as it stands at the end of a life, for every lane."""
    if name in INSTRUMENTS:
        return INSTRUMENTS[name].expected(lambda output: _series(lived, output), lived.daily.shape[0] - 1)
    series = _series(lived, name)
    return series[:, -7:].mean(axis=1) if series.shape[1] >= 7 else series[:, -1]


def _correlation(first: Array, second: Array) -> Array:
    """Pearson's correlation over the last axis; 0 where one of the two does not vary."""
    a = first - first.mean(axis=-1, keepdims=True)
    b = second - second.mean(axis=-1, keepdims=True)
    size = np.sqrt((a * a).sum(axis=-1) * (b * b).sum(axis=-1))
    return np.where(size > 0, (a * b).sum(axis=-1) / np.where(size > 0, size, 1.0), 0.0)


def read_outcome(outcome: Outcome, lived: Lived) -> Array:
    """The outcome of one life for every lane (for a link across people: the first of the two quantities)."""
    if outcome.coupled_with:
        return _correlation(_series(lived, outcome.of), _series(lived, outcome.coupled_with))
    if outcome.peak or outcome.hours != WHOLE_DAY:
        return _hours(lived.profile[:, lived.outputs.index(outcome.of), :].astype(float), outcome.hours, outcome.peak)
    return _recall(lived, outcome.of)


def interval_of(values: Array) -> Interval:
    """The mean and the ends of the middle 95 % of the values."""
    low, high = np.quantile(values, [0.025, 0.975])
    return Interval(float(values.mean()), float(low), float(high))


def _spread(outcome: Outcome, values: Array) -> float:
    spread = float(values.std(ddof=1))
    if outcome.of in INSTRUMENTS and not outcome.coupled_with:
        spread = float(np.hypot(spread, INSTRUMENTS[outcome.of].error_of(np.asarray(values.mean()))))
    return spread


def _across(outcome: Outcome, lived: Lived) -> dict[str, Effect]:
    first, second = read_outcome(outcome, lived), _recall(lived, outcome.across_people_with)
    found = {}
    for name in SETS:
        lanes = lived.lanes(name)
        a, b = first[lanes], second[lanes]
        # The same resamples in every set and every run; the name keeps outcomes apart.
        draw = np.random.Generator(np.random.Philox(key=[1, zlib.crc32(f"{outcome.of} {name}".encode())]))
        chosen = draw.integers(0, len(a), size=(RESAMPLES, len(a)))
        centre = float(_correlation(a, b))
        low, high = np.quantile(_correlation(a[chosen], b[chosen]), [0.025, 0.975])
        found[name] = Effect(
            interval=Interval(centre, float(low), float(high)), spread=1.0, without=float("nan"), with_=centre
        )
    return found


def effects_of(outcome: Outcome, contrast: Contrast, lives: Mapping[str, Lived]) -> dict[str, Effect]:
    """The effect in every set of arrows."""
    if outcome.across_people_with:
        return _across(outcome, lives[contrast.with_])
    readings = {name: read_outcome(outcome, lives[name]) for name in (*contrast.terms, contrast.comparator)}
    difference = sum(weight * readings[name] for name, weight in contrast.terms.items())
    found = {}
    for name in SETS:
        lanes = lives[contrast.comparator].lanes(name)
        each, base = np.asarray(difference)[lanes], readings[contrast.comparator][lanes]
        found[name] = Effect(
            interval=interval_of(each),
            spread=_spread(outcome, base),
            without=float(base.mean()),
            with_=float(readings[contrast.with_][lanes].mean()),
            each=tuple(float(value) for value in each),
        )
    return found


def bar_of(outcome: Outcome, effects: Mapping[str, Effect]) -> float:
    """The smallest difference that matters, in the outcome's unit: published, or the convention."""
    if outcome.important is not None:
        return outcome.important
    if outcome.across_people_with or outcome.coupled_with:
        return SMALL_CORRELATION
    return SMALL_DIFFERENCE * effects["known"].spread
