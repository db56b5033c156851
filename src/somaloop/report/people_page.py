"""The page of a crowd: its scales beside published norms, hit or missed, and how scales go together."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path

import numpy as np

from somaloop.instruments import INSTRUMENTS
from somaloop.plot.survey import correlation_height, correlations_figure, histogram_height, histograms
from somaloop.report.page import page, write_page
from somaloop.report.words import ADVICE
from somaloop.studies.survey import Norm, Survey


def _plot(key: str, height: int, says: str) -> str:
    return (
        f'<div class="plot" data-figure="{escape(key)}" role="img" aria-label="{escape(says)}" '
        f'style="min-height:{height}px"></div>'
    )


def _marks(norms: Sequence[Norm]) -> dict[str, list[tuple[str, float, float | None]]]:
    """Published means by scale, with the published spread of the same people."""
    found: dict[str, list[tuple[str, float, float | None]]] = {}
    for norm in norms:
        item = norm.statistic
        if item.kind != "mean":
            continue
        spreads = [n.statistic.published for n in norms
                   if n.study is norm.study and n.statistic.kind == "sd" and n.statistic.of == item.of
                   and n.statistic.arm == item.arm]  # fmt: skip
        found.setdefault(item.of, []).append((item.what, item.published, spreads[0] if spreads else item.sd))
    return found


def _table(norms: Sequence[Norm]) -> str:
    head = "".join(
        f'<th scope="col">{name}</th>'
        for name in ("scale", "statistic", "published", "here", "near enough", "verdict", "use", "source")
    )
    rows = "".join(
        f"<tr><td>{escape(n.statistic.of)}{escape(f' with {n.statistic.with_}' if n.statistic.with_ else '')}</td>"
        f"<td>{escape(n.statistic.kind)} <small>{escape(n.statistic.what)}</small></td>"
        f'<td class="number">{n.statistic.published:.3g}</td><td class="number">{n.model:.3g} <small>± '
        f'{n.error:.2g}</small></td><td class="number">± {n.margin:.2g}</td><td>{n.verdict}</td>'
        f"<td>{n.statistic.use}</td><td><small>{escape(n.source)}</small></td></tr>"
        for n in norms
    )
    return f'<table class="answer"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'


def write_people(taken: Survey, norms: Sequence[Norm], path: Path, words: str) -> Path:
    """Write the page."""
    shown = {name: reading for name, reading in taken.readings.items() if reading.std() > 0}
    steps = {name: INSTRUMENTS[name].step for name in shown}
    scales = [name for name in shown if INSTRUMENTS[name].kind == "questionnaire"]
    matrix = np.atleast_2d(np.corrcoef(np.stack([shown[name] for name in scales])))
    published: dict[tuple[str, str], float] = {}
    for norm in norms:
        item = norm.statistic
        if item.kind == "correlation" and item.of in scales and item.with_ in scales:
            published.setdefault((item.of, item.with_), item.published)
    figures = {
        "scales": histograms(shown, steps, _marks(norms)),
        "correlations": correlations_figure(scales, matrix, published),
    }
    missed = [n for n in norms if n.verdict == "miss"]
    names = "; ".join(f"{n.statistic.of}: {n.statistic.kind} ({n.statistic.what})" for n in missed)
    counts = {word: sum(n.verdict == word for n in norms) for word in ("hit", "unclear", "miss")}
    women = 100 * float((taken.people.sex == "female").mean())
    content = (
        f"<h1>{len(taken)} people: {escape(words)}</h1>"
        f"<p class='lede'>{women:.0f} % women, age {taken.people.age.mean():.0f} (SD {taken.people.age.std():.0f}), after "
        "four weeks of usual life, as known. Each was read once, with the error of each instrument.</p>"
        f"<p class='lead'>{len(norms)} published norms of such people: {counts['hit']} hit, {counts['unclear']} unclear, "
        f"{counts['miss']} missed{': ' + escape(names) if names else ''}.</p>"
        '<section class="part"><h2>Scales</h2><p class="lead">Bars: share of people. Line: their mean. Orange: published '
        f"means, each with one standard deviation.</p>{_plot('scales', histogram_height(len(shown)), 'Histograms')}"
        '</section><section class="part"><h2>How scales go together</h2><p class="lead">Below the diagonal: here. Above it, '
        "framed: published, where it was seen.</p>"
        f"{_plot('correlations', correlation_height(len(scales)), 'Correlations of scales')}</section>"
        f'<section class="part"><h2>Norms</h2>{_table(norms)}</section><p class="footnote">{escape(ADVICE)}</p>'
    )
    return write_page(page(f"People: {words}", content, figures), path)
