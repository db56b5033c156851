"""When something is done: clock times, days and periods.

Day 1 is a Monday and begins at midnight; week n holds the days 7n-6 to 7n. Days before day 1, on which a person settles
into usual life, count 0, -1, -2 and so on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from somaloop.protocol.problems import fault

DAY_MINUTES = 1440
LAST_DAY = 3660  # ten years; a larger number is taken for a slip
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

_TWENTY_FOUR = re.compile(r"([0-9]{1,3}):([0-9]{2})")
_TWELVE = re.compile(r"([0-9]{1,2})(?::([0-9]{2}))?\s*([ap])m")
_NAMED = {"noon": 720, "midnight": 0}


@dataclass(frozen=True, slots=True, order=True)
class Clock:
    """A time of day that a clock on the wall shows, in minutes after midnight."""

    minutes: int

    def __post_init__(self) -> None:
        if not isinstance(self.minutes, int) or not 0 <= self.minutes < DAY_MINUTES:
            raise fault(f"{self.minutes!r} minutes after midnight is not a time of day", hint=_TIME_HINT)

    @classmethod
    def of(cls, value: Clock | str) -> Clock:
        """Read ``21:00``, ``9 pm``, ``7:30 am``, ``noon`` or ``midnight``. Raises ProtocolError."""
        if isinstance(value, Clock):
            return value
        if not isinstance(value, str):
            raise fault(f"{value!r} is not a time", hint=_TIME_HINT)
        text = value.strip().lower()
        if text in _NAMED:
            return cls(_NAMED[text])
        if found := _TWENTY_FOUR.fullmatch(text):
            hour, minute = int(found[1]), int(found[2])
            if hour == 24 and minute == 0:
                raise fault("24:00 is not on the clock", hint="write midnight or 00:00: it begins the following day")
            if hour > 23 or minute > 59:
                raise fault(f"there is no {text} on the clock", hint="times run from 00:00 to 23:59")
            return cls(hour * 60 + minute)
        if found := _TWELVE.fullmatch(text):
            hour, minute = int(found[1]), int(found[2] or 0)
            if not 1 <= hour <= 12 or minute > 59:
                raise fault(f"there is no {text} on the clock", hint="before am and pm the hour is 1 to 12")
            return cls((hour % 12 + (12 if found[3] == "p" else 0)) * 60 + minute)
        raise fault(f"{value!r} is not a time", hint=_TIME_HINT)

    def __str__(self) -> str:
        return f"{self.minutes // 60:02d}:{self.minutes % 60:02d}"


_TIME_HINT = "write a time as 21:00, 9 pm, noon or midnight"


def day_number(value: Any, what: str = "day") -> int:
    """A day or week number as written. Raises ProtocolError for 0, fractions and numbers beyond ten years."""
    most = LAST_DAY if what == "day" else LAST_DAY // 7
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value or value % 1:
        raise fault(f"{what} {value!r} is not a whole number")
    if value < 1:
        raise fault(f"there is no {what} {int(value)}: {what}s count from 1", hint=f"write {what} 1 for the first")
    if value > most:
        hint = f"the last {what} that can be named is {most}"
        raise fault(f"{what} {value:g} is more than ten years away", hint=hint)
    return int(value)


@dataclass(frozen=True, slots=True)
class Span:
    """A period in days, first and last included; None leaves that end open."""

    first: int | None = None
    last: int | None = None

    def __post_init__(self) -> None:
        for end in (self.first, self.last):
            if end is not None:
                day_number(end)
        if self.first is not None and self.last is not None and self.first > self.last:
            raise fault(
                f"the period runs backwards: it begins on day {self.first} and ends on day {self.last}",
                hint="write the earlier week or day first",
            )

    @classmethod
    def of(cls, value: Span | str) -> Span:
        """Read words such as ``from week 1 to week 12``. Raises ProtocolError."""
        if isinstance(value, Span):
            return value
        from somaloop.protocol.reader import read_phrase

        return read_phrase("period", value) if value.strip() else cls()

    def holds(self, days: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Which of these days lie in the period."""
        result = np.ones(days.shape, dtype=bool)
        if self.first is not None:
            result &= days >= self.first
        if self.last is not None:
            result &= days <= self.last
        return result

    def __str__(self) -> str:
        first, last = self.first, self.last
        if first is None and last is None:
            return ""
        weekly = (first is None or first % 7 == 1) and (last is None or last % 7 == 0)
        begin = "" if first is None else f"week {first // 7 + 1}" if weekly else f"day {first}"
        end = "" if last is None else f"week {last // 7}" if weekly else f"day {last}"
        if not begin:
            return f"until {end}"
        return f"from {begin} to {end}" if end else f"from {begin}"


def weeks(first: int, last: int | None = None) -> Span:
    """The period of whole weeks from ``first`` to ``last``, both included; without ``last`` it stays open."""
    begin = (day_number(first, "week") - 1) * 7 + 1
    return Span(begin, None if last is None else day_number(last, "week") * 7)


@dataclass(frozen=True, slots=True)
class Days:
    """On which days: every ``every`` days (or weeks) counted from the first of the period, weekdays, or named days."""

    every: int = 1
    unit: Literal["day", "week"] = "day"
    weekdays: tuple[int, ...] = ()
    dates: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        set_ = object.__setattr__
        set_(self, "every", day_number(self.every, self.unit))
        weekdays = tuple(sorted(set(self.weekdays)))
        if any(not 0 <= item <= 6 for item in weekdays):
            raise fault("weekdays are numbered 0 (Monday) to 6 (Sunday)")
        if self.unit == "week" and self.every > 1 and not weekdays:
            raise fault(f"every {self.every} weeks needs a day", hint=f"write: every {self.every} weeks on tuesday")
        if self.every == 1:
            set_(self, "unit", "day")
            weekdays = () if len(weekdays) == 7 else weekdays
        if self.every > 1 and self.unit == "day" and weekdays:
            raise fault("write either every few days or weekdays, not both")
        dates = tuple(sorted({day_number(day) for day in self.dates}))
        if dates and (weekdays or self.every > 1):
            raise fault("write either named days or a rhythm, not both")
        set_(self, "weekdays", weekdays)
        set_(self, "dates", dates)

    @classmethod
    def of(cls, value: Days | str) -> Days:
        """Read words such as ``daily``, ``every 2 days`` or ``on monday and thursday``. Raises ProtocolError."""
        if isinstance(value, Days):
            return value
        if value.strip().lower() in ("daily", ""):
            return cls()
        from somaloop.protocol.reader import read_phrase

        return read_phrase("days", value)

    def holds(self, days: NDArray[np.int64], span: Span) -> NDArray[np.bool_]:
        """Which of these days are meant within a period."""
        result = span.holds(days)
        anchor = 1 if span.first is None else span.first
        if self.dates:
            return result & (days == self.dates[0] if len(self.dates) == 1 else np.isin(days, self.dates))
        if self.weekdays:
            result &= np.isin((days - 1) % 7, self.weekdays)
        if self.every > 1:
            count = days - anchor if self.unit == "day" else (days - 1) // 7 - (anchor - 1) // 7
            result &= count % self.every == 0
        return result

    def __str__(self) -> str:
        if self.dates:
            return f"on day{'s' if len(self.dates) > 1 else ''} {listed(self.dates)}"
        if self.every > 1 and self.unit == "day":
            return f"every {self.every} days"
        if not self.weekdays:
            return "daily"
        names = {tuple(range(5)): "weekdays", (5, 6): "weekends"}.get(self.weekdays)
        chosen = names or listed(WEEKDAYS[item] for item in self.weekdays)
        return f"every {self.every} weeks on {chosen}" if self.every > 1 else f"on {chosen}"


def holds(days: Days, span: Span, day: int) -> bool:
    """Whether one day is meant."""
    first, last = span.first, span.last
    if (first is not None and day < first) or (last is not None and day > last):
        return False
    if days.dates:
        return day in days.dates
    if days.weekdays and (day - 1) % 7 not in days.weekdays:
        return False
    if days.every == 1:
        return True
    anchor = 1 if first is None else first
    count = day - anchor if days.unit == "day" else (day - 1) // 7 - (anchor - 1) // 7
    return count % days.every == 0


def listed(items: Iterable[object]) -> str:
    """Words joined as in a sentence: ``a, b and c``."""
    words = [str(item) for item in items]
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " and " + words[-1]
