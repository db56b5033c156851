"""Where the rooms of the causal graph stand: body left, mind right, magnesium in the middle, habits around.

Places are drawn by hand, since the picture tells a story that no layout program knows. A mechanism without a place of
its own (a new one) stands in a row below the others.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from somaloop.language import Body

Kind = Literal["habit", "body", "mind", "magnesium"]
WIDTH = 1200.0
BASE_HEIGHT = 790.0
ROW = 76.0

_PLACES: Mapping[str, tuple[float, float, Kind, tuple[str, ...]]] = MappingProxyType(
    {
        # habits and what is taken, around
        "diet": (92.0, 610.0, "habit", ("Diet",)),
        "medicines": (92.0, 470.0, "habit", ("Medicines",)),
        "alcohol": (92.0, 190.0, "habit", ("Alcohol",)),
        "caffeine": (255.0, 62.0, "habit", ("Caffeine",)),
        "hydration": (330.0, 735.0, "habit", ("Hydration",)),
        "practices": (1108.0, 250.0, "habit", ("Therapy and", "practices")),
        # body
        "circadian": (480.0, 62.0, "body", ("Body clock",)),
        "sleep": (610.0, 165.0, "body", ("Sleep",)),
        "cortex": (400.0, 225.0, "body", ("Cortex",)),
        "hpa": (245.0, 330.0, "body", ("Stress axis",)),
        "autonomic": (300.0, 480.0, "body", ("Autonomic", "nerves")),
        "gut": (330.0, 620.0, "body", ("Gut",)),
        "muscle": (590.0, 690.0, "body", ("Muscle",)),
        "magnesium": (560.0, 410.0, "magnesium", ("Magnesium",)),
        # mind
        "sleep_perception": (860.0, 95.0, "mind", ("Judgement", "of sleep")),
        "mood": (840.0, 265.0, "mind", ("Mood and", "fatigue")),
        "appraisal": (900.0, 440.0, "mind", ("Worry and", "alarm")),
        "perception": (850.0, 640.0, "mind", ("Felt symptoms",)),
        "learning": (1108.0, 560.0, "mind", ("Expectation",)),
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


def _room(name: str, x: float, y: float, kind: Kind, lines: tuple[str, ...]) -> Room:
    longest = max(len(line) for line in lines)
    large = kind == "magnesium"
    width = longest * (10.5 if large else 8.2) + 30.0
    height = 58.0 if large else 22.0 + 17.0 * len(lines)
    return Room(name, x, y, width, height, kind, lines)


def rooms_of(body: Body) -> tuple[dict[str, Room], float]:
    """The room of every mechanism, and the height of the picture."""
    found, height = {}, BASE_HEIGHT
    strangers = [name for name in body.mechanisms if name not in _PLACES]
    each_row = 6
    for name, mechanism in body.mechanisms.items():
        if name in _PLACES:
            found[name] = _room(name, *_PLACES[name])
            continue
        row, column = divmod(strangers.index(name), each_row)
        x = WIDTH * (column + 0.5) / each_row
        title = mechanism.title if len(mechanism.title) <= 18 else name.replace("_", " ")
        found[name] = _room(name, x, BASE_HEIGHT + ROW * (row + 0.5), "body", (title,))
        height = max(height, BASE_HEIGHT + ROW * (row + 1))
    return found, height
