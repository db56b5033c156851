"""``trial-methods PLAN``: the analyses of a plan, checked on the model's own data in a world without any effect."""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from pathlib import Path

from somaloop.cli.output import OutputError, progress_bar, stopped


def plan_methods_command(path: Path, replicates: int, only: str, people: int | None, as_json: bool) -> int:
    """Check the analyses of a plan under a true null; 1 where one is off without a reason that was known before.

    What people live is kept where ``trial`` keeps it.
    """
    from somaloop.report.method_text import print_methods, unexpected
    from somaloop.results.store import plain
    from somaloop.trials.method_check import check
    from somaloop.trials.method_source import model_cases
    from somaloop.trials.read import read_plan

    plan = read_plan(path)
    try:
        with progress_bar("living the arms") as progress:
            every = model_cases(plan, people=people, folder=Path("out") / plan.name, progress=progress)
    except KeyboardInterrupt as stop:
        return stopped(str(stop))
    chosen = [case for case in every if only.lower() in case.name.lower()]
    if not chosen:
        names = dict.fromkeys(case.name for case in every)
        raise OutputError(f"no analysis has {only!r} in its name; there are: {'; '.join(names)}")
    with progress_bar("trials without any effect") as progress:
        rows = check(chosen, replicates, os.cpu_count() or 1, progress)
    if as_json:
        print(json.dumps(plain([{**asdict(row), "off": list(row.off)} for row in rows]), indent=1, ensure_ascii=False))
    else:
        print_methods(rows)
    return 1 if unexpected(rows) else 0
