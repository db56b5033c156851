"""The causal graph: mechanisms as rooms, and between them cables of arrows, coloured by grade, as wide as they are strong.

All arrows from one room to another make one cable. Its width shows what happens to the other room when the whole cable
is cut (``results/strength.py``); it is split into one strand for each grade, in proportion to what its arrows do alone.
Where no arrow of a grade has any strength in the world that is shown, and some has in the other, the strand is dashed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from types import MappingProxyType

import numpy as np

from somaloop.engine.worlds import WORLDS
from somaloop.language import GRADES, Body
from somaloop.plot.graph_cables import Cable, cables_between, shifted
from somaloop.plot.graph_rooms import Floor, Room, floor_of
from somaloop.plot.style import FONT, INK, PAPER
from somaloop.results.strength import Bundle, Strengths, bundles_of, own_strength

GRADE_HUE: Mapping[str, str] = MappingProxyType(
    {"A": "#33216e", "B": "#23808c", "C": "#d79a1e", "D": "#8b949e", "X": "#c0281f"}
)
ROOM_HUE: Mapping[str, tuple[str, str]] = MappingProxyType(  # paper, border
    {
        "habit": ("#ffffff", "#8d98a3"),
        "body": ("#f6efe6", "#a58f76"),
        "mind": ("#e8eff7", "#7791ad"),
        "magnesium": ("#1d2329", "#1d2329"),
    }
)
WIDTH_MEANS = "change of the room that is entered when the cable is cut"
DASHED_MEANS: Mapping[str, str] = MappingProxyType(
    {
        "known": "only as told: no strength at the centre of what is known",
        "told": "only as known: the article does not tell it",
    }
)
FULL = 2.0  # standard deviations from which a cable has its full width
ONE = 6.5  # the width of a cable of one standard deviation, in units of the picture
THIN, DASHED = 0.9, 1.3


@dataclass(frozen=True, slots=True)
class Strand:
    """The arrows of one grade in a cable: their width, and whether they are only there in the other world."""

    grade: str
    arrows: tuple[str, ...]
    width: float
    dashed: bool


def width_of(size: float) -> float:
    """The width of a cable whose cut changes what it enters by ``size`` standard deviations: as the square root."""
    return max(THIN, ONE * float(np.sqrt(min(abs(size), FULL))))


def strands_of(body: Body, strengths: Strengths, world: str, pair: Bundle) -> tuple[Strand, ...]:
    """The strands of a cable, from the best grade to the worst."""
    alive: dict[str, float] = {}
    names: dict[str, list[str]] = {}
    for arrow in bundles_of(body)[pair]:
        names.setdefault(arrow.grade, []).append(arrow.name)
        if own_strength(arrow, world) != 0.0:
            size = strengths.arrows[world, arrow.name].size
            alive[arrow.grade] = alive.get(arrow.grade, 0.0) + size
    whole, total = width_of(strengths.bundles[world, pair].size), sum(alive.values())
    found = []
    for grade in GRADES:
        if grade in alive:
            share = alive[grade] / total if total > 0.0 else 1.0 / len(alive)
            found.append(Strand(grade, tuple(names[grade]), max(THIN, whole * share), False))
        elif grade in names:
            found.append(Strand(grade, tuple(names[grade]), DASHED, True))
    return tuple(found)


def strongest_first(strengths: Strengths, world: str) -> tuple[Bundle, ...]:
    """All cables, the strongest of a world first."""
    pairs = [pair for place, pair in strengths.bundles if place == world]
    return tuple(sorted(pairs, key=lambda pair: (-strengths.bundles[world, pair].size, pair)))


def _line(points: np.ndarray) -> str:
    kept = points[:: max(1, len(points) // 26)]
    if not np.array_equal(kept[-1], points[-1]):
        kept = np.concatenate([kept, points[-1:]])
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in kept)


def _head(cable: Cable, width: float, hue_class: str) -> str:
    tail = cable.points[-1]
    along = cable.end - tail
    along = along / (np.hypot(*along) or 1.0)
    across = np.array([-along[1], along[0]])
    half = 3.2 + 0.62 * width
    base = cable.end - along * (6.0 + 0.75 * width)
    corners = (cable.end, base + half * across, base - half * across)
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in corners)
    return f'<polygon class="head {hue_class}" points="{points}"/>'


def _cable(pair: Bundle, cable: Cable, strands: Sequence[Strand], size: float) -> str:
    """One cable as a group: what catches the pointer, the strands side by side, the head."""
    live = [strand for strand in strands if not strand.dashed]
    total = sum(strand.width for strand in strands)
    parts = [f'<path class="catch" d="{_line(cable.points)}"/>']
    place = -total / 2
    for strand in strands:
        middle = place + strand.width / 2
        place += strand.width
        line = shifted(cable.points, middle) if len(strands) > 1 else cable.points
        style = " dashed" if strand.dashed else ""
        parts.append(
            f'<path class="strand grade-line-{strand.grade}{style}" data-grade="{strand.grade}" '
            f'stroke-width="{strand.width:.2f}" d="{_line(line)}"/>'
        )
    widest = max(live or strands, key=lambda strand: strand.width)
    parts.append(_head(cable, total if live else DASHED, f"grade-fill-{widest.grade}" + ("" if live else " ghost")))
    opacity = 0.95 if not live else 0.5 + 0.45 * min(1.0, size / 0.25)
    return f'<g class="cable" data-from="{pair[0]}" data-to="{pair[1]}" style="--o:{opacity:.2f}">{"".join(parts)}</g>'


def _room(room: Room, title: str, floor: Floor) -> str:
    left, top = room.x - room.width / 2, room.y - room.height / 2
    first = room.y - floor.line * (len(room.lines) - 1) / 2 + 0.34 * floor.letters
    lines = "".join(
        f'<text x="{room.x:.1f}" y="{first + floor.line * number:.1f}">{escape(line)}</text>'
        for number, line in enumerate(room.lines)
    )
    return (
        f'<g class="room room-{room.kind}" data-room="{room.name}" tabindex="0" role="button" aria-label="{escape(title)}">'
        f'<rect x="{left:.1f}" y="{top:.1f}" width="{room.width:.1f}" height="{room.height:.1f}" rx="11"/>{lines}</g>'
    )


def graph_style() -> str:
    """The style sheet of the picture, from the palettes above."""
    rules = [
        f".causal{{font-family:{FONT}}}",
        ".causal .catch{fill:none;stroke:transparent;stroke-width:14}",
        ".causal .strand{fill:none;stroke-linejoin:round}",
        ".causal .dashed{stroke-dasharray:2 5;opacity:.7}.causal .ghost{opacity:.45}",
        ".causal .cable{opacity:var(--o)}",
        f".causal .room text{{text-anchor:middle;fill:{INK};font-weight:600}}",
        f".causal .room-magnesium text{{fill:{PAPER};font-size:1.2em}}",
        ".causal .room rect{stroke-width:1.4}",
    ]
    rules += [
        f".causal .grade-line-{g}{{stroke:{hue}}}.causal .grade-fill-{g}{{fill:{hue}}}" for g, hue in GRADE_HUE.items()
    ]
    rules += [f".causal .room-{kind} rect{{fill:{paper};stroke:{edge}}}" for kind, (paper, edge) in ROOM_HUE.items()]
    return "".join(rules)


def _world(body: Body, strengths: Strengths, world: str, cables: Mapping[Bundle, Cable]) -> str:
    drawn = "".join(
        _cable(pair, cables[pair], strands_of(body, strengths, world, pair), strengths.bundles[world, pair].size)
        for pair in reversed(strongest_first(strengths, world))
    )
    return f'<g class="world world-{world}">{drawn}</g>'


def causal_graph(body: Body, strengths: Strengths, worlds: Sequence[str] = WORLDS, upright: bool = False) -> str:
    """The picture as one SVG element, a group of cables for each of ``worlds``; another page may embed it.

    It brings its style along (classes below ``.causal``). Cables carry ``data-from`` and ``data-to``, rooms
    ``data-room``. Every cable runs the same way in both worlds. ``upright`` is for narrow screens.
    """
    floor = floor_of(body, upright)
    by_both = sorted(
        bundles_of(body), key=lambda pair: (-max(strengths.bundles[world, pair].size for world in WORLDS), pair)
    )
    cables = cables_between(floor.rooms, by_both, (floor.width, floor.height))
    groups = "".join(_world(body, strengths, world, cables) for world in worlds)
    drawn = "".join(_room(room, body.mechanisms[name].title, floor) for name, room in floor.rooms.items())
    return (
        f'<svg class="causal {"upright" if upright else "wide"}" xmlns="http://www.w3.org/2000/svg" '
        f'viewBox="0 0 {floor.width:g} {floor.height:g}" font-size="{floor.letters:g}" role="group" '
        f'aria-label="Mechanisms and the arrows between them"><style>{graph_style()}</style>{groups}{drawn}</svg>'
    )


def width_key() -> tuple[tuple[float, str], ...]:
    """Widths of cables with what they mean, for a key."""
    sizes = (0.03, 0.3, 1.0, FULL)
    return tuple((width_of(size), f"{size:g} SD" + (" or more" if size == FULL else "")) for size in sizes)
