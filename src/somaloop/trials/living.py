"""Live one block of people through all courses of a trial: statuses change at visits, readings are added up on the way.

Lanes with the same status go on together. Which lanes are lived together changes no number, for lanes of the engine do
not depend on each other. Courses that begin alike are lived once up to where they part.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from somaloop.engine.program import Layout
from somaloop.engine.simulate import Checkpoint, DaySource, Lanes, start
from somaloop.instruments import INSTRUMENTS
from somaloop.language import Body
from somaloop.studies.moments import Moment
from somaloop.studies.needs import timed
from somaloop.studies.record import Asked, Recorder, live_days
from somaloop.trials.script import (
    BASELINE,
    Believing,
    Script,
    Stopped,
    Stretch,
    decision_days,
    evenings,
    recorded,
    stretches,
    watched,
)
from somaloop.trials.status import Readings, Stopping, belief_now, driven, side_effects, stops_now

Array = NDArray[np.float64]
Tick = Callable[[int], None]


@dataclass(frozen=True)
class Standing:
    """Where the lanes of one course stand on an evening.

    A row of each array is a life: ``lane`` [lives] says whose. ``ghost`` lives are those that somebody who stopped would
    have had. ``stopped`` and ``unmasked`` [lives] are days (0: not so far), ``belief`` [lives] how sure a person has come
    to be (NaN: as the lines say). ``sums`` [outputs, lives] by reading are window means so far.
    """

    lane: NDArray[np.int64]
    ghost: NDArray[np.bool_]
    stopped: NDArray[np.int64]
    unmasked: NDArray[np.int64]
    belief: Array
    state: Array
    noise: Array
    sums: Mapping[Asked, Array]

    def take(self, lives: NDArray[np.int64]) -> Standing:
        """These lives, in this order."""
        return Standing(
            self.lane[lives], self.ghost[lives], self.stopped[lives], self.unmasked[lives], self.belief[lives],
            self.state[:, lives], self.noise[:, lives], {item: table[:, lives] for item, table in self.sums.items()},
        )  # fmt: skip

    def expected(self, asked: Asked) -> Array:
        """The expected reading of every life, whose window must lie behind [lives]."""
        item = INSTRUMENTS[asked[0]]
        return item.expected_from(dict(zip(item.outputs, self.sums[asked], strict=True)))

    def readings(self, names: tuple[str, ...], day: int) -> Readings:
        """Expected readings of instruments on the evening of a day [lives] by name."""
        return {name: self.expected((name, timed(name, Moment(day)))) for name in names}


def joined(parts: list[Standing]) -> Standing:
    """All lives of several standings."""

    def together(name: str) -> NDArray:
        return np.concatenate([getattr(part, name) for part in parts], axis=-1)

    sums = {item: np.concatenate([part.sums[item] for part in parts], axis=1) for item in parts[0].sums}
    return Standing(
        together("lane"), together("ghost"), together("stopped"), together("unmasked"), together("belief"),
        together("state"), together("noise"), sums,
    )  # fmt: skip


class Living:
    """One block of lanes. ``stopping`` is None where nobody stops; ``twice`` keeps what had been without stopping."""

    def __init__(
        self, body: Body, layout: Layout, script: Script, lanes: Lanes, seed: int, *, stopping: Stopping | None = None,
        twice: bool = False, tick: Tick | None = None, grouped: bool = True,
    ) -> None:  # fmt: skip
        self.body, self.layout, self.script, self.lanes, self.seed = body, layout, script, lanes, seed
        self.plan, self.stopping, self.twice, self.tick, self.grouped = script.plan, stopping, twice, tick, grouped
        self.decisions = decision_days(self.plan)
        self.watched = watched(self.plan)
        self.asked = recorded(self.plan)
        self.failures: list[str] = []
        self.odds: dict[int, Array] = {}  # by evening: what drivers added for every lane

    def settled(self) -> Standing:
        """Where everybody stands on the evening of day 0, after usual life."""
        settle, count = self.plan.settle_days, len(self.lanes)
        recorder = Recorder(self.layout, self.asked, count, 1 - settle)
        begin = start(self.body, self.layout, self.lanes, self.seed)
        end, failed = live_days(
            self.body,
            self.layout,
            self.lanes,
            self.script.usual,
            begin,
            recorder,
            1 - settle,
            settle,
            self.seed,
            self.tick,
        )
        self.failures += failed
        nothing = np.zeros(count, dtype=np.int64)
        return Standing(
            np.arange(count), nothing.astype(bool), nothing, nothing, np.full(count, np.nan), end.state, end.noise,
            recorder.sums,
        )  # fmt: skip

    def courses(self) -> list[Standing]:
        """How everybody stands at the end of each course of the plan."""
        paths = [stretches(self.plan, course) for course in self.plan.courses]
        ends: list[Standing | None] = [None] * len(paths)

        def go(standing: Standing, depth: int, members: list[int]) -> None:
            if depth == len(paths[members[0]]):
                for member in members:
                    ends[member] = standing
                return
            for stretch in dict.fromkeys(paths[member][depth] for member in members):
                alike = [member for member in members if paths[member][depth] == stretch]
                go(self.through(standing, stretch, self.script.courses[alike[0]]), depth + 1, alike)

        go(self.settled(), 0, list(range(len(paths))))
        return [end for end in ends if end is not None]

    def through(self, standing: Standing, stretch: Stretch, schedule: DaySource) -> Standing:
        """Live a stretch of days; people may stop, or come to be sure, on the evenings of decisions."""
        # A new period is a new capsule: what was sure of the last one is not of this.
        standing = replace(standing, belief=np.full(len(standing.lane), np.nan))
        day = stretch.first - 1
        inside = dict(evenings(self.plan, stretch))
        for evening in dict.fromkeys([*inside, stretch.last]):
            standing = self._lived(standing, schedule, day + 1, evening)
            if evening in inside:
                standing = self._decided(standing, stretch.arm, evening, inside[evening])
            day = evening
        return standing

    def _lived(self, standing: Standing, schedule: DaySource, first: int, last: int) -> Standing:
        """Live the days from one morning to an evening, each status by itself."""
        if last < first:
            return standing
        groups = self._groups(standing)
        sources = [self._source(standing.take(lives[:1]), schedule) for lives in groups]
        jobs = [(standing.take(lives), source) for lives, source in zip(groups, sources, strict=True)]

        def one(job: tuple[Standing, DaySource]) -> tuple[Standing, tuple[str, ...]]:
            part, source = job
            who = part.lane
            lanes = Lanes(
                self.lanes.values[:, who], self.lanes.persons[who], tuple(self.lanes.labels[lane] for lane in who)
            )
            recorder = Recorder(self.layout, self.asked, len(who), 1 - self.plan.settle_days)
            recorder.sums = {item: table.copy() for item, table in part.sums.items()}
            end, failed = live_days(
                self.body, self.layout, lanes, source, Checkpoint(part.state, part.noise), recorder, first,
                last - first + 1, self.seed, self.tick,
            )  # fmt: skip
            return replace(part, state=end.state, noise=end.noise, sums=recorder.sums), failed

        if len(jobs) == 1:
            done = [one(jobs[0])]
        else:
            with ThreadPoolExecutor(len(jobs)) as pool:
                done = list(pool.map(one, jobs))
        self.failures += [sentence for _, failed in done for sentence in failed]
        return joined([part for part, _ in done])

    def _groups(self, standing: Standing) -> list[NDArray[np.int64]]:
        """The lives that go on in the same way, together; or each by itself where that is asked for."""
        if not self.grouped:
            return [np.array([life]) for life in range(len(standing.lane))]
        key = np.where(standing.stopped > 0, 2.0, np.where(np.isnan(standing.belief), -1.0, standing.belief))
        return [np.flatnonzero(key == value) for value in np.unique(key)]

    def _source(self, one: Standing, schedule: DaySource) -> DaySource:
        if one.stopped[0] > 0:
            return Stopped(schedule, self.script.without)
        return schedule if np.isnan(one.belief[0]) else Believing(schedule, float(one.belief[0]))

    def _decided(self, standing: Standing, arm: str, day: int, since: int) -> Standing:
        """The evening of a day on which people may stop (``since`` days count), or come to be sure of what they take."""
        count = len(standing.lane)
        persons = self.lanes.persons[standing.lane]
        now, baseline = standing.readings(self.watched, day), standing.readings(self.watched, BASELINE.day)
        effects = side_effects(self.plan, now, baseline, count)
        taking = standing.stopped == 0
        unmasked, belief = standing.unmasked.copy(), standing.belief.copy()
        if self.plan.arms[arm].blinded:
            sure = np.where(taking & np.isnan(belief), belief_now(self.plan, self.seed, persons, effects), np.nan)
            new = ~np.isnan(sure)
            belief[new] = sure[new]
            unmasked[new & (unmasked == 0)] = day
        standing = replace(standing, belief=belief, unmasked=unmasked)
        if self.stopping is None:
            return standing
        before = max(item for item in (0, *self.decisions) if item < day)
        last = standing.readings(self.watched, before)
        odds = driven(self.plan, self.stopping, now, last, effects)
        self.odds[day] = np.full(len(self.lanes), np.nan)
        self.odds[day][standing.lane[~standing.ghost]] = odds[~standing.ghost]
        stops = taking & ~standing.ghost & stops_now(self.seed, persons, day, self.stopping.log_stay(odds, since))
        if not stops.any():
            return standing
        whole = replace(standing, stopped=np.where(stops, day, standing.stopped))
        if not self.twice:
            return whole
        ghosts = standing.take(np.flatnonzero(stops))
        return joined([whole, replace(ghosts, ghost=np.ones(len(ghosts.lane), dtype=bool))])


def in_order(standing: Standing) -> Standing:
    """The lives that were lived, one for each lane, in the order of lanes."""
    real = np.flatnonzero(~standing.ghost)
    return standing.take(real[np.argsort(standing.lane[real], kind="stable")])


def had_nobody_stopped(standing: Standing) -> Standing:
    """One life for each lane, in the order of lanes: for whoever stopped, the one that would have been."""
    haunted = np.isin(standing.lane, standing.lane[standing.ghost])
    kept = np.flatnonzero(standing.ghost | ~haunted)
    return standing.take(kept[np.argsort(standing.lane[kept], kind="stable")])
