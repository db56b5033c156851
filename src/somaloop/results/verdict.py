"""Say in words what a difference amounts to, by rule."""

from __future__ import annotations

from somaloop.results.comparison import Interval


def verdict(known: Interval | None, told: Interval | None, important: float | None, reading_error: float) -> str:
    """A sentence about one outcome, from the interval as known, the value as told and what people notice.

    None stands for a world that was not run; without *as known* only the size as told is judged.

    The rules, in order: a failed run says so; an interval with both signs "could be nothing" (and "as told it would
    be clear" where the told size passes the important difference or, lacking one, twice the error of a reading); an
    interval within the important difference is "too small to notice"; one beyond it is "noticeable"; else "may be".
    """
    if any(answer is not None and answer.centre != answer.centre for answer in (known, told)):
        return "the run failed, see below"
    bar = important if important is not None else 2.0 * reading_error
    size = abs(told.centre) if told is not None else 0.0
    if known is None:
        clear = "clear" if bar > 0 and size >= bar else "no difference" if size < 1e-9 else "small"
        return f"as told {clear}; not run as known"
    nearest = min(abs(known.low), abs(known.high))
    farthest = max(abs(known.low), abs(known.high))
    if farthest < 1e-9 and size < 1e-9:
        return "no difference"
    if known.low <= 0.0 <= known.high:
        text = "could be nothing"
        return f"{text}; clear only as told" if bar > 0 and size >= bar else text
    if bar > 0 and farthest < bar:
        tail = "notice" if important is not None else "see in one reading"
        return f"surely there, too small to {tail}"
    if nearest >= bar:
        return "surely there, and noticeable" if important is not None else "surely there, and measurable"
    return "there, and may be noticeable" if important is not None else "there, and may be measurable"
