"""Tests of published trials: the same p as the libraries give one by one, and nominal errors where nothing differs."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from statsmodels.formula.api import ols

from somaloop.trials.replica_tests import ALONE, TESTS, Side, p_values

STREAM = np.random.default_rng(5)


def sides(count: int, apart: float = 0.0) -> tuple[Side, Side]:
    made = []
    for size, shift in ((14, apart), (11, 0.0)):
        start = STREAM.normal(10.0, 3.0, (count, size))
        end = 0.5 * start + STREAM.normal(4.0 + shift, 2.0, (count, size))
        made.append(Side(end, start, end > 9.0))
    return made[0], made[1]


def test_each_test_agrees_with_the_library():
    one, other = sides(3, 1.0)
    paired = Side(other.end[:, :11], other.start[:, :11] if other.start is not None else None)
    first = Side(one.end[:, :11], one.start[:, :11] if one.start is not None else None)
    assert one.counted is not None and other.counted is not None
    for row in range(3):
        table = [
            [side.counted[row].sum(), (~side.counted[row]).sum()] for side in (one, other) if side.counted is not None
        ]
        expected = {
            "t test of changes": stats.ttest_ind(one.change[row], other.change[row]).pvalue,
            "t test at the end": stats.ttest_ind(one.end[row], other.end[row]).pvalue,
            ALONE: stats.ttest_1samp(one.change[row], 0.0).pvalue,
            "rank-sum test of changes": stats.mannwhitneyu(
                one.change[row], other.change[row], method="asymptotic"
            ).pvalue,
            "Fisher's exact test": stats.fisher_exact(table).pvalue,
        }
        for name, p in expected.items():
            assert p_values(name, one, other)[row] == pytest.approx(p), name
        assert p_values("paired t test of changes", first, paired)[row] == pytest.approx(
            stats.ttest_rel(first.change[row], paired.change[row]).pvalue
        )
        assert p_values("paired t test at the end", first, paired)[row] == pytest.approx(
            stats.ttest_rel(first.end[row], paired.end[row]).pvalue
        )


def test_covariance_is_the_regression_on_arm_and_start():
    one, other = sides(2, 1.0)
    assert one.start is not None and other.start is not None
    data = pd.DataFrame({
        "end": np.concatenate([one.end[1], other.end[1]]), "start": np.concatenate([one.start[1], other.start[1]]),
        "arm": np.repeat([1.0, 0.0], [14, 11]),
    })  # fmt: skip
    assert p_values("analysis of covariance", one, other)[1] == pytest.approx(
        ols("end ~ arm + start", data).fit().pvalues["arm"]
    )


@pytest.mark.parametrize("name", TESTS)
def test_where_nothing_differs_five_in_a_hundred_are_significant(name):
    count = 400 if name == "analysis of covariance" else 4000
    one, other = sides(count)
    if name.startswith("paired"):
        other = Side(STREAM.normal(0.0, 1.0, one.end.shape) + one.end, one.start)
    if name == ALONE:
        one = Side(STREAM.normal(5.0, 1.0, one.end.shape), np.full(one.end.shape, 5.0))
    share = (p_values(name, one, other) < 0.05).mean()
    error = np.sqrt(0.05 * 0.95 / count)
    assert share < 0.05 + 4 * error
    if name != "Fisher's exact test":  # which is exact, and so finds fewer where counts are small
        assert share > 0.05 - 4 * error


def test_what_does_not_vary_gives_no_p_and_what_lacks_something_is_refused():
    flat = Side(np.ones((2, 5)), np.ones((2, 5)))
    assert np.isnan(p_values("t test of changes", flat, flat)).all()
    with pytest.raises(ValueError, match="two arms"):
        p_values("t test of changes", flat, None)
    with pytest.raises(ValueError, match="rule"):
        p_values("Fisher's exact test", flat, flat)
    with pytest.raises(ValueError, match="start"):
        p_values("analysis of covariance", Side(np.ones((2, 5))), flat)
