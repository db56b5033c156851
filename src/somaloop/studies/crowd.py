"""The people of a study: who is recruited, and the values that they live on in every truth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from somaloop.engine.program import Layout
from somaloop.engine.simulate import Lanes
from somaloop.engine.truths import Truths, crowd_values
from somaloop.instruments import INSTRUMENTS
from somaloop.language import Body, SomaloopError
from somaloop.people import Criterion, Population

Array = NDArray[np.float64]

POOL = 256  # people screened where a study selects on a score
_RARE = 1e-3  # a chance to pass below which nobody is taken


@dataclass(frozen=True)
class Crowd:
    """People of one population: their ``indices``, and for each screening instrument the bounds of their reading's chance.

    ``bounds`` [2, people] are standard normal: only with a chance between them did this person pass the screening.
    """

    people: Population
    indices: NDArray[np.int64]
    bounds: Mapping[str, Array]

    def __len__(self) -> int:
        return len(self.indices)

    def first(self, count: int) -> Crowd:
        """The first people of the crowd."""
        return Crowd(self.people, self.indices[:count], {name: both[:, :count] for name, both in self.bounds.items()})


def everybody(people: Population, count: int) -> Crowd:
    """People without selection."""
    return Crowd(people, np.arange(count), {})


def lanes_of(body: Body, plan: Layout, crowd: Crowd, truths: Truths) -> Lanes:
    """The crowd in every truth, truth by truth: lane ``t * people + p`` is person p in truth t."""
    population = crowd.people
    drawn = population.drawn(body, crowd.indices)
    values = crowd_values(body, plan, population.traits(body), drawn.traits, truths)
    flat = values.reshape(len(plan.values), -1)
    labels = tuple(f"person {index} in truth {t + 1}" for t in range(len(truths)) for index in crowd.indices)
    return Lanes(flat, np.tile(crowd.indices, len(truths)), labels)


def bounds_of(criterion: Criterion, expected: Array) -> Array:
    """Between which chances (standard normal) a reading with this expected value passes [2, people]."""
    item = INSTRUMENTS[criterion.of]
    error = np.maximum(item.error_of(expected), 1e-9)
    half = item.step / 2  # a reading is rounded before it is judged
    low = (
        np.full(expected.shape, -np.inf)
        if criterion.at_least is None
        else (criterion.at_least - half - expected) / error
    )
    high = (
        np.full(expected.shape, np.inf) if criterion.at_most is None else (criterion.at_most + half - expected) / error
    )
    return np.stack([low, high])


def chosen(people: Population, pool: NDArray[np.int64], expected: Mapping[str, Array], count: int) -> Crowd:
    """The people of a pool who pass a screening, each as often as they would.

    ``expected`` are the pool's expected readings of every screening instrument on the evening of day 0. A person is
    taken in proportion to the chance to pass. Raises SomaloopError where hardly anybody does.
    """
    both: dict[str, Array] = {}
    for criterion in people.include:
        bounds = bounds_of(criterion, expected[criterion.of])
        if criterion.of in both:
            earlier = both[criterion.of]
            bounds = np.stack([np.maximum(earlier[0], bounds[0]), np.minimum(earlier[1], bounds[1])])
        both[criterion.of] = bounds
    passing = np.ones(len(pool))
    for bounds in both.values():
        passing = passing * np.maximum(ndtr(bounds[1]) - ndtr(bounds[0]), 0.0)
    if not passing.mean() > _RARE:
        words = ", ".join(f"{item.of} {'at least' if item.at_least is not None else 'at most'} "
                          f"{item.at_least if item.at_least is not None else item.at_most:g}" for item in people.include)  # fmt: skip
        raise SomaloopError(
            f"hardly anybody of {people.kind!r} passes the screening ({words}): "
            f"{100 * passing.mean():.2g} % of {len(pool)} people; choose another starting type or criterion"
        )
    # Systematic sampling in a fixed order: as even as can be, and the same first people for every count.
    steps = np.cumsum(passing) / passing.sum()
    places = np.searchsorted(steps, (np.arange(count) * 0.6180339887498949 + 0.5) % 1.0)
    taken = np.minimum(places, len(pool) - 1)
    return Crowd(people, pool[taken], {name: bounds[:, taken] for name, bounds in both.items()})


def chance_between(bounds: Array, share: Array) -> Array:
    """Standard normal numbers between bounds, at a share (0 to 1) of the probability between them."""
    low, high = ndtr(bounds[0]), ndtr(bounds[1])
    return ndtri(np.clip(low + (high - low) * share, 1e-12, 1 - 1e-12))
