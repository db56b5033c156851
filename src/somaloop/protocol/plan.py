"""What a protocol means for each day: which lines hold, what they do to inputs, and at which step."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from somaloop.language import Body, suggestion
from somaloop.protocol.activities import Activity
from somaloop.protocol.binding import BELIEF, CAFFEINE, IN_BED, MEAL, USUAL_CAFFEINE, USUAL_MEALS, Binder, Bound
from somaloop.protocol.calendar import Calendar, step_of
from somaloop.protocol.conditions import Belief, ClockChange, Miss
from somaloop.protocol.doses import Dose, Take
from somaloop.protocol.medicines import medicine_kind
from somaloop.protocol.problems import Problem, ProtocolError, fault, gathered
from somaloop.protocol.protocol import Protocol
from somaloop.protocol.remarks import remarks
from somaloop.protocol.rules import days_of_interest
from somaloop.protocol.settings import SleepWindow, Stop, Use
from somaloop.protocol.statement import Statement
from somaloop.protocol.when import DAY_MINUTES, Clock, holds

_NOON = DAY_MINUTES // 2
_ALWAYS = -(10**9)
USUAL_NUMBER = 3.0  # a meal of size 1 is one of the usual three of a day


@dataclass(frozen=True, slots=True)
class Event:
    """Something to show: on which day of elapsed time (1 is the first), at which hour of it, in words."""

    day: int
    hour: float
    text: str


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A line on a day at a clock time (None: all day)."""

    day: int
    clock: Clock | None
    statement: Statement


@dataclass(frozen=True, slots=True)
class Piece:
    """An effect on one input from step ``start`` to before step ``stop``, counted from the midnight of day 1."""

    name: str
    kind: Literal["dose", "hold", "set"]
    start: int
    stop: int
    value: float


class Plan:
    """A protocol bound to a body. Days are worked out when asked for, and remembered.

    ``before`` is what holds on the days before day 1; without it the protocol holds on all days.
    """

    def __init__(self, protocol: Protocol, body: Body, steps_per_day: int, before: Plan | None = None) -> None:
        self.body, self.steps_per_day, self.before = body, steps_per_day, before
        self.statements = protocol.statements
        self.calendar = Calendar.of(item for item in self.statements if isinstance(item, ClockChange))
        binder = Binder(body)
        self._bed = [match.name for match in binder.find(*IN_BED)]
        self._belief = [match.name for match in binder.find(*BELIEF)]
        self._meal = {match.name for match in binder.find(*MEAL)}
        self._usual_meals = [match.name for match in binder.find(*USUAL_MEALS)]
        self._usual_caffeine = [match.name for match in binder.find(*USUAL_CAFFEINE)]
        self._stops = [(index, item) for index, item in enumerate(self.statements) if isinstance(item, Stop)]
        self.bound = self._bind(binder)
        self._settings: dict[str, list[Statement]] = {}
        for item in self.statements:
            if item.setting:
                self._settings.setdefault(item.setting, []).append(item)
        self._days: dict[int, tuple[Piece, ...]] = {}
        self.first_dose = self._first_dose()

    def _bind(self, binder: Binder) -> tuple[tuple[Bound, ...], ...]:
        problems: list[Problem] = []
        found: list[tuple[Bound, ...]] = []
        for index, item in enumerate(self.statements):
            try:
                if isinstance(item, Stop):
                    self._check_stop(binder, index, item)
                found.append(binder.bind(item))
            except ProtocolError as error:
                problems += error.problems
        if problems:
            raise gathered(problems)
        return tuple(found)

    def _check_stop(self, binder: Binder, index: int, stop: Stop) -> None:
        earlier = {name for item in self.statements[:index] for name in names_of(item)}
        known = {thing for _, thing in binder._index} | earlier
        if stop.thing not in known and not medicine_kind(stop.thing):
            message = f"no line above brings {stop.thing!r}{suggestion(stop.thing, known)}"
            raise fault(message, place=stop.place, hint="a line with no cancels an earlier line on the same days")

    @property
    def inputs(self) -> tuple[str, ...]:
        """The names of the inputs that the lines reach."""
        names = {bound.name for items in self.bound for bound in items}
        if any(isinstance(item, SleepWindow) for item in self.statements):
            names.update(self._bed)
        if self.first_dose is not None:
            names.update(self._belief)
        return tuple(sorted(names))

    def active(self, index: int, day: int) -> bool:
        """Whether a line holds on a day: no later ``no`` line cancels it, and a setting has the last word."""
        item = self.statements[index]
        if not holds(item.pattern, item.span, day):
            return False
        if item.setting:
            return self.setting(item.setting, day) is item
        return not any(
            place > index and stop.thing in names_of(item) and holds(stop.pattern, stop.span, day)
            for place, stop in self._stops
        )

    def setting(self, name: str, day: int) -> Statement | None:
        """The line that has the last word on a setting on a day."""
        for item in reversed(self._settings.get(name, ())):
            if holds(item.pattern, item.span, day):
                return item
        return None

    def _first_dose(self) -> int | None:
        """The step of the first dose that is ever taken; a large negative number if doses were always taken."""
        days = days_of_interest(self.statements)
        found: list[int] = []
        if self.before is not None:
            days = days[days >= 1]
            found += [] if self.before.first_dose is None else [self.before.first_dose]
        for index, item in enumerate(self.statements):
            if not isinstance(item, Take):
                continue
            for day in days[item.pattern.holds(days, item.span)].tolist():
                if self.active(index, day):
                    always = item.span.first is None and not item.pattern.dates and day <= 0
                    found.append(_ALWAYS if always else self._step(day, item.times[0].minutes))
                    break
        return min(found, default=None)

    def _step(self, day: int, minutes: int) -> int:
        return step_of(self.calendar.elapsed(day, minutes), self.steps_per_day)

    def _whole_day(self, day: int) -> tuple[int, int]:
        return self._step(day, 0), self._step(day + 1, 0)

    def pieces(self, day: int) -> tuple[Piece, ...]:
        """What the lines of a day (by the clock; 1 is the first) do to inputs."""
        if day < 1 and self.before is not None:
            return self.before.pieces(day)
        if day not in self._days:
            self._days[day] = tuple(self._work_out(day))
        return self._days[day]

    def _work_out(self, day: int) -> list[Piece]:
        found: list[Piece] = []
        begin, end = self._whole_day(day)
        for index, (item, effects) in enumerate(zip(self.statements, self.bound, strict=True)):
            if not effects or not self.active(index, day):
                continue
            for effect in effects:
                if effect.kind == "set":
                    found.append(Piece(effect.name, "set", begin, end, effect.value))
                    continue
                for clock in item.times:
                    found.append(self._timed(effect, day, clock))
        found = self._shared(found, begin, end)
        if self._caffeine_is_stated(day):
            found += [Piece(name, "set", begin, end, 0.0) for name in self._usual_caffeine]
        found += self._night(day)
        if self.first_dose is not None and self._belief and end > self.first_dose:
            belief = self.setting("belief", day)
            value = belief.percent / 100.0 if isinstance(belief, Belief) else 1.0
            found += [Piece(name, "set", max(begin, self.first_dose), end, value) for name in self._belief]
        return found

    def _shared(self, found: list[Piece], begin: int, end: int) -> list[Piece]:
        """On a day with stated meals these share the day's food equally, in place of the usual three."""
        meals = [piece for piece in found if piece.name in self._meal]
        if not meals or not self._usual_meals:
            return found
        others = [piece for piece in found if piece.name not in self._meal]
        shares = [replace(piece, value=USUAL_NUMBER / len(meals)) for piece in meals]
        return [*others, *shares, *(Piece(name, "set", begin, end, 0.0) for name in self._usual_meals)]

    def _caffeine_is_stated(self, day: int) -> bool:
        """Whether lines say what caffeine there is on a day, none included; else a person's habit holds."""
        for index, item in enumerate(self.statements):
            if isinstance(item, Stop) and item.thing == CAFFEINE and holds(item.pattern, item.span, day):
                return True
            if isinstance(item, Dose) and item.thing == CAFFEINE and self.active(index, day):
                return True
        return False

    def _timed(self, effect: Bound, day: int, clock: Clock) -> Piece:
        minute = self.calendar.elapsed(day, clock.minutes)
        start = step_of(minute, self.steps_per_day)
        if effect.kind == "dose":
            return Piece(effect.name, "dose", start, start + 1, effect.value)
        stop = step_of(minute + effect.minutes, self.steps_per_day)
        return Piece(effect.name, "hold", start, max(stop, start + 1), effect.value)

    def _night(self, day: int) -> list[Piece]:
        """The sleep window of the evening of a day; from its noon to the next, whoever is not in the window is up."""
        window = self.setting("sleep window", day)
        if not isinstance(window, SleepWindow):
            return []
        start, stop = self._step(day, window.begins), self._step(day, window.begins + window.minutes)
        noon, following = self._step(day, _NOON), self._step(day + 1, _NOON)
        return [
            piece
            for name in self._bed
            for piece in (Piece(name, "set", noon, following, 0.0), Piece(name, "hold", start, stop, 1.0))
        ]

    def missed(self, day: int) -> dict[str, tuple[str, float]]:
        """For inputs that may be missed on a day: what is missed together, and how likely."""
        if day < 1 and self.before is not None:
            return self.before.missed(day)
        chance = {
            kind: item.percent / 100.0
            for kind in ("doses", "sessions")
            if isinstance(item := self.setting(f"missed {kind}", day), Miss) and item.percent > 0
        }
        return {
            bound.name: (bound.missed, chance[bound.missed])
            for items in self.bound
            for bound in items
            if bound.missed in chance
        }

    def occurrences(self, day: int) -> tuple[Occurrence, ...]:
        """The doses, activities, medicines and the night of a day, in the order of the clock."""
        if day < 1 and self.before is not None:
            return self.before.occurrences(day)
        found: list[tuple[int, int, Occurrence]] = []
        for index, item in enumerate(self.statements):
            if isinstance(item, ClockChange):
                if item.day == day:
                    found.append((Clock.of(item.at).minutes, 0, Occurrence(day, Clock.of(item.at), item)))
            elif isinstance(item, SleepWindow):
                if self.active(index, day):
                    found.append((item.begins, 1, Occurrence(day, Clock.of(item.start), item)))
            elif self.bound[index] or isinstance(item, Use):
                if not self.active(index, day):
                    continue
                rank = 2 if isinstance(item, Activity) else 3
                if not item.times:
                    found.append((0, 1, Occurrence(day, None, item)))
                found += [(clock.minutes, rank, Occurrence(day, clock, item)) for clock in item.times]
        return tuple(occurrence for _, _, occurrence in sorted(found, key=lambda entry: entry[:2]))

    def events(self, days: int) -> tuple[Event, ...]:
        """What to show of a study, in order."""
        found: list[tuple[float, Event]] = []
        for day in range(0, days + 2):
            for item in self.occurrences(day):
                if item.clock is None:
                    continue
                minutes = item.statement.begins if isinstance(item.statement, SleepWindow) else item.clock.minutes
                minute = self.calendar.elapsed(day, minutes)
                if 0 <= minute < days * DAY_MINUTES:
                    event = Event(minute // DAY_MINUTES + 1, minute % DAY_MINUTES / 60.0, item.statement.label())
                    found.append((minute, event))
        return tuple(event for _, event in sorted(found, key=lambda entry: entry[0]))

    def notes(self, days: int) -> tuple[str, ...]:
        """What the reader of a result should know."""
        nights = sum(self.setting("sleep window", day) is None for day in range(1, days + 1))
        return remarks(self.statements, self.steps_per_day, days, nights)


def names_of(item: Statement) -> tuple[str, ...]:
    """The names under which a ``no`` line can cancel a line."""
    if isinstance(item, Use):
        return (item.thing, medicine_kind(item.thing) or item.thing)
    return () if item.setting or isinstance(item, Stop) else (item.subject,)
