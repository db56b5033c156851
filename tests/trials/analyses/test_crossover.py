"""Crossovers against R, and what they say where they cannot be analysed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import ttest_ind
from trials.analyses.odd import parallel, periods

from somaloop.language import SomaloopError
from somaloop.studies.moments import Moment
from somaloop.trials.analyses import analyse
from somaloop.trials.analyses._n_of_1 import ONE_EFFECT, _fitted
from somaloop.trials.analyses._periods import period_readings
from somaloop.trials.analyses._within import within_people
from somaloop.trials.plan import Analysis

TWO = Analysis(method="crossover", at=Moment(42))
THREE = Analysis(method="crossover", at=Moment(63))
WILLIAMS = ((0, 1, 2), (1, 2, 0), (2, 0, 1), (2, 1, 0), (0, 2, 1), (1, 0, 2))


def test_without_gaps_it_is_the_t_test_of_half_differences():
    data = periods(((0, 1), (1, 0)), 20, gaps=False)
    found = analyse(data, TWO, "phq-15", "lower")[0]
    half = (data.readings["phq-15"][1] - data.readings["phq-15"][0]) / 2
    known = ttest_ind(half[data.sequence == 0], half[data.sequence == 1])
    assert found.estimate == pytest.approx(half[data.sequence == 0].mean() - half[data.sequence == 1].mean())
    assert (found.freedom, found.p) == (pytest.approx(18, rel=1e-6), pytest.approx(known.pvalue, rel=1e-6))
    assert found.n == 20


def test_fixed_effects_agree_with_r():
    # R: summary(lm(y ~ factor(id) + visit + arm)), rows of the arms; df.residual. Gaps and all.
    two = within_people(period_readings(periods(((0, 1), (1, 0)), 20), TWO, "phq-15"))
    assert two.value(np.array([-1.0, 1.0])) == (pytest.approx(-0.4472222222), pytest.approx(0.7210585354), 15)
    three = within_people(period_readings(periods(WILLIAMS, 18, 3), THREE, "phq-15"))
    assert three.value(np.array([-1.0, 1.0, 0.0])) == (pytest.approx(0.0833333333), pytest.approx(0.9826880581), 29)
    assert three.value(np.array([-1.0, 0.0, 1.0])) == (pytest.approx(-2.8125), pytest.approx(1.0708594846), 29)


def test_random_effects_agree_with_pbkrtest():
    # R: contest1D(lmer(y ~ visit + arm + (1 | id)), c(0, 0, 1), ddf = "Kenward-Roger"); with three arms c(0, 0, 0, 1, 0)
    structure = ONE_EFFECT["random intercepts"]
    expected = "kenward-roger, expected information"
    two = periods(((0, 1), (1, 0)), 20)
    fitted, _ = _fitted(period_readings(two, TWO, "phq-15"), 0, structure)
    found = fitted.value(np.array([0.0, 0.0, 1.0]), expected)
    assert found == (
        pytest.approx(-0.4640324, abs=1e-5),
        pytest.approx(0.7014093, abs=1e-5),
        pytest.approx(16.0819, abs=1e-3),
    )
    fitted, _ = _fitted(period_readings(periods(WILLIAMS, 18, 3), THREE, "phq-15"), 0, structure)
    found = fitted.value(np.array([0.0, 0.0, 0.0, 1.0, 0.0]), expected)
    assert found == (
        pytest.approx(0.0833333, abs=1e-5),
        pytest.approx(0.9823696, abs=1e-5),
        pytest.approx(29.0933, abs=1e-3),
    )
    # What is used has the observed information; everybody with a reading is in it.
    used = analyse(two, TWO, "phq-15", "lower")[0]
    assert used.estimate == pytest.approx(-0.4640324, abs=1e-5)
    assert (used.n, used.failure) == (20, "")


def test_visits_within_periods_are_found_from_their_end():
    data = periods(((0, 1), (1, 0)), 20, gaps=False)
    readings = np.repeat(data.readings["phq-15"], 2, axis=0)
    readings[0::2] += 100 * data.given  # the first visit of each period says something else
    longer = replace(
        data, visits=tuple(Moment(day) for day in (21, 42, 70, 91)), period=np.array([0, 0, 1, 1]),
        given=np.repeat(data.given, 2, axis=0), readings={"phq-15": readings},
    )  # fmt: skip
    last = analyse(longer, replace(TWO, at=Moment(91)), "phq-15", "lower")[0]
    assert last.estimate == pytest.approx(analyse(data, TWO, "phq-15", "lower")[0].estimate)
    assert analyse(longer, replace(TWO, at=Moment(42)), "phq-15", "lower")[0].estimate == pytest.approx(last.estimate)
    first = analyse(longer, replace(TWO, at=Moment(70)), "phq-15", "lower")[0]
    assert first.estimate == pytest.approx(last.estimate + 100)


def test_a_repeated_arm_allows_for_effects_that_differ():
    data = periods(((0, 1, 1), (1, 0, 0)), 20)
    found = analyse(data, THREE, "phq-15", "lower")[0]
    same = analyse(data, replace(THREE, method="n-of-1"), "phq-15", "lower")[0]
    assert (found.estimate, found.error, found.freedom) == (same.estimate, same.error, same.freedom)


def test_what_cannot_be_analysed():
    data = periods(((0, 1),), 20)
    found = analyse(data, TWO, "phq-15", "lower")[0]
    assert np.isnan(found.estimate)
    assert found.failure
    with pytest.raises(SomaloopError, match="at least two periods"):
        analyse(parallel(), replace(TWO, at=Moment(84)), "phq-15", "lower")
    gone = np.where(periods(WILLIAMS, 18, 3).given == 1, np.nan, periods(WILLIAMS, 18, 3).readings["phq-15"])
    first, second = analyse(replace(periods(WILLIAMS, 18, 3), readings={"phq-15": gone}), THREE, "phq-15", "lower")
    assert first.failure == "one of the two was never read"
    assert np.isfinite(second.estimate)
