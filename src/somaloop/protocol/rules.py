"""How the lines of a protocol go together: which setting holds on a day, and what cannot stand together.

Doses and activities add up. Settings (sleep window, diet, belief, what is missed) replace: on each day the last line
that speaks about that day holds. In one text a setting that a later one replaces on all its days is an error, because
the two contradict each other; where text is added to a protocol (``protocol + text``) such an earlier line is dropped.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from somaloop.protocol.activities import duration_words
from somaloop.protocol.conditions import ClockChange
from somaloop.protocol.problems import MOST_SHOWN, Problem
from somaloop.protocol.settings import SleepWindow
from somaloop.protocol.source import span_of_lines
from somaloop.protocol.statement import Statement
from somaloop.protocol.when import DAY_MINUTES, LAST_DAY

MOST_SHIFT = 14 * 60


def days_of_interest(statements: Sequence[Statement]) -> NDArray[np.int64]:
    """Days that show every combination of lines: all that are named, and a full round of all rhythms on either side."""
    last, round_ = 1, 7
    for statement in statements:
        span, pattern = statement.span, statement.pattern
        last = max(last, span.first or 0, span.last or 0, *pattern.dates[-1:], 0)
        every = pattern.every * (7 if pattern.unit == "week" else 1)
        round_ = min(math.lcm(round_, every), LAST_DAY)
    return np.arange(-6 - round_, last + round_ + 8)


def replaced(statements: Sequence[Statement]) -> list[int]:
    """The settings that hold on no day at all, because later ones hold on all their days; by index."""
    settings = [(index, item) for index, item in enumerate(statements) if item.setting]
    days = days_of_interest([item for _, item in settings])
    covered: dict[str, NDArray[np.bool_]] = {}
    found: list[int] = []
    for index, item in reversed(settings):
        mask = item.pattern.holds(days, item.span)
        cover = covered.setdefault(item.setting, np.zeros(days.shape, dtype=bool))
        if not (mask & ~cover).any():
            found.append(index)
        cover |= mask
    return found[::-1]


def _rivals(statements: Sequence[Statement], index: int) -> list[Statement]:
    """The later line that replaces a setting on all its days, or else the lines that do so together."""
    own = statements[index]
    later = [item for item in statements[index + 1 :] if item.setting == own.setting]
    same = next((item for item in later if item.days == own.days and item.during == own.during), None)
    if same is not None:
        return [same]
    days = days_of_interest([own, *later])
    mask = own.pattern.holds(days, own.span)
    shared: list[Statement] = []
    for item in later:
        its = item.pattern.holds(days, item.span)
        if not (mask & ~its).any():
            return [item]
        if (mask & its).any():
            shared.append(item)
    return shared


def problems_together(statements: Sequence[Statement]) -> tuple[list[Problem], int]:
    """What cannot stand together in one protocol: the first problems, and how many there are."""
    problems: list[Problem] = []
    conflicts = replaced(statements)
    for index in conflicts[:MOST_SHOWN]:
        problems.append(_contradiction(statements[index], _rivals(statements, index)))
    problems += _clock_problems(statements)
    if not conflicts:
        problems += _windows_that_meet(statements)
    return problems, len(problems) + len(conflicts) - min(len(conflicts), MOST_SHOWN)


def _contradiction(earlier: Statement, rivals: list[Statement]) -> Problem:
    if len(rivals) > 1:
        where = span_of_lines(rivals[:1])
        return Problem(
            f"this line holds on no day: {where} and later lines set the {earlier.subject} on all its days",
            earlier.place,
            hint="leave it out, or give it days of its own",
        )
    later = rivals[0]
    if later == earlier:
        message = f"the same line again: see {span_of_lines([earlier])}"
    else:
        message = f"this contradicts {span_of_lines([earlier])}: both set the {earlier.subject} for the same days"
    if isinstance(later, SleepWindow) and later != earlier:
        message += ", and there is one sleep window a night"
    return Problem(message, later.place, hint="leave one of them out, or give them different days")


def _clock_problems(statements: Sequence[Statement]) -> list[Problem]:
    total, problems = 0, []
    changes = [item for item in statements if isinstance(item, ClockChange)]
    for change in sorted(changes, key=lambda item: item.day):
        total += change.shift
        if abs(total) > MOST_SHIFT:
            off = duration_words(abs(total))
            problems.append(Problem(f"after this change the clock is {off} off", change.place))
    return problems


def _windows_that_meet(statements: Sequence[Statement]) -> list[Problem]:
    windows = [item for item in statements if isinstance(item, SleepWindow)]
    if len(windows) < 2:
        return []
    days = days_of_interest(windows)
    holder = np.full(days.shape, -1)
    for index, window in enumerate(windows):
        holder[window.pattern.holds(days, window.span)] = index
    begins = np.array([window.begins for window in windows])
    ends = begins + np.array([window.minutes for window in windows])
    this, following = holder[:-1], holder[1:]
    both = (this >= 0) & (following >= 0)
    meets = both & (ends[this] > begins[following] + DAY_MINUTES)
    problems, seen = [], set()
    for position in sorted(np.flatnonzero(meets).tolist(), key=lambda index: days[index] < 1):
        pair = (int(this[position]), int(following[position]))
        if pair in seen:
            continue
        seen.add(pair)
        first, second = windows[pair[0]], windows[pair[1]]
        problems.append(
            Problem(
                f"the {first.what()} of day {days[position]} runs into the {second.what()} of the day after",
                second.place,
                hint="a window that begins before noon lies after the midnight of its day",
            )
        )
    return problems[:MOST_SHOWN]
