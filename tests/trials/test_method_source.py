"""The model's own data under a true null, as a source for the check of the analyses."""

from __future__ import annotations

import pickle
from dataclasses import replace

import numpy as np
import pytest
from made_trials import OF, arm, crossover, lives, plan

from somaloop.studies.moments import Moment
from somaloop.trials.method_check import check
from somaloop.trials.method_source import AS_PLANNED, STAY, nil_cases
from somaloop.trials.plan import Allocation, Analysis, Leaving


def test_under_nil_the_error_of_the_first_kind_is_nominal():
    made = plan(
        dropout=Leaving(share=0.2, on={"last reading": 0.5}),
        analyses=(Analysis(method="ancova", at=Moment(84)), Analysis(method="bayesian", at=Moment(84))), sizes=(40,),
    )  # fmt: skip
    cases = nil_cases(made, lives(made, people=5000, effect={"magnesium": 3.0}))
    assert [(case.name, case.data) for case in cases] == [
        (f"ancova of {OF}", STAY), (f"ancova of {OF}", AS_PLANNED), (f"bayesian of {OF}", STAY), (f"bayesian of {OF}", AS_PLANNED),
    ]  # fmt: skip
    rows = check(cases, replicates=400)
    assert [row.nominal for row in rows] == [0.05, 0.05, pytest.approx(0.025), pytest.approx(0.025)]
    assert [row.off for row in rows] == [()] * 4
    assert all(row.true == 0.0 for row in rows)


def test_sources_differ_in_who_leaves_and_travel():
    made = plan(dropout=Leaving(share=0.3), sizes=(40,))
    stay, leave = nil_cases(made, lives(made, people=200))
    assert np.isfinite(stay.source(3).readings[OF]).all()
    assert np.isnan(leave.source(3).readings[OF]).any()
    again = pickle.loads(pickle.dumps(leave.source))
    assert np.array_equal(again(3).readings[OF], leave.source(3).readings[OF], equal_nan=True)
    assert len(nil_cases(plan(), lives(plan(), people=50))) == 1


def test_doses_against_the_control_are_one_family():
    arms = {name: arm(name, dose=dose) for name, dose in (("placebo", 0.0), ("low", 150.0), ("high", 300.0))}
    made = replace(
        plan(), arms=arms, design="dose-finding", analyses=(Analysis(method="dose", at=Moment(84)),),
        allocation=Allocation(blocks=(6,)),
    )  # fmt: skip
    line, family = nil_cases(made, lives(made, people=100, effect={}))
    assert list(line.true) == ["line of dose at 300"] and not line.together
    assert list(family.true) == ["low against placebo", "high against placebo"] and family.together


def test_periods_take_a_life_of_the_control():
    made = crossover()
    alone = replace(made, periods=replace(made.periods, sequences=(("placebo", "placebo"),)))
    (case,) = nil_cases(made, lives(made, people=100), lives(alone, people=100))
    data = case.source(0)
    assert data.given.mean() == 0.5
    assert abs(np.nanmean(data.readings[OF][data.given == 1]) - np.nanmean(data.readings[OF][data.given == 0])) < 0.5
