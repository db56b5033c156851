"""Compare what is done with one person: the same person, the same days, in both worlds, with what is not known."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from somaloop.engine.program import Layout, Precision, layout
from somaloop.engine.simulate import Checkpoint, DaySource, Lanes, Passage, run, start
from somaloop.engine.worlds import WORLDS, drawn_values, world_values
from somaloop.instruments import MAIN, instrument, needed_outputs
from somaloop.language import Body, SomaloopError
from somaloop.results.attribution import Attribution, Study, attribute
from somaloop.results.comparison import Comparison, Interval, OutcomeRow, WorldAnswer
from somaloop.results.kept import EVERYTHING, Kept
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
    """What is asked: one person, a usual life to settle in, arms of which the first is the comparator.

    Changes are worked out in single ``precision``, whose rounding is far below the error of the step (docs/numerics.md).
    """

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
    kept: Kept = EVERYTHING
    precision: Precision = "single"


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


def study_layout(body: Body, outcomes: tuple[str, ...] = MAIN) -> Layout:
    """The layout with everything that these instruments read and pictures show."""
    known = {**body.states, **body.observables}
    wanted = dict.fromkeys((*body.outputs, *needed_outputs(outcomes), *SHOWN))
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
            precision=self.question.precision,
        )


def compare(body: Body, question: Question, progress: Progress | None = None) -> Comparison:
    """Answer a question. ``progress(done, all)`` is told the number of person-days, and may raise to interrupt."""
    plan = study_layout(body, question.outcomes or MAIN)
    worlds = question.kept.worlds
    traits = {**question.traits, **question.kept.traits(body)}
    columns = {world: world_values(body, plan, traits, world) for world in worlds}
    values = np.stack(list(columns.values()), axis=1)
    labels = worlds
    if "known" in worlds:
        values = np.concatenate([values, drawn_values(body, plan, traits, question.draws, question.seed)], axis=1)
        labels = (*worlds, *(f"known {i + 1}" for i in range(question.draws)))
    lanes = Lanes(values, np.full(values.shape[1], question.index), labels)

    runs: list[tuple[str, DaySource]] = []
    placebo_of: dict[str, str] = {}
    for arm in question.arms:
        runs.append((arm.name, arm.schedule))
        if arm.placebo is not None:
            placebo_of[arm.name] = f"{arm.name}: placebo"
            runs.append((placebo_of[arm.name], arm.placebo))

    per_lane = question.settle_days + question.days * len(runs)
    total = len(lanes) * per_lane
    study = _study(body, plan, question)
    if question.attribute:
        total += 2 * total // 3  # the search for players tells how much it really is
    done = 0

    def tick(lane_days: int) -> None:
        nonlocal done
        done += lane_days
        if progress is not None:
            progress(min(done, total), total)

    def announce(lane_days: int) -> None:
        nonlocal total
        total = done + lane_days

    main = _Job(body, plan, lanes, question, tick)
    begun = main.settle()
    passages = [main.arm(schedule, begun.end, len(worlds)) for _, schedule in runs]  # each on all cores
    carried = attribute(study, columns, tick, announce) if question.attribute else Attribution()

    names = tuple(name for name, _ in runs)
    daily = daily_dataset(body, plan, names, labels, np.stack([p.saved for p, _ in passages]))
    hourly = hourly_dataset(body, plan, names, np.stack([hours for _, hours in passages]), worlds)
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
        warnings=(*question.warnings, *(f"not traced in full: {sentence}" for sentence in carried.failures)),
        failures=tuple(dict.fromkeys(f.sentence for f in failures)),
        events={arm.name: _events(arm.schedule) for arm in question.arms},
        kept=question.kept,
        outcomes=tuple(item.name for item in study.items),
    )
    return replace(result, rows=_rows(result, question, study, carried))


def _study(body: Body, plan: Layout, question: Question) -> Study:
    chosen = [instrument(name) for name in question.outcomes or MAIN]
    for item in chosen:
        if not item.by_day:
            raise SomaloopError(
                f"{item.name} is read at a clock time ({item.window}); this comparison keeps daily means"
            )
    items = tuple(item for item in chosen if all(output in plan.outputs for output in item.outputs))
    arms = {arm.name: arm.schedule for arm in question.arms}
    return Study(
        body, plan, question.usual, arms, question.settle_days, question.days, question.seed, question.index, items,
        question.precision,
    )  # fmt: skip


def _events(schedule: Any) -> tuple[tuple[int, float, str], ...]:
    return tuple((item.day, item.hour, item.text) for item in getattr(schedule, "events", ()))


def _world(series: Mapping[str, Array], arm: str, base: str, placebo: str | None, lanes: slice) -> WorldAnswer:
    without, with_ = series[base][lanes], series[arm][lanes]
    expectation = Interval.of(series[placebo][lanes] - without) if placebo is not None else None
    return WorldAnswer(
        Interval.of(without).centre, Interval.of(with_).centre, Interval.of(with_ - without), expectation
    )


def _rows(result: Comparison, question: Question, study: Study, carried: Attribution) -> tuple[OutcomeRow, ...]:
    base, last = question.arms[0].name, question.days - 1
    rows = []
    for item in study.items:
        series = {}
        for name in result.arms:
            block = result.daily.sel(arm=name)
            series[name] = item.expected(lambda output, block=block: np.asarray(block[output]), last)
        for arm in question.arms[1:]:
            answers = {
                world: replace(
                    _world(series, arm.name, base, result.placebo_of.get(arm.name), result.lanes_of(world)),
                    rests_on=carried.rests_on.get((arm.name, item.name, world)),
                )
                for world in result.worlds
            }
            told, known = (answers.get(world) or WorldAnswer.left_out() for world in WORLDS)
            without = next(answer.without for answer in (known, told) if answer.run)
            error = float(item.error_of(np.asarray(without)))
            in_known, in_told = (answer.difference if answer.run else None for answer in (known, told))
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
                    verdict(in_known, in_told, item.important, error),
                )
            )
    return tuple(rows)
