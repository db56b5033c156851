"""One replicate of a trial: people drawn from the pool, allocated, read and lost, as its statistician gets them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from somaloop.instruments import INSTRUMENTS
from somaloop.people.draw import shares
from somaloop.trials.allocate import allocate, clusters_of, strata_of
from somaloop.trials.conduct import Conducting, Presence, conducting_of
from somaloop.trials.data import TrialData
from somaloop.trials.places import Places, control_course, places
from somaloop.trials.plan import TrialPlan
from somaloop.trials.readings import Pool, baseline_readings, evenly

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]
Numbers = NDArray[np.int64]


@dataclass(frozen=True)
class Setup:
    """What all replicates of a plan share: the places of its data, cut-offs of its strata, and how it is conducted."""

    plan: TrialPlan
    places: Places
    cuts: Mapping[str, float]
    conducting: Conducting


@dataclass(frozen=True)
class Replicate:
    """The data of one replicate, and what is not in them: who lived it (``people``, places in the pool), who left when."""

    data: TrialData
    people: Numbers
    presence: Presence
    truth: int


def setup_of(plan: TrialPlan, middle: Pool, control: Pool | None = None) -> Setup:
    """Prepare replicates. ``middle`` is the pool of the middle world.

    ``control`` is a pool whose first course is the control alone, where the plan's own courses hold none.
    """
    cuts = {name: _median(plan, middle, name) for name in plan.allocation.strata if name != "sex"}
    conducting = (
        conducting_of(plan, middle, control_course(plan)) if control is None else conducting_of(plan, control, 0)
    )
    return Setup(plan, places(plan), cuts, conducting)


def _median(plan: TrialPlan, pool: Pool, name: str) -> float:
    """The middle of age, or of the readings at baseline, among people who are let in: it is set before the trial."""
    if name == "age":
        return float(np.median(pool.age))
    people = np.arange(pool.people)
    return float(np.median(baseline_readings(pool, name, 0, people, shares(plan.seed, f"strata {name}", people))))


def replicate_of(setup: Setup, pool: Pool, number: int, size: int, truth: int | None = None) -> Replicate:
    """Replicate ``number`` (from 0) of a trial with ``size`` people; replicate r lives in truth r mod truths.

    Its chances hang on the plan's seed, the size and the number alone, so that worlds are compared at the same chances.
    """
    plan, found = setup.plan, setup.places
    lived = number % pool.truths if truth is None else truth
    seeds = np.random.SeedSequence([plan.seed, size, number]).spawn(4)
    who, order, reads, leaves = (np.random.default_rng(seed) for seed in seeds)
    people = pool.let_in.people(lived, who.random(size))
    baseline = {
        name: baseline_readings(pool, name, lived, people, reads.random(size)) for name in plan.read_at_baseline
    }
    levels = _levels(setup, pool, people, baseline)
    stratum = strata_of(levels)
    cluster = np.arange(size)
    if plan.clusters is not None:
        score, likeness = _likeness(plan, pool, lived)
        cluster = clusters_of(score[people], plan.clusters.size, likeness, order)
    course = allocate(plan, levels, stratum, cluster, order)
    readings = {
        name: INSTRUMENTS[name].reading(
            pool.after[name][:, lived, course, people], reads.standard_normal((len(found.visits), size))
        )
        for name in plan.read_at_visits
    }
    stopped = pool.stopped[:, lived, course, people]
    effects = np.zeros(stopped.shape, dtype=bool)
    for has in pool.effects.values():
        effects |= has[:, lived, course, people]
    of = plan.primary.of
    presence = setup.conducting.draw(
        baseline[of], readings[of], effects, stopped, leaves.random((2, len(found.visits), size))
    )
    kept = presence.read
    data = TrialData(
        arms=tuple(plan.arms), control=plan.control, visits=found.visits, period=found.period,
        given=found.given[course].T, sequence=course,
        readings={name: np.where(kept, table, np.nan) for name, table in readings.items()}, baseline=baseline,
        age=pool.age[people], female=pool.female[people], stratum=stratum, cluster=cluster, stopped=stopped,
        dose=np.array([np.nan if arm.dose is None else arm.dose for arm in plan.arms.values()]),
        factors=dict(plan.factors), levels=_factor_levels(plan),
    )  # fmt: skip
    return Replicate(data, people, presence, lived)


def _factor_levels(plan: TrialPlan) -> dict[str, Numbers]:
    return {
        factor: np.array([
            levels.index(arm.levels[factor]) if factor in arm.levels else -1 for arm in plan.arms.values()
        ])
        for factor, levels in plan.factors.items()
    }  # fmt: skip


def _levels(setup: Setup, pool: Pool, people: Numbers, baseline: Mapping[str, Array]) -> Numbers:
    """What allocation looks at [people, strata]: women, or above the cut-off of age or of a reading."""
    columns = []
    for name in setup.plan.allocation.strata:
        if name == "sex":
            columns.append(pool.female[people])
        else:
            columns.append((pool.age[people] if name == "age" else baseline[name]) > setup.cuts[name])
    return np.stack(columns, axis=1).astype(np.int64) if columns else np.zeros((len(people), 0), dtype=np.int64)


def _likeness(plan: TrialPlan, pool: Pool, truth: int) -> tuple[Array, float]:
    """The lasting part of each person's baseline reading [people of the pool], and how alike it has to be in a cluster.

    Clusters share what lasts and not the error of one reading, so that part is more alike than the readings are.
    """
    assert plan.clusters is not None
    of, all_of = plan.primary.of, np.arange(pool.people)
    drawn = baseline_readings(pool, of, truth, all_of, np.broadcast_to(evenly()[:, None], (len(evenly()), pool.people)))
    lasting, weights = drawn.mean(axis=0), pool.let_in.weights[truth]
    within = drawn.var(axis=0) @ weights
    between = (lasting - lasting @ weights) ** 2 @ weights
    share = between / max(between + within, 1e-12)
    return lasting, float(min(plan.clusters.likeness / max(share, 1e-12), 1.0))


def entered_by(replicate: Replicate, count: int) -> TrialData:
    """The data of the first people who entered, as an interim look sees them (everybody followed to the end).

    Where clusters enter together, all of a cluster counts in the order of the first of its people.
    """
    data = replicate.data
    first = np.full(int(data.cluster.max(initial=0)) + 1, len(data))
    np.minimum.at(first, data.cluster, np.arange(len(data)))
    order = np.lexsort((np.arange(len(data)), first[data.cluster]))
    return part_of(data, np.sort(order[:count]))


def part_of(data: TrialData, who: Numbers) -> TrialData:
    """The data of some people alone."""
    return replace(
        data, given=data.given[:, who], sequence=data.sequence[who],
        readings={name: table[:, who] for name, table in data.readings.items()},
        baseline={name: table[who] for name, table in data.baseline.items()},
        age=data.age[who], female=data.female[who], stratum=data.stratum[who], cluster=data.cluster[who],
        stopped=data.stopped[:, who],
    )  # fmt: skip
