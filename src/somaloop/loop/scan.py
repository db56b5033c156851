"""The loop itself: what sensation comes back when a given sensation is taken to mean danger.

The loop runs from felt symptoms to alarm, tension and more symptoms. It is cut where felt symptoms reach appraisal: the
alarm system is shown a fixed sensation for weeks, everything else runs on, and what is felt in the end is read off.
Where out equals in, the loop rests; a slope below one there is a stable state, above one a tipping point. The slope is
the loop's gain: how much of a small extra sensation comes back.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from somaloop.engine.program import layout
from somaloop.engine.simulate import DaySource, Lanes, run, start
from somaloop.engine.worlds import WORLDS, world_values
from somaloop.language import Arrow, Body, Parameter, Scope, assemble

Array = NDArray[np.float64]
SENSATION = "perception.felt_burden"
ALARM = "appraisal"
CLAMP = "shown_burden"


class _Shown:
    """The origin's scope, in which the felt burden is replaced by what is shown."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def __getattr__(self, name: str) -> object:
        return getattr(self._scope, CLAMP if name == SENSATION.partition(".")[2] else name)


def _opened(arrow: Arrow) -> Arrow:
    if arrow.origin != SENSATION or not arrow.target.startswith(f"{ALARM}."):
        return arrow
    equation = arrow.equation
    return replace(arrow, equation=lambda strength, q: equation(strength, _Shown(q)))


def opened(body: Body) -> Body:
    """The same body with the loop cut: appraisal is shown the parameter ``perception.shown_burden``."""
    name = SENSATION.partition(".")[0]
    whole = body.mechanisms[name]
    shown = Parameter(
        name=CLAMP,
        value=0.1,
        unit="1",
        description="the sensation that appraisal is shown while the loop is cut",
        grade="D",
        method="assumed",
        note="set by the scan",
    )
    cut = replace(whole, parameters=(*whole.parameters, shown), arrows=tuple(_opened(arrow) for arrow in whole.arrows))
    return assemble([cut if item.name == name else item for item in body.mechanisms.values()])


@dataclass(frozen=True, slots=True)
class RestingPoint:
    """Where the loop rests: the felt burden, its gain there, and whether a small push dies out."""

    burden: float
    gain: float
    stable: bool


@dataclass(frozen=True, slots=True)
class LoopScan:
    """The loop of one person: ``shown`` [n] and what comes back in each world, with the resting points."""

    shown: Array
    felt: dict[str, Array]
    resting: dict[str, tuple[RestingPoint, ...]]

    def gain(self, world: str) -> float:
        """The gain at the lowest stable resting point; NaN where there is none in the range."""
        stable = [point for point in self.resting[world] if point.stable]
        return stable[0].gain if stable else float("nan")


def resting_points(shown: Array, felt: Array) -> tuple[RestingPoint, ...]:
    """The crossings of ``felt`` with the diagonal, by linear interpolation on the grid."""
    excess = felt - shown
    points = []
    for i in range(len(shown) - 1):
        if not (np.isfinite(excess[i]) and np.isfinite(excess[i + 1])):
            continue
        if (excess[i] > 0) != (excess[i + 1] > 0):
            share = excess[i] / (excess[i] - excess[i + 1])
            slope = (felt[i + 1] - felt[i]) / (shown[i + 1] - shown[i])
            burden = shown[i] + share * (shown[i + 1] - shown[i])
            points.append(RestingPoint(float(burden), float(slope), bool(slope < 1.0)))
    return tuple(points)


def scan_loop(
    body: Body,
    traits: dict[str, float],
    usual: DaySource,
    *,
    points: int = 41,
    weeks: int = 8,
    read_days: int = 14,
) -> LoopScan:
    """Show appraisal ``points`` sensations between 0 and 1 for ``weeks`` weeks, without noise, in both worlds."""
    cut = opened(body)
    plan = layout(cut, (SENSATION,))
    grid = np.linspace(0.0, 1.0, points)
    columns = []
    for world in WORLDS:
        column = world_values(cut, plan, traits, world)
        block = np.repeat(column[:, None], points, axis=1)
        block[plan.row("values", f"perception.{CLAMP}")] = grid
        columns.append(block)
    values = np.concatenate(columns, axis=1)
    labels = tuple(f"{world}, shown {x:.2f}" for world in WORLDS for x in grid)
    lanes = Lanes(values, np.zeros(values.shape[1], dtype=np.int64), labels)
    begin = start(cut, plan, lanes, 0, noise=False)
    passage = run(
        cut, plan, lanes, usual, begin, first_day=-7 * weeks, days=7 * weeks, seed=0, noise=False, resolution="day"
    )
    final = passage.saved[-read_days:, 0].mean(axis=0)
    felt = {world: final[i * points : (i + 1) * points] for i, world in enumerate(WORLDS)}
    return LoopScan(grid, felt, {world: resting_points(grid, felt[world]) for world in WORLDS})
