"""From an estimate with its error to a judged one: p, interval, success; and analyses that cannot be done."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.special import ndtr, ndtri, stdtr, stdtrit

from somaloop.language import SomaloopError
from somaloop.trials.data import Array, Estimate
from somaloop.trials.plan import Analysis

Better = Literal["lower", "higher", "neither", ""]


class CannotAnalyseError(Exception):
    """These data do not allow the analysis; the text says why. It ends in :attr:`Estimate.failure`, never with the user."""


@dataclass(frozen=True, slots=True)
class Rule:
    """How a difference is judged. ``good`` is -1 where lower is better, 1 where higher is, and 0 where neither is."""

    alpha: float
    sides: int
    good: int

    @property
    def tail(self) -> float:
        """The error on each side of the interval."""
        return self.alpha / self.sides


def need_spread(residual: float, readings: Array) -> None:
    """Raise where a mean squared residual is rounding only: readings that do not vary leave no error to judge by."""
    if not residual > 1e-18 * float(np.nanmean(readings**2)):
        raise CannotAnalyseError("the readings do not vary, so there is no error to judge by")


def rule_of(analysis: Analysis, better: Better) -> Rule:
    """The rule of an analysis for an outcome. Raises SomaloopError where one side is asked for and neither is good."""
    good = {"lower": -1, "higher": 1, "neither": 0, "": 0}[better]
    if analysis.sides == 1 and good == 0:
        raise SomaloopError("a one-sided analysis needs an outcome of which lower or higher is better")
    return Rule(analysis.alpha, analysis.sides, good)


def below(value: float, freedom: float) -> float:
    """The distribution function of t; of the normal distribution where ``freedom`` is infinite."""
    return float(ndtr(value)) if math.isinf(freedom) else float(stdtr(freedom, value))


def quantile(share: float, freedom: float) -> float:
    """The quantile of t; of the normal distribution where ``freedom`` is infinite."""
    return float(ndtri(share)) if math.isinf(freedom) else float(stdtrit(freedom, share))


def judged(
    rule: Rule, contrast: str, estimate: float, error: float, freedom: float, n: int, unit: str = "", note: str = ""
) -> Estimate:
    """An estimate with its standard error, judged by t. ``note`` names the fallback by which it was found."""
    if not (math.isfinite(estimate) and math.isfinite(error) and error > 0 and freedom > 0):
        return failed(contrast, n, note or "the readings do not vary, so there is no error to judge by", unit)
    value = estimate / error
    p = 2 * below(-abs(value), freedom) if rule.sides == 2 else below(-rule.good * value, freedom)
    reach = quantile(1 - rule.tail, freedom) * error
    return Estimate(
        contrast, estimate, error, estimate - reach, estimate + reach, p, freedom,
        success=succeeds(rule, estimate, p), n=n, unit=unit, failure=note,
    )  # fmt: skip


def succeeds(rule: Rule, estimate: float, p: float) -> bool:
    """Whether the difference is found, and in the good direction where there is one."""
    return bool(p < rule.alpha and (rule.good == 0 or estimate * rule.good > 0))


def failed(contrast: str, n: int, why: str, unit: str = "") -> Estimate:
    """An analysis that could not be done."""
    nan = math.nan
    return Estimate(contrast, nan, nan, nan, nan, nan, nan, success=False, n=n, unit=unit, failure=why)
