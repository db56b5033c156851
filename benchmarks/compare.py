"""All engines on one task in one run: time, memory and error, as a table in Markdown.

PYTHONPATH=src .venv/bin/python benchmarks/compare.py
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
TOLERANCES = {"somaloop": 0.0, "libRoadRunner": 1e-5, "heyoka": 1e-6, "diffrax": 1e-4}
# what one run can wait for; the others are as long for each person however many there are
PEOPLE = {"somaloop": (1, 100, 1000, 10000), "libRoadRunner": (1, 4), "heyoka": (1, 100, 1000), "diffrax": (1, 100)}
DAYS = 14


def _child(*words: str) -> Any:
    environment = dict(os.environ, PYTHONPATH=os.pathsep.join([str(HERE.parent / "src"), str(HERE)]))
    done = subprocess.run([sys.executable, *words], env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(words)} failed:\n{done.stderr[-2000:]}")
    return json.loads(done.stdout.strip().splitlines()[-1])


def main() -> None:
    """Run everything, one process after another, and print the table."""
    errors = {name: _child("-m", "peers.accuracy", name, str(tolerance)) for name, tolerance in TOLERANCES.items()}
    rows = []
    for name, counts in PEOPLE.items():
        for people in counts:
            row = _child("-m", "peers.one", name, str(people), str(DAYS), str(TOLERANCES[name]))
            rows.append(row)
            sys.stderr.write(f"{name} {people}: {row['core_ms']:.1f} ms\n")
    best = min(row["core_ms"] for row in rows if row["engine"] == "somaloop")
    print(
        f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}; {DAYS} days scaled to 84.\n"
    )
    print(
        "| engine | people | core ms a person | wall ms a person | times somaloop | first result s | peak MiB | worst error |"
    )
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    for row in rows:
        print(
            f"| {row['engine']} | {row['people']} | {row['core_ms']:.0f} | {row['wall_ms']:.0f} | "
            f"{row['core_ms'] / best:.1f} | {row['first_s']:.1f} | {row['peak_MiB']:.0f} | {errors[row['engine']]:.1e} |"
        )


if __name__ == "__main__":
    main()
