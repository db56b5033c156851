"""The mixed model for repeated measures: treatment and covariates crossed with visits, unstructured covariance, REML.

Which covariances are tried, in which order, is written down before a trial; here unstructured, then Toeplitz, then
compound symmetric (one variance at all visits in both). A fallback is named in the estimate.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from somaloop.trials.analyses._design import (
    arm_columns,
    covariate_columns,
    independent,
    need_two_arms,
    readings_of,
    visit_place,
    without,
)
from somaloop.trials.analyses._judge import Better, CannotAnalyseError, failed, judged, need_spread, rule_of
from somaloop.trials.analyses._reml import Fitted, fit, grouped
from somaloop.trials.analyses.contrast import contrasts
from somaloop.trials.data import Array, Estimate, Numbers, TrialData
from somaloop.trials.plan import Analysis

COVARIANCES = ("unstructured", "Toeplitz", "compound symmetric")
# Covariates that act alike at all visits; the others (baseline readings) act at each visit in its own way.
_ALIKE = ("sex", "age", "strata")


@dataclass(frozen=True)
class RepeatedModel:
    """The fitted model. The means of visits and arms stand at ``place`` [visits, arms] of ``fitted.beta`` (-1: not read).

    Visits at which nobody was read are left out of the fit.
    """

    fitted: Fitted
    place: Numbers
    covariance: str
    note: str
    n: int

    def weights(self, contrast: Array, visit: int) -> Array:
        """The weights of all coefficients for a contrast [arms present] at a visit."""
        weights = np.zeros(len(self.fitted.beta))
        read = self.place[visit] >= 0
        weights[self.place[visit][read]] = contrast[read]
        return weights


def mmrm(data: TrialData, analysis: Analysis, outcome: str, better: Better) -> tuple[Estimate, ...]:
    """The contrasts at the visit that counts. People with a reading at any visit after baseline are analysed."""
    rule = rule_of(analysis, better)
    visit = visit_place(data, analysis.at)
    values = readings_of(data, outcome).T
    seen = ~np.isnan(values)
    kept = seen.any(axis=1)
    when = f"at {analysis.at}"
    at_visit = arm_columns(data.given[visit], len(data.arms))[seen[:, visit]].sum(axis=0) > 0
    need_two_arms(at_visit, outcome, when)
    present = arm_columns(data.given[visit], len(data.arms))[kept].sum(axis=0) > 0
    model = repeated_model(data, analysis.covariates, outcome)
    found = []
    for contrast in contrasts(data, analysis):
        empty = [name for name, used, no in zip(data.arms, contrast.weights, ~at_visit, strict=True) if used and no]
        if empty:
            found.append(failed(contrast.name, model.n, without(empty, outcome, when)))
            continue
        value, error, freedom = model.fitted.value(model.weights(contrast.weights[present], visit))
        found.append(judged(rule, contrast.name, value, error, freedom, model.n, "", model.note))
    return tuple(found)


def repeated_model(
    data: TrialData, covariates: tuple[str, ...], outcome: str, structures: tuple[str, ...] = COVARIANCES
) -> RepeatedModel:
    """Fit the model with the first covariance of ``structures`` that can be fitted. Raises CannotAnalyseError if none can."""
    values = readings_of(data, outcome).T
    seen = ~np.isnan(values)
    kept, read = seen.any(axis=1), seen.any(axis=0)
    values, visits = values[kept][:, read], int(read.sum())
    arms = arm_columns(data.given[-1][kept], len(data.arms))
    arms = arms[:, arms.sum(axis=0) > 0]
    crossed = tuple(name for name in covariates if name not in _ALIKE)
    alike = tuple(name for name in covariates if name in _ALIKE)
    columns = covariate_columns(data, (*crossed, *alike), outcome)[kept]
    first = independent(arms, columns[:, : len(crossed)])
    both = independent(np.concatenate([arms, first], axis=1), columns[:, len(crossed) :])
    every = np.concatenate([arms, first, both], axis=1)
    join, place = _join(visits, arms.shape[1], first.shape[1], both.shape[1], ~np.isnan(values), arms)
    reasons = []
    for name in structures:
        note = "" if not reasons else f"{name} covariance, for with {' and '.join(reasons)}"
        bases = _BASES[name](visits)
        try:
            fitted = fit(grouped(values, every, join, bases), _start(values, every, join, bases))
        except CannotAnalyseError as reason:
            reasons.append(f"{name} covariance {reason}")
            continue
        every_place = np.full((seen.shape[1], arms.shape[1]), -1, dtype=np.int64)
        every_place[read] = place
        return RepeatedModel(fitted, every_place, name, note, len(values))
    raise CannotAnalyseError(f"no mixed model could be fitted: with {'; with '.join(reasons)}")


def _join(visits: int, arms: int, crossed: int, alike: int, seen: Array, columns: Array) -> tuple[Array, Numbers]:
    """The map from coefficients to (visit, column), and where the arms' means stand (-1 where nobody has a reading)."""
    width = arms + crossed + alike
    read = np.einsum("nt,na->ta", seen.astype(float), columns) > 0
    entries: list[Array] = []
    place = np.full((visits, arms), -1, dtype=np.int64)
    for visit in range(visits):
        for column in range(arms + crossed):
            if (column < arms and not read[visit, column]) or not read[visit].any():
                continue
            entry = np.zeros((visits, width))
            entry[visit, column] = 1.0
            if column < arms:
                place[visit, column] = len(entries)
            entries.append(entry)
    for column in range(arms + crossed, width):
        entry = np.zeros((visits, width))
        entry[:, column] = 1.0
        entries.append(entry)
    return np.array(entries).reshape(len(entries), -1).T, place


def _start(values: Array, columns: Array, join: Array, bases: Array) -> Array:
    """Parameters of the residuals around least squares with the same mean, readings taken in pairs."""
    visits = values.shape[1]
    seen = ~np.isnan(values)
    design = np.einsum("np,tpc->ntc", columns, join.reshape(visits, -1, join.shape[1]))
    beta = np.linalg.lstsq(design[seen], values[seen], rcond=None)[0]
    residuals = np.where(seen, values - design @ beta, 0.0)
    pairs = seen.astype(float).T @ seen
    spread = residuals.T @ residuals / np.maximum(pairs, 1.0)
    scale = float(np.trace(spread)) / visits
    need_spread(scale, values)
    flat = bases.reshape(len(bases), -1)

    def nearest(covariance: Array) -> Array:
        return np.asarray(np.linalg.lstsq(flat.T, covariance.ravel(), rcond=None)[0], dtype=np.float64)

    theta = nearest(spread)
    alone = nearest(np.diag(np.maximum(np.diag(spread), 0.1 * scale)))
    for share in (1.0, 0.8, 0.6, 0.4, 0.2):
        tried = share * theta + (1 - share) * alone
        if np.linalg.eigvalsh(np.einsum("j,jst->st", tried, bases))[0] > 1e-3 * scale:
            return tried
    return alone


def _unstructured(visits: int) -> Array:
    rows, columns = np.tril_indices(visits)
    bases = np.zeros((len(rows), visits, visits))
    bases[np.arange(len(rows)), rows, columns] = bases[np.arange(len(rows)), columns, rows] = 1.0
    return bases


def _toeplitz(visits: int) -> Array:
    apart = np.abs(np.arange(visits)[:, None] - np.arange(visits))
    return np.array([(apart == step).astype(float) for step in range(visits)])


def _compound(visits: int) -> Array:
    return np.array([np.eye(visits), np.ones((visits, visits))])


_BASES: dict[str, Callable[[int], Array]] = {
    "unstructured": _unstructured,
    "Toeplitz": _toeplitz,
    "compound symmetric": _compound,
}
