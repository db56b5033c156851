"""The page of the calibration: what was fitted, which quantities the data told about, what did not fit."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Any

from somaloop.calibrate.verdict import WORDS, Finding, count_words
from somaloop.evidence.posterior import Posterior
from somaloop.plot.calibration import WORD_HUE, contraction_figure, contraction_height, quantity_words, targets_figure
from somaloop.report.calibration_text import KINDS, MEANING, distances, strongest, summary_lines, three
from somaloop.report.page import page, write_page
from somaloop.report.words import ADVICE

TITLE = "What published studies told about what the model leaves open"
SHOWN = 40


def _plot(key: str, height: int, says: str) -> str:
    return (
        f'<div class="plot" data-figure="{escape(key)}" role="img" aria-label="{escape(says)}" '
        f'style="min-height:{height}px"></div>'
    )


def _words(found: Sequence[Finding]) -> str:
    counts = count_words(tuple(found))
    items = "".join(
        f'<li><svg width="14" height="10" aria-hidden="true"><rect width="14" height="10" fill="{WORD_HUE[word]}"/></svg> '
        f"<b>{counts[word]} {escape(word)}</b> <small>{escape(MEANING[word])}</small></li>"
        for word in WORDS
    )
    return f'<ul class="verdict-key">{items}</ul>'


def _table(found: Sequence[Finding]) -> str:
    rows = "".join(
        f'<tr><td><span class="chip grade-{item.grade}">{item.grade}</span></td><td>{escape(quantity_words(item.name))}'
        f" <small>{escape(item.unit if item.unit != '1' else '')}</small></td>"
        f'<td class="number">{three(item.prior)}</td><td class="number">{three(item.posterior)}</td>'
        f'<td class="number">{100 * item.contraction:.0f} %</td><td>{escape(item.word)}</td></tr>'
        for item in found
    )
    head = "".join(
        f'<th scope="col">{name}</th>'
        for name in ("", "quantity", "prior (95 %)", "posterior (95 %)", "variance gone", "verdict")
    )
    return f'<table class="answer"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'


def _misses(posterior: Posterior, after: Any, before: Any) -> str:
    far = [i for i in sorted(range(len(after)), key=lambda i: -abs(after[i])) if abs(after[i]) > 2.0]
    if not far:
        return "<p>Every published number lies within two spreads of the fitted model.</p>"
    items = "".join(
        f"<li>{escape(posterior.targets[i])}: {after[i]:+.1f} spreads (before the fit {before[i]:+.1f})</li>"
        for i in far
    )
    return f"<ul>{items}</ul>"


def calibration_page(posterior: Posterior, found: Sequence[Finding]) -> str:
    """The whole page as HTML."""
    shown = strongest(found, SHOWN)
    before, after = distances(posterior)
    figures = {
        "contractions": contraction_figure(shown),
        "targets": targets_figure(posterior.targets, before, after),
    }
    summary = "".join(f"<li>{escape(line)}</li>" for line in summary_lines(posterior, found))
    about = posterior.about
    tables = "".join(
        f'<details class="part"><summary><b>All {title}</b> ({sum(f.kind == kind for f in found)})</summary>'
        f"{_table(sorted((f for f in found if f.kind == kind), key=lambda item: -item.contraction))}</details>"
        for kind, title in KINDS.items()
    )
    content = (
        f"<h1>{TITLE}</h1><p class='lede'>As known, everything that is not certain is a distribution. This is what was "
        "taken as known before (from source and grade, by a written rule), and what is left after the published numbers "
        "that may be fitted. Numbers that are kept for checking were not seen.</p>"
        f"<ul class='lead'>{summary}</ul>"
        f'<section class="part"><h2>What the data told most about</h2><p class="lead">Grey: the prior (95 %). Line: the '
        f"posterior (95 %), ring: its median. The letter is the grade of the evidence.</p>{_words(found)}"
        f"{_plot('contractions', contraction_height(len(shown)), 'Priors and posteriors of the quantities that moved')}"
        "</section>"
        '<section class="part"><h2>The published numbers, before and after</h2><p class="lead">Each dot is a published '
        "number. A spread is how far it may lie from the model by sampling, between studies, and by the model's and the "
        "emulator's own error. Dots in the grey band fit.</p>"
        f"{_plot('targets', 470, 'Distance of the model from published numbers before and after the fit')}"
        f"<h3>Still further than two spreads away</h3>{_misses(posterior, after, before)}</section>"
        f"{tables}"
        f'<p class="footnote">Made on {escape(str(about.get("date", "?")))} by '
        f"<code>{escape(str(about.get('command', '?')))}</code>; model {escape(str(about.get('model', '?')))}, studies "
        f"{escape(str(about.get('studies', '?')))}. {escape(ADVICE)}</p>"
    )
    return page(TITLE, content, figures)


def write_calibration(posterior: Posterior, found: Sequence[Finding], path: Path) -> Path:
    """Write the page in one move."""
    return write_page(calibration_page(posterior, found), path)
