"""How much of an outcome's variance each open quantity explains by itself, from draws that are there anyway.

The share is that of the conditional mean, Var(E[y | x]) / Var(y): the first-order index of Sobol (1993) where quantities
are independent, and still what it says where a fit has tied them together. Errors come from the bootstrap over draws
that are independent of each other.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from somaloop.sensitivity.curve import Smoother

Array = NDArray[np.float64]
RESAMPLES = 200


def first_shares(scores: Array, outputs: Array, told: Callable[[int, int], None] | None = None) -> Array:
    """The share of every output's variance that each quantity explains [names, outputs].

    ``scores`` [draws, names], ``outputs`` [draws, outputs].
    """
    found = np.zeros((scores.shape[1], outputs.shape[1]))
    for place in range(scores.shape[1]):
        found[place] = Smoother(scores[:, place]).fit(outputs).share()
        if told is not None:
            told(place + 1, scores.shape[1])
    return found


def share_errors(
    scores: Array, outputs: Array, groups: NDArray[np.int64], seed: int,
    told: Callable[[int, int], None] | None = None,
) -> Array:  # fmt: skip
    """Standard errors [names, outputs] of the shares of :func:`first_shares`.

    ``groups`` [draws] numbers the draws that belong together (the same draw of a posterior): they are drawn together.
    """
    generator = np.random.default_rng([seed, 3])
    count = int(groups.max()) + 1
    times = generator.multinomial(count, np.full(count, 1.0 / count), size=RESAMPLES)[:, groups].astype(float)
    errors = np.zeros((scores.shape[1], outputs.shape[1]))
    for place in range(scores.shape[1]):
        errors[place] = Smoother(scores[:, place]).shares(outputs, times).std(axis=0, ddof=1)
        if told is not None:
            told(place + 1, scores.shape[1])
    return errors


def together(scores: Array) -> NDArray[np.int64]:
    """Which draws share their place in a posterior [draws]: those that agree in any column that repeats values."""
    repeated = [i for i in range(scores.shape[1]) if len(np.unique(scores[:, i])) < len(scores)]
    if not repeated:
        return np.arange(len(scores))
    return np.unique(scores[:, repeated], axis=0, return_inverse=True)[1].reshape(-1)
