"""Say in words what a difference amounts to, by rule."""

from __future__ import annotations

from somaloop.results.comparison import Interval


def verdict(known: Interval, told: Interval, important: float | None, reading_error: float) -> str:
    """A sentence about one outcome, from the interval as known, the value as told and what people notice.

    The rules, in order: a failed run says so; an interval with both signs "could be nothing" (and "as told it would
    be clear" where the told size passes the important difference or, lacking one, twice the error of a reading); an
    interval within the important difference is "too small to notice"; one beyond it is "noticeable"; else "may be".
    """
    if known.centre != known.centre or told.centre != told.centre:
        return "the run failed, see below"
    bar = important if important is not None else 2.0 * reading_error
    nearest = min(abs(known.low), abs(known.high))
    farthest = max(abs(known.low), abs(known.high))
    if farthest < 1e-9 and abs(told.centre) < 1e-9:
        return "no difference"
    if known.low <= 0.0 <= known.high:
        text = "could be nothing"
        return f"{text}; clear only as told" if bar > 0 and abs(told.centre) >= bar else text
    if bar > 0 and farthest < bar:
        tail = "notice" if important is not None else "see in one reading"
        return f"surely there, too small to {tail}"
    if nearest >= bar:
        return "surely there, and noticeable" if important is not None else "surely there, and measurable"
    return "there, and may be noticeable" if important is not None else "there, and may be measurable"
