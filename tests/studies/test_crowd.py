"""Who is recruited by a screening score, and what follows from it."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from somaloop.instruments import INSTRUMENTS
from somaloop.language import SomaloopError
from somaloop.people import Criterion, Population
from somaloop.studies.crowd import bounds_of, chance_between, chosen, everybody

SCALE = "PHQ-15"
PICKY = Population(include=(Criterion(SCALE, at_least=10),))


@pytest.fixture(scope="module")
def expected():
    return np.random.default_rng(3).gamma(2.0, 3.0, 4000)


@pytest.fixture(scope="module")
def taken(expected):
    crowd = chosen(PICKY, np.arange(len(expected)), {SCALE: expected}, 3000)
    share = np.random.default_rng(4).random(3000)
    reading = INSTRUMENTS[SCALE].reading(expected[crowd.indices], chance_between(crowd.bounds[SCALE], share))
    return crowd, reading


def test_everybody_taken_passes(taken):
    _, reading = taken
    assert reading.min() >= 10


def test_the_same_people_are_taken_as_by_screening_one_by_one(expected, taken):
    crowd, reading = taken
    everyone = np.repeat(expected, 40)
    screened = INSTRUMENTS[SCALE].reading(everyone, np.random.default_rng(5).standard_normal(len(everyone)))
    passed = screened >= 10
    assert expected[crowd.indices].mean() == pytest.approx(everyone[passed].mean(), rel=0.03)
    assert reading.mean() == pytest.approx(screened[passed].mean(), rel=0.03)


def test_whoever_is_chosen_on_a_score_scores_lower_the_next_time(expected, taken):
    crowd, reading = taken
    again = INSTRUMENTS[SCALE].reading(expected[crowd.indices], np.random.default_rng(6).standard_normal(3000))
    assert again.mean() < reading.mean() - 3 * again.std() / np.sqrt(3000)


def test_the_first_people_are_the_same_for_every_size(expected):
    pool, readings = np.arange(len(expected)), {SCALE: expected}
    assert (chosen(PICKY, pool, readings, 8).indices == chosen(PICKY, pool, readings, 64).indices[:8]).all()
    assert (chosen(PICKY, pool, readings, 64).first(8).indices == chosen(PICKY, pool, readings, 8).indices).all()


def test_a_criterion_that_nobody_meets_raises():
    with pytest.raises(SomaloopError, match="hardly anybody"):
        chosen(PICKY, np.arange(50), {SCALE: np.zeros(50)}, 8)


def test_without_a_criterion_everybody_may_take_part():
    assert (everybody(Population(), 5).indices == np.arange(5)).all()


def test_bounds_hold_on_both_sides():
    low, high = bounds_of(Criterion(SCALE, at_least=5, at_most=9), np.array([7.0]))
    assert low[0] < 0 < high[0]
    assert stats.norm.cdf(chance_between(np.stack([low, high]), np.array([0.5])))[0] == pytest.approx(0.5, abs=0.01)
