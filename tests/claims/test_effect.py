"""Effects: intervals of means and of truths, hours of the clock, instruments at the end of a life."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.special import ndtr

from somaloop.claims.design import Contrast, Outcome
from somaloop.claims.effect import bar_of, effects_of, interval_of, read_outcome, tail
from somaloop.claims.lives import Lived
from somaloop.claims.people import lane_count, lanes_in, pairs_in
from somaloop.instruments import INSTRUMENTS

PEOPLE = 8
OUTPUTS = ("appraisal.worry", "muscle.tone")
PERSONS = np.linspace(0.9, 1.1, lane_count(PEOPLE))
KNOWN, PAIRS = PERSONS[lanes_in("known", PEOPLE)], pairs_in("known tested", PEOPLE)


def life(level: float, slope: float = 0.0, days: int = 28) -> Lived:
    lanes, people = len(PERSONS), PERSONS
    daily = np.empty((days, 2, lanes))
    daily[:, 0] = (level + slope * np.arange(days))[:, None] * people
    daily[:, 1] = np.sin(np.arange(days))[:, None] + people
    hours = np.arange(24.0)[:, None, None] * np.ones((24, 2, lanes))
    return Lived(OUTPUTS, PEOPLE, daily.astype(np.float32), hours.astype(np.float32))


def test_as_told_the_interval_is_that_of_the_mean_and_as_known_that_of_truths():
    each = np.random.default_rng(1).normal(2.0, 1.0, 200)
    mean, truths = interval_of(each, in_doubt=False), interval_of(each, in_doubt=True)
    pairs = each.reshape(2, -1).mean(axis=0)
    assert mean.centre == truths.centre == pytest.approx(each.mean())
    assert (mean.high - mean.low) == pytest.approx(2 * 1.96 * pairs.std() / 10, rel=0.15)
    assert (truths.low, truths.high) == pytest.approx(tuple(np.quantile(pairs, [0.025, 0.975])), abs=0.2)


@pytest.mark.parametrize("count", [64, 128])
def test_of_truths_the_share_lies_outside_that_should(count):
    chance = np.random.default_rng(2)
    drawn = chance.normal(size=(4000, count))
    below = ndtr([[tail(values, share) for values in drawn] for share in (0.025, 0.975)]).mean(axis=1)
    assert below == pytest.approx([0.025, 0.975], abs=0.003)
    assert tail(np.full(count, 3.0), 0.025) == pytest.approx(3.0)


def test_opposites_cancel_before_the_interval_is_taken():
    drawn = np.linspace(-5, 5, 20)
    assert interval_of(np.concatenate([2 + drawn, 2 - drawn]), in_doubt=True).low == pytest.approx(2.0)


@pytest.mark.parametrize(
    ("hours", "peak", "expected"),
    [((14, 16), False, 14.5), ((14, 16), True, 15), ((22, 2), False, (22 + 23 + 0 + 1) / 4), ((20, 8), True, 23)],
)
def test_hours_of_the_clock(hours, peak, expected):
    outcome = Outcome(of="muscle.tone", claimed="higher", hours=hours, peak=peak)
    assert read_outcome(outcome, life(0.3)) == pytest.approx(expected)


def test_a_quantity_is_that_of_the_last_week_and_an_instrument_has_its_own_recall():
    lived = life(0.2, slope=0.01)
    week = np.mean(0.2 + 0.01 * np.arange(21, 28))
    mean = read_outcome(Outcome(of="appraisal.worry", claimed="higher"), lived)
    assert mean[0] == pytest.approx(0.9 * week, rel=1e-5)
    item = INSTRUMENTS["GAD-7"]
    gad = read_outcome(Outcome(of="GAD-7", claimed="higher"), replace(lived, outputs=item.outputs))
    fortnight = [series[-14:].mean() for series in lived.daily[:, :, 0].T]
    assert gad[0] == pytest.approx(item.expected_from(dict(zip(item.outputs, fortnight, strict=True))), rel=1e-4)


def test_interaction_takes_off_what_happens_without():
    lives = {"a": life(0.5), "b": life(0.3), "c": life(0.45), "d": life(0.25)}
    outcome = Outcome(of="appraisal.worry", claimed="higher")
    contrast = Contrast(with_="a", without="b", beyond=("c", "d"))
    assert effects_of(outcome, contrast, lives)["known"].interval.centre == pytest.approx(0.0, abs=1e-6)
    alone = effects_of(outcome, Contrast(with_="a", without="b"), lives)
    assert alone["known"].interval.centre == pytest.approx(0.2 * KNOWN.mean(), rel=1e-4)
    assert alone["known tested"].share == pytest.approx(
        np.mean(PERSONS[lanes_in("known tested", PEOPLE)]) / np.mean(np.r_[KNOWN[:PAIRS], KNOWN[PEOPLE : PEOPLE + PAIRS]]),
        rel=1e-4,
    )  # fmt: skip


def test_coupling_is_a_correlation_from_day_to_day():
    lived = life(0.2, slope=0.01)
    tied = Outcome(of="muscle.tone", claimed="higher", coupled_with="muscle.tone")
    loose = Outcome(of="muscle.tone", claimed="higher", coupled_with="appraisal.worry")
    assert read_outcome(tied, lived) == pytest.approx(1.0, abs=1e-5)
    assert np.all(np.abs(read_outcome(loose, lived)) < 0.5)
    assert read_outcome(loose, life(0.2)) == pytest.approx(0.0, abs=1e-5)


def test_what_matters_is_published_or_a_fifth_of_a_standard_deviation():
    lives = {"a": life(0.5), "b": life(0.3)}
    outcome = Outcome(of="appraisal.worry", claimed="higher")
    effects = effects_of(outcome, Contrast(with_="a", without="b"), lives)
    assert bar_of(outcome, effects) == pytest.approx(0.2 * effects["known"].spread)
    assert effects["known"].standardised(effects["known"].spread) == pytest.approx(1.0)
    named = Outcome(of="GAD-7", claimed="higher", important=INSTRUMENTS["GAD-7"].important)
    assert bar_of(named, effects) == 1.5
