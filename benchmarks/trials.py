"""How long a virtual trial takes: 200 replicates of 200 people, twelve weeks, two arms; living and analysing apart.

python benchmarks/trials.py [PLAN] [--replicates 200] [--part all|living|pieces] [--people N] [--truths N]

The engine alone, asked for nothing but days, is timed before and after. ``share of the engine`` is the pace of the lives, in
person-days a core-second, over that of the engine in the same run, so that the machine's speed and most of its other work
cancel. ``pieces`` lives one piece and says what it costs in time, memory and disk.
"""

from __future__ import annotations

import argparse
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np

from somaloop.engine.simulate import run, start
from somaloop.engine.truths import known_centre
from somaloop.model import whole_body
from somaloop.studies.record import study_plan
from somaloop.trials.live import Sizes, live_worlds
from somaloop.trials.pieces import Piece, lanes_of, width_of, work
from somaloop.trials.plan import TrialPlan
from somaloop.trials.read import read_plan
from somaloop.trials.script import script_of
from somaloop.trials.stamp import stamp
from somaloop.trials.store import Kept

PLAN = Path(__file__).resolve().parents[1] / "examples" / "trials" / "magnesium-ssd-parallel.yaml"
TARGET = 180.0  # seconds on two cores
DAYS = 7  # of the yardstick


def yardstick(plan: TrialPlan, lanes: int = 256) -> float:
    """Person-days a core-second of the engine alone."""
    body = whole_body().declared
    layout, script = study_plan(body), script_of(body, plan)
    people = lanes_of(whole_body(), layout, Piece("lives", plan, "middle", np.arange(lanes), known_centre(body), 1))
    begin = start(body, layout, people, 1)

    def once(days: int) -> float:
        began = time.process_time()
        run(
            body, layout, people, script.courses[0], begin, first_day=0, days=days, seed=1, resolution="day",
            keep=lambda saved, day, low: np.zeros(0), precision="single",
        )  # fmt: skip
        return time.process_time() - began

    once(1)  # compiles
    return lanes * DAYS / once(DAYS)


def bar(done: int, total: int) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{done / total:6.1%} of {total:,} person-days")


def timed(what: Callable[[], object]) -> tuple[float, float]:
    """Seconds of the clock and of all cores."""
    wall, cores = time.perf_counter(), time.process_time()
    what()
    return time.perf_counter() - wall, time.process_time() - cores


def held() -> float:
    """GiB held at most by this process so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2


def living(plan: TrialPlan, sizes: Sizes, folder: Path) -> tuple[float, int]:
    told = [0, 0]

    def progress(done: int, total: int) -> None:
        told[:] = [done, total]
        bar(done, total)

    before = yardstick(plan)
    wall, cores = timed(lambda: live_worlds(whole_body(), plan, sizes=sizes, folder=folder, progress=progress))
    after = yardstick(plan)
    engine, pace = (before + after) / 2, told[0] / cores
    print(
        f"\nliving {told[0]:,} person-days: {wall:.0f} s of the clock, {cores:.0f} core-seconds, {pace:,.0f} person-days a "
        f"core-second; the engine alone {before:,.0f} before and {after:,.0f} after; share of the engine {pace / engine:.2f}; "
        f"{held():.2f} GiB held at most"
    )
    return wall, told[0]


def pieces(plan: TrialPlan, folder: Path) -> None:
    body = whole_body()
    one = Piece("lives", plan, "middle", np.arange(width_of(plan)), known_centre(body.declared), plan.seed)
    engine = yardstick(plan)
    work(body, replace(one, persons=one.persons[:16]))  # compiles
    kept = Kept(folder, stamp(body))
    wall, cores = timed(lambda: kept.save(one, work(body, one)))
    path = kept.path(one)
    assert path is not None
    pace = one.days / cores
    print(
        f"a piece of {one.lanes} people and {one.days:,} person-days: {wall:.1f} s of the clock, {cores:.1f} core-seconds "
        f"({1000 * cores / one.lanes:.0f} ms a person), {pace:,.0f} person-days a core-second, "
        f"the engine alone {engine:,.0f}, share {pace / engine:.2f}; "
        f"{path.stat().st_size / 1024:.0f} KiB ({path.stat().st_size / one.lanes:.0f} bytes a person), {held():.2f} GiB held"
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("plan", type=Path, nargs="?", default=PLAN)
    parser.add_argument("--replicates", type=int, default=200)
    parser.add_argument("--part", choices=["all", "living", "pieces"], default="all")
    parser.add_argument("--people", type=int, help="people in the middle world; half as many as told")
    parser.add_argument("--truths", type=int)
    asked = parser.parse_args()
    plan = read_plan(asked.plan)
    plan = replace(plan, sizes=plan.sizes[:1])  # one size: 200 replicates of 200 people in each world
    sizes = Sizes()
    if asked.people is not None:
        sizes = replace(
            sizes, middle=asked.people, told=max(asked.people // 2, 1), known=min(sizes.known, asked.people)
        )
    if asked.truths is not None:
        sizes = replace(sizes, truths=asked.truths)
    print(f"{plan.name}: {plan.days} days, {len(plan.courses)} courses, {sizes}, {os.cpu_count()} cores")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if asked.part == "pieces":
            pieces(plan, folder)
            return 0
        wall, _ = living(plan, sizes, folder)
        if asked.part == "living":
            return 0
        from somaloop.trials.run import run_trial

        seconds, _ = timed(lambda: run_trial(plan, replicates=asked.replicates, out=folder, sizes=sizes, placebo=False))
        worlds = 4
        print(
            f"analysing {worlds} x {asked.replicates} replicates of {plan.sizes[0]} people: {seconds:.0f} s of the clock; "
            f"{wall + seconds:.0f} s in all ({(wall + seconds) / TARGET:.2f} of the target of {TARGET:.0f} s)"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
