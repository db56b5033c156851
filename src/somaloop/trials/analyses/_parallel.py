"""Analyses of parallel arms at one visit: ANCOVA, factorial, doses, and a Bayesian reading of the same model."""

from __future__ import annotations

import math

import numpy as np

from somaloop.trials.analyses._dunnett import simultaneous_p, simultaneous_quantile
from somaloop.trials.analyses._judge import Better, CannotAnalyseError, Rule, failed, rule_of, succeeds
from somaloop.trials.analyses._linear import ArmMeans, arm_means
from somaloop.trials.analyses._posterior import posterior
from somaloop.trials.analyses.contrast import against_control, contrasts
from somaloop.trials.data import Estimate, TrialData
from somaloop.trials.plan import Analysis


def linear(data: TrialData, analysis: Analysis, outcome: str, better: Better) -> tuple[Estimate, ...]:
    """Contrasts of adjusted means, each judged by its own t test: ANCOVA, and main effects and interactions of factors."""
    rule = rule_of(analysis, better)
    means = arm_means(data, analysis, outcome)
    return tuple(means.judged(contrast, rule) for contrast in contrasts(data, analysis))


def doses(data: TrialData, analysis: Analysis, outcome: str, better: Better) -> tuple[Estimate, ...]:
    """The line through doses (a test of its own), then every arm against control with Dunnett's correction."""
    rule = rule_of(analysis, better)
    means = arm_means(data, analysis, outcome)
    pairs = {contrast.name for contrast in against_control(data)}
    alone = [means.judged(item, rule) for item in contrasts(data, analysis) if item.name not in pairs]
    return (*alone, *_together(data, means, rule))


def _together(data: TrialData, means: ArmMeans, rule: Rule) -> list[Estimate]:
    """Comparisons with control whose p and intervals hold for all of them together (Dunnett, single step)."""
    every = against_control(data)
    values: dict[str, tuple[float, float]] = {}
    why: dict[str, str] = {}
    for contrast in every:
        try:
            values[contrast.name] = means.value(contrast)
        except CannotAnalyseError as reason:
            why[contrast.name] = str(reason)
    weights = np.array([item.weights[means.present] for item in every if item.name in values])
    covariance = weights @ means.covariance @ weights.T
    errors = np.sqrt(np.diag(covariance))
    correlation = covariance / np.outer(errors, errors)
    found = []
    reach = simultaneous_quantile(1 - rule.alpha, correlation, means.freedom, rule.sides) if values else math.nan
    for contrast in every:
        if contrast.name in why:
            found.append(failed(contrast.name, means.n, why[contrast.name]))
            continue
        value, error = values[contrast.name]
        if not error > 0:
            found.append(failed(contrast.name, means.n, "the readings do not vary, so there is no error to judge by"))
            continue
        statistic = abs(value / error) if rule.sides == 2 else rule.good * value / error
        p = simultaneous_p(statistic, correlation, means.freedom, rule.sides)
        found.append(
            Estimate(
                contrast.name, value, error, value - reach * error, value + reach * error, p, means.freedom,
                success=succeeds(rule, value, p), n=means.n,
            )
        )  # fmt: skip
    return found


def bayesian(data: TrialData, analysis: Analysis, outcome: str, better: Better) -> tuple[Estimate, ...]:
    """Each difference from control given the data: normal linear model, flat priors but for the difference's own.

    The posterior of a difference is Student's t where its prior is flat; with a normal prior it is worked out on a grid.
    ``p`` is the probability of no benefit (of the less likely direction where neither is better).
    """
    rule = rule_of(analysis, better)
    means = arm_means(data, analysis, outcome)
    found = []
    for contrast in contrasts(data, analysis):
        try:
            value, error = means.value(contrast)
        except CannotAnalyseError as reason:
            found.append(failed(contrast.name, means.n, str(reason)))
            continue
        if not error > 0:
            found.append(failed(contrast.name, means.n, "the readings do not vary, so there is no error to judge by"))
            continue
        after = posterior(value, error, means.freedom, analysis.prior_mean, analysis.prior_sd, rule.tail)
        none = {-1: after.above, 1: 1 - after.above, 0: min(after.above, 1 - after.above)}[rule.good]
        found.append(
            Estimate(
                contrast.name, after.mean, after.sd, after.low, after.high, none, means.freedom,
                success=bool(none < 1 - analysis.sure), n=means.n,
            )
        )  # fmt: skip
    return tuple(found)
