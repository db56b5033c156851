"""Moments of a study, as its file writes them: ``day 84``, ``week 12``, ``day 3 15:40``; and lengths such as ``4 h``."""

from __future__ import annotations

import re
from dataclasses import dataclass

from somaloop.language import SomaloopError

_MOMENT = re.compile(r"(day|week)\s+(-?\d+)(?:\s+(?:at\s+)?(\d{1,2}):(\d{2}))?", re.IGNORECASE)
_LENGTH = re.compile(r"(\d+(?:\.\d+)?)\s*(min|minutes?|h|hours?|days?|weeks?)", re.IGNORECASE)
_HOURS = {"min": 1 / 60, "minute": 1 / 60, "h": 1.0, "hour": 1.0, "day": 24.0, "week": 168.0}
FULL_DAY = 24.0


@dataclass(frozen=True, slots=True, order=True)
class Moment:
    """A day of a study (1 is its first, 0 the last of usual life before it) and a clock hour, or none.

    Without an hour it is the end of that day, which for an instrument that looks back is when it is filled in.
    """

    day: int
    hour: float | None = None

    @property
    def hours(self) -> float:
        """Hours since the midnight that begins day 1."""
        return (self.day - 1) * FULL_DAY + (FULL_DAY if self.hour is None else self.hour)

    def __str__(self) -> str:
        if self.hour is None:
            return f"day {self.day}"
        minutes = round(self.hour * 60)
        return f"day {self.day} {minutes // 60:02d}:{minutes % 60:02d}"


def moment(text: str) -> Moment:
    """Read a moment. ``week 12`` is the end of its last day. Raises SomaloopError."""
    found = _MOMENT.fullmatch(str(text).strip())
    if found is None:
        raise SomaloopError(f"{text!r} is not a moment; write day 84, week 12, or day 3 15:40")
    word, number, hour, minute = found.groups()
    day = int(number) * (7 if word.lower() == "week" else 1)
    if hour is None:
        return Moment(day)
    if int(hour) > 23 or int(minute) > 59:
        raise SomaloopError(f"there is no {hour}:{minute} on the clock")
    if word.lower() == "week":
        raise SomaloopError(f"{text!r}: a clock time needs a day, not a week")
    return Moment(day, int(hour) + int(minute) / 60)


def length(text: str) -> float:
    """Read a length of time, in hours. Raises SomaloopError."""
    found = _LENGTH.fullmatch(str(text).strip())
    if found is None or float(found.group(1)) <= 0:
        raise SomaloopError(f"{text!r} is not a length of time; write 10 min, 4 h or 1 day")
    return float(found.group(1)) * _HOURS[found.group(2).lower().rstrip("s")]


def at_hours(hours: float) -> Moment:
    """The moment some hours after the midnight that begins day 1."""
    day, hour = divmod(hours + 1e-9, FULL_DAY)
    return Moment(int(day) + 1, round(hour, 6))


def clock(text: str) -> float:
    """Read a clock time, in hours. Raises SomaloopError."""
    found = re.fullmatch(r"(\d{1,2}):(\d{2})", str(text).strip())
    if found is None or int(found.group(1)) > 23 or int(found.group(2)) > 59:
        raise SomaloopError(f"{text!r} is not a clock time; write 08:00")
    return int(found.group(1)) + int(found.group(2)) / 60
