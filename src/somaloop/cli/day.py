"""``day``: 24 hours of two lives side by side."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from somaloop.cli.ask import load_experiment, person_of
from somaloop.cli.output import progress_bar, result_folder, shown_path
from somaloop.language import SomaloopError
from somaloop.model import checked_body
from somaloop.results.store import write_json, write_run


def day_command(
    file: Path,
    out: Path | None,
    seed: int | None,
    as_json: bool,
    grade: str | None = None,
    cut: tuple[str, ...] = (),
) -> int:
    """Run each arm's own person in their own life, and write ``day.html``, ``run.nc`` and ``day.json``."""
    asked = load_experiment(file, seed, grade=grade, cut=cut)
    experiment = asked.experiment
    if len(experiment.arms) < 2:
        raise SomaloopError(f"{file} has one arm; a day is shown beside another one")
    from somaloop.results.lives import Life, compare_lives

    body = checked_body()
    schedules = experiment.schedules(body)
    lives = tuple(
        Life(arm.name, person_of(arm.person).describe(), person_of(arm.person).traits(body), schedules[arm.name],
             str(arm.protocol))
        for arm in experiment.arms
    )  # fmt: skip
    with progress_bar("living the days") as progress:
        comparison, summary = compare_lives(
            body, experiment.title, lives, experiment.days, max(experiment.settle_days, 7), experiment.seed,
            asked.warnings(body), progress, asked.kept,
        )  # fmt: skip
    name = asked.name
    with result_folder(out, name) as folder:
        from somaloop.report import write_day

        write_run(comparison, folder / "run.nc")
        write_json(summary, folder / "day.json")
        write_day(comparison, folder)
    if as_json:
        print(json.dumps(summary, indent=1, ensure_ascii=False))
    else:
        _print(summary, shown_path(out, name) / "day.html")
    for sentence in comparison.failures:
        sys.stderr.write(f"{sentence}\n")
    return 1 if comparison.failures else 0


def _print(summary: dict[str, object], report: Path) -> None:
    from rich.console import Console
    from rich.table import Table

    console = Console()
    console.print(f"[bold]{summary['title']}[/bold]", highlight=False)
    if summary["arrows in words"]:
        console.print(f"with {summary['arrows in words']}", highlight=False)
    rows = summary["rows"]
    assert isinstance(rows, list)
    arms = list(rows[0]["known"])
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("mean of the day")
    table.add_column("unit")
    for arm in arms:
        table.add_column(f"{arm}\nas known", justify="right")
        table.add_column(f"{arm}\nas told", justify="right")
    for row in rows:
        cells = [f"{row[world][arm]:.{row['decimals']}f}" for arm in arms for world in ("known", "told")]
        table.add_row(row["name"], row["unit"], *cells)
    console.print(table)
    console.print(f"Research software, no medical advice. Picture: {report}", highlight=False)
