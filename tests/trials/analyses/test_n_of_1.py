"""Aggregated N-of-1 trials against R and statsmodels, and single people's effects."""

from __future__ import annotations

import warnings
from dataclasses import replace

import numpy as np
import pytest
from trials.analyses.odd import periods

from somaloop.studies.moments import Moment
from somaloop.trials.analyses import analyse, person_effects
from somaloop.trials.analyses._n_of_1 import DIFFERENT_EFFECTS, _fitted
from somaloop.trials.analyses._periods import period_readings
from somaloop.trials.plan import Analysis

SERIES = ((0, 1, 1, 0), (1, 0, 0, 1), (0, 1, 0, 1), (1, 0, 1, 0))
LAST = Analysis(method="n-of-1", at=Moment(84))


def test_agrees_with_lmertest_and_pbkrtest():
    # R 4.2, lme4 1.1, lmerTest 3.1, pbkrtest 0.5, with tr = (arm == "magnesium") - 0.5:
    #   m <- lmer(y ~ visit + tr + (1 + tr | id)); contest1D(m, c(0, 0, 0, 0, 1), ddf = "Satterthwaite" / "Kenward-Roger")
    # (lme4 finds the maximum to about 1e-5)
    fitted, _ = _fitted(period_readings(periods(SERIES, 16), LAST, "phq-15"), 0, next(iter(DIFFERENT_EFFECTS.values())))
    weights = np.array([0.0, 0.0, 0.0, 0.0, 1.0])
    plain = fitted.value(weights, "satterthwaite")
    assert plain == (
        pytest.approx(-0.4725743, abs=1e-5),
        pytest.approx(0.4852842, abs=1e-5),
        pytest.approx(9.4118, abs=2e-3),
    )
    corrected = fitted.value(weights, "kenward-roger, expected information")
    assert corrected[1:] == (pytest.approx(0.4885607, abs=1e-5), pytest.approx(13.02086, abs=1e-3))


def test_agrees_with_statsmodels():
    from statsmodels.regression.mixed_linear_model import MixedLM

    data = periods(SERIES, 40, differ=4.0)
    found = analyse(data, LAST, "phq-15", "lower")[0]
    values = data.readings["phq-15"].T.ravel()
    seen = ~np.isnan(values)
    person, period = np.divmod(np.arange(len(values)), 4)
    treated = data.given.T.ravel() - 0.5
    mean = np.column_stack([period == place for place in range(4)] + [treated]).astype(float)
    random = np.column_stack([np.ones(len(values)), treated])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        other = MixedLM(values[seen], mean[seen], person[seen], exog_re=random[seen]).fit(reml=True)
    assert found.estimate == pytest.approx(np.asarray(other.fe_params)[4], abs=2e-3)


def test_without_gaps_it_is_the_t_test_of_peoples_differences():
    data = periods(((0, 1, 1, 0), (1, 0, 0, 1)), 16, gaps=False)
    found = analyse(data, LAST, "phq-15", "lower")[0]
    signs = np.where(data.given == 1, 0.5, -0.5)
    own = (signs * data.readings["phq-15"]).sum(axis=0)
    # In these sequences effects of period cancel only between the two sequences.
    mean = (own[data.sequence == 0].mean() + own[data.sequence == 1].mean()) / 2
    assert found.estimate == pytest.approx(mean)
    within = np.sqrt(sum(own[data.sequence == place].var(ddof=1) for place in (0, 1)) / 2)
    assert found.error == pytest.approx(within / 4, rel=0.05)
    assert 12 < found.freedom < 16


def test_the_effect_of_one_person():
    data = periods(((0, 1, 1, 0),), 1, gaps=False)
    found = analyse(data, LAST, "phq-15", "lower")[0]
    y = data.readings["phq-15"][:, 0]
    assert found.estimate == pytest.approx(y[1:3].mean() - (y[0] + y[3]) / 2)
    assert (found.freedom, found.n) == (2, 1)
    assert found.failure.startswith("one person")


def test_too_few_people_fall_back_by_name():
    data = periods(SERIES[:2], 2, gaps=False)
    found = analyse(data, LAST, "phq-15", "lower")[0]
    assert np.isfinite(found.estimate)
    assert "fixed effects of people, for with correlated random intercepts and effects" in found.failure


def test_person_effects_are_drawn_to_the_mean():
    data = periods(SERIES, 16, differ=4.0)
    every = person_effects(data, LAST, "phq-15", "magnesium")
    y = data.readings["phq-15"]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        own = np.nanmean(np.where(data.given == 1, y, np.nan), axis=0) - np.nanmean(
            np.where(data.given == 0, y, np.nan), axis=0
        )
    np.testing.assert_allclose(every.own, own)
    known = ~np.isnan(own)
    mean = own[known].mean()
    assert (np.abs(every.shrunk - mean)[known] <= np.abs(own - mean)[known] + 1e-12).all()
    assert (every.error[known] > 0).all()


def test_three_treatments():
    data = periods(((0, 1, 2, 2, 1, 0), (2, 1, 0, 0, 1, 2), (1, 2, 0, 0, 2, 1)), 24, arms=3)
    found = analyse(data, replace(LAST, at=Moment(126)), "phq-15", "lower")
    assert [item.contrast for item in found] == ["magnesium against placebo", "CBT against placebo"]
    assert all(np.isfinite(item.estimate) and not item.failure for item in found)
    # The effects were -1 and -2.
    assert found[1].low < -2 < found[1].high
