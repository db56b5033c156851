"""``arrows``: every causal arrow with its two strengths and its evidence, and the picture of them all."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from somaloop.cli.output import progress_bar, result_folder, shown_path
from somaloop.evidence import marked_ids
from somaloop.language import Body
from somaloop.model import whole_body
from somaloop.results.arrows import NEAR, Listed, as_data, list_arrows, read_grades

NAME = "arrows"
WIDE = 160  # columns of a terminal from which every arrow has one line
NARROW = 100  # and below which methods are left out and sources counted
PIPED = 200  # columns where there is no terminal


def arrows_command(
    *,
    origin: str | None,
    target: str | None,
    at: str | None,
    grade: str,
    strength: str | None,
    moves: str | None,
    within: int | None,
    wiring: bool,
    report: bool,
    as_json: bool,
    out: Path | None,
) -> int:
    """List the arrows that fit; with ``report`` measure all and write the page, with ``out`` also the list."""
    body = whole_body()
    filters: dict[str, Any] = {
        "origin": origin, "target": target, "at": at, "grades": read_grades(grade), "strength": strength,
        "moves": moves, "within": within if within is not None or moves is None else NEAR,
    }  # fmt: skip
    listed = list_arrows(body, **filters)
    farther = len(list_arrows(body, **{**filters, "within": None})) - len(listed) if moves is not None else 0
    structural = list_arrows(body, **filters, structural=True) if wiring else ()
    content = {"arrows": [as_data(item) for item in listed]}
    if wiring:
        content["wiring"] = [as_data(item) for item in structural]
    if report or out is not None:
        _write(body, content, report, out)
    if as_json:
        print(json.dumps(content, indent=1, ensure_ascii=False))
        return 0
    _print(listed, moves is not None)
    if wiring:
        print("\nWiring that is not in question: the same in both worlds, and never cut.")
        _print(structural, moves is not None)
    _print_end(body, listed, farther, moves, wiring)
    if report or out is not None:
        folder = shown_path(out, NAME)
        print(
            f"\nList: {folder / 'arrows.json'}"
            + (f"\nPage: {folder / 'arrows.html'}; pictures beside it" if report else "")
        )
    return 0


def _write(body: Body, content: dict[str, Any], report: bool, out: Path | None) -> None:
    from somaloop.results.store import write_json

    with result_folder(out, NAME) as folder:
        write_json(content, folder / "arrows.json")
        if report:
            from somaloop.report.arrows_page import write_arrows
            from somaloop.results.strength import arrow_strengths

            with progress_bar("cutting arrows") as progress:
                strengths = arrow_strengths(body, progress)
            write_arrows(body, strengths, folder)


def _print(listed: Sequence[Listed], steps: bool) -> None:
    from rich.console import Console
    from rich.table import Table

    if not listed:
        return
    console = Console() if sys.stdout.isatty() or "COLUMNS" in os.environ else Console(width=PIPED)
    wide, narrow = console.width >= WIDE, console.width < NARROW
    table = Table(box=None, header_style="bold", pad_edge=False, padding=(0, 1))
    if steps:
        table.add_column("way", justify="right")
    longest = max(len(item.arrow.name) for item in listed)
    table.add_column(
        "arrow" if wide else "arrow\n[dim]from → to[/dim]",
        overflow="fold",
        min_width=longest,
    )
    heads = ("as told", "as known", "unit", "grade", *(() if narrow else ("method",)), "sources")
    for head in (*(("from", "to") if wide else ()), *heads):
        table.add_column(head, justify="right" if head == "as told" else "left", overflow="fold")
    for item in listed:
        arrow = item.arrow
        ends = (
            (arrow.name, arrow.origin, arrow.target)
            if wide
            else (f"[bold]{arrow.name}[/bold]\n[dim]{arrow.origin} → {arrow.target}[/dim]",)
        )
        table.add_row(
            *([str(item.steps)] if steps else []),
            *ends,
            item.told_words,
            item.known_words.replace("times or divided by", "*/"),
            arrow.unit,
            arrow.grade,
            *(() if narrow else (arrow.method,)),
            str(len(item.sources)) if narrow else "\n".join(marked_ids(item.sources)) or "none",
        )
    console.print(table, highlight=False)


def _print_end(body: Body, listed: Sequence[Listed], farther: int, moves: str | None, wiring: bool) -> None:
    every = sum(not arrow.structural for arrow in body.arrows.values())
    rest = len(body.arrows) - every
    counts = ", ".join(
        f"{sum(item.arrow.grade == grade for item in listed)} {grade}"
        for grade in sorted({item.arrow.grade for item in listed})
    )
    lines = [f"{len(listed)} of {every} arrows in question" + (f" (grades: {counts})." if counts else ".")]
    if moves is not None:
        lines.append(f"“way” counts the arrows from there to {moves}, itself included.")
        if farther:
            lines.append(f"{farther} more lie farther away: --within shows them.")
    if not wiring:
        lines.append(f"{rest} more are wiring that is not in question: --wiring shows them.")
    lines.append(
        "Strengths have the sign of their effect: + raises what the arrow ends at when its origin rises, - lowers it."
    )
    print("\n" + " ".join(lines))
