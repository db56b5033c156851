"""What is lived in a trial: stretches of days, evenings of decision, readings, and what people do who stopped."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from trial_lives import arm, crossover, plan, script

from somaloop.instruments import INSTRUMENTS
from somaloop.language import SomaloopError
from somaloop.people import Criterion, Population
from somaloop.protocol import Protocol
from somaloop.studies.moments import Moment
from somaloop.trials.plan import Adherence, Analysis, Outcome, SideEffect
from somaloop.trials.script import (
    Believing,
    Remembered,
    Stopped,
    Stretch,
    asked_of,
    decision_days,
    evenings,
    recorded,
    stretches,
    watched,
    without_arms,
)

STOPS = Adherence(stops=0.2)


def test_a_parallel_course_is_one_stretch():
    assert stretches(plan(), ("magnesium",)) == (Stretch("magnesium", 1, 9),)


def test_a_crossover_has_a_washout_between_and_days_may_follow():
    trial = crossover()
    assert stretches(trial, ("magnesium", "placebo")) == (
        Stretch("magnesium", 1, 7), Stretch("", 8, 14), Stretch("placebo", 15, 21),
    )  # fmt: skip
    assert stretches(replace(trial, days=25), ("placebo", "magnesium"))[-1] == Stretch("", 22, 25)
    assert [item.arm for item in stretches(crossover(washout_weeks=0), ("placebo", "magnesium"))] == [
        "placebo",
        "magnesium",
    ]


def test_nobody_decides_where_no_status_changes():
    assert decision_days(plan()) == ()
    assert evenings(plan(), Stretch("magnesium", 1, 9)) == ()
    unmasked = plan(side_effects=(SideEffect(of="diarrhoea", rise=0.1, unmasks=0.0),))
    assert decision_days(unmasked) == ()


def test_people_decide_at_visits_and_between_rare_ones_but_not_on_the_last_day():
    assert decision_days(plan(adherence=STOPS)) == (3, 6)
    rare = plan(adherence=STOPS, days=84, visits=(Moment(0), Moment(84)))
    assert decision_days(rare) == (28, 56)
    assert evenings(rare, Stretch("magnesium", 1, 84)) == ((28, 28), (56, 28))


def test_where_there_is_nothing_to_stop_nobody_decides():
    trial = plan(arm("nothing"), arm("placebo"), adherence=STOPS)
    assert evenings(trial, Stretch("nothing", 1, 9)) == ()
    assert evenings(trial, Stretch("", 1, 9)) == ()


def test_days_of_a_later_period_count_from_its_beginning():
    trial = replace(crossover(adherence=STOPS), visits=(Moment(0), Moment(7), Moment(18), Moment(21)))
    assert evenings(trial, Stretch("magnesium", 1, 7)) == ((7, 7),)
    assert evenings(trial, Stretch("placebo", 15, 21)) == ((18, 4),)


def test_everything_that_a_trial_reads_is_asked_for():
    trial = plan(
        people=Population("ssd", include=(Criterion("PHQ-15", at_least=10),)),
        outcomes=(Outcome(of="ISI", primary=True), Outcome(of="serum magnesium")),
        side_effects=(SideEffect(of="stools", rise=1.0),),
        analyses=(Analysis(method="ancova", at=Moment(9), covariates=("baseline", "GAD-7", "sex")),),
    )
    asked = asked_of(trial)
    hour = INSTRUMENTS["serum magnesium"].window.hour
    assert {name for name, _ in asked} == {"ISI", "serum magnesium", "stools", "PHQ-15", "GAD-7"}
    assert ("PHQ-15", Moment(0)) in asked and ("serum magnesium", Moment(6, hour)) in asked
    assert len(asked) == 5 * len(trial.visits)
    assert recorded(trial) == asked


def test_decisions_record_what_they_hang_on():
    trial = plan(
        days=84, visits=(Moment(0), Moment(84)), side_effects=(SideEffect(of="stools", rise=1.0),),
        adherence=Adherence(stops=0.2, on={"current reading": 0.5}),
    )  # fmt: skip
    assert watched(trial) == ("stools", "felt tension")
    extra = set(recorded(trial)) - set(asked_of(trial))
    assert extra == {(name, Moment(day)) for name in watched(trial) for day in (28, 56)}


def test_whoever_stopped_does_what_everybody_does():
    trial = plan(
        everybody=Protocol.parse("clinician visit at 10:00 weekly on tuesday"), adherence=Adherence(misses=0.1)
    )
    lines = str(without_arms(trial))
    assert "clinician visit" in lines and "miss 10 % of doses" in lines and "take" not in lines
    assert str(trial.usual).splitlines()[0] in lines


def test_days_are_worked_out_once():
    class Counting:
        calls = 0

        def day(self, index):
            self.calls += 1
            return {"drug.swallowed": np.full(240, float(index))}

        def missed(self, index):
            return {"drug.swallowed": ("doses", 0.1)}

    counting = Counting()
    source = Remembered(counting)
    assert source.day(3) is source.day(3) and counting.calls == 1
    assert source.missed(2) == {"drug.swallowed": ("doses", 0.1)}


def test_what_is_believed_holds_all_day_and_is_kept_after_stopping():
    both = script(plan())
    taking, without = both.courses[0], both.without
    assert (taking.day(3)["learning.belief"] == 0.5).all()
    sure = Believing(taking, 0.9).day(3)
    assert (sure["learning.belief"] == 0.9).all()
    assert {name for name in sure if (sure[name] != taking.day(3).get(name)).any()} == {"learning.belief"}
    after = Stopped(taking, without).day(3)
    assert "learning.capsule" not in after and (after["learning.belief"] == 0.5).all()
    assert {name: track for name, track in after.items() if name != "learning.belief"}.keys() == without.day(3).keys()


def test_the_script_has_the_days_of_every_course():
    trial = crossover()
    found = script(trial)
    doses = [["magnesium.dose_citrate" in source.day(day) for day in (0, 9, 16)] for source in found.courses]
    assert doses == [[True, False, False], [False, False, True]]
    capsules = [["learning.capsule" in source.day(day) for day in (0, 9, 16)] for source in found.courses]
    assert capsules == [[True, False, True]] * 2


def test_usual_life_must_settle():
    with pytest.raises(SomaloopError, match="at least 1"):
        script(plan(settle_days=0))
