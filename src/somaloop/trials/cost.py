"""What a trial costs: screening, people, visits that take place, and treatment while it is taken."""

from __future__ import annotations

from types import MappingProxyType

import numpy as np

from somaloop.trials.allocate import ratio_of
from somaloop.trials.answer import Cost
from somaloop.trials.conduct import everybody_in
from somaloop.trials.flow import screened_for
from somaloop.trials.readings import Pool
from somaloop.trials.replicate import Setup


def costs_of(setup: Setup, pool: Pool) -> tuple[Cost, ...]:
    """What the trial costs at each size: people who leave cost no further visits, who stops costs no further treatment."""
    plan = setup.plan
    if plan.costs is None:
        return ()
    unit = plan.costs
    ratio = np.array(ratio_of(plan), dtype=float) / sum(ratio_of(plan))
    visits = 0.0
    weeks = dict.fromkeys(plan.arms, 0.0)
    for place in range(len(plan.courses)):
        read, treated = _used(setup, pool, place)
        visits += ratio[place] * read
        for arm, number in treated.items():
            weeks[arm] += ratio[place] * number
    found = []
    for size in plan.sizes:
        screened = screened_for(size, float(pool.let_in.screened.mean()))
        parts = {
            "trial": unit.trial, "screening": unit.screened * screened, "people": unit.person * size,
            "visits": unit.visit * visits * size,
            **{arm: price * weeks[arm] * size for arm, price in unit.week.items() if arm in weeks},
        }  # fmt: skip
        kept = {name: float(value) for name, value in parts.items() if value}
        found.append(Cost(size=size, screened=screened, total=sum(kept.values()), parts=MappingProxyType(kept)))
    return tuple(found)


def _used(setup: Setup, pool: Pool, course: int) -> tuple[float, dict[str, float]]:
    """Visits of a person (with the baseline) and weeks on each arm in one course, on average over truths and people."""
    plan, found = setup.plan, setup.places
    days = np.diff([0.0, *(visit.day for visit in found.visits)])
    if plan.periods is not None:  # a washout before a visit is not time on treatment
        days = np.minimum(days, [visit.day - plan.spans[p][0] + 1 for visit, p in zip(found.visits, found.period, strict=True)])  # fmt: skip
    read, weeks = 1.0, dict.fromkeys(plan.arms, 0.0)
    arms = list(plan.arms)
    for truth in range(pool.truths):
        everybody = everybody_in(pool, plan.primary.of, truth, course, plan.seed + 1)
        presence = everybody.drawn(setup.conducting)
        read += presence.read.sum(axis=0).mean() / pool.truths
        there = np.arange(len(days))[:, None] < presence.left
        on = (there & ~everybody.stopped).mean(axis=1)
        for visit, share in enumerate(on):
            weeks[arms[found.given[course, visit]]] += share * days[visit] / 7.0 / pool.truths
    return read, weeks
