"""Replicas of published trials as small multiples: what was published of each arm beside what the model predicts."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from html import escape
from itertools import pairwise

from somaloop.plot.predicted_parts import OWN, block, nice_step, picture, segment, text
from somaloop.plot.replica_words import (
    difference_words,
    figure_text,
    found_words,
    measure_words,
    percent,
    predicted_text,
    shown,
    unit_words,
    use_words,
    verdict_words,
)
from somaloop.plot.style import FAINT, INK, MUTED, PAPER, RULE, WORLD_HUE
from somaloop.trials.replica_answer import Predicted, ReplicaAnswer
from somaloop.trials.replicas import Figure, Replica

FOUND = "#b3266d"
MISS = "#8c1d12"
WIDTH, HEIGHT = 300.0, 252.0
_TOP, _BOTTOM = 64.0, 176.0
_ARMS = (42.0, 200.0)
_APART = (238.0, 294.0)
_GAP = 26.0
KEY_HEIGHT = 26.0


class _Axis:
    """A vertical axis that holds all these values, with a few round marks."""

    def __init__(self, values: Sequence[float], floor: float | None = None, ceiling: float | None = None) -> None:
        finite = [value for value in values if math.isfinite(value)] or [0.0, 1.0]
        low, high = min(finite), max(finite)
        room = 0.07 * ((high - low) or abs(high) or 1.0)
        self.low = low - room if floor is None else max(low - room, floor)
        self.high = high + room if ceiling is None else min(high + room, ceiling)
        step = nice_step(self.high - self.low, 5)
        first, last = math.ceil(self.low / step - 1e-9), math.floor(self.high / step + 1e-9)
        self.marks = [index * step for index in range(first, last + 1)]
        self.places = max(0, -math.floor(math.log10(step) + 1e-9)) + (1 if step in (2.5, 0.25, 0.025) else 0)

    def y(self, value: float) -> float:
        return _BOTTOM - (_BOTTOM - _TOP) * (value - self.low) / (self.high - self.low)

    def drawn(self, left: float, right: float) -> str:
        parts = []
        for value in self.marks:
            words = f"{value:.{self.places}f}".replace("-", "−")  # noqa: RUF001
            parts.append(segment(left, self.y(value), right, self.y(value), FAINT))
            parts.append(text(left - 5, self.y(value) + 3.5, words, "end", MUTED, 10))
        return "".join(parts)


def _ends(item: Replica, predicted: Predicted | None, figure: Figure | None) -> list[float]:
    values = [predicted.low, predicted.high] if predicted is not None else []
    values += [figure.value, figure.low, figure.high] if figure is not None else []
    return [shown(item, value) for value in values]


def _band(item: Replica, axis: _Axis, x: float, predicted: Predicted, half: float) -> str:
    low, middle, high = (axis.y(shown(item, value)) for value in (predicted.low, predicted.middle, predicted.high))
    return block(x - half, low, x + half, high, OWN) + segment(
        x - half, middle, x + half, middle, WORLD_HUE["known"], 2
    )


def diamond(x: float, y: float, inside: bool, size: float = 4.6) -> str:
    """A published number: filled where it lies in the prediction, open where it does not."""
    path = f"M{x:.1f} {y - size:.1f}L{x + size:.1f} {y:.1f}L{x:.1f} {y + size:.1f}L{x - size:.1f} {y:.1f}Z"
    fill, stroke, wide = (FOUND, PAPER, 1.0) if inside else (PAPER, FOUND, 1.8)
    return f'<path d="{path}" fill="{fill}" stroke="{stroke}" stroke-width="{wide:g}"/>'


def _point(item: Replica, axis: _Axis, x: float, figure: Figure, inside: bool) -> str:
    parts = []
    if math.isfinite(figure.low):
        low, high = (axis.y(shown(item, end)) for end in (figure.low, figure.high))
        parts.append(segment(x, low, x, high, FOUND, 1.6))
    parts.append(diamond(x, axis.y(shown(item, figure.value)), inside))
    return "".join(parts)


def _number(
    item: Replica, axis: _Axis, x: float, predicted: Predicted, figure: Figure | None, half: float, of: str
) -> str:
    """One predicted number with what was published, and all of it in words."""
    middle, interval = predicted_text(item, predicted)
    said = f"{of}: predicted {middle} ({interval})"
    drawn = _band(item, axis, x, predicted, half) if math.isfinite(predicted.middle) else ""
    if figure is not None:
        value, around = figure_text(item, figure)
        said += f", published {value}{f' ({around})' if around else ''}"
        drawn += _point(item, axis, x, figure, predicted.state(figure) == "inside")
    return f"<g><title>{escape(f'{said} {unit_words(item)}')}</title>{drawn}</g>"


def _wrapped(words: str, most: int) -> list[str]:
    """Words on at most two lines of about so many letters."""
    lines = [""]
    for word in words.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > most and len(lines) < 2:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return [line if len(line) <= most + 3 else f"{line[: most + 2]}…" for line in lines]


def _arms(found: ReplicaAnswer) -> str:
    """The arms side by side, each before and after where both are read as values."""
    item = found.replica
    pairs = item.measure == "value" and bool(found.start)
    shown_arms = [
        arm for arm in item.arms if not (item.measure == "percent" and not found.start and arm == item.control)
    ]
    published = item.published
    values = [
        value
        for arm in shown_arms
        for value in _ends(item, found.end[arm], published[arm].end)
        + (_ends(item, found.start[arm], published[arm].start) if pairs else [])
    ]
    if item.measure in ("change", "percent"):
        values.append(0.0)
    axis = _Axis(values, 0.0 if item.measure in ("share", "value") and min(values) >= 0 else None,
                 100.0 if item.measure == "share" else None)  # fmt: skip
    left, right = _ARMS
    parts = [axis.drawn(left, right)]
    if axis.low < 0 < axis.high:
        parts.append(segment(left, axis.y(0), right, axis.y(0), RULE))
    wide = (right - left) / len(shown_arms)
    half = min(13.0, wide / (5.2 if pairs else 3.4))
    for number, arm in enumerate(shown_arms):
        middle = left + (number + 0.5) * wide
        places = {"start": middle - wide / 4.4, "end": middle + wide / 4.4} if pairs else {"end": middle}
        both = {"start": (found.start.get(arm), published[arm].start), "end": (found.end[arm], published[arm].end)}
        for (one, x1), (other, x2) in pairwise(places.items()):
            for place, hue in ((0, WORLD_HUE["known"]), (1, FOUND)):
                ends = both[one][place], both[other][place]
                if ends[0] is not None and ends[1] is not None:
                    y1, y2 = (axis.y(shown(item, e.middle if isinstance(e, Predicted) else e.value)) for e in ends)
                    parts.append(segment(x1, y1, x2, y2, hue, 1.1, 'stroke-dasharray="3 2"' if place else ""))
        for when, x in places.items():
            predicted, figure = both[when]
            if predicted is not None:
                label = f"{arm}, {'before' if when == 'start' else 'after'}" if pairs else arm
                parts.append(_number(item, axis, x, predicted, figure, half, label))
            if pairs:
                parts.append(text(x, _BOTTOM + 12, "before" if when == "start" else "after", "middle", MUTED, 9.5))
        for row, words in enumerate(_wrapped(arm, max(9, int(wide / 5.6)))):
            parts.append(text(middle, _BOTTOM + (24 if pairs else 13) + 11 * row, words, "middle", INK, 10.5))
    parts.append(segment(left, _BOTTOM, right, _BOTTOM, RULE))
    return "".join(parts)


def _apart(found: ReplicaAnswer) -> str:
    """The difference, on an axis of its own that holds zero."""
    item, figure = found.replica, found.replica.difference
    axis = _Axis([0.0, *_ends(item, found.difference, figure)])
    left, right = _APART
    middle = (left + right) / 2
    words = "change" if not item.control else "difference"
    return (
        axis.drawn(left, right) + segment(left, axis.y(0), right, axis.y(0), INK, 1)
        + _number(item, axis, middle, found.difference, figure, 13.0, difference_words(item))
        + segment(left, _BOTTOM, right, _BOTTOM, RULE) + text(middle, _BOTTOM + 13, words, "middle", INK, 10.5)
    )  # fmt: skip


def panel(found: ReplicaAnswer, title: str) -> str:
    """The content of one panel, ``WIDTH`` by ``HEIGHT``: title with design, arms, difference, and both verdicts."""
    item = found.replica
    unit = unit_words(item)
    heading = measure_words(item) + (f" ({unit})" if unit and unit != "1" else "")
    tone = INK if found.agrees else MISS
    return "".join((
        text(6, 15, title, "start", INK, 13, 'font-weight="650"'),
        text(WIDTH - 6, 15, f"{item.blinding}, {use_words(item)}", "end", MUTED, 10.5),
        text(6, 30, item.about, "start", MUTED, 11),
        text(6, 50, heading, "start", INK, 11),
        _arms(found), _apart(found),
        text(6, HEIGHT - 30, "published", "start", MUTED, 11),
        text(68, HEIGHT - 30, found_words(item, item.found), "start", INK, 11, 'font-weight="650"'),
        text(6, HEIGHT - 14, "model", "start", MUTED, 11),
        text(68, HEIGHT - 14, verdict_words(found), "start", tone, 11, 'font-weight="650"'),
    ))  # fmt: skip


def says(found: ReplicaAnswer, title: str) -> str:
    """A panel in one sentence, for those who do not see it."""
    item = found.replica
    return (
        f"{title}, {item.about}: published {found_words(item, item.found)}; the model's likeliest conclusion is "
        f"{found_words(item, found.shares.likely)} ({percent(found.shares.of(found.shares.likely).value)}); "
        f"{found.inside} of {len(found.figures)} published numbers of arms lie in the 95 % prediction."
    )


def panel_picture(found: ReplicaAnswer, title: str) -> str:
    """One panel as a picture."""
    return picture(WIDTH, HEIGHT, says(found, title), panel(found, title))


def key() -> str:
    """What bands and diamonds mean."""
    x, y = 6.0, 15.0
    return "".join((
        block(x, y - 9, x + 14, y + 3, OWN), segment(x, y - 3, x + 14, y - 3, WORLD_HUE["known"], 2),
        text(x + 20, y, "predicted for a trial of this size (95 %)", size=11.5),
        segment(x + 262, y - 12, x + 262, y + 6, FOUND, 1.6), diamond(x + 262, y - 3, True),
        text(x + 274, y, "published (95 % interval where it is known), inside the prediction", size=11.5),
        diamond(x + 622, y - 3, False), text(x + 634, y, "outside it", size=11.5),
    ))  # fmt: skip


def key_picture() -> str:
    """The key alone."""
    return picture(720, KEY_HEIGHT - 2, "Blue: predicted. Diamonds: published.", key())


def replicas_picture(answers: Sequence[ReplicaAnswer], titles: Mapping[str, str], across: int = 4) -> str:
    """All panels on one sheet that stands alone. ``titles`` are by name of replica."""
    across = min(across, max(len(answers), 1))
    rows = -(-len(answers) // across)
    width = max(across * (WIDTH + _GAP) - _GAP + 12, 740.0)
    height = KEY_HEIGHT + 10 + rows * (HEIGHT + _GAP)
    parts = [f'<g transform="translate(6 4)">{key()}</g>']
    for place, found in enumerate(answers):
        row, column = divmod(place, across)
        x, y = 6 + column * (WIDTH + _GAP), KEY_HEIGHT + 16 + row * (HEIGHT + _GAP)
        title = titles[found.replica.name]
        parts.append(f'<g transform="translate({x:g} {y:g})">{panel(found, title)}</g>')
        parts.append(segment(x + 6, y - 8, x + WIDTH - 6, y - 8, RULE))
    agree = sum(item.agrees for item in answers)
    whole = f"{len(answers)} outcomes of published trials simulated again; in {agree} outcomes the likeliest conclusion is the published one."
    return picture(width, height, whole, "".join(parts), alone=True)
