"""What a virtual trial answers: power, assurance, what one would conclude, and what the conduct costs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from somaloop.trials.plan import TrialPlan

if TYPE_CHECKING:
    import pandas as pd

Array = NDArray[np.float64]

# Worlds in which a trial is asked: nil (the treatment does nothing by itself), as known (every truth that the evidence
# leaves open, in proportion), the middle of what is known (one truth), and as told.
WORLDS = ("nil", "known", "middle", "told")


@dataclass(frozen=True, slots=True)
class Share:
    """A share of replicates with its 95 % Monte Carlo interval (replicates, truths and the finite pool together)."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Power:
    """How one analysis fares in one world at one size.

    ``success`` is power (in ``known``: assurance; in ``nil``: the error of the first kind in the direction of benefit);
    ``found`` the share with a difference in either direction. ``effect`` is the true value of the estimand on average
    over truths, ``estimate`` the mean estimate, ``bias`` their mean difference with its Monte Carlo error, ``coverage``
    the share of intervals that hold the true value. ``people`` is the mean number of people used where looks may stop
    the trial.
    """

    world: str
    size: int
    outcome: str
    method: str
    contrast: str
    unit: str
    replicates: int
    success: Share
    found: Share
    effect: float
    estimate: float
    bias: float
    bias_error: float
    coverage: Share
    people: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Conclusion:
    """What the trial at its first size would most likely conclude in one world: shares of replicates that add up to 1."""

    world: str
    contrast: str
    benefit: Share
    harm: Share
    undecided: Share

    @property
    def likely(self) -> str:
        """The likeliest conclusion, in a word."""
        shares = {"benefit": self.benefit.value, "harm": self.harm.value, "cannot tell": self.undecided.value}
        return max(shares, key=lambda word: shares[word])


@dataclass(frozen=True, slots=True, kw_only=True)
class ArmFlow:
    """Where the people of one arm (or sequence) went in a typical replicate."""

    name: str
    allocated: int
    stopped: int
    left: int
    analysed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """The numbers of a CONSORT flow in a typical replicate (the one nearest to the median in people who left)."""

    screened: int
    excluded: int
    randomised: int
    arms: tuple[ArmFlow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trajectory:
    """Mean expected readings [visits] of an arm in one world, with the 95 % interval over truths (known) or people."""

    world: str
    course: str
    outcome: str
    days: Array
    mean: Array
    low: Array
    high: Array


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceboPart:
    """One part of what happens to the control arm, in the unit of the outcome; negative is fewer points."""

    part: str
    outcome: str
    value: float
    low: float
    high: float
    how: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Conduct:
    """What to expect of the conduct in one arm: shares of people with a 95 % interval over truths and people."""

    arm: str
    left: Share
    stopped: Share
    unmasked: Share
    side_effects: Mapping[str, Share]


@dataclass(frozen=True, slots=True, kw_only=True)
class Twins:
    """How much it saved that everybody lived every arm: the true effect is as sure as with ``times`` as many people."""

    outcome: str
    contrast: str
    effect: float
    error: float
    error_apart: float

    @property
    def times(self) -> float:
        """How many times as many different people would know the effect as well."""
        return (self.error_apart / self.error) ** 2 if self.error else float("inf")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What the trial costs at one size, in the plan's currency."""

    size: int
    screened: int
    total: float
    parts: Mapping[str, float]


@dataclass(frozen=True, kw_only=True)
class TrialAnswer:
    """Everything that is known of a plan. ``records`` has a row for every replicate and analysis.

    Its columns: world, truth, size, replicate, outcome, method, contrast, estimate, error, low, high, p, success, n,
    true, left, stopped, looks, found (a difference in either direction), failure (a sentence, or empty). ``n`` is the
    number of people let in when the trial stopped. Outcomes that are not the primary one are analysed at the first size.
    """

    plan: TrialPlan
    records: pd.DataFrame
    powers: tuple[Power, ...]
    conclusions: tuple[Conclusion, ...]
    flow: Flow
    trajectories: tuple[Trajectory, ...]
    placebo: tuple[PlaceboPart, ...]
    conduct: tuple[Conduct, ...]
    twins: tuple[Twins, ...]
    costs: tuple[Cost, ...]
    pool: Mapping[str, int]
    failures: tuple[str, ...] = ()
