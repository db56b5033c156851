"""Several plans side by side: one table and one picture, on the terminal and as a page."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path

from rich.console import Console
from rich.markup import escape as plain
from rich.table import Table

from somaloop.plot.trial_chances import Chance, chances_picture
from somaloop.plot.trial_words import (
    by_world,
    decimals_of,
    found_at,
    main_method,
    main_powers,
    method_name,
    nominal,
    number,
    unit_of,
    worlds_in,
)
from somaloop.report.page import write_page
from somaloop.report.trial_facts import main_contrast, warnings
from somaloop.report.trial_page import shell, world_key
from somaloop.report.trial_plan_words import design_words
from somaloop.report.trial_protocol import Made
from somaloop.report.trial_tables import DASH, HEADS, both, share_cell, table
from somaloop.report.trial_terminal import HONEST, console_for_reading, grid, heads_of, say, shown_share
from somaloop.report.words import ADVICE, capitalised, listed
from somaloop.trials.answer import Share, TrialAnswer

TITLE = "Plans side by side"


def _shares(answer: TrialAnswer) -> dict[str, Share]:
    """The main contrast at the planned size, by world."""
    size = answer.plan.sizes[0]
    worlds = by_world(main_powers(answer), main_contrast(answer))
    return {world: p.success for world, powers in worlds.items() for p in powers if p.size == size}


def _worlds(answers: Sequence[TrialAnswer]) -> tuple[str, ...]:
    return worlds_in([world for answer in answers for world in _shares(answer)])


def _left(answer: TrialAnswer) -> str:
    gone = [item.left.value for item in answer.conduct]
    return f"{100 * sum(gone) / len(gone):.0f} %" if gone else DASH


def _money(answers: Sequence[TrialAnswer]) -> str:
    return listed(dict.fromkeys(a.plan.costs.currency for a in answers if a.plan.costs is not None), "or")


def _cost(answer: TrialAnswer) -> str:
    found = next((item.total for item in answer.costs if item.size == answer.plan.sizes[0]), None)
    return DASH if found is None else f"{found:,.0f}"


def plans_table(answers: Sequence[TrialAnswer], narrow: bool = False) -> Table:
    """Several plans in one table, at the planned size of each."""
    worlds, money = _worlds(answers), _money(answers)
    found = grid("plan", "people", "weeks", *heads_of(worlds, narrow), "leave", *([f"cost, {money}"] if money else []))
    for answer in answers:
        shares = _shares(answer)
        cells = [plain(answer.plan.name), str(answer.plan.sizes[0]), f"{answer.plan.days / 7:g}"]
        cells += [shown_share(shares[world], narrow) if world in shares else DASH for world in worlds]
        found.add_row(*cells, _left(answer), *([_cost(answer)] if money else []))
    return found


def print_plans(
    answers: Sequence[TrialAnswer], console: Console | None = None, files: Sequence[Path | str] = ()
) -> None:
    """Print several plans side by side."""
    console = console if console is not None else console_for_reading()
    say(console, f"[bold]{len(answers)} plans side by side: trials that conclude a benefit[/]")
    console.print(plans_table(answers, console.width < 130))
    say(console, "")
    for answer in answers:
        rule = f"{100 * nominal(answer.plan):g} %"
        what = f"{answer.plan.primary.of}, {method_name(main_method(answer))}, {main_contrast(answer)}"
        say(console, plain(f"{answer.plan.name}: {answer.plan.title}; {what}; the rule allows {rule} false positives."))
        for text in warnings(answer):
            say(console, f"  [bold yellow]Warning:[/] {plain(text)}")
        if answer.failures:
            say(console, f"  [bold red]Failed:[/] {len(answer.failures)} (see its report)")
    say(console, f"[dim]{HONEST}[/]")
    say(console, f"[dim]{ADVICE}[/]")
    if files:
        say(console, plain(f"Reports: {', '.join(str(path) for path in files)}"), soft_wrap=True)


def plans_picture_of(answers: Sequence[TrialAnswer], width: float = 760.0, alone: bool = False) -> str:
    """One row for each plan: false positives, assurance and power at its planned size."""
    rows = []
    for answer in answers:
        plan = answer.plan
        below = f"{plan.sizes[0]} people, {plan.days / 7:g} weeks; {plan.primary.of}; {main_contrast(answer)}"
        rows.append(Chance(plan.title, below, _shares(answer)))
    return chances_picture(rows, width, alone=alone)


def plans_page(answers: Sequence[TrialAnswer], links: Sequence[str], made: Made) -> str:
    """The page of several plans. ``links`` lead to the report of each."""
    worlds, money = _worlds(answers), _money(answers)
    rows = ""
    for answer, link in zip(answers, links, strict=True):
        plan, shares = answer.plan, _shares(answer)
        shown = found_at(main_powers(answer), "known", plan.sizes[0], main_contrast(answer))
        effect = f"{number(shown.effect, decimals_of(shown))} {escape(unit_of(shown))}" if shown is not None else DASH
        doubts = "".join(f'<span class="sub doubt">{escape(text)}</span>' for text in warnings(answer))
        rows += (
            f'<tr><th scope="row"><a href="{escape(link)}">{escape(plan.title)}</a>'
            f'<span class="sub">{escape(capitalised(design_words(plan)))}; {escape(plan.primary.of)}, '
            f'{escape(method_name(main_method(answer)))}, {escape(main_contrast(answer))}</span>{doubts}</th>'
            f'<td class="number">{plan.sizes[0]}</td><td class="number">{plan.days / 7:g}</td>'
            + "".join(share_cell(shares.get(world)) for world in worlds)
            + f'<td class="number">{effect}</td><td class="number">{_left(answer)}</td>'
            + (f'<td class="number">{_cost(answer)}</td>' if money else "") + "</tr>"
        )  # fmt: skip
    head = [("plan", False), ("people", True), ("weeks", True), *((HEADS[world], True) for world in worlds),
            ("true difference,<br>as known", True), ("leave", True), *([(f"cost, {escape(money)}", True)] if money else [])]  # fmt: skip
    sizes = [f"{plan.name} {plan.sizes[0]}" for plan in (answer.plan for answer in answers)]
    content = (
        f'<header><h1>{len(answers)} plans side by side</h1><p class="lede">Shares of trials that conclude a benefit at the planned '
        f"size of each plan ({escape(listed(sizes))} people), with 95 % Monte Carlo intervals. {HONEST}</p></header>"
        f"<figure>{both(lambda width: plans_picture_of(answers, width), 880.0)}</figure>"
        f"{world_key(worlds)}"
        f'<section class="part"><h2>In numbers</h2>{table(head, rows)}</section>'
        f'<div class="advice part"><p><b>{ADVICE}</b> These are answers of a model about virtual people.</p></div>'
        f"<footer><p>somaloop {escape(made.version)}, model {escape(made.model)}; each report says how to make its numbers again.</p></footer>"
    )
    return shell(TITLE, content)


def write_plans(answers: Sequence[TrialAnswer], path: Path, links: Sequence[str], made: Made) -> Path:
    """Write the page in one move."""
    return write_page(plans_page(answers, links, made), path)
