"""Interim looks: which p values stop a trial early without spending more than its error, and when to give up.

Lan & DeMets (Biometrika 1983;70:659) spend the error as information grows; boundaries follow look by look from the joint
normal distribution of the statistics, whose correlations are square roots of ratios of information (Armitage, McPherson &
Rowe, J R Stat Soc A 1969;132:235; recursive integration as in Jennison & Turnbull, Group Sequential Methods, 19.2).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import cast

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.special import ndtr, ndtri

from somaloop.language import SomaloopError
from somaloop.trials.plan import Spending

Array = NDArray[np.float64]

# Points of the grid on which the density of trials that go on is kept, and how far from 0 it reaches.
_POINTS = 201
_FAR = 8.5


@dataclass(frozen=True, slots=True)
class Boundaries:
    """At each look: the share of information, the statistic ``z`` to reach, its p value, and the error spent by then.

    ``p`` is for the sides of the plan: a look succeeds where the analysis has a smaller one.
    """

    at: tuple[float, ...]
    z: tuple[float, ...]
    p: tuple[float, ...]
    spent: tuple[float, ...]


def spent_by(share: float, alpha: float, spending: Spending) -> float:
    """The error spent in one direction by a share of information, of ``alpha`` in all in that direction."""
    if share >= 1:
        return alpha
    if spending == "pocock":
        return alpha * math.log1p((math.e - 1) * share)
    return 2 * float(ndtr(ndtri(alpha / 2) / math.sqrt(share)))


def boundaries(
    at: tuple[float, ...], alpha: float = 0.05, sides: int = 2, spending: Spending = "obrien-fleming"
) -> Boundaries:
    """Boundaries for looks at shares of information; the last look, at all of it, is added where it is missing.

    Two sides are symmetric: ``alpha`` / 2 is spent in each direction. Raises SomaloopError where the shares do not rise
    between 0 and 1.
    """
    looks = (*at, 1.0) if not at or at[-1] < 1 else tuple(at)
    if any(not 0 < share <= 1 for share in looks) or any(b <= a for a, b in pairwise(looks)):
        raise SomaloopError(f"looks {', '.join(f'{share:g}' for share in at)} must rise, between 0 and 1")
    if not 0 < alpha < 1:
        raise SomaloopError(f"alpha is {alpha:g}; it must lie between 0 and 1")
    one = alpha / sides
    found: list[float] = []
    spent: list[float] = []
    before, grid, weight = 0.0, np.zeros(1), np.ones(1)
    last = 0.0
    for share in looks:
        total = spent_by(share, one, spending)
        step = math.sqrt(share - last)

        def crossed(
            bound: float, step: float = step, grid: Array = grid, weight: Array = weight, share: float = share
        ) -> float:
            """The chance to pass ``bound`` upwards at this look for the first time."""
            return float(weight @ ndtr((grid - bound * math.sqrt(share)) / step))

        aim = total - before
        bound = math.inf
        if aim > 1e-15 and crossed(20.0) < aim:
            bound = cast(float, brentq(lambda z, aim=aim: crossed(z) - aim, -10.0, 20.0, xtol=1e-10))
        found.append(float(bound))
        spent.append(sides * total)
        grid, weight = _going_on(grid, weight, step, share, float(bound), sides)
        before, last = total, share
    p = tuple(sides * float(ndtr(-z)) for z in found)
    return Boundaries(looks, tuple(found), p, tuple(spent))


@cache
def _rule() -> tuple[Array, Array]:
    return np.polynomial.legendre.leggauss(_POINTS)


def _going_on(grid: Array, weight: Array, step: float, share: float, bound: float, sides: int) -> tuple[Array, Array]:
    """Points of the score process (variance: the share of information) inside the boundary, with their probabilities."""
    root = math.sqrt(share)
    top = min(bound, _FAR) * root
    low = -top if sides == 2 else -_FAR * root
    points, weights = _rule()
    new = low + (points + 1) / 2 * (top - low)
    density = np.exp(-0.5 * ((new[:, None] - grid) / step) ** 2) / (step * math.sqrt(2 * math.pi))
    return new, weights * (top - low) / 2 * (density @ weight)


def conditional_power(z: float, share: float, final: float, drift: float | None = None) -> float:
    """The chance to pass ``final`` at the end, given the statistic ``z`` (positive: benefit) at a share of information.

    ``drift`` is the expected statistic at the end (of the plan's assumption); the current trend where it is None. Giving
    up on a small chance can only lower the error of the first kind (futility does not bind). Source: Lan & Wittes,
    Biometrics 1988;44:579.
    """
    if not 0 < share < 1:
        raise SomaloopError(f"a share of information of {share:g} is not between 0 and 1")
    trend = z / math.sqrt(share) if drift is None else drift
    expected = z * math.sqrt(share) + trend * (1 - share)
    return float(ndtr((expected - final) / math.sqrt(1 - share)))
