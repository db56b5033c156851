"""What it would be worth to know more before deciding: expected value of perfect and of partial perfect information.

The decision is to do something or to leave it. Doing it is worth its gain less the least gain that is asked for (the
``threshold``), leaving it is worth nothing. Knowing a quantity is worth what better decisions would then bring on
average. For one quantity the mean gain is estimated as a smooth curve of it from the draws that are there, and errors
follow from the curve's own uncertainty (Strong, Oakley and Brennan 2014, Med Decis Making 34:311-326).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from somaloop.sensitivity.curve import Smoother

Array = NDArray[np.float64]
REDRAWN = 400


@dataclass(frozen=True, slots=True)
class Worth:
    """What knowing is worth, in the unit of the gain, with its standard error."""

    value: float
    error: float


def better_choice(gains: Array) -> Array:
    """What choosing after ``gains`` [..., draws] are seen brings beyond choosing by their mean [...]."""
    return np.maximum(gains, 0.0).mean(axis=-1) - np.maximum(gains.mean(axis=-1), 0.0)


def perfect(gains: Array, threshold: float, seed: int = 0) -> Worth:
    """What knowing everything is worth; ``gains`` [draws]. The error is that of a sample of so many draws."""
    net = gains - threshold
    stream = np.random.default_rng([seed, 5])
    again = better_choice(net[stream.integers(0, len(net), (REDRAWN, len(net)))])
    return Worth(float(better_choice(net)), float(again.std(ddof=1)))


def partial(scores: Array, gains: Array, thresholds: Sequence[float], seed: int = 0) -> list[Worth]:
    """What knowing one quantity is worth at each threshold; ``scores`` [draws] of the quantity, ``gains`` [draws]."""
    fitted = Smoother(scores).fit(gains[:, None])
    redrawn = fitted.redrawn(0, REDRAWN, np.random.default_rng([seed, 6]))
    found = []
    for threshold in thresholds:
        value = float(better_choice(fitted.values[:, 0] - threshold))
        found.append(Worth(max(value, 0.0), float(better_choice(redrawn - threshold).std(ddof=1))))
    return found
