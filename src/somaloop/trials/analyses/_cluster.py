"""Trials that allocate whole clusters: the clusters' adjusted means are compared, one number for each.

Covariates are adjusted for by their slopes within clusters, which are independent of the clusters' means, so that the t
test of the adjusted means keeps its error of the first kind with few clusters (two-stage analysis: Hayes & Moulton,
Cluster Randomised Trials, 2017; of the methods that hold with few clusters: Leyrat et al., Int J Epidemiol
2018;47:321).
"""

from __future__ import annotations

import numpy as np

from somaloop.trials.analyses._design import (
    arm_columns,
    covariate_columns,
    independent,
    need_two_arms,
    readings_of,
    visit_place,
)
from somaloop.trials.analyses._judge import Better, CannotAnalyseError, need_spread, rule_of
from somaloop.trials.analyses._linear import ArmMeans
from somaloop.trials.analyses.contrast import contrasts
from somaloop.trials.data import Array, Estimate, Numbers, TrialData
from somaloop.trials.plan import Analysis


def cluster(data: TrialData, analysis: Analysis, outcome: str, better: Better) -> tuple[Estimate, ...]:
    """Every arm against control; ``n`` counts people, the degrees of freedom clusters."""
    from statsmodels.regression.linear_model import OLS

    rule = rule_of(analysis, better)
    place = visit_place(data, analysis.at)
    values = readings_of(data, outcome)[place]
    covariates = covariate_columns(data, analysis.covariates, outcome)
    seen = ~np.isnan(values)
    values, covariates, given = values[seen], covariates[seen], data.given[place][seen]
    _, of, sizes = np.unique(data.cluster[seen], return_inverse=True, return_counts=True)
    if len(sizes) == len(values):
        raise CannotAnalyseError("every person is a cluster by herself; analyse them by ancova")
    arm_of = np.zeros(len(sizes), dtype=np.int64)
    arm_of[of] = given
    if (arm_of[of] != given).any():
        raise CannotAnalyseError("people of one cluster are in different arms")
    means, constant = _adjusted(values, covariates, of, sizes)
    arms = arm_columns(arm_of, len(data.arms))
    present = arms.sum(axis=0) > 0
    need_two_arms(present, outcome, f"at {analysis.at}")
    arms = arms[:, present]
    columns = np.concatenate([arms, independent(arms, constant)], axis=1)
    freedom = len(columns) - columns.shape[1]
    if freedom < 1:
        raise CannotAnalyseError(f"{len(columns)} clusters are too few to know how much clusters differ")
    fitted = OLS(means, columns).fit()
    need_spread(float(fitted.mse_resid), values)
    size = arms.shape[1]
    of_arms = np.full(len(data.arms), np.nan)
    of_arms[present] = fitted.params[:size]
    adjusted = ArmMeans(
        data.arms, of_arms, np.asarray(fitted.cov_params())[:size, :size], present,
        np.bincount(given, minlength=len(data.arms)), float(freedom), len(values), outcome, f"at {analysis.at}",
    )  # fmt: skip
    return tuple(adjusted.judged(contrast, rule) for contrast in contrasts(data, analysis))


def _adjusted(values: Array, covariates: Array, of: Numbers, sizes: Numbers) -> tuple[Array, Array]:
    """The clusters' means, adjusted by slopes within clusters, and covariates [clusters, columns] that do not vary within."""
    weights = 1 / sizes

    def mean(items: Array) -> Array:
        return (
            np.stack([np.bincount(of, column, minlength=len(sizes)) for column in items.T], axis=1) * weights[:, None]
        )

    value_means = mean(values[:, None])
    if not covariates.shape[1]:
        return value_means[:, 0], np.zeros((len(sizes), 0))
    centred = covariates - covariates.mean(axis=0)
    means = mean(centred)
    inside = centred - means[of]
    varied = inside.std(axis=0) > 1e-8 * np.maximum(covariates.std(axis=0), 1e-300)
    slopes = np.linalg.lstsq(inside[:, varied], values - value_means[of, 0], rcond=None)[0]
    return value_means[:, 0] - means[:, varied] @ slopes, means[:, ~varied]
