"""What somebody does in one course of a trial: usual life, what everybody does, and one arm or several after each other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from somaloop.protocol import ClockChange, Days, Miss, Protocol, ProtocolError, Span, Statement
from somaloop.trials.plan import TrialPlan


def protocol_of(plan: TrialPlan, course: tuple[str, ...]) -> Protocol:
    """Everything that is done from day 1 on in a course, one of ``plan.courses``.

    Later lines go before earlier ones: usual life, what is missed by the plan's adherence, what everybody does, and the
    arms. The lines of an arm count days from the beginning of its period and end with it; a washout has none.
    """
    together = plan.usual
    if plan.adherence.misses > 0:
        percent = 100.0 * plan.adherence.misses
        together += [Miss(percent, "doses"), Miss(percent, "sessions")]
    together += plan.everybody
    if plan.periods is None:
        return together + plan.arms[course[0]].protocol
    own = [
        line
        for (first, last), name in zip(plan.spans, course, strict=True)
        for line in within(plan.arms[name].protocol, first, last)
    ]
    return together + own


def within(protocol: Protocol, first: int, last: int) -> Iterator[Statement]:
    """The lines of a protocol as they hold from one day to another, with day 1 of the protocol on the first of them.

    Lines that would begin later than the last day are left out.
    """
    shift, length = first - 1, last - first + 1
    for line in protocol:
        begin, end = line.span.first or 1, min(line.span.last or length, length)
        dates = tuple(day + shift for day in line.pattern.dates if begin <= day <= end)
        if begin > end or (line.pattern.dates and not dates):
            continue
        if isinstance(line, ClockChange):
            yield replace(line, day=line.day + shift)
            continue
        days = Days(dates=dates) if dates else line.pattern
        try:
            yield replace(line, days=days, during=Span(begin + shift, end + shift))
        except ProtocolError:  # a weekday that does not fall on the days that are left
            continue
