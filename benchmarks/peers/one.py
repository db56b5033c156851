"""One engine on one number of people, in a process of its own; prints what it measured as JSON.

python -m peers.one ENGINE PEOPLE DAYS TOLERANCE
"""

from __future__ import annotations

import json
import resource
import sys
import time
from typing import Any

import numpy as np


def _peak() -> float:
    """The most memory this process has held, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _somaloop(people: int, days: int, tolerance: float) -> Any:
    import task

    from somaloop.engine.simulate import run

    lanes, begin = task.people(people)

    def go(length: int) -> None:
        run(
            task.body(), task.plan(), lanes, task.schedule(), begin, first_day=0, days=length, seed=1,
            resolution="hour", noise=False, keep=lambda saved, day, low: saved.mean(axis=0),
        )  # fmt: skip

    return go


def _roadrunner(people: int, days: int, tolerance: float) -> Any:
    from peers import roadrunner_peer

    model = roadrunner_peer.build(tolerance, days)
    return lambda length: roadrunner_peer.solve(model, people, length)


def _heyoka(people: int, days: int, tolerance: float) -> Any:
    import heyoka

    from peers import heyoka_peer

    heyoka.set_nthreads(1)
    integrator = heyoka_peer.build(tolerance)
    return lambda length: heyoka_peer.solve(integrator, people, length, True)


def _diffrax(people: int, days: int, tolerance: float) -> Any:
    from peers import diffrax_peer
    from somaloop.engine._jax import jax  # noqa: F401  (the same settings: 64 bits, one thread)

    return lambda length: diffrax_peer.solve(tolerance, people, length)


ENGINES = {"somaloop": _somaloop, "libRoadRunner": _roadrunner, "heyoka": _heyoka, "diffrax": _diffrax}


def main(engine: str, people: int, days: int, tolerance: float) -> dict[str, Any]:
    """Time to the first day of results, then the time of ``days`` days, processor and wall clock."""
    began = time.perf_counter()
    work = ENGINES[engine](people, days, tolerance)
    work(days if engine == "diffrax" else 1)  # diffrax compiles for one length
    first = time.perf_counter() - began
    wall, processor = time.perf_counter(), time.process_time()
    work(days)
    wall, processor = time.perf_counter() - wall, time.process_time() - processor
    share = 84.0 / days / people * 1e3
    return {
        "engine": engine, "people": people, "days": days, "tolerance": tolerance, "first_s": first,
        "wall_ms": wall * share, "core_ms": processor * share, "peak_MiB": _peak(),
    }  # fmt: skip


if __name__ == "__main__":
    name, people, days, tolerance = sys.argv[1:]
    np.seterr(all="ignore")
    print(json.dumps(main(name, int(people), int(days), float(tolerance))))
