"""The claims on a terminal: a list by section, one line each; one claim in full."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterable, Mapping

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from somaloop.claims import ClaimAnswer, Design, OutcomeAnswer, agrees, reasons
from somaloop.claims.trace import Traced
from somaloop.claims.verdict import VERDICTS, turned
from somaloop.evidence import cite_text, sources
from somaloop.evidence.source import UNVERIFIED
from somaloop.report.claims_words import (
    MEANING,
    SHORT,
    agreement_words,
    digits,
    evidence_words,
    life_words,
    multiple_text,
    places_for,
    published_words,
    standardised_text,
    unit_text,
)
from somaloop.report.terminal import PLAIN
from somaloop.report.words import arrow_words, difference, percent
from somaloop.results import Interval

WIDE = 150  # columns from which the list has effects in their units too
STYLES = dict(zip(VERDICTS, ("bold blue", "blue", "yellow", "dim", "bold red", "dim"), strict=True))


def _plain(console: Console, text: str) -> str:
    return text if console.encoding.lower().startswith("utf") else text.translate(PLAIN)


def _in_bars(item: OutcomeAnswer, name: str) -> str:
    """An effect in smallest differences that matter, positive where it goes the way the article says."""
    interval = turned(item.effects[name].interval, item.outcome.direction)
    if not item.bar > 0.0:
        return "nobody differs"
    return multiple_text(
        Interval(interval.centre, interval.centre, interval.centre) if name == "told" else interval, item.bar
    )


def _in_units(item: OutcomeAnswer) -> str:
    return f"{item.outcome.of} {difference(item.effects['known'].interval, places_for(item))}{unit_text(item)}"


LIST_NOTE = (
    "Effects are counted in smallest differences that matter: from 1 on they matter, and a minus sign means the opposite of "
    "what the article says."
)


def _table(console: Console, answers: Iterable[ClaimAnswer], heads: bool = False) -> Table:
    wide = console.width >= WIDE
    taken = 4 + 2 + 21 + 2 + 7 + 2 + 23 + 2 + (48 if wide else 0)  # what the other columns and the gaps take
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), show_header=heads)
    table.add_column("", style="dim", no_wrap=True, width=4)
    table.add_column("claim", overflow="ellipsis", no_wrap=True, width=max(16, min(72, console.width - taken)))
    table.add_column("verdict", no_wrap=True, width=21)
    table.add_column("as told", justify="right", no_wrap=True, width=7)
    table.add_column("as known (95 %)", overflow="ellipsis", no_wrap=True, width=23)
    if wide:
        table.add_column("as known, in units", style="dim", overflow="ellipsis", no_wrap=True, width=46)
    for answer in answers:
        first = answer.first
        mark = "" if agrees(answer.claim, answer.verdict) else " *"
        verdict = f"[{STYLES[answer.verdict]}]{SHORT[answer.verdict]}[/]{mark}"
        effects = (
            ["", "not run", ""]
            if first is None
            else [_in_bars(first, "told"), _in_bars(first, "known"), escape(_in_units(first))]
        )
        cells = [answer.claim.id, escape(answer.claim.claim), verdict, *effects]
        table.add_row(*(_plain(console, cell) for cell in cells[: len(table.columns)]))
    return table


def print_claims(answers: Mapping[str, ClaimAnswer], console: Console | None = None) -> None:
    """The list, grouped by the article's sections; a mark stands where verdict and graded evidence part."""
    console = console or Console()
    by_section: dict[str, list[ClaimAnswer]] = {}
    for answer in answers.values():
        by_section.setdefault(answer.claim.section, []).append(answer)
    console.print(_table(console, [], heads=True))
    for section, items in by_section.items():
        console.print(f"\n[bold]{escape(_plain(console, section))}[/]")
        console.print(_table(console, items))
    counts = Counter(answer.verdict for answer in answers.values())
    parted = [answer.claim.id for answer in answers.values() if not agrees(answer.claim, answer.verdict)]
    lines = ["", "  ".join(f"{counts[verdict]} {SHORT[verdict]}" for verdict in VERDICTS if counts[verdict]), LIST_NOTE]
    lines.append(f"Agreement with the graded evidence: {agreement_words(answers)}.")
    if parted:
        lines.append(f"* {len(parted)} part from the graded evidence, with a reason each: {', '.join(parted)}")
    for line in lines:
        console.print(
            _plain(console, textwrap.fill(line, console.width)), markup=False, highlight=False, soft_wrap=True
        )


def _wrapped(text: str, width: int, indent: str) -> str:
    return textwrap.fill(text, width, initial_indent=indent, subsequent_indent=f"{indent}  " if indent else "")


def _named(names: str) -> str:
    """Ids of sources, marked where one was written down from memory."""
    return " ".join(name + (f" {UNVERIFIED}" if sources()[name].from_memory else "") for name in names.split())


def _outcome_lines(item: OutcomeAnswer, traced: Traced | None) -> list[str]:
    places, unit = places_for(item), unit_text(item)
    beside = " (shown beside, not judged)" if item.outcome.beside else ""
    lines = [
        f"{item.title}: {SHORT[item.judged.verdict]}{beside}",
        f"  By rule {item.judged.rule}: {item.judged.because}",
        f"  {'':<25}{'in its unit':<34}in standard deviations",
    ]
    rows = [
        ("as told", "told"),
        ("as known", "known"),
        ("as known, tested arrows", "known tested"),
    ]
    for words, name in rows:
        effect = item.effects[name]
        text = f"{difference(effect.interval, places)}{unit}"
        lines.append(f"  {words:<25}{text:<33} {standardised_text(effect.interval, effect.spread)}")
    published = item.outcome.published
    if published is not None:
        lines.append(f"  {'published':<25}{published_words(item)} [{_named(published.source)}]")
    source = _named(item.outcome.important_source) or "convention"
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
            told, known = (difference(effects[name].interval, places_for(first)) for name in ("told", "known"))
            lines += ["", f"{first.title} elsewhere, {label}: as told {told}, as known {known}{unit_text(first)}"]
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
