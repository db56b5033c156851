"""People live all courses of a trial; their statuses change on the way."""

from __future__ import annotations

from functools import lru_cache

import pytest
from trial_lives import arm, crossover, living, plan

from somaloop.studies.moments import Moment
from somaloop.trials.living import had_nobody_stopped, in_order
from somaloop.trials.plan import Adherence, Estimand, SideEffect
from somaloop.trials.status import NEVER, Stopping

URINE, TENSION = "urine magnesium", "felt tension"
UNMASKING = (SideEffect(of=URINE, at_least=0.0, unmasks=1.0, belief=1.0),)
PEOPLE = 6
HALF = Stopping(0.7)  # log odds of a week at which about half have stopped after two visits three days apart


def at(standing, of, day):
    return standing.expected((of, Moment(day) if of == TENSION else Moment(day, 24.0)))


@lru_cache(maxsize=1)
def stopped():
    trial = plan(adherence=Adherence(stops=0.5), estimand=Estimand(strategy="hypothetical"))
    return living(trial, PEOPLE, HALF).courses()


@lru_cache(maxsize=1)
def kept_on():
    return living(plan(), PEOPLE).courses()


def test_twins_are_equal_at_the_baseline_and_part_later():
    magnesium, placebo = kept_on()
    for of in (URINE, TENSION):
        assert (at(magnesium, of, 0) == at(placebo, of, 0)).all()
    assert (at(magnesium, URINE, 9) > at(placebo, URINE, 9) + 0.5).all()


def test_some_stop_and_twins_share_the_chance():
    magnesium, placebo = (in_order(standing) for standing in stopped())
    assert 0 < (magnesium.stopped > 0).sum() < PEOPLE
    assert set(magnesium.stopped) <= {0, 3, 6}
    assert (magnesium.stopped == placebo.stopped).all(), "without drivers nothing but chance decides"


def test_up_to_the_stop_nothing_differs_and_then_readings_go_toward_the_control():
    magnesium = in_order(stopped()[0])
    on, placebo = (in_order(standing) for standing in kept_on())
    went = magnesium.stopped == 3
    assert went.any()
    assert (at(magnesium, URINE, 3) == at(on, URINE, 3)).all(), "the visit itself is on treatment"
    gap = (at(magnesium, URINE, 9) - at(placebo, URINE, 9)) / (at(on, URINE, 9) - at(placebo, URINE, 9))
    assert (gap[went] < 0.6).all()
    assert gap[magnesium.stopped == 0] == pytest.approx(1.0, abs=1e-12)


def test_what_had_been_without_stopping_is_the_life_of_whoever_kept_on():
    for standing, on in zip(stopped(), kept_on(), strict=True):
        would = had_nobody_stopped(standing)
        for of in (URINE, TENSION):
            assert (at(would, of, 9) == at(in_order(on), of, 9)).all()
        assert (would.state == in_order(on).state).all()


def test_lives_do_not_hang_on_who_is_lived_with_them():
    trial = plan(adherence=Adherence(stops=0.5), estimand=Estimand(strategy="hypothetical"), side_effects=UNMASKING)
    whole = [in_order(item) for item in living(trial, 4, HALF).courses()]
    apart = [in_order(item) for item in living(trial, 4, HALF, grouped=False).courses()]
    few = [in_order(item) for item in living(trial, 2, HALF).courses()]
    for together, alone, two in zip(whole, apart, few, strict=True):
        assert (together.stopped == alone.stopped).all() and (together.stopped[:2] == two.stopped).all()
        for asked, sums in together.sums.items():
            assert (sums == alone.sums[asked]).all() and (sums[:, :2] == two.sums[asked]).all()
        assert (together.state == alone.state).all()


def test_being_sure_raises_what_is_expected_and_is_only_for_the_blinded():
    trial = plan(arm("placebo"), arm("open", "take placebo at 20:00 daily\nopen label"), side_effects=UNMASKING)
    sure, opened = (in_order(item) for item in living(trial, 3).courses())
    blind = in_order(living(plan(arm("placebo")), 3).courses()[0])
    assert (sure.unmasked == 3).all() and (opened.unmasked == 0).all()
    assert (at(sure, TENSION, 3) == at(blind, TENSION, 3)).all()
    assert (at(sure, TENSION, 9) < at(blind, TENSION, 9)).all(), "who is sure feels more relief"
    assert (at(sure, TENSION, 9) > at(opened, TENSION, 9)).all(), "but later than who knew all along"


def test_periods_come_in_their_order():
    trial = crossover()
    first, second = (in_order(item) for item in living(trial, 2).courses())
    assert (at(first, URINE, 7) > at(second, URINE, 7) + 0.5).all()
    assert (at(first, URINE, 21) < at(second, URINE, 21) - 0.5).all()


def test_courses_that_begin_alike_are_lived_once():
    days = []
    trial = crossover(washout_weeks=0)
    twice = crossover(washout_weeks=0)
    object.__setattr__(twice.periods, "sequences", (*trial.periods.sequences, ("magnesium", "magnesium")))
    for each in (trial, twice):
        counted: list[int] = []
        ends = living(each, 2, tick=counted.append).courses()
        days.append(sum(counted) // 2)
        assert len(ends) == len(each.courses)
    assert days == [2 + 28, 2 + 35]


def test_odds_are_noted_while_nobody_stops():
    trial = plan(adherence=Adherence(stops=0.5, on={"current reading": 1.0}))
    lived = living(trial, 3, Stopping(NEVER, 40.0, 10.0))
    standing = in_order(lived.courses()[0])
    assert not standing.stopped.any() and set(lived.odds) == {3, 6}
