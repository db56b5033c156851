"""A schedule: a protocol on the time grid, as the inputs of a body day by day.

Time is counted in hours from the midnight that begins day 1. Intervals are half open: what begins at a step acts in it,
what ends at a step no longer does. At one instant the order is: what ends, the clock, settings, what begins, doses; a
sample taken at that instant comes before all of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from somaloop.language import Body
from somaloop.protocol.plan import Event, Occurrence, Plan
from somaloop.protocol.problems import fault
from somaloop.protocol.protocol import Protocol
from somaloop.protocol.when import DAY_MINUTES, LAST_DAY, Clock

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Schedule:
    """What happens when, for the inputs of one body. Build it with :func:`build_schedule`.

    ``days`` is how long the study is; days before (index below 0) and after follow from the lines as well.
    """

    protocol: Protocol
    days: int
    steps_per_day: int
    plan: Plan = field(repr=False, compare=False)

    def day(self, index: int) -> dict[str, Array]:
        """Inputs that differ from their default on a day (0 is the first), by qualified name, one value a step.

        Doses are in amount per hour during the step in which they enter; levels are what they are.
        """
        steps = self.steps_per_day
        first = index * steps
        doses: dict[str, Array] = {}
        holds: dict[str, Array] = {}
        settings: dict[str, Array] = {}
        for civil in range(index - 2, index + 3):  # a night, and a clock put forward or back, reach over two midnights
            for piece in self.plan.pieces(civil):
                low, high = max(piece.start - first, 0), min(piece.stop - first, steps)
                if low >= high:
                    continue
                if piece.kind == "dose":
                    track = doses.setdefault(piece.name, np.zeros(steps))
                    track[low] += piece.value * steps / 24.0
                elif piece.kind == "hold":
                    track = holds.setdefault(piece.name, np.full(steps, -np.inf))
                    np.maximum(track[low:high], piece.value, out=track[low:high])
                else:
                    settings.setdefault(piece.name, np.full(steps, np.nan))[low:high] = piece.value
        result: dict[str, Array] = {}
        for name in sorted({*doses, *holds, *settings}):
            default = self.plan.body.inputs[name].default
            track = np.full(steps, default)
            if name in settings:
                track = np.where(np.isnan(settings[name]), track, settings[name])
            if name in holds:
                track = np.where(holds[name] == -np.inf, track, holds[name])
            if name in doses:
                track = track + doses[name]
            if (track != default).any():
                result[name] = track
        return result

    def missed(self, index: int) -> dict[str, tuple[str, float]]:
        """For inputs that may be missed on a day: what is missed together (doses or sessions), and how likely."""
        return self.plan.missed(index + 1)

    @cached_property
    def miss(self) -> Mapping[str, Mapping[str, float]]:
        """For ``doses`` and for ``sessions``: the greatest probability over the study that each input is missed."""
        found: dict[str, dict[str, float]] = {"doses": {}, "sessions": {}}
        for index in range(self.days):
            for name, (kind, probability) in self.missed(index).items():
                found[kind][name] = max(probability, found[kind].get(name, 0.0))
        return found

    @cached_property
    def inputs(self) -> tuple[str, ...]:
        """The names of the inputs that the lines reach."""
        return self.plan.inputs

    @cached_property
    def events(self) -> tuple[Event, ...]:
        """What happens in the study, in order, for display: day (1 is the first), hour of that day, words."""
        return self.plan.events(self.days)

    @cached_property
    def notes(self) -> tuple[str, ...]:
        """What the reader of a result should know: times that were rounded, lines without effect, and so on."""
        return self.plan.notes(self.days)

    def occurrences(self, day: int) -> tuple[Occurrence, ...]:
        """What the lines of a day (1 is the first) bring, at which clock time; missed doses are not left out."""
        return self.plan.occurrences(day)

    def clock_shift_hours(self, day: int) -> float:
        """By how many hours the clock reads more than elapsed time at the end of a day (1 is the first)."""
        return self.plan.calendar.shift(day * DAY_MINUTES - 1) / 60.0

    def elapsed_hour(self, day: int, clock: str | Clock) -> float:
        """Hours from the midnight that begins day 1 to the moment when the clock shows ``clock`` on ``day``."""
        return self.plan.calendar.elapsed(day, Clock.of(clock).minutes) / 60.0


def build_schedule(
    protocol: Protocol, body: Body, days: int, steps_per_day: int = 240, before: Protocol | None = None
) -> Schedule:
    """Put a protocol on the time grid of a body. Raises ProtocolError with every line that no mechanism understands.

    ``before`` is what was done before day 1 (usual life); the protocol then begins at the midnight of day 1, and the
    night before it is still one of usual life. Without ``before``, lines that name no beginning hold on earlier days.
    """
    if isinstance(days, bool) or not isinstance(days, int) or not 1 <= days <= LAST_DAY:
        raise fault(f"a study of {days!r} days cannot be simulated", hint=f"write 1 to {LAST_DAY} days")
    if steps_per_day < 24 or steps_per_day % 24:
        raise fault(f"{steps_per_day} steps a day do not divide the hours evenly", hint="the usual number is 240")
    earlier = None if before is None else Plan(before, body, steps_per_day)
    return Schedule(protocol, days, steps_per_day, Plan(protocol, body, steps_per_day, earlier))
