"""Write the pages: the report of a comparison, the day of two lives, the loop of one person."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Any

import plotly.graph_objects as go

from somaloop.language import Body, SomaloopError
from somaloop.plot import LoopCurves, day_figure, gain_figure
from somaloop.report.arrows import arrows_section
from somaloop.report.first import first_screen
from somaloop.report.page import page, write_page
from somaloop.report.sections import (
    failures_section,
    hours_section,
    outcomes_section,
    person_section,
    plot_box,
    protocols_section,
    repeat_section,
    rests_section,
    weeks_section,
)
from somaloop.report.words import ADVICE, TOLD_MEANS, kept_words, listed
from somaloop.results import Comparison

PARTS = (
    ("weeks", "Week by week"),
    ("hours", "Hour by hour"),
    ("outcomes", "All outcomes"),
    ("rests", "What it rests on"),
    ("protocols", "What was done"),
    ("person", "Who"),
    ("arrows", "Arrows and sources"),
    ("failures", "What failed"),
    ("repeat", "Make it again"),
)


def _whole_body(body: Body | None) -> tuple[Body | None, str]:
    """The body whose arrows are listed, or why there is none."""
    if body is not None:
        return body, ""
    try:
        from somaloop.model import whole_body

        return whole_body(), ""
    except (SomaloopError, ImportError, AttributeError) as error:
        return None, str(error)


def write_report(comparison: Comparison, folder: Path, body: Body | None = None) -> Path:
    """Write ``report.html`` into ``folder`` and return its path.

    ``body`` is whose arrows are listed; the whole body of the model if it is left out.
    """
    known, why_absent = _whole_body(body)
    figures: dict[str, go.Figure] = {}
    data: dict[str, Any] = {}
    links = "".join(f'<a href="#{name}">{title}</a>' for name, title in PARTS)
    content = (
        f'<div class="first">{first_screen(comparison)}<nav aria-label="parts of this page">{links}</nav></div>'
        + weeks_section(comparison, figures)
        + hours_section(comparison, figures, data)
        + outcomes_section(comparison)
        + rests_section(comparison)
        + protocols_section(comparison)
        + person_section(comparison, known)
        + arrows_section(known, comparison.rows, why_absent)
        + failures_section(comparison.failures)
        + repeat_section(comparison)
        + f"<footer>{ADVICE} Made by somaloop.</footer>"
    )
    return write_page(page(comparison.title, content, figures, data), folder / "report.html")


def write_day(comparison: Comparison, folder: Path, day: int | None = None) -> Path:
    """Write ``day.html``, 24 hours of the first two arms, into ``folder`` and return its path."""
    figure = day_figure(comparison, day=day)
    height = int(figure.layout.height)  # type: ignore[union-attr]
    arms = comparison.arms[:2]
    label = f"24 hours of {listed(arms)}: hormones, sleep, heart, muscle, magnesium, caffeine, symptoms and worry"
    texts = {arm: comparison.protocols.get(arm, "").strip() for arm in arms}
    protocols = "".join(
        f"<figure><figcaption><b>{escape(arm)}</b></figcaption><pre>{escape(text)}</pre></figure>"
        for arm, text in texts.items()
        if text
    )
    warnings = "".join(f'<p class="warning">⚠ {escape(text)}</p>' for text in comparison.warnings)
    content = (
        f'<header><h1>{escape(comparison.title)}</h1><p class="lede">Two virtual lives side by side, '
        f"{listed((f'<b>{escape(arm)}</b>' for arm in arms), 'and')}, from one waking to the next. Shaded: asleep. "
        f"Who lives them: {escape(comparison.person)}.{kept_words(comparison)}</p></header>"
        f'<p class="reading"><b>As known</b> (solid): every arrow is as strong as published evidence supports. '
        f"<b>As told</b> (dotted): {TOLD_MEANS}</p>"
        f'<div class="scroller">{plot_box("day", label, height)}</div>'
        '<p class="controls"><button type="button" data-save="svg">Save the picture (SVG)</button>'
        '<button type="button" data-save="png">Save the picture (PNG)</button></p>'
        f"{warnings}{failures_section(comparison.failures) if comparison.failures else ''}"
        + (
            f'<section class="part"><h2>What was done</h2><div class="grid">{protocols}</div></section>'
            if protocols
            else ""
        )
        + f"<footer>{ADVICE} Made by somaloop.</footer>"
    )
    return write_page(page(comparison.title, content, {"day": figure}, kind="day"), folder / "day.html")


def write_loop(scan: LoopCurves, person: str, sentences: Mapping[str, str], folder: Path) -> Path:
    """Write ``loop.html``, the loop of one person laid open with its resting points, and return its path."""
    figure = gain_figure(scan)
    said = "".join(
        f"<li><b>{'As told' if world == 'told' else 'As known'}</b>: the loop {escape(text)}.</li>"
        for world, text in sentences.items()
    )
    content = (
        f'<header><h1>The loop of one {escape(person)}</h1><p class="lede">Felt symptoms, alarm, tension, more symptoms: '
        "the alarm system is shown a fixed sensation for weeks, everything else runs on, and what is felt in the end "
        "is read off.</p></header>"
        f'<div class="scroller">{plot_box("loop", "What comes back against what is shown", 560)}</div>'
        f'<ul class="reading">{said}</ul>'
        '<p class="reading">The gain is the slope of the curve: how much of a small extra sensation comes back. Where the '
        "curve crosses the dashed line from above, the loop rests; where it crosses from below, it tips over.</p>"
        '<p class="controls"><button type="button" data-save="svg">Save the picture (SVG)</button>'
        '<button type="button" data-save="png">Save the picture (PNG)</button></p>'
        f"<footer>{ADVICE} Made by somaloop.</footer>"
    )
    return write_page(page(f"The loop of one {person}", content, {"loop": figure}, kind="day"), folder / "loop.html")
