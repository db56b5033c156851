"""The tests that trials are judged by in print, each over many replicates at once.

A test gets readings [replicates, people] and gives p for two sides [replicates]; NaN where it cannot be done (nobody
differs), which counts as no difference.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Side:
    """Readings of one arm: at the ``end``, at the ``start`` (None: not read), and who counts by a rule (None: no rule)."""

    end: Array
    start: Array | None = None
    counted: NDArray[np.bool_] | None = None

    @property
    def change(self) -> Array:
        """What each person changed; the reading at the end where there is no start."""
        return self.end if self.start is None else self.end - self.start


def p_values(test: str, treated: Side, control: Side | None) -> Array:
    """Values of p for two sides by the name of a test [replicates]. Raises ValueError where it lacks what it needs."""
    if control is None and test != ALONE:
        raise ValueError(f"{test} needs two arms")
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")  # readings that do not vary: p is NaN
        return np.asarray(_TESTS[test](treated, control), dtype=float)


def _t(name: str, one: Array, other: Any) -> Array:
    from scipy import stats

    return getattr(stats, name)(one, other, axis=-1).pvalue


def _ranks(one: Array, other: Array) -> Array:
    from scipy.stats import mannwhitneyu

    return mannwhitneyu(one, other, axis=-1, method="asymptotic").pvalue


def _covariance(treated: Side, control: Any) -> Array:
    """The reading at the end by arm, adjusted for the one at the start: ordinary least squares of each replicate."""
    from statsmodels.api import OLS

    arm = np.repeat([1.0, 0.0], [treated.end.shape[-1], control.end.shape[-1]])
    end = np.concatenate([treated.end, control.end], axis=-1)
    start = np.concatenate([_start(treated), _start(control)], axis=-1)
    one = np.ones(len(arm))
    return np.array([OLS(y, np.stack([one, arm, x], axis=1)).fit().pvalues[1] for y, x in zip(end, start, strict=True)])


def _start(side: Side) -> Array:
    if side.start is None:
        raise ValueError("analysis of covariance needs readings at the start")
    return side.start


def _fisher(treated: Side, control: Any) -> Array:
    if treated.counted is None or control.counted is None:
        raise ValueError("Fisher's exact test needs a rule that says who counts")
    sizes = treated.counted.shape[-1], control.counted.shape[-1]
    counts = zip(treated.counted.sum(axis=-1), control.counted.sum(axis=-1), strict=True)
    return np.array([_exact(int(one), sizes[0], int(other), sizes[1]) for one, other in counts])


@lru_cache(maxsize=4096)
def _exact(one: int, of: int, other: int, among: int) -> float:
    from scipy.stats import fisher_exact

    return float(fisher_exact([[one, of - one], [other, among - other]]).pvalue)  # pyright: ignore[reportAttributeAccessIssue]


ALONE = "t test of the change"  # the one test of a single arm
_TESTS: Mapping[str, Callable[[Side, Any], Array]] = MappingProxyType(
    {
        "analysis of covariance": _covariance,
        "t test of changes": lambda a, b: _t("ttest_ind", a.change, b.change),
        "t test at the end": lambda a, b: _t("ttest_ind", a.end, b.end),
        "paired t test of changes": lambda a, b: _t("ttest_rel", a.change, b.change),
        "paired t test at the end": lambda a, b: _t("ttest_rel", a.end, b.end),
        ALONE: lambda a, b: _t("ttest_1samp", a.change, 0.0),
        "rank-sum test of changes": lambda a, b: _ranks(a.change, b.change),
        "Fisher's exact test": _fisher,
    }
)
TESTS = tuple(_TESTS)
