"""A shorter way to write the many parameters of the mind, most of which are judgements."""

from __future__ import annotations

from somaloop.language import Grade, Method, Parameter, Spread


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
