"""Responders: who is one, the adjusted difference, and where the regression has no maximum."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from statsmodels.stats import proportion
from trials.analyses.odd import normal, parallel

from somaloop.language import SomaloopError
from somaloop.studies.moments import Moment
from somaloop.trials.analyses import analyse
from somaloop.trials.analyses._responder import responds
from somaloop.trials.plan import Analysis

LAST = Analysis(method="responder", at=Moment(84), by=2.0)
PLAIN = replace(LAST, covariates=())


def test_who_is_a_responder():
    data = replace(
        parallel(5), baseline={"phq-15": np.array([10.0, 10, 10, 10, 20])},
        readings={"phq-15": np.tile([8.0, 8.5, np.nan, 12, 15], (4, 1))},
    )  # fmt: skip
    assert responds(data, LAST, "phq-15", "lower")[3].tolist() == [True, False, False, False, True]
    assert responds(data, LAST, "phq-15", "higher")[3].tolist() == [False, False, False, True, False]
    share = replace(LAST, by=0.2, by_share=True)
    assert responds(data, share, "phq-15", "lower")[3].tolist() == [True, False, False, False, True]
    with pytest.raises(SomaloopError, match="needs by"):
        analyse(data, replace(LAST, by=None), "phq-15", "lower")
    with pytest.raises(SomaloopError, match="whether lower or higher"):
        analyse(data, LAST, "phq-15", "neither")


def test_estimate_agrees_with_r():
    # R: m <- glm(r ~ arm + base, binomial); mean(predict(m, all magnesium, "response")) - mean(predict(m, all placebo, ...))
    found = analyse(parallel(), LAST, "phq-15", "lower")[0]
    assert (found.unit, found.n, found.failure) == ("share", 60, "")
    assert found.estimate == pytest.approx(0.02299504472, abs=1e-9)


def test_more_responders_are_a_success_whichever_way_is_better():
    data = parallel(120)
    strong = replace(data, readings={"phq-15": data.readings["phq-15"] - 8 * data.given[0]})
    turned = replace(
        strong, readings={"phq-15": -strong.readings["phq-15"]}, baseline={"phq-15": -strong.baseline["phq-15"]}
    )
    for better, change in (("lower", strong), ("higher", turned)):
        for analysis in (LAST, PLAIN, replace(LAST, sides=1), replace(PLAIN, sides=1)):
            found = analyse(change, analysis, "phq-15", better)[0]  # type: ignore[arg-type]
            assert found.estimate > 0.2
            assert found.success


def test_the_error_is_that_of_repeated_samples():
    people = 400
    pool = parallel(2000, gone=0.0, salt=4)
    estimates, errors = [], []
    for replicate in range(150):
        chosen = np.random.default_rng(replicate).integers(0, 2000, people)
        data = replace(
            pool, given=pool.given[:, chosen], baseline={"phq-15": pool.baseline["phq-15"][chosen]},
            readings={"phq-15": pool.readings["phq-15"][:, chosen]}, stratum=pool.stratum[chosen],
        )  # fmt: skip
        found = analyse(data, LAST, "phq-15", "lower")[0]
        estimates.append(found.estimate)
        errors.append(found.error)
    # The spread of 150 estimates is known to about 6 %.
    assert np.mean(errors) == pytest.approx(np.std(estimates), rel=0.18)


def test_without_covariates_score_test_and_newcombe_interval():
    data = parallel(80, salt=5)
    data = replace(data, readings={"phq-15": data.readings["phq-15"] - 1.5 * data.given[0]})
    found = analyse(data, PLAIN, "phq-15", "lower")[0]
    gained = responds(data, PLAIN, "phq-15", "lower")[3]
    counts = [int(gained[data.given[0] == arm].sum()) for arm in (1, 0)]
    test = proportion.test_proportions_2indep(
        counts[0], 40, counts[1], 40, compare="diff", method="score", correction=True
    )
    low, high = proportion.confint_proportions_2indep(counts[0], 40, counts[1], 40, compare="diff", method="newcomb")
    assert found.estimate == pytest.approx((counts[0] - counts[1]) / 40)
    assert found.p == pytest.approx(test.pvalue)  # type: ignore[attr-defined]
    assert (found.low, found.high) == (pytest.approx(low), pytest.approx(high))


def test_newcombes_own_example():
    # Newcombe, Stat Med 1998;17:873, table II: 56/70 against 48/80, method 10: 0.0524 to 0.3339
    responders = np.r_[np.arange(70) < 56, np.arange(80) < 48]
    arm = np.r_[np.ones(70), np.zeros(80)].astype(np.int64)
    data = replace(
        parallel(150), given=np.tile(arm, (4, 1)), baseline={"phq-15": np.full(150, 10.0)},
        readings={"phq-15": np.tile(10.0 - 5 * responders, (4, 1))},
    )  # fmt: skip
    found = analyse(data, PLAIN, "phq-15", "lower")[0]
    assert (found.low, found.high) == (pytest.approx(0.0524, abs=5e-5), pytest.approx(0.3339, abs=5e-5))


def test_no_responders_in_an_arm_fall_back_by_name():
    data = parallel(40)
    none = replace(data, readings={"phq-15": np.where(data.given == 0, 30.0, data.readings["phq-15"])})
    found = analyse(none, LAST, "phq-15", "lower")[0]
    assert found.estimate > 0
    assert found.failure.startswith("no adjustment for covariates")
    nobody = replace(data, readings={"phq-15": np.full((4, 40), 30.0)})
    found = analyse(nobody, LAST, "phq-15", "lower")[0]
    assert (found.estimate, found.p, found.success) == (0.0, 1.0, False)
    assert found.low < 0 < found.high


def test_leaving_counts_as_none():
    data = parallel(100, salt=6)
    strong = replace(data, readings={"phq-15": 5 + 0.1 * normal(4, 100, salt=1)})
    gone = strong.readings["phq-15"].copy()
    gone[3, (data.given[3] == 1) & (np.arange(100) % 4 == 1)] = np.nan
    found = analyse(replace(strong, readings={"phq-15": gone}), PLAIN, "phq-15", "lower")[0]
    assert found.n == 100
    assert found.estimate < -0.3
