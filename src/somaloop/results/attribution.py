"""Which arrows carry a difference: nested knock-outs of one person's arrows, shared out so that the parts add up.

First every arrow that has any strength is cut alone in a short version of the study. Those that change an outcome by a
twentieth of its difference become players of their own, at most ``MOST_PLAYERS`` in a world; all others of a grade are
one player together. Then the person lives the whole study with the sets of arrows that :mod:`somaloop.results.shares`
asks for, settling included, with the same days. Of *as known* the centre is taken.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from somaloop.engine.program import Layout, Precision
from somaloop.engine.simulate import Checkpoint, DaySource, Lanes, Passage, run, start
from somaloop.instruments import Instrument
from somaloop.language import GRADES, Body
from somaloop.results.rests_on import Part, RestsOn
from somaloop.results.shares import Coalition, Design, design, parts_of

Array = NDArray[np.float64]
Tick = Callable[[int], None]
PAIRS = 3
MOST_PLAYERS = 24
SMALLEST_SHARE = 0.05
TRIAL_SETTLE, TRIAL_DAYS = 7, 28  # of the short study that finds the players


@dataclass(frozen=True)
class Study:
    """What all lanes go through: a usual life to settle in, then one of the arms (the first is the comparator)."""

    body: Body
    plan: Layout
    usual: DaySource
    arms: Mapping[str, DaySource]
    settle_days: int
    days: int
    seed: int
    index: int
    items: tuple[Instrument, ...]
    precision: Precision = "single"

    def short(self) -> Study:
        """The same with fewer days."""
        settle, days = min(TRIAL_SETTLE, self.settle_days), min(TRIAL_DAYS, self.days)
        return replace(self, settle_days=settle, days=days)

    def lane_days(self, lanes: int) -> int:
        """How many days of one lane this study is."""
        return lanes * (self.settle_days + self.days * len(self.arms))


@dataclass(frozen=True)
class Attribution:
    """What every difference rests on, by (arm, instrument, world), and the runs that failed."""

    rests_on: Mapping[tuple[str, str, str], RestsOn] = field(default_factory=dict)
    failures: tuple[str, ...] = ()


def causal_arrows(body: Body) -> tuple[str, ...]:
    """Arrows that can be in question: all but the structural wiring."""
    return tuple(name for name, arrow in body.arrows.items() if not arrow.structural)


def _alive(study: Study, column: Array) -> tuple[str, ...]:
    """The arrows that have any strength in a world; without any an arrow carries exactly nothing."""
    return tuple(n for n in causal_arrows(study.body) if column[study.plan.row("values", f"arrow.{n}")] != 0.0)


def _without(plan: Layout, column: Array, arrows: Sequence[str]) -> Array:
    cut = column.copy()
    cut[[plan.row("values", f"arrow.{name}") for name in arrows]] = 0.0
    return cut


def _live(study: Study, columns: Sequence[Array], labels: Sequence[str], tick: Tick) -> tuple[Array, tuple[str, ...]]:
    """Differences [arms but the first, instruments, lanes] at the end of the study, and what failed."""
    lanes = Lanes(np.stack(columns, axis=1), np.full(len(columns), study.index), tuple(labels))
    body, plan, last = study.body, study.plan, study.days - 1

    def passed(schedule: DaySource, begin: Checkpoint, first: int, days: int, keep: Callable[..., Array]) -> Passage:
        return run(
            body, plan, lanes, schedule, begin,
            first_day=first, days=days, seed=study.seed, keep=keep, progress=tick, precision=study.precision,
        )  # fmt: skip

    begin = start(body, plan, lanes, study.seed)
    settled = passed(study.usual, begin, -study.settle_days, study.settle_days, lambda saved, day, low: saved[:0, 0])
    readings, failures = [], [*settled.failures]
    for schedule in study.arms.values():
        passage = passed(schedule, settled.end, 0, study.days, lambda saved, day, low: saved.mean(axis=0))
        failures += passage.failures

        def daily(name: str, saved: Array = passage.saved) -> Array:
            return saved[:, plan.row("outputs", name), :].T

        readings.append(np.stack([item.expected(daily, last) for item in study.items]))
    return np.stack(readings[1:]) - readings[0], tuple(dict.fromkeys(failure.sentence for failure in failures))


def _scales(study: Study, whole: Array) -> Array:
    """The size of each difference [arms, instruments], at least a hundredth of what is noticeable."""
    bars = [item.important or 2.0 * float(item.error_of(np.asarray(item.offset))) for item in study.items]
    return np.maximum(np.abs(whole), np.maximum(0.01 * np.array(bars), 1e-9))


def players(study: Study, columns: Mapping[str, Array], tick: Tick) -> dict[str, dict[str, tuple[str, ...]]]:
    """For each world, the players by name: an arrow that counts alone, or the others of a grade together."""
    labels, cuts = [], []
    for world, column in columns.items():
        for name in ("", *_alive(study, column)):
            labels.append(f"as {world}, {f'without {name}' if name else 'all arrows'}")
            cuts.append((world, name))
    short = study.short()
    lanes = [_without(study.plan, columns[world], (name,) if name else ()) for world, name in cuts]
    difference, _ = _live(short, lanes, labels, tick)
    found = {}
    for world in columns:
        whole = difference[..., cuts.index((world, ""))]
        change = np.abs(difference - whole[..., None]) / _scales(study, whole)[..., None]
        change = np.nan_to_num(change, nan=np.inf).reshape(-1, len(cuts))
        moves = {name: change[:, i] for i, (place, name) in enumerate(cuts) if place == world and name}
        seen = [name for name in moves if moves[name].max() >= SMALLEST_SHARE]
        chosen = sorted(seen, key=lambda name: -float(np.square(moves[name]).mean()))[:MOST_PLAYERS]
        named: dict[str, tuple[str, ...]] = {name: (name,) for name in chosen}
        for grade in GRADES:
            rest = tuple(n for n in moves if n not in named and study.body.arrows[n].grade == grade)
            if rest:
                named[rest[0] if len(rest) == 1 else f"others of grade {grade}"] = rest
        found[world] = named
    return found


def _design(study: Study, named: Mapping[str, tuple[str, ...]]) -> Design:
    groups = {
        grade: tuple(name for name, arrows in named.items() if study.body.arrows[arrows[0]].grade == grade)
        for grade in GRADES
    }
    return design(groups, PAIRS, study.seed)


def attribute(
    study: Study, columns: Mapping[str, Array], tick: Tick, announce: Callable[[int], None] | None = None
) -> Attribution:
    """Find what the differences rest on in every world of ``columns`` (world to values [values]).

    ``announce`` is told, once it is known, how many lane-days come after the search for players.
    """
    if len(study.arms) < 2 or not study.items:
        return Attribution()
    named = players(study, columns, tick)
    designs = {world: _design(study, named[world]) for world in columns}
    lanes, labels = [], []
    for world, plan in designs.items():
        everyone = [name for group in plan.groups.values() for name in group]
        for coalition in plan.coalitions:
            gone = [arrow for name in everyone if name not in coalition for arrow in named[world][name]]
            lanes.append(_without(study.plan, columns[world], gone))
            labels.append(f"as {world}, {_words(coalition, everyone)}")
    if announce is not None:
        announce(study.lane_days(len(lanes)))
    difference, failures = _live(study, lanes, labels, tick)
    found: dict[tuple[str, str, str], RestsOn] = {}
    begin = 0
    for world, plan in designs.items():
        values = difference[..., begin : begin + len(plan.coalitions)]
        begin += len(plan.coalitions)
        for number, arm in enumerate(list(study.arms)[1:]):
            answers = _answers(study, plan, named[world], values[number].T)
            found |= {(arm, item.name, world): answer for item, answer in zip(study.items, answers, strict=True)}
    return Attribution(found, failures)


def _words(coalition: Coalition, everyone: Sequence[str]) -> str:
    if len(coalition) == len(everyone):
        return "all arrows"
    few = [name for name in everyone if name in coalition]
    return f"only {', '.join(few)}" if few else "no arrow that is in question"


def _answers(study: Study, plan: Design, named: Mapping[str, tuple[str, ...]], values: Array) -> list[RestsOn]:
    parts = parts_of(plan, values)
    by_set = {coalition: values[i] for i, coalition in enumerate(plan.coalitions)}
    better: list[str] = []
    alone = {}
    for grade, group in plan.groups.items():
        better += group
        alone[grade] = by_set[frozenset(better)]
    answers = []
    for i in range(len(study.items)):
        items = [
            Part(study.body.arrows[arrows[0]].grade, float(parts.players[n][i]), float(parts.errors[n][i]), arrows)
            for n, arrows in named.items()
        ]
        items.sort(key=lambda part: -abs(part.part))
        answers.append(
            RestsOn(
                float(parts.whole[i]),
                float(parts.inside[i]),
                {grade: float(part[i]) for grade, part in parts.groups.items()},
                tuple(items),
                {grade: float(left[i]) for grade, left in alone.items()},
            )
        )
    return answers
