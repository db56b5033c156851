"""Ordinary days that differ, for studies that look at how feelings swing from day to day.

A moderate stressor of two hours comes on four days of ten (daily-stressor-frequency) and begins between 9 and 19 h; bed
times lie around 23:00 and 07:00 with a spread of 1.1 hours each, so that time in bed varies as reported sleep does in
diaries (by 1.6 h within people, fisher2017-ema-variances). Each group has its own days.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from somaloop.engine.alone import over
from somaloop.engine.program import STEPS_PER_DAY
from somaloop.engine.simulate import DaySource

Array = NDArray[np.float64]
TASK = 0.65  # "moderate" in the words of the protocol language
_CHANCE, _SPREAD = 0.4, 1.1


def ordinary_days(group: int = 0) -> dict[str, Callable[[int], Array]]:
    """Tracks of ``appraisal.stressor`` and ``sleep.in_bed`` by day, for one group."""

    def chance(index: int, what: int) -> np.random.Generator:
        return np.random.Generator(np.random.Philox(key=[group, what], counter=[0, 0, 0, index % 2**32]))

    def stressor(index: int) -> Array:
        drawn = chance(index, 1)
        if drawn.random() >= _CHANCE:
            return np.zeros(STEPS_PER_DAY)
        begin = round(drawn.uniform(9.0, 19.0), 1)
        return over(begin, begin + 2.0, TASK)

    def evening(index: int) -> float:
        return float(np.clip(chance(index + 1, 3).normal(23.0, _SPREAD), 20.0, 26.0))

    def in_bed(index: int) -> Array:
        morning = float(np.clip(chance(index, 2).normal(7.0, _SPREAD), 4.0, 10.0))
        track = over(max(0.0, evening(index - 1) - 24.0), morning, 1.0)
        return track if evening(index) >= 24.0 else track + over(evening(index), 24.0, 1.0)

    return {"appraisal.stressor": stressor, "sleep.in_bed": in_bed}


@dataclass(frozen=True)
class VariedDays:
    """A schedule whose stress and nights are those of ordinary days that differ; all else is as it was."""

    schedule: DaySource
    tracks: Mapping[str, Callable[[int], Array]]

    def day(self, index: int) -> dict[str, Array]:
        """The input arrays of one day."""
        return {**self.schedule.day(index), **{name: track(index) for name, track in self.tracks.items()}}

    def missed(self, index: int) -> dict[str, tuple[str, float]]:
        """What is missed, as in the schedule."""
        return self.schedule.missed(index)


def varied(schedule: DaySource, group: int = 0) -> VariedDays:
    """The schedule on ordinary days that differ."""
    return VariedDays(schedule, ordinary_days(group))
