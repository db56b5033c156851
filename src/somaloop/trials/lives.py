"""What virtual people lived in every course of a trial: expected readings, before error, missing ones and sampling."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from somaloop.language import unknown
from somaloop.studies.crowd import Crowd
from somaloop.studies.moments import Moment
from somaloop.studies.needs import timed
from somaloop.studies.record import Asked

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Lives:
    """The same people in every course and every truth of one world.

    ``expected`` [truths, courses, people] by (instrument, moment); the baseline (day 0) is the same in all courses.
    ``stopped`` and ``unmasked`` [truths, courses, people] are the day on which a person stopped the treatment, or came to
    be sure of it, and 0 where that never happened. ``age`` [people] in years, ``female`` [people]; ``crowd`` has the
    people's indices and the bounds of the chance of their screening readings. ``stayed`` is what would have been
    expected had nobody stopped (empty where nobody does, or where it is not asked). ``screened`` is how many candidates
    are looked at for each person let in, ``distinct`` how many different people the crowd holds (a person may stand in
    it more than once, as often as the screening would let her in).
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
    screened: float = 1.0
    distinct: int = 0
    failures: tuple[str, ...] = ()

    def at(self, of: str, visit: Moment, stayed: bool = False) -> Array:
        """Expected readings of an instrument at a visit of the plan [truths, courses, people].

        ``stayed``: had nobody stopped. Raises UnknownNameError for what was not recorded.
        """
        asked = (of, timed(of, visit))
        if asked not in self.expected:
            raise unknown("reading", f"{of} at {visit}", [f"{name} at {moment}" for name, moment in self.expected])
        return self.stayed.get(asked, self.expected[asked]) if stayed else self.expected[asked]

    @property
    def truths(self) -> int:
        """How many truths were lived."""
        return self.stopped.shape[0]

    @property
    def people(self) -> int:
        """How many people there are."""
        return self.stopped.shape[2]
