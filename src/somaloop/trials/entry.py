"""Who is let in, in each truth: people were screened in one truth, and in others other people would have passed.

A pool is drawn in proportion to the chance to pass in the truth in which it was recruited. In another truth everybody counts
by how much likelier she is to pass there (importance weights), and her screening reading has a chance between the bounds
of that truth. Weights are cut at the root of the number of people times their mean (Ionides, J Comput Graph Stat
2008;17:295), so that nobody stands for all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from somaloop.studies.crowd import Crowd, bounds_of

Array = NDArray[np.float64]
Numbers = NDArray[np.int64]

_LEAST = 1e-12  # a chance to pass below which all are alike


@dataclass(frozen=True)
class Entry:
    """``weights`` [truths, people] add up to 1 in each truth; ``bounds`` [2, truths, people] by screening instrument.

    ``screened`` [truths] is the number of candidates for each person let in.
    """

    weights: Array
    bounds: Mapping[str, Array]
    screened: Array

    def people(self, truth: int, share: Array) -> Numbers:
        """The places of people at shares (0 to 1) of all who are let in, same shape."""
        steps = np.cumsum(self.weights[truth])
        return np.minimum(np.searchsorted(steps, share * steps[-1], side="right"), self.weights.shape[1] - 1)

    def mean(self, values: Array) -> Array:
        """The mean over people (last), with truths before them: shape [..., truths, people] gives [..., truths]."""
        return (values * self.weights).sum(axis=-1)


def entry_of(crowd: Crowd, screened: float, expected: Mapping[str, Array]) -> Entry:
    """Who is let in, by what is expected of the screening instruments at baseline [truths, people], in each truth."""
    truths, people = next(iter(expected.values())).shape
    even = np.full((truths, people), 1.0 / people)
    if not crowd.bounds:
        return Entry(even, {}, np.full(truths, screened))
    if truths == 1:  # people were recruited in this very truth
        return Entry(even, {name: both[:, None] for name, both in crowd.bounds.items()}, np.array([screened]))
    bounds: dict[str, Array] = {}
    for criterion in crowd.people.include:
        bounds[criterion.of] = _narrower(bounds.get(criterion.of), bounds_of(criterion, expected[criterion.of]))
    ratio = _passing(bounds) / _passing(crowd.bounds)
    weights = np.minimum(ratio, np.sqrt(people) * ratio.mean(axis=1, keepdims=True))
    return Entry(weights / weights.sum(axis=1, keepdims=True), bounds, screened / ratio.mean(axis=1))


def _narrower(one: Array | None, other: Array) -> Array:
    return other if one is None else np.stack([np.maximum(one[0], other[0]), np.minimum(one[1], other[1])])


def _passing(bounds: Mapping[str, Array]) -> Array:
    """The chance to pass every screening."""
    chance: Array = np.ones(())
    for low, high in bounds.values():
        chance = chance * np.maximum(ndtr(high) - ndtr(low), _LEAST)
    return np.maximum(chance, _LEAST)
