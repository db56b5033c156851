"""Actual readings from expected ones: error of measurement, rounding and range, and the reading that let people in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from somaloop.instruments import INSTRUMENTS, at_first
from somaloop.language import SomaloopError
from somaloop.studies.crowd import Crowd, chance_between
from somaloop.studies.moments import Moment
from somaloop.trials.drivers import present
from somaloop.trials.entry import Entry, entry_of
from somaloop.trials.lives import Lives
from somaloop.trials.places import places
from somaloop.trials.plan import TrialPlan

Array = NDArray[np.float64]
Numbers = NDArray[np.int64]
Flags = NDArray[np.bool_]

BASELINE = Moment(0)
POINTS = 48  # evenly likely chances over which a mean over errors of measurement is taken


@dataclass(frozen=True)
class Pool:
    """What the people of one world read before error, put together by instrument so that it is quickly drawn from.

    ``baseline`` [truths, people] and ``after`` [visits, truths, courses, people] by instrument; ``stayed`` is ``after`` had
    nobody stopped the treatment; ``stopped`` [visits, truths, courses, people] who had before that visit, ``unmasked`` who
    is sure of the treatment at it; ``effects`` likewise who has each side effect, by the instrument that shows it.
    ``let_in`` says which people come with which chances, ``indices`` [people] who is the same person.
    """

    world: str
    baseline: Mapping[str, Array]
    after: Mapping[str, Array]
    stayed: Mapping[str, Array]
    stopped: Flags
    unmasked: Flags
    effects: Mapping[str, Flags]
    let_in: Entry
    indices: Numbers
    age: Array
    female: Flags
    failures: tuple[str, ...] = field(default=())

    @property
    def truths(self) -> int:
        """How many truths were lived."""
        return self.stopped.shape[1]

    @property
    def courses(self) -> int:
        """How many courses were lived."""
        return self.stopped.shape[2]

    @property
    def people(self) -> int:
        """How many people there are."""
        return self.stopped.shape[3]


def pool_of(plan: TrialPlan, lives: Lives) -> Pool:
    """Gather what was lived. Whose life failed is left out, in all courses and truths (``failures`` say who).

    Raises UnknownNameError where a reading that the plan needs is not there, SomaloopError where every life failed.
    """
    visits = places(plan).visits
    after = {name: np.stack([lives.at(name, visit) for visit in visits]) for name in plan.read_at_visits}
    stayed = {name: np.stack([lives.at(name, visit, stayed=True) for visit in visits]) for name in plan.read_at_visits}
    baseline = {name: lives.at(name, BASELINE)[:, 0] for name in plan.read_at_baseline}
    lived = np.ones(lives.people, dtype=bool)
    for table in (*after.values(), *stayed.values(), *baseline.values()):
        lived &= np.isfinite(table).reshape(-1, lives.people).all(axis=0)
    if not lived.any():
        raise SomaloopError(f"nobody's life went well in the world {lives.world!r}: {'; '.join(lives.failures[:3])}")
    after, stayed, baseline, bounds = (
        {name: table[..., lived] for name, table in tables.items()}
        for tables in (after, stayed, baseline, lives.crowd.bounds)
    )
    crowd = Crowd(plan.people, lives.crowd.indices[lived], bounds)
    days = np.array([visit.day for visit in visits])[:, None, None, None]
    effects = {item.of: present(item, after[item.of], baseline[item.of][:, None]) for item in plan.side_effects}
    return Pool(
        lives.world, baseline, after, stayed, _before(lives.stopped[..., lived], days),
        _before(lives.unmasked[..., lived], days + 1), effects, entry_of(crowd, lives.screened, baseline), crowd.indices,
        lives.age[lived], lives.female[lived], lives.failures,
    )  # fmt: skip


def _before(day: Numbers, days: Numbers) -> Flags:
    """Whose day lies before some days; a person stops in the evening of a visit, after she was read."""
    return (day[None] > 0) & (day[None] < days)


def nil_of(pool: Pool, control: Pool, course: int) -> Pool:
    """The world in which every course is that of the control: treatments do nothing by themselves.

    ``course`` is its place in the pool ``control`` (of the same people); what happens in it (readings, stopping, side
    effects) happens in all courses of ``pool``.
    """
    shape = pool.stopped.shape

    def same(table: NDArray) -> NDArray:
        return np.broadcast_to(table[:, :, course : course + 1], shape)

    def all_same(tables: Mapping[str, NDArray]) -> dict[str, NDArray]:
        return {name: same(table) for name, table in tables.items()}

    return replace(
        pool, world="nil", after=all_same(control.after), stayed=all_same(control.stayed), stopped=same(control.stopped),
        unmasked=same(control.unmasked), effects=all_same(control.effects),
    )  # fmt: skip


def baseline_readings(pool: Pool, name: str, truth: int, people: Numbers, share: Array) -> Array:
    """Readings at baseline, shape of ``share`` (uniform, people last); ``people`` are places in the pool.

    Who was let in on this instrument had a chance between its bounds. Elsewhere it is the first report that a person
    gives, which is a little higher than later ones.
    """
    expected, item = pool.baseline[name][truth, people], INSTRUMENTS[name]
    if name in pool.let_in.bounds:
        return item.reading(expected, chance_between(pool.let_in.bounds[name][:, truth, people], share))
    return item.reading(at_first(item, expected), ndtri(np.clip(share, 1e-12, 1 - 1e-12)))


def evenly(count: int = POINTS) -> Array:
    """Evenly likely uniform chances [count]."""
    return (np.arange(count) + 0.5) / count


def mean_reading(name: str, expected: Array) -> Array:
    """The mean over errors of measurement of readings with these expected values, same shape.

    It differs from what is expected before error where the range of the instrument cuts errors off.
    """
    item, expected = INSTRUMENTS[name], np.asarray(expected, dtype=float)
    total = np.zeros(expected.shape)
    for chance in ndtri(evenly()):
        total += item.reading(expected, np.asarray(chance))
    return total / POINTS


def mean_baseline(pool: Pool, name: str, truth: int) -> Array:
    """The mean baseline reading [people] of everybody in the pool, over the chances with which each is let in."""
    people = np.arange(pool.people)
    shares = np.broadcast_to(evenly()[:, None], (POINTS, len(people)))
    return baseline_readings(pool, name, truth, people, shares).mean(axis=0)
