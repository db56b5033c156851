"""The answer of a virtual trial on a terminal: one look, wide or narrow, in colour or piped into a file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from somaloop.plot.trial_words import (
    SHORT_NAMES,
    by_world,
    contrasts,
    decimals_of,
    found_at,
    interval_of,
    main_method,
    main_powers,
    method_name,
    number,
    percent_of,
    share_words,
    sizes,
    unit_of,
    worlds_in,
)
from somaloop.report.terminal import PLAIN
from somaloop.report.trial_facts import TARGETS, main_contrast, needed, truth_lines, warnings
from somaloop.report.trial_plan_words import design_words, plan_rows
from somaloop.report.words import ADVICE, capitalised
from somaloop.trials.answer import Conclusion, Conduct, Share, TrialAnswer
from somaloop.trials.plan import TrialPlan

HEADS = {
    "nil": "nil: false positives",
    "known": "as known: assurance",
    "middle": "middle: power",
    "told": "as told: power",
}
STYLES = {"nil": "dim", "known": "bold", "middle": "", "told": ""}
NARROW = 100
HONEST = (
    "Assurance carries the doubt about the treatment; it is not power. As told is the article's claim and no evidence."
)
MOST_TABLES = 2
MOST_ARMS = 3  # arms that get a line each


def console_for_reading() -> Console:
    """Standard output, as wide as it is."""
    return Console()


def say(console: Console, text: str, **more: Any) -> None:
    """Print markup as the terminal's encoding can hold it."""
    plain = text if console.encoding.lower().startswith("utf") else text.translate(PLAIN)
    console.print(plain, highlight=False, **more)


def grid(*heads: str, left: int = 1) -> Table:
    """An empty table; the first ``left`` columns are words, the others numbers."""
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 2, 0, 0))
    for place, head in enumerate(heads):
        table.add_column(head, justify="left" if place < left else "right", overflow="fold")
    return table


def print_trial(answer: TrialAnswer, console: Console | None = None, files: Sequence[Path | str] = ()) -> None:
    """Print the question, power and assurance by size, what would be concluded, what to expect of the conduct, warnings."""
    console = console if console is not None else console_for_reading()
    plan, found = answer.plan, main_powers(answer)
    say(console, f"[bold]{escape(plan.title)}[/]")
    if plan.question:
        say(console, escape(plan.question))
    fewest = min((p.replicates for p in found), default=0)
    say(
        console,
        f"[dim]{escape(capitalised(design_words(plan)))}; {escape(plan.primary.of)}, {escape(method_name(main_method(answer)))}; "
        f"{fewest} replicates; 95 % Monte Carlo intervals[/]",
    )
    named = contrasts(found)
    for contrast in named[:MOST_TABLES]:
        say(console, "")
        say(console, f"[bold]Trials that conclude a benefit[/] ({escape(contrast)})")
        console.print(_sizes_table(answer, contrast, console.width < NARROW))
    if len(named) > MOST_TABLES:
        say(console, f"[dim]{len(named) - MOST_TABLES} other contrasts by size are in the report.[/]")
    say(console, "")
    say(console, f"[bold]What the trial of {plan.sizes[0]} would most likely conclude, if the truth is ...[/]")
    console.print(_decision_table(answer) if len(named) == 1 else _decisions_table(answer))
    say(console, "")
    for line in (*_needed_lines(answer), *truth_lines(answer, main_contrast(answer)), *conduct_lines(answer)):
        say(console, escape(line))
    say(console, "")
    say(
        console,
        f"[dim]{HONEST}[/]",
    )
    for text in warnings(answer):
        say(console, f"[bold yellow]Warning:[/] {escape(text)}")
    for text in answer.failures[:5]:
        say(console, f"[bold red]Failed:[/] {escape(text)}")
    if len(answer.failures) > 5:
        say(console, f"[bold red]Failed:[/] {len(answer.failures) - 5} more (see the report)")
    say(console, f"[dim]{ADVICE}[/]")
    if files:
        say(console, escape(f"Report: {', '.join(str(path) for path in files)}"), soft_wrap=True)


def shown_share(share: Share, narrow: bool) -> str:
    """A share with its interval, on two lines where there is little room."""
    return f"{percent_of(share)}\n{interval_of(share)}" if narrow else share_words(share)


def heads_of(worlds: Iterable[str], narrow: bool) -> list[str]:
    """The heads of columns of worlds, on two lines where there is little room."""
    return [HEADS[world].replace(": ", ":\n") if narrow else HEADS[world] for world in worlds]


def _sizes_table(answer: TrialAnswer, contrast: str, narrow: bool) -> Table:
    found = main_powers(answer)
    worlds = by_world(found, contrast)
    costs = {item.size: item.total for item in answer.costs}
    money = answer.plan.costs.currency if answer.plan.costs is not None else ""
    table = grid("people", *heads_of(worlds, narrow), *([f"cost, {money}"] if costs else []))
    for size in sizes(found):
        cells = [str(size)]
        for world in worlds:
            p = found_at(found, world, size, contrast)
            words = shown_share(p.success, narrow) if p is not None else ""
            style = STYLES.get(world, "")
            cells.append(f"[{style}]{words}[/]" if style and words else words)
        table.add_row(*cells, *([f"{costs[size]:,.0f}"] if size in costs else [""] if costs else []))
    return table


def _decision_table(answer: TrialAnswer) -> Table:
    found = main_powers(answer)
    table = grid("truth", "true difference", "benefit", "cannot tell", "harm", "so most likely")
    table.columns[-1].justify = "left"
    for item in _in_order(answer.conclusions):
        p = found_at(found, item.world, answer.plan.sizes[0], item.contrast)
        effect = f"{number(p.effect, decimals_of(p))} {unit_of(p)}" if p is not None else ""
        shares = (percent_of(share) for share in (item.benefit, item.undecided, item.harm))
        table.add_row(SHORT_NAMES.get(item.world, item.world), effect, *shares, f"[bold]{item.likely}[/]")
    return table


def _decisions_table(answer: TrialAnswer) -> Table:
    """Contrasts in rows, worlds in columns: the likeliest conclusion and the share that conclude a benefit."""
    ordered = _in_order(answer.conclusions)
    worlds = tuple(dict.fromkeys(item.world for item in ordered))
    table = grid("contrast", *(SHORT_NAMES.get(world, world) for world in worlds))
    for contrast in dict.fromkeys(item.contrast for item in answer.conclusions):
        chosen = {item.world: item for item in ordered if item.contrast == contrast}
        cells = [
            f"{chosen[w].likely}\n[dim]benefit {percent_of(chosen[w].benefit)}[/]" if w in chosen else ""
            for w in worlds
        ]
        table.add_row(escape(contrast), *cells)
    return table


def _in_order(found: Sequence[Conclusion]) -> list[Conclusion]:
    worlds = worlds_in([item.world for item in found])
    return sorted(found, key=lambda item: worlds.index(item.world))


def _needed_lines(answer: TrialAnswer) -> list[str]:
    found, contrast = main_powers(answer), main_contrast(answer)
    if len(sizes(found)) < 2:
        return []
    worlds = by_world(found, contrast)
    target = TARGETS[0]
    parts = [
        f"{words} {needed(worlds[world], target).words}"
        for world, words in (("known", "assurance"), ("middle", "power in the middle of what is known"))
        if world in worlds
    ]
    return [f"How many people for {100 * target:.0f} %: {'; '.join(parts)}."] if parts else []


def conduct_lines(answer: TrialAnswer) -> list[str]:
    """What to expect of the conduct, a line for each of a few arms, and what the twins saved."""
    lines = []
    if len(answer.conduct) > MOST_ARMS:
        lines.append(_over_arms(answer.conduct))
    for item in answer.conduct[: MOST_ARMS if len(answer.conduct) <= MOST_ARMS else 0]:
        effects = [f"side effect ({name}) {percent_of(share)}" for name, share in item.side_effects.items()]
        parts = [f"{percent_of(item.left)} leave", f"{percent_of(item.stopped)} stop treatment"]
        if item.unmasked.value > 0:
            parts.append(f"{percent_of(item.unmasked)} come to be sure what they take")
        lines.append(f"In “{item.arm}”: {', '.join([*parts, *effects])}.")
    flow = answer.flow
    lines.append(f"To find {flow.randomised} people, {flow.screened} are screened.")
    twin = next((item for item in answer.twins if item.outcome == answer.plan.primary.of), None)
    if twin is not None and twin.times > 1.05:
        lines.append(
            f"Everybody lived every arm: the true difference is as sure as with {twin.times:,.0f} times as many people in arms apart."
        )
    return lines


def _over_arms(found: Sequence[Conduct]) -> str:
    """The same of many arms at once, from the least to the most."""

    def ends(shares: Iterable[Share]) -> str:
        values = sorted(shares, key=lambda share: share.value)
        low, high = percent_of(values[0]), percent_of(values[-1])
        return low if low == high else f"{low.removesuffix(' %')} to {high}"

    parts = [f"{ends(item.left for item in found)} leave", f"{ends(item.stopped for item in found)} stop treatment"]
    if any(item.unmasked.value > 0 for item in found):
        parts.append(f"{ends(item.unmasked for item in found)} come to be sure what they take")
    names = dict.fromkeys(name for item in found for name in item.side_effects)
    parts += [
        f"side effect ({name}) {ends(i.side_effects[name] for i in found if name in i.side_effects)}" for name in names
    ]
    return f"Over {len(found)} arms: {', '.join(parts)}."


def print_plan(plan: TrialPlan, remarks: Sequence[str] = (), console: Console | None = None) -> None:
    """Read a plan back in words, with remarks on it."""
    console = console if console is not None else console_for_reading()
    say(console, f"[bold]{escape(plan.title)}[/]")
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(style="dim", no_wrap=console.width > 60)
    table.add_column(overflow="fold")
    for head, words in plan_rows(plan):
        plain = words if console.encoding.lower().startswith("utf") else words.translate(PLAIN)
        table.add_row(escape(head), escape(plain))
    console.print(table)
    for text in remarks:
        say(console, f"[bold yellow]Remark:[/] {escape(text)}")
    say(console, f"[dim]The plan can be run. {ADVICE}[/]")
