"""The stretch of time that a reading looks at."""

from __future__ import annotations

from dataclasses import dataclass

MINUTES_PER_DAY = 1440.0


@dataclass(frozen=True, slots=True)
class Recall:
    """The last ``days`` days up to and including the day of the reading, which is filled in that evening.

    What counts is the mean of the daily means.
    """

    days: int

    def __post_init__(self) -> None:
        if self.days < 1:
            raise ValueError(f"a recall of {self.days} days looks at nothing")

    def __str__(self) -> str:
        return "the day" if self.days == 1 else f"{self.days} days"


@dataclass(frozen=True, slots=True)
class Moment:
    """The ``minutes`` that end at a clock time; ``hour`` is that time where a study names none (24 is midnight).

    What counts is the mean over those minutes. Six minutes are one step of the engine, as for a sample of blood; 1440 up
    to midnight are a collection of a day, and 1440 up to noon hold one night and no piece of another.
    """

    minutes: float
    hour: float

    def __post_init__(self) -> None:
        if self.minutes <= 0 or not 0 <= self.hour <= 24:
            raise ValueError(f"no moment: {self.minutes} minutes up to {self.hour} h")

    @property
    def whole_day(self) -> bool:
        """Whether it is a calendar day, so that the mean of the day is what it reads."""
        return self.minutes == MINUTES_PER_DAY and self.hour == 24

    def __str__(self) -> str:
        clock = f"{int(self.hour):02d}:{round(self.hour % 1 * 60):02d}"
        if self.minutes == MINUTES_PER_DAY:
            return f"24 h to {clock}"
        return f"{self.minutes:g} min to {clock}"


@dataclass(frozen=True, slots=True)
class Growth:
    """How much a running total grows a day, over the ``days`` days that end at a clock time.

    What counts is (total at the end - total at the start) / ``days``: a balance, or a collection of what leaves no rate.
    """

    days: int
    hour: float = 24.0

    def __post_init__(self) -> None:
        if self.days < 1 or not 0 <= self.hour <= 24:
            raise ValueError(f"no growth: {self.days} days up to {self.hour} h")

    def __str__(self) -> str:
        return f"total of {'a day' if self.days == 1 else f'{self.days} days'}"


Window = Recall | Moment | Growth
