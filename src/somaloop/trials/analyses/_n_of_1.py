"""Aggregated N-of-1 trials: the average effect of people whose effects differ.

A linear mixed model with random intercepts and random effects of treatment, fixed effects of period, by REML (Zucker et
al., J Clin Epidemiol 1997;50:401; Araujo, Julious & Senn, PLoS One 2016;11:e0167167), with the degrees of freedom and
errors of Kenward & Roger. Variance components may be negative where the whole covariance is allowed: forcing a component
to 0 would make too many trials significant where people do differ.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from somaloop.trials.analyses._judge import Better, CannotAnalyseError, failed, judged, need_spread, rule_of
from somaloop.trials.analyses._periods import PeriodReadings, period_readings
from somaloop.trials.analyses._reml import Fitted, fit, grouped
from somaloop.trials.analyses._within import within_people
from somaloop.trials.analyses.contrast import contrasts
from somaloop.trials.data import Array, Estimate, TrialData
from somaloop.trials.plan import Analysis

Value = Callable[[Array], tuple[float, float, float]]
Structures = Mapping[str, Callable[[Array], Array]]


def n_of_1(data: TrialData, analysis: Analysis, outcome: str, better: Better) -> tuple[Estimate, ...]:
    """Every arm against control: the average effect over people."""
    return mixed(data, analysis, better, period_readings(data, analysis, outcome), DIFFERENT_EFFECTS)


def mixed(
    data: TrialData, analysis: Analysis, better: Better, read: PeriodReadings, structures: Structures
) -> tuple[Estimate, ...]:
    """The mixed model with the first of ``structures`` that can be fitted; a fallback is named in the estimates."""
    rule = rule_of(analysis, better)
    control = data.arms.index(data.control)
    if read.counts[control] == 0:
        raise CannotAnalyseError(f"nobody has a reading under {data.control}")
    value, n, note = _effects(read, control, structures)
    found = []
    for contrast in contrasts(data, analysis):
        if read.counts[contrast.weights != 0].all():
            found.append(judged(rule, contrast.name, *value(contrast.weights), n, "", note))
        else:
            found.append(failed(contrast.name, n, "one of the two was never read"))
    return tuple(found)


def _effects(read: PeriodReadings, control: int, structures: Structures) -> tuple[Value, int, str]:
    """What gives a contrast's value, error and freedom; how many people it rests on; and the fallback, if it is one."""
    if len(read.values) == 1:
        return within_people(read, periods=False).value, 1, "one person: her own readings, without effects of period"
    reasons: list[str] = []
    for name, structure in structures.items():
        try:
            fitted, others = _fitted(read, control, structure)
        except CannotAnalyseError as reason:
            reasons.append(f"with {name} {reason}")
            continue
        note = f"{name}, for {'; '.join(reasons)}" if reasons else ""

        def value(weights: Array, fitted: Fitted = fitted, others: list[int] = others) -> tuple[float, float, float]:
            periods = len(fitted.beta) - len(others)
            return fitted.value(np.concatenate([np.zeros(periods), weights[others]]))

        return value, len(read.values), note
    within = within_people(read)
    return within.value, within.n, f"fixed effects of people, for {'; '.join(reasons)}"


def _fitted(read: PeriodReadings, control: int, structure: Callable[[Array], Array]) -> tuple[Fitted, list[int]]:
    """The fit, whose coefficients are periods, then the effect of every arm read but the control; and these arms."""
    kinds, kind = np.unique(read.given, axis=0, return_inverse=True)
    periods = read.values.shape[1]
    others = [arm for arm in range(len(read.counts)) if arm != control and read.counts[arm] > 0]
    taken = np.array([kinds == arm for arm in others], dtype=np.float64)  # [arms, kinds, periods]
    read_at = (~np.isnan(read.values)).any(axis=0)
    entries = [np.outer(np.arange(periods) == period, np.ones(len(kinds))) for period in np.flatnonzero(read_at)]
    join = np.array([*entries, *(arm.T for arm in taken)], dtype=np.float64).reshape(len(entries) + len(others), -1).T
    bases = structure(taken)
    spread = float(np.nanvar(read.values))
    need_spread(spread, read.values)
    start = np.zeros(bases.shape[1])
    start[:2] = spread / 2
    columns = (kind.reshape(-1, 1) == np.arange(len(kinds))).astype(float)
    return fit(grouped(read.values, columns, join, bases, kind.reshape(-1)), start), others


def _correlated(taken: Array) -> Array:
    """Bases [kinds, parameters, periods, periods]: error, then all variances and covariances of people's arm means."""
    arms, kinds, periods = taken.shape
    ones = np.ones((kinds, periods))
    away = [ones, *(taken[arm] - 1 / (arms + 1) for arm in range(arms))]
    bases = [np.broadcast_to(np.eye(periods), (kinds, periods, periods))]
    for one in range(arms + 1):
        for other in range(one + 1):
            product = away[one][:, :, None] * away[other][:, None, :]
            bases.append((product + np.swapaxes(product, 1, 2)) / (2 if one == other else 1))
    return np.stack(bases, axis=1)


def _independent(taken: Array) -> Array:
    """Error, intercepts, and one variance for all effects (the arms, the control among them, drawn alike)."""
    kinds, periods = taken.shape[1:]
    others = np.concatenate([taken, 1 - taken.sum(axis=0, keepdims=True)])
    alike = np.einsum("aks,akt->kst", others, others)
    ones = np.ones((kinds, periods, periods))
    return np.stack([np.broadcast_to(np.eye(periods), ones.shape), ones, alike - 1 / len(others)], axis=1)


def _intercepts(taken: Array) -> Array:
    """Error and random intercepts."""
    kinds, periods = taken.shape[1:]
    one = np.stack([np.eye(periods), np.ones((periods, periods))])
    return np.broadcast_to(one, (kinds, *one.shape))


DIFFERENT_EFFECTS: Structures = {
    "correlated random intercepts and effects": _correlated,
    "independent random intercepts and effects": _independent,
}
ONE_EFFECT: Structures = {"random intercepts": _intercepts}


@dataclass(frozen=True)
class PersonEffects:
    """Effects of an arm against control [people] from each person's own readings, their errors, and drawn to the mean."""

    own: Array
    error: Array
    shrunk: Array


def person_effects(data: TrialData, analysis: Analysis, outcome: str, arm: str) -> PersonEffects:
    """What every person's own series says of ``arm``, NaN for people without readings of both.

    The error within people is pooled over people; ``shrunk`` draws each estimate to the average as far as the spread
    between people (by moments, not under 0) leaves it uncertain.
    """
    read = period_readings(data, analysis, outcome)
    means, counts, squares, freedom = [], [], 0.0, 0
    for place in (data.arms.index(arm), data.arms.index(data.control)):
        inside = np.where(read.given == place, read.values, np.nan)
        count = (~np.isnan(inside)).sum(axis=1)
        mean = np.nansum(inside, axis=1) / np.where(count, count, np.nan)
        squares += float(np.nansum((inside - mean[:, None]) ** 2))
        freedom += int(np.maximum(count - 1, 0).sum())
        means.append(mean)
        counts.append(np.where(count, count, np.nan))
    own = means[0] - means[1]
    if freedom == 0:
        raise CannotAnalyseError("nobody was given the same arm twice, so that one person's error is not known")
    error = np.sqrt(squares / freedom * (1 / counts[0] + 1 / counts[1]))
    average = float(np.nanmean(own))
    between = max(float(np.nanvar(own, ddof=1)) - float(np.nanmean(error**2)), 0.0) if len(own) > 1 else 0.0
    return PersonEffects(own, error, average + between / (between + error**2) * (own - average))
