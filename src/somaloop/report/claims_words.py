"""Effects and verdicts of claims in words, for the page and for the terminal."""

from __future__ import annotations

import math
from collections.abc import Mapping

from somaloop.claims.agreement import agreement_by_grade
from somaloop.claims.answer import ClaimAnswer, OutcomeAnswer
from somaloop.claims.design import Design, Life
from somaloop.claims.verdict import VERDICTS, Verdict
from somaloop.evidence import GRADE_WORDS, Claim, Source
from somaloop.evidence.citation import parse_citation
from somaloop.report.words import FAILED, difference, number, weeks_words
from somaloop.results import Interval

MEANING: Mapping[Verdict, str] = dict(
    zip(
        VERDICTS,
        (
            "As known, the effect is surely there and large enough to matter.",
            "As known, the effect is surely there, but smaller than what matters.",
            "The article's own arrows show it; the evidence, which has been gathered in people, leaves it open.",
            "It rests on arrows that no trial tested in people, or nothing in the model carries it.",
            "Evidence in people says otherwise.",
            "Not a statement that a run of this model can answer.",
        ),
        strict=True,
    )
)
SHORT: Mapping[Verdict, str] = dict(
    zip(
        VERDICTS,
        ("supported", "too small to notice", "only as told", "untested", "contradicted", "not empirical"),
        strict=True,
    )
)
PLAIN_UNIT = {"1": "", "correlation": ""}


def digits(value: float, decimals: int | None, signed: bool = True) -> str:
    """A number with the decimals of its instrument, or with three significant digits; more where it would read 0."""
    if not math.isfinite(value):
        return FAILED
    if value == 0.0:
        return "0"
    if decimals is None:
        text = number(value, min(max(0, 2 - math.floor(math.log10(abs(value)))), 7), signed)
        return text.rstrip("0").rstrip(".") if "." in text else text
    small = abs(value) < 0.5 * 10.0**-decimals
    return number(value, min(1 - math.floor(math.log10(abs(value))), 7) if small else decimals, signed)


def places_for(item: OutcomeAnswer) -> int:
    """Decimals that suit an outcome: those of its instrument, else such that the bar has two significant digits."""
    if item.decimals is not None:
        return item.decimals
    size = item.bar if item.bar > 0 else abs(item.effects["told"].interval.centre) or 1.0
    return min(7, max(0, 1 - math.floor(math.log10(size))))


def standardised_text(interval: Interval, spread: float) -> str:
    """An effect in standard deviations over people without the cause, ``-0.12 (-0.31 to 0.04)``; a point alone."""
    return multiple_text(interval, spread) if spread > 0 else "nobody differs"


def multiple_text(interval: Interval, unit: float) -> str:
    """An effect as a multiple of something, ``1.3 (-0.2 to 3.1)``, with as many decimals as its size asks for."""
    low, centre, high = (value / unit for value in (interval.low, interval.centre, interval.high))
    size = max(abs(low), abs(centre), abs(high))
    places = 0 if size >= 100.0 else 1 if size >= 10.0 else 2
    if low == high:
        return number(centre, places, True)
    return difference(Interval(centre, low, high), places)


def published_words(item: OutcomeAnswer) -> str:
    """What studies of people found for an outcome, in words without the source; empty where none is on record."""
    found = item.outcome.published
    if found is None:
        return ""
    note = f" ({found.note})" if found.note else ""
    if found.size is None:
        return f"{found.what}, {found.found}{' (size not given)' if found.found in ('higher', 'lower') else ''}{note}"
    ends = (
        "" if found.low is None or found.high is None else f" ({digits(found.low, None)} to {digits(found.high, None)})"
    )
    unit = unit_text(item) if found.unit == "same" else f" {found.unit}"
    return f"{found.what}, {digits(found.size, None)}{ends}{unit}{note}"


def unit_text(item: OutcomeAnswer) -> str:
    """The unit after a number, with a space before it; empty for a plain number."""
    unit = PLAIN_UNIT.get(item.unit, item.unit)
    return f" {unit}" if unit else ""


def agreement_words(answers: Mapping[str, ClaimAnswer]) -> str:
    """How many verdicts agree with the evidence, by its grade: ``A 17 of 24, B 33 of 37``."""
    found = agreement_by_grade({name: answer.verdict for name, answer in answers.items()})
    return ", ".join(f"{grade} {agree} of {run}" for grade, (agree, run) in found.items())


def evidence_words(item: Claim) -> str:
    """The grade of the evidence in words."""
    tail = "; the wording goes beyond it" if item.overstated else ""
    return f"{GRADE_WORDS[item.grade]}{tail}"


def short_citation(source: Source) -> str:
    """``Wijsman et al. 2013``, or the id where the citation cannot be read; marked where it is from memory."""
    mark = " (unverified)" if source.from_memory else ""
    parts = parse_citation(source.works[0].citation) if source.works else None
    if parts is None or not parts.authors or parts.year is None:
        return source.id + mark
    names = parts.authors
    first = names[0].family
    tail = " et al." if len(names) > 2 or parts.and_others else f" and {names[1].family}" if len(names) == 2 else ""
    return f"{first}{tail} {parts.year}{mark}"


def life_words(life: Life, design: Design) -> str:
    """Who lives a life, for how long, and what is added to the usual one."""
    people = design.populations[life.population].person.describe()
    return f"{people}, {weeks_words(life.days / 7)}"
