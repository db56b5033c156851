"""The page of the arrows: the causal graph that answers to pointer and touch, and the list of all arrows below it."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from importlib.resources import files
from pathlib import Path
from typing import Any

from somaloop.engine.worlds import WORLDS
from somaloop.evidence import GRADE_WORDS, cite_text, ids_in, sources
from somaloop.language import GRADES, Arrow, Body
from somaloop.language.direction import direction
from somaloop.plot.graph import DASHED_MEANS, FULL, GRADE_HUE, ROOM_HUE, WIDTH_MEANS, causal_graph, width_key
from somaloop.plot.graph_poster import poster
from somaloop.plot.graph_rooms import floor_of
from somaloop.plot.style import WORLD_WORDS
from somaloop.report.arrows import arrows_section
from somaloop.report.claims_words import short_citation
from somaloop.report.page import as_json, page, write_page
from somaloop.report.words import ADVICE, arrow_words, number
from somaloop.results.arrows import Listed
from somaloop.results.strength import CROWD, DAYS, EACH, LIVES, PERSON, Strength, Strengths, bundles_of, own_strength

TITLE = "What acts on what, and how well it is known"
ROOM_WORDS = {"magnesium": "magnesium", "body": "body", "mind": "mind", "habit": "habits, treatments"}
GRADE_SHORT: Mapping[str, str] = {
    "A": "consistent trials",
    "B": "limited or mixed trials",
    "C": "no human trials",
    "D": "no support found",
    "X": "contradicted",
}


def _part(name: str) -> str:
    return files("somaloop.report").joinpath(name).read_text(encoding="utf-8")


def _measured(strength: Strength) -> dict[str, Any]:
    return {
        "change": round(strength.change, 4),
        "output": strength.output.partition(".")[2].replace("_", " "),
        "life": strength.life,
    }


def _arrow(body: Body, arrow: Arrow, strengths: Strengths) -> dict[str, Any]:
    item = Listed(arrow, direction(body, arrow.name))
    known = sources()
    cited = [known[name] for name in ids_in(arrow.source) if name in known]
    return {
        "name": arrow_words(arrow.name),
        "grade": arrow.grade,
        "says": arrow.description,
        "told": item.told_words.replace("-", "−"),  # noqa: RUF001
        "known": item.known_words.replace("-", "−"),  # noqa: RUF001
        "unit": "" if arrow.unit == "1" else arrow.unit,
        "method": arrow.method,
        "note": arrow.note,
        "claims": list(ids_in(arrow.claim)),
        "sources": [{"short": short_citation(s), "full": cite_text(s), "found": s.finding} for s in cited],
        "alive": {world: own_strength(arrow, world) != 0.0 for world in WORLDS},
        "cut": {world: _measured(strengths.arrows[world, arrow.name]) for world in WORLDS},
    }


def _data(body: Body, strengths: Strengths) -> dict[str, Any]:
    rooms = floor_of(body).rooms
    return {
        "rooms": {
            name: {"title": mechanism.title, "says": mechanism.description, "label": " ".join(rooms[name].lines)}
            for name, mechanism in body.mechanisms.items()
        },
        "cables": [
            {
                "from": pair[0],
                "to": pair[1],
                "cut": {world: _measured(strengths.bundles[world, pair]) for world in WORLDS},
                "arrows": [_arrow(body, arrow, strengths) for arrow in arrows],
            }
            for pair, arrows in bundles_of(body).items()
        ],
        "worlds": WORLD_WORDS,
        "dashed": DASHED_MEANS,
        "full": FULL,
        "grades": GRADE_WORDS,
    }


def _chip_colours() -> str:
    hues = "".join(f"--grade-{grade}:{hue};" for grade, hue in GRADE_HUE.items())
    return f".causal-part{{{hues}}}" + "".join(
        f".causal-part .chip.grade-{grade},.arrows-page .chip.grade-{grade}"
        f"{{background:{hue};color:#fff;box-shadow:none}}"
        for grade, hue in GRADE_HUE.items()
    )


def _key() -> str:
    widths = "".join(
        f'<span><svg width="34" height="14"><line x1="1" x2="33" y1="7" y2="7" stroke="currentColor" '
        f'stroke-width="{width:.2f}"/></svg>{escape(words)}</span>'
        for width, words in width_key()
    )
    rooms = "".join(
        f'<span><i style="background:{ROOM_HUE[kind][0]};border-color:{ROOM_HUE[kind][1]}"></i>{words}</span>'
        for kind, words in ROOM_WORDS.items()
    )
    return (
        f'<div class="graph-key"><p><b>Width</b> {WIDTH_MEANS} {widths}</p>'
        '<p><span><svg width="34" height="14"><line x1="1" x2="33" y1="7" y2="7" stroke="currentColor" stroke-width="1.6" '
        'stroke-dasharray="2 5"/></svg><em data-ghost></em></span></p>'
        f"<p><b>Rooms</b> {rooms}</p></div>"
    )


def _controls(body: Body) -> str:
    counts = {grade: sum(a.grade == grade and not a.structural for a in body.arrows.values()) for grade in GRADES}
    grades = "".join(
        f'<button type="button" class="grade" data-grade="{grade}" aria-pressed="true" title="{escape(GRADE_WORDS[grade])}">'
        f'<i style="background:{GRADE_HUE[grade]}"></i><b>{grade}</b> {GRADE_SHORT[grade]} <small>{counts[grade]}</small></button>'
        for grade in GRADES
        if counts[grade]
    )
    worlds = "".join(
        f'<button type="button" data-world="{world}" aria-pressed="{"true" if world == "known" else "false"}">'
        f"{WORLD_WORDS[world]}</button>"
        for world in ("known", "told")
    )
    return f'<div class="graph-controls"><div class="world-switch">{worlds}</div><div class="grade-switch">{grades}</div></div>'


def causal_part(body: Body, strengths: Strengths) -> str:
    """The graph with its controls, key, panel, style and script, to stand in any page, once."""
    return (
        f"<style>{_part('arrows.css')}{_chip_colours()}</style>"
        f'<div class="causal-part show-known">{_controls(body)}'
        f'<div class="graph-and-panel"><div class="graph-box">'
        f"{causal_graph(body, strengths)}{causal_graph(body, strengths, upright=True)}</div>"
        '<aside class="graph-panel" aria-live="polite"></aside></div>'
        f"{_key()}</div>"
        f'<script type="application/json" id="causal-data">{as_json(_data(body, strengths))}</script>'
        f"<script>{_part('arrows.js')}</script>"
    )


def method_words() -> str:
    """How strengths were put on one scale, in a paragraph."""
    return (
        "Arrows have different units, so their own numbers cannot be compared. To compare them, each cable was cut in the "
        f"model: one {escape(PERSON.describe())}, lives {DAYS} days in {len(LIVES)} ways ({escape(', '.join(LIVES))}) with all "
        "arrows and again without it. The width shows the output of the entered room that changes most, over the last two "
        f"weeks, in standard deviations (SD) of that output among {EACH * len(CROWD)} mixed people, hours and ways of living. "
        "As known is the centre of what the evidence allows; many of these strengths are assumed, and wide. A cut also takes "
        "away what always flows, and what returns through the loop counts."
    )


def arrows_page(body: Body, strengths: Strengths) -> str:
    """The whole file: title, graph, how it was made, and the list."""
    asked = [arrow for arrow in body.arrows.values() if not arrow.structural]
    told = sum(arrow.as_told != 0.0 for arrow in asked)
    only = sum(arrow.as_told != 0.0 and arrow.as_known.centre == 0.0 for arrow in asked)
    added = sum(arrow.as_told == 0.0 and arrow.as_known.centre != 0.0 for arrow in asked)
    trials = sum(arrow.grade in ("A", "B") and arrow.as_known.centre != 0.0 for arrow in asked)
    lede = (
        f"{len(asked)} arrows connect {len(body.mechanisms)} rooms of body and mind. The article asserts {told} of them; "
        f"{number(only, 0)} of these have no strength at the centre of the evidence, and {added} are known that it does not "
        f"tell. {trials} have strength as known and were tested in people (grade A or B). "
        "Point at a room or a cable; a click or a tap keeps it."
    )
    content = (
        f'<header><h1>{TITLE}</h1><p class="lede">{lede}</p></header>{causal_part(body, strengths)}'
        f'<p class="quiet how">{method_words()}</p>{arrows_section(body, ())}'
        f"<footer>{escape(ADVICE)} Made by somaloop.</footer>"
    )
    return page(TITLE, content, {}, kind="arrows-page")


def write_arrows(body: Body, strengths: Strengths, folder: Path) -> tuple[Path, ...]:
    """Write ``arrows.html`` and the graph of each world as a picture, ``arrows-WORLD.svg``."""
    pictures = tuple(
        write_page(poster(body, strengths, world, TITLE, GRADE_WORDS), folder / f"arrows-{world}.svg")
        for world in WORLDS
    )
    return write_page(arrows_page(body, strengths), folder / "arrows.html"), *pictures
