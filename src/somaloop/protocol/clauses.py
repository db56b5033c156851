"""The clauses of a line: what they carry between the grammar and the statements, and how they are joined."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from lark import Token

from somaloop.protocol.measures import Unit
from somaloop.protocol.problems import LINE_END, Place, ProtocolError, fault
from somaloop.protocol.when import Span, day_number


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a line: ``kind`` names what it says, ``token`` is its first word, for errors."""

    kind: str
    value: Any
    token: Token | None


@dataclass(frozen=True, slots=True)
class Amount:
    """A number and its unit, as read."""

    value: float
    unit: Unit
    token: Token


def place_of(token: Token | None) -> Place:
    """The column of a word."""
    return Place(column=token.column or 0) if token is not None else Place()


def within(token: Token | None, read: Callable[[], Any]) -> Any:
    """What ``read`` returns; its error, if it has no place yet, is placed at this token."""
    try:
        return read()
    except ProtocolError as error:
        raise error.located(place_of(token)) from None


def joined(clauses: list[Any]) -> dict[str, Any]:
    """The clauses of a line by what they set. Raises ProtocolError if one is given twice."""
    found: dict[str, Any] = {}
    period: dict[str, int] = {}
    begun: Token | None = None
    for clause in clauses:
        target, values = (period, clause.value) if clause.kind == "span" else (found, {clause.kind: clause.value})
        for kind, value in values.items():
            if kind in target:
                raise fault(f"{_KINDS[kind]} twice", place=place_of(clause.token))
            target[kind] = value
        if target is period:
            begun = begun or clause.token
    if period:
        found["during"] = within(begun, lambda: _span(**period))
    return found


_KINDS = {
    "at": "the times are given", "days": "the days are given", "first": "the beginning is given",
    "last": "the end is given", "length": "the end is given", "form": "the form is given", "food": "food is mentioned",
    "minutes": "the length is given", "lux": "the light level is given", "strength": "the strength is given",
}  # fmt: skip


def _span(first: int | None = None, last: int | None = None, length: int | None = None) -> Span:
    if length is not None:
        if last is not None:
            raise fault("the end of the period is given twice: as an end and as a length")
        first = 1 if first is None else first
        last = first + length - 1
    return Span(first, last)


def count_of(number: Token, unit: str | None) -> int:
    """A day or week number, or a number of days or weeks."""
    return day_number(float(number), unit or "day")


def timed(given: dict[str, Any], what: str) -> dict[str, Any]:
    """The clauses, if they hold a time. Raises ProtocolError at the end of the line otherwise."""
    if "at" not in given:
        raise fault(f"{what} needs a time", expected=("at and a time (at 21:00)",), place=Place(column=LINE_END))
    return given
