"""How numbers and findings are put into words, on pages and on the terminal."""

from __future__ import annotations

import math
from collections.abc import Iterable
from html import escape

from somaloop.results import Comparison, Interval, OutcomeRow

FAILED = "failed"
ADVICE = "Research software, no medical advice."
TOLD_MEANS = "every claim of the article is taken at its word: all its arrows are on, at the strength that it asserts."
KNOWN_MEANS = (
    "every arrow is as strong as published evidence supports, and whatever is not known is drawn anew {draws} times."
)


def number(value: float, decimals: int, signed: bool = False) -> str:
    """A number with a true minus sign; ``failed`` for NaN; no sign on what rounds to zero."""
    if not math.isfinite(value):
        return FAILED
    text = f"{abs(value):.{decimals}f}"
    if float(text) == 0.0:
        return text
    return ("−" if value < 0 else "+" if signed else "") + text  # noqa: RUF001


def span(interval: Interval, decimals: int) -> str:
    """The ends of an interval, such as ``-1.9 to 0.4`` (with true minus signs)."""
    return f"{number(interval.low, decimals)} to {number(interval.high, decimals)}"


def difference(interval: Interval, decimals: int) -> str:
    """A difference with its interval, such as ``-0.5 (-1.9 to 0.4)``; ``failed`` where the run failed."""
    if not math.isfinite(interval.centre):
        return FAILED
    return f"{number(interval.centre, decimals, signed=True)} ({span(interval, decimals)})"


def arrow_words(name: str) -> str:
    """An arrow's name as words."""
    return name.replace("_", " ")


def percent(share: float) -> str:
    """A share in whole per cent."""
    return f"{number(100.0 * share, 0)} %"


def weeks_words(weeks: float) -> str:
    """``12 weeks``, ``1 week``, ``5 days``."""
    days = round(7 * weeks)
    count, unit = (days // 7, "week") if days % 7 == 0 and days else (days, "day")
    return f"{count} {unit}" + ("" if count == 1 else "s")


def listed(items: Iterable[str], joint: str = "and") -> str:
    """``a, b and c``."""
    parts = list(items)
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} {joint} {parts[-1]}" if parts else ""


def real_arms(comparison: Comparison) -> tuple[str, ...]:
    """The arms that somebody chose, without their placebo twins."""
    return tuple(arm for arm in comparison.arms if arm not in comparison.placebo_of.values())


def capitalised(text: str) -> str:
    """The text with a capital first letter, the rest untouched."""
    return text[:1].upper() + text[1:]


def of_unit(row: OutcomeRow) -> str:
    """The unit after a number: ``points``, ``mmol/L``, ``a week``."""
    return f" {row.unit}" if row.unit and row.unit != "1" else ""


def expectation_sentence(row: OutcomeRow, own: Interval | None) -> str:
    """What a placebo alone does to one outcome, and what is left for the treatment itself."""
    alone = row.known.placebo
    if alone is None or not math.isfinite(alone.centre):
        return ""
    text = (
        "Expectation alone (a placebo in the same capsule) would give "
        f"{number(alone.centre, row.decimals, signed=True)}"
        f"{of_unit(row)} on {row.instrument} as known"
    )
    if own is None or not math.isfinite(own.centre):
        return text + "."
    return f"{text}; beyond it “{row.arm}” gives {difference(own, row.decimals)}."


def kept_words(comparison: Comparison) -> str:
    """A marked sentence where arrows were cut or a world was left out; else an empty text."""
    words = comparison.kept.words
    return f" <mark>{escape(capitalised(words))}.</mark>" if words else ""
