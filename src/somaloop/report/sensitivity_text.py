"""What an answer hangs on, in words and tables: on a terminal and as Markdown."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

import numpy as np

from somaloop.evidence import sources
from somaloop.report.claims_words import short_citation
from somaloop.report.words import difference, listed, number, weeks_words
from somaloop.results import Interval
from somaloop.sensitivity.analysis import Sensitivity
from somaloop.sensitivity.unknowns import Unknown
from somaloop.sensitivity.value import Worth

SHOWN = 20
WIDE, PIPED = 140, 180  # columns from which all is shown, and where there is no terminal
MARK = "<!-- written by ./somaloop sensitivity --record -->"


def source_words(item: Unknown) -> str:
    """The first source in short, with how many others there are; the method where there is none."""
    known = sources()
    plain = [name.removesuffix(" (unverified)") for name in item.sources]
    found = [short_citation(known[name]) for name in plain if name in known]
    if not found or item.method == "assumed":
        return "assumed" + (f" ({found[0]})" if found else "")
    return found[0] + (f" and {len(found) - 1} more" if len(found) > 1 else "")


def share_words(found: Sensitivity, place: int, column: int = 0) -> str:
    """A share of variance with its 95 % interval, in per cent."""
    low, high = share_ends(found, place, column)
    return f"{100 * max(found.share[place, column], 0.0):.1f} % ({100 * low:.1f} to {100 * high:.1f})"


def share_ends(found: Sensitivity, place: int, column: int = 0) -> tuple[float, float]:
    """The ends of the 95 % interval of a share, within 0 and 1."""
    share, error = found.share[place, column], found.error[place, column]
    half = 1.96 * error if np.isfinite(error) else 0.0
    return float(np.clip(share - half, 0.0, 1.0)), float(np.clip(share + half, 0.0, 1.0))


def worth_words(worth: Worth) -> str:
    """What knowing is worth with its standard error; nothing where it rounds to nothing."""
    if worth.value < 5e-4 and worth.error < 5e-4:
        return "0"
    return f"{worth.value:.3f} ± {worth.error:.3f}"


def effect_decimals(found: Sensitivity) -> int:
    """Decimals that show the spread of the main effect to two digits."""
    width = float(found.values[:, 0].std())
    return int(np.clip(2 - np.floor(np.log10(width)) - 1, 0, 5)) if width > 0 else 2


def effect_words(found: Sensitivity) -> str:
    """The main effect with its 95 % interval."""
    return difference(Interval.of(found.values[:, 0]), effect_decimals(found))


def summary_lines(found: Sensitivity) -> list[str]:
    """The effect, the decision and what knowing would be worth, a sentence each."""
    case, decision = found.case, found.decision
    beyond = "beyond a placebo" if case.blinded else f"against {case.against}"
    lines = [
        f"Arm “{case.arm}”, {beyond}, after {weeks_words(case.days / 7)}: {effect_words(found)} {decision.unit} on "
        f"{decision.outcome}, over {len(found.scores)} possible truths.",
    ]
    for threshold, doing, worth in zip(decision.thresholds, decision.doing, decision.everything, strict=True):
        asked = (
            "any gain at all" if threshold == 0.0 else f"a gain of {threshold:g} {decision.unit}, which people notice,"
        )
        chance = 100 * float((decision.gains > threshold).mean())
        lines.append(
            f"If {asked} is asked for, what is known now says {'do it' if doing else 'leave it'} (it is gained in "
            f"{chance:.0f} % of truths), and knowing everything first would be worth {worth_words(worth)} "
            f"{decision.unit} on average."
        )
    leaders = found.leaders(0, 3)
    lines.append(
        f"{int(found.moving[:, 0].sum())} of {len(found.unknowns)} open quantities move the effect; most of its variance "
        f"follows {listed(f'{found.unknowns[i].words} ({100 * found.share[i, 0]:.0f} %)' for i in leaders)}."
    )
    lines.append(
        f"Good and bad days alone are {100 * found.chance[0]:.0f} % of the variance; the polynomial behind the total shares "
        f"explains {100 * max(found.explained[0], 0.0):.0f} % of it on unseen truths."
    )
    return lines


def by_grade(found: Sensitivity, column: int = 0) -> dict[str, float]:
    """Which part of what single quantities explain belongs to each grade."""
    share = np.maximum(found.share[:, column], 0.0)
    total = share.sum()
    return {
        grade: float(sum(share[i] for i, item in enumerate(found.unknowns) if item.grade == grade) / total)
        for grade in sorted({item.grade for item in found.unknowns})
        if total > 0
    }


def print_sensitivity(found: Sensitivity, page: Any = None) -> None:
    """The summary and the leading unknowns."""
    from rich import box
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    console = Console() if sys.stdout.isatty() else Console(width=PIPED)
    console.print(escape(found.case.title), style="bold", highlight=False)
    for line in summary_lines(found):
        console.print(escape(line), highlight=False)
    console.print("\nWhich unknown, if measured, would change the answer most:", highlight=False)
    wide = console.width >= WIDE
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    kept = [i for i in range(len(_HEADS)) if wide or i not in (2, 5)]
    for i in kept:
        title, settings = list(_HEADS.items())[i]
        table.add_column(title, **settings)
    for row in table_rows(found, SHOWN):
        table.add_row(*(escape(row[i]) for i in kept))
    console.print(table)
    for sentence in found.failures[:5]:
        console.print(f"failed: {escape(sentence)}", highlight=False)
    if page is not None:
        console.print(f"Report: {escape(str(page))}", highlight=False)


_HEADS: dict[str, dict[str, Any]] = {
    "unknown": {"overflow": "fold", "min_width": 28},
    "grade": {},
    "source": {"style": "dim", "overflow": "fold", "min_width": 24},
    "variance explained (95 %)": {"justify": "right", "no_wrap": True},
    "in all": {"justify": "right"},
    "effect at its ends": {"justify": "right", "no_wrap": True},
    "worth of knowing": {"justify": "right", "no_wrap": True},
}


def table_rows(found: Sensitivity, count: int) -> list[tuple[str, ...]]:
    """The leading unknowns: words, grade, source, share, total share, effect at either end, worth at any gain."""
    decimals = effect_decimals(found)
    rows = []
    for place in found.leaders(0, count):
        item = found.unknowns[place]
        ends = (number(x[place, 0], decimals, signed=True) for x in (found.ends.low, found.ends.high))
        rows.append(
            (
                item.words, item.grade, source_words(item), share_words(found, place),
                f"{100 * found.total[place, 0]:.1f} %", " to ".join(ends), worth_words(found.decision.each[-1][place]),
            )
        )  # fmt: skip
    return rows


def sensitivity_text(found: Sensitivity, command: str, stamp: str) -> str:
    """The results as Markdown: summary, leading unknowns, leaders of every watched number, bundles."""
    unit = found.decision.unit
    parts = [
        "\n".join(f"* {line}" for line in summary_lines(found)),
        f"Made by `{command}`, model `{stamp}`, "
        + ("draws of the shipped posterior." if found.fitted else "before studies were fitted (draws of the priors)."),
        "### Which unknown, if measured, would change the answer most",
        _markdown(list(_HEADS), table_rows(found, SHOWN), right=3),
        f"*Variance explained*: by this quantity alone, of the effect on {found.decision.outcome}. *In all*: with what it does "
        f"through others. *Effect at its ends*: in {unit}, all else in the middle. *Worth of knowing*: in {unit}, if any "
        "gain at all is asked for, ± its standard error.",
        "Of what single quantities explain, by grade: "
        + ", ".join(f"{grade} {100 * share:.0f} %" for grade, share in by_grade(found).items()) + ".",
        "### What the other outcomes hang on",
        _markdown(["watched", "value (95 %)", "most of its variance follows"], _others(found)),
    ]  # fmt: skip
    if found.screening is not None:
        parts += ["### Bundles", _markdown(["bundle", f"mean absolute change, {unit}"], _bundles(found, 12), right=1)]
    return "\n\n".join(parts) + "\n"


def _others(found: Sensitivity) -> list[tuple[str, ...]]:
    rows = []
    for k, column in enumerate(found.columns):
        middle = Interval.of(found.values[:, k])
        digits = column.item.decimals + (1 if column.kind == "effect" else 0)
        text = f"{number(middle.centre, digits)} ({number(middle.low, digits)} to {number(middle.high, digits)}) {column.item.unit}"
        leaders = "; ".join(
            f"{found.unknowns[i].words} {100 * found.share[i, k]:.0f} %" for i in found.leaders(k, 4) if found.share[i, k] > 0.01
        )  # fmt: skip
        rows.append((column.words, text, leaders or "nothing by more than 1 %"))
    return rows


def _bundles(found: Sensitivity, count: int) -> list[tuple[str, ...]]:
    screening = found.screening
    assert screening is not None
    order = np.argsort(-screening.effect[:, 0])[:count]
    return [(screening.bundles[i], f"{screening.effect[i, 0]:.3f} ± {screening.half_width[i, 0]:.3f}") for i in order]


def _markdown(heads: Sequence[str], rows: Sequence[Sequence[str]], right: int | None = None) -> str:
    marks = ["---:" if right is not None and i >= right else "---" for i in range(len(heads))]
    lines = [list(heads), marks, *rows]
    return "\n".join("| " + " | ".join(str(cell).replace("|", "\\|") for cell in line) + " |" for line in lines)
