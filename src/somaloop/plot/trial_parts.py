"""Pieces of the pictures of virtual trials: wrapped words, whiskers, per cent axes, as SVG that stands alone."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from html import escape
from pathlib import Path

from somaloop.plot.predicted_parts import segment, text
from somaloop.plot.style import FAINT, INK, MUTED, PAPER, RULE
from somaloop.trials.answer import Share

DASHES = ("", "7 4", "2 3", "12 3 2 3", "16 3", "4 2")  # control dashed, treatments solid first: see arm_dash
TEAL, ROSE, GREY = "#00796f", "#b3266d", "#d3d9df"  # benefit, harm, cannot tell
_NARROW, _WIDE = set("ijlt.,:;'|!()[] f1r"), set("mwMW%@")


def ink_width(words: str, size: float = 12.0) -> float:
    """About how wide words are, in pixels."""
    units = sum(0.34 if c in _NARROW else 0.88 if c in _WIDE else 0.67 if c.isupper() else 0.56 for c in words)
    return size * units


def wrapped(words: str, width: float, size: float = 12.0, most: int = 0) -> list[str]:
    """Words in lines no wider than ``width``; the last of at most ``most`` lines (0: any) ends with dots if cut."""
    lines: list[str] = []
    for word in words.split():
        if lines and ink_width(f"{lines[-1]} {word}", size) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    if most and len(lines) > most:
        kept = lines[most - 1]
        while kept and ink_width(kept + "…", size) > width:
            kept = kept[:-1]
        return [*lines[: most - 1], kept.rstrip(" ,") + "…"]
    return lines or [""]


def shortened(words: str, width: float, size: float = 12.0) -> str:
    """Words on one line no wider than ``width``."""
    if ink_width(words, size) <= width:
        return words
    while words and ink_width(words + "…", size) > width:
        words = words[:-1]
    return words.rstrip() + "…"


def lines(
    x: float, y: float, rows: Sequence[str], anchor: str = "start", fill: str = INK, size: float = 12.0, step: float = 0.0,
    more: str = "",
) -> str:  # fmt: skip
    """Lines of words below each other; ``y`` is the base of the first."""
    gap = step or size * 1.25
    return "".join(text(x, y + gap * place, row, anchor, fill, size, more) for place, row in enumerate(rows))


def titled(content: str, words: str) -> str:
    """A group that tells ``words`` when pointed at."""
    return f"<g><title>{escape(words)}</title>{content}</g>"


def whisker(x1: float, y1: float, x2: float, y2: float, hue: str, width: float = 1.6, cap: float = 3.0) -> str:
    """A line with small caps, upright or level."""
    upright = abs(x1 - x2) < 1e-9
    ends = ((x1, y1), (x2, y2))
    caps = "".join(
        segment(x - cap, y, x + cap, y, hue, width) if upright else segment(x, y - cap, x, y + cap, hue, width) for x, y in ends
    )  # fmt: skip
    return segment(x1, y1, x2, y2, hue, width) + caps


def dot(x: float, y: float, hue: str, world: str = "known", radius: float = 4.6) -> str:
    """The mark of a world: known filled, told a ring, middle a small diamond, nil a square; told apart without colour."""
    if world == "told":
        return (
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius - 0.4:g}" fill="{PAPER}" stroke="{hue}" stroke-width="2.2"/>'
        )
    if world == "middle":
        r = radius
        return (
            f'<path d="M{x:.1f} {y - r:.1f}l{r:g} {r:g}l-{r:g} {r:g}l-{r:g} -{r:g}Z" fill="{PAPER}" stroke="{hue}" '
            'stroke-width="1.8"/>'
        )
    if world == "nil":
        r = radius * 0.78
        return f'<rect x="{x - r:.1f}" y="{y - r:.1f}" width="{2 * r:.1f}" height="{2 * r:.1f}" fill="{hue}"/>'
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:g}" fill="{hue}"/>'


def percent_axis_level(
    x: Callable[[float], float], top: float, bottom: float, marks: Sequence[float], wide: bool
) -> str:
    """A level axis of shares in per cent with faint lines; ``marks`` are drawn darker (targets)."""
    parts = []
    for share in (0.0, 0.2, 0.4, 0.6, 0.8, 1.0) if wide else (0.0, 0.25, 0.5, 0.8, 1.0):
        hue = RULE if share in marks else FAINT
        parts.append(segment(x(share), top, x(share), bottom, hue))
        parts.append(text(x(share), bottom + 15, f"{100 * share:.0f}", "middle", MUTED, 11))
    return "".join(parts)


def arm_dash(place: int, control: int) -> str:
    """The dash of an arm's line: the control dashed, treatments solid first."""
    if place == control:
        return DASHES[1]
    order = [item for item in range(len(DASHES)) if item != 1]
    rank = place - (place > control)
    return DASHES[order[rank % len(order)]]


def place_of(low: float, high: float, start: float, end: float) -> Callable[[float], float]:
    """A straight scale from values to pixels, kept between its ends."""

    def place(value: float) -> float:
        share = (value - low) / (high - low) if high > low else 0.5
        return start + (end - start) * min(max(share, 0.0), 1.0)

    return place


def share_said(words: str, found: Share) -> str:
    """A share in words for screen readers: ``as known 31 % (25 to 38)``."""
    from somaloop.plot.trial_words import share_words

    return f"{words} {share_words(found)}" if math.isfinite(found.value) else f"{words} failed"


def write_picture(content: str, path: Path) -> Path:
    """Write a picture as a file of its own, in one move."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".partial")
    partial.write_text(content + "\n", encoding="utf-8")
    partial.replace(path)
    return path
