"""Trials whose truth is known: readings from a multivariate normal distribution, not from the model of this program."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from somaloop.studies.moments import Moment
from somaloop.trials.data import Array, Numbers, TrialData

OUTCOME = "phq-15"
# A symptom scale of 0 to 30 points (PHQ-15) as trials find it: spread between people at one visit, the part of it that
# lasts for the trial, the part that fades from visit to visit, and how much of the latter is left at the next.
SD, MEAN = 5.0, 14.0
LASTING, FADING, FADES = 0.55, 0.25, 0.6
# In trials with periods: spread between people, and of one reading within a person.
BETWEEN, WITHIN = 4.0, 3.0


def correlation(apart: int) -> float:
    """The correlation of two readings of a person that are some visits apart."""
    return 1.0 if apart == 0 else LASTING + FADING * FADES**apart


@dataclass(frozen=True)
class Leave:
    """Who leaves before each visit: log odds ``level + slope * z + arm * z * (1 - 2 * treated)``, z the last reading.

    The last reading is in standard deviations from the mean, and was seen, so readings are missing at random. With
    ``arm`` the people who leave differ between arms. ``gaps`` is the share of single readings missing completely at
    random.
    """

    level: float = -3.0
    slope: float = 1.0
    arm: float = 0.0
    gaps: float = 0.03


@dataclass(frozen=True)
class ParallelTrials:
    """Arms side by side, equal in size. ``effects`` [arms] at the last visit, where they have grown to from none.

    With ``cluster_size`` whole clusters are allocated, whose means vary by ``cluster_sd`` at every visit, the baseline
    with half of it in common. Call it with a number of a replicate.
    """

    people: int = 200
    effects: tuple[float, ...] = (0.0, 0.0)
    visits: int = 4
    leave: Leave | None = None
    cluster_size: int = 0
    cluster_sd: float = 0.0
    arms: tuple[str, ...] = ("placebo", "magnesium")
    dose: tuple[float, ...] | None = None
    factors: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    levels: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    seed: int = 1

    @property
    def at(self) -> Moment:
        """The last visit."""
        return Moment(21 * self.visits)

    def __call__(self, replicate: int) -> TrialData:
        """The data of one trial."""
        chance = np.random.default_rng([self.seed, replicate])
        units = self.people // max(self.cluster_size, 1)
        cluster = np.repeat(np.arange(units), max(self.cluster_size, 1))
        arm = chance.permutation(np.arange(units) % len(self.arms))[cluster]
        people, times = len(cluster), self.visits + 1
        lag = np.abs(np.arange(times)[:, None] - np.arange(times))
        likeness = np.vectorize(correlation)(lag)
        readings = MEAN + SD * np.linalg.cholesky(likeness) @ chance.standard_normal((times, people))
        if self.cluster_sd:
            shared, own, first = chance.standard_normal((3, units)) * self.cluster_sd
            readings[0] += (np.sqrt(0.5) * shared + np.sqrt(0.5) * first)[cluster]
            readings[1:] += (np.sqrt(0.5) * shared + np.sqrt(0.5) * own)[cluster]
        growth = np.arange(times)[:, None] / self.visits
        readings = readings + growth * np.asarray(self.effects)[arm]
        seen = np.ones((times, people), dtype=bool)
        if self.leave is not None:
            z = (readings - MEAN) / SD
            seen = _stay(self.leave, z, np.broadcast_to(arm > 0, (times, people)), chance)
        return _data(
            self.arms, np.tile(arm, (self.visits, 1)), arm, np.zeros(self.visits, dtype=np.int64), readings, seen, chance,
            cluster, self.dose, self.factors, self.levels,
        )  # fmt: skip


@dataclass(frozen=True)
class PeriodTrials:
    """Sequences of arms given to equal numbers of people; one visit at the end of each period.

    ``effects`` [arms]; ``differ`` is the spread of every arm's effect (but the first's) between people; ``periods``
    drift by half a point each.
    """

    people: int = 24
    sequences: tuple[tuple[int, ...], ...] = ((0, 1), (1, 0))
    effects: tuple[float, ...] = (0.0, 0.0)
    differ: float = 0.0
    leave: Leave | None = None
    arms: tuple[str, ...] = ("placebo", "magnesium")
    seed: int = 1

    @property
    def at(self) -> Moment:
        """The last visit."""
        return Moment(14 * len(self.sequences[0]))

    def __call__(self, replicate: int) -> TrialData:
        """The data of one trial."""
        chance = np.random.default_rng([self.seed, replicate])
        periods = len(self.sequences[0])
        sequence = chance.permutation(np.arange(self.people) % len(self.sequences))
        given = np.asarray(self.sequences)[sequence].T
        person = MEAN + BETWEEN * chance.standard_normal(self.people)
        effects = np.asarray(self.effects)[:, None] + self.differ * chance.standard_normal(
            (len(self.arms), self.people)
        )
        effects[0] = self.effects[0]
        readings = person + WITHIN * chance.standard_normal((periods + 1, self.people))
        readings[1:] += effects[given, np.arange(self.people)] - 0.5 * np.arange(periods)[:, None]
        seen = np.ones(readings.shape, dtype=bool)
        if self.leave is not None:
            before = np.concatenate([np.zeros((1, self.people), dtype=np.int64), given])
            seen = _stay(self.leave, (readings - MEAN) / SD, before > 0, chance)
        return _data(self.arms, given, sequence, np.arange(periods), readings, seen, chance)


def _stay(leave: Leave, z: Array, treated: NDArray[np.bool_], chance: np.random.Generator) -> NDArray[np.bool_]:
    """Which readings [times, people] are taken; the first always is, and what is left out stays out but for gaps."""
    here = np.ones(z.shape[1], dtype=bool)
    seen = [here]
    for time in range(1, len(z)):
        odds = leave.level + z[time - 1] * (leave.slope + leave.arm * (1 - 2.0 * treated[time - 1]))
        here = here & (chance.random(len(here)) > 1 / (1 + np.exp(-odds)))
        seen.append(here & (chance.random(len(here)) > leave.gaps))
    return np.array(seen)


def _data(
    arms: tuple[str, ...],
    given: Numbers,
    sequence: Numbers,
    period: Numbers,
    readings: Array,
    seen: NDArray[np.bool_],
    chance: np.random.Generator,
    cluster: Numbers | None = None,
    dose: tuple[float, ...] | None = None,
    factors: Mapping[str, tuple[str, ...]] | None = None,
    levels: Mapping[str, tuple[int, ...]] | None = None,
) -> TrialData:
    visits, people = given.shape
    days = 14 if (period > 0).any() else 21
    return TrialData(
        arms=arms, control=arms[0], visits=tuple(Moment(days * (place + 1)) for place in range(visits)), period=period,
        given=given, sequence=sequence, readings=MappingProxyType({OUTCOME: np.where(seen, readings, np.nan)[1:]}),
        baseline=MappingProxyType({OUTCOME: readings[0]}), age=chance.normal(45, 12, people),
        female=chance.random(people) < 0.7, stratum=np.zeros(people, dtype=np.int64),
        cluster=np.arange(people) if cluster is None else cluster, stopped=np.zeros(given.shape, dtype=bool),
        dose=np.array([np.nan] * len(arms) if dose is None else dose),
        factors=MappingProxyType(dict(factors or {})),
        levels=MappingProxyType({name: np.array(places) for name, places in (levels or {}).items()}),
    )  # fmt: skip
