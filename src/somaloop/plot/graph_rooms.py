"""Where the rooms of the causal graph stand: body left, mind right, magnesium in the middle, habits around.

Places are drawn by hand, since the picture tells a story that no layout program knows: once for a wide picture, and
once for an upright one (body above, mind below). A mechanism without a place (a new one) stands in a row below.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, NamedTuple

from somaloop.language import Body

Kind = Literal["habit", "body", "mind", "magnesium"]


class _Place(NamedTuple):
    kind: Kind
    lines: tuple[str, ...]
    wide: tuple[float, float]
    upright: tuple[float, float]


_PLACES: Mapping[str, _Place] = MappingProxyType(
    {
        # habits and what is taken
        "diet": _Place("habit", ("Diet",), (92, 610), (70, 850)),
        "medicines": _Place("habit", ("Medicines",), (92, 470), (82, 215)),
        "alcohol": _Place("habit", ("Alcohol",), (92, 190), (550, 50)),
        "caffeine": _Place("habit", ("Caffeine",), (255, 62), (90, 50)),
        "hydration": _Place("habit", ("Hydration",), (330, 735), (110, 985)),
        "practices": _Place("habit", ("Therapy and", "practices"), (1108, 250), (548, 835)),
        # body
        "circadian": _Place("body", ("Body clock",), (480, 62), (330, 50)),
        "sleep": _Place("body", ("Sleep",), (610, 165), (430, 178)),
        "cortex": _Place("body", ("Cortex",), (400, 225), (262, 215)),
        "hpa": _Place("body", ("Stress axis",), (245, 330), (100, 360)),
        "autonomic": _Place("body", ("Autonomic", "nerves"), (300, 480), (100, 545)),
        "gut": _Place("body", ("Gut",), (330, 620), (110, 715)),
        "muscle": _Place("body", ("Muscle",), (590, 690), (285, 790)),
        "magnesium": _Place("magnesium", ("Magnesium",), (560, 410), (315, 445)),
        # mind
        "sleep_perception": _Place("mind", ("Judgement", "of sleep"), (860, 95), (560, 320)),
        "mood": _Place("mind", ("Mood and", "fatigue"), (840, 265), (550, 500)),
        "appraisal": _Place("mind", ("Worry and", "alarm"), (900, 440), (450, 665)),
        "perception": _Place("mind", ("Felt symptoms",), (850, 640), (350, 945)),
        "learning": _Place("mind", ("Expectation",), (1108, 560), (548, 1010)),
    }
)


@dataclass(frozen=True, slots=True)
class Room:
    """One mechanism in the picture: centre and size in the picture's own units, and the lines of its label."""

    name: str
    x: float
    y: float
    width: float
    height: float
    kind: Kind
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Floor:
    """All rooms by name, the size of the picture, and the size of its letters."""

    rooms: Mapping[str, Room]
    width: float
    height: float
    letters: float
    upright: bool = False

    @property
    def line(self) -> float:
        """The distance of two lines of a label."""
        return 1.14 * self.letters


def _room(name: str, x: float, y: float, kind: Kind, lines: tuple[str, ...], letters: float) -> Room:
    larger = 1.25 if kind == "magnesium" else 1.0
    width = max(len(line) for line in lines) * 0.55 * larger * letters + 1.9 * letters
    height = (3.9 if kind == "magnesium" else 1.5 + 1.14 * len(lines)) * letters
    return Room(name, x, y, width, height, kind, lines)


def floor_of(body: Body, upright: bool = False) -> Floor:
    """The rooms of all mechanisms of a body: in a wide picture, or in an upright one for narrow screens."""
    width, height, letters, in_row = (640.0, 1050.0, 20.0, 3) if upright else (1200.0, 790.0, 15.0, 6)
    row_height = 5.0 * letters
    strangers = [name for name in body.mechanisms if name not in _PLACES]
    rooms = {}
    for name, mechanism in body.mechanisms.items():
        place = _PLACES.get(name)
        if place is not None:
            x, y = place.upright if upright else place.wide
            rooms[name] = _room(name, float(x), float(y), place.kind, place.lines, letters)
            continue
        row, column = divmod(strangers.index(name), in_row)
        title = mechanism.title if len(mechanism.title) <= 16 else name.replace("_", " ")
        x, y = width * (column + 0.5) / in_row, height + row_height * (row + 0.5)
        rooms[name] = _room(name, x, y, "body", (title,), letters)
    rows = -(-len(strangers) // in_row)
    return Floor(MappingProxyType(rooms), width, height + rows * row_height, letters, upright)
