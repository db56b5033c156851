"""One replicate of a trial, for every design."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from made_trials import OF, arm, crossover, intraclass, lives, plan

from somaloop.studies.moments import Moment
from somaloop.trials.places import control_course, course_name, places
from somaloop.trials.plan import Allocation, Analysis, Clusters, Leaving, Outcome, Periods
from somaloop.trials.readings import pool_of
from somaloop.trials.replicate import entered_by, part_of, replicate_of, setup_of


def made_of(made, **kinds):
    pool = pool_of(made, lives(made, **({"people": 300} | kinds)))
    return setup_of(made, pool), pool


def test_a_replicate_is_what_a_statistician_gets():
    made = plan(
        outcomes=(Outcome(of=OF, primary=True, better="higher"), Outcome(of="RMSSD", better="higher")),
        dropout=Leaving(share=0.2), missing=Leaving(share=0.1), allocation=Allocation(method="stratified", strata=("sex", OF)),
    )  # fmt: skip
    setup, pool = made_of(made)
    found = replicate_of(setup, pool, 3, 120)
    data = found.data
    assert (len(data), data.arms, data.control) == (120, ("placebo", "magnesium"), "placebo")
    assert data.visits == tuple(Moment(day) for day in (28, 56, 84))
    assert data.readings[OF].shape == data.given.shape == data.stopped.shape == (3, 120)
    assert (np.isnan(data.readings[OF]) == np.isnan(data.readings["RMSSD"])).all()
    assert (np.isfinite(data.readings[OF]) == found.presence.read).all()
    assert np.isfinite(data.baseline["RMSSD"]).all()
    assert set(data.stratum) == {0, 1, 2, 3}
    assert (data.stratum // 2 == data.female).all()
    assert (data.cluster == np.arange(120)).all()
    assert (data.given == data.sequence).all()
    assert (data.female == pool.female[found.people]).all()


def test_a_replicate_hangs_on_seed_size_and_number_alone():
    made = plan(dropout=Leaving(share=0.2))
    setup, pool = made_of(made)
    one, same = replicate_of(setup, pool, 3, 60), replicate_of(setup, pool, 3, 60)
    assert np.array_equal(one.data.readings[OF], same.data.readings[OF], equal_nan=True)
    other = replicate_of(setup, pool, 4, 60)
    assert (one.people != other.people).any()
    again = setup_of(replace(made, seed=2), pool)
    assert (replicate_of(again, pool, 3, 60).people != one.people).any()


def test_worlds_are_compared_at_the_same_chances():
    made = plan()
    setup, pool = made_of(made)
    weaker = pool_of(made, lives(made, people=300, effect={"magnesium": 0.1}))
    one, other = (replicate_of(setup, own, 5, 60).data for own in (pool, weaker))
    apart = one.readings[OF] - other.readings[OF]
    assert apart == pytest.approx(np.where(one.given == 1, 0.4, 0.0))


def test_replicates_take_turns_in_the_truths():
    made = plan()
    setup = setup_of(made, pool_of(made, lives(made, people=50)))
    pool = pool_of(made, lives(made, people=50, truths=3, spread=1.0))
    assert [replicate_of(setup, pool, number, 20).truth for number in range(5)] == [0, 1, 2, 0, 1]
    assert replicate_of(setup, pool, 0, 20, truth=2).truth == 2


def test_a_crossover_gives_both_arms_to_everybody():
    made = crossover()
    setup, pool = made_of(made)
    data = replicate_of(setup, pool, 0, 30).data
    assert data.period.tolist() == [0, 0, 1, 1]
    assert (data.given[0] != data.given[2]).all()
    assert (data.sequence == 0).sum() == 15
    assert (data.given[:, data.sequence == 1] == np.array([[1], [1], [0], [0]])).all()


def test_visits_in_a_washout_are_not_part_of_the_data():
    made = crossover(visits=tuple(Moment(day) for day in (0, 28, 40, 70)))
    assert [visit.day for visit in places(made).visits] == [28, 70]
    assert places(made).given.tolist() == [[0, 1], [1, 0]]


def test_n_of_1_trials_have_several_periods():
    sequences = (("placebo", "magnesium") * 2, ("magnesium", "placebo") * 2)
    made = crossover(
        design="n-of-1", periods=Periods(sequences=sequences, weeks=2), days=56,
        visits=tuple(Moment(day) for day in (0, 14, 28, 42, 56)), analyses=(Analysis(method="n-of-1", at=Moment(56)),),
    )  # fmt: skip
    setup, pool = made_of(made)
    data = replicate_of(setup, pool, 0, 8).data
    assert data.period.tolist() == [0, 1, 2, 3]
    assert (data.given[0] == data.given[2]).all()
    assert (data.given.mean(axis=0) == 0.5).all()


def test_clusters_are_alike_at_baseline_and_stay_so():
    made = plan(design="cluster", clusters=Clusters(size=10, likeness=0.2), of="PHQ-15", better="lower")
    setup, pool = made_of(made, people=2000, effect={"magnesium": 0.0}, scale=4.0, centre=13.0)
    found, later = [], []
    for number in range(60):
        data = replicate_of(setup, pool, number, 400).data
        assert all(len(set(data.sequence[data.cluster == value])) == 1 for value in range(40))
        found.append(intraclass(data.baseline["PHQ-15"], data.cluster))
        later.append(intraclass(data.readings["PHQ-15"][-1], data.cluster))
    assert np.mean(found) == pytest.approx(0.2, abs=0.025)
    assert 0.1 < np.mean(later) < np.mean(found)


def test_factors_and_doses_reach_the_data():
    arms = {
        "neither": arm("placebo", name="neither", levels={"magnesium": "no", "CBT": "no"}, dose=0.0),
        "magnesium": arm("magnesium", levels={"magnesium": "yes", "CBT": "no"}, dose=300.0),
        "CBT": arm("CBT", levels={"magnesium": "no", "CBT": "yes"}),
        "both": arm("both", levels={"magnesium": "yes", "CBT": "yes"}),
    }
    made = replace(
        plan(), design="factorial", arms=arms, control="neither", factors={"magnesium": ("no", "yes"), "CBT": ("no", "yes")},
        allocation=Allocation(blocks=(4, 8)),
    )  # fmt: skip
    setup, pool = made_of(made)
    data = replicate_of(setup, pool, 0, 40).data
    assert {name: levels.tolist() for name, levels in data.levels.items()} == {
        "magnesium": [0, 1, 0, 1], "CBT": [0, 0, 1, 1],
    }  # fmt: skip
    assert data.dose[:2].tolist() == [0.0, 300.0]
    assert np.isnan(data.dose[2:]).all()
    assert np.bincount(data.sequence).tolist() == [10] * 4


def test_an_interim_look_sees_the_first_who_entered():
    made = plan()
    setup, pool = made_of(made)
    found = replicate_of(setup, pool, 0, 60)
    part = entered_by(found, 24)
    assert len(part) == 24
    assert (part.readings[OF] == found.data.readings[OF][:, :24]).all()
    assert (part_of(found.data, np.array([3, 5])).age == found.data.age[[3, 5]]).all()


def test_an_interim_look_sees_whole_clusters():
    made = plan(design="cluster", clusters=Clusters(size=5, likeness=0.1))
    setup, pool = made_of(made)
    part = entered_by(replicate_of(setup, pool, 0, 60), 20)
    assert (np.unique(part.cluster, return_counts=True)[1] == 5).all()


def test_names_of_courses():
    assert course_name(("placebo",)) == "placebo"
    assert course_name(("placebo", "magnesium")) == "placebo then magnesium"
    assert control_course(plan()) == 0
    assert control_course(plan(control="magnesium")) == 1
