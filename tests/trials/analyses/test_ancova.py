"""ANCOVA against R, and what it says where it cannot be done."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from trials.analyses.odd import normal, parallel

from somaloop.language import SomaloopError
from somaloop.studies.moments import Moment
from somaloop.trials.analyses import analyse
from somaloop.trials.plan import Analysis

LAST = Analysis(method="ancova", at=Moment(84))


def test_agrees_with_r():
    # R 4.2: coef(summary(lm(y ~ arm + base + female + age + stratum, d[d$visit == 4, ])))["armmagnesium", ]; df.residual
    found = analyse(
        parallel(), replace(LAST, covariates=("baseline", "sex", "age", "strata")), "phq-15", "lower"
    )[0]  # fmt: skip
    assert (found.contrast, found.n, found.freedom) == ("magnesium against placebo", 48, 41)
    assert found.estimate == pytest.approx(-0.6656324413, rel=1e-9)
    assert found.error == pytest.approx(1.0254599425, rel=1e-9)
    assert found.p == pytest.approx(0.5198895050, rel=1e-8)
    assert not found.success
    assert not found.failure


def test_one_side_halves_p_and_its_bounds_hold_alone():
    data = parallel(arms=3, people=90)
    both = analyse(data, LAST, "phq-15", "lower")
    one = analyse(data, replace(LAST, sides=1, alpha=0.025), "phq-15", "lower")
    wrong = analyse(data, replace(LAST, sides=1, alpha=0.025), "phq-15", "higher")
    assert len(both) == 2
    for a, b, c in zip(both, one, wrong, strict=True):
        assert a.estimate < 0
        assert (b.p, c.p) == (pytest.approx(a.p / 2), pytest.approx(1 - a.p / 2))
        assert (b.low, b.high) == (pytest.approx(a.low), pytest.approx(a.high))
        assert (b.success, c.success) == (a.p < 0.05, False)
    with pytest.raises(SomaloopError, match="one-sided analysis needs"):
        analyse(data, replace(LAST, sides=1), "phq-15", "neither")


def test_success_needs_the_good_direction():
    data = parallel()
    arm = data.given[0]
    strong = replace(data, readings={"phq-15": data.readings["phq-15"] - 6 * arm})
    assert analyse(strong, LAST, "phq-15", "lower")[0].success
    assert not analyse(strong, LAST, "phq-15", "higher")[0].success
    assert analyse(strong, LAST, "phq-15", "neither")[0].success


def test_columns_that_tell_nothing_are_left_out():
    data = parallel()
    plain = analyse(data, LAST, "phq-15", "lower")[0]
    same = replace(data, female=np.ones(len(data), dtype=bool), stratum=np.zeros(len(data), dtype=np.int64))
    again = analyse(same, replace(LAST, covariates=("baseline", "sex", "strata", "phq-15")), "phq-15", "lower")[0]
    assert (again.estimate, again.freedom) == (pytest.approx(plain.estimate), plain.freedom)


def test_missing_baseline_becomes_the_mean():
    data = parallel()
    baseline = data.baseline["phq-15"].copy()
    baseline[3] = np.nan
    filled = np.where(np.isnan(baseline), np.nanmean(baseline), baseline)
    gap, full = (
        analyse(replace(data, baseline={"phq-15": values}), LAST, "phq-15", "lower")[0] for values in (baseline, filled)
    )
    assert gap.estimate == pytest.approx(full.estimate)
    assert gap.n == 48


def test_an_arm_without_readings_says_so_and_the_others_go_on():
    data = parallel(arms=3, people=90)
    readings = data.readings["phq-15"].copy()
    readings[3, data.given[3] == 1] = np.nan
    first, second = analyse(replace(data, readings={"phq-15": readings}), LAST, "phq-15", "lower")
    assert np.isnan(first.estimate)
    assert first.failure == "nobody in magnesium has a reading of phq-15 at day 84"
    assert np.isfinite(second.estimate)
    assert not second.failure


def test_too_few_people():
    data = parallel(people=4)
    readings = {"phq-15": 10 + normal(4, 4, salt=9)}
    found = analyse(replace(data, readings=readings), replace(LAST, covariates=("baseline", "age")), "phq-15", "lower")[
        0
    ]
    assert "too few for the covariates" in found.failure
    nobody = analyse(replace(data, readings={"phq-15": np.full((4, 4), np.nan)}), LAST, "phq-15", "lower")[0]
    assert "fewer than two arms" in nobody.failure
    assert nobody.n == 0


def test_unknown_names():
    data = parallel()
    with pytest.raises(SomaloopError, match="did you mean 'baseline'"):
        analyse(data, replace(LAST, covariates=("basline",)), "phq-15", "lower")
    with pytest.raises(SomaloopError, match="did you mean 'phq-15'"):
        analyse(data, LAST, "phq15", "lower")
    with pytest.raises(SomaloopError, match="no visit at day 80; there are day 21"):
        analyse(data, replace(LAST, at=Moment(80)), "phq-15", "lower")
    with pytest.raises(SomaloopError, match="did you mean 'ancova'"):
        analyse(data, replace(LAST, method="ancva"), "phq-15", "lower")  # type: ignore[arg-type]
