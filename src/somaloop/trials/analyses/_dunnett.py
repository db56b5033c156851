"""Comparisons of several arms with one control: the distribution of the largest of correlated t statistics.

Such statistics share the control, so their correlations are (in balanced one-way data exactly, with covariates nearly) of
the form ``l_i l_j``; given one common normal variate they are independent (Dunnett, JASA 1955;50:1096), which leaves two
integrals, done by quadrature.
"""

from __future__ import annotations

import math
from functools import cache
from typing import cast

import numpy as np
from scipy.optimize import brentq
from scipy.special import ndtr

from somaloop.trials.data import Array


@cache
def _common() -> tuple[Array, Array]:
    points, weights = np.polynomial.hermite_e.hermegauss(32)
    return points, weights / weights.sum()


@cache
def _spread(freedom: float) -> tuple[Array, Array]:
    """Points and weights for the estimated standard deviation over the true one."""
    if math.isinf(freedom):
        return np.ones(1), np.ones(1)
    wide = 1 / math.sqrt(2 * freedom)
    low, high = max(0.0, 1 - 8 * wide), 1 + 8 * wide
    points, weights = np.polynomial.legendre.leggauss(24)
    ratio = low + (points + 1) / 2 * (high - low)
    density = weights * np.exp((freedom - 1) * np.log(ratio) - freedom * (ratio**2 - 1) / 2)
    return ratio, density / density.sum()


def _loadings(correlation: Array) -> Array:
    """The ``l`` of ``l_i l_j``, least squares on the logarithms; exact for two and three statistics."""
    size = len(correlation)
    if size == 1:
        return np.zeros(1)
    rows, columns = np.tril_indices(size, -1)
    pairs = np.clip(correlation[rows, columns], 1e-6, 1 - 1e-6)
    design = (np.arange(size) == rows[:, None]).astype(float) + (np.arange(size) == columns[:, None])
    logs = np.linalg.lstsq(design, np.log(pairs), rcond=None)[0]
    return np.minimum(np.exp(logs), math.sqrt(1 - 1e-6))


def all_below(bound: float, correlation: Array, freedom: float, sides: int) -> float:
    """The probability that every t statistic (its absolute value, for two sides) lies below ``bound``."""
    common, common_weights = _common()
    spread, spread_weights = _spread(freedom)
    loading = _loadings(correlation)[:, None, None]
    own = np.sqrt(1 - loading**2)
    upper = (bound * spread[:, None] - loading * common) / own
    inside = ndtr(upper)
    if sides == 2:
        inside = inside - ndtr((-bound * spread[:, None] - loading * common) / own)
    return float(spread_weights @ np.prod(inside, axis=0) @ common_weights)


def simultaneous_p(statistic: float, correlation: Array, freedom: float, sides: int) -> float:
    """The probability, were there no difference at all, of a largest statistic as large as this."""
    return min(1.0, max(0.0, 1 - all_below(statistic, correlation, freedom, sides)))


def simultaneous_quantile(level: float, correlation: Array, freedom: float, sides: int) -> float:
    """The bound that all statistics together stay below with probability ``level``."""
    low, high = 0.0, 2.0
    while all_below(high, correlation, freedom, sides) < level:
        low, high = high, 2 * high
    found = brentq(lambda bound: all_below(bound, correlation, freedom, sides) - level, low, high, xtol=1e-5)
    return float(cast(float, found))
