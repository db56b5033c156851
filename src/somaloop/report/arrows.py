"""The list of arrows: what acts on what, how strongly in each world, on what evidence."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from somaloop.evidence import GRADE_WORDS, cite_text, claims, ids_in, sources
from somaloop.language import Arrow, Body
from somaloop.report.rests import chip, traced
from somaloop.report.sections import carried, section
from somaloop.report.words import arrow_words
from somaloop.results import OutcomeRow


def _sources(arrow: Arrow) -> str:
    known = sources()
    items = []
    for name in ids_in(arrow.source):
        record = known.get(name)
        text = f"<b>{escape(record.finding)}</b> {escape(cite_text(record))}" if record else "no record of this source"
        items.append(f"<li><code>{escape(name)}</code> {text}</li>")
    if not items:
        return '<span class="quiet">no source</span>'
    count = f"{len(items)} source{'s' if len(items) > 1 else ''}"
    return f"<details><summary>{count}</summary><ul>{''.join(items)}</ul></details>"


def _claim(arrow: Arrow) -> str:
    known = claims()
    names = [name for name in ids_in(arrow.claim) if name in known]
    return f' <span class="quiet">The article: {escape(", ".join(names))}.</span>' if names else ""


def _row(body: Body, arrow: Arrow, rows: Sequence[OutcomeRow]) -> str:
    unit = "" if arrow.unit == "1" else f" {arrow.unit}"
    origin, target = arrow.origin.partition(".")[0], arrow.target.partition(".")[0]
    ends = " → ".join(body.mechanisms[name].title if name in body.mechanisms else name for name in (origin, target))
    note = f'<p class="quiet">{escape(arrow.note)}</p>' if arrow.note else ""
    return (
        f'<tr data-grade="{arrow.grade}"><th scope="row">{escape(arrow_words(arrow.name))}<span class="sub">'
        f"{escape(ends)}"
        f"</span></th><td>{chip(arrow.grade)}</td>"
        f'<td class="number told">{arrow.as_told:g}{escape(unit)}</td>'
        f'<td class="number known">{escape(arrow.as_known.describe())}{escape(unit)}</td>'
        f"<td>{escape(arrow.description)}{_claim(arrow)}{note}</td><td>{_sources(arrow)}</td>"
        f"<td>{escape(carried(rows, arrow.name))}</td></tr>"
    )


def arrows_section(body: Body | None, rows: Sequence[OutcomeRow], why_absent: str = "") -> str:
    """Every arrow that can be in question; those that carry an outcome come first."""
    if body is None:
        text = f"The list of arrows could not be made{': ' + why_absent if why_absent else ''}."
        return section("arrows", "Arrows", f'<p class="quiet">{escape(text)}</p>')
    found = [traced(row, answer) for row in rows for answer in (row.known, row.told)]
    carrying = {part.arrow for rests in found if rests for part in rests.single if abs(part.part) >= 0.05 * rests.gross}
    chosen = [arrow for arrow in body.arrows.values() if not arrow.structural]
    chosen.sort(key=lambda arrow: (arrow.name not in carrying, arrow.grade, arrow.name))
    wiring = len(body.arrows) - len(chosen)
    counts = {grade: sum(arrow.grade == grade for arrow in chosen) for grade in GRADE_WORDS}
    options = "".join(f'<option value="{g}">grade {g} ({n})</option>' for g, n in counts.items() if n)
    lead = (
        f"{len(chosen)} arrow{'' if len(chosen) == 1 else 's'} can be in question; {wiring} more are mere wiring "
        "(being asleep closes the eyes) and "
        "are the same in both worlds. Strengths are in the unit given, or plain numbers."
    )
    controls = (
        '<div class="controls"><label>show <select id="grade"><option value="">all grades</option>'
        f"{options}</select></label>"
        '<label>with the words <input type="search" id="words"></label></div>'
    )
    table = (
        '<div class="scroller"><table class="plain" id="arrow-table"><thead><tr><th scope="col">arrow</th>'
        '<th scope="col">grade</th><th scope="col" class="told">strength as told</th>'
        '<th scope="col" class="known">strength as known</th><th scope="col">what it says</th><th scope="col">'
        "sources</th>"
        '<th scope="col">carries, as known</th></tr></thead><tbody>'
        f"{''.join(_row(body, a, rows) for a in chosen)}</tbody>"
        "</table></div>"
    )
    return section("arrows", "Arrows", controls + table, lead)
