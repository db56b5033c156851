"""What a trial looks like from within: trajectories by course, what to expect of the conduct, and what twins saved."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from somaloop.trials.answer import Conduct, Share, Trajectory, Twins
from somaloop.trials.conduct import COPIES, everybody_in
from somaloop.trials.monte_carlo import Z, between, error_of_mean, wilson
from somaloop.trials.places import course_name
from somaloop.trials.readings import Pool, mean_baseline, mean_reading
from somaloop.trials.replicate import Setup
from somaloop.trials.work import Work

Array = NDArray[np.float64]


def trajectories_of(setup: Setup, pools: Mapping[str, Pool]) -> tuple[Trajectory, ...]:
    """Mean readings by world, course and outcome; that at baseline is the reading that let people in."""
    plan = setup.plan
    days = np.array([0.0, *(visit.day for visit in setup.places.visits)])
    found = []
    for world, pool in pools.items():
        for outcome in plan.outcomes:
            begin = np.stack([mean_baseline(pool, outcome.of, truth) for truth in range(pool.truths)])
            later = mean_reading(outcome.of, pool.after[outcome.of])
            for place, course in enumerate(plan.courses):
                table = np.concatenate([begin[None], later[:, :, place]])  # [visits, truths, people]
                means = pool.let_in.mean(table)
                if pool.truths > 1:
                    low, high = np.array([between(row) for row in means]).T
                else:
                    reach = Z * np.array([error_of_mean(row, pool.indices) for row in table[:, 0]])
                    low, high = means[:, 0] - reach, means[:, 0] + reach
                found.append(Trajectory(
                    world=world, course=course_name(course), outcome=outcome.of, days=days, mean=means.mean(axis=1),
                    low=low, high=high,
                ))  # fmt: skip
    return tuple(found)


def conduct_of(setup: Setup, pool: Pool) -> tuple[Conduct, ...]:
    """What to expect of the conduct in each course; intervals over truths and people."""
    found = []
    for place, course in enumerate(setup.plan.courses):
        left = np.array([
            everybody_in(pool, setup.plan.primary.of, truth, place, setup.plan.seed + 1).drawn(setup.conducting).gone.mean()
            for truth in range(pool.truths)
        ])  # fmt: skip
        found.append(Conduct(
            arm=course_name(course), left=_over(left, pool, COPIES), stopped=_over(_ever(pool, pool.stopped, place), pool),
            unmasked=_over(_ever(pool, pool.unmasked, place), pool),
            side_effects=MappingProxyType({
                name: _over(_ever(pool, table, place), pool) for name, table in pool.effects.items()
            }),
        ))  # fmt: skip
    return tuple(found)


def _ever(pool: Pool, table: NDArray[np.bool_], course: int) -> Array:
    """The share of people of whom something is true at any visit [truths]."""
    return pool.let_in.mean(np.any(table[:, :, course], axis=0).astype(float))


def _over(values: Array, pool: Pool, draws: int = 1) -> Share:
    """The mean share over truths [truths], with what it may be in one of them, as sure as people and ``draws`` of each allow."""
    mean, people = float(values.mean()), len(np.unique(pool.indices)) * draws
    if pool.truths == 1 or not 0.0 < mean < 1.0:
        return Share(mean, *wilson(mean, people, Z))
    alone = mean * (1 - mean)
    return Share(mean, *wilson(mean, alone / (alone / people + float(values.var(ddof=1))), Z))


def twins_of(work: Work) -> tuple[Twins, ...]:
    """How much it saved that everybody lived every arm, for the first analysis of each outcome, in the middle world."""
    world = "middle" if "middle" in work.pools else next(iter(work.pools))
    found: list[Twins] = []
    seen: set[str] = set()
    for question, effects in zip(work.questions, work.effects[world], strict=True):
        if question.outcome.of in seen:
            continue
        seen.add(question.outcome.of)
        found += [
            Twins(
                outcome=question.outcome.of, contrast=effect.contrast, effect=effect.value, error=effect.error,
                error_apart=effect.error_apart,
            )
            for effect in effects[0]
        ]  # fmt: skip
    return tuple(found)
