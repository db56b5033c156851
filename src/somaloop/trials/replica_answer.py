"""What is predicted of a published trial: intervals for its numbers, and what would have been concluded how often."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from somaloop.trials.answer import Share
from somaloop.trials.replicas import Figure, Found, Replica

Array = NDArray[np.float64]
State = Literal["inside", "outside", "none"]
FOUND: tuple[Found, ...] = ("lower", "no difference", "higher")


@dataclass(frozen=True, slots=True)
class Predicted:
    """A number as trials of this size would print it: the middle, the 95 % predictive interval, the standard deviation."""

    middle: float
    low: float
    high: float
    sd: float

    def state(self, figure: Figure | None) -> State:
        """Where a published number lies."""
        if figure is None or not np.isfinite(figure.value):
            return "none"
        return "inside" if self.low <= figure.value <= self.high else "outside"

    def z(self, figure: Figure) -> float:
        """How far a published number lies from the middle, in predictive standard deviations."""
        return (figure.value - self.middle) / self.sd if self.sd > 0 else float("nan")


@dataclass(frozen=True, slots=True)
class Shares:
    """The shares of replicates that find less, no difference, or more; together 1."""

    lower: Share
    none: Share
    higher: Share

    def of(self, found: Found) -> Share:
        """The share that concludes this."""
        return {"lower": self.lower, "no difference": self.none, "higher": self.higher}[found]

    @property
    def likely(self) -> Found:
        """What would most likely have been concluded."""
        return max(FOUND, key=lambda found: self.of(found).value)


@dataclass(frozen=True, kw_only=True)
class ReplicaAnswer:
    """A replica beside what was published.

    ``start`` and ``end`` are by arm over all truths that evidence leaves possible, with the sampling of the trial's own
    size; ``shares`` are over those truths, ``middle`` in the middle of them.
    """

    replica: Replica
    start: Mapping[str, Predicted]
    end: Mapping[str, Predicted]
    difference: Predicted
    shares: Shares
    middle: Shares
    failures: tuple[str, ...] = ()

    @property
    def figures(self) -> tuple[tuple[str, str, Predicted, Figure], ...]:
        """Every published number of an arm with its prediction: (arm, ``start`` or ``end``, predicted, published)."""
        found = []
        for arm in self.replica.arms:
            published = self.replica.published[arm]
            if published.start is not None and arm in self.start:
                found.append((arm, "start", self.start[arm], published.start))
            if published.end is not None:
                found.append((arm, "end", self.end[arm], published.end))
        return tuple(found)

    @property
    def inside(self) -> int:
        """How many published numbers of arms lie in their predictive intervals."""
        return sum(predicted.state(figure) == "inside" for _, _, predicted, figure in self.figures)

    @property
    def agrees(self) -> bool:
        """Whether the likeliest conclusion is the published one."""
        return self.shares.likely == self.replica.found

    @property
    def missed(self) -> bool:
        """Whether anything published lies outside, or another conclusion is likelier."""
        all_inside = self.inside == len(self.figures) and self.difference.state(self.replica.difference) != "outside"
        return not (all_inside and self.agrees)


def predicted_of(values: Array) -> Predicted:
    """The prediction that replicates make; NaN throughout where most of them gave no number."""
    kept = values[np.isfinite(values)]
    if len(kept) < max(2, len(values) // 2):
        return Predicted(*[float("nan")] * 4)
    low, middle, high = np.quantile(kept, [0.025, 0.5, 0.975])
    return Predicted(float(middle), float(low), float(high), float(kept.std(ddof=1)))


def shares_of(concluded: Sequence[Array]) -> Shares:
    """Shares from what each replicate concluded (-1, 0 or 1), truth by truth, with 95 % Monte Carlo intervals.

    With several truths the error is that of a mean over truths, which holds the replicates within them; with one it is
    Wilson's for its replicates.
    """
    return Shares(*(_share(concluded, side) for side in (-1.0, 0.0, 1.0)))


def _share(concluded: Sequence[Array], side: float) -> Share:
    each = np.array([(values == side).mean() for values in concluded])
    value = float(each.mean())
    if len(each) > 1:
        half = 1.96 * float(each.std(ddof=1)) / np.sqrt(len(each))
        return Share(value, max(value - half, 0.0), min(value + half, 1.0))
    n, z = len(concluded[0]), 1.96
    centre = (value + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z * np.sqrt(value * (1 - value) / n + z**2 / (4 * n**2)) / (1 + z**2 / n)
    return Share(value, max(float(centre - half), 0.0), min(float(centre + half), 1.0))


@dataclass(frozen=True, slots=True)
class Tally:
    """How a set of replicas comes out. ``expected`` is how many conclusions should agree if the shares are right."""

    trials: int
    figures: int
    figures_inside: int
    differences: int
    differences_inside: int
    agree: int
    expected: float


def tally(answers: Sequence[ReplicaAnswer]) -> Tally:
    """Count what agrees."""
    states = [item.difference.state(item.replica.difference) for item in answers]
    return Tally(
        len(answers), sum(len(item.figures) for item in answers), sum(item.inside for item in answers),
        sum(state != "none" for state in states), sum(state == "inside" for state in states),
        sum(item.agrees for item in answers),
        float(sum(item.shares.of(item.replica.found).value for item in answers)),
    )  # fmt: skip
