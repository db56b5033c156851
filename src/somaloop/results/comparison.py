"""The result of comparing what is done with one person, in both worlds: labelled arrays and a table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from somaloop.instruments import INSTRUMENTS, Instrument

if TYPE_CHECKING:
    import xarray as xr

Array = NDArray[np.float64]
TOLD, KNOWN = 0, 1  # lanes of a comparison: as told, centre of as known, then the draws of as known


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
    """How much of a difference goes away when one arrow is cut."""

    arrow: str
    grade: str
    change: float


@dataclass(frozen=True, slots=True)
class WorldAnswer:
    """One outcome in one world at the end of the study."""

    without: float
    with_: float
    difference: Interval
    placebo: Interval | None
    rests_on: tuple[Share, ...] = ()


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

    ``hourly`` has dimensions (world, arm, hour); ``daily`` has (arm, lane, day), where lane 0 is *as told*, lane 1 the
    centre of *as known* and the others its draws. Arms include the comparator first and, for each arm with a
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

    def series(self, instrument: Instrument | str, arm: str) -> Array:
        """Expected readings of an instrument on every evening, shape [lanes, days]."""
        item = INSTRUMENTS[instrument] if isinstance(instrument, str) else instrument
        chosen = self.daily.sel(arm=arm)
        days = chosen.sizes["day"]
        arrays = {output: np.asarray(chosen[output].transpose("lane", "day")) for output, _ in item.weights}
        return np.stack([item.expected(lambda name: arrays[name], day) for day in range(days)], axis=-1)

    def hour_series(self, output: str, arm: str, world: str) -> Array:
        """Hourly means of a model output in one arm and world (``told`` or ``known``)."""
        return np.asarray(self.hourly[output].sel(arm=arm, world=world))
