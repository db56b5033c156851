"""How the cables of the causal graph run: bent lines from room to room that keep clear of the other rooms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from somaloop.plot.graph_rooms import Room

Array = NDArray[np.float64]
BENDS = (0.0, 0.12, -0.12, 0.24, -0.24, 0.4, -0.4, 0.6, -0.6, 0.85, -0.85)  # of each half, in lengths of the way
SHORTLIST = 10  # how many ways, of those that cross least, are looked at closely
CLEAR = 12.0  # how far a cable keeps from rooms that it does not serve
POINTS = 200


class Cable(NamedTuple):
    """A line of points [n, 2] from the border of one room to that of another, and its direction at the end."""

    points: Array
    end: Array


def _inside(points: Array, room: Room, margin: float) -> NDArray[np.bool_]:
    return (np.abs(points[..., 0] - room.x) < room.width / 2 + margin) & (
        np.abs(points[..., 1] - room.y) < room.height / 2 + margin
    )


def _ways(first: Array, last: Array) -> tuple[Array, Array]:
    """All ways that are tried, as points [ways, n, 2], and how bent each is."""
    chord = last - first
    across = np.array([-chord[1], chord[0]])
    one, two = (grid.ravel()[:, None, None] for grid in np.meshgrid(BENDS, BENDS))
    share = np.linspace(0.0, 1.0, POINTS)[None, :, None]
    controls = (first + chord / 3 + one * across, first + 2 * chord / 3 + two * across)
    ways = (1 - share) ** 3 * first + share**3 * last
    ways = ways + 3 * share * (1 - share) ** 2 * controls[0] + 3 * share**2 * (1 - share) * controls[1]
    # one plain bow is easier to follow than a straight line over others or an S
    bent = np.abs(one + two) / 2 + 1.5 * np.abs(one - two) + 0.08 * ((one == 0) & (two == 0))
    return ways, bent[:, 0, 0]


def _anchor(room: Room, toward: Array) -> Array:
    """A point inside a room, shifted a little toward where a cable comes from, so that ends spread over the border."""
    centre = np.array([room.x, room.y])
    away = toward - centre
    size = np.array([room.width, room.height])
    return centre + np.clip(away * 0.16, -0.38 * size, 0.38 * size)


@dataclass(slots=True)
class _Taken:
    """Points of cables that are drawn already: a new one prefers to lie apart from them."""

    points: list[Array]

    def nearness(self, line: Array) -> float:
        if not self.points:
            return 0.0
        others = np.concatenate(self.points)
        inner = line[20:-20:12]
        gaps = np.sqrt(((inner[:, None, :] - others[None, :, :]) ** 2).sum(axis=-1)).min(axis=1)
        return float(np.clip(1.0 - gaps / 9.0, 0.0, 1.0).mean())


def _best(first: Array, last: Array, others: Sequence[Room], taken: _Taken, size: tuple[float, float]) -> Array:
    ways, bent = _ways(first, last)
    crossing = ((ways < 4.0) | (ways > np.array(size) - 4.0)).any(axis=-1).mean(axis=-1)
    for room in others:
        crossing = crossing + _inside(ways, room, CLEAR).mean(axis=-1) + 4.0 * _inside(ways, room, 1.0).mean(axis=-1)
    cost = 3000.0 * crossing + 60.0 * bent
    near = np.argsort(cost, kind="stable")[:SHORTLIST]
    return ways[min(near, key=lambda number: cost[number] + 45.0 * taken.nearness(ways[number]))]


def cables_between(
    rooms: Mapping[str, Room], pairs: Sequence[tuple[str, str]], size: tuple[float, float], room_for_head: float = 7.0
) -> dict[tuple[str, str], Cable]:
    """A cable for each pair, in the order given: the first ones get the straightest ways."""
    taken, found = _Taken([]), {}
    for origin, target in pairs:
        one, other = rooms[origin], rooms[target]
        first = _anchor(one, np.array([other.x, other.y]))
        last = _anchor(other, np.array([one.x, one.y]))
        strangers = [room for name, room in rooms.items() if name not in (origin, target)]
        best = _best(first, last, strangers, taken, size)
        kept = best[~_inside(best, one, 1.5) & ~_inside(best, other, 2.0)]
        if len(kept) < 3:  # rooms that nearly touch
            kept = best
        direction = kept[-1] - kept[-5]
        direction = direction / (np.hypot(*direction) or 1.0)
        taken.points.append(kept[::8])
        far = np.hypot(*(kept - kept[-1]).T) > room_for_head
        far[0] = True
        found[origin, target] = Cable(kept[far], kept[-1])
    return found


def shifted(points: Array, offset: float) -> Array:
    """The same line moved sideways by ``offset``."""
    step = np.gradient(points, axis=0)
    normal = np.stack([-step[:, 1], step[:, 0]], axis=1)
    length = np.hypot(normal[:, 0], normal[:, 1])
    return points + offset * normal / np.where(length > 0, length, 1.0)[:, None]
