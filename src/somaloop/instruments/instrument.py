"""What a study reads off a person: a questionnaire, a diary item or a biomarker.

The expected reading is a weighted sum of the model's outputs, each averaged over the instrument's recall window, kept
inside its range. One actual reading adds error of measurement and the rounding of the form or the laboratory.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Kind = Literal["questionnaire", "diary", "sleep", "biomarker", "bowel"]
Better = Literal["lower", "higher", "neither"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument:
    """One way of measuring.

    ``weights`` are (output, weight) pairs: the expected reading is ``offset + sum(weight * mean over recall_days)``,
    clipped to ``[low, high]``. ``error`` is the standard deviation of one reading around it (standard error of
    measurement) and ``relative_error`` the same as a share of the reading; ``step`` is the rounding (0 for none).
    ``important`` is the smallest difference that people notice, with ``better`` telling which way is good.
    ``expectation_moves`` is False for what a belief cannot change.
    """

    name: str
    title: str
    unit: str
    kind: Kind
    weights: tuple[tuple[str, float], ...]
    recall_days: int
    low: float
    high: float
    source: str
    note: str
    offset: float = 0.0
    error: float = 0.0
    relative_error: float = 0.0
    step: float = 0.0
    important: float | None = None
    better: Better = "neither"
    decimals: int = 1

    def expected(self, daily: Callable[[str], Array], day: int) -> Array:
        """The expected reading on the evening of ``day`` (0 is the first), shape as ``daily(output)[..., day]``.

        ``daily(output)`` gives the daily means of an output with days on the last axis.
        """
        first = max(0, day + 1 - self.recall_days)
        total = np.asarray(self.offset, dtype=float)
        for output, weight in self.weights:
            total = total + weight * daily(output)[..., first : day + 1].mean(axis=-1)
        return np.clip(total, self.low, self.high)

    def error_of(self, expected: Array) -> Array:
        """The standard deviation of one reading around its expected value."""
        return np.hypot(self.error, self.relative_error * np.abs(expected))

    def reading(self, expected: Array, chance: Array) -> Array:
        """One reading: ``chance`` is standard normal; rounded to ``step`` and kept in range."""
        value = expected + self.error_of(expected) * chance
        if self.step:
            value = np.round(value / self.step) * self.step
        return np.clip(value, self.low, self.high)
