"""How much of an outcome's variance would be left if all else were known: total shares, from a polynomial of the scores.

The polynomial is the emulator of the calibration. Given all other quantities that it uses, one quantity is taken as
normal with the mean and variance that follow from their correlations (none before a fit), so where quantities are
independent the shares are the total indices of Homma and Saltelli (1996).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from somaloop.calibrate.emulator import Emulator, fit_emulator

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Totals:
    """Total shares [names] of one output, and the share of variance that its polynomial ``explained`` on unseen draws."""

    share: Array
    explained: float


def total_shares(scores: Array, output: Array, seed: int = 0) -> Totals:
    """Total shares of one output [draws] over quantities with ``scores`` [draws, names]."""
    middle, width = scores.mean(axis=0), np.maximum(scores.std(axis=0), 1e-9)
    standard = (scores - middle) / width
    emulator = fit_emulator(standard, output, seed=seed)
    share = np.zeros(scores.shape[1])
    used = np.array(sorted(emulator.used), dtype=np.int64)
    variance = float(np.var(output))
    if len(used) and variance > 0:
        share[used] = _left(emulator, standard, used) / variance
    return Totals(share, emulator.explained)


def _left(emulator: Emulator, standard: Array, used: NDArray[np.int64]) -> Array:
    """The mean variance of the polynomial over each used quantity when all other used ones are known [used]."""
    precision = np.linalg.inv(shrunk_correlation(standard[:, used]))
    found = np.zeros(len(used))
    for k, place in enumerate(used):
        variance = 1.0 / precision[k, k]
        slope = -precision[k] * variance
        slope[k] = 0.0
        mean = standard[:, used] @ slope
        linear, square = np.zeros(len(standard)), 0.0
        for first, second, weight in zip(emulator.first, emulator.second, emulator.weight, strict=True):
            if first == place and second == place:
                square += weight / np.sqrt(2.0)
            elif first == place:
                linear += weight * (1.0 if second < 0 else standard[:, second])
            elif second == place:
                linear += weight * standard[:, first]
        steep = linear + 2.0 * square * mean
        found[k] = float((steep**2).mean() * variance + 2.0 * square**2 * variance**2)
    return found


def shrunk_correlation(standard: Array) -> Array:
    """Correlations of columns, drawn towards none as far as they look like chance (Schaefer and Strimmer 2005)."""
    count = len(standard)
    found = np.corrcoef(standard, rowvar=False).reshape(standard.shape[1], -1)
    off = ~np.eye(len(found), dtype=bool)
    size = float((found[off] ** 2).sum())
    chance = float(((1.0 - found[off] ** 2) ** 2).sum()) / (count - 1)
    share = min(1.0, chance / size) if size > 0 else 1.0
    return np.where(off, (1.0 - share) * found, 1.0)
