"""What the pictures of days show: ten quantities, each with its plain name, unit and scale."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Panel:
    """One quantity over the hours. ``names`` are outputs of the model in order of preference.

    ``unit`` is what is written; where it is empty the unit of the data is. Values are multiplied by ``factor``.
    ``summary`` says what stands beside the panel: the mean of the day, its highest value, or the hours summed.
    """

    names: tuple[str, ...]
    title: str
    unit: str = ""
    factor: float = 1.0
    low: float | None = None
    high: float | None = None
    decimals: int = 0
    summary: str = "mean"


PANELS = (
    Panel(("hpa.cortisol_serum",), "Cortisol in serum", low=0.0),
    Panel(("circadian.melatonin_plasma", "circadian.melatonin"), "Melatonin in plasma", low=0.0, summary="peak"),
    Panel(("sleep.asleep",), "Asleep", "% of the hour", 100.0, 0.0, 100.0, 1, "hours"),
    Panel(("autonomic.heart_rate",), "Heart rate", "beats/min"),
    Panel(("autonomic.rmssd",), "Heart rate variability (RMSSD)"),
    Panel(("muscle.tone",), "Muscle tension (trapezius, % of a reference contraction)", low=0.0, decimals=1),
    Panel(("magnesium.serum", "magnesium.plasma"), "Magnesium in serum", decimals=3),
    Panel(("caffeine.plasma",), "Caffeine in plasma", low=0.0, decimals=1, summary="peak"),
    Panel(("perception.felt_burden",), "Felt symptoms", "0 to 100", 100.0, 0.0),
    Panel(("appraisal.worry",), "Worry", "0 to 100", 100.0, 0.0),
)
_WRITTEN = {"1": "", "1/min": "per min", "percent": "%", "stool/week": "a week", "point": "points"}


@dataclass(frozen=True, slots=True)
class Shown:
    """A panel found in the data: the name it has there and the unit to write."""

    panel: Panel
    name: str
    unit: str

    @property
    def heading(self) -> str:
        """Name and unit."""
        return f"{self.panel.title}, {self.unit}" if self.unit else self.panel.title

    def read(self, comparison: Any, arm: str, world: str) -> Array:
        """The hourly values of one arm in one world, as written."""
        values = comparison.hourly[self.name].sel(arm=arm, world=world)
        return np.asarray(values, dtype=float) * self.panel.factor

    def summarise(self, values: Array) -> str:
        """What stands beside the panel for one day of hourly values."""
        if not np.isfinite(values).any():
            return "failed"
        ways: dict[str, Callable[[Array], float]] = {"mean": np.nanmean, "peak": np.nanmax}
        if self.panel.summary == "hours":
            return f"{np.nansum(values) / self.panel.factor:.1f} h"
        return f"{ways[self.panel.summary](values):.{self.panel.decimals}f}"


def written_unit(unit: str) -> str:
    """A unit as people write it."""
    return _WRITTEN.get(unit, unit.replace("**", "^").replace("hour", "h"))


def find_panels(comparison: Any) -> tuple[tuple[Shown, ...], tuple[str, ...]]:
    """The panels that the hourly data holds, and the titles of those that it lacks."""
    found, absent = [], []
    for panel in PANELS:
        name = next((name for name in panel.names if name in comparison.hourly), None)
        if name is None:
            absent.append(panel.title)
            continue
        unit = panel.unit or written_unit(str(comparison.hourly[name].attrs.get("units", "")))
        found.append(Shown(panel, name, unit))
    return tuple(found), tuple(absent)
