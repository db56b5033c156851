"""The pictures of claims as inline SVG: a strip for the list, rows of intervals for one outcome, bars of verdicts."""

from __future__ import annotations

import math
from collections.abc import Mapping
from html import escape

from somaloop.claims.answer import OutcomeAnswer
from somaloop.claims.verdict import VERDICTS
from somaloop.report.claims_words import SHORT, places_for, standardised_text, unit_text
from somaloop.report.words import difference, number
from somaloop.results import Interval

LEFT, RIGHT = -2.0, 6.0  # ends of a strip, in smallest differences that matter; right is what the article says
SLUGS = {verdict: f"v{number}" for number, verdict in enumerate(VERDICTS)}


def _percent(value: float, low: float, high: float) -> float:
    return 100.0 * (min(max(value, low), high) - low) / (high - low)


def _mark(x: float, shape: str) -> str:
    return f'<svg x="{x:.2f}%" y="50%" overflow="visible">{shape}</svg>'


def _beyond(value: float, low: float, high: float, kind: str) -> str:
    """A small arrow at the edge where a mark lies outside."""
    if low <= value <= high:
        return ""
    turn = "M-3 -4 L4 0 L-3 4 Z" if value > high else "M3 -4 L-4 0 L3 4 Z"
    lift = -5 if kind == "told" else 5  # both may lie outside
    return f'<path class="{kind}-fill" transform="translate(0 {lift})" d="{turn}"/>'


def in_bars(item: OutcomeAnswer, value: float) -> float:
    """A value in smallest differences that matter, positive where it goes the way the article says."""
    side = item.outcome.direction or 1.0
    return side * value / item.bar if item.bar > 0 else math.copysign(RIGHT + 1, side * value) if value else 0.0


def strip(item: OutcomeAnswer) -> str:
    """One line for the list: as told a ring, as known a dot with its interval, on one scale for all claims."""
    known, told = item.effects["known"].interval, item.effects["told"].interval
    ends = sorted(in_bars(item, value) for value in (known.low, known.high))
    line = [_percent(value, LEFT, RIGHT) for value in ends]
    zero, one = _percent(0, LEFT, RIGHT), _percent(1, LEFT, RIGHT)
    parts = [
        f'<rect class="band" x="{2 * zero - one:.2f}%" width="{2 * (one - zero):.2f}%" y="0" height="100%"/>',
        f'<line class="zero" x1="{zero:.2f}%" x2="{zero:.2f}%" y1="0" y2="100%"/>',
        f'<line class="known-line" x1="{line[0]:.2f}%" x2="{line[1]:.2f}%" y1="50%" y2="50%"/>',
    ]
    for interval, kind, shape in (
        (known, "known", '<circle class="known-fill" r="4.4"/>'),
        (told, "told", '<circle class="told-ring" r="4.6"/>'),
    ):
        value = in_bars(item, interval.centre)
        inside = LEFT <= value <= RIGHT
        parts.append(_mark(_percent(value, LEFT, RIGHT), shape if inside else _beyond(value, LEFT, RIGHT, kind)))
    places = places_for(item)
    words = escape(
        f"{item.outcome.of}: as told {difference(told, places)}{unit_text(item)}, as known {difference(known, places)}"
        f"{unit_text(item)}"
    )
    return f'<svg class="strip" role="img" aria-label="{words}"><title>{words}</title>{"".join(parts)}</svg>'


def published_on_scale(item: OutcomeAnswer) -> Interval | None:
    """The published effect in the outcome's unit (a point where no interval was given), or None if it has another."""
    found = item.outcome.published
    if found is None or found.size is None or found.unit not in ("same", "SD"):
        return None
    scale = item.effects["known"].spread if found.unit == "SD" else 1.0
    low, high = (found.low, found.high) if found.has_interval else (found.size, found.size)
    return Interval(found.size * scale, (low or 0.0) * scale, (high or 0.0) * scale)


def _nice_step(width: float) -> float:
    raw = width / 5.0
    power = 10.0 ** math.floor(math.log10(raw))
    return next(step * power for step in (1.0, 2.0, 5.0, 10.0) if step * power >= raw)


def _row(label: str, kind: str, numbers: str, scaled: str, picture: str, note: str = "") -> str:
    tail = f'<span class="sub">{note}</span>' if note else ""
    return (
        f'<tr class="{kind}"><th scope="row">{label}{tail}</th><td class="number">{numbers}</td>'
        f'<td class="number scaled">{scaled}</td><td class="lane"><svg class="marks">{picture}</svg></td></tr>'
    )


SHAPES = {
    "told": '<circle class="told-ring" r="5"/>',
    "known": '<circle class="known-fill" r="5"/>',
    "tested": '<circle class="tested-fill" r="4.2"/>',
    "published": '<path class="published-fill" d="M0 -6 L6 0 L0 6 L-6 0 Z"/>',
}
WAY = {
    "higher": "the article says higher →",
    "lower": "← the article says lower",
    "the same": "the article says no change",
}


def intervals_table(item: OutcomeAnswer) -> str:
    """As told, as known, on tested arrows alone and as published, one under the other on one scale."""
    published, places = published_on_scale(item), places_for(item)
    rows = [
        ("as told", "told", item.effects["told"], "all arrows as the article says"),
        ("as known", "known", item.effects["known"], "thin line: single people"),
        ("as known, tested arrows", "tested", item.effects["known tested"], "grade A and B alone"),
    ]
    drawn = [(label, kind, effect.interval, effect.spread, note) for label, kind, effect, note in rows]
    if published is not None and item.outcome.published is not None:
        note = escape(item.outcome.published.what)
        drawn.append(("published", "published", published, item.effects["known"].spread, note))
    people = item.effects["known"].people
    values = [0.0, item.bar, -item.bar, *(v for _, _, i, _, _ in drawn for v in (i.low, i.centre, i.high))]
    low, high = min(values), max(values)
    room = 0.06 * (high - low)
    low, high = low - room, high + room

    def x(value: float) -> float:
        return _percent(value, low, high)

    frame = (
        f'<rect class="band" x="{x(-item.bar):.2f}%" width="{x(item.bar) - x(-item.bar):.2f}%" y="0" height="100%"/>'
        f'<line class="zero" x1="{x(0):.2f}%" x2="{x(0):.2f}%" y1="0" y2="100%"/>'
    )
    lines = []
    for label, kind, interval, spread, note in drawn:
        thin = (
            f'<line class="people-line" x1="{x(people.low):.2f}%" x2="{x(people.high):.2f}%" y1="50%" y2="50%"/>'
            if kind == "known"
            else ""
        )
        line = f'<line class="{kind}-line" x1="{x(interval.low):.2f}%" x2="{x(interval.high):.2f}%" y1="50%" y2="50%"/>'
        point = interval.low == interval.high
        numbers = number(interval.centre, places, True) if point else difference(interval, places)
        picture = frame + thin + line + _mark(x(interval.centre), SHAPES[kind])
        lines.append(_row(label, kind, numbers, standardised_text(interval, spread), picture, note))
    unit = unit_text(item).strip() or "no unit"
    head = (
        f'<tr class="heads"><th></th><td class="number">difference, {escape(unit)}</td><td class="number">in standard deviations</td>'
        f'<td class="way">{WAY[item.outcome.claimed]}</td></tr>'
    )
    foot = (
        f'<tr class="ticks"><th></th><td></td><td></td><td><svg class="axis-marks">{_axis(low, high)}</svg>'
        f'<span class="axis-unit">difference, {escape(unit)}</span></td></tr>'
    )
    return f'<table class="intervals"><thead>{head}</thead><tbody>{"".join(lines)}{foot}</tbody></table>'


def _axis(low: float, high: float) -> str:
    step = _nice_step(high - low)
    ticks = [index * step for index in range(math.ceil(low / step), math.floor(high / step) + 1)]
    marks = max(0, -math.floor(math.log10(step)))
    return "".join(
        f'<text x="{_percent(tick, low, high):.2f}%" y="12" text-anchor="middle">{number(tick, marks) if tick else "0"}</text>'
        for tick in ticks
    )


def verdict_bar(counts: Mapping[str, int], label: str) -> str:
    """A bar with a part for each verdict, as wide as its count."""
    parts = "".join(
        f'<span class="{SLUGS[verdict]}" style="flex:{counts[verdict]}" title="{counts[verdict]} {SHORT[verdict]}">'
        f"{counts[verdict]}</span>"
        for verdict in VERDICTS
        if counts.get(verdict)
    )
    words = ", ".join(f"{counts[verdict]} {SHORT[verdict]}" for verdict in VERDICTS if counts.get(verdict))
    return f'<div class="verdicts" role="img" aria-label="{escape(label)}: {words}">{parts}</div>'
