"""A job is cut into pieces: everybody once, and each known by what goes into it."""

from __future__ import annotations

import pickle
from dataclasses import replace
from types import MappingProxyType

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from trial_lives import arm, crossover, piece, plan

from somaloop.engine.truths import Truths
from somaloop.people import Population
from somaloop.protocol import Protocol
from somaloop.studies.moments import Moment
from somaloop.trials.pieces import (
    COST,
    NARROWEST,
    WIDEST,
    column_of,
    days_of,
    first_taken,
    life_pieces,
    rows_of,
    screening_pieces,
    twice,
    width_of,
)
from somaloop.trials.plan import Adherence, Estimand, Outcome, Periods
from somaloop.trials.status import Stopping


def truths(count: int) -> Truths:
    return Truths(("one",), np.arange(count, dtype=float)[:, None])


@given(st.integers(1, 700), st.integers(1, 50), st.integers(1, 400))
def test_everybody_is_lived_once_in_every_truth(people, count, days):
    trial = plan(days=days, visits=(Moment(0), Moment(days)))
    persons = np.arange(10, 10 + people)
    seen = np.zeros((count, people), dtype=int)
    for one in life_pieces(trial, "known", persons, truths(count), 1, None):
        numbers = one.truths.scores[:, 0].astype(int)
        assert numbers[0] == one.first and 0 < one.lanes <= WIDEST
        seen[np.ix_(numbers, one.persons - 10)] += 1
    assert (seen == 1).all()


def test_a_piece_takes_some_seconds():
    for days in (7, 84, 364, 2000):
        trial = plan(days=days, visits=(Moment(0), Moment(days)))
        width = width_of(trial)
        assert width % 16 == 0 and NARROWEST <= width <= WIDEST
        assert width * days_of(trial, "lives") <= COST or width == NARROWEST


def test_candidates_are_screened_in_blocks():
    found = list(screening_pieces(plan(), "middle", truths(1), 1, 256, 700))
    assert np.concatenate([item.persons for item in found]).tolist() == list(range(256, 700))
    assert sum(item.days for item in found) == 444 * 2


def test_days_of_a_life_are_counted_once_where_courses_begin_alike():
    trial = crossover()
    assert days_of(trial, "lives") == 2 + 21 * 2
    assert days_of(trial, "first course") == 2 + 21 and days_of(trial, "screening") == 2
    alike = replace(trial, periods=Periods(sequences=(("magnesium", "placebo"), ("magnesium", "magnesium")), weeks=1))
    assert days_of(replace(alike, days=14), "lives") == 2 + 7 + 7 * 2


def test_the_first_course_with_something_to_stop():
    assert first_taken(plan(arm("nothing"), arm("placebo"))) == 1
    assert first_taken(plan()) == 0


def test_stayed_lives_are_asked_for_by_the_estimand_alone():
    asked = plan(estimand=Estimand(strategy="hypothetical"), adherence=Adherence(stops=0.1))
    assert (
        twice(asked)
        and not twice(replace(asked, adherence=Adherence()))
        and not twice(replace(asked, estimand=Estimand()))
    )


def test_a_key_changes_with_what_lives_hang_on_and_with_nothing_else():
    base = piece(plan())
    key = base.key("model")
    assert key == piece(plan(title="Other", sizes=(400,), control="placebo")).key("model")
    others = [
        replace(base, seed=2), replace(base, persons=base.persons + 1), replace(base, stopping=Stopping(-3.0)),
        replace(base, kind="screening"), replace(base, world="told"), replace(base, truths=truths(1)),
        piece(plan(arm("magnesium", "take 500 mg magnesium as citrate at 20:00 daily; blinded"), arm("placebo"))),
        piece(plan(settle_days=3)), piece(plan(outcomes=(Outcome(of="ISI", primary=True),))),
        piece(plan(everybody=Protocol.parse("clinician visit on day 1 at 10:00"))),
        piece(plan(people=Population("general"))), piece(plan(varied_days=True)),
        piece(plan(people=Population("ssd", MappingProxyType({"magnesium": "low"})))),
        piece(plan(adherence=Adherence(misses=0.1))),
    ]  # fmt: skip
    keys = {key, base.key("other model"), *(item.key("model") for item in others)}
    assert len(keys) == len(others) + 2


def test_plans_that_let_in_the_same_people_share_their_screening():
    one, other = (
        replace(piece(item), kind="screening") for item in (plan(), plan(days=14, visits=(Moment(0), Moment(14))))
    )
    assert one.key("model") == other.key("model")
    assert one.key("model") != replace(piece(plan(settle_days=3)), kind="screening").key("model")


def test_pieces_travel():
    one = piece(plan(people=Population("ssd", MappingProxyType({"magnesium": "low"}))), 3)
    again = pickle.loads(pickle.dumps(one))
    assert again.key("m") == one.key("m") and again.plan == one.plan


@pytest.mark.parametrize("stayed", [False, True])
def test_columns_are_named_by_instrument_and_moment(stayed):
    assert column_of(("PHQ-15", Moment(84)), stayed).removeprefix("stayed: ") == "PHQ-15@day 84"
    assert rows_of(piece(plan(), 3)) == 6 and rows_of(replace(piece(plan(), 3), kind="screening")) == 3
