"""Truths: scores, their values, and people who live in them."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import kstest

from somaloop.engine.program import layout
from somaloop.engine.truths import (
    FARTHEST,
    Truths,
    central_truth,
    crowd_values,
    known_centre,
    latin_truths,
    told_values,
)
from somaloop.engine.worlds import world_values
from somaloop.evidence.priors import departures, open_quantities, prior_of
from somaloop.language import SomaloopError
from somaloop.model import declared_body, whole_body
from somaloop.people import Person, vary

BODY = declared_body()
PLAN = layout(BODY)


def test_the_central_truth_is_the_world_as_known():
    person = Person("general")
    values = crowd_values(BODY, PLAN, person.traits(BODY), {}, central_truth(BODY))[:, 0, 0]
    known = world_values(BODY, PLAN, person.traits(BODY), "known")
    widened = {item.name for item in departures(BODY)}  # wider against a bound, their middle lies elsewhere
    same = np.array([name not in widened for name in PLAN.values])
    assert values[same] == pytest.approx(known[same], rel=1e-9, abs=1e-12)
    assert values[~same] == pytest.approx(known[~same], rel=0.2)


def test_every_open_quantity_is_spread_evenly_over_its_prior():
    truths = latin_truths(BODY, 64, 1)
    assert truths.names == open_quantities(BODY)
    assert max(kstest(truths.scores[:, i], "norm").statistic for i in range(len(truths.names))) < 1.01 / 64


def test_values_stay_inside_the_bounds_of_their_priors():
    values = latin_truths(BODY, 128, 2).values(BODY)
    for name, drawn in values.items():
        prior = prior_of(BODY, name)
        assert drawn.min() >= prior.low, name
        assert drawn.max() <= prior.high, name


def test_more_spread_moves_people_away_from_their_type_and_keeps_their_order():
    traits = Person("ssd").traits(BODY)
    people = vary(BODY, traits, 1, np.arange(6))
    name = "perception.expectation_baseline"
    wide = Truths((f"spread.{name}",), np.array([[0.0], [2.0]]))
    row = crowd_values(BODY, PLAN, traits, people, wide)[PLAN.row("values", name)]
    assert row[0] == pytest.approx(people[name])
    assert np.std(np.log(row[1])) > np.std(np.log(row[0]))
    assert (np.argsort(row[0]) == np.argsort(row[1])).all()


def test_no_truth_makes_people_differ_without_end():
    name = "sleep.deep_share"  # a share of a night: beyond 1 it is nothing
    spread = BODY.parameters[name].between_people
    people = {name: spread.quantile(np.array([0.001, 0.5, 0.99, 0.9999]))}
    wide = Truths((f"spread.{name}",), np.array([[0.0], [3.0]]))
    row = crowd_values(BODY, PLAN, {}, people, wide)[PLAN.row("values", name)]
    assert row[0] == pytest.approx(people[name])
    assert (
        np.abs(np.log(row[1] / spread.centre))
        <= np.maximum(FARTHEST, np.abs(np.log(row[0] / spread.centre) / spread.second)) * spread.second + 1e-9
    ).all()
    assert row[1].max() < 1.0
    assert row[1, 2] > row[0, 2]


def test_a_name_that_is_not_open_raises():
    with pytest.raises(SomaloopError):
        crowd_values(BODY, PLAN, {}, {}, Truths(("arrow.nothing",), np.zeros((1, 1))))


def test_scores_must_fit_their_names():
    with pytest.raises(SomaloopError, match="do not fit"):
        Truths(("a", "b"), np.zeros((3, 1)))


def test_people_as_told_have_the_strengths_of_one_person_as_told():
    traits = {**Person("ssd").traits(BODY), "gain.expectation_calms_worry": 1.5}
    people = vary(
        BODY, {name: value for name, value in traits.items() if not name.startswith("gain.")}, 1, np.arange(3)
    )
    told = told_values(whole_body(), PLAN, traits, people, known_centre(BODY))
    known = crowd_values(BODY, PLAN, traits, people, known_centre(BODY))
    arrows = np.array([name.startswith("arrow.") for name in PLAN.values])
    one = world_values(whole_body(), PLAN, traits, "told")
    assert (told[arrows, 0] == one[arrows, None]).all()
    assert (told[~arrows] == known[~arrows]).all(), "what is no arrow is as it was"
    assert (told[arrows] != known[arrows]).any()
