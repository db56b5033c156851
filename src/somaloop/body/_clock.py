"""What habits follow: humps around hours of the clock."""

from __future__ import annotations

from collections.abc import Iterable
from math import pi
from typing import Any

from somaloop.language import functions as f


def rhythm(clock_hour: Any, hours: Iterable[Any], sharpness: Any, day_length: Any) -> Any:
    """What is done at these clock hours, over the day with mean 1: a circular hump at each, scaled by its Bessel shape.

    All in hours; ``sharpness`` is the concentration of a hump (40: about 0.6 h around its middle).
    """
    humps = [f.exp(sharpness * (f.cos(2.0 * pi * (clock_hour - hour) / day_length) - 1.0)) for hour in hours]
    return sum(humps) * f.sqrt(2.0 * pi * sharpness) / (1.0 + 1.0 / (8.0 * sharpness)) / len(humps)
