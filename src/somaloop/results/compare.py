"""Compare what is done with one person: the same person, the same days, in both worlds, with what is not known."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from somaloop.engine.program import Layout, layout
from somaloop.engine.simulate import Checkpoint, DaySource, Lanes, Passage, run, start
from somaloop.engine.worlds import drawn_values, world_values
from somaloop.instruments import INSTRUMENTS, instrument, needed_outputs
from somaloop.language import Body
from somaloop.results.attribution import cut_lanes, shares
from somaloop.results.comparison import KNOWN, TOLD, Comparison, Interval, OutcomeRow, WorldAnswer
from somaloop.results.labelled import daily_dataset, hourly_dataset
from somaloop.results.verdict import verdict

Array = NDArray[np.float64]
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Arm:
    """One thing that could be done: its name, its schedule, its text, and the schedule of its placebo twin."""

    name: str
    schedule: DaySource
    text: str = ""
    placebo: DaySource | None = None


@dataclass(frozen=True)
class Question:
    """What is asked: one person, a usual life to settle in, arms of which the first is the comparator."""

    title: str
    person: str
    traits: Mapping[str, float]
    usual: DaySource
    arms: tuple[Arm, ...]
    days: int
    settle_days: int = 28
    draws: int = 200
    seed: int = 1
    index: int = 0
    outcomes: tuple[str, ...] = ()
    facts: Mapping[str, Any] | None = None
    warnings: tuple[str, ...] = ()
    attribute: bool = True


SHOWN = (
    "hpa.cortisol_serum",
    "circadian.melatonin_plasma",
    "sleep.asleep",
    "autonomic.heart_rate",
    "autonomic.rmssd",
    "muscle.tone",
    "magnesium.serum",
    "caffeine.plasma",
    "perception.felt_burden",
    "appraisal.worry",
)


def study_layout(body: Body) -> Layout:
    """The layout with everything that instruments read and pictures show."""
    known = {**body.states, **body.observables}
    wanted = dict.fromkeys((*body.outputs, *needed_outputs(), *SHOWN))
    return layout(body, tuple(name for name in wanted if name in known))


class _Job:
    """One arm of one set of lanes: remembers daily means of all lanes and hourly means of the first ``detailed``."""

    def __init__(self, body: Body, plan: Layout, lanes: Lanes, question: Question, tick: Callable[[int], None]) -> None:
        self.body, self.plan, self.lanes, self.question, self.tick = body, plan, lanes, question, tick

    def settle(self) -> Passage:
        begin = start(self.body, self.plan, self.lanes, self.question.seed)
        days = self.question.settle_days
        return self._run(self.question.usual, begin, -days, days, lambda saved, day, low: saved.mean(axis=0)[:1])

    def arm(self, schedule: DaySource, begin: Checkpoint, detailed: int) -> tuple[Passage, Array]:
        hours: list[Array] = []

        def keep(saved: Array, day: int, low: int) -> Array:
            if low == 0 and detailed:
                hours.append(saved[:, :, :detailed].copy())
            return saved.mean(axis=0)

        passage = self._run(schedule, begin, 0, self.question.days, keep)
        return passage, np.concatenate(hours) if hours else np.zeros((0, len(self.plan.outputs), 0))

    def _run(self, schedule: DaySource, begin: Checkpoint, first: int, days: int, keep: Any) -> Passage:
        return run(
            self.body,
            self.plan,
            self.lanes,
            schedule,
            begin,
            first_day=first,
            days=days,
            seed=self.question.seed,
            resolution="hour",
            keep=keep,
            progress=self.tick,
        )


def compare(body: Body, question: Question, progress: Progress | None = None) -> Comparison:
    """Answer a question. ``progress(done, all)`` is told the number of person-days, and may raise to interrupt."""
    plan = study_layout(body)
    columns = {world: world_values(body, plan, question.traits, world) for world in ("told", "known")}
    drawn = drawn_values(body, plan, question.traits, question.draws, question.seed)
    values = np.concatenate([np.stack([columns["told"], columns["known"]], axis=1), drawn], axis=1)
    labels = ("told", "known", *(f"known {i + 1}" for i in range(question.draws)))
    lanes = Lanes(values, np.full(values.shape[1], question.index), labels)
    cuts = cut_lanes(body, plan, columns, question.index) if question.attribute else None

    runs: list[tuple[str, DaySource]] = []
    placebo_of: dict[str, str] = {}
    for arm in question.arms:
        runs.append((arm.name, arm.schedule))
        if arm.placebo is not None:
            placebo_of[arm.name] = f"{arm.name}: placebo"
            runs.append((placebo_of[arm.name], arm.placebo))

    per_lane = question.settle_days + question.days * len(runs)
    total = len(lanes) * per_lane
    if cuts is not None:
        total += len(cuts) * (question.settle_days + question.days * len(question.arms))
    done = 0

    def tick(lane_days: int) -> None:
        nonlocal done
        done += lane_days
        if progress is not None:
            progress(done, total)

    main = _Job(body, plan, lanes, question, tick)
    other = _Job(body, plan, cuts, question, tick) if cuts is not None else None
    with ThreadPoolExecutor(2) as pool:
        settling = pool.submit(main.settle)
        settling_cuts = pool.submit(other.settle) if other is not None else None
        begun = settling.result()
        begun_cuts = settling_cuts.result() if settling_cuts is not None else None
        pending = [pool.submit(main.arm, schedule, begun.end, 2) for _, schedule in runs]
        pending_cuts = [
            pool.submit(other.arm, arm.schedule, begun_cuts.end, 0)
            for arm in question.arms
            if other is not None and begun_cuts is not None
        ]
        passages = [item.result() for item in pending]
        cut_passages = [item.result()[0] for item in pending_cuts]

    names = tuple(name for name, _ in runs)
    daily = daily_dataset(body, plan, names, labels, np.stack([p.saved for p, _ in passages]))
    hourly = hourly_dataset(body, plan, names, np.stack([hours for _, hours in passages]))
    failures = [*begun.failures, *(f for p, _ in passages for f in p.failures)]
    result = Comparison(
        title=question.title,
        person=question.person,
        facts=dict(question.facts or {}),
        weeks=question.days / 7,
        seed=question.seed,
        draws=question.draws,
        arms=names,
        placebo_of=placebo_of,
        protocols={arm.name: arm.text for arm in question.arms},
        hourly=hourly,
        daily=daily,
        rows=(),
        warnings=question.warnings,
        failures=tuple(dict.fromkeys(f.sentence for f in failures)),
        events={arm.name: _events(arm.schedule) for arm in question.arms},
    )
    rows = _rows(result, question, plan, cuts, body, [p.saved for p in cut_passages])
    return replace(result, rows=rows)


def _events(schedule: Any) -> tuple[tuple[int, float, str], ...]:
    return tuple((item.day, item.hour, item.text) for item in getattr(schedule, "events", ()))


def _world(series: dict[str, Array], arm: str, base: str, placebo: str | None, told: bool) -> WorldAnswer:
    pick = (lambda a: a[TOLD : TOLD + 1]) if told else (lambda a: a[KNOWN + 1 :] if a.size > 2 else a[KNOWN:])
    without, with_ = pick(series[base]), pick(series[arm])
    expectation = Interval.of(pick(series[placebo]) - without) if placebo is not None else None
    return WorldAnswer(
        Interval.of(without).centre, Interval.of(with_).centre, Interval.of(with_ - without), expectation
    )


def _by_output(plan: Layout, saved: Array) -> Callable[[str], Array]:
    """Daily means [lanes, days] by output name, from ``saved`` [days, outputs, lanes]."""
    return lambda name: saved[:, plan.row("outputs", name), :].T


def _rows(
    result: Comparison, question: Question, plan: Layout, cuts: Lanes | None, body: Body, cut_saved: list[Array]
) -> tuple[OutcomeRow, ...]:
    chosen = [instrument(name) for name in question.outcomes] if question.outcomes else list(INSTRUMENTS.values())
    base, last = question.arms[0].name, question.days - 1
    rows = []
    for item in chosen:
        if any(output not in plan.outputs for output, _ in item.weights):
            continue
        series = {}
        for name in result.arms:
            block = result.daily.sel(arm=name)
            series[name] = item.expected(lambda output, block=block: np.asarray(block[output]), last)
        for number, arm in enumerate(question.arms[1:], start=1):
            placebo = result.placebo_of.get(arm.name)
            told = _world(series, arm.name, base, placebo, told=True)
            known = _world(series, arm.name, base, placebo, told=False)
            if cuts is not None:
                carried = shares(
                    body, cuts, item, _by_output(plan, cut_saved[number]), _by_output(plan, cut_saved[0]), last
                )
                told, known = replace(told, rests_on=carried["told"]), replace(known, rests_on=carried["known"])
            error = float(item.error_of(np.asarray(known.without)))
            rows.append(
                OutcomeRow(
                    item.name,
                    item.title,
                    item.unit,
                    item.kind,
                    arm.name,
                    item.decimals,
                    item.important,
                    item.better,
                    error,
                    told,
                    known,
                    verdict(known.difference, told.difference, item.important, error),
                )
            )
    return tuple(rows)
