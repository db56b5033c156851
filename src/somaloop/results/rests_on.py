"""What one difference rests on: the part of it that each grade and each arrow carries, and what no arrow carries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite

WEAK_GRADES = ("C", "D", "X")


@dataclass(frozen=True, slots=True)
class Part:
    """The part of a difference that an arrow carries, in the outcome's unit, with its standard error from sampling.

    ``arrows`` holds one name, or several that each move too little to be told apart and are counted together.
    """

    grade: str
    part: float
    error: float
    arrows: tuple[str, ...]

    @property
    def arrow(self) -> str:
        """The name of a single arrow; empty for arrows that are counted together."""
        return self.arrows[0] if len(self.arrows) == 1 else ""


@dataclass(frozen=True, slots=True)
class RestsOn:
    """How a difference is made up, in one world (as known: at the centre of what is known).

    ``whole`` is the difference with all arrows and ``inside`` what is left with every arrow in question cut: it comes
    from inside single mechanisms and from wiring. ``whole = inside + sum(grades) = inside + sum(parts)``. ``alone`` is
    the difference that is left on arrows of this grade or better, all others cut.
    """

    whole: float
    inside: float
    grades: Mapping[str, float]
    parts: tuple[Part, ...]
    alone: Mapping[str, float]

    @property
    def gross(self) -> float:
        """The sum of all parts without their signs."""
        return abs(self.inside) + sum(abs(part.part) for part in self.parts)

    @property
    def failed(self) -> bool:
        """Whether a run with arrows cut failed, so that nothing can be said."""
        return not isfinite(self.whole + self.inside + sum(self.grades.values()) + sum(p.part for p in self.parts))

    @property
    def cancels(self) -> bool:
        """Whether parts work against each other so much that shares of the whole would mislead.

        True where the whole is less than half of the sum of the parts without their signs; otherwise no share can
        exceed 150 %.
        """
        return abs(self.whole) < 0.5 * self.gross

    @property
    def weak(self) -> float:
        """The part on grade C or worse."""
        return sum(value for grade, value in self.grades.items() if grade in WEAK_GRADES)

    @property
    def single(self) -> tuple[Part, ...]:
        """The parts of single arrows, largest first."""
        return tuple(part for part in self.parts if part.arrow)

    def share(self, value: float) -> float:
        """A part as a share of the whole; NaN where there is no whole."""
        return value / self.whole if self.whole else float("nan")
