"""Let the people of a plan live all its courses, in one world or several: kept piece by piece, and resumed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from somaloop.engine.truths import Truths, known_centre, known_truths
from somaloop.language import Body, SomaloopError, unknown
from somaloop.studies.crowd import POOL
from somaloop.trials.lives import Lives
from somaloop.trials.meter import Meter, Progress
from somaloop.trials.pieces import Part, Piece, column_of, days_of, first_taken, life_pieces, lived_of, twice
from somaloop.trials.plan import TrialPlan
from somaloop.trials.recruit import Recruited, recruit
from somaloop.trials.script import asked_of, evenings, script_of, stretches
from somaloop.trials.spread import Engine, engine_of
from somaloop.trials.stamp import stamp
from somaloop.trials.status import Stopping, base_for
from somaloop.trials.store import Kept, write_people

Ages = tuple[NDArray[np.float64], NDArray[np.bool_]]  # age in years, and whether female [people]
LIVED = ("middle", "known", "told")
AT_ONCE = 4096
HAZARD = 128  # people by whom it is set how likely stopping is


class Interrupted(KeyboardInterrupt):
    """The run was stopped by the user; the text says what is kept and how to go on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """How many people live in each world (the same ones in each of ``truths`` of ``known``)."""

    middle: int = 500
    known: int = 64
    truths: int = 40
    told: int = 250

    def people(self, world: str) -> int:
        """How many people live in a world. Raises UnknownNameError."""
        if world not in LIVED:
            raise unknown("world in which people live", world, LIVED)
        return int(getattr(self, world))


def live(
    body: Body, plan: TrialPlan, world: str, *, people: int | None = None, truths: int | None = None,
    seed: int | None = None, folder: Path | None = None, engine: str | Engine = "process", address: str = "",
    progress: Progress | None = None,
) -> Lives:  # fmt: skip
    """The lives of one world (``middle``, ``known`` or ``told``). Sizes default to those of :class:`Sizes`.

    ``seed`` is the plan's if left out. ``folder`` keeps finished pieces (in ``lives`` below it), so that an interrupted
    run goes on. ``progress(done, all)`` is told person-days, and may raise to interrupt. ``engine`` is ``process`` or
    ``ray`` (at ``address``, else a cluster of this machine), or an engine that is at work already; the numbers are the same. Raises
    SomaloopError where hardly anybody is let in, UnknownNameError for a world or engine, and Interrupted on Ctrl-C.
    """
    usual = Sizes()
    count = usual.people(world) if people is None else people
    sizes = Sizes(middle=count, known=count, told=count, truths=usual.truths if truths is None else truths)
    return live_worlds(
        body, plan, (world,), sizes=sizes, seed=seed, folder=folder, engine=engine, address=address, progress=progress
    )[world]


def live_worlds(
    body: Body, plan: TrialPlan, worlds: Sequence[str] = LIVED, *, sizes: Sizes | None = None, seed: int | None = None,
    folder: Path | None = None, engine: str | Engine = "process", address: str = "", progress: Progress | None = None,
) -> Mapping[str, Lives]:  # fmt: skip
    """The lives of several worlds, with one total for ``progress``; else as :func:`live`."""
    job = _started(body, plan, worlds, sizes, seed, folder, progress)
    return job.within(engine, address, worlds, True)[0]


def keep_lives(
    body: Body, plan: TrialPlan, worlds: Sequence[str] = LIVED, *, folder: Path, sizes: Sizes | None = None,
    seed: int | None = None, engine: str | Engine = "process", address: str = "", progress: Progress | None = None,
) -> Path:  # fmt: skip
    """Live and keep, and put nothing together: for more people than memory holds. The folder with the files.

    They are those of :func:`live_worlds`, which would take them from there; else as it, which see.
    """
    return _started(body, plan, worlds, sizes, seed, folder, progress).within(engine, address, worlds, False)[1]


def _started(
    body: Body, plan: TrialPlan, worlds: Sequence[str], sizes: Sizes | None, seed: int | None, folder: Path | None,
    progress: Progress | None,
) -> _Job:  # fmt: skip
    sizes = sizes or Sizes()
    for world in worlds:
        if sizes.people(world) < 1 or sizes.truths < 1:
            raise SomaloopError(f"nobody lives in the world {world!r}: give at least 1 person and 1 truth")
    return _Job(body, plan, sizes, plan.seed if seed is None else seed, folder, progress)


class _Job:
    """One call of :func:`live_worlds`."""

    def __init__(
        self, body: Body, plan: TrialPlan, sizes: Sizes, seed: int, folder: Path | None, progress: Progress | None
    ) -> None:
        script_of(body.declared, plan)  # a plan that cannot be lived is an error before anything begins
        self.body, self.plan, self.sizes, self.seed = body, plan, sizes, seed
        model = stamp(body)
        name = hashlib.sha256(f"{model} {seed} {lived_of(plan)}".encode()).hexdigest()[:8]
        self.kept = Kept(None if folder is None else folder / "lives" / name, model)
        self.meter = Meter(progress)
        self.centre = known_centre(body.declared)
        self.small: dict[str, Part] = {}  # screenings, which several worlds share

    def within(
        self, engine: str | Engine, address: str, worlds: Sequence[str], together: bool
    ) -> tuple[dict[str, Lives], Path]:
        """Live on an engine, which is let go of if it was started here. Raises Interrupted on Ctrl-C."""
        try:
            if not isinstance(engine, str):
                return self.worlds(engine, worlds, together)
            with engine_of(engine, address) as at_work:
                return self.worlds(at_work, worlds, together)
        except Interrupted:
            raise
        except KeyboardInterrupt:
            raise Interrupted(self.kept.sentence()) from None

    def worlds(self, engine: Engine, worlds: Sequence[str], together: bool) -> tuple[dict[str, Lives], Path]:
        self._estimate(worlds)
        crowds = {world: self._recruited(engine, world, self.sizes.people(world)) for world in worlds}
        stopping = self._stopping(engine)
        self.meter.settle("screening", "first course")
        pieces = {world: list(self._pieces(world, crowds[world], stopping)) for world in worlds}
        self.meter.expect("lives", sum(piece.days for items in pieces.values() for piece in items))
        found: dict[str, Lives] = {}
        for world in worlds:
            ages = self._ages(crowds[world].distinct)
            write_people(self.kept, world, crowds[world].crowd, *ages)
            if together:
                found[world] = self._lives(engine, world, crowds[world], pieces[world], ages)
            else:
                for _ in self.run(engine, pieces[world]):
                    pass
        return found, self.kept.folder or Path()

    def run(self, engine: Engine, pieces: Iterable[Piece]) -> Iterator[tuple[Piece, Part]]:
        """Do pieces, or read what was kept of them; each is kept before the next is waited for."""
        missing = []
        for piece in pieces:
            if (part := self.small.get(piece.key(self.kept.model))) is not None:
                yield piece, part
            elif (part := self.kept.load(piece)) is not None:
                yield self._noted(piece, part)
            else:
                missing.append(piece)
        for piece, part in engine.run(self.body, missing, self.meter.tick):
            self.kept.save(piece, part)
            yield self._noted(piece, part)

    def _noted(self, piece: Piece, part: Part) -> tuple[Piece, Part]:
        if piece.kind != "lives" and self.kept.folder is None:
            self.small[piece.key(self.kept.model)] = part
        self.meter.done(piece)
        return piece, part

    def _estimate(self, worlds: Sequence[str]) -> None:
        """Tell the meter what is to come, as far as it can be known: pools may have to grow."""
        lanes = sum(self.sizes.people(world) * (self.sizes.truths if world == "known" else 1) for world in worlds)
        self.meter.expect("lives", lanes * days_of(self.plan, "lives"))
        if self.plan.people.include:
            each = max(POOL, -(-max(self.sizes.people(world) for world in worlds) // POOL) * POOL)
            self.meter.expect("screening", each * self.plan.settle_days * len({world == "told" for world in worlds}))
        if self.plan.adherence.stops > 0 and self.plan.adherence.on:
            self.meter.expect("first course", HAZARD * days_of(self.plan, "first course"))

    def _recruited(self, engine: Engine, world: str, wanted: int) -> Recruited:
        """People are recruited in the world that they live in; those of all truths in the middle of what is known."""
        at = "told" if world == "told" else "middle"
        return recruit(self.plan, at, self.centre, wanted, self.seed, lambda pieces: self.run(engine, pieces))

    def _stopping(self, engine: Engine) -> Stopping | None:
        """How likely people are to stop, so that the plan's share does in its first course in the middle world."""
        share, plan = self.plan.adherence.stops, self.plan
        if share <= 0.0 or not any(len(arm.protocol) for arm in plan.arms.values()):
            return None  # nobody stops, or there is nothing to stop
        found = [
            item for stretch in stretches(plan, plan.courses[first_taken(plan)]) for item in evenings(plan, stretch)
        ]
        days = np.array([length for _, length in found], dtype=np.int64)
        if not plan.adherence.on:
            return Stopping(base_for(share, np.zeros((len(days), 1)), days))
        people = self._recruited(engine, "middle", HAZARD).distinct
        piece = Piece("first course", plan, "middle", people, self.centre, self.seed)
        ((_, part),) = self.run(engine, [piece])
        odds = np.stack([part.columns[f"odds@day {day}"] for day, _ in found])
        before = part.columns["baseline"]
        lived = np.isfinite(odds).all(axis=0) & np.isfinite(before)
        base = base_for(share, odds[:, lived], days)
        return Stopping(base, float(before[lived].mean()), float(before[lived].std()))

    def _truths(self, world: str) -> Truths:
        return known_truths(self.body.declared, self.sizes.truths, self.seed) if world == "known" else self.centre

    def _pieces(self, world: str, crowd: Recruited, stopping: Stopping | None) -> Iterator[Piece]:
        return life_pieces(self.plan, world, crowd.distinct, self._truths(world), self.seed, stopping)

    def _lives(self, engine: Engine, world: str, crowd: Recruited, pieces: list[Piece], ages: Ages) -> Lives:
        """Put the pieces of a world together."""
        plan, people = self.plan, crowd.distinct
        shape = (len(self._truths(world)), len(plan.courses), len(people))
        tables: dict[str, NDArray] = {name: np.zeros(shape, dtype=np.int64) for name in ("stopped", "unmasked")}
        names = {column_of(item): item for item in asked_of(plan)}
        stayed = {column_of(item, True): item for item in asked_of(plan)} if twice(plan) else {}
        tables |= {name: np.full(shape, np.nan) for name in (*names, *stayed)}
        failures = list(crowd.failures)
        for piece, part in self.run(engine, pieces):
            place = np.searchsorted(people, piece.persons)
            truths = np.arange(piece.first, piece.first + len(piece.truths))
            for name, table in tables.items():
                block = part.columns[name].reshape(shape[1], len(truths), len(place))
                table[np.ix_(truths, np.arange(shape[1]), place)] = block.swapaxes(0, 1)
            failures += part.failures
        # Who stands in the crowd more than once lived once.
        alike = np.array_equal(people, crowd.crowd.indices)
        again = slice(None) if alike else np.searchsorted(people, crowd.crowd.indices)
        return Lives(
            world=world, courses=plan.courses, crowd=crowd.crowd, age=ages[0][again], female=ages[1][again],
            expected={item: tables[name][..., again] for name, item in names.items()},
            stopped=tables["stopped"][..., again], unmasked=tables["unmasked"][..., again],
            stayed={item: tables[name][..., again] for name, item in stayed.items()},
            screened=crowd.screened, distinct=len(people), failures=tuple(dict.fromkeys(failures)),
        )  # fmt: skip

    def _ages(self, people: NDArray[np.int64]) -> Ages:
        """Age, and whether female; drawn some at a time, for all else that is drawn of a person is not needed here."""
        age, female = np.empty(len(people)), np.empty(len(people), dtype=bool)
        for low in range(0, len(people), AT_ONCE):
            drawn = self.plan.people.drawn(self.body.declared, people[low : low + AT_ONCE])
            age[low : low + AT_ONCE], female[low : low + AT_ONCE] = drawn.age, drawn.sex == "female"
        return age, female
