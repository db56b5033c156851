"""Save a comparison so that other tools open it and so that it can be made again: exact, or an error.

``run.nc`` is NetCDF-4 with two groups, ``daily`` and ``hourly`` (``xarray.open_dataset(path, group="daily")``).
``capsule.json`` holds the inputs, seed, versions and checksums; giving it to the simulate command repeats the run.
"""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from somaloop import __version__
from somaloop.engine.cache import known_hash
from somaloop.language import SomaloopError
from somaloop.results.comparison import Comparison

if TYPE_CHECKING:
    import xarray as xr

GROUPS = ("daily", "hourly")
CAPSULE_FORMAT = 2
READABLE_CAPSULES = (1, 2)  # the first knew no cut arrows and no left-out world


class StoreError(SomaloopError):
    """Something could not be saved or read back exactly."""


def checksum(dataset: xr.Dataset) -> str:
    """A checksum of all numbers of a dataset, in the order of their names."""
    digest = hashlib.sha256()
    for name in sorted(str(key) for key in dataset.data_vars):
        digest.update(name.encode())
        digest.update(np.ascontiguousarray(dataset[name].values).tobytes())
    return digest.hexdigest()


def attributes(comparison: Comparison) -> dict[str, Any]:
    """What ``run.nc`` says about itself: title, person, seed, draws, outcomes, worlds, what was cut, versions."""
    kept = comparison.kept
    return {
        "title": comparison.title,
        "person": comparison.person,
        "seed": comparison.seed,
        "draws": comparison.draws,
        "outcomes": "; ".join(comparison.outcomes),
        "worlds": " ".join(comparison.worlds),
        "arrows_of_grade_or_better": kept.grade,
        "arrows_cut": " ".join(kept.cut),
        "only_world": kept.only_world,
        "somaloop_version": __version__,
        "model": model_stamp(),
    }


def write_run(comparison: Comparison, path: Path) -> Path:
    """Write ``run.nc`` and read it back; raises StoreError, leaving nothing behind, unless every bit is the same."""
    import xarray as xr

    partial = path.with_suffix(".partial")
    try:
        for number, group in enumerate(GROUPS):
            dataset: xr.Dataset = getattr(comparison, group).assign_attrs(attributes(comparison))
            packing = {str(name): {"zlib": True, "complevel": 1} for name in dataset.data_vars}
            dataset.to_netcdf(
                partial, mode="w" if number == 0 else "a", group=group, engine="h5netcdf", encoding=packing
            )
        for group in GROUPS:
            with xr.open_dataset(partial, group=group, engine="h5netcdf") as again:
                if checksum(again.load()) != checksum(getattr(comparison, group)):
                    raise StoreError(f"{path.name}: group {group!r} does not read back as it was written")
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
    return path


def read_run(path: Path) -> dict[str, xr.Dataset]:
    """The groups of a ``run.nc``. Raises StoreError where the file is missing or is not one."""
    import xarray as xr

    if not path.is_file():
        raise StoreError(f"{path}: no such file")
    try:
        found = {}
        for group in GROUPS:
            with xr.open_dataset(path, group=group, engine="h5netcdf") as dataset:
                found[group] = dataset.load()
        return found
    except (OSError, ValueError, KeyError) as error:
        raise StoreError(f"{path}: is not a run that somaloop wrote ({error})") from None


def model_stamp() -> str:
    """A short mark of the state of the model's source."""
    return known_hash()[:16]


def versions() -> dict[str, str]:
    """The versions that numbers depend on."""
    from importlib.metadata import version

    return {
        "somaloop": __version__,
        "model": model_stamp(),
        "python": platform.python_version(),
        "machine": platform.machine(),
        **{name: version(name) for name in ("jax", "jaxlib", "numpy")},
    }


def capsule(comparison: Comparison, source_name: str, source_text: str) -> dict[str, Any]:
    """What is needed to make the run again, and the checksums to know that it is the same."""
    return {
        "somaloop capsule": CAPSULE_FORMAT,
        "experiment name": source_name,
        "experiment": source_text,
        "seed": comparison.seed,
        "draws": comparison.draws,
        "arrows": comparison.kept.plain(),
        "outcomes": list(comparison.outcomes),
        "versions": versions(),
        "checksums": {group: checksum(getattr(comparison, group)) for group in GROUPS},
    }


def write_json(content: Mapping[str, Any], path: Path) -> Path:
    """Write JSON in one move, so that no half-written file is ever seen. NaN becomes null."""
    partial = path.with_suffix(".partial")
    partial.write_text(json.dumps(plain(content), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    partial.replace(path)
    return path


def plain(value: Any) -> Any:
    """The same content as JSON can hold it: NaN and infinities as null, arrays as lists, tuples as lists."""
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, np.ndarray):
        return plain(value.tolist())
    if isinstance(value, float | np.floating):
        return float(value) if np.isfinite(value) else None
    if isinstance(value, np.integer):
        return int(value)
    return value


def table(comparison: Comparison) -> dict[str, Any]:
    """The table as plain data, for ``--json``."""
    return plain(
        {
            "title": comparison.title,
            "person": comparison.person,
            "weeks": comparison.weeks,
            "seed": comparison.seed,
            "draws": comparison.draws,
            "arms": list(comparison.arms),
            "arrows": comparison.kept.plain(),
            "outcomes": [asdict(row) for row in comparison.rows],
            "warnings": list(comparison.warnings),
            "failures": list(comparison.failures),
        }
    )
