"""From what is there to what a form shows: monotone curves from the weighted sum of latent levels to a score.

A questionnaire is a sum of items, each scored from "not at all" to its highest mark. As long as the level that its items
ask about runs from 0 (nothing) to 1 (as bad as the scale of the model goes), the share of the highest score that a
person reaches is a curve through (0, 0) and (1, 1). One number bends it, so one published mean fixes it; that is why the
clinical means, which studies use as outcomes, are left free to check the model.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, log, sqrt
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq

Array = NDArray[np.float64]


class Curve(Protocol):
    """A monotone rise, elementwise."""

    def __call__(self, total: Array) -> Array:
        """The expected reading at a weighted sum, same shape."""
        ...

    def describe(self) -> str:
        """The curve in a few signs."""
        ...


@dataclass(frozen=True, slots=True)
class Straight:
    """The sum is the reading: for what is measured, and for diary items that are the level times 100."""

    def __call__(self, total: Array) -> Array:
        """Return the sum itself."""
        return np.asarray(total, dtype=float)

    def describe(self) -> str:
        """The curve in a few signs."""
        return "the sum"


@dataclass(frozen=True, slots=True)
class Power:
    """``bottom + (top - bottom) * x**bend``, x kept in [0, 1]. A bend above 1 gathers people near the floor."""

    bottom: float
    top: float
    bend: float

    def __call__(self, total: Array) -> Array:
        """The expected score."""
        return self.bottom + (self.top - self.bottom) * np.clip(total, 0.0, 1.0) ** self.bend

    def describe(self) -> str:
        """The curve in a few signs."""
        start = f"{self.bottom:g} + " if self.bottom else ""
        return f"{start}{self.top - self.bottom:g} x^{self.bend:.2f}"


@dataclass(frozen=True, slots=True)
class Exponential:
    """``top * (exp(bend x) - 1) / (exp(bend) - 1)``, x kept in [0, 1]: a normal spread of x becomes a long tail."""

    top: float
    bend: float

    def __call__(self, total: Array) -> Array:
        """The expected score."""
        return self.top * np.expm1(self.bend * np.clip(total, 0.0, 1.0)) / np.expm1(self.bend)

    def describe(self) -> str:
        """The curve in a few signs."""
        return f"{self.top:g} (e^({self.bend:.2f} x) - 1) / (e^{self.bend:.2f} - 1)"


@dataclass(frozen=True, slots=True)
class Logarithm:
    """The natural logarithm of the sum, for what is reported in log units; nothing or less counts as ``least``."""

    least: float

    def __call__(self, total: Array) -> Array:
        """The logarithm."""
        return np.log(np.maximum(total, self.least))

    def describe(self) -> str:
        """The curve in a few signs."""
        return "ln of the sum"


def _share(score: float, bottom: float, top: float) -> float:
    share = (score - bottom) / (top - bottom)
    if not 0.0 < share < 1.0:
        raise ValueError(f"{score} does not lie between {bottom} and {top}")
    return share


def power_through(level: float, log_variance: float, score: float, top: float, bottom: float = 0.0) -> Power:
    """The power curve whose mean over people is ``score``, where their levels are log-normal.

    ``level`` is the mean level over people and ``log_variance`` the variance of its logarithm: then the mean of
    x**bend is level**bend * exp(bend (bend - 1) log_variance / 2). Raises ValueError if no bend gives the score.
    """
    if not 0.0 < level < 1.0:
        raise ValueError(f"a level of {level} is not between 0 and 1")
    share = _share(score, bottom, top)
    half = log_variance / 2.0
    slope = log(level) - half
    room = slope**2 + 4.0 * half * log(share)
    if room < 0.0:
        raise ValueError(f"people whose levels differ so much cannot average {score}")
    bend = 2.0 * log(share) / (slope - sqrt(room))  # the smaller root, written so that it holds without spread
    return Power(bottom, top, bend)


def exponential_through(level: float, score: float, top: float) -> Exponential:
    """The exponential curve that gives ``score`` at a level between 0 and 1. Raises ValueError if none does."""
    share = _share(score, 0.0, top)
    if not share < level < 1.0:
        raise ValueError(f"{score} of {top} at a level of {level} is not below the straight line")

    def gap(bend: float) -> float:
        return (exp(bend * level) - 1.0) / (exp(bend) - 1.0) - share

    return Exponential(top, float(brentq(gap, 1e-6, 200.0)))  # pyright: ignore[reportArgumentType]
