"""``told``: what the article says of each arrow, and the strength that follows from its words."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from somaloop.cli.output import between_marks, progress_bar
from somaloop.evidence.told import read_rule, size_of_words, told_records
from somaloop.language import Arrow, unknown
from somaloop.model import declared_body

PAGE = Path("docs") / "as-told.md"
FIELDS = ("arrow", "claims", "words", "class", "size", "cause", "moves", "by rule", "as told", "as known", "unit")


def told_rows(arrows: dict[str, Arrow]) -> list[dict[str, Any]]:
    """One row for every asserted arrow, in the order of ``told.yaml``."""
    rule, records, rows = read_rule(), told_records(), []
    for name, said in rule.assertions.items():
        record = records.get(name, {})
        rows.append(
            {
                "arrow": name,
                "claims": " ".join(said.claims),
                "words": ", ".join(said.words),
                "class": size_of_words(said.words, rule.words),
                "size": record.get("size"),
                "cause": record.get("cause") or f"two SD of {arrows[name].origin}",
                "moves": f"{rule.outcome_of(arrows[name]).of} {'up' if said.raises else 'down'}",
                "carried": record.get("carried"),
                "deviation": record.get("deviation"),
                "by rule": record.get("strength"),
                "as told": arrows[name].as_told,
                "as known": arrows[name].as_known.centre,
                "unit": arrows[name].unit,
            }
        )
    return rows


def told_command(name: str | None, as_json: bool, record: bool) -> int:
    """Print the assertions; with ``record`` work the strengths out anew and keep them, and renew the page's table."""
    if record:
        return _record()
    arrows = declared_body().arrows
    rows = told_rows(arrows)
    if name is not None:
        asked = {arrow.name: arrow for arrow in arrows.values() if not arrow.structural}
        if name not in asked:
            raise unknown("arrow", name, asked)
        rows = [row for row in rows if row["arrow"] == name]
        if not rows:
            print(f"The article does not speak of {name}: it has what is known in both worlds.")
            return 0
    if as_json:
        print(json.dumps(rows, indent=1, ensure_ascii=False))
        return 0
    if name is not None:
        for key, value in rows[0].items():
            print(f"{key:10} {value:.4g}" if isinstance(value, float) else f"{key:10} {value}")
        return 0
    _print(rows)
    silent = sum(not arrow.structural for arrow in arrows.values()) - len(rows)
    print(f"\n{len(rows)} arrows are asserted; {silent} others have what is known in both worlds. See docs/as-told.md.")
    return 0


def _cell(value: Any) -> str:
    return "" if value is None else f"{value:.3g}" if isinstance(value, float) else str(value)


def _print(rows: list[dict[str, Any]]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, header_style="bold", pad_edge=False, padding=(0, 1))
    for head in FIELDS:
        numeric = head in ("size", "by rule", "as told", "as known")
        table.add_column(head, justify="right" if numeric else "left", overflow="fold")
    for row in rows:
        table.add_row(*(_cell(row[head]) for head in FIELDS))
    (Console() if sys.stdout.isatty() else Console(width=200)).print(table, highlight=False)


def markdown(rows: list[dict[str, Any]]) -> str:
    """The table of the page."""
    lines = [f"| {' | '.join(FIELDS)} |", "| --- | --- | --- | --- | ---: | --- | --- | ---: | ---: | ---: | --- |"]
    return "\n".join([*lines, *(f"| {' | '.join(_cell(row[head]) for head in FIELDS)} |" for row in rows)])


def _record() -> int:
    from somaloop.results.told import keep, work_out

    body = declared_body()
    with progress_bar("strengths as told") as progress:
        found = work_out(body, progress=progress)
    path = keep(found)
    # the arrows of this process still have the old strengths; what is written must be the new ones
    from subprocess import run

    listed = run([sys.executable, "-P", "-m", "somaloop", "told", "--json"], capture_output=True, text=True, check=True)
    if PAGE.is_file():
        text = PAGE.read_text(encoding="utf-8")
        PAGE.write_text(between_marks(text, "arrows", markdown(json.loads(listed.stdout))), encoding="utf-8")
    print(f"{len(found)} strengths as told kept in {path.name}.")
    return 0
