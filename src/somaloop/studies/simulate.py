"""Live the arms of studies: the same people in every truth, usual life once for all studies that share it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from somaloop.engine.program import Layout
from somaloop.engine.simulate import DaySource, Lanes, start
from somaloop.engine.truths import Truths
from somaloop.language import Body
from somaloop.people import Population
from somaloop.people.draw import shares
from somaloop.protocol import Protocol, build_schedule
from somaloop.studies.crowd import POOL, Crowd, chance_between, chosen, everybody, lanes_of
from somaloop.studies.moments import Moment
from somaloop.studies.needs import in_usual_life, needed, screening_moment, timed
from somaloop.studies.record import Asked, Recorder, live_days, read_off
from somaloop.studies.study import Study
from somaloop.studies.varied import varied

Array = NDArray[np.float64]
Tick = Callable[[int], None]


@dataclass(frozen=True)
class Setting:
    """What usual life is shared by: people, protocol, whether days differ, and how long they settle."""

    people: Population
    usual: Protocol
    varied_days: bool
    settle_days: int

    def __hash__(self) -> int:
        return hash((repr(self.people), self.usual, self.varied_days, self.settle_days))


@dataclass(frozen=True)
class Lived:
    """Expected readings of one study: by arm and reading [truths, people], and who the people of each arm are."""

    expected: Mapping[str, Mapping[Asked, Array]]
    crowds: Mapping[str, Crowd]
    failures: tuple[str, ...] = ()


@dataclass(frozen=True)
class Group:
    """People of every setting in some truths."""

    crowds: Mapping[Setting, Crowd]
    truths: Truths


def settings_of(study: Study) -> dict[str, Setting]:
    """The setting of every arm of a study."""
    return {
        name: Setting(arm.people, study.usual, study.varied_days, study.settle_days) for name, arm in study.arms.items()
    }


def _schedule(body: Body, protocol: Protocol, days: int, differ: bool, before: Protocol | None = None) -> DaySource:
    schedule = build_schedule(protocol, body, max(days, 1), before=before)
    return varied(schedule) if differ else schedule


def recruit(
    body: Body, plan: Layout, setting: Setting, count: int, seed: int, centre: Truths, tick: Tick | None,
    at_once: int | None = None,
) -> Crowd:  # fmt: skip
    """The people of a setting; where it selects on a score, a pool is screened at the central truth."""
    if not setting.people.include:
        return everybody(setting.people, count)
    pool = everybody(replace(setting.people, include=()), POOL)
    asked = {(item.of, screening_moment(item.of)) for item in setting.people.include}
    lanes = lanes_of(body, plan, pool, centre)
    recorder = Recorder(plan, asked, len(lanes), 1 - setting.settle_days)
    usual = _schedule(body, setting.usual, 1, setting.varied_days)
    begin = start(body, plan, lanes, seed)
    first = 1 - setting.settle_days
    live_days(body, plan, lanes, usual, begin, recorder, first, setting.settle_days, seed, tick, at_once)
    means = recorder.means()
    expected = {name: read_off(means, (name, moment), 1)[0] for name, moment in asked}
    return chosen(setting.people, pool.indices, expected, count)


def live_studies(
    body: Body, plan: Layout, studies: Iterable[Study], crowds: Mapping[Setting, Crowd], truths: Truths, seed: int,
    tick: Tick | None = None, apart: bool = False, at_once: int | None = None,
) -> dict[str, Lived]:  # fmt: skip
    """Live studies that share one usual life or not; each setting settles once. By name of study.

    Arms share their good and bad days, as twins do; ``apart`` gives each its own, as periods of a crossover have.
    ``at_once`` is how many blocks of people live at a time.
    """
    return live_groups(body, plan, studies, (Group(crowds, truths),), seed, tick, apart, at_once)[0]


def live_groups(
    body: Body, plan: Layout, studies: Iterable[Study], groups: Sequence[Group], seed: int,
    tick: Tick | None = None, apart: bool = False, at_once: int | None = None,
) -> tuple[dict[str, Lived], ...]:  # fmt: skip
    """The same as :func:`live_studies` for several groups, which live side by side; one answer for each."""
    listed = list(studies)
    asked = {study.name: needed(study) for study in listed}
    by_setting: dict[Setting, list[tuple[Study, str]]] = {}
    for study in listed:
        for arm, setting in settings_of(study).items():
            if arm in asked[study.name]:
                by_setting.setdefault(setting, []).append((study, arm))
    expected: list[dict[str, dict[str, Mapping[Asked, Array]]]] = [{item.name: {} for item in listed} for _ in groups]
    failures: dict[str, list[str]] = {study.name: [] for study in listed}
    for setting, arms in by_setting.items():
        lanes = _beside([lanes_of(body, plan, group.crowds[setting], group.truths) for group in groups])
        first = 1 - setting.settle_days
        before = {item for study, arm in arms for item in asked[study.name][arm] if in_usual_life(item)}
        settled = Recorder(plan, before, len(lanes), first)
        usual = _schedule(body, setting.usual, 1, setting.varied_days)
        begin, failed = start(body, plan, lanes, seed), ()
        if setting.settle_days:
            begin, failed = live_days(
                body, plan, lanes, usual, begin, settled, first, setting.settle_days, seed, tick, at_once
            )
        for study, arm in arms:
            wanted = asked[study.name][arm]
            recorder = Recorder(plan, wanted, len(lanes), first, settled)
            days = max(moment.day for _, moment in wanted)
            own: tuple[str, ...] = ()
            if days >= 1:
                schedule = _schedule(body, study.arms[arm].protocol, study.days, study.varied_days, study.usual)
                days_seed = seed + 1 + list(study.arms).index(arm) if apart else seed
                _, own = live_days(body, plan, lanes, schedule, begin, recorder, 1, days, days_seed, tick, at_once)
            means = recorder.means()
            read = {item: read_off(means, item, 1)[0] for item in wanted}
            high = 0
            for group, found in zip(groups, expected, strict=True):
                shape = len(group.truths), len(group.crowds[setting])
                low, high = high, high + shape[0] * shape[1]
                found[study.name][arm] = {item: values[low:high].reshape(shape) for item, values in read.items()}
            failures[study.name] += [*failed, *own]
    return tuple(
        {
            study.name: Lived(
                found[study.name],
                {arm: group.crowds[settings_of(study)[arm]] for arm in found[study.name]},
                tuple(dict.fromkeys(failures[study.name])),
            )
            for study in listed
        }
        for group, found in zip(groups, expected, strict=True)
    )


def _beside(parts: Sequence[Lanes]) -> Lanes:
    return Lanes(
        np.concatenate([part.values for part in parts], axis=1),
        np.concatenate([part.persons for part in parts]),
        tuple(label for part in parts for label in part.labels),
    )


def days_of(study: Study, lanes: int) -> int:
    """Person-days that the arms of a study take, without usual life, for progress."""
    wanted = needed(study)
    return lanes * sum(max(max(moment.day for _, moment in asked), 0) for asked in wanted.values())


class Sample:
    """Readings of a lived study, with the error of measurement: each person read ``copies`` times.

    Chances hang on the person, the instrument, the moment and the copy alone, so all truths and arms share them;
    ``apart`` gives each arm its own (on days from 1 on).
    """

    def __init__(self, lived: Lived, seed: int, copies: int = 1, apart: bool = False) -> None:
        self.lived, self.seed, self.copies, self.apart = lived, seed, copies, apart
        self._known: dict[tuple[str, str, Moment], Array] = {}

    def series(self, arm: str, of: str, moments: tuple[Moment, ...]) -> Array:
        """Readings [moments, truths, people * copies]."""
        return np.stack([self._reading(arm, of, timed(of, moment)) for moment in moments])

    def _reading(self, arm: str, of: str, moment: Moment) -> Array:
        from somaloop.instruments import INSTRUMENTS

        key = (arm, of, moment)
        if key not in self._known:
            expected = np.repeat(self.lived.expected[arm][of, moment], self.copies, axis=-1)
            own = f" {arm}" if self.apart and moment.day >= 1 else ""
            chance = self._chance(self.lived.crowds[arm], of, moment, own)
            self._known[key] = INSTRUMENTS[of].reading(expected, np.broadcast_to(chance, expected.shape))
        return self._known[key]

    def _chance(self, crowd: Crowd, of: str, moment: Moment, own: str) -> Array:
        size = int(crowd.indices.max()) + 1
        drawn = np.stack([
            shares(self.seed, f"reading {of} {moment} {copy}{own}", np.arange(size))[crowd.indices]
            for copy in range(self.copies)
        ], axis=-1).reshape(-1)  # fmt: skip
        drawn = np.clip(drawn, 1e-12, 1 - 1e-12)
        screened = of in crowd.bounds and moment == screening_moment(of)
        if not screened:
            from scipy.special import ndtri

            return ndtri(drawn)
        return chance_between(np.repeat(crowd.bounds[of], self.copies, axis=-1), drawn)


class Resample:
    """Readings of people drawn anew from a large crowd: ``times`` samples of the size of the study.

    The first truth of the crowd is read. In a parallel study arms are different people, in others the same; where arms
    are different groups each has its own.
    """

    def __init__(self, sample: Sample, sizes: Mapping[str, int], together: bool, times: int, seed: int) -> None:
        self.sample, self.together = sample, together
        self.places: dict[str, NDArray[np.int64]] = {}
        for number, (arm, size) in enumerate(sizes.items()):
            stream = np.random.default_rng([seed, 0 if together else number])
            people = len(sample.lived.crowds[arm])
            self.places[arm] = stream.integers(0, people, (times, size))

    def series(self, arm: str, of: str, moments: tuple[Moment, ...]) -> Array:
        """Readings [moments, times, people of the study]."""
        return self.sample.series(arm, of, moments)[:, 0][:, self.places[arm]]
