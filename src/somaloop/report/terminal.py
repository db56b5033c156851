"""The table of answers on a terminal: one look, wide or narrow, in colour or piped into a file."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from somaloop.report.rests import most_through, rests_on_words
from somaloop.report.summary import arms_in, by_verdict, caveat, expectation_row, own_effect
from somaloop.report.words import (
    ADVICE,
    FAILED,
    capitalised,
    difference,
    expectation_sentence,
    listed,
    number,
    weeks_words,
)
from somaloop.results import Comparison, OutcomeRow

WIDE = 100
ROOMY = 120  # from this width on the column says which arrow carries most; below, it is said under the table
PLAIN = str.maketrans({"−": "-", "“": '"', "”": '"', "→": "->", "’": "'", "–": "-"})  # noqa: RUF001


def _bold(text: str) -> str:
    return f"[bold]{text}[/]" if text != FAILED else _may_fail(text)


def _may_fail(text: str) -> str:
    return f"[bold yellow]{text}[/]" if text == FAILED else text


def _table(comparison: Comparison, arm: str, console: Console) -> Table:
    wide = console.width >= WIDE
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 2 if wide else 1, 0, 0))
    table.add_column("", no_wrap=wide, overflow="fold")
    if wide:
        table.add_column("", style="dim")
    table.add_column(escape(comparison.arms[0]), justify="right", overflow="fold")
    table.add_column(escape(arm), justify="right", overflow="fold")
    known, told = "known" in comparison.worlds, "told" in comparison.worlds
    if known:
        table.add_column("as known (95 %)", justify="right", no_wrap=True)
    if told:
        table.add_column("as told", justify="right", no_wrap=True)
    words = "as known, rests on" if known else "as told, rests on"
    table.add_column(words if wide else "rests on", overflow="fold")
    for row in (row for row in comparison.rows if row.arm == arm):
        name = escape(row.instrument) if wide else f"{escape(row.instrument)} [dim]{escape(row.unit)}[/]"
        answer = row.known if known else row.told
        rests = (
            rests_on_words(row, answer, short=console.width < ROOMY) if math.isfinite(answer.difference.centre) else ""
        )
        cells = (
            name,
            *((escape(row.unit),) if wide else ()),
            _may_fail(number(answer.without, row.decimals)),
            _may_fail(number(answer.with_, row.decimals)),
            *((_bold(difference(row.known.difference, row.decimals)),) if known else ()),
            *((_may_fail(number(row.told.difference.centre, row.decimals, signed=True)),) if told else ()),
            escape(rests if wide else rests.replace("grade ", "")),
        )
        table.add_row(*(_writable(cell, console) for cell in cells))
    return table


def _writable(text: str, console: Console) -> str:
    """The text as the terminal's encoding can hold it."""
    return text if console.encoding.lower().startswith("utf") else text.translate(PLAIN)


def _expectation(comparison: Comparison, rows: list[OutcomeRow]) -> str:
    row = expectation_row(rows)
    return expectation_sentence(row, own_effect(comparison, row)) if row is not None else ""


def print_table(comparison: Comparison, console: Console | None = None, report: Path | str | None = None) -> None:
    """Print what was compared, the table, what it amounts to, what expectation alone gives, warnings, where more is.

    ``report`` is the path of the page, named in the last line. Fits 80 columns and more; without a terminal it is
    plain text.
    """
    console = console if console is not None else Console()

    def say(text: str, **more: Any) -> None:
        console.print(_writable(text, console), highlight=False, **more)

    say(f"[bold]{weeks_words(comparison.weeks)}, {escape(comparison.person)}: {escape(comparison.title)}[/]")
    sample = f", from {comparison.draws} draws of what is not known" if "known" in comparison.worlds else ""
    say(f"[dim]same person, same days; differences at the end{sample}[/]")
    if comparison.kept.words:
        say(f"[bold yellow]{escape(capitalised(comparison.kept.words))}.[/]")
    for arm in arms_in(comparison.rows):
        rows = [row for row in comparison.rows if row.arm == arm]
        say("")
        console.print(_table(comparison, arm, console))
        say("")
        for words, found in by_verdict(rows).items():
            say(f"{escape(capitalised(words))}: {escape(listed(row.instrument for row in found))}.")
        carried = most_through(rows) if console.width < ROOMY else ""
        if carried:
            say(escape(carried))
        doubtful = [row.instrument for row in rows if caveat(comparison, row)]
        if doubtful:
            say(f"Not sure beyond a placebo: {escape(listed(doubtful))}.")
        expectation = _expectation(comparison, rows)
        if expectation:
            say(escape(expectation))
    if any(row.known.rests_on or row.told.rests_on for row in comparison.rows):
        say(
            "[dim]Rests on: what each arrow adds, over all orders of putting them in; parts add up (docs/evidence.md).[/]"
        )
    for text in comparison.warnings:
        say(f"[bold yellow]Warning:[/] {escape(text)}")
    for text in comparison.failures:
        say(f"[bold red]Failed:[/] {escape(text)}")
    say(f"[dim]{ADVICE}[/]")
    if report is not None:
        say(escape(f"Report: {report}"), soft_wrap=True)
