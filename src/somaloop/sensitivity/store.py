"""The analysis as files for other programs: numbers as JSON, draws as NetCDF."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from somaloop.results.store import plain, versions
from somaloop.sensitivity.analysis import Sensitivity


def as_data(found: Sensitivity) -> dict[str, Any]:
    """Everything but the draws, as JSON can hold it. Arrays of quantities are lists in the order of ``unknowns``."""
    decision, screening = found.decision, found.screening
    return plain(
        {
            "title": found.case.title,
            "person": found.case.person,
            "arm": found.case.arm,
            "against": found.case.against,
            "days": found.case.days,
            "seed": found.case.seed,
            "draws": len(found.scores),
            "independent draws": found.independent,
            "draws of a posterior": found.fitted,
            "versions": versions(),
            "watched": [
                {
                    "instrument": column.instrument, "kind": column.kind, "unit": column.item.unit,
                    "mean": found.values[:, k].mean(), "sd": found.values[:, k].std(ddof=1),
                    "chance of days": found.chance[k], "polynomial explains": found.explained[k],
                }
                for k, column in enumerate(found.columns)
            ],
            "unknowns": [
                {
                    "name": item.name, "words": item.words, "about": item.about, "grade": item.grade, "method": item.method,
                    "sources": item.sources, "bundle": item.bundle, "moves": found.moving[i], "share": found.share[i],
                    "standard error": found.error[i], "total share": found.total[i],
                    "low end": found.ends.low[i], "high end": found.ends.high[i],
                    "worth of knowing": [
                        {"least gain": threshold, "value": decision.each[t][i].value, "error": decision.each[t][i].error}
                        for t, threshold in enumerate(decision.thresholds)
                    ],
                }
                for i, item in enumerate(found.unknowns)
            ],
            "decision": {
                "outcome": decision.outcome, "unit": decision.unit,
                "at": [
                    {"least gain": threshold, "do it": doing, "worth of knowing all": worth.value, "error": worth.error}
                    for threshold, doing, worth in zip(
                        decision.thresholds, decision.doing, decision.everything, strict=True
                    )
                ],
            },
            "bundles": [
                {"bundle": name, "effect": screening.effect[i], "half width": screening.half_width[i]}
                for i, name in enumerate(screening.bundles)
            ] if screening is not None else [],
            "failures": found.failures,
        }
    )  # fmt: skip


def write_draws(found: Sensitivity, path: Path) -> Path:
    """The draws as NetCDF: ``score`` [draw, name] (standard normal places in the priors) and ``value`` [draw, watched]."""
    import xarray as xr

    watched = [f"{column.kind}: {column.instrument}" for column in found.columns]
    dataset = xr.Dataset(
        {"score": (("draw", "name"), found.scores), "value": (("draw", "watched"), found.values)},
        coords={
            "name": np.array([item.name for item in found.unknowns], dtype=str),
            "watched": np.array(watched, dtype=str),
            "unit": ("watched", np.array([column.item.unit for column in found.columns], dtype=str)),
        },
        attrs={"title": found.case.title, "arm": found.case.arm, "against": found.case.against},
    )
    packing = {name: {"dtype": "float32", "zlib": True, "complevel": 5} for name in ("score", "value")}
    dataset.to_netcdf(path, engine="h5netcdf", encoding=packing)
    return path
