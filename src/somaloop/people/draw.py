"""Draws of how people differ: each number hangs on the seed, what is drawn and the person's index, and on nothing else."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from somaloop.language import Body, Spread, unknown

Array = NDArray[np.float64]
_TINY = 2.0**-54  # a uniform number may be 0, whose score would be minus infinity


def shares(seed: int, name: str, indices: NDArray[np.int64]) -> Array:
    """A uniform number for each index [indices]: the number at that place of the stream of (seed, name)."""
    from somaloop.engine.noise import name_code

    if len(indices) == 0:
        return np.zeros(0)
    first = int(np.min(indices)) // 4 * 4  # the counter steps four numbers at a time
    stream = np.random.Philox(key=[seed, name_code(name)])
    stream.advance(first // 4)
    return np.random.Generator(stream).random(int(np.max(indices)) - first + 1)[np.asarray(indices) - first]


def scores(seed: int, name: str, indices: NDArray[np.int64]) -> Array:
    """The same as standard normal numbers."""
    from scipy.special import ndtri

    return ndtri(np.maximum(shares(seed, name, indices), _TINY))


def around(spread: Spread, reference: float, centre: Array | float, drawn: Array) -> Array:
    """Draws of a spread moved so that they lie around ``centre`` instead of the reference value.

    Where the trait is the reference value a draw is what it is. Elsewhere it keeps its ratio to the spread's centre
    where numbers multiply, else its distance.
    """
    if spread.kind == "lognormal":
        moved = centre * drawn / spread.centre
    else:
        moved = np.clip(centre + drawn - spread.centre, spread.low, spread.high)
    return np.where(np.asarray(centre) == reference, drawn, moved)


def vary(
    body: Body,
    traits: Mapping[str, float],
    seed: int,
    indices: NDArray[np.int64],
    factors: Mapping[str, Array | float] | None = None,
) -> dict[str, Array]:
    """Traits of many people around a starting type: each person parameter drawn from how people differ, by itself.

    Each number depends on the seed, the parameter's name and the person's index alone. Where the type sets a trait,
    its spread is centred there. ``factors`` say how many times as far as declared people differ in a parameter: they
    multiply its distance from the centre of the spread in standard deviations (of the logarithm, where numbers
    multiply), within the spread's bounds. A factor is one number, or an array that goes with the indices. Raises
    UnknownNameError for a factor of a parameter in which people do not differ.
    """
    from scipy.special import ndtr, ndtri

    differing = {name: item for name, item in body.parameters.items() if item.between_people is not None}
    for name in factors or {}:
        if name not in differing:
            raise unknown("trait in which people differ", name, differing)
    result: dict[str, Array] = {}
    for name, parameter in differing.items():
        spread = parameter.between_people
        assert spread is not None
        share = shares(seed, name, indices)
        if factors and name in factors:
            share = ndtr(np.asarray(factors[name]) * ndtri(np.maximum(share, _TINY)))
        result[name] = around(spread, parameter.value, traits.get(name, parameter.value), spread.quantile(share))
    return result
