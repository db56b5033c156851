"""Interim looks: after which share of the people the trial stops, and what it says then."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri

from somaloop.trials.data import Estimate, TrialData
from somaloop.trials.plan import Analysis, Looks, Outcome, TrialPlan
from somaloop.trials.replicate import Replicate, entered_by

Analysing = Callable[[TrialData, Analysis, Outcome], Sequence[Estimate]]


@dataclass(frozen=True)
class Stop:
    """Where a trial stopped: the look (from 1), the people let in by then, their data, and the p that counts there.

    ``limit`` is None where the analysis' own level counts; ``futile`` says that it was given up.
    """

    look: int
    people: int
    data: TrialData
    limit: float | None = None
    futile: bool = False


def shares_of(looks: Looks) -> tuple[float, ...]:
    """At which shares of the people one looks; the last is always all of them."""
    return looks.at if looks.at[-1] >= 1.0 else (*looks.at, 1.0)


def stop_of(plan: TrialPlan, replicate: Replicate, analysing: Analysing) -> Stop:
    """Look at the deciding analysis' first contrast, and stop where it crosses its boundary or is not worth going on."""
    size = len(replicate.data)
    if plan.looks is None:
        return Stop(1, size, replicate.data)
    from somaloop.trials.sequential import boundaries, conditional_power

    deciding, at = plan.analyses[0], shares_of(plan.looks)
    limits = boundaries(at, deciding.alpha, deciding.sides, plan.looks.spending)
    for number, share in enumerate(at):
        people = size if number == len(at) - 1 else max(round(share * size), 2)
        data = replicate.data if people == size else entered_by(replicate, people)
        limit = None if deciding.method == "bayesian" else float(limits.p[number])
        stop = Stop(number + 1, people, data, limit)
        if number == len(at) - 1:
            return stop
        estimate = analysing(data, deciding, plan.primary)[0]
        if succeeds(estimate, plan.primary, limit) or crosses(estimate, limit):
            return stop
        if plan.looks.futility and not np.isnan(estimate.p):
            chance = conditional_power(_towards_good(estimate, plan), share, float(limits.z[-1]))
            if chance < plan.looks.futility:
                return Stop(number + 1, people, data, limit, futile=True)
    raise AssertionError("a trial ends at its last look")


def succeeds(estimate: Estimate, outcome: Outcome, limit: float | None) -> bool:
    """Whether an estimate counts as benefit; ``limit`` is the p of an interim look."""
    if limit is None:
        return estimate.success
    way = {"lower": -1.0, "higher": 1.0, "": 0.0}[outcome.better]
    return bool(estimate.p < limit and (way == 0.0 or way * estimate.estimate > 0.0))


def crosses(estimate: Estimate, limit: float | None) -> bool:
    """Whether an estimate shows a difference in either direction."""
    if limit is not None:
        return bool(estimate.p < limit)
    return bool(estimate.low > 0.0 or estimate.high < 0.0)


def _towards_good(estimate: Estimate, plan: TrialPlan) -> float:
    """The estimate as a standard normal number, positive where it is good."""
    sides = plan.analyses[0].sides
    z = float(ndtri(1.0 - min(max(estimate.p, 1e-12) / sides, 1.0 - 1e-12)))
    better = plan.primary.better
    if sides == 1 or not better:
        return z
    good = (estimate.estimate < 0.0) == (better == "lower")
    return z if good else -z
