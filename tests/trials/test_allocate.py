"""Who is given what."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_trials import arm, crossover, intraclass, plan

from somaloop.language import SomaloopError
from somaloop.trials.allocate import (
    allocate,
    biased_coin,
    block_sizes,
    blocked,
    clusters_of,
    minimised,
    ratio_of,
    simple,
    strata_of,
    stratified,
)
from somaloop.trials.plan import Allocation, Clusters

ratios = st.lists(st.integers(1, 4), min_size=2, max_size=4).map(tuple)
sizes = st.lists(st.integers(1, 12), min_size=1, max_size=3).map(tuple)
seeds = st.integers(0, 2**32 - 1)


def stream(seed: int) -> np.random.Generator:
    return np.random.default_rng(seed)


@given(ratios, sizes, st.integers(0, 200), seeds)
def test_blocks_are_balanced_at_the_end_of_each(ratio, wanted, count, seed):
    found = blocked(count, ratio, wanted, stream(seed))
    assert len(found) == count
    counts = np.array([(found == place).sum() for place in range(len(ratio))])
    share = counts / np.array(ratio)
    # no more is given of one than of another than a whole block would hold
    assert share.max() - share.min() <= max(block_sizes(wanted, ratio)) / sum(ratio)


@given(ratios, st.integers(1, 5), st.integers(1, 30), seeds)
def test_blocks_of_one_size_hold_the_ratio_exactly(ratio, times, blocks, seed):
    size = times * sum(ratio)
    found = blocked(size * blocks, ratio, (size,), stream(seed)).reshape(blocks, size)
    for place, parts in enumerate(ratio):
        assert ((found == place).sum(axis=1) == parts * times).all()


@given(ratios, sizes)
def test_sizes_of_blocks_are_the_next_that_hold_the_ratio(ratio, wanted):
    for size in block_sizes(wanted, ratio):
        assert size % sum(ratio) == 0
        assert any(size - sum(ratio) < given <= size for given in wanted)


def test_blocks_differ_in_size_and_order():
    found = [tuple(blocked(12, (1, 1), (4, 6), stream(seed))) for seed in range(40)]
    assert len(set(found)) > 30


@given(ratios, seeds)
def test_simple_allocation_has_the_ratio_on_average(ratio, seed):
    found = simple(4000, ratio, stream(seed))
    shares = np.bincount(found, minlength=len(ratio)) / 4000
    wanted = np.array(ratio) / sum(ratio)
    assert np.abs(shares - wanted).max() < 5 * np.sqrt(0.25 / 4000)


@given(st.lists(st.integers(0, 3), max_size=120), ratios, sizes, seeds)
def test_every_stratum_has_blocks_of_its_own(levels, ratio, wanted, seed):
    stratum = np.array(levels, dtype=np.int64)
    found = stratified(stratum, ratio, wanted, stream(seed))
    for value in set(levels):
        share = np.bincount(found[stratum == value], minlength=len(ratio)) / np.array(ratio)
        assert share.max() - share.min() <= max(block_sizes(wanted, ratio)) / sum(ratio)


@given(ratios, st.floats(0.5, 1.0))
def test_the_biased_coin_keeps_the_ratio(ratio, chance):
    coin = biased_coin(ratio, chance)
    assert coin.sum(axis=1) == pytest.approx(1.0)
    weights = np.array(ratio) / sum(ratio)
    # if each is preferred as often as its share, each is given as often as its share
    assert weights @ coin == pytest.approx(weights)
    smallest = int(np.argmin(ratio))
    assert coin[smallest, smallest] == pytest.approx(chance)
    assert (np.diag(coin) >= chance - 1e-12).all()


def imbalance(levels, found, courses):
    worst = 0.0
    for column in levels.T:
        for level in (0, 1):
            counts = np.bincount(found[column == level], minlength=courses)
            worst = max(worst, counts.max() - counts.min())
    return worst


@given(st.integers(20, 120), st.integers(1, 4), st.integers(2, 3), seeds)
def test_minimisation_without_chance_balances_every_margin(people, factors, courses, seed):
    levels = stream(seed).integers(0, 2, (people, factors))
    found = minimised(levels, (1,) * courses, 1.0, stream(seed + 1))
    # a person adds to one course in all her margins at once, so margins may be off by as many as there are factors
    assert imbalance(levels, found, courses) <= factors + 1


def test_minimisation_balances_margins_better_than_blocks_and_keeps_unequal_shares():
    levels = stream(1).integers(0, 2, (150, 4))
    off = [imbalance(levels, minimised(levels, (1, 1), 0.8, stream(seed)), 2) for seed in range(30)]
    simply = [imbalance(levels, blocked(150, (1, 1), (4, 6), stream(seed)), 2) for seed in range(30)]
    assert np.mean(off) < 0.6 * np.mean(simply)
    shares = [np.bincount(minimised(levels, (1, 2, 3), 0.8, stream(seed)), minlength=3) / 150 for seed in range(60)]
    assert np.mean(shares, axis=0) == pytest.approx([1 / 6, 2 / 6, 3 / 6], abs=0.02)


def test_minimisation_remains_unpredictable():
    levels = stream(1).integers(0, 2, (60, 2))
    found = {tuple(minimised(levels, (1, 1), 0.8, stream(seed))) for seed in range(30)}
    assert len(found) == 30


@pytest.mark.parametrize("method", ["simple", "blocked", "stratified", "minimised"])
def test_an_allocation_can_be_made_again(method):
    made = plan(allocation=Allocation(method=method, strata=("sex", "age"), ratio={"placebo": 1, "magnesium": 2}))
    levels = stream(2).integers(0, 2, (90, 2))
    one, same, other = (allocate(made, levels, strata_of(levels), np.arange(90), stream(seed)) for seed in (5, 5, 6))
    assert (one == same).all()
    assert (one != other).any()
    assert 0.5 < (one == 1).mean() < 0.83


def test_combinations_of_levels_are_strata():
    levels = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
    assert strata_of(levels).tolist() == [0, 1, 2, 3]
    assert strata_of(np.zeros((3, 0), dtype=np.int64)).tolist() == [0, 0, 0]


def test_sequences_are_given_evenly():
    assert ratio_of(crossover()) == (1, 1)
    assert ratio_of(plan(allocation=Allocation(ratio={"magnesium": 3}))) == (1, 3)


@pytest.mark.parametrize("likeness", [0.0, 0.05, 0.3])
def test_people_of_a_cluster_are_as_alike_as_is_wanted(likeness):
    found = []
    for seed in range(60):
        score = stream(seed).standard_normal(400)
        cluster = clusters_of(score, 10, likeness, stream(1000 + seed))
        assert (np.bincount(cluster) == 10).all()
        found.append(intraclass(score, cluster))
    assert np.mean(found) == pytest.approx(likeness, abs=4 * np.std(found) / np.sqrt(60))


def test_the_last_cluster_is_smaller_where_people_run_out():
    cluster = clusters_of(np.arange(23.0), 5, 0.1, stream(1))
    assert np.bincount(cluster).tolist() == [5, 5, 5, 5, 3]


def test_a_cluster_is_given_to_one_arm():
    made = plan(clusters=Clusters(size=5, likeness=0.1), design="cluster")
    cluster = np.repeat(np.arange(12), 5)
    found = allocate(made, np.zeros((60, 0)), np.zeros(60), cluster, stream(3))
    assert all(len(set(found[cluster == value])) == 1 for value in range(12))
    assert (found == 0).sum() == 30


def test_clusters_cannot_be_minimised():
    made = plan(clusters=Clusters(size=5, likeness=0.1), allocation=Allocation(method="minimised"))
    with pytest.raises(SomaloopError, match="simple or blocked"):
        allocate(made, np.zeros((10, 0)), np.zeros(10), np.repeat([0, 1], 5), stream(1))


def test_more_arms_than_two():
    arms = {name: arm(name) for name in ("placebo", "low", "high")}
    made = replace(plan(), arms=arms, allocation=Allocation(blocks=(6,)))
    found = allocate(made, np.zeros((36, 0)), np.zeros(36), np.arange(36), stream(1))
    assert np.bincount(found).tolist() == [12, 12, 12]
