"""The fixed parts of the page of claims: the key, how to read it, and what the ten references found."""

from __future__ import annotations

from collections import Counter
from html import escape

from somaloop.claims.verdict import RULES, TESTED_SHARE, VERDICTS
from somaloop.evidence import GRADE_WORDS, references
from somaloop.report.claims_picture import SLUGS
from somaloop.report.claims_words import MEANING, SHORT
from somaloop.report.forest import chip

LIST_HEAD = (
    '<div class="list-head" aria-hidden="true"><span></span><span></span><span class="strip-cell"><svg class="axis-marks">'
    '<text x="0%" y="11">opposite</text><text x="25%" y="11" text-anchor="middle">0</text>'
    '<text x="37.5%" y="11" text-anchor="middle">matters</text><text x="100%" y="11" text-anchor="end">as the article says →</text>'
    "</svg></span><span>verdict</span><span>grade</span></div>"
)


def rules_section() -> str:
    """How a verdict is reached."""
    items = "".join(f"<li>{bold(escape(text))}</li>" for text in RULES.values())
    share = {0.5: "half"}.get(TESTED_SHARE, f"{TESTED_SHARE:.0%}")
    return (
        '<section class="part" id="rules"><h2>How a verdict is reached</h2><p class="lead">Every outcome is judged by the first '
        "rule that fits; a claim with several outcomes gets the verdict of its weakest one. An effect is shown in a world if its "
        "whole 95 % interval lies on the side that the article says, and reversed if it lies on the other side. It is tested if at "
        f"least {share} of it is left when only arrows that were tested in people are kept, or if studies of people looked at it.</p>"
        f'<ol class="rules">{items}</ol></section>'
    )


def bold(text: str) -> str:
    """Words between double stars set in bold."""
    parts = text.split("**")
    return "".join(f"<b>{part}</b>" if number % 2 else part for number, part in enumerate(parts))


def references_section() -> str:
    """Every entry of the article's reference list, with what stands behind it."""
    words = {
        "yes": ("exists", "v0"),
        "wrong details": ("exists with other details", "v2"),
        "not found": ("not found", "v4"),
    }
    items = []
    for item in references().values():
        text, slug = words[item.exists]
        exists = "The nearest that exists" if item.exists == "not found" else "What exists"
        works = "".join(f"<li>{escape(work.text)}</li>" for work in item.works)
        items.append(
            f'<article class="reference"><h3>{escape(item.as_cited)} <span class="verdict-tag {slug}">{text}</span></h3>'
            f'<div class="two"><div><h4>{exists}</h4><ul>{works}</ul></div>'
            f"<div><h4>What it found</h4><p>{escape(item.found)}</p></div>"
            f"<div><h4>What is wrong</h4><p>{escape(item.misuse)}</p></div></div></article>"
        )
    counts = Counter(item.exists for item in references().values())
    lead = (
        f"The article ends with {len(references())} references. Each was looked up: {counts['yes']} exist as cited, "
        f"{counts['wrong details']} exist with other details, {counts['not found']} were not found."
    )
    return f'<section class="part" id="references"><h2>What the ten cited papers really found</h2><p class="lead">{lead}</p>{"".join(items)}</section>'


def verdict_key() -> str:
    """The verdicts and what they mean; each is a button that shows its claims alone."""
    rows = "".join(
        f'<li><button type="button" data-show="{SLUGS[verdict]}"><span class="verdict-tag {SLUGS[verdict]}">{SHORT[verdict]}</span>'
        f"</button> {escape(MEANING[verdict])}</li>"
        for verdict in VERDICTS
    )
    return f'<ul class="key-list">{rows}</ul>'


def how_to_read() -> str:
    """The marks of the pictures and the grades."""
    grades = "; ".join(f"{chip(grade)} {escape(words)}" for grade, words in GRADE_WORDS.items())
    return (
        '<div class="reading"><p><svg class="key" viewBox="0 0 32 18"><circle class="told-ring" cx="16" cy="9" r="4.6"/></svg>'
        "<b>As told</b>: every arrow has the strength that the article asserts.</p>"
        '<p><svg class="key" viewBox="0 0 32 18"><line class="known-line" x1="3" x2="29" y1="9" y2="9"/>'
        '<circle class="known-fill" cx="16" cy="9" r="4.6"/></svg><b>As known</b>: each arrow is as strong as published evidence '
        "supports; the line holds 95 % of the truths that the evidence allows.</p>"
        '<p><svg class="key" viewBox="0 0 32 18"><rect class="band" x="6" width="20" y="0" height="18"/><line class="zero" x1="16" '
        'x2="16" y1="0" y2="18"/></svg>Grey: too small to matter. In the list one grey half is the smallest difference that matters, '
        "and right is what the article says; marks beyond the edge become small arrows.</p>"
        f'<p class="quiet">Grade of the evidence: {grades}.</p></div>'
    )
