"""A job is cut into pieces of some seconds: whose lives, in which truths, and what comes out of them as a table."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray

import somaloop.trials.pickling  # noqa: F401 (plans travel in pieces)
from somaloop.engine.program import Layout
from somaloop.engine.simulate import Lanes
from somaloop.engine.truths import Truths, crowd_values, told_values
from somaloop.language import Body
from somaloop.studies.crowd import POOL
from somaloop.studies.needs import screening_moment, timed
from somaloop.studies.record import Asked, study_plan
from somaloop.trials.living import Living, Tick, had_nobody_stopped, in_order
from somaloop.trials.places import course_name
from somaloop.trials.plan import TrialPlan
from somaloop.trials.script import BASELINE, Script, Stretch, asked_of, evenings, script_of, stretches
from somaloop.trials.status import NEVER, Stopping

Array = NDArray[np.float64]
Indices = NDArray[np.int64]
Kind = Literal["screening", "first course", "lives"]
COST = 60_000  # person-days of a piece: about ten seconds on two cores
WIDEST, NARROWEST, VECTOR = 256, 32, 16  # lanes of a piece; the last is what fills vectors of the processor


@dataclass(frozen=True)
class Piece:
    """Part of a job, which any machine can do: persons (indices of the population) in truths of a world.

    ``first`` is the place of its first truth, for sentences. A ``screening`` piece settles into usual life and is read;
    a ``first course`` piece shows how likely people would be to stop; a ``lives`` piece lives all courses.
    """

    kind: Kind
    plan: TrialPlan
    world: str
    persons: Indices
    truths: Truths
    seed: int
    first: int = 0
    stopping: Stopping | None = None

    @property
    def lanes(self) -> int:
        """How many people in truths."""
        return len(self.persons) * len(self.truths)

    @property
    def days(self) -> int:
        """Person-days, were nobody's status to change."""
        return self.lanes * days_of(self.plan, self.kind)

    def key(self, model: str) -> str:
        """A checksum of everything that goes into it; ``model`` is :func:`stamp`."""
        digest = hashlib.sha256(f"{model} {self.kind} {self.world} {self.seed} {self.stopping!r}".encode())
        text = settled_of(self.plan) if self.kind == "screening" else lived_of(self.plan)
        digest.update(text.encode() + self.persons.tobytes())
        digest.update(" ".join(self.truths.names).encode() + np.ascontiguousarray(self.truths.scores).tobytes())
        return digest.hexdigest()[:32]


@dataclass(frozen=True)
class Part:
    """What came out of a piece: columns by name, all of one length, and sentences of what failed."""

    columns: dict[str, NDArray]
    failures: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(next(iter(self.columns.values())))


def rows_of(piece: Piece) -> int:
    """How many rows the table of a piece has."""
    return piece.lanes * (len(piece.plan.courses) if piece.kind == "lives" else 1)


def column_of(asked: Asked, stayed: bool = False) -> str:
    """The name of the column of a reading, such as ``PHQ-15@day 84``."""
    return f"{'stayed: ' if stayed else ''}{asked[0]}@{asked[1]}"


def settled_of(plan: TrialPlan) -> str:
    """Everything of a plan that a screening hangs on, as text."""
    people = (plan.people, sorted(plan.people.facts.items()))
    return repr((people, str(plan.usual), plan.settle_days, plan.varied_days))


def lived_of(plan: TrialPlan) -> str:
    """Everything of a plan that lives hang on, as text: neither its sizes nor its analyses are part of that."""
    arms = {name: (str(arm.protocol), arm.blinded) for name, arm in plan.arms.items()}
    parts = (
        settled_of(plan), str(plan.everybody), plan.days, arms, plan.courses, plan.spans, asked_of(plan), plan.adherence.misses, plan.adherence.stops, sorted(plan.adherence.on.items()),
        plan.primary, plan.side_effects, twice(plan),
    )  # fmt: skip
    return repr(parts)


def twice(plan: TrialPlan) -> bool:
    """Whether it is asked what would have been had nobody stopped."""
    return plan.estimand.strategy == "hypothetical" and plan.adherence.stops > 0


def first_taken(plan: TrialPlan) -> int:
    """The place of the first course in which there is anything that somebody could stop."""
    found = (i for i, item in enumerate(plan.courses) if any(len(plan.arms[name].protocol) for name in item))
    return next(found, 0)


@lru_cache(maxsize=64)
def _course_days(paths: tuple[tuple[Stretch, ...], ...]) -> int:
    seen = {path[: depth + 1] for path in paths for depth in range(len(path))}
    return sum(path[-1].last - path[-1].first + 1 for path in seen)


def days_of(plan: TrialPlan, kind: Kind) -> int:
    """Days of one life in a piece of this kind; courses that begin alike share their days."""
    if kind == "screening":
        return plan.settle_days
    if kind == "first course":
        return plan.settle_days + plan.days
    paths = tuple(stretches(plan, course) for course in plan.courses)
    return plan.settle_days + _course_days(paths)


def width_of(plan: TrialPlan) -> int:
    """How many lanes a piece of lives has, so that it costs some seconds."""
    fitting = COST // days_of(plan, "lives") // VECTOR * VECTOR
    return min(max(fitting, NARROWEST), WIDEST)


def screening_pieces(plan: TrialPlan, world: str, centre: Truths, seed: int, low: int, high: int) -> Iterator[Piece]:
    """Candidates ``low`` to ``high`` (half-open) of the population."""
    for begin in range(low, high, POOL):
        persons = np.arange(begin, min(begin + POOL, high))
        yield Piece("screening", plan, world, persons, centre, seed)


def life_pieces(
    plan: TrialPlan, world: str, persons: Indices, truths: Truths, seed: int, stopping: Stopping | None
) -> Iterator[Piece]:
    """The same persons in every truth, in pieces: some truths together where there are few persons."""
    width = width_of(plan)
    together = max(width // max(len(persons), 1), 1)
    for first in range(0, len(truths), together):
        some = truths.take(np.arange(first, min(first + together, len(truths))))
        for low in range(0, len(persons), width):
            yield Piece("lives", plan, world, persons[low : low + width], some, seed, first, stopping)


def lanes_of(body: Body, layout: Layout, piece: Piece) -> Lanes:
    """The lanes of a piece, truth by truth: lane ``t * persons + p`` is person p in truth t."""
    population = piece.plan.people
    declared = body.declared
    drawn = population.drawn(declared, piece.persons)
    traits = population.traits(declared)
    if piece.world == "told":
        values = told_values(body, layout, traits, drawn.traits, piece.truths)
    else:
        values = crowd_values(declared, layout, traits, drawn.traits, piece.truths)
    world = {"told": "as told", "middle": "in the middle of what is known"}.get(piece.world)
    labels = tuple(
        f"person {person} {world or f'in truth {piece.first + number + 1}'}"
        for number in range(len(piece.truths)) for person in piece.persons
    )  # fmt: skip
    return Lanes(values.reshape(len(layout.values), -1), np.tile(piece.persons, len(piece.truths)), labels)


_LAST: list[tuple[Body, str, Script]] = []  # the script of the last piece: those of a job share it


def _script(body: Body, plan: TrialPlan) -> Script:
    text = lived_of(plan)
    if not _LAST or _LAST[0][0] is not body or _LAST[0][1] != text:
        _LAST[:] = [(body, text, script_of(body, plan))]
    return _LAST[0][2]


def work(body: Body, piece: Piece, tick: Tick | None = None) -> Part:
    """Do a piece. ``tick`` is told person-days, from several threads."""
    declared = body.declared
    layout = study_plan(declared)
    living = Living(
        declared, layout, _script(declared, piece.plan), lanes_of(body, layout, piece), piece.seed,
        stopping=piece.stopping, twice=twice(piece.plan), tick=tick,
    )  # fmt: skip
    if piece.kind == "screening":
        return _screened(piece, living)
    if piece.kind == "first course":
        return _first_course(piece, living)
    return _lived(piece, living)


def _who(piece: Piece) -> dict[str, NDArray]:
    truth = piece.first + np.repeat(np.arange(len(piece.truths)), len(piece.persons))
    return {
        "world": np.full(piece.lanes, piece.world), "truth": truth, "person": np.tile(piece.persons, len(piece.truths))
    }  # fmt: skip


def _screened(piece: Piece, living: Living) -> Part:
    standing = living.settled()
    columns = _who(piece)
    for name in dict.fromkeys(item.of for item in piece.plan.people.include):
        asked = (name, screening_moment(name))
        columns[column_of(asked)] = standing.expected(asked)
    return Part(columns, tuple(dict.fromkeys(living.failures)))


def _first_course(piece: Piece, living: Living) -> Part:
    """What drivers add to the log odds of stopping on each evening, and what is bad for the outcome."""
    plan, standing = piece.plan, living.settled()
    before = standing.expected((plan.primary.of, timed(plan.primary.of, BASELINE)))
    living.stopping = Stopping(NEVER, float(np.nanmean(before)), float(np.nanstd(before)))
    place = first_taken(plan)
    columns = _who(piece) | {"baseline": before}
    for stretch in stretches(plan, plan.courses[place]):
        standing = living.through(standing, stretch, living.script.courses[place])
        for day, _ in evenings(plan, stretch):
            columns[f"odds@day {day}"] = living.odds[day]
    return Part(columns, tuple(dict.fromkeys(living.failures)))


def _lived(piece: Piece, living: Living) -> Part:
    plan, asked = piece.plan, asked_of(piece.plan)
    rows: list[dict[str, NDArray]] = []
    for course, standing in zip(plan.courses, living.courses(), strict=True):
        real = in_order(standing)
        row = _who(piece) | {"course": np.full(piece.lanes, course_name(course))}
        row |= {"stopped": real.stopped, "unmasked": real.unmasked}
        row |= {column_of(item): real.expected(item).astype(np.float32) for item in asked}
        if twice(plan):
            would = had_nobody_stopped(standing)
            row |= {column_of(item, True): would.expected(item).astype(np.float32) for item in asked}
        rows.append(row)
    columns = {name: np.concatenate([row[name] for row in rows]) for name in rows[0]}
    return Part(columns, tuple(dict.fromkeys(living.failures)))
