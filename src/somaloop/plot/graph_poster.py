"""The causal graph of one world with title and key, as a picture that stands alone."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from somaloop.language import Body, Grade
from somaloop.plot.graph import DASHED_MEANS, GRADE_HUE, WIDTH_MEANS, causal_graph, width_key
from somaloop.plot.graph_rooms import floor_of
from somaloop.plot.style import FONT, INK, MUTED, PAPER, WORLD_HUE, WORLD_WORDS
from somaloop.results.strength import Strengths

TOP, ROW, LETTER = 44.0, 27.0, 7.4


def _key(items: list[tuple[str, str]], y: float, width: float) -> tuple[str, float]:
    """Marks with words (a line, or nothing) one after the other, in as many rows as they need; the height they take."""
    x, first, parts = 16.0, y, []
    for line, words in items:
        long = 46.0 * bool(line) + LETTER * len(words) + 22.0
        if x + long > width:
            x, y = 16.0, y + ROW
        if line:
            parts.append(f'<line x1="{x:g}" x2="{x + 36:g}" y1="{y:g}" y2="{y:g}" {line}/>')
        parts.append(f'<text x="{x + 46.0 * bool(line):g}" y="{y + 5:g}">{escape(words)}</text>')
        x += long
    return "".join(parts), y - first + ROW


def poster(body: Body, strengths: Strengths, world: str, title: str, grade_words: Mapping[Grade, str]) -> str:
    """The graph of one world as an SVG file; ``grade_words`` says what each grade means."""
    floor = floor_of(body)
    graph = causal_graph(body, strengths, (world,)).replace(
        "<svg ", f'<svg y="{TOP:g}" width="{floor.width:g}" height="{floor.height:g}" ', 1
    )
    grades = [
        (f'stroke="{GRADE_HUE[grade]}" stroke-width="7"', f"{grade}: {words}") for grade, words in grade_words.items()
    ]
    widths = [("", f"Width: {WIDTH_MEANS}")]
    widths += [(f'stroke="{INK}" stroke-width="{width:.2f}"', words) for width, words in width_key()]
    widths += [(f'stroke="{MUTED}" stroke-width="1.6" stroke-dasharray="2 5"', DASHED_MEANS[world])]
    begin = TOP + floor.height + 18.0
    first, tall = _key(grades, begin, floor.width)
    second, more = _key(widths, begin + tall, floor.width)
    whole = begin + tall + more
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {floor.width:g} {whole:g}" font-family="{FONT}" font-size="14" '
        f'fill="{INK}"><rect width="{floor.width:g}" height="{whole:g}" fill="{PAPER}"/>'
        f'<text x="16" y="36" font-size="23" font-weight="650">{escape(title)}, '
        f'<tspan fill="{WORLD_HUE[world]}">{WORLD_WORDS[world]}</tspan></text>{graph}{first}{second}</svg>\n'
    )
