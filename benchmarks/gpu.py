"""The engine on a GPU: many people through JAX, with daily summaries. Prints one line of JSON for each run.

PYTHONPATH=src python benchmarks/gpu.py --people 100000 --days 84 --precision single
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent))
os.environ["SOMALOOP_ENGINE"] = "jax"

import task
from memory import OUTPUTS

from somaloop.engine._jax import jax
from somaloop.engine.program import layout
from somaloop.engine.simulate import run


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, nargs="+", default=[100_000])
    parser.add_argument("--days", type=int, default=84)
    parser.add_argument("--precision", choices=["double", "single"], default="double")
    parser.add_argument("--width", type=int, help="lanes in a block")
    asked = parser.parse_args()
    device = jax.devices()[0]
    plan = layout(task.body(), OUTPUTS)
    for people in asked.people:
        began = time.perf_counter()
        lanes, begin = task.people(people)

        def go(days: int, people: int = people, lanes=lanes, begin=begin) -> float:
            start = time.perf_counter()
            done = run(
                task.body(), plan, lanes, task.schedule(), begin, first_day=0, days=days, seed=1, resolution="day",
                precision=asked.precision, width=asked.width,
            )  # fmt: skip
            assert not done.failures, done.failures[:2]
            assert np.isfinite(done.saved).all()
            return time.perf_counter() - start

        made = time.perf_counter() - began
        first = go(1)
        wall = go(asked.days)
        held = (device.memory_stats() or {}).get("peak_bytes_in_use", 0) / 1024**3
        row = {
            "device": device.device_kind, "people": people, "days": asked.days, "precision": asked.precision,
            "width": asked.width, "people_s": made, "first_day_s": first, "wall_s": wall,
            "ms_a_person_of_84_days": wall / people * 84.0 / asked.days * 1e3, "peak_GiB": held,
        }  # fmt: skip
        print(json.dumps(row), flush=True)


if __name__ == "__main__":
    main()
