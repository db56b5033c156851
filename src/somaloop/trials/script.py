"""What is lived in a trial, apart from who lives it: stretches of days, when statuses may change, and what is read."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from somaloop.engine.simulate import DaySource
from somaloop.language import Body, SomaloopError
from somaloop.protocol import Protocol, build_schedule
from somaloop.protocol.binding import BELIEF
from somaloop.studies.moments import Moment
from somaloop.studies.needs import screening_moment, timed
from somaloop.studies.record import Asked
from somaloop.studies.varied import varied
from somaloop.trials.courses import protocol_of
from somaloop.trials.plan import TrialPlan

Array = NDArray[np.float64]
LONGEST = 28  # days between two moments at which people may stop, where visits are rarer
BASELINE = Moment(0)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days of one arm, or of none (a washout, what comes after the last period); both ends are included."""

    arm: str
    first: int
    last: int


def stretches(plan: TrialPlan, course: tuple[str, ...]) -> tuple[Stretch, ...]:
    """What a course is made of, from day 1 to the last day of the trial."""
    found: list[Stretch] = []
    day = 1
    for (first, last), arm in zip(plan.spans, course, strict=True):
        if first > day:
            found.append(Stretch("", day, first - 1))
        found.append(Stretch(arm, first, min(last, plan.days)))
        day = last + 1
    return (*found, Stretch("", day, plan.days)) if day <= plan.days else tuple(found)


def statuses_change(plan: TrialPlan) -> bool:
    """Whether anybody may stop the treatment, or come to be sure of it."""
    return plan.adherence.stops > 0 or any(item.unmasks > 0 for item in plan.side_effects)


def decision_days(plan: TrialPlan) -> tuple[int, ...]:
    """The evenings on which people may stop or come to be sure: visits, and some in between where those are rare.

    The last day of the trial is none: nothing follows it. Empty where nobody's status changes.
    """
    if not statuses_change(plan):
        return ()
    visits = sorted({0, plan.days, *(visit.day for visit in plan.followed if visit.day <= plan.days)})
    found: set[int] = set()
    for low, high in pairwise(visits):
        parts = -(-(high - low) // LONGEST)
        found |= {low + round((high - low) * part / parts) for part in range(1, parts + 1)}
    return tuple(sorted(found - {plan.days}))


def evenings(plan: TrialPlan, stretch: Stretch) -> tuple[tuple[int, int], ...]:
    """The decisions of a stretch: the day, and how many days of the stretch it stands for. None without lines of an arm."""
    if not stretch.arm or not len(plan.arms[stretch.arm].protocol):
        return ()
    found, before = [], stretch.first - 1
    for day in decision_days(plan):
        if stretch.first <= day <= stretch.last:
            found.append((day, day - before))
            before = day
    return tuple(found)


def asked_of(plan: TrialPlan) -> tuple[Asked, ...]:
    """Every reading that is kept: at the baseline and at all visits."""
    found = {(name, timed(name, BASELINE)) for name in plan.read_at_baseline}
    found |= {(item.of, screening_moment(item.of)) for item in plan.people.include}
    found |= {(name, timed(name, visit)) for name in plan.read_at_baseline for visit in plan.visits}
    return tuple(sorted(found, key=lambda item: (item[0], item[1].hours)))


def watched(plan: TrialPlan) -> tuple[str, ...]:
    """The instruments that statuses hang on: what shows side effects and, where stopping hangs on it, the outcome."""
    readings = any("reading" in driver for driver in plan.adherence.on)
    outcome = [plan.primary.of] if plan.adherence.stops > 0 and readings else []
    return tuple(dict.fromkeys([*(item.of for item in plan.side_effects), *outcome]))


def recorded(plan: TrialPlan) -> tuple[Asked, ...]:
    """Everything that is recorded: what is kept, and what decisions need."""
    days = (0, *decision_days(plan)) if statuses_change(plan) else ()
    extra = {(name, timed(name, Moment(day))) for name in watched(plan) for day in days}
    return tuple(sorted({*asked_of(plan), *extra}, key=lambda item: (item[0], item[1].hours)))


def without_arms(plan: TrialPlan) -> Protocol:
    """What is done by whoever stopped the treatment, and in a washout: usual life and what everybody does."""
    arm = replace(plan.arms[plan.control], protocol=Protocol())
    return protocol_of(replace(plan, arms={plan.control: arm}, periods=None), (plan.control,))


class Remembered:
    """A schedule whose days are worked out once, for many pieces and people."""

    def __init__(self, schedule: DaySource) -> None:
        self.schedule = schedule
        self._days: dict[int, dict[str, Array]] = {}
        self._missed: dict[int, dict[str, tuple[str, float]]] = {}

    def day(self, index: int) -> dict[str, Array]:
        """The input arrays of one day."""
        if index not in self._days:
            self._days[index] = self.schedule.day(index)
        return self._days[index]

    def missed(self, index: int) -> dict[str, tuple[str, float]]:
        """What is missed, as in the schedule."""
        if index not in self._missed:
            self._missed[index] = self.schedule.missed(index)
        return self._missed[index]


@dataclass(frozen=True)
class Believing:
    """A schedule under which people are as sure of the treatment as ``belief`` says (a share)."""

    schedule: DaySource
    belief: float

    def day(self, index: int) -> dict[str, Array]:
        """The input arrays of one day."""
        known = self.schedule.day(index)
        steps = len(next(iter(known.values()))) if known else 240
        return {**known, BELIEF[2]: np.full(steps, self.belief)}

    def missed(self, index: int) -> dict[str, tuple[str, float]]:
        """What is missed, as in the schedule."""
        return self.schedule.missed(index)


@dataclass(frozen=True)
class Stopped:
    """What somebody does who stopped: as without an arm, but what was believed of the capsules is believed on."""

    schedule: DaySource
    without: DaySource

    def day(self, index: int) -> dict[str, Array]:
        """The input arrays of one day."""
        belief = self.schedule.day(index).get(BELIEF[2])
        known = {name: track for name, track in self.without.day(index).items() if name != BELIEF[2]}
        return known if belief is None else {**known, BELIEF[2]: belief}

    def missed(self, index: int) -> dict[str, tuple[str, float]]:
        """What is missed, as without an arm."""
        return self.without.missed(index)


@dataclass(frozen=True)
class Script:
    """The days of a plan, ready to be lived: usual life, every course, and life without an arm."""

    plan: TrialPlan
    usual: DaySource
    courses: tuple[DaySource, ...]
    without: DaySource


def script_of(body: Body, plan: TrialPlan) -> Script:
    """Put a plan on the time grid. Raises ProtocolError for lines that no mechanism understands.

    Raises SomaloopError where usual life does not settle at all, for then there is no baseline.
    """
    if plan.settle_days < 1:
        raise SomaloopError(f"people settle into usual life for {plan.settle_days} days; a baseline needs at least 1")

    def source(protocol: Protocol, days: int, before: Protocol | None = None) -> DaySource:
        schedule = build_schedule(protocol, body, days, before=before)
        return Remembered(varied(schedule) if plan.varied_days else schedule)

    return Script(
        plan, source(plan.usual, 1), tuple(source(protocol_of(plan, item), plan.days, plan.usual) for item in plan.courses),
        source(without_arms(plan), plan.days, plan.usual),
    )  # fmt: skip
