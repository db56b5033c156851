"""Factorial and dose-finding trials against R, and Dunnett's distribution against SciPy."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import dunnett, multivariate_t
from trials.analyses.odd import parallel

from somaloop.language import SomaloopError
from somaloop.studies.moments import Moment
from somaloop.trials.analyses import analyse, contrasts
from somaloop.trials.analyses._dunnett import all_below, simultaneous_quantile
from somaloop.trials.plan import Analysis

FACTORIAL = Analysis(method="factorial", at=Moment(84))
DOSE = Analysis(method="dose", at=Moment(84))
FACTORS = {
    "factors": {"magnesium": ("none", "magnesium"), "CBT": ("none", "CBT")},
    "levels": {"magnesium": np.array([0, 1, 0, 1]), "CBT": np.array([0, 0, 1, 1])},
}
DOSES = {"dose": np.array([0.0, 150.0, 300.0, 450.0])}


def test_factorial_agrees_with_r():
    # R: e <- emmeans(lm(y ~ arm + base), ~ arm); contrast(e, list(c(-.5, .5, -.5, .5), c(-.5, -.5, .5, .5), c(1, -1, -1, 1)))
    found = analyse(parallel(80, arms=4, **FACTORS), FACTORIAL, "phq-15", "lower")
    assert [item.contrast for item in found] == ["magnesium", "CBT", "magnesium x CBT"]
    assert [round(item.estimate, 3) for item in found] == [-0.894, -3.182, -0.197]
    assert [round(item.error, 2) for item in found] == [1.13, 1.15, 2.30]
    assert [round(item.p, 4) for item in found] == [0.4336, 0.0075, 0.9319]
    assert {item.freedom for item in found} == {56}


def test_factorial_needs_every_cell():
    data = parallel(80, arms=4)
    with pytest.raises(SomaloopError, match="at least two factors"):
        analyse(data, FACTORIAL, "phq-15", "lower")
    levels = {**FACTORS["levels"], "CBT": np.array([0, 0, 1, -1])}
    with pytest.raises(SomaloopError, match="there are 4 combinations, and 3 of them have an arm"):
        analyse(replace(data, **{**FACTORS, "levels": levels}), FACTORIAL, "phq-15", "lower")


def test_three_factors_and_three_levels_have_their_contrasts():
    cells = np.array([(a, b) for a in range(3) for b in range(2)])
    data = replace(
        parallel(60), arms=tuple("abcdef"), control="a", dose=np.full(6, np.nan),
        factors={"salt": ("none", "citrate", "oxide"), "CBT": ("none", "CBT")},
        levels={"salt": cells[:, 0], "CBT": cells[:, 1]},
    )  # fmt: skip
    every = {item.name: item.weights for item in contrasts(data, FACTORIAL)}
    assert list(every) == ["salt: citrate", "salt: oxide", "CBT", "salt: citrate x CBT", "salt: oxide x CBT"]
    np.testing.assert_allclose(every["salt: oxide"], [-0.5, -0.5, 0, 0, 0.5, 0.5])
    np.testing.assert_allclose(every["CBT"], [-1 / 3, 1 / 3, -1 / 3, 1 / 3, -1 / 3, 1 / 3])
    np.testing.assert_allclose(every["salt: oxide x CBT"], [1, -1, 0, 0, -1, 1])
    cells = np.array([(a, b, c) for a in range(2) for b in range(2) for c in range(2)])
    two = ("none", "some")
    data = replace(
        data, arms=tuple("abcdefgh"), dose=np.full(8, np.nan), factors=dict.fromkeys("ABC", two),
        levels={name: cells[:, place] for place, name in enumerate("ABC")},
    )  # fmt: skip
    every = {item.name: item.weights for item in contrasts(data, FACTORIAL)}
    assert list(every) == ["A", "B", "C", "A x B", "A x C", "B x C"]
    # Means over the other factor: an effect of 1 of A, one of 3 of A and B together.
    means = cells[:, 0] + 3.0 * cells[:, 0] * cells[:, 1]
    assert every["A x B"] @ means == pytest.approx(3)
    assert every["A"] @ means == pytest.approx(1 + 1.5)


def test_doses_agree_with_r():
    # R: contrast(e, c(-3, -1, 1, 3) * 0.3); glht(lm(y ~ arm + base), mcp(arm = "Dunnett"), "two.sided" and "less"),
    # adjusted(maxpts = 1e6, abseps = 1e-8); confint
    found = analyse(parallel(80, arms=4, **DOSES), DOSE, "phq-15", "lower")
    assert [item.contrast for item in found] == [
        "line of dose at 450", "magnesium against placebo", "CBT against placebo", "both against placebo",
    ]  # fmt: skip
    assert (round(found[0].estimate, 3), round(found[0].error, 2), round(found[0].p, 4)) == (-4.355, 1.53, 0.0061)
    assert [item.p for item in found[1:]] == pytest.approx([0.929028, 0.150420, 0.036640], abs=2e-5)
    assert [item.estimate for item in found[1:]] == pytest.approx([-0.7949538961, -3.0835858457, -4.0759030072])
    # R's quantile is itself found to about 1e-3.
    assert [item.low for item in found[1:]] == pytest.approx([-4.7184, -6.9861, -7.9479], abs=4e-3)
    assert [item.success for item in found[1:]] == [False, False, True]
    one = analyse(parallel(80, arms=4, **DOSES), replace(DOSE, sides=1), "phq-15", "lower")
    assert [item.p for item in one[1:]] == pytest.approx([0.548014, 0.075272, 0.018321], abs=2e-5)


def test_dunnett_agrees_with_scipy_without_covariates():
    data = parallel(80, arms=4, **DOSES)
    values, arm = data.readings["phq-15"][3], data.given[3]
    groups = [values[(arm == place) & ~np.isnan(values)] for place in range(4)]
    found = analyse(data, replace(DOSE, covariates=()), "phq-15", "lower")[1:]
    known = dunnett(*groups[1:], control=groups[0], random_state=np.random.default_rng(1))
    # SciPy integrates by chance points.
    assert [item.p for item in found] == pytest.approx(known.pvalue, abs=2e-3)
    interval = known.confidence_interval(0.95)
    assert [item.low for item in found] == pytest.approx(interval.low, abs=0.03)


@pytest.mark.parametrize("freedom", [3.0, 12.0, 195.0])
@pytest.mark.parametrize("likeness", [0.3, 0.5])
def test_the_distribution_of_the_largest(freedom, likeness):
    correlation = np.full((4, 4), likeness)
    np.fill_diagonal(correlation, 1)
    known = multivariate_t(shape=correlation, df=freedom)
    for bound in (1.0, 2.3):
        inside = known.cdf(np.full(4, bound), lower_limit=np.full(4, -bound), maxpts=100_000, random_state=1)
        assert all_below(bound, correlation, freedom, 2) == pytest.approx(inside, abs=5e-5)
        assert all_below(bound, correlation, freedom, 1) == pytest.approx(
            known.cdf(np.full(4, bound), maxpts=100_000, random_state=1), abs=5e-5
        )


def test_published_bounds():
    # Dunnett, Biometrics 1964;20:482, table II: two-sided 5 %, infinite degrees of freedom: 2.21, 2.35, 2.51 for 2, 3 and 5
    # comparisons; 10 degrees of freedom, 3 comparisons: 2.76. One-sided (JASA 1955;50:1096): 2.06 for 3, infinite.
    for count, freedom, sides, bound in (
        (2, np.inf, 2, 2.21),
        (3, np.inf, 2, 2.35),
        (5, np.inf, 2, 2.51),
        (3, 10, 2, 2.76),
        (3, np.inf, 1, 2.06),
    ):
        correlation = np.full((count, count), 0.5)
        np.fill_diagonal(correlation, 1)
        assert simultaneous_quantile(0.95, correlation, freedom, sides) == pytest.approx(bound, abs=5.1e-3)


def test_a_line_for_each_salt_with_the_placebo_at_nothing():
    data = replace(
        parallel(80, arms=4), dose=np.array([np.nan, 200.0, 400.0, 400.0]), factors={"salt": ("citrate", "oxide")},
        levels={"salt": np.array([-1, 0, 0, 1])},
    )  # fmt: skip
    every = {item.name: item.weights for item in contrasts(data, DOSE)}
    assert list(every)[:2] == ["line of citrate dose at 400", "line of oxide dose at 400"]
    np.testing.assert_allclose(every["line of citrate dose at 400"], [-1, 0, 1, 0])
    np.testing.assert_allclose(every["line of oxide dose at 400"], [-1, 0, 0, 1])
    # Where the truth is a line, the contrast is its rise.
    np.testing.assert_allclose(every["line of citrate dose at 400"] @ [5.0, 4.0, 3.0, 9.0], -2)
    with pytest.raises(SomaloopError, match="at least two doses"):
        analyse(parallel(80, arms=4), DOSE, "phq-15", "lower")
