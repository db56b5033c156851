"""The outcome of the calibration in words and tables: on a terminal, and as a Markdown page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from somaloop.calibrate.verdict import CONTRACTED, WORDS, Finding, count_words
from somaloop.evidence.posterior import TARGET_COLUMNS, Posterior
from somaloop.plot.calibration import quantity_words

Array = NDArray[np.float64]
WIDE = 130  # columns from which the table on a terminal has priors too
KINDS = {"arrow": "arrows", "parameter": "parameters", "spread": "spreads between people"}
MEANING = {
    "identified": "half or more of the prior's variance is gone",
    "one side only": "one outer fifth of the prior is ruled out (under 5 % of the posterior lies there)",
    "not identified by these data": "the studies say little or nothing; the prior stands",
    "at its bound": "more than half of the posterior lies in the outer twentieth of the prior: the data pull further",
}


def distances(posterior: Posterior) -> tuple[Array, Array]:
    """How far the model's middle lay and lies from every target, in its spread: before and after [targets]."""
    column = {name: posterior.fitted[:, i] for i, name in enumerate(TARGET_COLUMNS)}
    return tuple(
        (column[mean] - column["value"]) / np.sqrt(column["spread"] ** 2 + column["emulator_error"] ** 2)
        for mean in ("prior_mean", "posterior_mean")
    )  # type: ignore[return-value]


def three(values: tuple[float, float, float]) -> str:
    """Median and 95 % interval with as many digits as the width carries."""
    low, middle, high = values
    return f"{middle:.3g} ({low:.3g} to {high:.3g})"


def strongest(found: Sequence[Finding], count: int) -> list[Finding]:
    """The quantities that the data told most about."""
    return sorted(found, key=lambda item: -item.contraction)[:count]


def summary_lines(posterior: Posterior, found: Sequence[Finding]) -> list[str]:
    """What was fitted to what, how it went, and what came of it, a sentence each."""
    about: Any = posterior.about
    before, after = distances(posterior)
    counts = count_words(tuple(found))
    studies = len({label.partition(":")[0] for label in posterior.targets})
    active = int(np.isfinite(posterior.effective).sum())
    return [
        f"{len(posterior.targets)} published numbers of {studies} studies; {len(posterior.names)} open quantities, of "
        f"which {active} move any of these numbers.",
        f"{' + '.join(str(n) for n in about.get('truths', []))} truths were simulated; the emulators explain "
        f"{100 * np.median(posterior.fitted[:, TARGET_COLUMNS.index('explained')]):.0f} % of the variance (median).",
        f"{len(posterior.scores)} draws are kept; largest r-hat {about.get('largest_reach', float('nan')):.3f}, least "
        f"effective number {about.get('least_effective') or float('nan'):.0f}, {about.get('divergent', 0)} divergent.",
        "Verdicts: " + ", ".join(f"{counts[word]} {word}" for word in WORDS) + ".",
        f"Median distance from a published number, in spreads: {np.median(np.abs(before)):.2f} before, "
        f"{np.median(np.abs(after)):.2f} after; beyond two: {int((np.abs(before) > 2).sum())} before, "
        f"{int((np.abs(after) > 2).sum())} after.",
    ]


def print_calibration(posterior: Posterior, found: Sequence[Finding], most: int = 20) -> None:
    """The summary and the strongest contractions."""
    from rich import box
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    console = Console()
    for line in summary_lines(posterior, found):
        console.print(escape(line), highlight=False)
    wide = console.width >= WIDE
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    table.add_column("what the data told most about", overflow="fold", min_width=24)
    if wide:
        table.add_column("unit", style="dim", no_wrap=True)
        table.add_column("grade", no_wrap=True)
        table.add_column("prior (95 %)", justify="right", no_wrap=True)
    table.add_column("posterior (95 %)", justify="right", no_wrap=True)
    table.add_column("gone", justify="right", no_wrap=True)
    table.add_column("verdict", overflow="fold", min_width=14)
    for item in strongest(found, most):
        before = (escape(item.unit), item.grade, three(item.prior)) if wide else ()
        table.add_row(
            escape(quantity_words(item.name)),
            *before,
            three(item.posterior),
            f"{100 * item.contraction:.0f} %",
            item.word,
        )
    console.print(table)


def calibration_text(posterior: Posterior, found: Sequence[Finding]) -> str:
    """The Markdown page: summary, every quantity before and after, every target, and how it was made."""
    about: Any = posterior.about
    parts = [
        "# What the calibration told",
        "Written by `./somaloop calibrate`; how it works and what the words mean stands in [calibration.md](calibration.md).",
        "\n".join(f"* {line}" for line in summary_lines(posterior, found)),
        f"Made on {about.get('date', '?')} by `{about.get('command', '?')}`, model `{about.get('model', '?')}`, studies "
        f"`{about.get('studies', '?')}`, "
        + ", ".join(f"{name} {number}" for name, number in about.get("versions", {}).items())
        + ".",
        "## Verdicts",
        "| verdict | means | " + " | ".join(KINDS.values()) + " |\n| --- | --- |" + " ---: |" * len(KINDS) + "\n"
        + "\n".join(
            f"| {word} | {MEANING[word]} | "
            + " | ".join(str(sum(f.word == word and f.kind == kind for f in found)) for kind in KINDS) + " |"
            for word in WORDS
        ),
    ]  # fmt: skip
    for kind, title in KINDS.items():
        parts += [f"## {title.capitalize()}", _table(sorted((f for f in found if f.kind == kind), key=_order))]
    parts += ["## Targets", _targets(posterior)]
    left = about.get("left_out", {})
    if left:
        parts += ["## Not fitted", "\n".join(f"* {label}: {reason}" for label, reason in left.items())]
    return "\n\n".join(parts) + "\n"


def _order(item: Finding) -> tuple[float, str]:
    return -item.contraction, item.name


def _table(found: Sequence[Finding]) -> str:
    """All rows of one kind; those that the data did not touch at all are only named."""
    touched = [item for item in found if item.contraction > 0.05 or item.word != "not identified by these data"]
    rows = [
        f"| {quantity_words(item.name)} | {item.unit} | {item.grade} | {three(item.prior)} | {three(item.posterior)} | "
        f"{100 * item.contraction:.0f} % | {item.word} |"
        for item in touched
    ]
    head = "| quantity | unit | grade | prior (95 %) | posterior (95 %) | variance gone | verdict |\n"
    text = head + "| --- | --- | --- | ---: | ---: | ---: | --- |\n" + "\n".join(rows) if rows else "None moved."
    rest = [quantity_words(item.name) for item in found if item not in touched]
    if rest:
        text += (
            f"\n\nNot identified by these data, under 5 % of the variance gone ({len(rest)}): " + "; ".join(rest) + "."
        )
    return text


def _targets(posterior: Posterior) -> str:
    before, after = distances(posterior)
    order = np.argsort(-np.abs(after))
    rows = [
        f"| {posterior.targets[i]} | {before[i]:+.1f} | {after[i]:+.1f} | "
        f"{100 * max(posterior.fitted[i, TARGET_COLUMNS.index('explained')], 0):.0f} % |"
        for i in order
    ]
    return (
        "Distance of the model's middle from the published number, in spreads of that number (sampling, between studies, "
        f"model, emulator). {CONTRACTED:.0%} of a quantity's variance must go for it to be called identified.\n\n"
        "| target | before | after | emulated |\n| --- | ---: | ---: | ---: |\n" + "\n".join(rows)
    )
