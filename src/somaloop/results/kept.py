"""Which arrows a run keeps, and in which worlds it runs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from somaloop.engine.worlds import WORLDS
from somaloop.evidence import rank
from somaloop.language import GRADES, Body, SomaloopError, unknown


@dataclass(frozen=True, slots=True)
class Kept:
    """Only arrows of ``grade`` or better stay (all if empty), without those in ``cut``; ``only_world`` leaves one world.

    Cut arrows have no strength in either world, while usual life settles too. Wiring that is not in question stays.
    """

    grade: str = ""
    cut: tuple[str, ...] = ()
    only_world: str = ""

    @property
    def worlds(self) -> tuple[str, ...]:
        """The worlds that are run."""
        return (self.only_world,) if self.only_world else WORLDS

    def cut_arrows(self, body: Body) -> tuple[str, ...]:
        """The arrows that are cut in this body."""
        gone = set(self.cut)
        for name, arrow in body.arrows.items():
            if self.grade and not arrow.structural and rank(arrow.grade) > GRADES.index(self.grade):  # type: ignore[arg-type]
                gone.add(name)
        return tuple(name for name in body.arrows if name in gone)

    def traits(self, body: Body) -> dict[str, float]:
        """Traits that take all strength from the cut arrows, to be added to a person's."""
        return {f"gain.{name}": 0.0 for name in self.cut_arrows(body)}

    @property
    def words(self) -> str:
        """What is left out, in words; empty where nothing is."""
        parts = [f"only arrows of grade {self.grade} or better"] if self.grade and self.grade != GRADES[-1] else []
        if self.cut:
            names = [name.replace("_", " ") for name in self.cut]
            listed = names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1]
            parts.append(f"without the arrow{'s' if len(names) > 1 else ''} {listed}")
        if self.only_world:
            parts.append(f"only as {self.only_world}")
        return "; ".join(parts)

    def plain(self) -> dict[str, Any]:
        """As plain data, for files."""
        return {"grade": self.grade, "cut": list(self.cut), "only world": self.only_world}


EVERYTHING = Kept()


def kept(body: Body, grade: str | None = None, cut: tuple[str, ...] = (), only_world: str | None = None) -> Kept:
    """Check the names that a user gives. Raises UnknownNameError with a suggestion; wiring cannot be cut."""
    letter = (grade or "").strip().upper()
    if letter and letter not in GRADES:
        raise unknown("grade (A, B, C, D or X)", grade or "", GRADES)
    world = (only_world or "").strip().lower()
    if world and world not in WORLDS:
        raise unknown("world (known or told)", only_world or "", WORLDS)
    gone = []
    for given in cut:
        name = given.strip().replace(" ", "_").replace("-", "_").lower()
        if name not in body.arrows:
            names = [n for n, arrow in body.arrows.items() if not arrow.structural]
            raise unknown("arrow", name, names, "this model (./somaloop arrows lists all)")
        if body.arrows[name].structural:
            raise SomaloopError(f"{given!r} is wiring, which is not in question and cannot be cut")
        gone.append(name)
    return Kept(letter, tuple(sorted(set(gone))), world)


def kept_from(content: Mapping[str, Any], body: Body) -> Kept:
    """Read :meth:`Kept.plain` back, with the same checks."""
    return kept(body, str(content.get("grade", "")), tuple(content.get("cut", ())), str(content.get("only world", "")))
