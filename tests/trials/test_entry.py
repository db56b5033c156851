"""Who is let in, in truths other than the one in which people were recruited."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from made_trials import lives, plan

from somaloop.people import Criterion, Population
from somaloop.studies.crowd import Crowd, bounds_of, chosen
from somaloop.trials.entry import entry_of
from somaloop.trials.readings import baseline_readings, mean_baseline, pool_of
from somaloop.trials.replicate import replicate_of, setup_of

OF = "PHQ-15"
PICKY = Population("ssd", include=(Criterion(OF, at_least=10),))
SHIFTS = np.array([0.0, -4.0, 3.0])


@pytest.fixture(scope="module")
def levels():
    return np.random.default_rng(1).normal(11.0, 3.0, 6000)


def recruited(levels, people):
    return chosen(PICKY, np.arange(len(levels)), {OF: levels}, people)


def test_in_its_own_truth_everybody_counts_once(levels):
    crowd = recruited(levels, 200)
    entry = entry_of(crowd, 1.8, {OF: levels[crowd.indices][None]})
    assert entry.weights == pytest.approx(1 / 200)
    assert (entry.bounds[OF][:, 0] == crowd.bounds[OF]).all()
    assert entry.screened.tolist() == [1.8]


def test_in_other_truths_people_count_as_if_they_had_been_screened_there(levels):
    crowd = recruited(levels, 2000)
    moved = levels[None] + SHIFTS[:, None]
    entry = entry_of(crowd, 1.0 / 0.6, {OF: moved[:, crowd.indices]})
    assert entry.weights.sum(axis=1) == pytest.approx(1.0)
    for truth in range(3):
        there = chosen(PICKY, np.arange(len(levels)), {OF: moved[truth]}, 4000).indices
        found = entry.mean(levels[crowd.indices][None] * np.ones((3, 1)))[truth]
        assert found == pytest.approx(levels[there].mean(), abs=0.12)
    assert entry.screened[1] > 2 * entry.screened[0] > 2 * entry.screened[2]


def test_nobody_stands_for_all(levels):
    crowd = recruited(levels, 64)
    entry = entry_of(crowd, 1.0, {OF: (levels[None] - np.array([[0.0], [9.0]]))[:, crowd.indices]})
    assert entry.weights.max() <= 64**-0.5 * 1.001 / entry.weights[1].sum() + 0.2
    assert np.isfinite(entry.weights).all()
    assert entry.screened[1] > 10


def test_a_share_finds_people_by_their_weight():
    entry = entry_of(Crowd(Population("ssd"), np.arange(4), {}), 1.0, {OF: np.zeros((2, 4))})
    assert entry.people(0, np.array([0.0, 0.24, 0.26, 0.99, 1.0])).tolist() == [0, 0, 1, 3, 3]
    uneven = replace(entry, weights=np.array([[0.7, 0.1, 0.1, 0.1], [0.25] * 4]))
    found = np.bincount(uneven.people(0, (np.arange(1000) + 0.5) / 1000), minlength=4)
    assert found.tolist() == [700, 100, 100, 100]


def test_in_every_truth_whoever_is_let_in_reads_what_lets_her_in(levels):
    made = plan(of=OF, better="lower", people=PICKY, sizes=(40,))
    crowd = recruited(levels, 100)
    base = lives(made, "known", people=100, truths=3, effect={"magnesium": 0.0})
    expected = {
        (of, moment): (levels[crowd.indices][None, None] + SHIFTS[:, None, None]) * np.ones((3, 2, 1))
        for of, moment in base.expected
    }
    pool = pool_of(made, replace(base, expected=expected, crowd=crowd))
    middle = pool_of(made, replace(lives(made, people=100), crowd=Crowd(PICKY, np.arange(100), {OF: bounds_of(
        PICKY.include[0], lives(made, people=100, scale=3, centre=12).at(OF, made.visits[0])[0, 0])})))  # fmt: skip
    setup = setup_of(made, middle)
    for number in range(6):
        assert replicate_of(setup, pool, number, 40).data.baseline[OF].min() >= 10
    for truth in range(3):
        read = baseline_readings(pool, OF, truth, np.arange(100), np.random.default_rng(truth).random(100))
        assert read.min() >= 10
        assert mean_baseline(pool, OF, truth).min() >= 10
