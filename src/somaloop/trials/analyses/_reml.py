"""Restricted maximum likelihood for repeated readings whose covariance is linear in its parameters.

The model: readings ``y`` [people, times] with gaps (NaN) are normal with mean ``x @ beta`` and covariance
``sum_j theta_j basis_j`` [times, times], the same for all people of a kind. Unstructured, Toeplitz and compound symmetric
covariances, and random intercepts and slopes, are all of this form; variances are not forced to be positive where the
whole covariance is (which keeps tests nominal: Stroup & Littell 2002). The mean is written as ``z_i`` [people, columns]
crossed with times, mapped to the coefficients by ``join`` [times * columns, coefficients], so that people with the same
gaps are handled together and the work does not grow with their number.

Newton-Raphson steps (Fisher scoring far from the maximum) with step halving. Inference: Kenward & Roger, Biometrics
1997;53:983 (for one contrast its degrees of freedom are those of Satterthwaite), with the observed information of the
covariance's parameters, as in SAS and R's mmrm (where readings are missing at random, the expected one misleads: Kenward &
Molenberghs, Stat Sci 1998;13:236), or with the expected one, as in R's pbkrtest; or plain Satterthwaite, as in lmerTest.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from somaloop.trials.analyses._judge import CannotAnalyseError
from somaloop.trials.data import Array, Numbers

Freedom = Literal["kenward-roger", "kenward-roger, expected information", "satterthwaite"]

_STEPS = 60
_HALVINGS = 30
# The gain in log-likelihood that one more step promises, below which the maximum is found.
_DONE = 1e-9


@dataclass(frozen=True)
class Readings:
    """Readings grouped by kind of person and by gaps; the sums over people that all steps need."""

    values: Array
    columns: Array
    mask: Array
    starts: Numbers
    counts: Array
    seen: Array
    crossed: Array
    products: Array
    bases: Array
    join: Array

    @property
    def size(self) -> int:
        """How many readings there are."""
        return int(self.mask.sum())


def grouped(values: Array, columns: Array, join: Array, bases: Array, kind: Numbers | None = None) -> Readings:
    """Group people. ``bases`` is [parameters, times, times], or [kinds, parameters, times, times] with ``kind`` [people]."""
    seen = ~np.isnan(values)
    kept = seen.any(axis=1)
    values, columns, seen = values[kept], columns[kept], seen[kept]
    kinds = np.zeros(len(values), dtype=np.int64) if kind is None else kind[kept]
    key = np.unique(np.column_stack([kinds, seen]), axis=0, return_inverse=True)[1]
    order = np.argsort(key, kind="stable")
    values, columns, seen, key, kinds = values[order], columns[order], seen[order], key[order], kinds[order]
    starts = np.flatnonzero(np.concatenate([[True], key[1:] != key[:-1]])) if len(key) else np.zeros(0, dtype=np.int64)
    filled = np.where(seen, values, 0.0)
    counts = np.diff(np.concatenate([starts, [len(key)]])).astype(float)
    every = bases if bases.ndim == 4 else np.broadcast_to(bases, (1, *bases.shape))
    return Readings(
        values=filled, columns=columns, mask=seen.astype(float), starts=starts, counts=counts,
        seen=seen[starts].astype(float), crossed=_sums(columns[:, :, None] * columns[:, None, :], starts),
        products=_sums(columns[:, :, None] * filled[:, None, :], starts),
        bases=every[kinds[starts] if bases.ndim == 4 else np.zeros(len(starts), dtype=np.int64)], join=join,
    )  # fmt: skip


def _sums(items: Array, starts: Numbers) -> Array:
    return np.add.reduceat(items, starts, axis=0)


@dataclass(frozen=True)
class Point:
    """What is known at one value of the covariance's parameters."""

    theta: Array
    likelihood: float
    beta: Array
    inverse: Array
    spread: Array
    residuals: Array


def at_point(data: Readings, theta: Array) -> Point | None:
    """The restricted log-likelihood (without its constant) and the coefficients there; None outside the allowed covariances."""
    both = data.seen[:, :, None] * data.seen[:, None, :]
    covariance = np.einsum("j,gjst->gst", theta, data.bases) * both
    covariance += (1 - data.seen)[:, :, None] * np.eye(data.seen.shape[1])
    try:
        lower = np.linalg.cholesky(covariance)
        inverse = np.linalg.inv(covariance) * both
        full = _joined(data, inverse)
        beta_lower = np.linalg.cholesky(full)
    except np.linalg.LinAlgError:
        return None
    right = data.join.T @ np.einsum("gst,gat->sa", inverse, data.products).ravel()
    beta = np.linalg.solve(full, right)
    means = data.columns @ (data.join @ beta).reshape(-1, data.columns.shape[1]).T
    residuals = (data.values - means) * data.mask
    spread = _sums(residuals[:, :, None] * residuals[:, None, :], data.starts)
    logs = 2 * np.log(np.einsum("gss->gs", lower)).sum(axis=1)
    likelihood = -0.5 * float(
        data.counts @ logs + 2 * np.log(np.diag(beta_lower)).sum() + np.einsum("gst,gst->", inverse, spread)
    )
    if not np.isfinite(likelihood):
        return None
    return Point(theta, likelihood, beta, inverse, spread, residuals)


def _joined(data: Readings, weights: Array) -> Array:
    """The sum over people of x' W x [coefficients, coefficients] for weights [groups, times, times]."""
    return data.join.T @ _crossed(data, weights) @ data.join


def _crossed(data: Readings, weights: Array) -> Array:
    """The same in the space of times crossed with columns; further axes of the weights come first."""
    groups, *more, times, _ = weights.shape
    columns = data.columns.shape[1]
    product = weights.reshape(groups, -1).T @ data.crossed.reshape(groups, -1)
    product = np.swapaxes(product.reshape(*more, times, times, columns, columns), -3, -2)
    return product.reshape(*more, times * columns, times * columns)


@dataclass(frozen=True)
class Slopes:
    """Derivatives of the restricted likelihood, and the parts of which the corrections of Kenward and Roger are made."""

    score: Array
    expected: Array
    observed: Array
    change: Array
    covariance: Array
    weighted: Array


def slopes(data: Readings, point: Point) -> Slopes:
    """First and second derivatives by the covariance's parameters; ``change`` is x' W E_j W x for each of them."""
    inverse, bases = point.inverse, data.bases
    covariance: Array = np.linalg.inv(_joined(data, inverse)).astype(np.float64, copy=False)
    times, columns = data.seen.shape[1], data.columns.shape[1]
    whole = np.swapaxes((data.join @ covariance @ data.join.T).reshape(times, columns, times, columns), 1, 2)
    fitted = data.crossed.reshape(len(inverse), -1) @ whole.reshape(times * times, -1).T
    fitted = fitted.reshape(-1, times, times)
    turned = inverse[:, None] @ bases  # W E_j [groups, parameters, times, times]
    twice = turned @ inverse[:, None]  # W E_j W
    change = data.join.T @ _crossed(data, twice) @ data.join
    score = -0.5 * (
        np.einsum("g,gjss->j", data.counts, turned) - np.einsum("gjst,gst->j", twice, point.spread + fitted)
    )
    moved = covariance @ change  # C K_j
    expected = _traces(turned * data.counts[:, None, None, None], turned)
    expected -= 2 * _traces(twice, bases @ (inverse @ fitted)[:, None])
    flat_moved = moved.reshape(len(moved), -1)
    expected += flat_moved @ np.swapaxes(moved, 1, 2).reshape(len(moved), -1).T
    expected = 0.5 * (expected + expected.T) / 2
    with_columns = _sums(data.columns[:, :, None] * point.residuals[:, None, :], data.starts)
    by_time = twice.transpose(1, 2, 0, 3).reshape(len(score) * times, -1)
    pulls = (by_time @ with_columns.transpose(0, 2, 1).reshape(-1, columns)).reshape(len(score), -1) @ data.join
    quadratic = _traces(twice, bases @ (inverse @ point.spread)[:, None]) - pulls @ covariance @ pulls.T
    observed = (quadratic + quadratic.T) / 2 - expected
    return Slopes(score, expected, observed, change, covariance, twice)


def _traces(left: Array, right: Array) -> Array:
    """The trace of left_j @ right_k, summed over groups, for every pair of parameters."""
    size = left.shape[1]
    return left.transpose(1, 0, 2, 3).reshape(size, -1) @ right.transpose(1, 0, 3, 2).reshape(size, -1).T


@dataclass(frozen=True)
class Fitted:
    """The maximum: parameters of the covariance, coefficients, and what their errors and degrees of freedom need."""

    data: Readings
    point: Point
    known: Slopes

    @property
    def theta(self) -> Array:
        """The covariance's parameters."""
        return self.point.theta

    @property
    def beta(self) -> Array:
        """The coefficients of the mean."""
        return self.point.beta

    @property
    def deviance(self) -> float:
        """Minus twice the restricted log-likelihood, with its constant, as SAS and R's mmrm give it."""
        return -2 * self.point.likelihood + (self.data.size - len(self.beta)) * float(np.log(2 * np.pi))

    def corrected(self, information: Array) -> Array:
        """The covariance of the coefficients with what not knowing the readings' covariance adds to it."""
        data, known = self.data, self.known
        weight = np.linalg.inv(information)
        # sum_jk W_jk (x' W E_j W E_k W x  -  K_j C K_k); second derivatives of the covariance are 0.
        mixed = np.einsum("jk,gkst->gjst", weight, data.bases @ self.point.inverse[:, None])
        inner = (known.weighted @ mixed).sum(axis=1)
        outer = (known.change @ known.covariance @ np.tensordot(weight, known.change, 1)).sum(axis=0)
        both = _joined(data, (inner + np.swapaxes(inner, 1, 2)) / 2) - outer
        return known.covariance + 2 * known.covariance @ both @ known.covariance

    def value(self, weights: Array, freedom: Freedom = "kenward-roger") -> tuple[float, float, float]:
        """The estimate of ``weights @ beta``, its standard error, and its degrees of freedom."""
        information = self.known.expected if freedom.endswith("expected information") else self.known.observed
        weighted = self.known.covariance @ weights
        variance = float(weights @ weighted)
        gradient = self.known.change @ weighted @ weighted
        of_variance = float(gradient @ np.linalg.solve(information, gradient))
        used = variance if freedom == "satterthwaite" else float(weights @ self.corrected(information) @ weights)
        return float(weights @ self.beta), float(np.sqrt(used)), 2 * variance**2 / of_variance


def fit(data: Readings, start: Array) -> Fitted:
    """Maximise from ``start`` (which must be an allowed covariance). Raises CannotAnalyseError where no maximum is found."""
    point = at_point(data, start)
    if point is None:
        raise CannotAnalyseError("the means cannot be told apart with these readings")
    for _ in range(_STEPS):
        known = slopes(data, point)
        step, gain = _step(known)
        if gain < _DONE:
            if not _concave(known):
                raise CannotAnalyseError("the likelihood has no sharp maximum")
            return Fitted(data, point, known)
        point = _better(data, point, step, gain)
    raise CannotAnalyseError(f"no maximum of the likelihood was found in {_STEPS} steps")


def _step(known: Slopes) -> tuple[Array, float]:
    """The Newton step where the likelihood is concave, else that of Fisher scoring; and the gain that it promises."""
    for information in (known.observed, known.expected):
        try:
            np.linalg.cholesky(information)
            step: Array = np.linalg.solve(information, known.score).astype(np.float64, copy=False)
        except np.linalg.LinAlgError:
            continue
        return step, 0.5 * float(step @ known.score)
    raise CannotAnalyseError("the readings do not tell all variances and correlations")


def _better(data: Readings, point: Point, step: Array, gain: float) -> Point:
    share = 1.0
    for _ in range(_HALVINGS):
        tried = at_point(data, point.theta + share * step)
        # Rounding alone may undo a gain as small as that which ends the search.
        if tried is not None and tried.likelihood > point.likelihood + 1e-4 * share * gain - 1e-9:
            return tried
        share /= 2
    raise CannotAnalyseError("the likelihood rises towards a covariance that is not allowed")


def _concave(known: Slopes) -> bool:
    try:
        np.linalg.cholesky(known.observed)
    except np.linalg.LinAlgError:
        return False
    return True
