"""Who leaves the trial, and whose planned readings are missing: at random, by what was seen, by bad days not seen.

At each visit after baseline a person who is still there leaves with a chance whose log odds are an intercept plus what
drives leaving; from that visit on nothing of hers is read. Others may miss the visit alone. The intercepts are set once, so
that in the control course of the middle world the plan's shares come out; elsewhere shares follow from how people fare.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import bisect
from scipy.special import expit, ndtri

from somaloop.instruments import INSTRUMENTS
from somaloop.language import SomaloopError, unknown
from somaloop.people.draw import shares
from somaloop.trials.drivers import worse
from somaloop.trials.places import places
from somaloop.trials.plan import DRIVERS, Better, Leaving, TrialPlan
from somaloop.trials.readings import Pool, baseline_readings, evenly

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]
Numbers = NDArray[np.int64]

COPIES = 8  # draws of the conduct for each person of the pool
NEVER, ALWAYS = -40.0, 40.0


@dataclass(frozen=True)
class Presence:
    """Who was there: ``left`` [people] is the place of the first visit that a person was no longer there for.

    It is the number of visits for whoever stayed. ``missed`` [visits, people] are visits missed by people still there.
    """

    left: Numbers
    missed: Flags

    @property
    def gone(self) -> Flags:
        """Who was no longer there at the end [people]."""
        return self.left < len(self.missed)

    @property
    def read(self) -> Flags:
        """Which readings there are [visits, people]."""
        visits = np.arange(len(self.missed))[:, None]
        return (visits < self.left) & ~self.missed


@dataclass(frozen=True)
class Conducting:
    """How a trial is conducted, ready to be drawn from.

    ``mean`` and ``sd`` are of what is expected of the primary outcome (``of``) at baseline, between people; ``weight`` [visits] is the logarithm of the
    time since the visit before, relative to its mean, by which leaving is spread evenly over time.
    """

    of: str
    better: Better
    mean: float
    sd: float
    weight: Array
    leaving: Leaving
    missing: Leaving
    leave: float = NEVER
    miss: float = NEVER

    def draw(self, baseline: Array, readings: Array, effects: Flags, stopped: Flags, chance: Array) -> Presence:
        """Draw who is there at which visit.

        ``baseline`` [people] and ``readings`` [visits, people] are those of the primary outcome that would be given;
        ``effects`` and ``stopped`` [visits, people] tell who has any side effect, and who has stopped by then; ``chance``
        [2, visits, people] is uniform (for leaving, for missing a visit).
        """
        visits, people = readings.shape
        if self.leave <= NEVER and self.miss <= NEVER:
            return Presence(np.full(people, visits), np.zeros((visits, people), dtype=bool))
        left, there = np.full(people, visits), np.ones(people, dtype=bool)
        missed = np.zeros((visits, people), dtype=bool)
        now, last = self._worse(readings), self._worse(baseline)
        for visit in range(visits):
            facts = (last, now[visit], effects[visit], stopped[visit])
            goes = chance[0, visit] < expit(self.leave + self.weight[visit] + _odds(self.leaving.on, facts))
            left[there & goes] = visit
            there &= ~goes
            missed[visit] = there & (chance[1, visit] < expit(self.miss + _odds(self.missing.on, facts)))
            last = np.where(there & ~missed[visit], now[visit], last)
        return Presence(left, missed)

    def _worse(self, readings: Array) -> Array:
        return worse(self.of, readings, self.mean, self.sd, self.better)


def _odds(on: Mapping[str, float], facts: tuple[Array, Array, Flags, Flags]) -> Array:
    """The log odds that the drivers add [people]."""
    total = np.zeros(len(facts[0]))
    for name, gain in on.items():
        if name not in DRIVERS:
            raise unknown("driver of leaving", name, DRIVERS)
        total = total + gain * facts[DRIVERS.index(name)]
    return total


def conducting_of(plan: TrialPlan, pool: Pool, course: int) -> Conducting:
    """How this plan is conducted; ``pool`` is that of the middle world and ``course`` its control.

    Raises SomaloopError for a share that no intercept gives.
    """
    of = plan.primary.of
    days = np.diff([0, *(visit.day for visit in places(plan).visits)]).astype(float)
    before = pool.baseline[of][0]
    raw = Conducting(
        of, plan.primary.better, float(before.mean()), float(before.std()), np.log(days / days.mean()), plan.dropout,
        plan.missing,
    )  # fmt: skip
    control = everybody_in(pool, of, 0, course, plan.seed)

    def missed(value: float) -> float:
        return float(control.drawn(replace(raw, miss=value)).missed.mean())

    def left(value: float) -> float:
        return float(control.drawn(replace(raw, miss=miss, leave=value)).gone.mean())

    miss = _intercept(plan.missing.share, "missing readings", missed)
    return replace(raw, miss=miss, leave=_intercept(plan.dropout.share, "dropout", left))


@dataclass(frozen=True)
class Everybody:
    """Everybody of a pool in one course of one truth, several times: what :meth:`Conducting.draw` takes."""

    baseline: Array
    readings: Array
    effects: Flags
    stopped: Flags
    chance: Array

    def drawn(self, conducting: Conducting) -> Presence:
        """Who of them is there at which visit."""
        return conducting.draw(self.baseline, self.readings, self.effects, self.stopped, self.chance)


def everybody_in(pool: Pool, of: str, truth: int, course: int, seed: int) -> Everybody:
    """Everybody in one course, with chances that hang on the seed alone; ``of`` is the primary outcome."""
    people = pool.let_in.people(truth, evenly(pool.people * COPIES))
    visits, count = len(pool.stopped), len(people)
    share = np.stack([shares(seed, f"conduct {number}", np.arange(count)) for number in range(3 * visits + 1)])
    chance = ndtri(np.clip(share[1 : visits + 1], 1e-12, 1 - 1e-12))
    effects = np.zeros((visits, count), dtype=bool)
    for has in pool.effects.values():
        effects |= has[:, truth, course][:, people]
    return Everybody(
        baseline_readings(pool, of, truth, people, share[0]),
        INSTRUMENTS[of].reading(pool.after[of][:, truth, course][:, people], chance), effects,
        pool.stopped[:, truth, course][:, people], share[visits + 1 :].reshape(2, visits, count),
    )  # fmt: skip


def _intercept(share: float, what: str, found_with: Callable[[float], float]) -> float:
    """The intercept at which a share of people comes out."""
    if share <= 0.0:
        return NEVER
    low, high = found_with(NEVER + 1), found_with(ALWAYS)
    if not low <= share <= high:
        raise SomaloopError(f"{what}: no share of {share:g} can come out (from {low:.2g} to {high:.2g})")
    return float(bisect(lambda value: found_with(value) - share, NEVER + 1, ALWAYS, xtol=1e-3))  # type: ignore[arg-type]
