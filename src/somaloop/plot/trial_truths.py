"""What may be true, and what the trial could see: true effects of all truths against the smallest that shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from somaloop.plot.predicted_parts import block, picture, segment, stacked, text, ticks
from somaloop.plot.style import BAND, INK, MUTED, RULE
from somaloop.plot.trial_parts import dot, ink_width, place_of, titled
from somaloop.plot.trial_words import HUES, number


def truths_picture(
    effects: Sequence[float], others: Mapping[str, float], unit: str, sign: float, places: int, sees: float | None = None,
    important: float | None = None, width: float = 620.0, alone: bool = False,
) -> str:  # fmt: skip
    """A dot for the true effect in each truth as known; marks for the other worlds (``others`` by world).

    ``sign`` is -1 where fewer points are better. ``sees`` is the size of the smallest estimate that would count as a
    benefit; ``important`` the size that people notice (shaded: smaller ones). Better is to the right.
    """
    left, right = 12.0, width - 12.0
    held = [0.0, *effects, *others.values(), *((sign * sees,) if sees is not None else ())]
    low, high = min(held), max(held)
    room = 0.05 * ((high - low) or 1.0)
    low, high = low - room, high + room
    x = place_of(low, high, right, left) if sign < 0 else place_of(low, high, left, right)
    radius = 4.2 if len(effects) <= 60 else 3.0
    heights = stacked([x(value) for value in effects], 2 * radius + 0.6)
    half = max([abs(value) for value in heights], default=0.0) + radius + 5
    top = 62.0
    base = top + 2 * half
    parts = []
    if important is not None:
        edge = min(max(sign * important, low), high)
        parts.append(block(x(0.0), top - 4, x(edge), base + 4, BAND))
    parts.append(segment(x(0.0), top - 4, x(0.0), base + 4, RULE))
    if important is not None:
        words = f"grey: too small to notice (less than {important:g})"
        start = min(max(x(0.0), left), right - ink_width(words, 11))
        parts.append(text(start, top - 27, words, "start", MUTED, 11))
    if sees is not None:
        at = x(sign * sees)
        side = "start" if at < (left + right) / 2 else "end"
        parts.append(segment(at, top - 14, at, base + 4, INK, 1.3, 'stroke-dasharray="4 3"'))
        words = f"counts as a benefit from {number(sign * sees, places)}"
        parts.append(text(at + (5 if side == "start" else -5), top - 9, words, side, INK, 11))
    for value, height in zip(effects, heights, strict=True):
        parts.append(dot(x(value), (top + base) / 2 + height, HUES["known"], "known", radius))
    for world, value in others.items():
        mark = dot(x(value), (top + base) / 2, HUES[world], world, 6.0)
        parts.append(titled(mark, f"{world}: {number(value, places)} {unit}"))
        if world == "told":
            side = "end" if x(value) > right - 60 else "start" if x(value) < left + 60 else "middle"
            shift = {"end": 8, "start": -8, "middle": 0}[side]
            parts.append(
                text(x(value) + shift, (top + base) / 2 + 21, "as told", side, HUES[world], 11, 'font-weight="650"')
            )
    for value, words in ticks("identity", low, high, most=max(3, int(width / 90))):
        parts += [
            segment(x(value), base + 4, x(value), base + 8),
            text(x(value), base + 20, words, "middle", MUTED, 11),
        ]
    parts.append(segment(left, base + 4, right, base + 4, RULE))
    parts.append(text(left, base + 36, "← worse than the control", "start", MUTED, 11))
    parts.append(text(right, base + 36, f"better →   true difference, {unit}", "end", MUTED, 11))
    parts.append(
        text(
            left,
            12,
            f"true effect in each of {len(effects)} truths, as known",
            "start",
            HUES["known"],
            11.5,
            'font-weight="650"',
        )
    )
    better = sum(sign * value > 0 for value in effects) if sign else 0
    says = (
        f"True effects of {len(effects)} truths as known, from {number(min(effects), places)} to {number(max(effects), places)} {unit}; "
        f"{better} of them are better than the control."
    )
    return picture(width, base + 42, says, "".join(parts), alone=alone)
