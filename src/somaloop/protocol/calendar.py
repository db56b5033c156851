"""From clock times to elapsed time, over clock changes.

Elapsed time counts minutes from the midnight that begins day 1, on the clock as it ran then; it is never interrupted. A
clock change moves what the clock shows, not elapsed time. A clock time that a change leaves out is moved forward by the
length of the gap; one that occurs twice means its first occurrence.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import cast

from somaloop.protocol.conditions import ClockChange
from somaloop.protocol.when import DAY_MINUTES, Clock


@dataclass(frozen=True, slots=True)
class Calendar:
    """``turns``: for each clock change the elapsed minute at which it happens and the shift from then on, in order."""

    turns: tuple[tuple[int, int], ...] = ()

    @classmethod
    def of(cls, changes: Iterable[ClockChange]) -> Calendar:
        """The calendar of these clock changes."""
        turns: list[tuple[int, int]] = []
        shift = 0
        for change in sorted(changes, key=lambda item: (item.day, cast(Clock, item.at).minutes)):
            clock = (change.day - 1) * DAY_MINUTES + cast(Clock, change.at).minutes
            turns.append((clock - shift, shift + change.shift))
            shift += change.shift
        return cls(tuple(turns))

    def elapsed(self, day: int, minutes: int) -> int:
        """The elapsed minute at which the clock shows ``minutes`` after the midnight that begins ``day``."""
        clock = (day - 1) * DAY_MINUTES + minutes
        shift = 0
        for turn, after in self.turns:
            if clock - shift < turn:  # before this change: also the first of two occurrences
                return clock - shift
            if clock - after < turn:  # left out by this change: moved forward by the gap
                return clock - shift
            shift = after
        return clock - shift

    def shift(self, elapsed: float) -> int:
        """By how many minutes the clock reads more than elapsed time at an elapsed minute."""
        found = 0
        for turn, after in self.turns:
            if elapsed >= turn:
                found = after
        return found


def step_of(minute: float, steps_per_day: int) -> int:
    """The grid step that begins nearest to an elapsed minute; halfway means the later one."""
    return int((minute * steps_per_day / DAY_MINUTES + 0.5) // 1)
