"""What virtual people lived in every course of a trial: expected readings, before error, missing ones and sampling."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from somaloop.studies.crowd import Crowd
from somaloop.studies.record import Asked

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Lives:
    """The same people in every course and every truth of one world.

    ``expected`` [truths, courses, people] by (instrument, moment); the baseline (day 0) is the same in all courses.
    ``stopped`` and ``unmasked`` [truths, courses, people] are the day on which a person stopped the treatment, or came to
    be sure of it, and 0 where that never happened. ``age`` [people] in years, ``female`` [people]; ``crowd`` has the
    people's indices and the bounds of the chance of their screening readings. ``stayed`` is what would have been
    expected had nobody stopped (empty where nobody does, or where it is not asked).
    """

    world: str
    courses: tuple[tuple[str, ...], ...]
    crowd: Crowd
    age: Array
    female: NDArray[np.bool_]
    expected: Mapping[Asked, Array]
    stopped: NDArray[np.int64]
    unmasked: NDArray[np.int64]
    stayed: Mapping[Asked, Array] = field(default_factory=lambda: MappingProxyType({}))
    screened: int = 0
    failures: tuple[str, ...] = ()

    @property
    def truths(self) -> int:
        """How many truths were lived."""
        return self.stopped.shape[0]

    @property
    def people(self) -> int:
        """How many people there are."""
        return self.stopped.shape[2]
