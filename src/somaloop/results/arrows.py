"""The arrows of a body as a list that can be searched: by ends, grade, strength and by what they move."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from somaloop.evidence import ids_in, rank
from somaloop.instruments import INSTRUMENTS
from somaloop.language import GRADES, Arrow, Body, SomaloopError, Spread, unknown
from somaloop.language.direction import direction
from somaloop.language.wiring import Wiring

NEAR = 2  # how many arrows may lie on the way to an outcome, if nothing else is said
STRENGTHS: Mapping[str, str] = {
    "told": "has strength as told",
    "known": "has strength at the centre of what is known",
    "only-told": "has strength as told and none as known",
    "only-known": "has strength as known and none as told",
    "weaker-known": "is weaker as known than as told",
    "stronger-known": "is stronger as known than as told",
}


class FilterError(SomaloopError):
    """A filter that cannot be read."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One arrow of the list.

    ``sign`` is +1 where more at the origin raises the port (for a positive strength), -1 where it lowers it. ``steps``
    is how many arrows its shortest way to the outcome that was asked for has, itself included.
    """

    arrow: Arrow
    sign: int
    steps: int | None = None

    @property
    def told(self) -> float:
        """The strength as told with the sign of its effect (its own where that is 0), in the arrow's unit."""
        return (self.sign or 1) * self.arrow.as_told + 0.0

    @property
    def known(self) -> tuple[float, float, float]:
        """The strength as known with the sign of its effect: low end, centre, high end of 95 %."""
        low, centre, high = (
            (self.sign or 1) * float(x) + 0.0 for x in self.arrow.as_known.quantile([0.025, 0.5, 0.975])
        )
        return min(low, high), centre, max(low, high)

    @property
    def told_words(self) -> str:
        """The strength as told in words: ``+0.5``, ``-3`` or ``0``."""
        return f"{self.told:+.4g}" if self.told else "0"

    @property
    def known_words(self) -> str:
        """The strength as known in words: ``+0.5 ± 0.2``, ``-1 (times or divided by 1.3)`` or ``0 ± 0.1``."""
        spread = self.arrow.as_known
        if self.sign < 0 and spread.kind == "uniform":
            spread = Spread("uniform", -spread.second, -spread.first)
        text, centre = spread.describe(), self.known[1]
        return text if centre == 0.0 or spread.kind == "uniform" else f"{'+' if centre > 0 else '-'}{text.lstrip('-')}"

    @property
    def sources(self) -> tuple[str, ...]:
        """The ids of its sources."""
        return tuple(ids_in(self.arrow.source))


def outcome_outputs(body: Body, name: str) -> tuple[str, ...]:
    """The outputs that an instrument's name, a quantity's full name or its own name stands for.

    Raises UnknownNameError with the nearest name for what does not exist.
    """
    if name in INSTRUMENTS:
        return INSTRUMENTS[name].outputs
    known = {**body.states, **body.observables}
    if name in known:
        return (name,)
    short = [full for full in known if full.partition(".")[2] == name]
    if short:
        return tuple(short)
    shorts = (full.partition(".")[2] for full in known)
    raise unknown("outcome", name, [*INSTRUMENTS, *body.outputs, *shorts, *known])


def read_grades(text: str) -> tuple[str, ...]:
    """``B``, ``A,B`` or ``C-X`` (from one grade to another) as grades. Raises UnknownNameError or FilterError."""
    chosen: set[str] = set()
    for part in text.upper().replace(" ", "").split(","):
        ends = part.split("-")
        for grade in ends:
            if grade not in GRADES:
                raise unknown("grade", grade, GRADES)
        first, last = rank(ends[0]), rank(ends[-1])  # type: ignore[arg-type]
        if len(ends) > 2 or first > last:
            raise FilterError(f"{text!r} is no choice of grades; write B, or A,B, or C-X from better to worse")
        chosen |= set(GRADES[first : last + 1])
    return tuple(grade for grade in GRADES if grade in chosen)


def has_strength(arrow: Arrow, kind: str) -> bool:
    """Whether an arrow's strengths are of a kind named in ``STRENGTHS``. Raises UnknownNameError."""
    told, known = abs(arrow.as_told), abs(arrow.as_known.centre)
    if kind not in STRENGTHS:
        raise unknown("strength", kind, STRENGTHS)
    return {
        "told": told > 0.0,
        "known": known > 0.0,
        "only-told": told > 0.0 and known == 0.0,
        "only-known": known > 0.0 and told == 0.0,
        "weaker-known": known < told * (1 - 1e-6),
        "stronger-known": known > told * (1 + 1e-6),
    }[kind]


def _end_fits(body: Body, wanted: str | None, end: str) -> bool:
    if wanted is None:
        return True
    if wanted not in body.mechanisms and wanted not in body.quantities:
        raise unknown("mechanism or quantity", wanted, [*body.mechanisms, *body.quantities])
    return wanted in (end, end.partition(".")[0])


def list_arrows(
    body: Body,
    *,
    origin: str | None = None,
    target: str | None = None,
    at: str | None = None,
    grades: Iterable[str] = GRADES,
    strength: str | None = None,
    moves: str | None = None,
    within: int | None = None,
    structural: bool = False,
) -> tuple[Listed, ...]:
    """The arrows that fit all filters, in the order of the body; by length of the way where ``moves`` is given.

    ``origin``, ``target`` and ``at`` (either end) name a mechanism or a quantity. ``moves`` names an instrument or a
    quantity: arrows that lie on a way to it, of at most ``within`` arrows. ``structural`` lists the wiring that is not
    in question, and only that. Raises UnknownNameError with the nearest name.
    """
    kept = set(grades)
    steps: Mapping[str, int] | None = None
    if moves is not None:
        steps = Wiring(body).toward(outcome_outputs(body, moves))
    found = []
    for name, arrow in body.arrows.items():
        ends_fit = _end_fits(body, origin, arrow.origin) & _end_fits(body, target, arrow.target)
        if at is not None:
            ends_fit &= _end_fits(body, at, arrow.origin) | _end_fits(body, at, arrow.target)
        strong = strength is None or has_strength(arrow, strength)
        if not ends_fit or not strong or arrow.structural != structural or arrow.grade not in kept:
            continue
        if steps is not None and (name not in steps or (within is not None and steps[name] > within)):
            continue
        found.append(Listed(arrow, direction(body, name), steps[name] if steps is not None else None))
    return tuple(sorted(found, key=lambda item: item.steps or 0))


def as_data(item: Listed) -> dict[str, Any]:
    """An arrow of the list as plain data; strengths carry the sign of their effect."""
    arrow, (low, centre, high) = item.arrow, item.known
    content: dict[str, Any] = {
        "name": arrow.name,
        "from": arrow.origin,
        "to": arrow.target,
        "description": arrow.description,
        "sign": {1: "raises", -1: "lowers", 0: "neither"}[item.sign],
        "unit": arrow.unit,
        "as told": item.told,
        "as known": {
            "words": item.known_words, "centre": centre, "low": low, "high": high,
        },
        "grade": arrow.grade,
        "method": arrow.method,
        "sources": list(item.sources),
        "claims": list(ids_in(arrow.claim)),
        "note": arrow.note,
        "structural": arrow.structural,
    }  # fmt: skip
    return content | ({"arrows to the outcome": item.steps} if item.steps is not None else {})
