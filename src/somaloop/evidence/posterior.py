"""The shipped posterior: draws of all that the evidence leaves open, after studies were fitted.

``posterior.nc`` is NetCDF-4 (``xarray.open_dataset`` reads it). It holds draws as standard normal scores (a quantity's
value is its prior's quantile at the score's place), their weights, the text of every prior, what each target gave, and
how it was made: command, date, seed, versions and checksums. Reading it here needs h5py alone.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from somaloop.language import SomaloopError

Array = NDArray[np.float64]
SHIPPED = Path(__file__).with_name("posterior.nc")
FORMAT = 1
# Of each target: its published value and how far it may lie off, what the emulator leaves over and explains, and
# mean and standard deviation of the simulated statistic before and after the fit; all on the statistic's scale.
TARGET_COLUMNS = (
    "value", "spread", "emulator_error", "explained", "prior_mean", "prior_deviation", "posterior_mean",
    "posterior_deviation",
)  # fmt: skip
_DESIGN = ("design_mean", "design_deviation")


class PosteriorError(SomaloopError):
    """A posterior that is missing, or that is not one."""


@dataclass(frozen=True)
class Posterior:
    """Draws of what the evidence leaves open.

    ``scores`` [draws, names] and ``weights`` [draws] (which sum to 1) are the draws. For each name there are ``priors``
    (texts), ``mean`` and ``deviation`` of the score over all draws that were made, ``effective`` (how many independent
    draws these are worth; infinite where the fit did not touch the quantity), and ``reach`` (split r-hat). ``targets``
    holds a label and a row of :data:`TARGET_COLUMNS` for every target. ``about`` says how it was made. ``design_mean``
    and ``design_deviation`` [names] are the errors that the choice of simulated truths brings, of the mean and of the
    logarithm of the standard deviation; None where they were not worked out.
    """

    names: tuple[str, ...]
    scores: Array
    weights: Array
    priors: tuple[str, ...]
    mean: Array
    deviation: Array
    effective: Array
    reach: Array
    targets: tuple[str, ...]
    fitted: Array
    about: Mapping[str, Any]
    design_mean: Array | None = None
    design_deviation: Array | None = None


def write_posterior(posterior: Posterior, path: Path) -> Path:
    """Write the file in one move and read it back. Scores are kept to a thousandth of a prior standard deviation."""
    import xarray as xr

    dataset = xr.Dataset(
        {
            "score": (("draw", "name"), posterior.scores),
            "weight": ("draw", posterior.weights),
            "prior": ("name", np.array(posterior.priors, dtype=str)),
            "mean": ("name", posterior.mean),
            "deviation": ("name", posterior.deviation),
            "effective": ("name", posterior.effective),
            "reach": ("name", posterior.reach),
            "fitted": (("target", "column"), posterior.fitted),
        },
        coords={
            "name": np.array(posterior.names, dtype=str),
            "target": np.array(posterior.targets, dtype=str),
            "column": np.array(TARGET_COLUMNS, dtype=str),
        },
        attrs={"somaloop_posterior": FORMAT, "about": json.dumps(dict(posterior.about), ensure_ascii=False)},
    )
    for name in _DESIGN:
        values = getattr(posterior, name)
        if values is not None:
            dataset[name] = ("name", values)
    small = {"dtype": "float32", "zlib": True, "complevel": 9}
    packing: dict[str, Any] = {str(name): small for name, item in dataset.data_vars.items() if item.dtype.kind == "f"}
    packing["score"] = {
        "dtype": "int16",
        "scale_factor": 0.001,
        "_FillValue": -32768,
        "zlib": True,
        "complevel": 9,
        "shuffle": True,
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".partial")
    try:
        dataset.to_netcdf(partial, engine="h5netcdf", encoding=packing)
        again = _read(partial)
        if again.names != posterior.names or np.abs(again.scores - posterior.scores).max(initial=0) > 6e-4:
            raise PosteriorError(f"{path.name} does not read back as it was written")
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
    return path


def read_posterior(path: Path | None = None) -> Posterior:
    """The shipped posterior, or that of a file. Raises PosteriorError where it is missing or is not one."""
    return _cached(SHIPPED if path is None else path.resolve())


def shipped() -> bool:
    """Whether a posterior is shipped with this copy."""
    return SHIPPED.is_file()


@lru_cache(maxsize=4)
def _cached(path: Path) -> Posterior:
    return _read(path)


def _read(path: Path) -> Posterior:
    import h5py

    if not path.is_file():
        raise PosteriorError(f"{path}: no such file")
    try:
        with h5py.File(path, "r") as file:
            if int(np.asarray(file.attrs["somaloop_posterior"]).ravel()[0]) != FORMAT:
                raise PosteriorError(f"{path}: is of another format than this version reads")
            packed: Any = file["score"]
            factor = float(np.asarray(packed.attrs["scale_factor"]).ravel()[0])

            def numbers(name: str) -> Array:
                return np.asarray(file[name], dtype=float)

            def texts(name: str) -> tuple[str, ...]:
                return tuple(item.decode() if isinstance(item, bytes) else str(item) for item in np.asarray(file[name]))

            about: Any = file.attrs["about"]
            return Posterior(
                names=texts("name"),
                scores=np.asarray(packed, dtype=float) * factor,
                weights=numbers("weight"),
                priors=texts("prior"),
                mean=numbers("mean"),
                deviation=numbers("deviation"),
                effective=numbers("effective"),
                reach=numbers("reach"),
                targets=texts("target"),
                fitted=numbers("fitted"),
                **{name: numbers(name) for name in _DESIGN if name in file},
                about=MappingProxyType(json.loads(about.decode() if isinstance(about, bytes) else str(about))),
            )
    except (OSError, KeyError, ValueError) as error:
        raise PosteriorError(f"{path}: is not a posterior that somaloop wrote ({error})") from None
