"""How a study is conducted moves what it reads: how often it asks, that it asks for the first time, what is not given.

These work on expected readings, elementwise, before error and rounding; a device is moved by none of them.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from somaloop.instruments.instrument import Array, Instrument


def when_asked(item: Instrument, expected: Array, times_a_day: float) -> Array:
    """The expected reading where an item is asked so many times a day, same shape.

    Each doubling beyond the usual number adds the item's share; asking less often takes it away. Raises ValueError for
    a number that is not positive.
    """
    if not times_a_day > 0.0:
        raise ValueError(f"{item.name} cannot be asked {times_a_day} times a day")
    rise = 1.0 + item.asking * np.log2(times_a_day / item.asked)
    return np.clip(np.asarray(expected, dtype=float) * np.maximum(rise, 0.0), item.low, item.high)


def at_first(item: Instrument, expected: Array) -> Array:
    """The expected reading the first time that somebody gives it, same shape."""
    return np.clip(np.asarray(expected, dtype=float) * (1.0 + item.first), item.low, item.high)


def given(item: Instrument, chance: Array) -> NDArray[np.bool_]:
    """Which planned readings are given: ``chance`` is uniform on [0, 1), one for each, and so is the shape."""
    return np.asarray(chance, dtype=float) >= item.missing
