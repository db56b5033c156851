"""The check of analyses: it counts rightly, finds faults, and its own trials are what they say."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import binomtest

from somaloop.trials.answer import Share
from somaloop.trials.method_cases import EFFECT, cases, shares, true_values
from somaloop.trials.method_check import Case, check, interval
from somaloop.trials.method_data import (
    MEAN,
    OUTCOME,
    SD,
    Leave,
    ParallelTrials,
    PeriodTrials,
    correlation,
)
from somaloop.trials.plan import Analysis

PAIR = "magnesium against placebo"


def case(source, method="ancova", true=0.0, **changes) -> Case:
    content = {
        "name": "x", "data": "", "source": source, "analysis": Analysis(method=method, at=source.at), "outcome": OUTCOME,
        "true": {PAIR: true},
    }  # fmt: skip
    return Case(**(content | changes))


def test_a_right_analysis_is_as_promised_and_workers_do_not_matter():
    there = ParallelTrials(people=40, effects=(0.0, -3.0))
    every = [case(ParallelTrials(people=40)), case(there, true=-3.0)]
    told = []
    one = check(every, 200, progress=lambda done, of: told.append((done, of)))
    assert [row.off for row in one] == [(), ()]
    assert one[0].found.low < 0.05 < one[0].found.high
    assert one[1].found.value > 0.4
    assert (told[-1], told[0]) == ((400, 400), (50, 400))
    two = check(every, 200, workers=2)
    assert [replace(row, seconds=0.0) for row in two] == [replace(row, seconds=0.0) for row in one]


def test_faults_are_found():
    trials = ParallelTrials(people=40)
    shifted = check([case(ParallelTrials(people=40, effects=(0.0, -1.0)), true=0.0)], 400)[0]
    assert "biased" in shifted.off
    assert "error of the first kind too high" in shifted.off
    loose = case(trials, analysis=Analysis(method="ancova", at=trials.at, alpha=0.15), nominal=0.05)
    assert "error of the first kind too high" in check([loose], 400)[0].off
    strict = case(trials, analysis=Analysis(method="ancova", at=trials.at, alpha=0.005), nominal=0.05)
    assert "error of the first kind too low" in check([strict], 400)[0].off
    weak = case(ParallelTrials(people=40, effects=(0.0, -3.0)), true=-3.0, power={PAIR: 0.9})
    assert check([weak], 400)[0].off == ("power too low",)


def test_what_cannot_be_done_is_counted():
    # Everybody is a cluster by himself.
    row = check([case(ParallelTrials(people=20), "cluster")], 50)[0]
    assert (row.failed, row.replicates) == (1.0, 0)
    assert row.off == ("failed at times",)


def test_interval_is_exact():
    for count, of in ((0, 50), (3, 50), (25, 50), (50, 50)):
        known = binomtest(count, of).proportion_ci(0.95, "exact")
        assert interval(count, of) == Share(count / of, pytest.approx(known.low), pytest.approx(known.high))


def test_readings_have_the_correlations_that_they_are_said_to_have():
    data = ParallelTrials(people=40_000, effects=(0.0, -2.0))(0)
    every = np.vstack([data.baseline[OUTCOME], data.readings[OUTCOME]])
    arm = data.given[0]
    control = every[:, arm == 0]
    np.testing.assert_allclose(control.mean(axis=1), MEAN, atol=0.12)
    np.testing.assert_allclose(control.std(axis=1), SD, rtol=0.02)
    assert np.corrcoef(control)[0, 4] == pytest.approx(correlation(4), abs=0.02)
    assert np.corrcoef(control)[1, 2] == pytest.approx(0.70, abs=0.02)
    gain = every[:, arm == 1].mean(axis=1) - control.mean(axis=1)
    np.testing.assert_allclose(gain, [0, -0.5, -1, -1.5, -2], atol=0.15)
    assert not np.isnan(every).any()


def test_leaving_hangs_on_what_was_seen():
    data = ParallelTrials(people=20_000, leave=Leave())(0)
    gone = np.isnan(data.readings[OUTCOME][0])
    assert data.baseline[OUTCOME][gone].mean() > MEAN + 1.5
    assert 0.2 < np.isnan(data.readings[OUTCOME][3]).mean() < 0.33
    last = np.isnan(data.readings[OUTCOME])
    # Who left does not come back, but for the single readings that are missing.
    assert (last[:-1] & ~last[1:]).mean() < 0.04


def test_clusters_and_periods_are_built_as_told():
    data = ParallelTrials(people=3000, cluster_size=30, cluster_sd=3.0)(0)
    assert len(np.unique(data.cluster)) == 100
    assert all(len(np.unique(data.given[0][data.cluster == one])) == 1 for one in range(100))
    means = np.array([data.readings[OUTCOME][3][data.cluster == one].mean() for one in range(100)])
    assert means.std() == pytest.approx(np.sqrt(9 + SD**2 / 30), rel=0.2)
    crossed = PeriodTrials(people=4000, effects=(0.0, -2.0), differ=1.5)(0)
    change = crossed.readings[OUTCOME][1] - crossed.readings[OUTCOME][0]
    assert change[crossed.sequence == 0].mean() == pytest.approx(-2.5, abs=0.3)
    assert change[crossed.sequence == 1].mean() == pytest.approx(1.5, abs=0.3)


def test_true_shares_of_responders():
    source = ParallelTrials(people=200_000, effects=(0.0, EFFECT))
    data = source(0)
    counted = [(data.baseline[OUTCOME] - data.readings[OUTCOME][3] >= 5)[data.given[3] == arm].mean() for arm in (0, 1)]
    np.testing.assert_allclose(shares(source), counted, atol=0.005)


def test_every_method_is_checked_under_no_effect_and_without_people_who_leave():
    from typing import get_args

    from somaloop.trials.plan import Method

    every = cases()
    for method in get_args(Method):
        own = [item for item in every if item.analysis.method == method]
        assert any(not any(item.true.values()) for item in own)
        assert any(any(item.true.values()) and item.source.leave is None for item in own)
    for item in every:
        every_true = true_values(item.source, item.analysis, item.together)
        assert item.true.items() <= every_true.items()
        if item.expected:
            assert item.source.leave is not None


@pytest.mark.parametrize("name", dict.fromkeys(item.name for item in cases()))
def test_no_analysis_is_far_off(name):
    # A few trials of each: gross faults only; the command makes the whole table.
    for row in check([item for item in cases() if item.name == name and item.source.leave is None], 40):
        assert not row.off
