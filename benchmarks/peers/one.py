"""One engine on one number of people, in a process of its own; prints what it measured as JSON.

python -m peers.one ENGINE PEOPLE DAYS TOLERANCE
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from typing import Any

import numpy as np


def _peak() -> float:
    """The most memory this process has held, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _somaloop(people: int, days: int, tolerance: float, precision: Any = "double") -> Any:
    import task

    from somaloop.engine.simulate import run

    lanes, begin = task.people(people)

    def go(length: int) -> None:
        run(
            task.body(), task.plan(), lanes, task.schedule(), begin, first_day=0, days=length, seed=1,
            resolution="hour", noise=False, keep=lambda saved, day, low: saved.mean(axis=0), precision=precision,
        )  # fmt: skip

    return go


def _single(people: int, days: int, tolerance: float) -> Any:
    return _somaloop(people, days, tolerance, "single")


def _by_jax(people: int, days: int, tolerance: float) -> Any:
    os.environ["SOMALOOP_ENGINE"] = "jax"
    return _somaloop(people, days, tolerance)


def _roadrunner(people: int, days: int, tolerance: float) -> Any:
    from peers import roadrunner_peer

    model = roadrunner_peer.build(tolerance, days)
    return lambda length: roadrunner_peer.solve(model, people, length)


def _heyoka(people: int, days: int, tolerance: float) -> Any:
    import heyoka

    from peers import heyoka_peer

    heyoka.set_nthreads(1)
    heyoka.llvm_state.set_diskcache_path(os.environ["SOMALOOP_CACHE"])
    integrator = heyoka_peer.build(tolerance)
    return lambda length: heyoka_peer.solve(integrator, people, length, True)


def _diffrax(people: int, days: int, tolerance: float) -> Any:
    from peers import diffrax_peer
    from somaloop.engine._jax import jax  # noqa: F401  (the same settings: 64 bits, one thread)

    return lambda length: diffrax_peer.solve(tolerance, people, length)


ENGINES = {
    "somaloop": _somaloop, "somaloop in single precision": _single, "somaloop by JAX": _by_jax,
    "libRoadRunner": _roadrunner, "heyoka": _heyoka, "diffrax": _diffrax,
}  # fmt: skip


def main(engine: str, people: int, days: int, tolerance: float) -> dict[str, Any]:
    """The time of ``days`` days once all is compiled, processor and wall clock."""
    work = ENGINES[engine](people, days, tolerance)
    work(days if engine == "diffrax" else 1)  # diffrax compiles for one length
    wall, processor = time.perf_counter(), time.process_time()
    work(days)
    wall, processor = time.perf_counter() - wall, time.process_time() - processor
    share = 84.0 / days / people * 1e3
    return {
        "engine": engine, "people": people, "days": days, "tolerance": tolerance,
        "wall_ms": wall * share, "core_ms": processor * share, "peak_MiB": _peak(),
    }  # fmt: skip


if __name__ == "__main__":
    name, people, days, tolerance = sys.argv[1:]
    np.seterr(all="ignore")
    print(json.dumps(main(name, int(people), int(days), float(tolerance))))
