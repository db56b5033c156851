"""What stopping, leaving and missing hang on, in numbers: how bad a reading is, and whether there is a side effect."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from somaloop.instruments import INSTRUMENTS
from somaloop.trials.plan import Better, SideEffect

Array = NDArray[np.float64]
_LEAST = 1e-9  # of a standard deviation, where people do not differ


def worse(of: str, readings: Array, mean: float, sd: float, better: Better = "") -> Array:
    """How much worse readings are than the mean at baseline, in standard deviations between people; same shape.

    ``better`` says which way is good, by default as the instrument does; where neither way is, more counts as worse.
    """
    way = -1.0 if (better or INSTRUMENTS[of].better) == "higher" else 1.0
    return way * (np.asarray(readings, dtype=float) - mean) / max(sd, _LEAST)


def present(effect: SideEffect, readings: Array, baseline: Array) -> NDArray[np.bool_]:
    """Where readings count as the side effect: risen enough since baseline, or high enough; shapes go together."""
    readings = np.asarray(readings, dtype=float)
    found = np.zeros(np.broadcast_shapes(readings.shape, np.shape(baseline)), dtype=bool)
    if effect.rise is not None:
        found |= readings - baseline >= effect.rise
    if effect.at_least is not None:
        found |= readings >= effect.at_least
    return found
