"""``trial-methods``: do the analyses of trials keep what they promise?"""

from __future__ import annotations

import json
import os
from dataclasses import asdict

from somaloop.cli.output import OutputError, keep_documents, progress_bar


def trial_methods_command(replicates: int, only: str, as_json: bool, record: bool) -> int:
    """Check every analysis on known truths; 1 where one is off without a reason that was known before."""
    from somaloop import __version__
    from somaloop.report.method_text import methods_text, print_methods, unexpected
    from somaloop.results.store import plain
    from somaloop.trials.method_cases import cases
    from somaloop.trials.method_check import check

    chosen = [case for case in cases() if only.lower() in case.name.lower()]
    if not chosen:
        names = dict.fromkeys(case.name for case in cases())
        raise OutputError(f"no analysis has {only!r} in its name; there are: {'; '.join(names)}")
    if record and only:
        raise OutputError("--record needs all analyses; leave --only out")
    # Starting processes takes as long as a thousand analyses.
    workers = (os.cpu_count() or 1) if replicates * len(chosen) > 1000 else 1
    with progress_bar("trials of known truth") as progress:
        rows = check(chosen, replicates, workers, progress)
    if as_json:
        content = [{**asdict(row), "off": list(row.off)} for row in rows]
        print(json.dumps(plain(content), indent=1, ensure_ascii=False))
    else:
        print_methods(rows)
    if record:
        command = f"somaloop trial-methods --replicates {replicates} --record"
        keep_documents({"trial-analyses.md": methods_text(rows, command, __version__)})
    return 1 if unexpected(rows) else 0
