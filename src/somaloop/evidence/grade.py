"""The five grades of evidence, in order from best to worst."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from somaloop.language.errors import unknown
from somaloop.language.quantities import GRADES, Grade

GRADE_WORDS: Mapping[Grade, str] = MappingProxyType(
    {
        "A": "consistent human trials, meta-analyses or settled physiology",
        "B": "limited or mixed human trials",
        "C": "animal, in-vitro, observational or mechanistic evidence only",
        "D": "no support found",
        "X": "contradicted by evidence",
    }
)


def rank(grade: Grade) -> int:
    """Place of a grade in the order: 0 for A, 4 for X."""
    if grade not in GRADES:
        raise unknown("grade", grade, GRADES)
    return GRADES.index(grade)


def worse_or_equal(grade: Grade, than: Grade) -> bool:
    """Whether the evidence of ``grade`` is no better than that of ``than``: ``worse_or_equal("D", "C")`` is true."""
    return rank(grade) >= rank(than)
