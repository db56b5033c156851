"""Remarks on a protocol: what is allowed, but what the reader of a result should know."""

from __future__ import annotations

from collections.abc import Sequence

from somaloop.protocol.activities import Activity
from somaloop.protocol.calendar import step_of
from somaloop.protocol.conditions import ClockChange
from somaloop.protocol.doses import Dose, Eat, Take
from somaloop.protocol.medicines import medicine_kind
from somaloop.protocol.settings import SleepWindow, Stop, Use
from somaloop.protocol.statement import Statement
from somaloop.protocol.when import DAY_MINUTES, Clock

_WITH_FOOD_MINUTES = 60
_BETWEEN_MEALS_MINUTES = 60


def remarks(statements: Sequence[Statement], steps_per_day: int, days: int, free_nights: int) -> tuple[str, ...]:
    """Sentences about rounding, food, nights without a window, lines that come too late, and the like."""
    found: list[str] = []
    seen: set[Statement] = set()
    for index, item in enumerate(statements):
        found += _rounded(item, steps_per_day)
        if isinstance(item, Take) and item.food:
            found += _food(item, statements)
        if item.span.first is not None and item.span.first > days:
            found.append(f"'{item}' begins after the last day, day {days}.")
        if isinstance(item, Stop):
            found += _nothing_to_stop(item, statements[:index])
        if isinstance(item, Dose) and item in seen:
            found.append(f"'{item}' stands more than once; each counts.")
        seen.add(item)
    if free_nights and any(isinstance(item, SleepWindow) for item in statements):
        found.append(f"{free_nights} of {days} nights have no sleep window: the person may sleep at any time then.")
    return tuple(dict.fromkeys(found))


def _rounded(item: Statement, steps_per_day: int) -> list[str]:
    clocks = item.times
    if isinstance(item, SleepWindow | ClockChange):
        clocks = (Clock.of(item.start), Clock.of(item.end)) if isinstance(item, SleepWindow) else (Clock.of(item.at),)
    step = DAY_MINUTES / steps_per_day
    found = []
    for clock in clocks:
        minute = step_of(clock.minutes, steps_per_day) * step
        if minute != clock.minutes and not isinstance(item, Use | ClockChange):
            shown = f"{int(minute) // 60 % 24:02d}:{int(minute) % 60:02d}"
            found.append(f"'{item}': {clock} is taken as {shown}, the nearest step of {step:g} minutes.")
    if isinstance(item, Activity) and item.minutes is not None and item.minutes < step:
        found.append(f"'{item}' lasts {step:g} minutes, the shortest time that can be told apart.")
    return found


def _food(item: Take, statements: Sequence[Statement]) -> list[str]:
    eaten = [other for other in statements if isinstance(other, Eat) and other.thing == "meal"]
    meals = [clock.minutes for other in eaten for clock in other.times]
    if not meals:
        return []
    found = []
    for clock in item.times:
        nearest = min(min(abs(clock.minutes - meal), DAY_MINUTES - abs(clock.minutes - meal)) for meal in meals)
        if item.food == "with food" and nearest > _WITH_FOOD_MINUTES:
            found.append(f"'{item}': the nearest meal is {nearest} min away; the times are what counts.")
        if item.food == "between meals" and nearest < _BETWEEN_MEALS_MINUTES:
            found.append(f"'{item}': a meal is only {nearest} min away; the times are what counts.")
    return found


def _nothing_to_stop(stop: Stop, earlier: Sequence[Statement]) -> list[str]:
    for item in earlier:
        names = {item.subject}
        if isinstance(item, Use):
            names.add(medicine_kind(item.thing))
        if stop.thing in names and not item.setting:
            return []
    return [f"'{stop}' cancels nothing: no line above brings it."]
