"""Shares in rows with their intervals: every world of a plan of one size, every analysis, or several plans."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from somaloop.plot.predicted_parts import picture, segment, text
from somaloop.plot.style import FAINT, INK, MUTED
from somaloop.plot.trial_parts import dot, lines, percent_axis_level, place_of, share_said, titled, whisker, wrapped
from somaloop.plot.trial_words import HUES, WORLD_NAMES, interval_of, percent_of
from somaloop.trials.answer import Share

TARGETS = (0.8,)
STEP = 15.0  # pixels between the worlds of one row


@dataclass(frozen=True, slots=True)
class Chance:
    """One row: what it is about, a quiet line below it, and the share in each world."""

    words: str
    below: str
    shares: Mapping[str, Share]


def chances_picture(rows: Sequence[Chance], width: float = 620.0, says: str = "", alone: bool = False) -> str:
    """Rows of shares of trials that conclude a benefit: a mark for each world with its 95 % Monte Carlo interval."""
    slim = width < 480
    left = 8.0 if slim else min(0.42 * width, 300.0)
    right = width - 116.0
    x = place_of(0.0, 1.0, left + 6, right)
    top, said, parts, places = 26.0, [], [], []
    at = top + 8
    for row in rows:
        words = wrapped(row.words, (right - 12) if slim else left - 14, 12.5, 3)
        below = wrapped(row.below, (right - 12) if slim else left - 14, 11, 3) if row.below else []
        head = 15.5 * len(words) + 13.5 * len(below)
        tall = STEP * len(row.shares) + 6
        places.append((at, words, below, head))
        at += head + tall + 8 if slim else max(head, tall) + 12
    bottom = at
    parts.append(percent_axis_level(x, top, bottom, TARGETS, width > 420))
    for row, (start, words, below, head) in zip(rows, places, strict=True):
        name_x, anchor = (0.0, "start") if slim else (left - 8, "end")
        parts.append(segment(0, start - 6, width, start - 6, FAINT))
        parts.append(lines(name_x, start + 11, words, anchor, INK, 12.5, 15.5, 'font-weight="600"'))
        parts.append(lines(name_x, start + 11 + 15.5 * len(words), below, anchor, MUTED, 11, 13.5))
        y = start + (head + 4 if slim else 0.0) + 7
        for world, share in row.shares.items():
            hue = HUES[world]
            mark = whisker(x(share.low), y, x(share.high), y, hue, 1.5) + dot(x(share.value), y, hue, world)
            parts.append(titled(mark, share_said(f"{row.words}, {WORLD_NAMES[world]}:", share)))
            parts.append(text(right + 10, y + 4, percent_of(share), "start", hue, 11.5, 'font-weight="650"'))
            parts.append(text(right + 53, y + 4, interval_of(share), "start", MUTED, 10.5))
            said.append(share_said(f"{row.words}, {WORLD_NAMES[world]}:", share))
            y += STEP
    parts.append(text(x(0.5), bottom + 32, "trials that conclude a benefit, %", "middle", MUTED, 11))
    parts.append(_key(rows, 0.0 if slim else left, top - 12))
    says = says or f"Share of trials that conclude a benefit. {'; '.join(said)}."
    return picture(width, bottom + 40, says, "".join(parts), alone=alone)


def _key(rows: Sequence[Chance], x: float, y: float) -> str:
    """Which mark is which world."""
    worlds = dict.fromkeys(world for row in rows for world in row.shares)
    parts, at = [], x + 6
    for world in worlds:
        name = "middle" if world == "middle" else WORLD_NAMES[world]
        parts += [dot(at, y - 4, HUES[world], world), text(at + 9, y, name, "start", HUES[world], 11)]
        at += 26 + 6.2 * len(name)
    return "".join(parts)
