"""Who stops the treatment, and who comes to be sure of it: decided on the evenings of visits, while people live.

Chances hang on the seed, the person and the day (for being sure: the side effect) alone, so that twins in other courses and
truths share them, and what happens to them differs only by how they fare.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.special import log_expit

from somaloop.language import SomaloopError, unknown
from somaloop.people.draw import shares
from somaloop.trials.drivers import present, worse
from somaloop.trials.plan import DRIVERS, TrialPlan

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]
Indices = NDArray[np.int64]
Readings = Mapping[str, Array]  # expected readings [lanes] by instrument, on one evening
WEEK = 7.0
NEVER = -np.inf
_LOW, _HIGH = -40.0, 40.0


@dataclass(frozen=True, slots=True)
class Stopping:
    """How likely people are to stop: the log odds of a week (``base``), and what counts as bad for the outcome.

    ``mean`` and ``sd`` are those of the primary outcome's expected reading at baseline, between people.
    """

    base: float
    mean: float = 0.0
    sd: float = 1.0

    def log_stay(self, odds: Array, days: int) -> Array:
        """The logarithm of the chance to go on over some days, for log odds that drivers add; same shape."""
        return log_expit(-(self.base + np.asarray(odds, dtype=float))) * (days / WEEK)


def side_effects(plan: TrialPlan, now: Readings, baseline: Readings, lanes: int) -> Flags:
    """Who has which side effect [effects of the plan, lanes]."""
    found = [present(item, now[item.of], baseline[item.of]) for item in plan.side_effects]
    return np.stack(found) if found else np.zeros((0, lanes), dtype=bool)


def driven(plan: TrialPlan, stopping: Stopping, now: Readings, last: Readings, effects: Flags) -> Array:
    """The log odds of stopping that the drivers add [lanes]. Raises UnknownNameError for a driver that there is not."""
    total = np.zeros(effects.shape[1])
    for name, gain in plan.adherence.on.items():
        if name in ("current reading", "last reading"):
            item = plan.primary
            reading = (now if name == "current reading" else last)[item.of]
            total += gain * worse(item.of, reading, stopping.mean, stopping.sd, item.better)
        elif name == "side effects":
            total += gain * effects.any(axis=0)
        elif name != "stopped":  # whoever may still stop has not
            raise unknown("driver of stopping", name, DRIVERS)
    return total


def stops_now(seed: int, persons: Indices, day: int, log_stay: Array) -> Flags:
    """Who stops on this evening [lanes]."""
    return shares(seed, f"stops on day {day}", persons) < -np.expm1(log_stay)


def belief_now(plan: TrialPlan, seed: int, persons: Indices, effects: Flags) -> Array:
    """How sure people are from now on because of their side effects [lanes]: NaN for whoever is not."""
    found = np.full(len(persons), np.nan)
    for effect, has in zip(plan.side_effects, effects, strict=True):
        if effect.unmasks <= 0.0:
            continue
        sure = has & (shares(seed, f"comes to be sure by {effect.of}", persons) < effect.unmasks)
        found[sure] = np.fmax(found[sure], effect.belief)
    return found


def base_for(share: float, odds: Array, days: NDArray[np.int64], words: str = "") -> float:
    """The log odds of a week at which this share of people stops before the end.

    ``odds`` [decisions, people] are what drivers add, ``days`` [decisions] the days that each decision stands for.
    Raises SomaloopError where no log odds give it.
    """

    def stopped(base: float) -> float:
        hazard = Stopping(base)
        stay = np.stack([hazard.log_stay(row, int(length)) for row, length in zip(odds, days, strict=True)]).sum(axis=0)
        return float(np.mean(-np.expm1(stay)))

    if not len(days) or not stopped(_LOW) < share < stopped(_HIGH):
        raise SomaloopError(f"adherence: {100 * share:g} % cannot stop before the end{words}")
    found: float = brentq(lambda base: stopped(base) - share, _LOW, _HIGH, xtol=1e-9)  # type: ignore[assignment]
    return found
