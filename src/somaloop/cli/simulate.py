"""``simulate``: compare what is done with one person, in both worlds."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from somaloop.cli.ask import load_experiment, question_of
from somaloop.cli.output import progress_bar, result_folder, shown_path
from somaloop.language import SomaloopError
from somaloop.model import checked_body
from somaloop.results.store import capsule, checksum, table, write_json, write_run


def simulate_command(
    file: Path,
    out: Path | None,
    seed: int | None,
    draws: int | None,
    as_json: bool,
    grade: str | None = None,
    cut: tuple[str, ...] = (),
    only_world: str | None = None,
) -> int:
    """Run the comparison and write ``report.html``, ``run.nc``, ``table.json`` and ``capsule.json``."""
    asked = load_experiment(file, seed, draws, grade=grade, cut=cut, only_world=only_world)
    if asked.experiment.kind == "day":
        raise SomaloopError(f"{file} asks for a day: use ./somaloop day {file}")
    if len(asked.experiment.arms) < 2:
        raise SomaloopError(f"{file} has one arm; a comparison needs two")
    from somaloop.results.compare import compare

    body = checked_body()
    question = question_of(asked, body)
    with progress_bar("simulating") as progress:
        comparison = compare(body, question, progress)
    with result_folder(out, asked.name) as folder:
        from somaloop.report import write_report

        write_run(comparison, folder / "run.nc")
        write_json(capsule(comparison, asked.name + ".yaml", asked.text), folder / "capsule.json")
        write_json(table(comparison), folder / "table.json")
        write_report(comparison, folder)
    place = shown_path(out, asked.name)
    if as_json:
        print(json.dumps(table(comparison), indent=1, ensure_ascii=False))
    else:
        from somaloop.report import print_table

        print_table(comparison, report=place / "report.html")
    if asked.capsule is not None and not asked.changed:
        same = all(asked.capsule["checksums"].get(g) == checksum(getattr(comparison, g)) for g in ("daily", "hourly"))
        words = (
            "the same numbers, to the last bit" if same else "NOT the same numbers: other versions or another machine"
        )
        sys.stderr.write(f"compared with the capsule: {words}\n")
    for sentence in comparison.failures:
        sys.stderr.write(f"{sentence}\n")
    return 1 if comparison.failures else 0
