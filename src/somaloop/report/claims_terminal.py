"""The claims on a terminal: a list by section, one line each; one claim in full."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Mapping

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from somaloop.claims import ClaimAnswer, Design, OutcomeAnswer, agrees, reasons
from somaloop.claims.trace import Traced
from somaloop.claims.verdict import VERDICTS
from somaloop.evidence import cite_text, sources
from somaloop.report.claims_words import (
    MEANING,
    SHORT,
    digits,
    effect_text,
    evidence_words,
    life_words,
    places_for,
    unit_text,
)
from somaloop.report.terminal import PLAIN
from somaloop.report.words import arrow_words, number, percent

STYLES = dict(zip(VERDICTS, ("bold blue", "blue", "yellow", "dim", "bold red", "dim"), strict=True))


def _plain(console: Console, text: str) -> str:
    return text if console.encoding.lower().startswith("utf") else text.translate(PLAIN)


def _effects(item: OutcomeAnswer) -> tuple[str, str]:
    places = places_for(item)
    told, known = item.effects["told"].interval, item.effects["known"].interval
    return number(told.centre, places, True), effect_text(known, places) + unit_text(item)


def print_claims(answers: Mapping[str, ClaimAnswer], console: Console | None = None) -> None:
    """The list, grouped by the article's sections; a mark stands where verdict and graded evidence part."""
    console = console or Console()
    section = ""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), show_header=True, expand=False)
    wide = console.width >= 132
    room = console.width - (100 if wide else 76)
    table.add_column("", style="dim", no_wrap=True, min_width=4)
    table.add_column("claim", overflow="ellipsis", no_wrap=True, max_width=max(16, min(64, room)))
    table.add_column("verdict", no_wrap=True, min_width=21)
    table.add_column("as told", justify="right", no_wrap=True, min_width=8)
    table.add_column("as known (95 %)", no_wrap=True, min_width=30)
    if wide:
        table.add_column("of", style="dim", overflow="ellipsis", no_wrap=True, max_width=26)
    for answer in answers.values():
        if answer.claim.section != section:
            section = answer.claim.section
            table.add_row("", f"[bold]{escape(section)}[/]")
        first = answer.first
        told, known = _effects(first) if first is not None else ("", "")
        mark = "" if agrees(answer.claim, answer.verdict) else " *"
        cells = (
            answer.claim.id,
            escape(answer.claim.claim),
            f"[{STYLES[answer.verdict]}]{SHORT[answer.verdict]}[/]{mark}",
            told,
            escape(known),
            first.outcome.of if first is not None else "not run",
        )
        table.add_row(*(_plain(console, cell) for cell in (cells if wide else cells[:-1])))
    console.print(table)
    counts = Counter(answer.verdict for answer in answers.values())
    parted = [answer.claim.id for answer in answers.values() if not agrees(answer.claim, answer.verdict)]
    console.print()
    console.print("  ".join(f"{counts[verdict]} {SHORT[verdict]}" for verdict in VERDICTS if counts[verdict]))
    if parted:
        console.print(f"* {len(parted)} part from the graded evidence, with a reason each: {', '.join(parted)}")


def _wrapped(text: str, width: int, indent: str) -> str:
    return textwrap.fill(text, width, initial_indent=indent, subsequent_indent=f"{indent}  " if indent else "")


def _outcome_lines(item: OutcomeAnswer, traced: Traced | None) -> list[str]:
    places, unit = places_for(item), unit_text(item)
    beside = " (shown beside, not judged)" if item.outcome.beside else ""
    lines = [f"{item.title}: {SHORT[item.judged.verdict]}{beside}", f"  {item.judged.because}"]
    rows = [
        ("as told", "told"),
        ("as known", "known"),
        ("as known, tested arrows", "known tested"),
    ]
    lines += [f"  {words:<25}{effect_text(item.effects[name].interval, places)}{unit}" for words, name in rows]
    published = item.outcome.published
    if published is not None:
        span = (
            f" ({digits(published.low, None, False)} to {digits(published.high, None, False)})"
            if published.low is not None and published.high is not None
            else ""
        )
        scale = unit if published.unit == "same" else f" {published.unit}"
        lines.append(
            f"  {'published':<25}{digits(published.size, None)}{span}{scale}: {published.what} [{published.source}]"
        )
    source = item.outcome.important_source or "convention"
    lines.append(f"  {'matters from':<25}{digits(item.bar, None, False)}{unit} [{source}]")
    if item.built_in:
        lines.append("  The starting types of the two groups differ; most of this is put in by the type itself.")
    if traced is None:
        names = [f"{arrow_words(way.arrow)} ({way.length})" for way in item.ways[:10]]
        if names:
            lines.append("  can be carried by (arrows on the way): " + ", ".join(names))
    else:
        for world, words in (("told", "as told"), ("known", "as known")):
            shares = [
                f"{arrow_words(share.arrow)} ({share.grade}, {percent(share.change)})"
                for share in traced.shares[world][:10]
            ]
            lines.append(f"  goes when one arrow is cut, {words}: " + (", ".join(shares) or "nothing"))
    return lines


def print_claim(
    answer: ClaimAnswer, design: Design, traces: tuple[Traced | None, ...] | None, console: Console | None = None
) -> None:
    """One claim in full."""
    console = console or Console()
    item = answer.claim
    lines = [
        f"{item.id}, {item.section}",
        f"  {item.claim}",
        "",
        f"{answer.verdict.upper()}. {MEANING[answer.verdict]}",
    ]
    if answer.outcomes:
        lines += [f"  {answer.experiment.asks}", ""]
        for name in answer.experiment.lives:
            life = design.lives[name]
            lines.append(f"  {name}: {life_words(life, design)}")
            lines += [f"      {line}" for line in life.lines.splitlines()]
        for number_, outcome in enumerate(answer.outcomes):
            lines += ["", *_outcome_lines(outcome, traces[number_] if traces is not None else None)]
        for label, effects in answer.also.items():
            first = answer.outcomes[0]
            told, known = (effect_text(effects[name].interval, places_for(first)) for name in ("told", "known"))
            lines += ["", f"{first.outcome.of} elsewhere, {label}: as told {told}, as known {known}{unit_text(first)}"]
    else:
        lines.append(f"  {answer.because}")
    lines += ["", f"The evidence, graded by reading: {item.grade}, {evidence_words(item)}.", f"  {item.verdict}"]
    lines += [f"  {name}: {cite_text(sources()[name])}" for name in item.sources]
    if not agrees(item, answer.verdict):
        lines.append(f"  The verdict and this evidence part: {reasons().get(item.id, 'no reason is on record.')}")
    width = min(console.width, 116)
    for line in lines:
        text = line.lstrip()
        shown = _wrapped(text, width, line[: len(line) - len(text)]) if text else ""
        console.print(_plain(console, shown), markup=False, highlight=False, soft_wrap=True)
