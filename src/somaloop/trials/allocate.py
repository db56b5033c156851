"""Who is given what: simple and blocked allocation, blocks within strata, minimisation, and clusters.

Everything hangs on the stream of chance that is handed in, so an allocation can be made again.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from somaloop.language import SomaloopError
from somaloop.trials.plan import TrialPlan

Array = NDArray[np.float64]
Numbers = NDArray[np.int64]


def ratio_of(plan: TrialPlan) -> tuple[int, ...]:
    """How many people each course gets, in proportion; sequences of periods are given evenly."""
    if plan.periods is not None:
        return (1,) * len(plan.courses)
    return tuple(plan.allocation.ratio.get(name, 1) for name in plan.arms)


def simple(count: int, ratio: Sequence[int], stream: np.random.Generator) -> Numbers:
    """Each by an own throw: the place of a course for each of ``count`` people."""
    weights = np.asarray(ratio, dtype=float)
    return stream.choice(len(weights), size=count, p=weights / weights.sum()).astype(np.int64)


def block_sizes(sizes: Sequence[int], ratio: Sequence[int]) -> tuple[int, ...]:
    """Sizes of blocks that hold the ratio: each is the next multiple of its sum."""
    whole = sum(ratio)
    return tuple(dict.fromkeys(-(-max(size, 1) // whole) * whole for size in sizes))


def blocked(count: int, ratio: Sequence[int], sizes: Sequence[int], stream: np.random.Generator) -> Numbers:
    """Blocks of random sizes, each of which holds the ratio; the last one may be cut short."""
    able = block_sizes(sizes, ratio)
    unit = np.repeat(np.arange(len(ratio)), ratio)
    found: list[Numbers] = []
    filled = 0
    while filled < count:
        size = able[stream.integers(len(able))]
        found.append(stream.permutation(np.tile(unit, size // len(unit))))
        filled += size
    return np.concatenate(found)[:count].astype(np.int64) if found else np.zeros(0, dtype=np.int64)


def stratified(stratum: Numbers, ratio: Sequence[int], sizes: Sequence[int], stream: np.random.Generator) -> Numbers:
    """Blocks within each stratum [people], people in the order in which they come."""
    given = np.empty(len(stratum), dtype=np.int64)
    for value in np.unique(stratum):
        inside = np.flatnonzero(stratum == value)
        given[inside] = blocked(len(inside), ratio, sizes, stream)
    return given


def biased_coin(ratio: Sequence[int], chance: float) -> Array:
    """The chance of each course [preferred, given] when one is preferred, such that the ratio is kept in the long run.

    With equal shares the preferred one has ``chance``; with unequal ones, as Han, Enas and McEntegart (2009) give it, so has
    that of the smallest share, and larger ones more.
    """
    weights = np.asarray(ratio, dtype=float)
    others = weights.sum() - weights
    preferred = 1.0 - (1.0 - chance) * others / others.max()
    table = (1.0 - preferred)[:, None] * weights[None, :] / others[:, None]
    np.fill_diagonal(table, preferred)
    return table


def minimised(levels: Numbers, ratio: Sequence[int], chance: float, stream: np.random.Generator) -> Numbers:
    """Pocock and Simon's minimisation with a biased coin. ``levels`` [people, factors] count from 0.

    For each person and each course the imbalance that giving it would leave is the sum over factors of the range, over
    courses, of the number of people at her level divided by the ratio. The course that leaves the least is preferred
    (at a tie by chance).
    """
    people, factors = levels.shape
    courses = len(ratio)
    if not factors:
        return simple(people, ratio, stream)
    steps = 1.0 / np.asarray(ratio, dtype=float)
    held = np.zeros((factors, int(levels.max(initial=0)) + 1, courses))  # people so far, each counted 1 / ratio
    coin = np.cumsum(biased_coin(ratio, chance), axis=1)
    weights = np.cumsum(np.asarray(ratio, dtype=float)) / sum(ratio)
    ties, throws = stream.random(people), stream.random(people)
    add = np.diag(steps)
    rows = np.arange(factors)
    given = np.empty(people, dtype=np.int64)
    for person in range(people):
        at = held[rows, levels[person]]  # [factors, courses]
        after = at[:, None, :] + add  # [factors, given, courses]
        imbalance = (after.max(axis=2) - after.min(axis=2)).sum(axis=0)
        best = np.flatnonzero(imbalance <= imbalance.min() + 1e-9)
        if len(best) == courses:
            given[person] = np.searchsorted(weights, ties[person], side="right")
        else:
            preferred = best[int(ties[person] * len(best))]
            given[person] = np.searchsorted(coin[preferred], throws[person], side="right")
        given[person] = min(given[person], courses - 1)
        held[rows, levels[person], given[person]] += steps[given[person]]
    return given


def clustered(cluster: Numbers, plan: TrialPlan, stream: np.random.Generator) -> Numbers:
    """Whole clusters [people] are given to courses, by simple or blocked allocation."""
    allocation = plan.allocation
    if allocation.method not in ("simple", "blocked"):
        raise SomaloopError(f"clusters cannot be {allocation.method}: choose simple or blocked allocation")
    count, ratio = int(cluster.max(initial=-1)) + 1, ratio_of(plan)
    if allocation.method == "simple":
        return simple(count, ratio, stream)[cluster]
    return blocked(count, ratio, allocation.blocks, stream)[cluster]


def allocate(plan: TrialPlan, levels: Numbers, stratum: Numbers, cluster: Numbers, stream: np.random.Generator) -> Numbers:  # fmt: skip
    """The course [people] that each person is given.

    ``levels`` [people, factors] are the levels of what the allocation looks at, ``stratum`` [people] their combination,
    ``cluster`` [people] the group of each person.
    """
    allocation, ratio, count = plan.allocation, ratio_of(plan), len(stratum)
    if plan.clusters is not None:
        return clustered(cluster, plan, stream)
    if allocation.method == "simple":
        return simple(count, ratio, stream)
    if allocation.method == "blocked":
        return blocked(count, ratio, allocation.blocks, stream)
    if allocation.method == "stratified":
        return stratified(stratum, ratio, allocation.blocks, stream)
    return minimised(levels, ratio, allocation.chance, stream)


def strata_of(levels: Numbers) -> Numbers:
    """The combination of levels [people, factors] that each person has, counted from 0 [people]."""
    found = np.zeros(len(levels), dtype=np.int64)
    for column in levels.T:
        found = found * 2 + column
    return found


def clusters_of(score: Array, size: int, likeness: float, stream: np.random.Generator) -> Numbers:
    """Groups of ``size`` people who are alike: the cluster [people] of each, the last one smaller where people run out.

    Ranks of ``score`` [people] are matched to those of made-up scores of which a share ``likeness`` of the variance is
    common to a cluster; so the intraclass correlation of the score (on its ranks' normal scale) is ``likeness``.
    """
    people = len(score)
    cluster = np.arange(people) // size
    common = stream.standard_normal(people // size + 1)[cluster]
    wanted = np.sqrt(likeness) * common + np.sqrt(1.0 - likeness) * stream.standard_normal(people)
    order = np.lexsort((stream.random(people), score))  # ties of people drawn twice are broken by chance
    found = np.empty(people, dtype=np.int64)
    found[order] = cluster[np.argsort(wanted)]
    return found
