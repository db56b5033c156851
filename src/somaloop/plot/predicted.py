"""Predicted against observed, all published numbers at once: how far each lies from its prediction, by mechanism."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from html import escape

from somaloop.calibrate.scoreboard import Line, score
from somaloop.plot.predicted_line import (
    MECHANISM_WORDS,
    STATES,
    USE_WORDS,
    State,
    by_mechanism,
    kind_text,
    observed_text,
    predicted_text,
    signed,
    state,
    unit_text,
    z_text,
)
from somaloop.plot.predicted_parts import USE_HUE, block, mark, picture, segment, stacked, text
from somaloop.plot.style import FAINT, MUTED, RULE
from somaloop.studies.scales import NORMAL_95

FURTHEST = 40.0  # standard deviations at the edge of the picture
_BEND = 2.0  # to here the axis is nearly even, beyond it closes up
_TICKS = (-20.0, -10.0, -5.0, -2.0, 0.0, 2.0, 5.0, 10.0, 20.0)
_DOT = 3.3
_TOP, _FOOT = 42.0, 40.0


def _bent(z: float) -> float:
    return math.asinh(max(-FURTHEST, min(FURTHEST, z)) / _BEND)


def hover(line: Line) -> str:
    """Everything about a line in one sentence."""
    middle, interval = predicted_text(line, line.model)
    observed, around = observed_text(line)
    unit = unit_text(line)
    tail = f" {unit}" if unit else ""
    found = f"observed {observed}{f' ({around})' if around else ''}{tail}"
    if line.model is None:
        return f"{line.study.label(line.statistic)}: {found}; {line.problem}"
    return (
        f"{line.study.label(line.statistic)} ({kind_text(line)}): predicted {middle} ({interval}){tail}, {found}; "
        f"z {z_text(line)}, {STATES[state(line)]}, {USE_WORDS[line.statistic.use]}"
    )


def linked(line: Line, place: int, drawn: str, links: bool) -> str:
    """A mark with its words, which leads to its row where there is one."""
    said = f"<title>{escape(hover(line))}</title>{drawn}"
    if not links:
        return f"<g>{said}</g>"
    return f'<a href="#line-{place}" tabindex="-1" data-line="{place}">{said}</a>'


def swarm_picture(lines: Sequence[Line], width: float = 760.0, links: bool = False, alone: bool = False) -> str:
    """Each published number as a mark at its distance from the prediction, in predictive standard deviations.

    Right of the middle more was found than predicted. The grey band is the model's own 95 % interval; the axis is
    closed up towards the edges so that all marks fit. ``width`` under 500 puts names above their rows.
    """
    known = [place for place, line in enumerate(lines) if line.model is not None]
    narrow = width < 500
    left, right = (10.0, width - 10.0) if narrow else (138.0, width - 92.0)
    middle, half = (left + right) / 2, (right - left) / 2 - 6
    furthest = max([_bent(6.0), *(abs(_bent(lines[place].z)) for place in known)])

    def x(z: float) -> float:
        return middle + half * _bent(z) / furthest

    rows: list[str] = []
    y = top = _TOP + (16.0 if narrow else 0.0)
    for name, places in by_mechanism(lines).items():
        shown = [place for place in places if lines[place].model is not None]
        if not shown:
            continue
        xs = [x(lines[place].z) for place in shown]
        lifts = stacked(xs, 2 * _DOT + 0.7)
        lifts = [lift - (max(lifts) + min(lifts)) / 2 for lift in lifts]
        tall = max(18.0, 2 * max(lifts) + 2 * _DOT + 5) + (15.0 if narrow else 0.0)
        centre = y + tall - (max(lifts) + _DOT + 3 if narrow else tall / 2)
        found = score([lines[place] for place in shown])
        words, counted = MECHANISM_WORDS[name], f"{found.inside} of {found.lines}"
        label = text(left, y + 12, words) + text(right, y + 12, counted, "end", MUTED, 11) if narrow else (
            text(left - 12, centre + 4, words, "end") + text(width - 4, centre + 4, counted, "end", MUTED, 11)
        )  # fmt: skip
        if links:
            label = f'<a href="#mechanism-{name}" tabindex="-1">{label}</a>'
        rows.append(segment(left, y, right, y, FAINT))
        rows.append(label)
        for place, place_x, lift in sorted(
            zip(shown, xs, lifts, strict=True), key=lambda item: lines[item[0]].statistic.use != "calibrate"
        ):
            line = lines[place]
            drawn = mark(place_x, centre + lift, state(line), USE_HUE[line.statistic.use], _DOT)
            rows.append(linked(line, place, drawn, links))
        y += tall
    frame = [block(x(-NORMAL_95), top, x(NORMAL_95), y), segment(x(0), top, x(0), y, "#9aa4ae")]
    for tick in _TICKS:
        if abs(_bent(tick)) <= furthest and not (narrow and abs(tick) in (5.0, 20.0)):
            frame.append(segment(x(tick), y, x(tick), y + 4))
            frame.append(text(x(tick), y + 16, signed(f"{tick:+g}") if tick else "0", "middle", MUTED, 11))
    frame.append(text(middle, y + 33, "predictive standard deviations", "middle", MUTED, 11))
    frame.append(text(left, top - 8, "← less was found", "start", MUTED, 11))
    frame.append(text(right, top - 8, "more was found →", "end", MUTED, 11))
    frame.append(text(middle, top - 8, "as predicted" if narrow else "as predicted (95 %)", "middle", MUTED, 11))
    if not narrow:
        frame.append(text(width - 4, top - 8, "inside", "end", MUTED, 11))
    frame.append(key(left, 14, narrow))
    frame.append(segment(left, y, right, y, RULE))
    whole = score([lines[place] for place in known])
    says = (
        f"Distance of {whole.lines} published numbers from their predictions, by mechanism: {whole.inside} lie inside "
        "the model's 95 % interval. The tables below hold every number."
    )
    return picture(width, y + _FOOT, says, "".join(frame) + "".join(rows), alone=alone)


def key(x: float, y: float, narrow: bool = False) -> str:
    """What marks and hues mean."""
    parts: list[str] = []
    hue = USE_HUE["validate"]
    shapes: Mapping[State, str] = {"inside": "inside", "wider": "inside the wider", "outside": "outside"}
    for name, words in shapes.items():
        parts += [mark(x + 4, y - 4, name, hue), text(x + 13, y, words, size=11)]
        x += 24 + 5.7 * len(words)
    x, y = (10.0, y + 16) if narrow else (x + 14, y)
    for use, words in USE_WORDS.items():
        parts += [block(x, y - 8, x + 9, y + 1, USE_HUE[use]), text(x + 14, y, words, size=11)]
        x += 26 + 5.7 * len(words)
    return "".join(parts)
