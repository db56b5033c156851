"""Effects of treatments and periods within people, by least squares."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from somaloop.trials.analyses._judge import CannotAnalyseError, need_spread
from somaloop.trials.analyses._periods import PeriodReadings
from somaloop.trials.data import Array


@dataclass(frozen=True)
class WithinPeople:
    """Effects [arms] up to a constant, their covariance, degrees of freedom, and how many people told something."""

    effects: Array
    covariance: Array
    freedom: float
    n: int

    def value(self, weights: Array) -> tuple[float, float, float]:
        """A contrast, its standard error and its degrees of freedom."""
        return float(weights @ self.effects), float(np.sqrt(weights @ self.covariance @ weights)), self.freedom


def within_people(read: PeriodReadings, periods: bool = True) -> WithinPeople:
    """Least squares with a fixed effect of every person, and of every period if asked; people with one reading drop out.

    Raises CannotAnalyseError where treatments cannot be told from periods, or nothing is left to judge by.
    """
    seen = ~np.isnan(read.values)
    kept = seen.sum(axis=1) > 1
    if not kept.any():
        raise CannotAnalyseError("nobody has readings in two periods")
    seen, given = seen[kept], read.given[kept]
    people, count = seen.shape
    arms = len(read.counts)
    columns = np.concatenate(
        [
            np.where(seen, read.values[kept], 0.0)[:, :, None],
            (given[:, :, None] == np.arange(arms)).astype(float),
            np.broadcast_to(np.eye(count)[:, : count if periods else 0], (people, count, count if periods else 0)),
        ],
        axis=2,
    )
    columns = columns * seen[:, :, None]
    columns = (columns - columns.sum(axis=1, keepdims=True) / seen.sum(axis=1)[:, None, None])[seen]
    y, treated, nuisance = columns[:, 0], columns[:, 1 : arms + 1], _basis(columns[:, arms + 1 :])
    y = y - nuisance @ (nuisance.T @ y)
    treated = treated - nuisance @ (nuisance.T @ treated)
    sizes = np.linalg.svd(treated, compute_uv=False)
    rank = int((sizes > 1e-8 * np.sqrt(len(y))).sum())
    if rank < (read.counts > 0).sum() - 1 or rank == 0:
        raise CannotAnalyseError("the treatments cannot be told from the periods with these sequences")
    freedom = len(y) - people - nuisance.shape[1] - rank
    if freedom < 1:
        raise CannotAnalyseError(f"{people} people with readings in two periods are too few")
    inverse = np.linalg.pinv(treated, rcond=1e-8)
    effects = inverse @ y
    residual = float(((y - treated @ effects) ** 2).sum())
    need_spread(residual / freedom, read.values)
    return WithinPeople(effects, inverse @ inverse.T * (residual / freedom), float(freedom), people)


def _basis(columns: Array) -> Array:
    """Orthonormal columns that span the same space."""
    if not columns.shape[1]:
        return columns
    left, sizes, _ = np.linalg.svd(columns, full_matrices=False)
    return left[:, sizes > 1e-8 * np.sqrt(len(columns))]
