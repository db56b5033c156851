"""The big facts in words and tables: on a terminal and as Markdown."""

from __future__ import annotations

from collections.abc import Sequence

from somaloop.calibrate.facts import WORDS, Fact, Number
from somaloop.evidence import sources
from somaloop.report.claims_words import short_citation
from somaloop.report.words import difference, number
from somaloop.results import Interval

STYLES = dict(zip(WORDS, ("bold blue", "yellow", "bold red"), strict=True))


def number_words(item: Number) -> str:
    """A number with its interval and unit."""
    unit = "" if item.unit in ("share", "correlation") else f" {item.unit}"
    if item.unit == "share":
        return f"{100 * item.centre:.0f} %"
    return difference(Interval(item.centre, item.low, item.high), item.decimals) + unit


def wanted_words(item: Number) -> str:
    """Where the fact says that a number lies."""
    if not item.side:
        return ""
    bar = f"{100 * item.bar:.0f} %" if item.unit == "share" else number(item.bar, item.decimals)
    return f"{item.side} {bar}"


def print_facts(facts: Sequence[Fact]) -> None:
    """Each fact with its verdict, and its numbers below."""
    from rich.console import Console
    from rich.markup import escape

    console = Console()
    for fact in facts:
        console.print(f"[{STYLES[fact.word]}]{fact.word}[/]: [bold]{escape(fact.name)}[/]", highlight=False)
        for item in fact.numbers:
            wanted = wanted_words(item)
            tail = f"  [dim]({wanted}: {item.word})[/]" if wanted else ""
            console.print(f"   {escape(item.words)}: {escape(number_words(item))}{tail}", highlight=False)


def facts_text(facts: Sequence[Fact], command: str, stamp: str) -> str:
    """The page as Markdown."""
    counts = ", ".join(f"{sum(fact.word == word for fact in facts)} {word}" for word in WORDS)
    parts = [
        "# Big facts",
        "What the evidence tells about magnesium, placebo and the loop, asked of the model by virtual trials. The sentences "
        "themselves are not fitted, though studies that speak of them may be ([calibration](calibration.md)), and no "
        "verdict is typed in.\nA fact *holds* where the whole 95 % interval of every deciding number, over people and over "
        "truths as known, lies on the side that the fact says. It *leans that way* where four fifths of what is possible "
        "do, and else it *does not hold*. Few people make wide intervals.",
        f"{counts}. Written by `{command}`, model `{stamp}`.",
        "| fact | |\n| --- | --- |\n" + "\n".join(f"| {fact.name} | {fact.word} |" for fact in facts),
    ]
    for fact in facts:
        known = sources()
        cited = [short_citation(known[name]) for name in fact.sources if name in known]
        rows = "\n".join(
            f"| {item.words} | {number_words(item)} | {wanted_words(item)} | {item.word if item.side else ''} |"
            for item in fact.numbers
        )
        parts += [
            f"## {fact.name}: {fact.word}",
            f"{fact.asked}\n\n*Virtual trial:* {fact.trial}."
            + (f" *Published, among others:* {'; '.join(cited)}." if cited else ""),
            f"| number | in the model (95 %) | the fact says | |\n| --- | ---: | --- | --- |\n{rows}",
        ]
    return "\n\n".join(parts) + "\n"
