"""The result of comparing what is done with one person, in both worlds: labelled arrays and a table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from somaloop.instruments import INSTRUMENTS, Instrument
from somaloop.results.kept import EVERYTHING, Kept
from somaloop.results.rests_on import RestsOn

if TYPE_CHECKING:
    import xarray as xr

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Interval:
    """A central value with the ends of its 95 % interval (equal to it where nothing is uncertain)."""

    centre: float
    low: float
    high: float

    @classmethod
    def of(cls, values: Array) -> Interval:
        """Median and the 2.5 and 97.5 % quantiles of draws; NaN draws make it NaN."""
        if values.size == 0 or not np.isfinite(values).all():
            return cls(float("nan"), float("nan"), float("nan"))
        low, centre, high = np.quantile(values, [0.025, 0.5, 0.975])
        return cls(float(centre), float(low), float(high))


@dataclass(frozen=True, slots=True)
class Share:
    """How much of a difference goes away when one arrow alone is cut; such shares need not add up."""

    arrow: str
    grade: str
    change: float


@dataclass(frozen=True, slots=True)
class WorldAnswer:
    """One outcome in one world at the end of the study; all NaN, and ``run`` false, where that world was left out."""

    without: float
    with_: float
    difference: Interval
    placebo: Interval | None
    rests_on: RestsOn | None = None
    run: bool = True

    @classmethod
    def left_out(cls) -> WorldAnswer:
        """The answer of a world that was not run."""
        nothing = float("nan")
        return cls(nothing, nothing, Interval(nothing, nothing, nothing), None, None, run=False)


@dataclass(frozen=True, slots=True)
class OutcomeRow:
    """One line of the table: one instrument, one arm against the comparator, in both worlds."""

    instrument: str
    title: str
    unit: str
    kind: str
    arm: str
    decimals: int
    important: float | None
    better: str
    reading_error: float
    told: WorldAnswer
    known: WorldAnswer
    verdict: str


@dataclass(frozen=True)
class Comparison:
    """Everything that one comparison produced. ``hourly`` and ``daily`` are xarray datasets with units.

    ``hourly`` has dimensions (world, arm, hour); ``daily`` has (arm, lane, day), where lanes are *as told*, the centre of
    *as known* and its draws, less what was left out (``kept``). ``outcomes`` names the instruments that were asked for. Arms include the comparator first and, for each arm with a
    treatment that can be swallowed, a twin who takes a placebo in its place (``placebo_of``).
    """

    title: str
    person: str
    facts: Mapping[str, Any]
    weeks: float
    seed: int
    draws: int
    arms: tuple[str, ...]
    placebo_of: Mapping[str, str]
    protocols: Mapping[str, str]
    hourly: xr.Dataset
    daily: xr.Dataset
    rows: tuple[OutcomeRow, ...]
    warnings: tuple[str, ...] = ()
    failures: tuple[str, ...] = ()
    events: Mapping[str, tuple[tuple[int, float, str], ...]] = field(default_factory=dict)
    kept: Kept = EVERYTHING
    outcomes: tuple[str, ...] = ()

    @property
    def worlds(self) -> tuple[str, ...]:
        """The worlds that were run."""
        return self.kept.worlds

    def lanes_of(self, world: str) -> slice:
        """The lanes that answer for a world: the one as told; the draws as known, or its centre where there are none."""
        if world not in self.worlds:
            return slice(0, 0)
        if world == "told":
            return slice(0, 1)
        centre = self.worlds.index("known")
        return (
            slice(centre + 1, None)
            if self.draws and self.daily.sizes["lane"] > centre + 1
            else slice(centre, centre + 1)
        )

    def series(self, instrument: Instrument | str, arm: str) -> Array:
        """Expected readings of an instrument on every evening, shape [lanes, days]."""
        item = INSTRUMENTS[instrument] if isinstance(instrument, str) else instrument
        chosen = self.daily.sel(arm=arm)
        days = chosen.sizes["day"]
        arrays = {output: np.asarray(chosen[output].transpose("lane", "day")) for output in item.outputs}
        return np.stack([item.expected(lambda name: arrays[name], day) for day in range(days)], axis=-1)

    def hour_series(self, output: str, arm: str, world: str) -> Array:
        """Hourly means of a model output in one arm and world (``told`` or ``known``)."""
        return np.asarray(self.hourly[output].sel(arm=arm, world=world))
