"""Lines that set something until it is set again: diet, sleep, medicines, and what is left out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, cast

from somaloop.protocol.activities import PRACTICES, SAID, duration_words
from somaloop.protocol.measures import check_amount, unit_of, written
from somaloop.protocol.problems import fault
from somaloop.protocol.statement import Statement, TimesLike, at_words, name_of, name_words, times_of
from somaloop.protocol.when import DAY_MINUTES, Clock

LONGEST_NIGHT = 16 * 60
_DIET_NAMES = {"fiber": "fibre", "processed food": "processed", "processed foods": "processed"}


@dataclass(frozen=True, slots=True)
class Diet(Statement):
    """What food brings in a day: ``Diet(240, "mg", "magnesium")``, ``Diet(60, "%", "processed")``."""

    verb: ClassVar[str] = "diet"

    amount: float
    unit: str
    thing: str

    def __post_init__(self) -> None:
        name = name_of(self.thing, "a part of the diet")
        self._set("thing", _DIET_NAMES.get(name, name))
        unit = unit_of(self.unit)
        if unit.kind not in ("mass", "amount", "volume", "share"):
            raise fault(f"{unit.name} is not an amount of food", expected=("mg", "g", "%"))
        self._set("unit", unit.name)
        if self.amount != 0:
            check_amount(self.amount, unit, self.thing)
        self._set("amount", float(self.amount))
        Statement.__post_init__(self)

    @property
    def subject(self) -> str:
        """Which part of the diet."""
        return f"diet {self.thing}"

    @property
    def setting(self) -> str:
        """What it sets."""
        return self.subject

    def what(self) -> str:
        """The line without its days and period."""
        per_day = "" if self.unit == "%" else " a day"
        return f"diet {written(self.amount)} {self.unit} {name_words(self.thing)}{per_day}"


@dataclass(frozen=True, slots=True)
class SleepWindow(Statement):
    """Time in bed, of the evening of each day: ``SleepWindow("23:00", "07:00", days="on weekdays")``.

    A window that begins before noon lies after the midnight of its day.
    """

    verb: ClassVar[str] = "sleep"

    start: Clock | str
    end: Clock | str

    def __post_init__(self) -> None:
        self._set("start", Clock.of(self.start))
        self._set("end", Clock.of(self.end))
        if self.minutes in (0, DAY_MINUTES):
            raise fault("the sleep window begins and ends at the same time", hint="write: sleep window 23:00 to 07:00")
        if self.minutes > LONGEST_NIGHT:
            raise fault(
                f"the sleep window from {self.start} to {self.end} lasts {duration_words(self.minutes)}; "
                f"the most is {LONGEST_NIGHT // 60} h",
                hint="check which time comes first and whether am and pm are right",
            )
        Statement.__post_init__(self)

    @property
    def minutes(self) -> int:
        """How long the window is on the clock."""
        start, end = cast(Clock, self.start), cast(Clock, self.end)
        return (end.minutes - start.minutes) % DAY_MINUTES

    @property
    def begins(self) -> int:
        """Minutes from the midnight at which its day begins to the start of the window."""
        start = cast(Clock, self.start)
        return start.minutes + (DAY_MINUTES if start.minutes < DAY_MINUTES // 2 else 0)

    @property
    def subject(self) -> str:
        """What it is about."""
        return "sleep window"

    @property
    def setting(self) -> str:
        """What it sets."""
        return self.subject

    def what(self) -> str:
        """The line without its days and period."""
        return f"sleep window {self.start} to {self.end}"


@dataclass(frozen=True, slots=True)
class Use(Statement):
    """A medicine in use: ``Use("omeprazole", during=weeks(3))``; ``at`` matters only to separation times."""

    verb: ClassVar[str] = "use"

    thing: str
    at: TimesLike = ()

    def __post_init__(self) -> None:
        self._set("thing", name_of(self.thing, "a medicine"))
        self._set("at", times_of(self.at, str(self.thing), needed=False))
        Statement.__post_init__(self)

    @property
    def times(self) -> tuple[Clock, ...]:
        """When it is taken, if that was said."""
        return cast("tuple[Clock, ...]", self.at)

    @property
    def subject(self) -> str:
        """Which medicine."""
        return self.thing

    def what(self) -> str:
        """The line without its days and period."""
        return " ".join(part for part in ("use", name_words(self.thing), at_words(self.times)) if part)


@dataclass(frozen=True, slots=True)
class Stop(Statement):
    """None of what an earlier line brought: ``Stop("caffeine", during=weeks(5))`` is ``no caffeine from week 5``."""

    verb: ClassVar[str] = "no"

    thing: str

    def __post_init__(self) -> None:
        name = name_of(self.thing, "what is left out")
        self._set("thing", PRACTICES.get(name, "meal" if name == "meals" else name))
        Statement.__post_init__(self)

    @property
    def subject(self) -> str:
        """What is left out."""
        return self.thing

    def what(self) -> str:
        """The line without its days and period."""
        own = {"meal": "meals", "placebo": "placebo"} | SAID
        return f"no {own.get(self.thing) or name_words(self.thing)}"

    def _when(self) -> tuple[str, ...]:
        days = str(self.pattern)
        return ("" if days == "daily" else days, str(self.span))
