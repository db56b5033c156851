"""Live the lives that claims ask for, each once, and keep each one as a file so that an interrupted run goes on.

A file is named by a checksum of everything its numbers follow from: the source of the model and of the engine, the
values of all people in all sets of arrows, the inputs of every day, the seed. What has not changed is not run again.
"""

from __future__ import annotations

import hashlib
import io
import os
import threading
import zipfile
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from somaloop.claims import levers
from somaloop.claims.design import Design, Life, Population
from somaloop.claims.people import lanes_in, lanes_of
from somaloop.engine.cache import PACKAGE, known_hash
from somaloop.engine.program import Layout, Precision, compiler
from somaloop.engine.simulate import Checkpoint, DaySource, Lanes, day_inputs, run, start
from somaloop.language import Body, SomaloopError
from somaloop.protocol import build_schedule

Array = NDArray[np.float32]
Progress = Callable[[int, int], None]

JAX_WIDTH = 128  # lanes of a block where JAX compiles
KEPT_DAYS = 28  # the longest recall of an instrument
FORMAT = "1"
# Rounding is far below the doubt of any effect (tested), and it halves the time.
PRECISION: Precision = "single"


class Interrupted(Exception):
    """Somebody asked to stop; what is finished is kept."""


@dataclass(frozen=True)
class Lived:
    """What is kept of a life: ``daily`` means of its last days and ``profile``, the mean hour by hour.

    ``daily`` is [days, outputs, lanes], ``profile`` [24, outputs, lanes]; the hours are those of the weekdays of the
    last week, or of the last day where the life is shorter than a week.
    """

    outputs: tuple[str, ...]
    people: int
    daily: Array
    profile: Array

    def lanes(self, name: str) -> slice:
        """The lanes of one set of arrows."""
        return lanes_in(name, self.people)


@dataclass(frozen=True)
class Job:
    """A life that is to be lived: by whom, on what, and under which name it is kept."""

    life: Life
    people: int
    lanes: Lanes
    usual: DaySource
    schedule: DaySource
    settling: str
    key: str


def profile_days(days: int) -> tuple[int, ...]:
    """The days (0 is the first, a Monday) over which the hours of a life are averaged."""
    if days < 7:
        return (days - 1,)
    return tuple(day for day in range(days - 7, days) if day % 7 < 5)


@lru_cache(maxsize=1)
def code_stamp() -> str:
    """A checksum of the source that numbers follow from."""
    digest = hashlib.sha256((FORMAT + PRECISION + compiler() + known_hash()).encode())
    for path in sorted((PACKAGE / "engine").glob("*.py")):
        digest.update(path.name.encode() + path.read_bytes())
    digest.update(Path(levers.__file__).read_bytes())
    return digest.hexdigest()


def _settling_key(body: Body, plan: Layout, lanes: Lanes, usual: DaySource, days: int, seed: int) -> str:
    digest = hashlib.sha256(f"{code_stamp()} {seed} {plan.outputs}".encode())
    digest.update(np.ascontiguousarray(lanes.values).tobytes() + lanes.persons.tobytes())
    for index in range(-days, 0):
        for table in day_inputs(body, plan, usual, index):
            digest.update(table.tobytes())
    return digest.hexdigest()


def _life_key(body: Body, plan: Layout, settling: str, schedule: DaySource, days: int) -> str:
    digest = hashlib.sha256(f"{settling} {KEPT_DAYS}".encode())
    for index in range(days):
        for table in day_inputs(body, plan, schedule, index):
            digest.update(table.tobytes())
    return digest.hexdigest()


MakeLanes = Callable[[Population], Lanes]


def jobs_of(
    body: Body,
    plan: Layout,
    design: Design,
    names: Iterable[str],
    people: int,
    seed: int,
    make_lanes: MakeLanes | None = None,
) -> Mapping[str, Job]:
    """The lives of these names, ready to be lived by ``people`` people, or by others that ``make_lanes`` gives."""
    found: dict[str, Job] = {}
    crowd: dict[str, tuple[Lanes, DaySource, str]] = {}
    for name in names:
        life = design.lives[name]
        population = design.populations[life.population]
        if population.name not in crowd:
            lanes = make_lanes(population) if make_lanes else lanes_of(body, plan, population.person, people, seed)
            usual = build_schedule(population.usual, body, max(design.settle_days, 1))
            key = _settling_key(body, plan, lanes, usual, design.settle_days, seed)
            crowd[population.name] = (lanes, usual, key)
        lanes, usual, settling = crowd[population.name]
        schedule = build_schedule(life.protocol, body, life.days, before=population.usual)
        key = _life_key(body, plan, settling, schedule, life.days)
        found[name] = Job(life, people, lanes, usual, schedule, settling, key)
    return found


def _read(path: Path, names: tuple[str, ...]) -> tuple[NDArray[np.float64], ...] | None:
    try:
        with np.load(io.BytesIO(path.read_bytes())) as arrays:
            return tuple(arrays[name] for name in names)
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return None  # missing, or cut short by a crash: it is lived again


def _write(path: Path, **arrays: NDArray[np.floating]) -> None:
    partial = path.with_suffix(f".{os.getpid()}.{threading.get_ident()}.partial")
    with partial.open("wb") as file:
        np.savez(file, **arrays)  # pyright: ignore[reportArgumentType]
    partial.replace(path)


def _even_width(lanes: int, cores: int) -> int:
    """A width of blocks, at most 64, that gives every core as many of them: the numbers are the same for all widths."""
    rounds = -(-lanes // (64 * cores))
    return 8 * -(-lanes // (8 * cores * rounds))


class _Runner:
    """Lives jobs on a pool of threads, one life to a thread."""

    def __init__(
        self, body: Body, plan: Layout, lanes: int, settle_days: int, seed: int, folder: Path, progress: Progress | None
    ) -> None:
        self.body, self.plan, self.settle_days, self.seed, self.folder = body, plan, settle_days, seed, folder
        self.progress, self.done, self.total = progress, 0, 0
        self.stop, self.lock = threading.Event(), threading.Lock()
        # One life at a time where blocks are narrow and fill all cores; with JAX a life is one block, so one a core.
        cores = os.cpu_count() or 1
        narrow = compiler() == "heyoka"
        self.width = _even_width(lanes, cores) if narrow else JAX_WIDTH
        self.workers = 1 if narrow else cores

    def tick(self, lane_days: int) -> None:
        if self.stop.is_set():
            raise Interrupted
        with self.lock:
            self.done += lane_days
            if self.progress is not None:
                self.progress(self.done, self.total)

    def path(self, key: str, kind: str) -> Path:
        return self.folder / f"{code_stamp()[:8]}-{key[:32]}.{kind}.npz"

    def settle(self, job: Job) -> Checkpoint:
        path = self.path(job.settling, "settled")
        kept = _read(path, ("state", "noise"))
        if kept is not None:
            return Checkpoint(*kept)
        begin = start(self.body, self.plan, job.lanes, self.seed)
        if self.settle_days:
            begin = self._run(job, job.usual, begin, -self.settle_days, self.settle_days, keep_hours=False)[0]
        _write(path, state=begin.state, noise=begin.noise)
        return begin

    def _run(
        self, job: Job, schedule: DaySource, begin: Checkpoint, first: int, days: int, keep_hours: bool
    ) -> tuple[Checkpoint, Array]:
        def keep(saved: Any, day: int, low: int) -> Any:
            return (saved if keep_hours else saved[:0]).astype(np.float32)

        passage = run(
            self.body, self.plan, job.lanes, schedule, begin, first_day=first, days=days, seed=self.seed,
            resolution="hour", width=self.width, precision=PRECISION, progress=self.tick, keep=keep,
        )  # fmt: skip
        if passage.failures:
            raise SomaloopError(f"{job.life.name}: " + "; ".join(f.sentence for f in passage.failures[:3]))
        return passage.end, passage.saved.astype(np.float32)

    def live(self, job: Job, begin: Checkpoint) -> None:
        _, hours = self._run(job, job.schedule, begin, 0, job.life.days, keep_hours=True)
        profile = hours[list(profile_days(job.life.days))].mean(axis=0, dtype=np.float64)
        daily = hours[-KEPT_DAYS:].mean(axis=1, dtype=np.float64)
        _write(self.path(job.key, "life"), daily=daily.astype(np.float32), profile=profile.astype(np.float32))

    def warm_up(self, job: Job) -> None:
        """Compile before the threads begin, so that it is done once."""
        begin = start(self.body, self.plan, job.lanes, self.seed)
        run(
            self.body, self.plan, job.lanes, job.usual, begin, first_day=-1, days=1, seed=self.seed,
            resolution="hour", width=self.width, precision=PRECISION, keep=lambda saved, day, low: saved[:0],
        )  # fmt: skip

    def _all(self, calls: Iterable[tuple[str, Callable[[], object]]]) -> dict[str, object]:
        """The results of all calls; one that fails, or an interruption, stops the others."""
        found: dict[str, object] = {}
        with ThreadPoolExecutor(self.workers) as pool:
            waiting: dict[Future[object], str] = {pool.submit(call): name for name, call in calls}
            try:
                for future in as_completed(waiting):
                    found[waiting[future]] = future.result()
            except BaseException:
                self.stop.set()
                pool.shutdown(cancel_futures=True)
                raise
        return found

    def run(self, jobs: Mapping[str, Job]) -> None:
        missing = {job.key: job for job in jobs.values() if not self.path(job.key, "life").is_file()}
        if not missing:
            return
        settling = {job.settling: job for job in missing.values()}
        fresh = [job for job in settling.values() if not self.path(job.settling, "settled").is_file()]
        self.total = sum(len(job.lanes) * job.life.days for job in missing.values())
        self.total += sum(len(job.lanes) * self.settle_days for job in fresh)
        self.warm_up(next(iter(missing.values())))
        begun = self._all((key, lambda job=job: self.settle(job)) for key, job in settling.items())
        longest_first = sorted(missing.values(), key=lambda job: -job.life.days)
        self._all((job.key, lambda job=job: self.live(job, begun[job.settling])) for job in longest_first)  # type: ignore[arg-type]


def live_all(
    body: Body,
    plan: Layout,
    settle_days: int,
    jobs: Mapping[str, Job],
    *,
    seed: int,
    folder: Path,
    progress: Progress | None = None,
) -> Mapping[str, Lived]:
    """Live what is not yet on file in ``folder`` and return every life.

    ``progress(done, all)`` is told the lane-days. An interruption (KeyboardInterrupt) keeps what is finished. Raises
    SomaloopError where a life failed, with the sentence that says who, when and what.
    """
    folder.mkdir(parents=True, exist_ok=True)
    found: dict[str, Lived] = {}
    if not jobs:
        return found
    lanes = max(len(job.lanes) for job in jobs.values())
    runner = _Runner(body, plan, lanes, settle_days, seed, folder, progress)
    for attempt in range(2):
        runner.run(jobs)
        for name, job in jobs.items():
            kept = _read(runner.path(job.key, "life"), ("daily", "profile"))
            if kept is None:
                runner.path(job.key, "life").unlink(missing_ok=True)
                if attempt:
                    raise SomaloopError(f"the life {name!r} cannot be read back from {folder}")
                break
            found[name] = Lived(plan.outputs, job.people, kept[0].astype(np.float32), kept[1].astype(np.float32))
        else:
            break
    return found


def forget_old(folder: Path) -> int:
    """Remove the lives in ``folder`` that an earlier model lived; returns how many."""
    old = [path for path in folder.glob("*-*.npz") if not path.name.startswith(f"{code_stamp()[:8]}-")]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)
