"""Actual readings from expected ones."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from made_trials import ERROR, OF, lives, plan
from scipy.special import ndtri

from somaloop.instruments import INSTRUMENTS
from somaloop.language import UnknownNameError
from somaloop.people import Criterion, Population
from somaloop.studies.crowd import Crowd, bounds_of
from somaloop.trials.plan import Outcome, SideEffect
from somaloop.trials.readings import baseline_readings, evenly, mean_baseline, mean_reading, nil_of, pool_of

PICKY = Population("ssd", include=(Criterion("PHQ-15", at_least=10),))


@pytest.fixture(scope="module")
def screened():
    """People with a PHQ-15 around 9 of whom those are let in who read 10 or more."""
    made = plan(of="PHQ-15", better="lower", people=PICKY)
    lived = lives(made, effect={"magnesium": -0.3}, people=400, scale=3.0, centre=9.0)
    expected = lived.at("PHQ-15", made.visits[0])[0, 0]
    return pool_of(
        made, replace(lived, crowd=Crowd(PICKY, np.arange(400), {"PHQ-15": bounds_of(PICKY.include[0], expected)}))
    )


def test_a_pool_holds_what_was_lived():
    made = plan(outcomes=(Outcome(of=OF, primary=True, better="higher"), Outcome(of="RMSSD", better="higher")))
    lived = lives(made, people=30, truths=2)
    pool = pool_of(made, lived)
    assert (pool.truths, pool.courses, pool.people) == (2, 2, 30)
    assert pool.after["RMSSD"].shape == (3, 2, 2, 30)
    assert (pool.after[OF][1] == lived.at(OF, made.visits[2])).all()
    assert (pool.baseline[OF] == lived.at(OF, made.visits[0])[:, 0]).all()


def test_what_was_not_lived_is_an_error():
    made = plan()
    with pytest.raises(UnknownNameError, match="PHQ-15 at day 28"):
        pool_of(replace(made, outcomes=(Outcome(of="PHQ-15", primary=True),)), lives(made, people=5))


def test_who_is_let_in_reads_what_lets_her_in(screened):
    stream = np.random.default_rng(1)
    for _ in range(5):
        read = baseline_readings(screened, "PHQ-15", 0, np.arange(400), stream.random(400))
        assert read.min() >= 10
        assert (read == np.round(read)).all()


def test_regression_to_the_mean_arises(screened):
    again = mean_reading("PHQ-15", screened.baseline["PHQ-15"][0])
    assert (mean_baseline(screened, "PHQ-15", 0) >= again).all()
    assert mean_baseline(screened, "PHQ-15", 0).mean() > again.mean() + 1.0


def test_the_mean_screening_reading_is_that_of_all_who_pass(screened):
    expected, item = screened.baseline["PHQ-15"][0], INSTRUMENTS["PHQ-15"]
    person = int(np.argmin(np.abs(expected - 9.0)))
    read = item.reading(expected[person], np.random.default_rng(2).standard_normal(200_000))
    assert mean_baseline(screened, "PHQ-15", 0)[person] == pytest.approx(read[read >= 10].mean(), abs=0.03)


def test_elsewhere_readings_have_the_error_of_the_instrument():
    made = plan()
    pool = pool_of(made, lives(made, people=20_000))
    read = baseline_readings(pool, OF, 0, np.arange(20_000), np.random.default_rng(1).random(20_000))
    assert (read - pool.baseline[OF][0]).std() == pytest.approx(ERROR, rel=0.03)


def test_a_first_report_is_a_little_higher():
    made = plan(of="momentary worry", better="lower")
    pool = pool_of(made, lives(made, people=50, centre=40.0, effect={}))
    first = INSTRUMENTS["momentary worry"].first
    assert first > 0
    before = mean_reading("momentary worry", pool.baseline["momentary worry"][0])
    assert mean_baseline(pool, "momentary worry", 0).mean() == pytest.approx(before.mean() * (1 + first), rel=2e-3)


@pytest.mark.parametrize("level", [0.3, 9.0, 29.8])
def test_the_mean_reading_counts_rounding_and_range(level):
    item = INSTRUMENTS["PHQ-15"]
    read = item.reading(np.full(400_000, level), np.random.default_rng(1).standard_normal(400_000))
    assert mean_reading("PHQ-15", np.array([level]))[0] == pytest.approx(read.mean(), abs=0.03)


def test_chances_are_evenly_likely():
    assert ndtri(evenly()).mean() == pytest.approx(0.0, abs=1e-12)
    assert evenly(4).tolist() == [0.125, 0.375, 0.625, 0.875]


def test_side_effects_are_told_by_what_is_expected():
    made = plan(side_effects=(SideEffect(of="stools", rise=3.0),))
    lived = lives(made, effect={"magnesium": 4.0}, people=40, centre=7.0)
    pool = pool_of(made, lived)
    risen = lived.at("stools", made.visits[1]) - lived.at("stools", made.visits[0]) >= 3.0
    assert (pool.effects["stools"][0] == risen).all()
    assert pool.effects["stools"][:, :, 1].any()


def test_who_stops_in_the_evening_of_a_visit_was_still_on_treatment_at_it():
    made = plan()
    lived = lives(made, people=3)
    stopped = np.zeros((1, 2, 3), dtype=np.int64)
    stopped[0, 1] = [0, 28, 29]
    pool = pool_of(made, replace(lived, stopped=stopped, unmasked=stopped))
    assert pool.stopped[:, 0, 1].T.tolist() == [[False] * 3, [False, True, True], [False, True, True]]
    assert pool.unmasked[:, 0, 1].T.tolist() == [[False] * 3, [True, True, True], [False, True, True]]
    assert not pool.stopped[:, 0, 0].any()


def test_in_the_nil_world_every_course_is_the_control():
    made = plan()
    pool = pool_of(made, lives(made, people=20))
    nil = nil_of(pool, pool, 0)
    assert nil.world == "nil"
    assert (nil.after[OF][:, :, 1] == pool.after[OF][:, :, 0]).all()
    assert (nil.baseline[OF] == pool.baseline[OF]).all()
    assert (pool.after[OF][:, :, 1] != pool.after[OF][:, :, 0]).all()
