"""Analysis of covariance: means of all arms at one visit, adjusted for covariates, by least squares."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from somaloop.trials.analyses._design import (
    arm_columns,
    covariate_columns,
    independent,
    need_two_arms,
    readings_of,
    visit_place,
    without,
)
from somaloop.trials.analyses._judge import CannotAnalyseError, Rule, failed, judged, need_spread
from somaloop.trials.analyses.contrast import Contrast
from somaloop.trials.data import Array, Estimate, TrialData
from somaloop.trials.plan import Analysis


@dataclass(frozen=True)
class ArmMeans:
    """Adjusted means [arms] (NaN where an arm has no reading), their covariance, and the degrees of freedom."""

    names: tuple[str, ...]
    means: Array
    covariance: Array
    present: NDArray[np.bool_]
    counts: NDArray[np.int64]
    freedom: float
    n: int
    outcome: str
    when: str
    note: str = ""

    def value(self, contrast: Contrast) -> tuple[float, float]:
        """A contrast and its standard error. Raises CannotAnalyseError where an arm of it has no reading."""
        weights = contrast.weights
        empty = (weights != 0) & ~self.present
        if empty.any():
            names = [name for name, no in zip(self.names, empty, strict=True) if no]
            raise CannotAnalyseError(without(names, self.outcome, self.when))
        used = weights[self.present]
        return float(used @ self.means[self.present]), math.sqrt(float(used @ self.covariance @ used))

    def judged(self, contrast: Contrast, rule: Rule) -> Estimate:
        """A contrast, judged by t."""
        try:
            value, error = self.value(contrast)
        except CannotAnalyseError as reason:
            return failed(contrast.name, self.n, str(reason), contrast.unit)
        return judged(rule, contrast.name, value, error, self.freedom, self.n, contrast.unit, self.note)


def arm_means(data: TrialData, analysis: Analysis, outcome: str) -> ArmMeans:
    """Least-squares means of all arms at the visit that counts; people without a reading there are left out.

    Raises CannotAnalyseError where too few people are left.
    """
    from statsmodels.regression.linear_model import OLS

    place = visit_place(data, analysis.at)
    values = readings_of(data, outcome)[place]
    covariates = covariate_columns(data, analysis.covariates, outcome)
    seen = ~np.isnan(values)
    arms = arm_columns(data.given[place][seen], len(data.arms))
    counts = arms.sum(axis=0).astype(np.int64)
    present = counts > 0
    when = f"at {analysis.at}"
    need_two_arms(present, outcome, when)
    arms = arms[:, present]
    columns = np.concatenate([arms, independent(arms, covariates[seen])], axis=1)
    freedom = len(columns) - columns.shape[1]
    if freedom < 1:
        raise CannotAnalyseError(f"{len(columns)} people with a reading {when} are too few for the covariates")
    fitted = OLS(values[seen], columns).fit()
    need_spread(float(fitted.mse_resid), values)
    size = arms.shape[1]
    means = np.full(len(data.arms), np.nan)
    means[present] = fitted.params[:size]
    covariance = np.asarray(fitted.cov_params())[:size, :size]
    return ArmMeans(data.arms, means, covariance, present, counts, float(freedom), len(columns), outcome, when)
