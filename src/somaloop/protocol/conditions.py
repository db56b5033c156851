"""Lines about how the protocol is carried out: what is missed, what is believed, the clock, a known danger."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from somaloop.protocol.activities import duration_words
from somaloop.protocol.measures import UNITS, check_amount, written
from somaloop.protocol.problems import fault
from somaloop.protocol.statement import Statement
from somaloop.protocol.when import Clock, Days, day_number


@dataclass(frozen=True, slots=True)
class Miss(Statement):
    """A share of doses (what is taken) or of sessions (what is done) that is forgotten, at random."""

    verb: ClassVar[str] = "miss"

    percent: float
    of: Literal["doses", "sessions"]

    def __post_init__(self) -> None:
        self._set("percent", check_amount(self.percent, UNITS["%"]))
        if self.of not in ("doses", "sessions"):
            raise fault(f"{self.of!r} cannot be missed", expected=("doses", "sessions"))
        Statement.__post_init__(self)

    @property
    def subject(self) -> str:
        """What is missed."""
        return f"missed {self.of}"

    @property
    def setting(self) -> str:
        """What it sets."""
        return self.subject

    def what(self) -> str:
        """The line without its days and period."""
        return f"miss {written(self.percent)} % of {self.of}"


@dataclass(frozen=True, slots=True)
class Belief(Statement):
    """How sure the person is of the real treatment: ``Belief.open_label()``, ``Belief.blinded()``, ``Belief(70)``."""

    verb: ClassVar[str] = "belief"

    percent: float
    blinding: Literal["", "open label", "blinded"] = ""

    def __post_init__(self) -> None:
        self._set("percent", check_amount(self.percent, UNITS["%"]))
        if self.blinding == "open label" and self.percent != 100:
            raise fault("under open label the belief is 100 %", hint="write: belief 70 %")
        Statement.__post_init__(self)

    @classmethod
    def open_label(cls) -> Belief:
        """The person knows what it is."""
        return cls(100.0, "open label")

    @classmethod
    def blinded(cls, percent: float = 50.0) -> Belief:
        """The person does not know, and believes with this probability in getting the real treatment."""
        return cls(percent, "blinded")

    @property
    def subject(self) -> str:
        """What it is about."""
        return "belief"

    @property
    def setting(self) -> str:
        """What it sets."""
        return self.subject

    def what(self) -> str:
        """The line without its days and period."""
        if self.blinding == "open label":
            return "open label"
        said = f"belief {written(self.percent)} %"
        return f"blinded ({said})" if self.blinding else said


@dataclass(frozen=True, slots=True)
class ClockChange(Statement):
    """Clocks go forward or back: ``ClockChange("forward", 1, day=14, at="02:00")``; ``at`` is on the old clock."""

    verb: ClassVar[str] = "clock"

    direction: Literal["forward", "back"]
    hours: float
    day: int
    at: Clock | str

    def __post_init__(self) -> None:
        if self.direction not in ("forward", "back"):
            raise fault(f"a clock cannot go {self.direction!r}", expected=("forward", "back"))
        hours = check_amount(self.hours, UNITS["h"])
        if hours > 12 or hours * 60 % 1:
            raise fault(f"a clock change of {written(hours)} h cannot be meant", hint="at most 12 h, in whole minutes")
        self._set("hours", hours)
        self._set("day", day_number(self.day))
        self._set("at", Clock.of(self.at))
        self._set("days", Days(dates=(self.day,)))
        Statement.__post_init__(self)

    @property
    def shift(self) -> int:
        """By how many minutes the clock reads more than before."""
        return round(self.hours * 60) * (1 if self.direction == "forward" else -1)

    @property
    def subject(self) -> str:
        """What it is about."""
        return "clock"

    @property
    def setting(self) -> str:
        """Only one change of the clock a day."""
        return "clock"

    def what(self) -> str:
        """The line without its days and period."""
        return f"clock {self.direction} {duration_words(self.hours * 60)}"

    def _when(self) -> tuple[str, ...]:
        return (f"on day {self.day}", f"at {self.at}")


@dataclass(frozen=True, slots=True)
class Acknowledge(Statement):
    """The words of the person who knows of a danger and runs the protocol all the same."""

    verb: ClassVar[str] = "acknowledge"

    text: str

    def __post_init__(self) -> None:
        text = " ".join(self.text.split()) if isinstance(self.text, str) else ""
        if not text or "#" in text or not text.isprintable():
            raise fault("the acknowledgement must say what is known", hint="write: acknowledge danger: I know that ...")
        self._set("text", text)
        Statement.__post_init__(self)

    @property
    def subject(self) -> str:
        """What it is about."""
        return "danger"

    def what(self) -> str:
        """The line without its days and period."""
        return f"acknowledge danger: {self.text}"

    def _when(self) -> tuple[str, ...]:
        return ()
