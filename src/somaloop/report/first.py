"""The first screen: what was compared, the two worlds, the table, how sure, what it rests on, warnings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from somaloop.evidence import GRADE_WORDS
from somaloop.report.forest import answer_table
from somaloop.report.rests import INSIDE, INSIDE_WORDS, chip
from somaloop.report.summary import (
    arms_in,
    by_verdict,
    expectation_row,
    grade_shares,
    main_rows,
    own_effect,
    weak_share,
)
from somaloop.report.words import (
    ADVICE,
    KNOWN_MEANS,
    TOLD_MEANS,
    capitalised,
    expectation_sentence,
    kept_words,
    listed,
    real_arms,
    weeks_words,
)
from somaloop.results import Comparison, OutcomeRow


def compared_sentence(comparison: Comparison) -> str:
    """One sentence: who, how long, which arms, and that only the arm differs."""
    arms = listed((f"<b>{escape(arm)}</b>" for arm in real_arms(comparison)), "or")
    twin = " (and, for comparison, with a placebo in the same capsule)" if comparison.placebo_of else ""
    return (
        f"One virtual person, {escape(comparison.person)}, lives the same {weeks_words(comparison.weeks)} again in "
        "each "
        f"arm, with the same good and bad days: {arms}{twin}. Only what is done differs.{kept_words(comparison)}"
    )


def _worlds(comparison: Comparison) -> str:
    """The key of the picture, which also says what the two worlds are."""
    placebo = ""
    if comparison.placebo_of:
        placebo = (
            '<p><svg class="key" aria-hidden="true"><path class="placebo" transform="translate(16 9)" '
            'd="M0 -6 L6 0 L0 6 L-6 0 Z"/></svg><b>Placebo alone</b>, as known: what the belief in a capsule does.</p>'
        )
    known = (
        '<p><svg class="key" aria-hidden="true"><line class="known-line" x1="2" x2="30" y1="9" y2="9"/>'
        '<circle class="known-fill" cx="16" cy="9" r="5"/></svg><b class="known">As known</b>: '
        f"{KNOWN_MEANS.format(draws=comparison.draws)} The bar holds 95 % of the draws.</p>"
    )
    told = (
        '<p><svg class="key" aria-hidden="true"><circle class="told-ring" cx="16" cy="9" r="5.2"/></svg>'
        f'<b class="told">As told</b>: {TOLD_MEANS}</p>'
    )
    shown = [text for world, text in (("known", known), ("told", told)) if world in comparison.worlds]
    return f'<div class="worlds">{"".join(shown)}{placebo if "known" in comparison.worlds else ""}</div>'


def _named(rows: Sequence[OutcomeRow], several: bool) -> str:
    return escape(listed(f"{row.instrument} ({row.arm})" if several else row.instrument for row in rows))


def _how_sure(comparison: Comparison, rows: Sequence[OutcomeRow]) -> str:
    several = len(arms_in(rows)) > 1
    groups = by_verdict(rows)
    lines = [
        f"<li><b>{escape(capitalised(words))}</b>: {_named(found, several)}.</li>" for words, found in groups.items()
    ]
    extra = ""
    row = expectation_row(rows)
    if row is not None:
        extra = f"<p>{escape(expectation_sentence(row, own_effect(comparison, row)))}</p>"
    limits = (
        f"The interval covers what the evidence leaves open inside the model ({comparison.draws} draws), not what the "
        "model leaves out."
        if "known" in comparison.worlds
        else "As told nothing is in doubt, so there are no intervals."
    )
    return f'<section class="sure"><h2>How sure</h2><ul>{"".join(lines)}</ul>{extra}<p class="quiet">{limits}</p></section>'


def _grade_name(grade: str) -> str:
    return INSIDE_WORDS if grade == INSIDE else f"grade {grade}"


def _grade_bar(name: str, label: str, shares: Mapping[str, float]) -> str:
    if not shares:
        return f'<p class="bar-line"><b class="{name}">{label}</b> <span class="quiet">nothing was traced</span></p>'
    parts = [
        f'<span class="grade-{grade}" style="flex:{share:.4f}" title="{_grade_name(grade)}: {100 * share:.0f} %">'
        + (f"{grade} {100 * share:.0f} %" if share > 0.17 else grade if share > 0.05 and grade != INSIDE else "")
        + "</span>"
        for grade, share in shares.items()
        if share >= 0.005
    ]
    words = ", ".join(f"{_grade_name(grade)} {100 * share:.0f} %" for grade, share in shares.items() if share >= 0.005)
    return (
        f'<div class="bar-line"><b class="{name}">{label}</b><div class="grade-bar" role="img" '
        f'aria-label="{label}: {words}">{"".join(parts)}</div></div>'
    )


def _rests_on(rows: Sequence[OutcomeRow], worlds: Sequence[str]) -> str:
    by_world = {world: grade_shares(rows, world) for world in ("known", "told")}
    words = [f"<b>{100 * weak_share(shares):.0f} %</b> as {world}" for world, shares in by_world.items() if shares]
    sentence = (
        f'<p>On grade C or worse rest {listed(words)} (<a href="#rests">how this is found</a>).</p>' if words else ""
    )
    bars = "".join(_grade_bar(w, f"as {w}", shares) for w, shares in by_world.items() if w in worlds)
    grades = "".join(f"<li>{chip(grade)} {escape(meaning)}</li>" for grade, meaning in GRADE_WORDS.items())
    if any(shares.get(INSIDE, 0.0) >= 0.005 for shares in by_world.values()):
        grades += f'<li><span class="chip grade-inside">·</span> {INSIDE_WORDS}, which is not in question</li>'
    return (
        '<section class="rests"><h2>What it rests on</h2>'
        + bars
        + sentence
        + f'<ul class="grades">{grades}</ul></section>'
    )


def _warnings(comparison: Comparison) -> str:
    items = "".join(f"<li>{escape(text)}</li>" for text in comparison.warnings)
    safety = f'<div class="warning" role="note"><h2>⚠ Safety</h2><ul>{items}</ul></div>' if items else ""
    failed = ""
    if comparison.failures:
        count = len(comparison.failures)
        failed = (
            f'<p class="warning"><b>{count} run{"s" if count > 1 else ""} failed</b>: '
            '<a href="#failures">what happened</a>.</p>'
        )
    return (
        f'<section class="safety">{safety}{failed}<div class="advice"><h2>{ADVICE}</h2><p>A virtual person is a '
        "summary of published averages and of assumptions. Nobody should start, stop or change a treatment because of "
        "this page.</p></div></section>"
    )


def first_screen(comparison: Comparison) -> str:
    """Everything that is seen without scrolling."""
    groups = [(arm, main_rows(comparison, arm)) for arm in arms_in(comparison.rows)]
    rows = [row for _, found in groups for row in found]
    total = len({row.instrument for row in comparison.rows})
    more = (
        f' <a href="#outcomes">All {total} outcomes</a> are below.' if total > len({r.instrument for r in rows}) else ""
    )
    table = answer_table(comparison, groups) if rows else '<p class="warning">This run holds no outcomes.</p>'
    return (
        f'<header><h1>{escape(comparison.title)}</h1><p class="lede">{compared_sentence(comparison)}</p></header>'
        f'{_worlds(comparison)}<div class="scroller">{table}</div>'
        '<p class="footnote">* Readings expected at the end. The grey band is less than the difference that people '
        "notice, "
        "or, for what a device or a laboratory measures, less than twice the error of one reading; all outcomes share "
        f"this axis.{more}</p>"
        f'<div class="below">{_how_sure(comparison, rows)}{_rests_on(rows, comparison.worlds)}{_warnings(comparison)}</div>'
    )
