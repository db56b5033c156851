"""Responders: who gained enough. Those without a reading at the visit that counts are none.

The difference of shares, adjusted for covariates by a logistic regression whose predictions are averaged over all people
(g-computation; FDA guidance on covariate adjustment, 2023), with the variance of Ye, Bannick, Yi & Shao (Statistical
Theory and Related Fields 2023;7:159), which holds where the regression is wrong, too. Without covariates: the
score test (Miettinen & Nurminen, Stat Med 1985;4:213) and the interval of Newcombe (Stat Med 1998;17:873, method 10).
"""

from __future__ import annotations

import math
import warnings

import numpy as np
from numpy.typing import NDArray

from somaloop.language import SomaloopError
from somaloop.trials.analyses._design import arm_columns, covariate_columns, independent, readings_of, visit_place
from somaloop.trials.analyses._judge import Better, Rule, below, failed, judged, quantile, rule_of, succeeds
from somaloop.trials.analyses.contrast import SHARE, Contrast, contrasts
from somaloop.trials.data import Array, Estimate, TrialData
from somaloop.trials.plan import Analysis


def responder(data: TrialData, analysis: Analysis, outcome: str, better: Better) -> tuple[Estimate, ...]:
    """Differences of shares of responders from the control arm, of all people that were allocated."""
    # Whichever way is better for the outcome, more responders are.
    rule = Rule(analysis.alpha, analysis.sides, 1)
    place = visit_place(data, analysis.at)
    gained = responds(data, analysis, outcome, better)[place].astype(float)
    arms = arm_columns(data.given[place], len(data.arms))
    every = contrasts(data, analysis)
    if not analysis.covariates:
        return tuple(_unadjusted(rule, item, gained, arms, "") for item in every)
    covariates = covariate_columns(data, analysis.covariates, outcome)
    present = arms.sum(axis=0) > 0
    columns = np.concatenate([arms[:, present], independent(arms[:, present], covariates)], axis=1)
    predicted = _predictions(gained, columns, int(present.sum()))
    if predicted is None:
        note = "no adjustment for covariates, for the logistic regression has no maximum (an arm or group without any, or all, responders)"
        return tuple(_unadjusted(rule, item, gained, arms, note) for item in every)
    parts = _parts(gained, arms[:, present], predicted)
    shrunk = len(gained) / max(len(gained) - columns.shape[1], 1)
    found = []
    for contrast in every:
        if ((contrast.weights != 0) & ~present).any():
            found.append(failed(contrast.name, len(gained), "nobody was allocated to one of the arms", contrast.unit))
            continue
        weights = contrast.weights[present]
        value = float(predicted.mean(axis=0) @ weights)
        error = math.sqrt(float((parts @ weights).var(ddof=1)) * shrunk / len(gained))
        found.append(judged(rule, contrast.name, value, error, math.inf, len(gained), contrast.unit))
    return tuple(found)


def responds(data: TrialData, analysis: Analysis, outcome: str, better: Better) -> NDArray[np.bool_]:
    """Who [visits, people] gained at least ``by`` (points, or a share of baseline). Raises SomaloopError without it."""
    if analysis.by is None:
        raise SomaloopError("a responder analysis needs by: what a responder gains")
    good = rule_of(analysis, better).good
    if good == 0:
        raise SomaloopError(f"a responder analysis of {outcome} needs to know whether lower or higher is better")
    baseline = data.baseline[outcome]
    wanted = analysis.by * np.abs(baseline) if analysis.by_share else np.full_like(baseline, analysis.by)
    gain = good * (readings_of(data, outcome) - baseline)
    return np.nan_to_num(gain, nan=-np.inf) >= wanted - 1e-9


def _predictions(gained: Array, columns: Array, arms: int) -> Array | None:
    """The share of responders [people, arms] that the regression predicts for everybody in each arm; None without a maximum."""
    from statsmodels.genmod.families import Binomial
    from statsmodels.genmod.generalized_linear_model import GLM

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            fitted = GLM(gained, columns, family=Binomial()).fit(tol=1e-10)
        except (Warning, ArithmeticError, ValueError, np.linalg.LinAlgError):
            return None
    beta = np.asarray(fitted.params)
    # Where a combination has no responder (or only responders), the likelihood rises for ever; the steps just end.
    if not fitted.converged or np.abs(columns @ beta).max() > 25:
        return None
    return 1 / (1 + np.exp(-(columns[:, arms:] @ beta[arms:])[:, None] - beta[:arms]))


def _parts(gained: Array, arms: Array, predicted: Array) -> Array:
    """What each person [people, arms] adds to the error of each arm's share."""
    return arms / arms.mean(axis=0) * (gained[:, None] - predicted) + predicted


def _unadjusted(rule: Rule, contrast: Contrast, gained: Array, arms: Array, note: str) -> Estimate:
    """The test has the variance under no difference (pooled), the interval does not need it, so they can disagree by a hair."""
    from statsmodels.stats.proportion import confint_proportions_2indep

    one, other = arms[:, contrast.weights == 1][:, 0] == 1, arms[:, contrast.weights == -1][:, 0] == 1
    counts = (int(gained[one].sum()), int(one.sum()), int(gained[other].sum()), int(other.sum()))
    if not (counts[1] and counts[3]):
        return failed(contrast.name, len(gained), "nobody was allocated to one of the arms", SHARE)
    value = counts[0] / counts[1] - counts[2] / counts[3]
    people, share = counts[1] + counts[3], (counts[0] + counts[2]) / (counts[1] + counts[3])
    variance = share * (1 - share) * (1 / counts[1] + 1 / counts[3]) * people / (people - 1)
    statistic = value / math.sqrt(variance) if variance else 0.0
    p = 2 * below(-abs(statistic), math.inf) if rule.sides == 2 else below(-rule.good * statistic, math.inf)
    low, high = confint_proportions_2indep(*counts, compare="diff", method="newcomb", alpha=2 * rule.tail)
    error = float(high - low) / 2 / quantile(1 - rule.tail, math.inf)
    return Estimate(
        contrast.name, value, error, float(low), float(high), p, math.inf, success=succeeds(rule, value, p),
        n=len(gained), unit=SHARE, failure=note,
    )  # fmt: skip
