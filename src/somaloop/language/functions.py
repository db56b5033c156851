"""Functions for equations; each works on arrays, on symbols and on units.

The kind of the first argument that is not a plain number decides: JAX or NumPy arrays are computed, SymPy
expressions are built, unit values are checked.
"""

from __future__ import annotations

import sys
from typing import Any

import numpy as np


def _backend(arguments: tuple[Any, ...]) -> Any:
    for argument in arguments:
        kind = type(argument)
        own = getattr(kind, "_somaloop_functions", None)
        if own is not None:
            return own
        root = kind.__module__.partition(".")[0]
        if root == "sympy":
            from somaloop.language import symbols

            return symbols.FUNCTIONS
        if root in ("jax", "jaxlib"):
            return sys.modules["jax"].numpy
    return np


def exp(x: Any) -> Any:
    """The exponential of a dimensionless number."""
    return _backend((x,)).exp(x)


def log(x: Any) -> Any:
    """The natural logarithm of a dimensionless number."""
    return _backend((x,)).log(x)


def sqrt(x: Any) -> Any:
    """The square root."""
    return _backend((x,)).sqrt(x)


def sin(x: Any) -> Any:
    """The sine of an angle in radians."""
    return _backend((x,)).sin(x)


def cos(x: Any) -> Any:
    """The cosine of an angle in radians."""
    return _backend((x,)).cos(x)


def tanh(x: Any) -> Any:
    """The hyperbolic tangent."""
    return _backend((x,)).tanh(x)


def arctan2(y: Any, x: Any) -> Any:
    """The angle of the point (x, y), in radians between -pi and pi."""
    return _backend((y, x)).arctan2(y, x)


def minimum(a: Any, b: Any) -> Any:
    """The smaller of two numbers of one unit."""
    return _backend((a, b)).minimum(a, b)


def maximum(a: Any, b: Any) -> Any:
    """The larger of two numbers of one unit."""
    return _backend((a, b)).maximum(a, b)


def positive_part(x: Any) -> Any:
    """``x`` where it is positive, else zero."""
    return maximum(x, 0.0)


def logistic(x: Any) -> Any:
    """``1 / (1 + exp(-x))``, written so that it never overflows."""
    return 0.5 + 0.5 * tanh(0.5 * x)


def softplus(x: Any) -> Any:
    """``log(1 + exp(x))``, written so that it never overflows."""
    return positive_part(x) + log(1.0 + exp(-maximum(x, -x)))


def hill(x: Any, half: Any, exponent: Any = 1.0) -> Any:
    """``x^n / (half^n + x^n)`` for ``x >= 0``: 0 at nothing, one half at ``half``, 1 at very much."""
    ratio = (x / half) ** exponent
    return ratio / (1.0 + ratio)


def between(x: Any, low: Any, high: Any) -> Any:
    """``x`` limited to the range from ``low`` to ``high``."""
    return minimum(maximum(x, low), high)


def unit_range(x: Any, softness: Any) -> Any:
    """``x`` bent softly so that it stays between 0 and 1; all are plain numbers, and ``softness`` is far below 1.

    It is ``softness * (softplus(x / softness) - softplus((x - 1) / softness))``, with one logarithm in place of two.
    """
    low, high = exp(-abs(x) / softness), exp(-abs(x - 1.0) / softness)
    return between(x, 0.0, 1.0) + softness * log((1.0 + low) / (1.0 + high))
