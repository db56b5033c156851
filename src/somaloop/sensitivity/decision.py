"""The decision to do it or to leave it, by the gain in the main outcome, and the worth of knowing each quantity first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from somaloop.sensitivity.case import Case, gain_sign, least_gain
from somaloop.sensitivity.value import Worth, partial, perfect

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Decision:
    """``gains`` [draws] of the main ``outcome``, and what knowing is worth at each of two least gains that may be asked.

    ``thresholds`` are a gain that people notice, and any gain at all. ``everything`` [thresholds] is the worth of knowing
    all; ``each`` [thresholds][unknowns] that of one quantity alone.
    """

    outcome: str
    unit: str
    gains: Array
    thresholds: tuple[float, ...]
    everything: tuple[Worth, ...]
    each: tuple[tuple[Worth, ...], ...]

    @property
    def doing(self) -> tuple[bool, ...]:
        """Whether the mean gain is above each threshold."""
        return tuple(bool(self.gains.mean() > threshold) for threshold in self.thresholds)


def decision(
    case: Case, scores: Array, values: Array, moving: NDArray[np.bool_], seed: int,
    told: Callable[[int, int], None] | None = None,
) -> Decision:  # fmt: skip
    """The decision of a case from draws [draws, unknowns] and what is watched [draws, columns].

    What moves nothing (``moving`` [unknowns]) is worth nothing.
    """
    outcome = case.outcomes[0]
    gains = gain_sign(outcome) * values[:, 0]
    level = float(values[:, len(case.outcomes)].mean())
    thresholds = tuple(dict.fromkeys((least_gain(outcome, level), 0.0)))
    each: list[list[Worth]] = []
    for place in range(scores.shape[1]):
        nothing = [Worth(0.0, 0.0)] * len(thresholds)
        each.append(partial(scores[:, place], gains, thresholds, seed) if moving[place] else nothing)
        if told is not None:
            told(place + 1, scores.shape[1])
    return Decision(
        outcome, case.columns[0].item.unit, gains, thresholds,
        tuple(perfect(gains, threshold, seed) for threshold in thresholds), tuple(zip(*each, strict=True)),
    )  # fmt: skip
