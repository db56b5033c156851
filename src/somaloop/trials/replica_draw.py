"""Replicates of a published trial: its own number of people drawn, read, tested, again and again, in every truth.

In each truth people are let in by the screening of that truth: those of the crowd who would pass it more easily there are
drawn more often, and the reading that let them in lies where it must.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from somaloop.instruments import INSTRUMENTS
from somaloop.studies.crowd import bounds_of, chance_between
from somaloop.studies.kinds import KINDS
from somaloop.studies.moments import Moment
from somaloop.studies.needs import screening_moment
from somaloop.trials.replica_answer import Predicted, ReplicaAnswer, Shares, predicted_of, shares_of
from somaloop.trials.replica_lives import ReplicaLives
from somaloop.trials.replica_tests import Side, p_values
from somaloop.trials.replicas import Replica

Array = NDArray[np.float64]
Places = NDArray[np.int64]

EACH = 50  # replicates in each truth
MIDDLE = 500  # replicates in the middle of what is known
ALPHA = 0.05


@dataclass(frozen=True, slots=True)
class Drawn:
    """Replicates in one truth: the number of each arm at the start and at the end, the difference and p [replicates]."""

    start: Mapping[str, Array]
    end: Mapping[str, Array]
    difference: Array
    p: Array


def answer(item: Replica, lives: ReplicaLives, seed: int = 1, each: int = EACH, middle: int = MIDDLE) -> ReplicaAnswer:
    """What the model predicts for a replica: numbers of the arms, their difference, and what would be concluded."""
    known = [Draw(item, lives, truth, seed).replicates(each) for truth in range(lives.truths)]
    centre = Draw(item, lives, None, seed).replicates(middle)

    def all_of(parts: Iterator[Array]) -> Predicted:
        return predicted_of(np.concatenate(list(parts)))

    starts = {} if item.start is None else {arm: all_of(one.start[arm] for one in known) for arm in item.arms}
    return ReplicaAnswer(
        replica=item, start=starts, end={arm: all_of(one.end[arm] for one in known) for arm in item.arms},
        difference=all_of(one.difference for one in known),
        shares=shares_of([_concluded(one) for one in known]), middle=_middle(centre), failures=lives.failures,
    )  # fmt: skip


def _concluded(drawn: Drawn) -> Array:
    """Which way each replicate is significant: -1, 0 or 1."""
    return np.where(drawn.p < ALPHA, np.sign(drawn.difference), 0.0)


def _middle(drawn: Drawn) -> Shares:
    return shares_of([_concluded(drawn)])


class Draw:
    """Draws replicates of one replica in one truth (None: the middle of what is known)."""

    def __init__(self, item: Replica, lives: ReplicaLives, truth: int | None, seed: int) -> None:
        self.item, self.lives, self.truth = item, lives, truth
        code = int.from_bytes(item.name.encode()[:7].ljust(7), "big")
        self.stream = np.random.default_rng([seed, code, len(item.name), 0 if truth is None else truth + 1])
        self.bounds, self.chances = self._screening()

    def _screening(self) -> tuple[dict[str, Array], Array]:
        """Bounds of the chance of the screening readings in this truth, and each person's chance to be drawn."""
        crowd, arm = self.lives.crowd, next(iter(self.lives.study.arms))
        bounds: dict[str, Array] = {}
        for criterion in crowd.people.include:
            asked = (criterion.of, screening_moment(criterion.of))
            here = bounds_of(criterion, self.lives.expected(arm, asked, self.truth))
            before = bounds.get(criterion.of)
            bounds[criterion.of] = here if before is None else np.stack([
                np.maximum(before[0], here[0]), np.minimum(before[1], here[1])
            ])  # fmt: skip
        weight = np.ones(len(crowd))
        for name, here in bounds.items():
            weight = weight * _passing(here) / np.maximum(_passing(crowd.bounds[name]), 1e-12)
        for by in self.lives.many.values():  # a life that failed is nobody's
            for values in by.values():
                weight = np.where(np.isfinite(values), weight, 0.0)
        return bounds, weight / weight.sum()

    @property
    def alike(self) -> float:
        """How many equally likely people the draw is worth."""
        return float(1.0 / (self.chances**2).sum())

    def replicates(self, count: int) -> Drawn:
        """So many replicates of the trial's own size."""
        item = self.item
        people = {arm: self._people(count, item.n[arm]) for arm in item.arms}
        if item.paired:
            people = dict.fromkeys(item.arms, people[item.treatment])
        sides: dict[str, Side] = {}
        first: Array | None = None
        for arm in item.arms:
            start = None
            if item.start is not None:
                shared = item.paired and item.start.day < 1  # one baseline before the first period
                start = first if shared and first is not None else self._read(arm, item.start, people[arm])
                first = start
            end = self._read(arm, item.at, people[arm])
            sides[arm] = Side(end, start, self._counted(arm, start, end))
        return self._numbers(sides)

    def _people(self, count: int, size: int) -> Places:
        return self.stream.choice(len(self.chances), (count, size), p=self.chances)

    def _read(self, arm: str, at: Moment, people: Places) -> Array:
        of = self.item.of
        expected = self.lives.expected(arm, (of, at), self.truth)[people]
        share = np.clip(self.stream.random(people.shape), 1e-12, 1 - 1e-12)
        screened = of in self.bounds and at == screening_moment(of)
        chance = chance_between(self.bounds[of][:, people], share) if screened else ndtri(share)
        return INSTRUMENTS[of].reading(expected, chance)

    def _counted(self, arm: str, start: Array | None, end: Array) -> NDArray[np.bool_] | None:
        """Who counts by the rule of the study's statistic: worked out by that statistic, each person as a group of one."""
        rule = self.item.rules.get(arm)
        if rule is None:
            return None
        return KINDS[rule.kind].compute(rule, _OnePerson(start, end, self.item)) > 0.5

    def _numbers(self, sides: Mapping[str, Side]) -> Drawn:
        item = self.item
        control = sides.get(item.control)
        base = control.end.mean(axis=-1) if item.start is None and control is not None else None
        starts = {arm: side.start.mean(axis=-1) for arm, side in sides.items() if side.start is not None}
        ends = {arm: _number(item, side, base) for arm, side in sides.items()}
        difference = ends[item.treatment]
        if control is not None and not (item.measure == "percent" and base is not None):
            difference = difference - ends[item.control]
        if item.measure == "value" and item.start is not None:
            difference = difference - starts[item.treatment] + (starts[item.control] if control is not None else 0.0)
        return Drawn(starts, ends, difference, p_values(item.test, sides[item.treatment], control))


def _passing(bounds: Array) -> Array:
    return np.maximum(ndtr(bounds[1]) - ndtr(bounds[0]), 0.0)


def _number(item: Replica, side: Side, base: Array | None) -> Array:
    """The number of an arm on the replica's measure [replicates]."""
    if side.counted is not None:
        return side.counted.mean(axis=-1)
    end = side.end.mean(axis=-1)
    if item.measure == "percent":
        of = np.asarray(side.start.mean(axis=-1) if side.start is not None else base, dtype=float)
        return 100.0 * (end / np.where(of == 0, np.nan, of) - 1.0)
    return end - side.start.mean(axis=-1) if item.measure == "change" and side.start is not None else end


@dataclass(frozen=True, slots=True)
class _OnePerson:
    """Readings as a statistic wants them, every person by herself."""

    start: Array | None
    end: Array
    item: Replica

    def series(self, arm: str, of: str, moments: tuple[Moment, ...]) -> Array:
        """Readings [moments, replicates, people, 1]."""
        found = []
        for moment in moments:
            values = self.start if moment == self.item.start else self.end
            if values is None or moment not in self.item.moments:
                raise ValueError(f"{self.item.name}: its rule reads {of} at {moment}, the replica does not")
            found.append(values[..., None])
        return np.stack(found)
