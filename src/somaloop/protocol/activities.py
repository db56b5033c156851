"""Lines about what is done or faced: practices, therapy, light, movement, stress."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, cast

from somaloop.language import suggestion
from somaloop.protocol.measures import UNITS, check_amount, number_of, written
from somaloop.protocol.problems import fault
from somaloop.protocol.statement import Statement, TimesLike, at_words, name_of, name_words, times_of
from somaloop.protocol.when import DAY_MINUTES, Clock

STRENGTHS = ("mild", "light", "moderate", "vigorous", "strong")

# How a line says it -> what the model calls it. The first way to say a thing is the one that is written back.
PRACTICES: dict[str, str] = {
    "breathe slowly": "slow breathing",
    "slow breathing": "slow breathing",
    "yoga": "yoga",
    "mindfulness": "mindfulness",
    "relaxation": "relaxation",
    "walk outdoors": "outdoors",
    "outdoors": "outdoors",
    "exercise": "exercise",
    "bright light": "bright light",
    "cbt session": "cbt",
    "cbt": "cbt",
    "somatic experiencing session": "somatic experiencing",
    "somatic experiencing": "somatic experiencing",
    "clinician visit": "clinician visit",
    "nap": "nap",
    "stress": "stress",
}
SAID: dict[str, str] = {thing: words for words, thing in reversed(PRACTICES.items())}
SUFFERED = ("stress", "nap")  # neither is a planned session that could be missed


@dataclass(frozen=True, slots=True)
class Activity(Statement):
    """Something done for a while: ``Activity("yoga", 45, at="18:00", days="on monday and thursday")``.

    ``minutes`` of None is the usual length that the model gives it. ``strength`` is a word such as ``moderate``;
    ``lux`` is a light level. Names that the language has no words of its own for are written ``do NAME``.
    """

    verb: ClassVar[str] = "do"

    thing: str
    minutes: float | None = None
    at: TimesLike = ()
    strength: str = ""
    lux: float | None = None

    def __post_init__(self) -> None:
        thing = name_of(self.thing, "what is done")
        self._set("thing", PRACTICES.get(thing, thing))
        if self.minutes is not None:
            minutes = number_of(self.minutes, "the length")
            if minutes <= 0:
                raise fault(f"{written(minutes)} min is no time at all", hint="write a length such as 30 min or 2 h")
            if minutes > DAY_MINUTES:
                raise fault(f"{written(minutes / 60)} h is longer than a day")
            self._set("minutes", minutes)
        if self.strength and self.strength not in STRENGTHS:
            meant = suggestion(self.strength, STRENGTHS)
            raise fault(f"{self.strength!r} is not a strength{meant}", expected=STRENGTHS)
        if self.lux is not None:
            if self.strength:
                raise fault("write either a strength or a light level, not both")
            self._set("lux", check_amount(self.lux, UNITS["lux"]))
        self._set("at", times_of(self.at, SAID.get(self.thing, self.thing)))
        Statement.__post_init__(self)

    @property
    def times(self) -> tuple[Clock, ...]:
        """At which clock times it begins."""
        return cast("tuple[Clock, ...]", self.at)

    @property
    def subject(self) -> str:
        """What is done."""
        return self.thing

    def what(self) -> str:
        """The line without its days and period."""
        return " ".join(part for part in (self._said(), at_words(self.times)) if part)

    def label(self) -> str:
        """A few words for a picture or a list of events."""
        return self._said() + self._how()

    def _said(self) -> str:
        said = SAID.get(self.thing) or f"do {name_words(self.thing)}"
        return said if self.minutes is None else f"{said} {duration_words(self.minutes)}"

    def _how(self) -> str:
        how = self.strength or ("" if self.lux is None else f"{written(self.lux)} lux")
        return f", {how}" if how else ""

    def __str__(self) -> str:
        return Statement.__str__(self) + self._how()


def duration_words(minutes: float) -> str:
    """``45 min`` or ``2 h``."""
    return f"{written(minutes / 60)} h" if minutes >= 60 and minutes % 60 == 0 else f"{written(minutes)} min"
