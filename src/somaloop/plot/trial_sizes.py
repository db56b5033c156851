"""How often a trial concludes a benefit, by its size, in each world, with Monte Carlo intervals."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from somaloop.plot.predicted_parts import path_of, picture, segment, text, ticks
from somaloop.plot.style import FAINT, MUTED, RULE, spread_apart
from somaloop.plot.trial_parts import dot, place_of, titled, whisker
from somaloop.plot.trial_words import CHANCE_NAMES, HUES, WORLD_NAMES, by_world, share_words, sizes
from somaloop.trials.answer import Power

TARGETS = (0.8, 0.9)
_LABELS = {"nil": ("nil:", "false positives"), "known": ("as known:", "assurance"), "middle": ("middle of", "known: power"),
           "told": ("as told:", "power")}  # fmt: skip


def sizes_picture(
    powers: Sequence[Power], contrast: str, rule: float, width: float = 620.0, alone: bool = False, tall: float = 0.0
) -> str:  # fmt: skip
    """Shares of trials that conclude a benefit against the number of people, a line for each world.

    ``rule`` is the share that the plan's rule allows where there is no benefit. Bars are 95 % Monte Carlo intervals.
    ``tall`` is the height of the axis in pixels (0: as is usual).
    """
    worlds = by_world(powers, contrast)
    counts = sizes([p for p in powers if p.contrast == contrast])
    slim = width < 480
    left, right, top = 38.0, width - (92.0 if slim else 112.0), 26.0
    bottom = top + (tall or (210.0 if slim else 262.0))
    room = 0.06 * (counts[-1] - counts[0])
    x = place_of(counts[0] - room, counts[-1] + room, left, right)
    y = place_of(0.0, 1.0, bottom, top)
    parts = []
    for share in (0.0, 0.2, 0.4, 0.6, 0.8, 0.9, 1.0):
        target = share in TARGETS
        if tall and tall < 180.0 and share in (0.2, 0.6, 0.9):
            continue
        parts.append(
            segment(
                left,
                y(share),
                right,
                y(share),
                MUTED if target else FAINT,
                1.0,
                'stroke-dasharray="2 3"' if target else "",
            )
        )
        parts.append(text(left - 7, y(share) + 4, f"{100 * share:.0f}", "end", MUTED, 11))
    parts.append(segment(left, y(rule), right, y(rule), MUTED, 1.0, 'stroke-dasharray="2 3"'))
    for value, words in _counted(counts, right - left):
        parts += [
            segment(x(value), bottom, x(value), bottom + 4),
            text(x(value), bottom + 17, words, "middle", MUTED, 11),
        ]
    parts.append(segment(left, bottom, right, bottom, RULE))
    parts.append(text((left + right) / 2, bottom + 34, "people in all", "middle", MUTED, 11))
    parts.append(text(0, top - 12, "trials that conclude a benefit, %", "start", MUTED, 11))
    said, ends = [], []
    shift = {world: 3.0 * (place - (len(worlds) - 1) / 2) for place, world in enumerate(worlds)}
    for world, found in worlds.items():
        hue = HUES[world]
        xs, ys = [x(p.size) + shift[world] for p in found], [y(p.success.value) for p in found]
        dash = 'stroke-dasharray="5 4"' if world == "middle" else ""
        parts.append(path_of(xs, ys, hue, 1.4 if world in ("middle", "nil") else 2.2, dash))
        for at, p in zip(xs, found, strict=True):
            bar = whisker(at, y(p.success.low), at, y(p.success.high), hue, 1.4)
            words = f"{WORLD_NAMES[world]}, {p.size} people: {share_words(p.success)}"
            parts.append(titled(bar + dot(at, y(p.success.value), hue, world), words))
        ends.append((ys[-1], world))
        said.append(f"{CHANCE_NAMES[world]} " + ", ".join(f"{share_words(p.success)} at {p.size}" for p in found))
    put = [min(place, bottom - 6) for place in spread_apart([end for end, _ in ends], 29.0, top, bottom - 6)]
    for place, (end, world) in zip(put, ends, strict=True):
        parts.append(segment(x(counts[-1]) + 9, end, right + 4, place, HUES[world], 0.7))
        first, second = _LABELS[world]
        parts.append(text(right + 8, place - 1, first, "start", HUES[world], 11.5, 'font-weight="650"'))
        parts.append(text(right + 8, place + 12, second, "start", HUES[world], 11.5))
    says = f"Share of trials that conclude a benefit by number of people, {contrast}: {'; '.join(said)}."
    return picture(width, bottom + 42, says, "".join(parts), alone=alone)


def _counted(counts: Sequence[int], width: float) -> list[tuple[float, str]]:
    """The sizes themselves where they fit, else round numbers."""
    if len(counts) <= width / 42 and _apart(counts, width) > 30:
        return [(float(count), str(count)) for count in counts]
    return [(value, words) for value, words in ticks("identity", counts[0], counts[-1], most=max(3, int(width / 70)))]


def _apart(counts: Sequence[int], width: float) -> float:
    if len(counts) < 2:
        return width
    return width * min(b - a for a, b in pairwise(counts)) / (counts[-1] - counts[0])
