"""The mean of some outputs as a smooth curve of one quantity, from given draws: penalised cubic splines.

P-splines (Eilers and Marx 1996, Stat Sci 11:89-121) with a penalty on second differences; how smooth is chosen for each
output by generalised cross-validation that counts each free number 1.4 times (Kim and Gu 2004, J R Stat Soc B 66:337-356),
for it would else follow chance too often. A straight line is never penalised.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

PIECES = 9  # pieces of the curve between the ends of what was drawn
DEGREE = 3
COUNTED = 1.4  # times that a free number counts when smoothness is chosen
_SMOOTHNESS = np.logspace(-4, 8, 37)


@dataclass(frozen=True)
class Fitted:
    """Curves of some outputs: ``values`` [draws, outputs], and how many free numbers each took, ``freedom`` [outputs].

    ``left`` [outputs] is the sum of squares that is left over, ``all`` [outputs] that about the mean, ``samples`` how
    many independent draws stand behind them. ``basis`` [draws, functions] is orthonormal over draws, and ``narrowed``
    [functions, outputs] says by how much the variance of each weight is lowered by smoothness.
    """

    values: Array
    freedom: Array
    left: Array
    all: Array
    samples: int
    basis: Array
    narrowed: Array

    @cached_property
    def variance(self) -> Array:
        """The variance of an output about its curve [outputs]."""
        return self.left / len(self.values) * self.samples / np.maximum(self.samples - self.freedom, 1.0)

    def share(self) -> Array:
        """The share of an output's variance that the quantity explains [outputs]: see :func:`adjusted`."""
        return adjusted(self.left, self.all, self.freedom, self.samples)

    def redrawn(self, output: int, count: int, generator: np.random.Generator) -> Array:
        """Curves of one output as uncertain as they are [count, draws]: normal about the fitted one."""
        scale = np.sqrt(self.variance[output] * self.narrowed[:, output] * len(self.values) / self.samples)
        return self.values[:, output] + (generator.standard_normal((count, len(scale))) * scale) @ self.basis.T


def adjusted(left: Array, total: Array, freedom: Array, samples: int) -> Array:
    """The share of variance explained, without what chance alone would: the adjusted coefficient of determination.

    For a quantity that explains nothing it lies around 0.
    """
    kept = left / np.maximum(samples - freedom, 1.0) * (samples - 1)
    return 1.0 - kept / np.where(total > 0, total, np.inf)


class Smoother:
    """Curves of one quantity ``x`` [draws]; as many draws are independent as have values of their own."""

    def __init__(self, x: Array) -> None:
        self.samples = len(np.unique(x))
        self.functions = _splines(np.asarray(x, dtype=float), max(1, min(PIECES, self.samples // 8)))
        steps = np.diff(np.eye(self.functions.shape[1]), n=2, axis=0)
        self.penalty = steps.T @ steps

    def fit(self, outputs: Array) -> Fitted:
        """Curves of ``outputs`` [draws, outputs]."""
        mean = outputs.mean(axis=0)
        centred = outputs - mean
        turned, kept, inside = self._solve(self.functions.T @ self.functions, self.functions.T @ centred, (centred**2).sum(axis=0))  # fmt: skip
        total = (centred**2).sum(axis=0)
        basis = self.functions @ turned
        left = np.maximum(total - (kept * (2.0 - kept) * inside**2).sum(axis=0), 0.0)
        return Fitted(mean + basis @ (kept * inside), kept.sum(axis=0), left, total, self.samples, basis, kept)

    def shares(self, outputs: Array, weights: Array) -> Array:
        """Shares explained [times, outputs] where a draw counts as often as ``weights`` [times, draws] say."""
        count, size = weights.shape[1], self.functions.shape[1]
        weigh = weights * count / weights.sum(axis=1, keepdims=True)
        pairs = (self.functions[:, :, None] * self.functions[:, None, :]).reshape(count, -1)
        gram = (weigh @ pairs).reshape(-1, size, size)
        mean = weigh @ outputs / count
        cross = (weigh @ (self.functions[:, :, None] * outputs[:, None, :]).reshape(count, -1)).reshape(-1, size, outputs.shape[1])  # fmt: skip
        cross -= (weigh @ self.functions)[:, :, None] * mean[:, None, :]
        total = weigh @ outputs**2 - count * mean**2
        _, kept, inside = self._solve(gram, cross, total)
        left = np.maximum(total - (kept * (2.0 - kept) * inside**2).sum(axis=-2), 0.0)
        return adjusted(left, total, kept.sum(axis=-2), self.samples)

    def _solve(self, gram: Array, cross: Array, total: Array) -> tuple[Array, Array, Array]:
        """Turn the functions so that they are orthonormal and smoothness acts on each by itself; choose how smooth.

        Returns the turn [..., functions, functions], how much of each weight is kept and the weights before that (both
        [..., functions, outputs]).
        """
        size = gram.shape[-1]
        trace = np.trace(gram, axis1=-2, axis2=-1)[..., None, None]
        root = np.linalg.inv(np.linalg.cholesky(gram + 1e-9 / size * trace * np.eye(size)))
        stiffness, turn = np.linalg.eigh(root @ self.penalty @ np.swapaxes(root, -1, -2))
        stiffness = np.maximum(stiffness, 0.0)
        stiffness[..., :2] = 0.0  # the straight line
        turned = np.swapaxes(root, -1, -2) @ turn
        inside = np.swapaxes(turned, -1, -2) @ cross
        kept = 1.0 / (1.0 + _SMOOTHNESS[:, None] * stiffness[..., None, :])
        left = np.maximum(total[..., None, :] - (kept * (2.0 - kept)) @ inside**2, 0.0)
        rest = np.maximum(1.0 - COUNTED * kept.sum(axis=-1) / self.samples, 1e-3)
        best = (left / rest[..., None] ** 2).argmin(axis=-2)
        return turned, np.swapaxes(np.take_along_axis(kept, best[..., None], axis=-2), -1, -2), inside


def _splines(x: Array, pieces: int) -> Array:
    """Cubic B-splines on equal pieces of the range of ``x`` [draws, pieces + 3]."""
    from scipy.interpolate import BSpline

    low, high = float(x.min()), float(x.max())
    width = max(high - low, 1e-12) / pieces
    knots = low + width * np.arange(-DEGREE, pieces + DEGREE + 1)
    inner = np.clip(x, knots[DEGREE], np.nextafter(knots[-DEGREE - 1], -np.inf))
    return BSpline.design_matrix(inner, knots, DEGREE).toarray()
