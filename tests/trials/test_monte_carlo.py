"""How sure shares of replicates are."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats
from statsmodels.stats.proportion import proportion_confint

from somaloop.trials.monte_carlo import between, error_of_mean, share_of, wilson


@pytest.mark.parametrize(("hits", "count"), [(0, 50), (7, 50), (25, 50), (50, 50), (3, 200)])
def test_the_interval_of_independent_replicates_is_wilsons(hits, count):
    low, high = wilson(hits / count, count, stats.norm.ppf(0.975))
    assert (low, high) == pytest.approx(proportion_confint(hits, count, method="wilson"))
    share = share_of(np.arange(count) < hits, np.zeros(count, dtype=int))
    assert share.value == hits / count
    assert share.low == pytest.approx(low, abs=0.01)
    assert share.high == pytest.approx(high, abs=0.01)


def test_none_and_all_are_bounds_themselves():
    assert wilson(0.0, 64, 1.96)[0] == 0.0
    assert wilson(1.0, 64, 1.96)[1] == 1.0


def test_independent_replicates_are_covered_at_95():
    stream = np.random.default_rng(1)
    inside = 0
    for _ in range(2000):
        share = share_of(stream.random(200) < 0.3, np.zeros(200, dtype=int))
        inside += share.low <= 0.3 <= share.high
    assert inside / 2000 == pytest.approx(0.95, abs=0.015)


def test_truths_are_counted():
    """40 truths, each with its own power, five replicates each: the interval is about the mean of all possible truths."""
    stream = np.random.default_rng(2)
    truth = np.arange(200) % 40
    power = stats.beta(0.7, 1.3)
    inside, wide = 0, []
    for _ in range(1000):
        own = power.rvs(40, random_state=stream)
        share = share_of(stream.random(200) < own[truth], truth)
        wide.append(share.high - share.low)
        inside += share.low <= power.mean() <= share.high
    assert inside / 1000 == pytest.approx(0.95, abs=0.025)
    alone = share_of(np.arange(200) < 70, np.zeros(200, dtype=int))
    assert np.mean(wide) > 1.3 * (alone.high - alone.low)


def test_what_truths_say_agrees_with_a_bootstrap_over_truths():
    stream = np.random.default_rng(3)
    truth = np.arange(400) % 40
    success = stream.random(400) < stats.beta(1, 1).rvs(40, random_state=stream)[truth]
    means = success.reshape(10, 40).mean(axis=0)
    drawn = means[stream.integers(0, 40, (4000, 40))].mean(axis=1)
    share = share_of(success, truth)
    assert (share.low, share.high) == pytest.approx(tuple(np.quantile(drawn, [0.025, 0.975])), abs=0.02)


def test_no_success_in_few_truths_says_little():
    few = share_of(np.zeros(200), np.arange(200) % 10)
    many = share_of(np.zeros(200), np.arange(200) % 100)
    one = share_of(np.zeros(200), np.zeros(200))
    assert few.value == many.value == one.value == 0.0
    assert few.high > many.high > one.high > 0.0


def test_the_error_of_the_pool_widens():
    truth, success = np.zeros(200), np.arange(200) < 100
    plain, wide = share_of(success, truth), share_of(success, truth, 0.05)
    assert wide.high - wide.low == pytest.approx(2 * 1.96 * np.hypot(0.05, np.sqrt(0.25 / 200)), rel=0.03)
    assert wide.high - wide.low > plain.high - plain.low
    assert share_of(np.ones(200), truth, 0.02).low < share_of(np.ones(200), truth).low


def test_an_error_of_a_mean_counts_those_that_belong_together():
    values = np.random.default_rng(1).standard_normal(300)
    assert error_of_mean(values, np.arange(300)) == pytest.approx(values.std(ddof=1) / np.sqrt(300))
    twice = np.repeat(values, 2)
    assert error_of_mean(twice, np.repeat(np.arange(300), 2)) == pytest.approx(values.std(ddof=1) / np.sqrt(300))
    assert np.isnan(error_of_mean(np.ones(1), np.zeros(1)))


def test_between_truths():
    assert between(np.arange(101.0)) == pytest.approx((2.5, 97.5))
    assert np.isnan(share_of(np.zeros(0), np.zeros(0)).value)
