"""One quantity at a time, from the low to the high end of what is known of it, all others in the middle.

What moves an outcome by next to nothing at either end explains next to nothing of it, unless through others, which the
bundles watch. It is left out of the shares, which would hold chance alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from somaloop.engine.truths import Truths
from somaloop.sensitivity.screen import ENDS

Array = NDArray[np.float64]
NOTHING = 0.05  # of an outcome's spread over draws: such a quantity explains about a thousandth of it


@dataclass(frozen=True)
class Ends:
    """What is watched in the ``middle`` [columns] and with each quantity at its ``low`` and ``high`` end [names, columns]."""

    middle: Array
    low: Array
    high: Array

    def moves(self, width: Array) -> NDArray[np.bool_]:
        """Which quantities move which outcome [names, columns]; ``width`` [columns] is how far it differs between truths.

        A quantity at whose end the model failed is counted among them.
        """
        far = np.maximum(np.abs(self.low - self.middle), np.abs(self.high - self.middle))
        return ~(far <= NOTHING * width)


def end_truths(names: Sequence[str], scores: Array) -> Truths:
    """The middle, then every quantity at its low end, then every one at its high end; ``scores`` [draws, names]."""
    middle = np.median(scores, axis=0)
    low, high = np.quantile(scores, ENDS, axis=0)
    rows = np.tile(middle, (2 * len(names) + 1, 1))
    for place in range(len(names)):
        rows[1 + place, place] = low[place]
        rows[1 + len(names) + place, place] = high[place]
    return Truths(tuple(names), rows)


def spread(values: Array) -> Array:
    """How far outcomes differ between most truths [columns]: half the way from the 16 to the 84 % quantile of [draws, columns].

    A few extreme truths, which make the standard deviation, must not hide what moves all the others.
    """
    low, high = np.quantile(values, [0.16, 0.84], axis=0)
    return (high - low) / 2.0


def read_ends(values: Array) -> Ends:
    """The outcome of :func:`end_truths` from what is watched [2 * names + 1, columns]."""
    count = (len(values) - 1) // 2
    return Ends(values[0], values[1 : 1 + count], values[1 + count :])
