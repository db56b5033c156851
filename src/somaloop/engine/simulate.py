"""Run lanes (people in a world) through days on a schedule: blocks, threads, progress, failures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Lock
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from somaloop.engine.blocks import Block, blocks, cores
from somaloop.engine.diagnose import Failure, explain
from somaloop.engine.program import STEPS_PER_DAY, Layout, Precision, Resolution, day_program
from somaloop.language import Body, Reading

Array = NDArray[np.float64]


class DaySource(Protocol):
    """What the engine needs of a schedule."""

    def day(self, index: int) -> dict[str, Array]:
        """Input arrays of one day, by qualified name, each of length 240; absent inputs keep their default."""
        ...

    def missed(self, index: int) -> dict[str, tuple[str, float]]:
        """For inputs that may be missed: what is missed together (``doses`` or ``sessions``) and the probability."""
        ...


@dataclass(frozen=True)
class Lanes:
    """Virtual people in one world each: ``values`` [values, lanes], ``persons`` [lanes] indices, ``labels``."""

    values: Array
    persons: NDArray[np.int64]
    labels: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.persons)


@dataclass(frozen=True)
class Checkpoint:
    """Where lanes stand at a midnight: ``state`` [states, lanes] and ``noise`` [noises, lanes]."""

    state: Array
    noise: Array


@dataclass(frozen=True)
class Passage:
    """What came out of running lanes over days: ``saved`` [time, outputs, lanes] and where they stand now."""

    saved: Array
    end: Checkpoint
    failures: tuple[Failure, ...]


def start(body: Body, plan: Layout, lanes: Lanes, seed: int, noise: bool = True) -> Checkpoint:
    """The initial state of every lane, with each state's initial formula worked out from its lane's parameters."""
    from somaloop.engine.noise import first_noise, person_keys

    count = len(lanes)
    rows = {name: lanes.values[i] for i, name in enumerate(plan.values)}
    reading = Reading(body, lambda name, declaration: rows[name])
    state = np.empty((len(plan.states), count))
    for i, name in enumerate(plan.states):
        initial: Any = body.states[name].initial
        value: Any = initial(reading.scope(name)) if callable(initial) else initial
        state[i] = value
    first = np.asarray(first_noise(person_keys(seed, lanes.persons), plan.noises))
    return Checkpoint(state, first if noise else np.zeros_like(first))


def day_inputs(body: Body, plan: Layout, schedule: DaySource | None, index: int) -> tuple[Array, Array]:
    """The input table of a day [240, inputs] and the chances of missing [2, inputs] (doses, sessions)."""
    table = np.tile(np.array([body.inputs[name].default for name in plan.inputs]), (STEPS_PER_DAY, 1))
    miss = np.zeros((2, len(plan.inputs)))
    if schedule is not None:
        for name, track in schedule.day(index).items():
            table[:, plan.row("inputs", name)] = track
        for name, (kind, probability) in schedule.missed(index).items():
            miss[("doses", "sessions").index(kind), plan.row("inputs", name)] = probability
    return table, miss


def _padded(array: Array, width: int) -> Array:
    missing = width - array.shape[-1]
    return np.concatenate([array, np.repeat(array[..., -1:], missing, axis=-1)], axis=-1) if missing else array


def _finite(state: Any) -> NDArray[np.bool_]:
    """Which lanes are numbers throughout; worked out where the state lies, so that a GPU's need not be fetched."""
    if isinstance(state, np.ndarray):
        return np.asarray(np.isfinite(state).all(axis=0))
    from somaloop.engine._jax import jnp

    return np.asarray(jnp.isfinite(state).all(axis=0))


def run(
    body: Body,
    plan: Layout,
    lanes: Lanes,
    schedule: DaySource | None,
    begin: Checkpoint,
    *,
    first_day: int,
    days: int,
    seed: int,
    resolution: Resolution = "hour",
    noise: bool = True,
    keep: Callable[[Array, int, int], Array] | None = None,
    progress: Callable[[int], None] | None = None,
    who: Sequence[str] | None = None,
    substeps: int = 1,
    width: int | None = None,
    precision: Precision = "double",
    at_once: int | None = None,
) -> Passage:
    """Run all lanes for ``days`` days from ``first_day`` (0 is the first day of the study; settling is negative).

    ``keep(saved, day, first_lane)`` reduces one block-day [time, outputs, lanes] before it is stored, so memory holds
    only what is wanted; what it returns has the block's lanes last (or is empty, where it writes elsewhere). A lane
    that fails is NaN from that day on, and has a :class:`Failure` that says who, when and what. ``progress`` is called
    with the number of lane-days done. ``substeps`` divides the six-minute step, for studies of the integrator;
    ``width`` bounds the number of lanes in a block (:func:`blocks`); ``precision`` is that of the changes (states are
    always added up in 64 bits); ``at_once`` is how many blocks run at a time (default: :func:`cores`).
    """
    from somaloop.engine.noise import person_keys

    program = day_program(body, plan, resolution, substeps, precision=precision)
    at_once = at_once or cores()
    tables = [day_inputs(body, plan, schedule, index) for index in range(first_day, first_day + days)]
    labels = list(who if who is not None else lanes.labels)

    whole: list[Array] = []  # everything that is kept, made when the first block-day shows its shape
    making = Lock()

    def store(part: Array, number: int, low: int) -> None:
        with making:
            if not whole:
                whole.append(np.empty((days, *part.shape[:-1], len(lanes)), dtype=part.dtype))
        if part.size:
            whole[0][number][..., low : low + part.shape[-1]] = part

    def run_block(block: Block) -> tuple[Array, Array, list[Failure]]:
        low, high, width = block
        values = _padded(np.ascontiguousarray(lanes.values[:, low:high]), width)
        persons = np.concatenate([lanes.persons[low:high], np.repeat(lanes.persons[high - 1], width - (high - low))])
        keys = person_keys(seed, persons)
        state: Any = _padded(begin.state[:, low:high], width)
        memory: Any = _padded(begin.noise[:, low:high], width)
        held = program.hold(values)
        alive = _finite(np.asarray(begin.state[:, low:high]))  # who had failed before is not told again
        failed: list[Failure] = []
        for number, (table, miss) in enumerate(tables):
            day = first_day + number
            following, memory_after, saved = program(state, memory, held, keys, day, table, miss, noise)
            result = np.array(saved[..., : high - low])
            finite = _finite(following)[: high - low] & np.isfinite(result).all(axis=(0, 1) if result.ndim == 3 else 0)
            for lane in np.flatnonzero(alive & ~finite):
                pick = slice(lane, lane + 1)
                one = [np.asarray(part)[..., pick] for part in (state, memory, values)]
                failed.append(explain(body, plan, one[0], one[1], one[2], day, table, labels[low + lane]))
            alive &= finite
            result[..., ~alive] = np.nan
            store(result if keep is None else keep(result, day, low), number, low)
            state, memory = following, memory_after
            if progress is not None:
                progress(high - low)
        final = np.array(state)[:, : high - low]
        final[:, ~alive] = np.nan
        return final, np.asarray(memory)[:, : high - low], failed

    shares = blocks(len(lanes), at_once, precision, width)
    workers = min(len(shares), at_once)
    if workers > 1:
        with ThreadPoolExecutor(workers) as pool:
            parts = list(pool.map(run_block, shares))
    else:
        parts = [run_block(block) for block in shares]
    ends, noises, failures = zip(*parts, strict=True)
    end = Checkpoint(np.concatenate(ends, axis=1), np.concatenate(noises, axis=1))
    return Passage(whole[0] if whole else np.zeros((0, 0, 0)), end, tuple(item for part in failures for item in part))
