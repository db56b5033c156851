"""A quick stand-in for the simulation: each statistic as a sparse polynomial of the scores of a truth.

Scores are standard normal, so Hermite polynomials (a linear term, squares less one, products) are the natural terms.
Terms are picked one by one, each time the one that explains most of what is left (forward selection); how many is
decided by cross-validation, and what is then left over on unseen truths is the emulator's own error.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from somaloop.calibrate.targets import CalibrationError

Array = NDArray[np.float64]
Indices = NDArray[np.int64]

MOST_TERMS = 60
BENDING = 40  # quantities whose squares may enter
MEETING = 16  # quantities whose products may enter
FOLDS = 5
FEWEST_SHARE = 0.8  # of the truths that must give a number


@dataclass(frozen=True)
class Emulator:
    """One statistic as a polynomial: ``constant`` plus terms ``weight * h(first) * h(second)``.

    ``first`` and ``second`` index the scores; ``second`` is -1 for a linear term and equal to ``first`` for a square
    (less one, over the root of two). ``error`` is the standard deviation of what is left on unseen truths,
    ``explained`` the share of variance that the emulator explains there.
    """

    constant: float
    first: Indices
    second: Indices
    weight: Array
    error: float
    explained: float

    def __call__(self, scores: Array) -> Array:
        """The statistic, on its scale, at scores [truths, names]."""
        return self.constant + terms(scores, self.first, self.second) @ self.weight

    @property
    def used(self) -> set[int]:
        """The places of the scores that it hangs on."""
        return set(self.first.tolist()) | {i for i in self.second.tolist() if i >= 0}


def terms(scores: Any, first: Any, second: Any, numpy: Any = np) -> Any:
    """The polynomial terms at scores [..., names]: shape [..., terms]. ``numpy`` is the array library."""
    one = scores[..., first]
    other = scores[..., numpy.maximum(second, 0)]
    linear, square = second < 0, second == first
    return one * linear + (one * one - 1.0) / np.sqrt(2.0) * square + one * other * (~linear & ~square)


def _candidates(scores: Array, values: Array) -> tuple[Indices, Indices]:
    """Every linear term, and squares and products of the quantities that matter most."""
    strength = np.abs(scores.T @ (values - values.mean()))
    order = np.argsort(-strength, kind="stable")
    bending, meeting = order[:BENDING], np.sort(order[:MEETING])
    every = np.arange(scores.shape[1])
    pairs = np.array([(i, j) for k, i in enumerate(meeting) for j in meeting[k + 1 :]]).reshape(-1, 2)
    first = np.concatenate([every, bending, pairs[:, 0]])
    second = np.concatenate([np.full(len(every), -1), bending, pairs[:, 1]])
    return first.astype(np.int64), second.astype(np.int64)


def _path(columns: Array, values: Array, most: int) -> list[tuple[Indices, Array]]:
    """Picked columns and their least-squares weights after each step, from none to ``most``.

    Forward selection: each step takes the column that lowers the sum of squares most beside those already taken,
    worked out on the Gram matrix by a pivoted Cholesky factorisation.
    """
    from scipy.linalg import solve_triangular

    most = min(most, columns.shape[1], len(values) // 3)
    gram = columns.T @ columns
    left, size = columns.T @ values, np.diag(gram).copy()
    smallest, total = 1e-6 * size.max(initial=0.0), float(values @ values)
    rows, heights, picked = np.zeros((most, columns.shape[1])), np.zeros(most), np.zeros(most, dtype=np.int64)
    steps: list[tuple[Indices, Array]] = [(picked[:0], heights[:0])]
    for k in range(most):
        gain = np.where(size > smallest, left**2 / np.maximum(size, smallest), 0.0)
        place = int(gain.argmax())
        if gain[place] <= 1e-12 * total:
            break
        rows[k] = (gram[place] - rows[:k, place] @ rows[:k]) / np.sqrt(size[place])
        heights[k], picked[k] = left[place] / np.sqrt(size[place]), place
        left = left - heights[k] * rows[k]
        size = size - rows[k] ** 2
        size[place] = 0.0
        taken = picked[: k + 1]
        steps.append((taken.copy(), solve_triangular(rows[: k + 1, taken], heights[: k + 1])))
    return steps


def _prepared(scores: Array, values: Array, weigh: Array) -> tuple[Indices, Indices, Array, Array, Array, float]:
    first, second = _candidates(scores, values)
    columns = terms(scores, first, second)
    total = weigh.sum()
    middle, level = weigh @ columns / total, float(weigh @ values / total)
    root = np.sqrt(weigh)[:, None]
    centred = (columns - middle) * root
    size = np.sqrt((centred**2).sum(axis=0))
    size = np.where(size > 1e-9, size, np.inf)
    return first, second, centred / size, (values - level) * root[:, 0], np.stack([middle, size]), level


def _curve(scores: Array, values: Array, weigh: Array, held: Array, count: int) -> list[Array]:
    """Predictions at ``held`` scores after each number of terms, fitted to the rest."""
    first, second, columns, left, frame, level = _prepared(scores, values, weigh)
    unseen = (terms(held, first, second) - frame[0]) / frame[1]
    found = [level + unseen[:, picked] @ weight for picked, weight in _path(columns, left, count)]
    return found + [found[-1]] * (count + 1 - len(found))


def fit_emulator(
    scores: Array, values: Array, *, judged: NDArray[np.bool_] | None = None, most: int = MOST_TERMS, seed: int = 0
) -> Emulator:
    """Fit one statistic (``values`` [truths], on its scale; NaN where a truth gave none) to scores [truths, names].

    ``judged`` marks the truths on which error and number of terms are judged (all if left out): in a second round
    those from the posterior, for there the emulator is used. Truths that are not judged weigh a quarter.
    """
    good = np.isfinite(values)
    if good.mean() < FEWEST_SHARE or good.sum() < 10:
        raise CalibrationError(f"only {good.sum()} of {len(values)} truths give a number")
    scores, values = scores[good], values[good]
    judge = np.ones(len(values), dtype=bool) if judged is None else judged[good]
    weigh = np.where(judge, 1.0, 0.25)
    spread = float(values[judge].std())
    if spread < 1e-12:
        nothing = np.zeros(0, dtype=np.int64)
        return Emulator(float(values[judge].mean()), nothing, nothing, np.zeros(0), 0.0, 1.0)
    fold = np.random.default_rng(seed).permutation(len(values)) % FOLDS
    residuals = np.full((len(values), most + 1), np.nan)
    for k in range(FOLDS):
        held, rest = fold == k, fold != k
        curve = _curve(scores[rest], values[rest], weigh[rest], scores[held], most)
        residuals[held] = values[held, None] - np.stack(curve, axis=1)
    squared = (residuals[judge] ** 2).mean(axis=0)
    count = _fewest_as_good(residuals[judge] ** 2)
    first, second, columns, left, frame, level = _prepared(scores, values, weigh)
    steps = _path(columns, left, max(count, 1))
    picked, weight = steps[min(count, len(steps) - 1)]
    weight = weight / frame[1, picked]
    constant = level - float(frame[0, picked] @ weight)
    error = float(np.sqrt(squared[count]))
    return Emulator(constant, first[picked], second[picked], weight, error, 1.0 - squared[count] / spread**2)


def _fewest_as_good(squared: Array) -> int:
    """The fewest terms whose error is within a quarter of a standard error of the best [truths, counts]."""
    mean = squared.mean(axis=0)
    best = int(mean.argmin())
    worse = squared - squared[:, best : best + 1]
    allowed = 0.25 * worse.std(axis=0) / np.sqrt(len(squared))
    return int(np.flatnonzero(mean - mean[best] <= allowed)[0])


@dataclass(frozen=True)
class Emulators:
    """All statistics together: one list of terms, ``weights`` [terms, statistics] and ``constants`` [statistics]."""

    constants: Array
    first: Indices
    second: Indices
    weights: Array
    errors: Array
    explained: Array

    def __call__(self, scores: Array) -> Array:
        """All statistics, on their scales, at scores [truths, names]: shape [truths, statistics]."""
        return self.constants + terms(scores, self.first, self.second) @ self.weights

    @property
    def active(self) -> Indices:
        """The places of the scores that any statistic hangs on, in order."""
        return np.unique(np.concatenate([self.first, self.second[self.second >= 0]]))

    def narrowed(self, places: Indices) -> Emulators:
        """The same emulators reading only the scores at ``places``, which must hold all active ones."""
        where = {int(place): i for i, place in enumerate(places)}
        first = np.array([where[int(i)] for i in self.first], dtype=np.int64)
        second = np.array([where[int(i)] if i >= 0 else -1 for i in self.second], dtype=np.int64)
        return Emulators(self.constants, first, second, self.weights, self.errors, self.explained)


def joined(parts: Sequence[Emulator]) -> Emulators:
    """Emulators of single statistics as one, in the same order."""
    every = sorted({(int(i), int(j)) for part in parts for i, j in zip(part.first, part.second, strict=True)})
    place = {pair: k for k, pair in enumerate(every)}
    weights = np.zeros((len(every), len(parts)))
    for column, part in enumerate(parts):
        for i, j, weight in zip(part.first, part.second, part.weight, strict=True):
            weights[place[int(i), int(j)], column] += weight
    pairs = np.array(every, dtype=np.int64).reshape(-1, 2)
    return Emulators(
        np.array([part.constant for part in parts]), pairs[:, 0], pairs[:, 1], weights,
        np.array([part.error for part in parts]), np.array([part.explained for part in parts]),
    )  # fmt: skip
