"""Plain arrays become labelled ones: xarray datasets with units, descriptions and coordinates."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from somaloop.engine.program import Layout
from somaloop.engine.worlds import WORLDS
from somaloop.language import Body

if TYPE_CHECKING:
    import xarray as xr

Array = NDArray[np.float64]


def _attributes(body: Body, name: str) -> dict[str, str]:
    item = body.states.get(name) or body.observables[name]
    return {"units": item.unit, "long_name": item.description}


def daily_dataset(body: Body, plan: Layout, arms: Sequence[str], lanes: Sequence[str], saved: Array) -> xr.Dataset:
    """Daily means: ``saved`` is [arms, days, outputs, lanes]; the dataset has dimensions (arm, lane, day)."""
    import xarray as xr

    order = np.ascontiguousarray(np.moveaxis(saved, (2, 3), (0, 2)))  # outputs, arms, lanes, days
    data = {name: (("arm", "lane", "day"), order[i], _attributes(body, name)) for i, name in enumerate(plan.outputs)}
    days = ("day", np.arange(1, saved.shape[1] + 1), {"long_name": "day of the study, 1 is the first"})
    return xr.Dataset(
        data,
        coords={"arm": list(arms), "lane": list(lanes), "day": days},
        attrs={"title": "daily means", "lanes": "told; known (centre); draws of known"},
    )


def hourly_dataset(
    body: Body, plan: Layout, arms: Sequence[str], saved: Array, worlds: Sequence[str] = WORLDS
) -> xr.Dataset:
    """Hourly means: ``saved`` is [arms, hours, outputs, worlds]; the dataset has dimensions (world, arm, hour)."""
    import xarray as xr

    order = np.ascontiguousarray(np.transpose(saved, (2, 3, 0, 1)))  # outputs, worlds, arms, hours
    data = {name: (("world", "arm", "hour"), order[i], _attributes(body, name)) for i, name in enumerate(plan.outputs)}
    hours = (
        "hour",
        np.arange(saved.shape[1]) + 0.5,
        {"units": "hour", "long_name": "middle of the hour since day 1, 00:00"},
    )
    return xr.Dataset(
        data, coords={"world": list(worlds), "arm": list(arms), "hour": hours}, attrs={"title": "hourly means"}
    )
