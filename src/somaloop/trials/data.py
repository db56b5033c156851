"""What one trial brought in: who was given what, and the readings that were taken."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from somaloop.studies.moments import Moment

Array = NDArray[np.float64]
Numbers = NDArray[np.int64]


@dataclass(frozen=True)
class TrialData:
    """The data of one trial, as its statistician gets them.

    ``arms`` are names in the order of the plan, ``control`` one of them. ``given`` [visits, people] is the arm (its place
    in ``arms``) that is in force at each visit: the same at all visits, but for crossovers and N-of-1 trials. ``period``
    [visits] counts periods from 0 (all 0 in parallel trials), ``visits`` are moments after baseline.
    ``readings`` [visits, people] by instrument, NaN where none was taken; ``baseline`` [people] by instrument.
    ``stopped`` [visits, people] tells who had stopped the treatment by then. ``stratum`` and ``cluster`` [people] count
    from 0 (all 0 without any; a person is a cluster by himself in trials without clusters). ``sequence`` [people] is the
    course that a person was given. ``dose`` [arms] is NaN where none is stated; ``levels`` [arms] by factor are places in
    ``factors`` (whose first level, in a factorial design, is the one without treatment), and -1 for an arm that has no
    level there.
    """

    arms: tuple[str, ...]
    control: str
    visits: tuple[Moment, ...]
    period: Numbers
    given: Numbers
    sequence: Numbers
    readings: Mapping[str, Array]
    baseline: Mapping[str, Array]
    age: Array
    female: NDArray[np.bool_]
    stratum: Numbers
    cluster: Numbers
    stopped: NDArray[np.bool_]
    dose: Array
    factors: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    levels: Mapping[str, Numbers] = field(default_factory=lambda: MappingProxyType({}))

    def __len__(self) -> int:
        return self.given.shape[1]


@dataclass(frozen=True, slots=True)
class Estimate:
    """What an analysis says of one contrast: the estimate with its interval (of the plan's alpha and sides), and p.

    ``p`` is for the plan's sides; for a Bayesian analysis it is the probability of no benefit. With one side both bounds
    of the interval are one-sided, each of level 1 - alpha, so that interval and test agree. ``success`` says whether the
    plan's rule is met in the direction of benefit. NaN, with a sentence in ``failure``, where the analysis cannot be
    done; a number with a sentence in ``failure`` was found by the fallback that the sentence names.
    """

    contrast: str
    estimate: float
    error: float
    low: float
    high: float
    p: float
    freedom: float
    success: bool
    n: int
    unit: str = ""
    failure: str = ""
