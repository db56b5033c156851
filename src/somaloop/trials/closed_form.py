"""Power by formula, for designs that have one: what a simulated trial must agree with.

All differences are in points of the outcome; power is that of finding the difference in its own direction or, for two
sides, in either.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri, stdtrit
from scipy.stats import nct

from somaloop.language import SomaloopError

Array = NDArray[np.float64]


def t_power(effect: float, error: float, freedom: float, alpha: float = 0.05, sides: int = 2) -> float:
    """Power of a t test of an estimate with standard error ``error``: noncentral t."""
    return float(_t_power(np.array([effect / error]), freedom, alpha, sides)[0])


def _t_power(ratio: Array, freedom: float, alpha: float, sides: int) -> Array:
    bound = float(stdtrit(freedom, 1 - alpha / sides))
    ratio = np.abs(ratio)
    power = nct.sf(bound, freedom, ratio)
    return power + nct.cdf(-bound, freedom, ratio) if sides == 2 else power


@cache
def _t_grid(freedom: float) -> tuple[Array, Array]:
    """Quantiles of t, and their weights in an average over it."""
    points, weights = np.polynomial.legendre.leggauss(60)
    return stdtrit(freedom, (points + 1) / 2), weights / 2


def ancova_power(
    difference: float, sd: float, correlation: float, treated: int, control: int, alpha: float = 0.05, sides: int = 2
) -> float:
    """Power to find a difference of two arms, adjusted for a normal baseline with a ``correlation`` to the outcome.

    Exact (Shieh, Multivariate Behavioral Research 2017;52:1): noncentral t with n - 3 degrees of freedom, averaged over
    the chance imbalance of the baseline. With ``correlation`` 0 a test with one useless covariate.
    """
    if treated + control < 4 or min(treated, control) < 1:
        raise SomaloopError(f"{treated} and {control} people are too few for an ANCOVA of two arms")
    residual = sd * math.sqrt(1 - correlation**2)
    error = residual * math.sqrt(1 / treated + 1 / control)
    freedom = treated + control - 3
    # The baseline's own t statistic, of n - 2 degrees of freedom, widens the error.
    apart, weights = _t_grid(treated + control - 2)
    widened = error * np.sqrt(1 + apart**2 / (treated + control - 2))
    return float(weights @ _t_power(difference / widened, freedom, alpha, sides))


def crossover_power(difference: float, sd_within: float, people: int, alpha: float = 0.05, sides: int = 2) -> float:
    """Power of an AB/BA crossover with half the people in each sequence; ``sd_within`` is that of one reading in a person.

    The estimate is half the difference between the sequences' mean differences of periods, its variance
    ``sd_within**2 / 2 * (1/n1 + 1/n2)``, with n - 2 degrees of freedom (Senn, Cross-over Trials, 2002, 3.5).
    """
    first, second = people - people // 2, people // 2
    if second < 1 or people < 3:
        raise SomaloopError(f"{people} people are too few for a crossover")
    return t_power(difference, sd_within * math.sqrt((1 / first + 1 / second) / 2), people - 2, alpha, sides)


def proportions_power(
    treated_share: float, control_share: float, treated: int, control: int, alpha: float = 0.05, sides: int = 2
) -> float:
    """Power to find a difference of two shares, by the usual normal formula (pooled variance under no difference).

    Source: Fleiss, Levin & Paik, Statistical Methods for Rates and Proportions, 2003, 4.2 (without continuity correction).
    """
    difference = treated_share - control_share
    pooled = (treated_share * treated + control_share * control) / (treated + control)
    under_none = math.sqrt(pooled * (1 - pooled) * (1 / treated + 1 / control))
    under_some = math.sqrt(
        treated_share * (1 - treated_share) / treated + control_share * (1 - control_share) / control
    )
    bound = float(ndtri(1 - alpha / sides)) * under_none
    power = float(ndtr((abs(difference) - bound) / under_some))
    return power + float(ndtr((-abs(difference) - bound) / under_some)) if sides == 2 else power


def design_effect(size: float, likeness: float, variation: float = 0.0) -> float:
    """How many times as many people clusters need: ``1 + ((1 + cv**2) m - 1) icc`` for mean size m.

    ``variation`` is the coefficient of variation of sizes (Eldridge, Ashby & Kerry, Int J Epidemiol 2006;35:1292).
    """
    return 1 + ((1 + variation**2) * size - 1) * likeness


def cluster_power(
    difference: float,
    sd: float,
    size: int,
    likeness: float,
    treated: int,
    control: int,
    alpha: float = 0.05,
    sides: int = 2,
) -> float:
    """Power of a t test of cluster means: ``treated`` and ``control`` clusters of ``size`` people.

    ``sd`` and ``likeness`` (intraclass correlation) are those left after adjustment for covariates.
    """
    if treated + control < 3:
        raise SomaloopError(f"{treated} and {control} clusters are too few")
    of_mean = sd * math.sqrt(design_effect(size, likeness) / size)
    return t_power(difference, of_mean * math.sqrt(1 / treated + 1 / control), treated + control - 2, alpha, sides)


def people_needed(power_of: Callable[[int], float], power: float = 0.8, most: int = 1_000_000) -> int:
    """The smallest number for which a rising ``power_of`` reaches ``power``. Raises SomaloopError beyond ``most``."""

    def enough(people: int) -> bool:
        try:
            return power_of(people) >= power
        except SomaloopError:
            return False

    high = 4
    while not enough(high):
        high *= 2
        if high > most:
            raise SomaloopError(f"even {most} people do not give a power of {power:g}")
    low = high // 2
    while low + 1 < high:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle, high)
    return high
