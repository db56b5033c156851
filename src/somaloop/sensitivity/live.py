"""Live a case in many truths, block by block; finished blocks are kept, so that an interrupted run goes on."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from somaloop.engine.cache import PACKAGE, source_hash
from somaloop.engine.program import Layout, compiler
from somaloop.engine.simulate import Lanes, day_inputs, run, start
from somaloop.engine.truths import Truths, crowd_values
from somaloop.instruments import INSTRUMENTS
from somaloop.language import Body
from somaloop.results.compare import study_layout
from somaloop.sensitivity.case import Case

Array = NDArray[np.float64]
Indices = NDArray[np.int64]
Tick = Callable[[int], None]
BLOCK = 256  # lives that are kept together


def lives_of(case: Case, rows: int) -> int:
    """The person-days that so many lives take."""
    return rows * (case.settle_days + case.days * len(case.schedules))


def live(
    body: Body, case: Case, truths: Truths, days: Indices, folder: Path | None = None, tick: Tick | None = None
) -> tuple[Array, tuple[str, ...]]:
    """What is watched [truths, columns], and what went wrong (NaN stands there).

    ``days`` [truths] says whose good and bad days each life has (an index of a person). ``folder`` keeps finished
    blocks; ``tick`` is told person-days, and may raise to interrupt.
    """
    body = body.declared  # truths are places in what was known before any fit
    plan = study_layout(body, case.outcomes)
    parts, failures = [], []
    for low in range(0, len(truths), BLOCK):
        chosen = np.arange(low, min(low + BLOCK, len(truths)))
        values = crowd_values(body, plan, case.traits, {}, truths.take(chosen))[:, :, 0]
        lanes = Lanes(values, days[chosen], tuple(f"truth {index + 1}" for index in chosen))
        path = folder / f"{_key(body, case, plan, lanes)}.npz" if folder is not None else None
        kept = _load(path, (len(chosen), len(case.columns)))
        if kept is None:
            kept = _block(body, case, plan, lanes, tick)
            _save(path, *kept)
        elif tick is not None:
            tick(lives_of(case, len(chosen)))
        parts.append(kept[0])
        failures += kept[1]
    return np.concatenate(parts), tuple(dict.fromkeys(failures))


def _block(body: Body, case: Case, plan: Layout, lanes: Lanes, tick: Tick | None) -> tuple[Array, list[str]]:
    begin = start(body, plan, lanes, case.seed)
    failures: list[str] = []
    if case.settle_days:
        settled = run(
            body, plan, lanes, case.usual, begin, first_day=-case.settle_days, days=case.settle_days, seed=case.seed,
            resolution="day", keep=lambda saved, day, low: saved[:0], progress=tick, precision="single",
        )  # fmt: skip
        begin = settled.end
        failures += [item.sentence for item in settled.failures]
    read: dict[str, dict[str, Array]] = {}
    for name, schedule in case.schedules.items():
        passage = run(
            body, plan, lanes, schedule, begin, first_day=0, days=case.days, seed=case.seed, resolution="day",
            progress=tick, precision="single",
        )  # fmt: skip
        failures += [item.sentence for item in passage.failures]
        saved = np.moveaxis(passage.saved, 0, -1)  # [outputs, lanes, days]
        read[name] = {
            of: INSTRUMENTS[of].expected(lambda output, saved=saved: saved[plan.row("outputs", output)], case.days - 1)
            for of in case.outcomes
        }
    columns = [
        read[case.without][item.instrument]
        if item.kind == "level"
        else read[case.arm][item.instrument] - read[case.against][item.instrument]
        for item in case.columns
    ]
    return np.stack(columns, axis=1), failures


@lru_cache(maxsize=1)
def _stamp() -> bytes:
    """A checksum of the source that lives follow from, apart from the numbers that go into them."""
    digest = hashlib.sha256((compiler() + source_hash()).encode())
    for folder in ("engine", "instruments", "sensitivity"):
        for path in sorted((PACKAGE / folder).glob("*.py")):
            digest.update(path.read_bytes())
    return digest.digest()


def _key(body: Body, case: Case, plan: Layout, lanes: Lanes) -> str:
    """A checksum of everything that goes into a block: source, values, days, what is done, what is read."""
    digest = hashlib.sha256(_stamp())
    digest.update(np.ascontiguousarray(lanes.values).tobytes() + lanes.persons.tobytes())
    digest.update(repr((plan.outputs, case.outcomes, case.seed, case.days, case.settle_days)).encode())
    digest.update(_done(body, plan, case.usual, -case.settle_days, 0))
    for name, schedule in case.schedules.items():
        digest.update(name.encode() + _done(body, plan, schedule, 0, case.days))
    return digest.hexdigest()[:32]


def _done(body: Body, plan: Layout, schedule: object, first: int, end: int) -> bytes:
    digest = hashlib.sha256()
    for day in range(first, end):
        for table in day_inputs(body, plan, schedule, day):  # type: ignore[arg-type]
            digest.update(table.tobytes())
    return digest.digest()


def _load(path: Path | None, shape: tuple[int, int]) -> tuple[Array, list[str]] | None:
    if path is None or not path.is_file():
        return None
    try:
        with np.load(path, allow_pickle=False) as kept:
            values, failures = kept["values"], [str(item) for item in kept["failures"]]
    except (OSError, ValueError, KeyError):
        return None  # half-written or of another version: done anew
    return (values, failures) if values.shape == shape else None


def _save(path: Path | None, values: Array, failures: list[str]) -> None:
    if path is None:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part.npz")
    np.savez_compressed(part, values=values, failures=np.array(failures, dtype=str))
    os.replace(part, path)
