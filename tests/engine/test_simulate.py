"""Failures are NaN and a sentence; others are not touched. Runs can be continued exactly."""

from __future__ import annotations

import numpy as np
from engine.test_program import Doses, lanes_of
from toys import toy_body

from somaloop.engine.program import layout
from somaloop.engine.simulate import Lanes, run, start
from somaloop.engine.worlds import WORLDS, world_values
from somaloop.model import whole_body
from somaloop.people import Person
from somaloop.protocol import Protocol, build_schedule

DAYS = 7
LIFE = """
drink 80 mg caffeine at 08:00 and 13:30 daily
stress 1 h at 10:00 on weekdays, strong
exercise 30 min at 17:30 daily, moderate
take 300 mg magnesium as citrate at 21:00 daily
sleep window 23:00 to 07:00 daily
"""


def test_a_failed_lane_is_nan_and_says_who_when_what_and_what_to_try():
    body = toy_body()
    plan = layout(body)
    good = lanes_of(body, plan, np.arange(4))
    values = good.values.copy()
    values[plan.row("values", "mood.lag"), 2] = 0.0
    bad = Lanes(values, good.persons, good.labels)
    begin = start(body, plan, bad, 1)
    failed = run(body, plan, bad, Doses(), begin, first_day=0, days=2, seed=1)
    fine = run(body, plan, good, Doses(), begin, first_day=0, days=2, seed=1)
    (failure,) = failed.failures
    assert failure.state == "mood.level"
    assert failure.fed_by == "drug_lifts_mood"
    for word in ("person 2", "day 1", "mood.level", "drug_lifts_mood", "Try"):
        assert word in failure.sentence
    assert np.isnan(failed.saved[..., 2]).all()
    others = [0, 1, 3]
    assert np.array_equal(failed.saved[..., others], fine.saved[..., others])


def test_an_output_that_is_no_number_is_named_as_such_and_told_once():
    body = whole_body()
    plan = layout(body, ("sleep.slow_wave", "perception.felt_burden"))
    values = world_values(body, plan, {"sleep.deep_share": 1.3}, "known")  # more than the whole night
    lanes = Lanes(values[:, None], np.array([0]), ("person 0",))
    first = run(body, plan, lanes, None, start(body, plan, lanes, 1), first_day=0, days=1, seed=1)
    (failure,) = first.failures
    assert failure.state == "sleep.slow_wave"
    assert "output sleep.slow_wave" in failure.sentence
    second = run(body, plan, lanes, None, first.end, first_day=1, days=1, seed=1)
    assert second.failures == ()
    assert np.isnan(second.saved).all()


def test_a_run_can_be_continued_exactly():
    body = toy_body()
    plan = layout(body)
    lanes = lanes_of(body, plan, np.arange(3))
    begin = start(body, plan, lanes, 1)
    whole = run(body, plan, lanes, Doses(0.3), begin, first_day=-2, days=6, seed=1)
    first = run(body, plan, lanes, Doses(0.3), begin, first_day=-2, days=4, seed=1)
    second = run(body, plan, lanes, Doses(0.3), first.end, first_day=2, days=2, seed=1)
    assert np.array_equal(whole.saved, np.concatenate([first.saved, second.saved]))
    assert np.array_equal(whole.end.state, second.end.state)


def test_single_precision_of_the_whole_body_is_far_finer_than_the_step():
    """The error of rounding against each state's size, beside that of the step, of which it must be a small part."""
    body = whole_body()
    plan = layout(body, tuple(body.states))
    traits = Person("ssd", {"magnesium": "low"}).traits(body)
    values = np.stack([world_values(body, plan, traits, world) for world in WORLDS], axis=1)
    lanes = Lanes(values, np.array([4, 4]), WORLDS)
    schedule = build_schedule(Protocol.parse(LIFE), body, DAYS)
    begin = start(body, plan, lanes, 2)

    def live(precision, substeps=1):
        return run(
            body, plan, lanes, schedule, begin,
            first_day=0, days=DAYS, seed=2, precision=precision, substeps=substeps,
        ).saved.reshape(-1, len(plan.outputs), 2)  # fmt: skip

    double = live("double")
    size = np.maximum(np.abs(double).max(axis=0), 1e-9)
    rounding = (np.abs(live("single") - double).max(axis=0) / size).max()
    step = (np.abs(live("double", 2) - double).max(axis=0) / size).max()
    assert rounding < 2e-5
    assert rounding < step / 5
