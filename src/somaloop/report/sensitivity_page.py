"""The page of a sensitivity analysis: the leading unknowns as a table and pictures, other outcomes, bundles."""

from __future__ import annotations

from html import escape
from pathlib import Path

import numpy as np

from somaloop.plot.sensitivity import Mark, bundles_figure, ends_figure, outcomes_figure, row_height, shares_figure
from somaloop.report.page import page, write_page
from somaloop.report.sensitivity_text import SHOWN, share_ends, summary_lines, table_rows
from somaloop.report.words import ADVICE
from somaloop.sensitivity.analysis import Sensitivity

TITLE = "What the answer hangs on"
_BUNDLES, _MOST_ROWS, _PER_OUTCOME = 15, 26, 3


def _plot(key: str, height: int, says: str) -> str:
    return (
        f'<div class="plot" data-figure="{escape(key)}" role="img" aria-label="{escape(says)}" '
        f'style="min-height:{height}px"></div>'
    )


def _marks(found: Sensitivity, places: list[int]) -> list[Mark]:
    rows = []
    for place in places:
        low, high = share_ends(found, place)
        share = float(max(found.share[place, 0], 0.0))
        rows.append(
            Mark(
                found.unknowns[place].words, found.unknowns[place].grade, share, low, high, float(found.total[place, 0])
            )
        )
    return rows


def _ends(found: Sensitivity, places: list[int]) -> list[Mark]:
    low, high = found.ends.low[:, 0], found.ends.high[:, 0]
    return [
        Mark(found.unknowns[i].words, found.unknowns[i].grade, float("nan"), float(low[i]), float(high[i]))
        for i in sorted(places, key=lambda i: -abs(high[i] - low[i]))
    ]


def _bundle_marks(found: Sensitivity) -> list[Mark]:
    screening = found.screening
    if screening is None:
        return []
    effect, half = screening.effect[:, 0], screening.half_width[:, 0]
    order = np.argsort(-effect)[:_BUNDLES]
    return [
        Mark(screening.bundles[i], "", float(effect[i]), float(effect[i] - half[i]), float(effect[i] + half[i]))
        for i in order
    ]


def _of_all(found: Sensitivity) -> list[int]:
    """The leaders of every watched number, those first that matter most anywhere."""
    chosen = {i for k in range(len(found.columns)) for i in found.leaders(k, _PER_OUTCOME)}
    return sorted(chosen, key=lambda i: -float(found.share[i].max()))[:_MOST_ROWS]


def _table(found: Sensitivity) -> str:
    unit = found.decision.unit
    heads = (
        "unknown", "", "source", "variance explained (95 %)", "in all",
        f"effect at its ends, {unit}", f"worth of knowing, {unit}",
    )  # fmt: skip
    head = "".join(f'<th scope="col"{_number(i)}>{escape(text)}</th>' for i, text in enumerate(heads))
    rows = ""
    for place, (words, grade, source, *rest) in zip(found.leaders(0, SHOWN), table_rows(found, SHOWN), strict=True):
        cells = "".join(f'<td class="number">{escape(cell)}</td>' for cell in rest)
        rows += (
            f'<tr><th scope="row">{escape(words)}<br><small>{escape(found.unknowns[place].about)}</small></th><td><span class="chip grade-{grade}">{grade}</span></td>'
            f"<td>{escape(source)}</td>{cells}</tr>"
        )
    return (
        f'<div class="scroller"><table class="plain"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>'
    )


def _number(place: int) -> str:
    return ' class="number"' if place >= 3 else ""


def sensitivity_page(found: Sensitivity, command: str, stamp: str) -> str:
    """The whole page as HTML."""
    leaders, decision = found.leaders(0, SHOWN), found.decision
    others, bundles = _of_all(found), _bundle_marks(found)
    important = max(decision.thresholds)
    figures = {
        "shares": shares_figure(_marks(found, leaders)),
        "ends": ends_figure(_ends(found, leaders), float(found.ends.middle[0]), decision.unit, important),
        "outcomes": outcomes_figure(
            [found.unknowns[i].words for i in others], [found.unknowns[i].grade for i in others],
            [item.words for item in found.columns], found.share[others], [item.kind for item in found.columns],
        ),
    }  # fmt: skip
    if bundles:
        figures["bundles"] = bundles_figure(bundles, decision.unit)
    summary = "".join(f"<li>{escape(line)}</li>" for line in summary_lines(found))
    height = row_height(len(leaders))
    content = (
        f"<h1>{TITLE}</h1><p class='lede'>{escape(found.case.title)} ({escape(found.case.person)}). Everything that the "
        "evidence leaves open was drawn anew for each possible truth; this is what the differences between truths come "
        f"from.</p><ul class='lead'>{summary}</ul>"
        f'<section class="part"><h2>Which unknown, if measured, would change the answer most</h2>{_table(found)}'
        '<p class="footnote">Variance explained: by this quantity alone. In all: with what it does through others. Effect '
        "at its ends: the effect where this quantity stands at the low and at the high end of what is known of it (95 %), all "
        "others in the middle. Worth of knowing: by how much the choice would gain on average if this quantity were "
        "known before it and any gain at all counts, ± its standard error.</p></section>"
        f'<section class="part"><h2>Shares of the variance of the effect on {escape(decision.outcome)}</h2>'
        '<p class="lead">Dot: explained by this quantity alone, with its 95 % interval. Ring: in all, with what it does '
        f"through others. The letter is the grade of the evidence.</p>{_plot('shares', height, 'Shares of variance')}</section>"
        f'<section class="part"><h2>How far each could move it</h2><p class="lead">The effect on {escape(decision.outcome)} '
        f"with one quantity at either end and all others in the middle (blue line). Grey: too small to notice.</p>"
        f"{_plot('ends', height, 'The effect at the ends of each quantity')}</section>"
        '<section class="part"><h2>What every outcome hangs on</h2><p class="lead">The area of a disc is the share of '
        "variance that the quantity explains by itself; blue: effects, grey: levels without.</p>"
        f"{_plot('outcomes', row_height(len(others), 150), 'Shares of variance of every outcome')}</section>"
    )
    if bundles:
        content += (
            '<section class="part"><h2>Bundles</h2><p class="lead">All numbers of one mechanism, or all arrows that leave '
            "it, moved together by two thirds of their range (Morris), with 95 % intervals. This also catches what many "
            f"small quantities do together.</p>{_plot('bundles', row_height(len(bundles)), 'Effects of bundles')}</section>"
        )
    content += (
        f'<p class="footnote">Made by <code>{escape(command)}</code>; model {escape(stamp)}; '
        f"{'draws of the shipped posterior' if found.fitted else 'draws of the priors: no study was fitted yet'}. "
        f"{escape(ADVICE)}</p>"
    )
    return page(TITLE, content, figures)


def write_sensitivity(found: Sensitivity, path: Path, command: str, stamp: str) -> Path:
    """Write the page in one move."""
    return write_page(sensitivity_page(found, command, stamp), path)
