"""The true effect of a plan in a truth: what its contrasts come to if everybody of the pool lived every course.

Twins tell it: each person's mean reading (over errors of measurement, with rounding and the instrument's range) in each
arm, under the estimand's strategy. In trials with periods it is the effect in the first period, which nothing went before;
an analysis that is moved by what an earlier treatment left behind shows it as bias.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from somaloop.instruments import INSTRUMENTS
from somaloop.trials.analyses import Contrast, for_strategy
from somaloop.trials.analyses._responder import responds
from somaloop.trials.data import TrialData
from somaloop.trials.monte_carlo import error_of_mean
from somaloop.trials.places import visit_place
from somaloop.trials.plan import Analysis, Outcome
from somaloop.trials.readings import Pool, baseline_readings, evenly, mean_baseline, mean_reading
from somaloop.trials.replicate import Setup

Array = NDArray[np.float64]
Numbers = NDArray[np.int64]

DRAWS = 256  # pairs of chances (baseline, visit) over which the share of responders is taken
_GOLDEN = 0.6180339887498949


@dataclass(frozen=True)
class Effect:
    """The true value of a contrast in one truth, its error by the finite pool, and that with different people in each arm."""

    contrast: str
    value: float
    error: float
    error_apart: float


def arm_values(setup: Setup, pool: Pool, truth: int, analysis: Analysis, outcome: Outcome, data: TrialData) -> Array:
    """What each person of the pool shows in each arm [arms, people], at the visit that counts: a reading, or a share."""
    every = counted(setup, analysis)
    shown = [
        _course(setup, pool, truth, analysis, outcome, data, course)[list(every)] for course in range(pool.courses)
    ]
    given = setup.places.given[:, list(every)]
    values = np.full((len(data.arms), pool.people), np.nan)
    for arm in range(len(data.arms)):
        own = [shown[course][0] for course in np.flatnonzero(given[:, 0] == arm)]
        if not own:  # no sequence begins with it: all periods are taken
            own = [shown[course][period] for course, period in np.argwhere(given == arm)]
        values[arm] = np.mean(own, axis=0)
    return values


def counted(setup: Setup, analysis: Analysis) -> tuple[int, ...]:
    """The places of the visits that count: ``at``, and with periods the visit as far from the end of each."""
    found = setup.places
    place = visit_place(found, analysis.at)
    if setup.plan.periods is None:
        return (place,)
    from_end = int(np.flatnonzero(found.period == found.period[place])[-1]) - place
    inside = [np.flatnonzero(found.period == number) for number in np.unique(found.period)]
    return tuple(int(visits[max(len(visits) - 1 - from_end, 0)]) for visits in inside)


def _course(
    setup: Setup, pool: Pool, truth: int, analysis: Analysis, outcome: Outcome, data: TrialData, course: int
) -> Array:
    """What each person shows in one course [visits, people]."""
    name, strategy = outcome.of, setup.plan.estimand.strategy
    people = np.arange(pool.people)
    hypothetical = strategy == "hypothetical"
    table = (pool.stayed if hypothetical else pool.after)[name][:, truth, course]
    stopped = np.zeros_like(pool.stopped[:, truth, course]) if hypothetical else pool.stopped[:, truth, course]
    if analysis.method != "responder":
        lived = _as_data(
            setup, data, course, name, mean_baseline(pool, name, truth), mean_reading(name, table), stopped
        )
        return for_strategy(lived, strategy).readings[name]
    shares, chances = evenly(DRAWS), ndtri((np.arange(DRAWS) * _GOLDEN + 0.5) % 1.0)
    baseline = baseline_readings(pool, name, truth, people, np.broadcast_to(shares[:, None], (DRAWS, len(people))))
    readings = INSTRUMENTS[name].reading(table[:, None, :], chances[None, :, None])
    flat = readings.reshape(len(table), -1)
    lived = _as_data(setup, data, course, name, baseline.reshape(-1), flat, np.tile(stopped, (1, DRAWS)))
    kept = for_strategy(lived, strategy)
    gained = responds(kept, analysis, name, outcome.better).astype(float)
    return gained.reshape(len(table), DRAWS, -1).mean(axis=1)


def _as_data(
    setup: Setup, data: TrialData, course: int, name: str, baseline: Array, readings: Array, stopped: NDArray[np.bool_]
) -> TrialData:
    """The whole pool in one course as the data of a trial."""
    count = len(baseline)
    nobody = np.zeros(count, dtype=np.int64)
    return replace(
        data, given=np.repeat(setup.places.given[course][:, None], count, axis=1), sequence=nobody + course,
        readings={name: readings}, baseline={name: baseline}, age=np.zeros(count), female=nobody.astype(bool),
        stratum=nobody, cluster=np.arange(count), stopped=stopped,
    )  # fmt: skip


def effects_of(
    setup: Setup, pool: Pool, truth: int, analysis: Analysis, outcome: Outcome, data: TrialData,
    wanted: Sequence[Contrast],
) -> tuple[Effect, ...]:  # fmt: skip
    """The true value of each contrast of an analysis in one truth. ``data`` is any replicate of the plan."""
    values, count = arm_values(setup, pool, truth, analysis, outcome, data), pool.let_in.weights[truth]
    found = []
    for contrast in wanted:
        used = np.flatnonzero(contrast.weights)
        weights = contrast.weights[used]
        difference = weights @ values[used]
        each = [error_of_mean(own, pool.indices, count) for own in values[used]]
        found.append(Effect(
            contrast.name, float(difference @ count), error_of_mean(difference, pool.indices, count),
            float(np.sqrt((weights**2) @ np.square(each))),
        ))  # fmt: skip
    return tuple(found)
