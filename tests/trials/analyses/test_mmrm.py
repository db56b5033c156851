"""The mixed model for repeated measures against R and SAS, its limits, and its speed."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from trials.analyses.odd import normal, parallel

from somaloop.studies.moments import Moment
from somaloop.trials.analyses import analyse
from somaloop.trials.analyses._mmrm import repeated_model
from somaloop.trials.analyses._reml import Fitted, at_point, fit, grouped, slopes
from somaloop.trials.data import TrialData
from somaloop.trials.plan import Analysis

LAST = Analysis(method="mmrm", at=Moment(84))
DIFFERENCE = np.array([-1.0, 1.0])


def fev() -> TrialData:
    """The example data of R's mmrm 0.3 (fev_data, Apache-2.0): forced expiratory volume at four visits, 200 people."""
    rows = np.genfromtxt(Path(__file__).with_name("fev_data.csv"), delimiter=",", skip_header=1)
    arm = rows[:, 0].astype(np.int64)
    return replace(
        parallel(200), arms=("PBO", "TRT"), control="PBO", given=np.tile(arm, (4, 1)), sequence=arm,
        readings={"fev": rows[:, 4:].T}, baseline={"fev": rows[:, 3]}, female=rows[:, 2] == 1,
        stratum=rows[:, 1].astype(np.int64),
    )  # fmt: skip


def test_agrees_with_r_gls():
    # R 4.2, nlme 3.1: gls(y ~ visit * arm + visit:base + base, correlation = corSymm(form = ~ v | id),
    #   weights = varIdent(form = ~ 1 | visit), method = "REML"); the contrast armmagnesium + visit4:armmagnesium. The
    # degrees of freedom: 2 v^2 / (g' H^-1 g) with numerical derivatives of a REML deviance written in R by itself.
    model = repeated_model(parallel(), ("baseline",), "phq-15")
    estimate, error, freedom = model.fitted.value(model.weights(DIFFERENCE, 3), "satterthwaite")
    assert (model.covariance, model.note, model.n) == ("unstructured", "", 60)
    assert estimate == pytest.approx(-0.848255, abs=2e-6)
    assert error == pytest.approx(0.961335, abs=3e-6)
    assert freedom == pytest.approx(55.93, abs=0.02)
    theta = np.zeros((4, 4))
    theta[np.tril_indices(4)] = model.fitted.theta
    # getVarCov of the same fit
    np.testing.assert_allclose(np.diag(theta), [8.0526, 9.9693, 12.4089, 12.7741], atol=2e-4)
    np.testing.assert_allclose(theta[3, :3], [7.4626, 8.8064, 11.0142], atol=2e-4)


def test_agrees_with_r_mmrm_on_its_own_example():
    # mmrm(FEV1 ~ RACE + SEX + ARMCD * AVISIT + us(AVISIT | USUBJID)): the summary in the package's README. ARMCDTRT is the
    # difference at the first visit; adding ARMCDTRT:AVISITVIS4 gives that at the fourth.
    model = repeated_model(fev(), ("strata", "sex"), "fev")
    first = model.fitted.value(model.weights(DIFFERENCE, 0), "satterthwaite")
    assert first == (
        pytest.approx(3.77423, abs=3e-4),
        pytest.approx(1.07415, abs=3e-5),
        pytest.approx(145.55, abs=0.02),
    )
    fourth = model.fitted.value(model.weights(DIFFERENCE, 3), "satterthwaite")[0]
    assert fourth == pytest.approx(3.77423 + 0.62423, abs=3e-4)
    # The published covariances; they were reached by an optimiser that stopped a little earlier.
    shown = [40.5537, 14.3960, 26.5715, 4.9747, 2.7855, 14.8979, 13.3867, 7.4745, 0.9082, 95.5568]
    np.testing.assert_allclose(model.fitted.theta, shown, atol=0.01)


def test_agrees_with_sas_kenward_roger():
    # SAS PROC MIXED, model FEV1 = ARMCD / ddfm=kr, repeated AVISIT / type=un: 3.81972492, 0.66124382, 160.733266 (the
    # figures stand in the repository of R's mmrm, design/ddfm_covtype/kr1_us.csv)
    data = fev()
    values = data.readings["fev"].T
    columns = np.stack([1.0 - data.given[0], data.given[0]], axis=1)
    join = np.zeros((4, 2, 2))
    join[:, 0, 0] = join[:, 1, 1] = 1.0  # the same mean of an arm at all visits
    rows, others = np.tril_indices(4)
    bases = np.zeros((10, 4, 4))
    bases[np.arange(10), rows, others] = bases[np.arange(10), others, rows] = 1.0
    start = np.where(rows == others, 100.0, 0.0)
    group = grouped(values, columns, join.reshape(8, 2), bases)
    fitted = fit(group, start)
    assert fitted.deviance == pytest.approx(3667.96276376, abs=2e-5)
    # SAS stops where a step promises less than 1e-8 of the likelihood, a little before the maximum; at its own estimates of
    # the covariance (as printed) the figures agree to the digits that those have.
    shown = np.array([108.39, 45.4113, 40.1721, -2.6971, 0.7771, 24.6058, -47.0103, -13.0998, 18.7346, 152.36])
    np.testing.assert_allclose(fitted.theta, shown, atol=0.02)
    point = at_point(group, shown)
    assert point is not None
    assert point.likelihood < fitted.point.likelihood
    estimate, error, freedom = Fitted(group, point, slopes(group, point)).value(DIFFERENCE)
    assert (estimate, error) == (pytest.approx(3.81972492, rel=1e-6), pytest.approx(0.66124382, rel=2e-6))
    assert freedom == pytest.approx(160.733266, rel=5e-6)
    assert fitted.value(DIFFERENCE) == (
        pytest.approx(3.81972, rel=1e-4),
        pytest.approx(0.66124, rel=1e-4),
        pytest.approx(160.7, abs=0.05),
    )
    # -2 Res Log Likelihood for another model of the same data, FEV1 = ARMCD SEX: 3667.0 (design/SAS/sas_coef_ci_reml_un.txt)
    columns = np.concatenate([columns, data.female[:, None]], axis=1).astype(float)
    join = np.tile(np.eye(3), (4, 1))
    fitted = fit(grouped(values, columns, join, bases), start)
    assert fitted.deviance == pytest.approx(3666.967, abs=1e-3)
    other = fitted.value(np.array([-1.0, 1.0, 0.0]), "satterthwaite")
    assert other == (pytest.approx(3.8265, abs=5e-5), pytest.approx(0.6421, abs=1e-4), pytest.approx(161, abs=0.5))


def test_compound_symmetry_agrees_with_lmertest_and_pbkrtest():
    # R: contest1D(lmer(y ~ visit * arm + visit:base + base + (1 | id)), L, ddf = "Satterthwaite" / "Kenward-Roger")
    model = repeated_model(parallel(), ("baseline",), "phq-15", ("compound symmetric",))
    weights = model.weights(DIFFERENCE, 3)
    plain = model.fitted.value(weights, "satterthwaite")
    assert plain == (
        pytest.approx(-0.8433276, abs=1e-6),
        pytest.approx(0.8781386, abs=1e-6),
        pytest.approx(89.6194, abs=1e-3),
    )
    corrected = model.fitted.value(weights, "kenward-roger, expected information")
    assert corrected[1:] == (pytest.approx(0.8782801, abs=1e-6), pytest.approx(88.1810, abs=1e-3))


def test_without_gaps_it_is_the_ancova_of_that_visit():
    data = parallel(gone=0.0)
    filled = np.where(np.isnan(data.readings["phq-15"]), 13.0, data.readings["phq-15"])
    data = replace(data, readings={"phq-15": filled})
    whole = analyse(data, LAST, "phq-15", "lower")[0]
    alone = analyse(data, replace(LAST, method="ancova"), "phq-15", "lower")[0]
    for name in ("estimate", "error", "freedom", "p", "low", "high"):
        assert getattr(whole, name) == pytest.approx(getattr(alone, name), rel=1e-6)


def test_derivatives_are_those_of_the_likelihood():
    data = parallel(arms=3, people=45)
    values, visits = data.readings["phq-15"].T, 4
    columns = np.stack([np.ones(45), data.given[0] == 1, data.given[0] == 2], axis=1).astype(float)
    rows, others = np.tril_indices(visits)
    bases = np.zeros((10, 4, 4))
    bases[np.arange(10), rows, others] = bases[np.arange(10), others, rows] = 1.0
    group = grouped(values, columns, np.eye(12), bases)
    theta = np.where(rows == others, 9.0 + rows, 4.0)

    def likelihood(theta):
        point = at_point(group, theta)
        assert point is not None
        return point.likelihood

    def score(theta):
        point = at_point(group, theta)
        assert point is not None
        return slopes(group, point).score

    point = at_point(group, theta)
    assert point is not None
    known = slopes(group, point)
    steps = 1e-4 * np.eye(10)
    slope = [(likelihood(theta + step) - likelihood(theta - step)) / 2e-4 for step in steps]
    np.testing.assert_allclose(known.score, slope, atol=1e-7)
    curve = [(score(theta + step) - score(theta - step)) / 2e-4 for step in steps]
    np.testing.assert_allclose(known.observed, -np.array(curve), atol=1e-7)
    assert at_point(group, -theta) is None


def test_order_of_people_and_unit_do_not_matter():
    data = parallel()
    order = np.argsort(normal(60, salt=77))
    shuffled = replace(
        data, given=data.given[:, order], readings={"phq-15": 10 * data.readings["phq-15"][:, order]},
        baseline={"phq-15": 10 * data.baseline["phq-15"][order]},
    )  # fmt: skip
    one, other = (analyse(item, LAST, "phq-15", "lower")[0] for item in (data, shuffled))
    assert other.estimate == pytest.approx(10 * one.estimate, rel=1e-6)
    assert other.freedom == pytest.approx(one.freedom, rel=1e-5)


def test_a_fallback_is_named():
    # Nobody was read at both the first and the fifth visit, so that one covariance cannot be told.
    data = parallel(30, 6, gone=0.0, salt=3)
    readings = data.readings["phq-15"].copy()
    readings[0, :15] = readings[4, 15:] = np.nan
    data = replace(data, readings={"phq-15": readings})
    found = analyse(data, replace(LAST, at=Moment(126)), "phq-15", "lower")[0]
    assert np.isfinite(found.estimate)
    assert found.failure.startswith("Toeplitz covariance, for with unstructured covariance ")


def test_impossible_data_give_no_number_but_a_reason():
    data = parallel(8)
    flat = analyse(replace(data, readings={"phq-15": np.full((4, 8), 10.0)}), LAST, "phq-15", "lower")[0]
    assert np.isnan(flat.estimate)
    assert "do not vary" in flat.failure
    gone = np.where((np.arange(4)[:, None] == 3) & (data.given == 1), np.nan, 10 + normal(4, 8, salt=5))
    empty = analyse(replace(data, readings={"phq-15": gone}), LAST, "phq-15", "lower")[0]
    assert np.isnan(empty.estimate)
    assert empty.failure == "fewer than two arms have a reading of phq-15 at day 84"


def test_visits_that_nobody_was_read_at_are_left_out():
    data = parallel(40)
    readings = np.full((4, 40), np.nan)
    readings[3] = data.readings["phq-15"][3]
    data = replace(data, readings={"phq-15": readings})
    one = analyse(data, LAST, "phq-15", "lower")[0]
    other = analyse(data, replace(LAST, method="ancova"), "phq-15", "lower")[0]
    assert (one.estimate, one.error) == (pytest.approx(other.estimate), pytest.approx(other.error))


def test_two_hundred_people_and_four_visits_take_milliseconds():
    data = parallel(200)
    analyse(data, LAST, "phq-15", "lower")
    began = time.process_time()
    for _ in range(10):
        analyse(data, LAST, "phq-15", "lower")
    assert (time.process_time() - began) / 10 < 0.1
