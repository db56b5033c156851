"""The table of answers on a terminal: one look, wide or narrow, in colour or piped into a file."""

from __future__ import annotations

from pathlib import Path

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from somaloop.report.summary import arms_in, caveat, by_verdict, expectation_row, own_effect, rests_on_words
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


def _colour(text: str, style: str) -> str:
    return f"[{style}]{text}[/]" if text != FAILED else f"[bold yellow]{text}[/]"


def _table(comparison: Comparison, arm: str, width: int) -> Table:
    wide = width >= WIDE
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 2 if wide else 1, 0, 0))
    table.add_column("", no_wrap=wide, overflow="fold")
    if wide:
        table.add_column("", style="dim")
    table.add_column(escape(comparison.arms[0]), justify="right", overflow="fold")
    table.add_column(escape(arm), justify="right", overflow="fold")
    table.add_column("as known (95 %)", justify="right", no_wrap=True)
    table.add_column("as told", justify="right", no_wrap=True)
    table.add_column("as known, rests on" if wide else "rests on", overflow="fold")
    for row in (row for row in comparison.rows if row.arm == arm):
        name = row.instrument if wide else f"{row.instrument} [dim]{escape(row.unit)}[/]"
        rests = rests_on_words(row.known) if row.known.difference.centre == row.known.difference.centre else ""
        table.add_row(
            name if not wide else escape(name),
            *((escape(row.unit),) if wide else ()),
            _colour(number(row.known.without, row.decimals), "default"),
            _colour(number(row.known.with_, row.decimals), "default"),
            _colour(difference(row.known.difference, row.decimals), "bold"),
            _colour(number(row.told.difference.centre, row.decimals, signed=True), "default"),
            rests if wide else rests.replace("grade ", ""),
        )
    return table


def _expectation(comparison: Comparison, rows: list[OutcomeRow]) -> str:
    row = expectation_row(rows)
    return expectation_sentence(row, own_effect(comparison, row)) if row is not None else ""


def print_table(comparison: Comparison, console: Console | None = None, report: Path | str | None = None) -> None:
    """Print what was compared, the table, what it amounts to, what expectation alone gives, warnings, and where more is.

    ``report`` is the path of the page, named in the last line. Fits 80 columns and more; without a terminal it is
    plain text.
    """
    console = console if console is not None else Console()
    console.print(f"[bold]{weeks_words(comparison.weeks)}, {escape(comparison.person)}: {escape(comparison.title)}[/]")
    console.print(
        f"[dim]same person, same days; differences at the end, from {comparison.draws} draws of what is not known[/]"
    )
    for arm in arms_in(comparison.rows):
        rows = [row for row in comparison.rows if row.arm == arm]
        console.print()
        console.print(_table(comparison, arm, console.width))
        console.print()
        for words, found in by_verdict(rows).items():
            console.print(f"{escape(capitalised(words))}: {escape(listed(row.instrument for row in found))}.", highlight=False)
        doubtful = [row.instrument for row in rows if caveat(comparison, row)]
        if doubtful:
            console.print(f"Beyond a placebo it could be nothing: {escape(listed(doubtful))}.", highlight=False)
        expectation = _expectation(comparison, rows)
        if expectation:
            console.print(escape(expectation), highlight=False)
    for text in comparison.warnings:
        console.print(f"[bold yellow]Warning:[/] {escape(text)}", highlight=False)
    for text in comparison.failures:
        console.print(f"[bold red]Failed:[/] {escape(text)}", highlight=False)
    closing = f"Report: {report}" if report is not None else ""
    console.print(f"[dim]{ADVICE}[/]", highlight=False)
    if closing:
        console.print(escape(closing), soft_wrap=True, highlight=False)
