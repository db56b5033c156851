"""What the first screen says: which outcomes, how sure, and how good the evidence is that carries them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

import numpy as np

from somaloop.instruments import INSTRUMENTS
from somaloop.language import GRADES
from somaloop.report.rests import INSIDE, grade_parts, traced
from somaloop.results import Comparison, Interval, OutcomeRow
from somaloop.results.rests_on import WEAK_GRADES

PREFERRED = (
    "PHQ-15",
    "felt tension",
    "worry",
    "sleep latency",
    "sleep length",
    "serum magnesium",
    "stools",
    "cortisol",
)
MOST_ROWS = 8
REPORTED = ("questionnaire", "diary")


def arms_in(rows: Iterable[OutcomeRow]) -> tuple[str, ...]:
    """The arms that rows compare with the comparator, in order."""
    return tuple(dict.fromkeys(row.arm for row in rows))


def main_outcomes(comparison: Comparison) -> tuple[str, ...]:
    """The outcomes of the first screen: all of a short list, else those that tell most about the loop."""
    names = list(dict.fromkeys(row.instrument for row in comparison.rows))
    most = max(4, MOST_ROWS // max(1, len(arms_in(comparison.rows))))
    if len(names) <= most:
        return tuple(names)
    first = [name for name in PREFERRED if name in names]
    chosen = [*first, *(name for name in names if name not in first)][:most]
    return tuple(name for name in names if name in chosen)


def main_rows(comparison: Comparison, arm: str) -> list[OutcomeRow]:
    """The rows of one arm on the first screen, those with a better direction first."""
    names = main_outcomes(comparison)
    rows = [row for row in comparison.rows if row.arm == arm and row.instrument in names]
    return sorted(rows, key=lambda row: row.better == "neither")


def own_effect(comparison: Comparison, row: OutcomeRow) -> Interval | None:
    """With minus its placebo twin as known: what is left of a difference without expectation."""
    twin = comparison.placebo_of.get(row.arm)
    if twin is None or row.instrument not in INSTRUMENTS or not row.known.run:
        return None
    item, last = INSTRUMENTS[row.instrument], int(comparison.daily.sizes["day"]) - 1
    ends = []
    for arm in (row.arm, twin):
        block = comparison.daily.sel(arm=arm)
        lanes = item.expected(lambda output, block=block: np.asarray(block[output].transpose("lane", "day")), last)
        ends.append(lanes[comparison.lanes_of("known")])
    return Interval.of(ends[0] - ends[1])


def caveat(comparison: Comparison, row: OutcomeRow) -> str:
    """A few words where a difference that is surely there may be nothing but expectation; else an empty text."""
    own, known = own_effect(comparison, row), row.known.difference
    if own is None or known.low <= 0.0 <= known.high or not math.isfinite(known.centre):
        return ""
    return "not sure beyond placebo" if own.low <= 0.0 <= own.high else ""


def grade_shares(rows: Iterable[OutcomeRow], world: str) -> dict[str, float]:
    """How much of what carries the differences has each grade, and lies inside mechanisms: every outcome counts alike.

    Parts are taken without their signs, so that the shares are positive and add up to one; empty if nothing is known.
    """
    totals: dict[str, float] = dict.fromkeys((*GRADES, INSIDE), 0.0)
    counted = 0
    for row in rows:
        rests = traced(row, getattr(row, world))
        if rests is None:
            continue
        counted += 1
        weight = sum(abs(value) for _, value in grade_parts(rests))
        for grade, value in grade_parts(rests):
            totals[grade] += abs(value) / weight
    return {grade: total / counted for grade, total in totals.items()} if counted else {}


def weak_share(shares: Mapping[str, float]) -> float:
    """The part that rests on grade C or worse."""
    return sum(value for grade, value in shares.items() if grade in WEAK_GRADES)


def by_verdict(rows: Iterable[OutcomeRow]) -> dict[str, list[OutcomeRow]]:
    """Rows by what their verdict says, in order of first appearance."""
    found: dict[str, list[OutcomeRow]] = {}
    for row in rows:
        found.setdefault(row.verdict, []).append(row)
    return found


def expectation_row(rows: Iterable[OutcomeRow]) -> OutcomeRow | None:
    """The first outcome that people report themselves and that has a placebo twin."""
    for row in rows:
        if row.kind in REPORTED and row.known.placebo is not None and math.isfinite(row.known.placebo.centre):
            return row
    return None
