"""Recruiting: the pool grows with the people wanted, and regression to the mean follows from who passes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from trial_lives import plan

from somaloop.engine.truths import Truths
from somaloop.language import SomaloopError
from somaloop.people import Criterion, Population
from somaloop.trials.pieces import Part
from somaloop.trials.recruit import ENOUGH, MOST, passing_of, recruit

CENTRE = Truths((), np.zeros((1, 0)))


def picky(least: float):
    return plan(people=Population("ssd", include=(Criterion("PHQ-15", at_least=least),)))


class Screener:
    """Gives candidate i the same expected score whoever else is screened; notes what it was asked for."""

    def __init__(self, failing=()):
        self.asked, self.failing = [], failing

    def score(self, persons):
        return np.random.default_rng(3).gamma(4.0, 2.5, 100_000)[persons]

    def __call__(self, pieces):
        for piece in reversed(pieces):
            self.asked.append(piece)
            scores = self.score(piece.persons)
            scores[np.isin(piece.persons, self.failing)] = np.nan
            yield piece, Part({"PHQ-15@day 0": scores}, ("person 7 failed",) if len(self.failing) else ())

    @property
    def candidates(self):
        return sum(piece.lanes for piece in self.asked)


def test_without_a_criterion_nobody_is_screened():
    screener = Screener()
    found = recruit(plan(), "middle", CENTRE, 30, 1, screener)
    assert not screener.asked and found.screened == 1.0 and found.distinct.tolist() == list(range(30))


def test_whoever_is_let_in_would_pass_and_the_number_screened_is_told():
    screener, trial = Screener(), picky(12)
    found = recruit(trial, "middle", CENTRE, 200, 1, screener)
    passing = passing_of(trial, {"PHQ-15": screener.score(np.arange(screener.candidates))})
    assert found.screened == pytest.approx(1.0 / passing.mean())
    assert len(found.crowd) == 200
    low = found.crowd.bounds["PHQ-15"][0]
    assert screener.score(found.crowd.indices).mean() > screener.score(np.arange(screener.candidates)).mean()
    assert np.isfinite(low).all()


@pytest.mark.parametrize("wanted", [20, 300, 900])
@pytest.mark.parametrize("least", [5, 12, 20])
def test_the_pool_grows_until_there_are_enough_different_people(least, wanted):
    screener, trial = Screener(), picky(least)
    found = recruit(trial, "middle", CENTRE, wanted, 1, screener)
    passing = passing_of(trial, {"PHQ-15": screener.score(np.arange(screener.candidates))})
    assert passing.sum() >= ENOUGH * wanted or screener.candidates >= MOST * wanted
    persons = np.concatenate([piece.persons for piece in screener.asked])
    assert sorted(persons) == list(range(screener.candidates)), "everybody is screened once"
    assert len(found.distinct) > min(0.45 * wanted, 0.5 * passing.sum())


def test_a_candidate_who_could_not_be_lived_is_not_let_in():
    good = recruit(picky(5), "middle", CENTRE, 100, 1, Screener())
    lost = good.crowd.indices[:2]
    found = recruit(picky(5), "middle", CENTRE, 100, 1, Screener(lost))
    assert not np.isin(lost, found.crowd.indices).any() and found.failures == ("person 7 failed",)


def test_a_criterion_that_hardly_anybody_meets_raises():
    with pytest.raises(SomaloopError, match="hardly anybody of 'ssd' passes the screening \\(PHQ-15 at least 29\\)"):
        recruit(picky(29), "middle", CENTRE, 50, 1, lambda pieces: [
            (piece, Part({"PHQ-15@day 0": np.full(piece.lanes, 3.0)})) for piece in pieces
        ])  # fmt: skip


def test_criteria_on_one_instrument_go_together():
    both = replace(
        picky(8), people=Population("ssd", include=(Criterion("PHQ-15", at_least=8), Criterion("PHQ-15", at_most=12)))
    )
    scores = {"PHQ-15": np.array([3.0, 10.0, 25.0])}
    passing = passing_of(both, scores)
    assert passing[1] > passing[0] and passing[1] > passing[2]
    assert (passing <= passing_of(picky(8), scores) + 1e-12).all()
