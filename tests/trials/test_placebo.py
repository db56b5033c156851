"""What happens to the control arm, taken apart: made-up lives in which every part is known."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from made_trials import arm, crossover, lives, plan

from somaloop.language import SomaloopError
from somaloop.people import Criterion, Population
from somaloop.protocol import Protocol
from somaloop.studies.crowd import Crowd, bounds_of
from somaloop.trials.placebo import TOGETHER, Ladder, ladder_plans, live_ladder, placebo_parts
from somaloop.trials.plan import Adherence
from somaloop.trials.readings import pool_of
from somaloop.trials.replicate import setup_of

OF = "PHQ-15"
PICKY = Population("ssd", include=(Criterion(OF, at_least=10),))
CARE, CAPSULE, DRIFT = -1.0, -2.0, 0.5


def trial(**changes):
    care = Protocol.parse("clinician visit on day 1 at 10:00")
    return plan(**({"of": OF, "better": "lower", "people": PICKY, "everybody": care} | changes))


def living(people=300, seed=3):
    """Lives in which time, care and the capsule each add what is known, to the same people."""

    def one(own, _=0):
        lived = lives(own, people=people, effect={name: 0.0 for name in own.arms}, scale=3.0, centre=12.0, seed=seed)
        cared = DRIFT + (CARE if str(own.everybody).strip() else 0.0)
        expected = {}
        for (of, moment), table in lived.expected.items():
            added = [cared + (CAPSULE if str(item.protocol).strip() else 0.0) for item in own.arms.values()]
            expected[of, moment] = table + (np.array(added)[None, :, None] if moment.day else 0.0)
        bounds = {}
        if own.people.include:
            bounds = {OF: bounds_of(own.people.include[0], lived.at(OF, own.visits[0])[0, 0])}
        return replace(lived, expected=expected, crowd=Crowd(own.people, np.arange(people), bounds))

    return one


def parts_of(made, people=300, whole=2000):
    ladder = live_ladder(made, living(people))
    pool = pool_of(made, living(whole, seed=4)(made))
    return placebo_parts(setup_of(made, pool), ladder, pool, 0)


def test_parts_are_what_was_put_in():
    found = {part.part: part for part in parts_of(trial())}
    assert list(found) == [
        "regression to the mean: the screening reading", "regression to the mean: bad weeks pass", "natural course",
        "contact and care", "expectation", TOGETHER,
    ]  # fmt: skip
    for name, wanted in (("natural course", DRIFT), ("contact and care", CARE), ("expectation", CAPSULE)):
        assert found[name].value == pytest.approx(wanted, abs=0.25)
        assert found[name].low < found[name].value < found[name].high
    assert found["natural course"].low < DRIFT < found["natural course"].high
    assert found["regression to the mean: the screening reading"].high < 0
    assert all(part.outcome == OF and part.how for part in found.values())


def test_parts_add_up_to_what_the_whole_pool_shows():
    parts = parts_of(trial())
    assert sum(part.value for part in parts[:-1]) == pytest.approx(parts[-1].value, abs=1e-9)


def test_the_same_people_tell_steps_apart_better_than_they_tell_the_whole():
    found = {part.part: part.high - part.low for part in parts_of(trial())}
    assert found["expectation"] < found["natural course"]


def test_nobody_selected_is_no_regression():
    made = trial(people=Population("ssd"))
    parts = [part.part for part in parts_of(made)]
    assert parts == ["being asked", "natural course", "contact and care", "expectation", TOGETHER]
    assert "unselected" not in ladder_plans(made)


def test_a_waiting_list_has_no_capsule_and_no_expectation():
    waiting = arm("placebo", protocol=Protocol(), lines="", waiting=True, blinded=False)
    made = replace(trial(), arms={"placebo": waiting, "magnesium": arm("magnesium")}, design="waiting list")
    parts = [part.part for part in parts_of(made)]
    assert parts[-2:] == ["contact and care", TOGETHER]
    alone = replace(made, everybody=Protocol())
    assert [part.part for part in parts_of(alone)][-2:] == ["natural course", TOGETHER]
    assert sum(part.value for part in parts_of(alone)[:-1]) == pytest.approx(parts_of(alone)[-1].value, abs=0.3)


def test_an_active_control_is_called_that():
    made = replace(trial(), control="magnesium", arms={"magnesium": arm("magnesium"), "placebo": arm("placebo")})
    assert parts_of(made)[-2].part == "control treatment"


def test_trials_with_periods_show_their_first():
    made = crossover(of=OF, better="lower")
    plans = ladder_plans(made)
    assert plans["usual"].days == 28
    assert [visit.day for visit in plans["trial"].visits] == [0, 14, 28]
    assert plans["trial"].courses == (("placebo",), ("cared for",))


def test_different_people_are_not_compared():
    def one(own, _):
        return living(20 if len(own.arms) == 1 else 30)(own)

    with pytest.raises(SomaloopError, match="different people"):
        live_ladder(trial(), one)


def test_a_ladder_is_three_lives_at_most():
    assert isinstance(live_ladder(trial(), living(20)), Ladder)
    assert set(ladder_plans(trial())) == {"usual", "trial", "unselected"}


def test_nobody_stops_what_is_not_done():
    made = trial(adherence=Adherence(stops=0.2))
    assert {name: own.adherence.stops for name, own in ladder_plans(made).items()} == {
        "usual": 0.0, "trial": 0.2, "unselected": 0.0,
    }  # fmt: skip
    waiting = replace(
        made, arms={"placebo": arm("placebo", protocol=Protocol(), lines="")} | {"magnesium": arm("magnesium")}
    )
    assert ladder_plans(waiting)["trial"].adherence.stops == 0.0
