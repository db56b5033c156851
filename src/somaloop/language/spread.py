"""How far a number can be from its centre: the distributions that parameters and arrows carry."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from somaloop.language.errors import ModelError


@dataclass(frozen=True, slots=True)
class Spread:
    """One distribution of a scalar, read through its quantiles.

    ``first`` and ``second`` mean: for ``fixed`` the value; for ``normal`` mean and standard deviation; for
    ``lognormal`` median and standard deviation of the natural logarithm; for ``uniform`` the two ends.
    ``low`` and ``high`` truncate (by probability, not by clipping). ``middle`` and ``narrowed`` say where what is known
    after a fit lies within all this: mean and standard deviation of the standard normal score.
    """

    kind: Literal["fixed", "normal", "lognormal", "uniform"]
    first: float
    second: float = 0.0
    low: float = -np.inf
    high: float = np.inf
    middle: float = 0.0
    narrowed: float = 1.0

    def __post_init__(self) -> None:
        if self.kind in ("normal", "lognormal") and not self.second > 0:
            raise ModelError(f"a {self.kind} spread needs a positive width, got {self.second}")
        if self.kind == "lognormal" and not self.first > 0:
            raise ModelError(f"a lognormal spread needs a positive median, got {self.first}")
        if self.kind == "uniform" and not self.second > self.first:
            raise ModelError(f"a uniform spread needs low < high, got {self.first} and {self.second}")
        if not self.low < self.high:
            raise ModelError(f"a spread needs low < high, got {self.low} and {self.high}")
        if not self.narrowed > 0:
            raise ModelError(f"a fit leaves a positive width, got {self.narrowed}")

    @property
    def centre(self) -> float:
        """The median, which is the value used when a single run stands for the distribution."""
        return float(self.quantile(0.5))

    def quantile(self, probability: ArrayLike) -> NDArray[np.float64]:
        """Quantiles at ``probability`` (any shape, between 0 and 1), in the quantity's own unit."""
        from scipy.special import ndtr, ndtri

        share = np.asarray(probability, dtype=float)
        if self.middle != 0.0 or self.narrowed != 1.0:
            share = ndtr(self.middle + self.narrowed * ndtri(share))
        if self.kind == "fixed":
            return np.full(share.shape, self.first)
        if self.kind == "uniform":
            return self.first + (self.second - self.first) * share
        logarithmic = self.kind == "lognormal"
        mean = np.log(self.first) if logarithmic else self.first

        def cumulative(bound: float) -> float:
            if logarithmic:
                bound = np.log(bound) if bound > 0 else -np.inf
            return float(ndtr((bound - mean) / self.second))

        below, above = cumulative(self.low), cumulative(self.high)
        value = mean + self.second * ndtri(below + (above - below) * share)
        return np.exp(value) if logarithmic else value

    def share(self, value: float) -> float:
        """The probability of lying below a value: the inverse of :meth:`quantile` for a distribution before any fit."""
        from scipy.special import ndtr

        if self.kind == "fixed":
            return 0.5 if value == self.first else float(value > self.first)
        if self.kind == "uniform":
            return float(np.clip((value - self.first) / (self.second - self.first), 0.0, 1.0))

        def below(bound: float) -> float:
            if self.kind == "lognormal":
                return float(ndtr((np.log(bound) - np.log(self.first)) / self.second)) if bound > 0 else 0.0
            return float(ndtr((bound - self.first) / self.second))

        low, high = below(self.low), below(self.high)
        return float(np.clip((below(value) - low) / (high - low), 0.0, 1.0))

    def describe(self) -> str:
        """A short text for tables, such as ``0.2 ± 0.1`` or ``5 (times or divided by 1.3)``."""
        if self.kind == "fixed":
            return f"{self.first:g}"
        if self.middle != 0.0 or self.narrowed != 1.0:
            low, middle, high = self.quantile([0.025, 0.5, 0.975])
            return f"{middle:.3g} ({low:.3g} to {high:.3g})"
        if self.kind == "normal":
            return f"{self.first:g} ± {self.second:g}"
        if self.kind == "lognormal":
            return f"{self.first:g} (times or divided by {np.exp(self.second):.2f})"
        return f"{self.first:g} to {self.second:g}"


def fixed(value: float) -> Spread:
    """A number without spread."""
    return Spread("fixed", value)


def normal(mean: float, deviation: float, low: float = -np.inf, high: float = np.inf) -> Spread:
    """A normal distribution, truncated to ``[low, high]`` where these are given."""
    return Spread("normal", mean, deviation, low, high)


def lognormal(median: float, log_deviation: float, low: float = 0.0, high: float = np.inf) -> Spread:
    """A lognormal distribution given by its median and the standard deviation of its natural logarithm."""
    return Spread("lognormal", median, log_deviation, low, high)


def uniform(low: float, high: float) -> Spread:
    """A uniform distribution between two ends."""
    return Spread("uniform", low, high)
