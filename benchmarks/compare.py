"""All engines on one task in one run: time, memory and error, as a table in Markdown.

PYTHONPATH=src .venv/bin/python benchmarks/compare.py [ENGINE ...]
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
# engine: its tolerance where it has one, and the numbers of people that one run can wait for; where the longest is
# short, more people take as long each
ENGINES: dict[str, tuple[float, tuple[int, ...]]] = {
    "somaloop": (0.0, (1, 100, 1_000, 10_000)),
    "somaloop in single precision": (0.0, (1, 100, 1_000, 10_000)),
    "somaloop by JAX": (0.0, (1, 1_000)),
    "libRoadRunner": (1e-5, (1, 10)),
    "heyoka": (1e-6, (1, 100, 1_000, 10_000)),
    "diffrax": (1e-4, (1, 100)),
}
DAYS = 14


def _child(cache: str, *words: str) -> tuple[Any, float]:
    """What a process of its own prints as its last line of JSON, and how long it lived."""
    paths = os.pathsep.join([str(HERE.parent / "src"), str(HERE)])
    environment = dict(os.environ, PYTHONPATH=paths, SOMALOOP_CACHE=cache)
    began = time.perf_counter()
    done = subprocess.run([sys.executable, *words], env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(words)} failed:\n{done.stderr[-2000:]}")
    return json.loads(done.stdout.strip().splitlines()[-1]), time.perf_counter() - began


def main() -> None:
    """Run everything, one process after another, and print the table."""
    asked = sys.argv[1:] or list(ENGINES)
    rows = []
    for name in asked:
        tolerance, counts = ENGINES[name]
        with tempfile.TemporaryDirectory() as cache:
            first = [_child(cache, "-m", "peers.one", name, "1", "1", str(tolerance))[1] for _ in range(2)]
            error = _child(cache, "-m", "peers.accuracy", name, str(tolerance))[0]
            for people in counts:
                row = _child(cache, "-m", "peers.one", name, str(people), str(DAYS), str(tolerance))[0]
                rows.append(row | {"cold_s": first[0], "warm_s": first[1], "error": error})
                sys.stderr.write(f"{name} {people}: {row['core_ms']:.1f} ms\n")
    best = min((row["core_ms"] for row in rows if row["engine"] == "somaloop"), default=float("nan"))
    print(f"{_processor()}, {os.cpu_count()} cores, Python {platform.python_version()}; {DAYS} days scaled to 84.\n")
    print(
        "| engine | people | ms of one core a person | ms of the clock | times somaloop | worst error | "
        "first result cold, s | warm, s | peak MiB |"
    )
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    for row in rows:
        print(
            f"| {row['engine']} | {row['people']:,} | {row['core_ms']:.3g} | {row['wall_ms']:.3g} | "
            f"{row['core_ms'] / best:.2g} | {row['error']:.0e} | {row['cold_s']:.0f} | {row['warm_s']:.1f} | "
            f"{row['peak_MiB']:.0f} |"
        )


def _processor() -> str:
    names = [line for line in _lines("/proc/cpuinfo") if line.startswith("model name")]
    return names[0].partition(":")[2].strip() if names else platform.processor() or platform.machine()


def _lines(path: str) -> list[str]:
    return Path(path).read_text(encoding="utf-8").splitlines() if Path(path).exists() else []


if __name__ == "__main__":
    main()
