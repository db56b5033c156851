"""What every line of a protocol has in common."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, ClassVar, TypeAlias, TypeVar, cast

from somaloop.protocol.problems import Place, fault
from somaloop.protocol.when import Clock, Days, Span

TimesLike: TypeAlias = "Clock | str | Iterable[Clock | str]"
DaysLike: TypeAlias = "Days | str"
SpanLike: TypeAlias = "Span | str"
Self = TypeVar("Self", bound="Statement")

_NAME = re.compile(r"[^\W_][\w '’/.-]*")  # noqa: RUF001 (a typographic apostrophe)


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement(ABC):
    """One line of a protocol. Two are equal if they say the same; ``place`` only tells where it was read."""

    verb: ClassVar[str] = ""
    days: DaysLike = "daily"
    during: SpanLike = ""
    place: Place = field(default=Place(), compare=False, repr=False)

    def __post_init__(self) -> None:
        self._set("days", Days.of(self.days))
        self._set("during", Span.of(self.during))
        self._check_ever()

    def _set(self, name: str, value: Any) -> None:
        object.__setattr__(self, name, value)

    def _check_ever(self) -> None:
        pattern, span = self.pattern, self.span
        if pattern.dates:
            ever = any(_inside(day, span) for day in pattern.dates)
        elif span.last is None or span.first is None or span.last - span.first >= 7 * pattern.every:
            ever = True
        else:
            import numpy as np

            ever = bool(pattern.holds(np.arange(span.first, span.last + 1), span).any())
        if not ever:
            raise fault(f"this never happens: {pattern} does not fall {span}", hint="check the days and the period")

    @property
    def pattern(self) -> Days:
        """On which days."""
        return cast(Days, self.days)

    @property
    def span(self) -> Span:
        """In which period."""
        return cast(Span, self.during)

    @property
    def times(self) -> tuple[Clock, ...]:
        """At which clock times; empty for what holds all day."""
        return ()

    @property
    def subject(self) -> str:
        """What it is about, in the words of the model: ``magnesium``, ``slow breathing``, ``sleep window``."""
        return ""

    @property
    def setting(self) -> str:
        """For a setting: what it sets. Two lines with the same setting cannot both hold on a day."""
        return ""

    @abstractmethod
    def what(self) -> str:
        """The line without its days and period."""

    def label(self) -> str:
        """A few words for a picture or a list of events."""
        return self.what()

    def _when(self) -> tuple[str, ...]:
        days = str(self.pattern)
        return ("" if self.setting and days == "daily" else days, str(self.span))

    def __str__(self) -> str:
        return " ".join(part for part in (self.what(), *self._when()) if part)

    def at_place(self: Self, place: Place) -> Self:
        """This line, read at a place; for the reader, which has just made it and shares it with nobody yet."""
        self._set("place", place)
        return self


def _inside(day: int, span: Span) -> bool:
    return (span.first is None or day >= span.first) and (span.last is None or day <= span.last)


def times_of(value: Any, what: str, *, needed: bool = True) -> tuple[Clock, ...]:
    """Clock times in order, each once. Raises ProtocolError if there is none."""
    if isinstance(value, str):
        from somaloop.protocol.reader import read_phrase

        value = read_phrase("times", value) if value.strip() else ()
    if isinstance(value, Clock):
        value = (value,)
    if not isinstance(value, Iterable):
        raise fault(f"{value!r} is not a time", hint="write a time as 21:00")
    found = [Clock.of(item) for item in value]
    if needed and not found:
        raise fault(f"{what} needs a time", expected=("at and a time (at 21:00)",))
    for item in found:
        if found.count(item) > 1:
            raise fault(f"{item} is given twice")
    return tuple(sorted(found))


def at_words(times: tuple[Clock, ...]) -> str:
    """``at 08:00, 13:00 and 19:00``, or nothing."""
    from somaloop.protocol.when import listed

    return f"at {listed(times)}" if times else ""


def name_of(value: Any, what: str) -> str:
    """A name in lower case with single spaces. Raises ProtocolError for anything that no line can say."""
    name = re.sub(r"\s+", " ", value).strip() if isinstance(value, str) else ""
    if not name or len(name) > 60 or not _NAME.fullmatch(name) or name[-1] in " .":
        raise fault(f"{value!r} cannot be the name of {what}", hint="a name is made of letters, digits and spaces")
    lowered = name.lower()
    return lowered if len(lowered) == len(name) and lowered == lowered.lower() else name


def name_words(name: str) -> str:
    """A name as a line writes it: in quotation marks if it holds a word that the language itself uses."""
    from somaloop.protocol.reader import needs_quotes

    return f'"{name}"' if needs_quotes(name) else name
