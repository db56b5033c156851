"""From lives to effects: the same people without and with the cause, in every set of arrows.

A claim speaks of people in general, so its effect is the mean over people; twins share their days, so it is worked out
person by person and then as the mean of each pair of opposites. As told nothing is in doubt but who was drawn: the 95 %
interval is that of the mean over pairs, by drawing pairs anew with replacement. As known each pair lives in a truth of
its own, and the interval is the middle 95 % of truths. A doubt that all people share does not shrink with their number,
so truths are not averaged; what is left of the differences between people within a pair makes the interval a little
wider than the doubt alone.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

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

    ``interval`` is that of the mean over people; ``people`` holds the middle 95 % of single persons in all truths.
    ``spread`` is the standard deviation over people without the cause, as known, with the error of a reading where the
    outcome is an instrument: one yardstick that turns the differences of both worlds into standardised ones.
    ``without`` and ``with_`` are means.
    ``share`` is how much of the mean effect of all arrows this set has, on the same pairs (1 where it has all arrows,
    NaN where there is no effect to share).
    """

    interval: Interval
    spread: float
    without: float
    with_: float
    people: Interval
    share: float = 1.0

    def standardised(self, value: float) -> float:
        """A value in the outcome's unit as standard deviations; NaN where nobody differs."""
        return value / self.spread if self.spread > 0 else float("nan")


def unit_of(body: Body, outcome: Outcome) -> str:
    """The unit in which an outcome is counted."""
    if outcome.coupled_with:
        return "correlation"
    if outcome.of in INSTRUMENTS:
        return INSTRUMENTS[outcome.of].unit
    return (body.states.get(outcome.of) or body.observables[outcome.of]).unit


def decimals_of(outcome: Outcome) -> int | None:
    """Decimals with which an instrument is shown; None for a quantity."""
    return INSTRUMENTS[outcome.of].decimals if outcome.of in INSTRUMENTS else None


def outputs_of(outcome: Outcome) -> tuple[str, ...]:
    """The outputs of the model that an outcome is read from."""
    found: list[str] = []
    for name in (outcome.of, outcome.coupled_with):
        if name in INSTRUMENTS:
            found += INSTRUMENTS[name].outputs
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
    """The outcome of one life for every lane."""
    if outcome.coupled_with:
        return _correlation(_series(lived, outcome.of), _series(lived, outcome.coupled_with))
    if outcome.peak or outcome.hours != WHOLE_DAY:
        return _hours(lived.profile[:, lived.outputs.index(outcome.of), :].astype(float), outcome.hours, outcome.peak)
    return _recall(lived, outcome.of)


@lru_cache(maxsize=16)
def _tail_weights(count: int, share: float) -> Array:
    from scipy.special import betainc

    ends = betainc((count + 1) * share, (count + 1) * (1.0 - share), np.linspace(0.0, 1.0, count + 1))
    return np.diff(ends)


def tail(values: Array, share: float) -> float:
    """The value below which this share of all truths lies, by the estimate of Harrell and Davis (1982).

    It weighs all values near the end, so it moves less from sample to sample than one or two of them do, and of 128
    truths it leaves the share outside that it should; the usual quantile leaves out too many (5 % of 32 at each end).
    """
    return float(np.sort(values) @ _tail_weights(len(values), share))


def interval_of(each: Array, in_doubt: bool) -> Interval:
    """The mean effect with its interval; ``each`` holds one of every pair and then the opposites."""
    pairs = each.reshape(2, -1).mean(axis=0)
    if not in_doubt:
        chance = np.random.Generator(np.random.Philox(key=[1, zlib.crc32(b"pairs drawn anew")]))
        pairs = pairs[chance.integers(0, len(pairs), size=(RESAMPLES, len(pairs)))].mean(axis=1)
        low, high = np.quantile(pairs, [0.025, 0.975])
        return Interval(float(each.mean()), float(low), float(high))
    return Interval(float(each.mean()), tail(pairs, 0.025), tail(pairs, 0.975))


def _share(difference: Array, lanes: slice, whole: slice, pairs: int) -> float:
    """The mean effect of a tested set as a share of that of the whole world on the same pairs."""
    part, all_of_it = difference[lanes].reshape(2, -1), difference[whole].reshape(2, -1)[:, :pairs]
    return float(part.mean() / all_of_it.mean()) if all_of_it.mean() != 0.0 else float("nan")


def _spread(outcome: Outcome, values: Array) -> float:
    spread = float(values.std(ddof=1))
    if outcome.of in INSTRUMENTS and not outcome.coupled_with:
        spread = float(np.hypot(spread, INSTRUMENTS[outcome.of].error_of(np.asarray(values.mean()))))
    return spread


def effects_of(outcome: Outcome, contrast: Contrast, lives: Mapping[str, Lived]) -> dict[str, Effect]:
    """The effect in every set of arrows."""
    readings = {name: read_outcome(outcome, lives[name]) for name in contrast.terms}
    difference = np.asarray(sum(weight * readings[name] for name, weight in contrast.terms.items()))
    found = {}
    comparator = lives[contrast.without]
    spread = _spread(outcome, readings[contrast.without][comparator.lanes("known")])
    for name in SETS:
        lanes = comparator.lanes(name)
        each, base = difference[lanes], readings[contrast.without][lanes]
        low, high = np.quantile(each, [0.025, 0.975])
        found[name] = Effect(
            interval=interval_of(each, in_doubt=name.startswith("known")),
            spread=spread,
            without=float(base.mean()),
            with_=float(readings[contrast.with_][lanes].mean()),
            people=Interval(float(np.median(each)), float(low), float(high)),
            share=_share(difference, lanes, comparator.lanes(name.partition(" ")[0]), len(each) // 2),
        )
    return found


def bar_of(outcome: Outcome, effects: Mapping[str, Effect]) -> float:
    """The smallest difference that matters, in the outcome's unit: published, or the convention."""
    if outcome.important is not None:
        return outcome.important
    if outcome.coupled_with:
        return SMALL_CORRELATION
    return SMALL_DIFFERENCE * effects["known"].spread
