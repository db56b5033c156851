"""Many people with daily summaries in little memory: runs them and says how much was held.

python benchmarks/memory.py [--people 100000] [--days 84] [--precision single]
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent))

import task

from somaloop.engine.program import layout
from somaloop.engine.simulate import run

OUTPUTS = (
    "sleep.asleep", "autonomic.heart_rate", "autonomic.rmssd", "hpa.cortisol_serum", "magnesium.serum",
    "magnesium.urine_rate", "muscle.tone", "gut.stools_per_week", "perception.felt_burden", "appraisal.worry",
    "mood.fatigue", "mood.low_mood",
)  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--days", type=int, default=84)
    parser.add_argument("--limit", type=float, default=8.0, help="GiB that must not be passed")
    parser.add_argument("--precision", choices=["double", "single"], default="single")
    asked = parser.parse_args()
    began, done = time.perf_counter(), 0
    body = task.body()
    plan = layout(body, OUTPUTS)
    lanes, begin = task.people(asked.people)

    def tick(lane_days: int) -> None:
        nonlocal done
        done += lane_days
        if sys.stderr.isatty():
            share = done / (asked.people * asked.days)
            sys.stderr.write(f"\r{share:6.1%} {time.perf_counter() - began:6.0f} s")

    passage = run(
        body, plan, lanes, task.schedule(), begin,
        first_day=0, days=asked.days, seed=1, resolution="day", progress=tick, precision=asked.precision,
    )  # fmt: skip
    assert not passage.failures, passage.failures[:3]
    assert np.isfinite(passage.saved).all()
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    print(
        f"\n{asked.people} people, {asked.days} days, {asked.precision} precision, {len(OUTPUTS)} daily summaries each: "
        f"{passage.saved.nbytes / 1024**3:.2f} GiB of results, {held:.2f} GiB held at most, "
        f"{time.perf_counter() - began:.0f} s"
    )
    return 0 if held <= asked.limit else 1


if __name__ == "__main__":
    sys.exit(main())
