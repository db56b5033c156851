"""Which bundles of open quantities matter at all: Morris's elementary effects, all members of a bundle moved together.

Each trajectory starts at a random corner of a grid and moves one bundle after another (Campolongo and others 2007); the
mean absolute effect of a bundle catches what many small quantities do together and through each other.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
LEVELS = 4
ENDS = (0.025, 0.975)  # quantiles of what is known that the grid reaches


@dataclass(frozen=True)
class Screening:
    """Mean absolute effects [bundles, outputs] of moving a bundle by two thirds of its range, and half their 95 % width."""

    bundles: tuple[str, ...]
    effect: Array
    half_width: Array


def _problem(names: Sequence[str], bundles: Sequence[str]) -> dict[str, Any]:
    return {
        "num_vars": len(names), "names": list(names), "groups": list(bundles), "bounds": [list(ENDS)] * len(names),
    }  # fmt: skip


def trajectories(names: Sequence[str], bundles: Sequence[str], count: int, seed: int) -> Array:
    """Quantiles of what is known [count * (bundles + 1), names] at which the model is to be run."""
    from SALib.sample import morris

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the library's own making
        return np.asarray(morris.sample(_problem(names, bundles), count, num_levels=LEVELS, seed=seed), dtype=float)


def places(quantiles: Array, scores: Array) -> Array:
    """The scores [rows, names] at quantiles [rows, names] of the draws [draws, names] of each quantity by itself."""
    ordered = np.sort(scores, axis=0)
    at = (np.arange(len(ordered)) + 0.5) / len(ordered)
    return np.stack([np.interp(quantiles[:, i], at, ordered[:, i]) for i in range(scores.shape[1])], axis=1)


def screened(names: Sequence[str], bundles: Sequence[str], quantiles: Array, outputs: Array, seed: int) -> Screening:
    """Effects from what came out [rows, outputs]. A row that failed (NaN) is an error of the caller."""
    from SALib.analyze import morris

    step = LEVELS / (2.0 * (LEVELS - 1))
    effects, widths, order = [], [], ()
    for column in outputs.T:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = morris.analyze(
                _problem(names, bundles), quantiles, np.ascontiguousarray(column), num_levels=LEVELS,
                num_resamples=1000, seed=seed,
            )  # fmt: skip
        effects.append(np.asarray(found["mu_star"], dtype=float) * step)
        widths.append(np.asarray(found["mu_star_conf"], dtype=float) * step)
        order = tuple(str(name) for name in found["names"])
    return Screening(order, np.stack(effects, axis=1), np.stack(widths, axis=1))
