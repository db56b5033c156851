"""What the mechanisms of the mind are written with: a shorter parameter, and swings that feelings share in part."""

from __future__ import annotations

from typing import Any

from somaloop.language import Grade, Method, Parameter, Spread, normal
from somaloop.language import functions as f


def parameter(
    name: str,
    value: float,
    unit: str,
    description: str,
    note: str,
    *,
    grade: Grade = "D",
    method: Method = "assumed",
    source: str = "",
    uncertainty: Spread | None = None,
    between_people: Spread | None = None,
) -> Parameter:
    """A parameter that is assumed, on no evidence, unless it says otherwise; the note gives the reason."""
    return Parameter(
        name=name,
        value=value,
        unit=unit,
        description=description,
        grade=grade,
        method=method,
        source=source,
        note=note,
        uncertainty=uncertainty,
        between_people=between_people,
    )


def partly_shared(share: Any, shared: Any, own: Any) -> Any:
    """A swing of unit variance, of which ``share`` (0 to 1) of the variance is the ``shared`` swing's.

    Both are of unit variance and independent, so the share moves how feelings go together and not how far they swing.
    """
    return f.sqrt(share) * shared + f.sqrt(1.0 - share) * own


def shared_feeling(note: str) -> Parameter:
    """How much of a feeling's swing is how one feels in general."""
    return parameter(
        "shared_feeling", 0.3, "1", "share of the variance of these swings that all feelings of one moment have in common",
        "Free of error, pleasantness, calmness and energy of one moment correlate by 0.21 to 0.73 within people, in the "
        f"middle 0.5; about 0.2 of that comes through stress, sleep and arrows here. {note}",
        grade="C", source="menghini2023-mood-structure", uncertainty=normal(0.3, 0.12, low=0.05, high=0.7),
    )  # fmt: skip
