"""The scale on which a published number is compared: as it is, in the logarithm, by Fisher's z, or in log-odds.

On its scale a statistic of a sample is near to normal with a spread that does not hang on its value.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]
Scale = Literal["identity", "log", "fisher z", "logit"]

NORMAL_95 = 1.959963984540054
_SMALLEST = 1e-9
_SURE = 1e-4  # shares nearer to 0 or 1 than this are told apart from certainty by nobody


def to_scale(scale: Scale, value: ArrayLike) -> Array:
    """Bring values to a scale; a logarithm of nothing or less is NaN, shares are kept inside (0, 1)."""
    x = np.asarray(value, dtype=float)
    if scale == "identity":
        return x
    if scale == "log":
        return np.log(np.where(x > _SMALLEST, x, np.nan))
    if scale == "fisher z":
        return np.arctanh(np.clip(x, -1 + _SURE, 1 - _SURE))
    share = np.clip(x, _SURE, 1 - _SURE)
    return np.log(share / (1 - share))


def from_scale(scale: Scale, value: ArrayLike) -> Array:
    """Bring values back from a scale."""
    x = np.asarray(value, dtype=float)
    if scale == "identity":
        return x
    if scale == "log":
        return np.exp(x)
    if scale == "fisher z":
        return np.tanh(x)
    return 1.0 / (1.0 + np.exp(-x))


def error_from_interval(scale: Scale, low: float, high: float) -> float:
    """The standard error on a scale from a 95 % interval given as plain values."""
    ends = to_scale(scale, [low, high])
    return float(ends[1] - ends[0]) / (2 * NORMAL_95)


def error_from_plain(scale: Scale, value: float, error: float) -> float:
    """The standard error on a scale from one given for the plain value (first order)."""
    if scale == "log":
        return error / abs(value) if value else float("nan")
    if scale == "fisher z":
        return error / max(1 - value**2, _SURE)
    if scale == "logit":
        share = min(max(value, _SURE), 1 - _SURE)
        return error / (share * (1 - share))
    return error


def error_of_mean(sd: float, n: Sequence[int]) -> float:
    """The standard error of a mean, or of the difference of the means of several groups, of people who vary by ``sd``."""
    return sd * sqrt(sum(1.0 / count for count in n))


def error_of_correlation(n: int) -> float:
    """The standard error of Fisher's z of a correlation over ``n`` pairs."""
    return 1.0 / sqrt(n - 3) if n > 3 else float("nan")


def error_of_log_sd(n: int) -> float:
    """The standard error of the logarithm of a standard deviation of ``n`` normal values."""
    return 1.0 / sqrt(2 * (n - 1)) if n > 1 else float("nan")


def error_of_share(share: float, n: int) -> float:
    """The standard error of the log-odds of a share of ``n`` people; half a person is added where it is none or all."""
    count = min(max(share * n, 0.5), n - 0.5)
    return sqrt(1.0 / count + 1.0 / (n - count))
