"""Power by formula against R and published figures."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import nct, t
from statsmodels.stats.power import TTestIndPower

from somaloop.language import SomaloopError
from somaloop.trials.closed_form import (
    ancova_power,
    cluster_power,
    crossover_power,
    design_effect,
    people_needed,
    proportions_power,
    t_power,
)


def test_t_power_agrees_with_r_and_statsmodels():
    # R: power.t.test(n = 20, delta = 1, sd = 1, strict = TRUE)
    assert t_power(1.0, np.sqrt(2 / 20), 38) == pytest.approx(0.868953028, abs=1e-8)
    # R: power.t.test(n = 30, delta = 0.5, sd = 1, alternative = "one.sided")
    assert t_power(0.5, np.sqrt(2 / 30), 58, 0.05, 1) == pytest.approx(0.606025328, abs=1e-8)
    known = TTestIndPower().power(0.4, 60, 0.05, 1.5)
    assert t_power(-0.4, np.sqrt(1 / 60 + 1 / 90), 148) == pytest.approx(known, abs=1e-6)


def test_ancova_power_averages_over_the_baselines_imbalance():
    chance = np.random.default_rng(1)
    treated, control, difference, sd, correlation = 12, 18, -4.0, 5.0, 0.6
    n = treated + control
    residual = sd * np.sqrt(1 - correlation**2)
    found = []
    for _ in range(4000):
        baseline = chance.standard_normal(n)
        x = np.column_stack([np.arange(n) < treated, np.ones(n), baseline]).astype(float)
        ratio = difference / residual / np.sqrt(np.linalg.inv(x.T @ x)[0, 0])
        bound = t.isf(0.025, n - 3)
        found.append(nct.sf(bound, n - 3, abs(ratio)) + nct.cdf(-bound, n - 3, abs(ratio)))
    assert ancova_power(difference, sd, correlation, treated, control) == pytest.approx(np.mean(found), abs=0.003)
    with pytest.raises(SomaloopError, match="too few"):
        ancova_power(1, 1, 0.5, 2, 1)


def test_large_trials_have_the_textbook_size():
    # (z_0.975 + z_0.8)^2 * 4 sd^2 (1 - r^2) / d^2 people in all (Borm, Fransen & Lemmens, J Clin Epidemiol 2007;60:1234)
    wanted = (1.959964 + 0.841621) ** 2 * 4 * 25 * (1 - 0.36) / 1.0
    found = people_needed(lambda people: ancova_power(1.0, 5.0, 0.6, people // 2, people - people // 2))
    assert found == pytest.approx(wanted, rel=0.02)


def test_crossover_power():
    # The estimate's variance is 2 sd^2 / n where both sequences have n / 2 people.
    assert crossover_power(2.0, 3.0, 24) == pytest.approx(t_power(2.0, 3 * np.sqrt(2 / 24), 22))
    # Julious, Sample Sizes for Clinical Trials, 2010, chapter 4: (z + z)^2 * 2 sd^2 / d^2, and a little more for the t test
    found = people_needed(lambda people: crossover_power(2.0, 3.0, people), 0.9)
    assert 2 * 9 * (1.959964 + 1.281552) ** 2 / 4 < found < 2 * 9 * (1.959964 + 1.281552) ** 2 / 4 + 4
    with pytest.raises(SomaloopError, match="too few"):
        crossover_power(1, 1, 2)


def test_proportions_power_agrees_with_r():
    # R: power.prop.test(n = 50, p1 = 0.5, p2 = 0.75, strict = TRUE)
    assert proportions_power(0.75, 0.5, 50, 50) == pytest.approx(0.740167193, abs=1e-8)
    # power.prop.test(n = 100, p1 = 0.3, p2 = 0.4, alternative = "one.sided")
    assert proportions_power(0.3, 0.4, 100, 100, 0.05, 1) == pytest.approx(0.435159039, abs=1e-8)


def test_clusters():
    assert design_effect(20, 0.05) == pytest.approx(1.95)
    assert design_effect(20, 0.05, 0.5) == pytest.approx(1 + (1.25 * 20 - 1) * 0.05)
    # Clusters of one person are people.
    assert cluster_power(2.0, 4.0, 1, 0.3, 50, 50) == pytest.approx(t_power(2.0, 4 * np.sqrt(2 / 50), 98))
    # Where people of a cluster are alike, only clusters count.
    assert cluster_power(2.0, 4.0, 30, 1.0, 50, 50) == pytest.approx(t_power(2.0, 4 * np.sqrt(2 / 50), 98))


def test_too_little_power_for_any_number():
    with pytest.raises(SomaloopError, match="do not give a power of"):
        people_needed(lambda people: 0.3, most=1000)
