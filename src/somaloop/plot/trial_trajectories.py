"""The outcome over the visits of a trial: both worlds side by side on one scale, each arm in its line style."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from somaloop.instruments import INSTRUMENTS
from somaloop.plot.predicted_parts import path_of, picture, segment, text, ticks
from somaloop.plot.style import FAINT, INK, MUTED, RULE, spread_apart
from somaloop.plot.trial_parts import arm_dash, ink_width, lines, place_of, titled, whisker, wrapped
from somaloop.plot.trial_words import HUES, WORLD_NAMES, number, worlds_in
from somaloop.trials.answer import Trajectory

DRAWN = ("known", "told")
MOST_NAMED = 9  # lines with a label each; more are told apart only by pointing at them


def worlds_drawn(found: Sequence[Trajectory], outcome: str) -> tuple[str, ...]:
    """The worlds that a picture of this outcome shows: as known (else the middle of it) and as told."""
    here = worlds_in([line.world for line in found if line.outcome == outcome])
    chosen = tuple(world for world in DRAWN if world in here)
    return chosen if "known" in chosen else (*(w for w in ("middle",) if w in here), *chosen)


def short_names(courses: Sequence[str]) -> tuple[dict[str, str], str]:
    """Names of courses where there is little room, and what the letters mean: ``M P P M`` for long sequences of arms."""
    turns = {name: name.split(" then ") for name in courses}
    arms = list(dict.fromkeys(arm for turn in turns.values() for arm in turn))
    letters = {arm: arm[:1].upper() for arm in arms}
    if max(map(len, turns.values()), default=0) < 3 or len(set(letters.values())) < len(arms):
        return {name: name for name in courses}, ""
    key = ", ".join(f"{letter} {arm}" for arm, letter in letters.items())
    return {name: " ".join(letters[arm] for arm in turn) for name, turn in turns.items()}, key


def trajectories_picture(
    found: Sequence[Trajectory], outcome: str, control: str, width: float = 900.0, alone: bool = False
) -> str:  # fmt: skip
    """Mean expected readings at the visits, a line for each arm (or sequence), with 95 % intervals as bars."""
    worlds = worlds_drawn(found, outcome)
    courses = tuple(dict.fromkeys(line.course for line in found if line.outcome == outcome))
    chosen = [line for line in found if line.outcome == outcome and line.world in worlds]
    beside = width >= 560 and len(worlds) > 1
    panel = (width - (28.0 if beside else 0.0)) / (len(worlds) if beside else 1)
    tall = min(max(190.0, 0.56 * panel), 250.0)
    held = np.concatenate([np.concatenate([line.low, line.mean, line.high]) for line in chosen])
    held = held[np.isfinite(held)]
    room = 0.06 * (float(held.max() - held.min()) or 1.0)
    ends = (max(float(held.min()) - room, INSTRUMENTS[outcome].low), float(held.max()) + room)
    parts, said, below = [], [], 0.0
    for place, world in enumerate(worlds):
        left = place * (panel + 28.0) if beside else 0.0
        top = below if not beside else 0.0
        picked = [line for line in chosen if line.world == world]
        content, bottom = _panel(picked, courses, control, outcome, ends, (left, top, panel, tall))
        parts.append(content)
        below = bottom + 12
        said.append(f"{WORLD_NAMES[world]}: " + ", ".join(
            f"{line.course} from {line.mean[0]:.1f} to {line.mean[-1]:.1f}" for line in picked))  # fmt: skip
    item = INSTRUMENTS[outcome]
    says = f"{item.title}, {item.unit}, at each visit. {'; '.join(said)}."
    return picture(width, below, says, "".join(parts), alone=alone)


def _panel(
    found: Sequence[Trajectory], courses: Sequence[str], control: str, outcome: str, ends: tuple[float, float],
    box: tuple[float, float, float, float],
) -> tuple[str, float]:  # fmt: skip
    item, world = INSTRUMENTS[outcome], found[0].world
    hue = HUES[world]
    short, key = short_names(courses)
    names = [short[line.course] for line in found] if len(found) <= MOST_NAMED else []
    label = min(max((ink_width(name, 11.5) for name in names), default=0.0) + 12, 0.34 * box[2])
    fan = 0.0 if len(found) <= 3 else 5.5 * len(found) + 2
    left, right = box[0] + 34.0, box[0] + box[2] - label - fan
    top, bottom = box[1] + 40.0, box[1] + 40.0 + box[3]
    days = found[0].days
    last = float(days[-1])
    x, y = place_of(-0.03 * last, 1.03 * last, left, right), place_of(*ends, bottom, top)
    parts = [text(box[0], box[1] + 14, WORLD_NAMES[world], "start", hue, 13, 'font-weight="650"')]
    parts.append(text(box[0], box[1] + 30, f"{item.name}, {item.unit}{f' ({key})' if key else ''}", "start", MUTED, 11))
    for value, words in ticks("identity", *ends, most=5):
        parts += [
            segment(left, y(value), right, y(value), FAINT),
            text(left - 7, y(value) + 4, words, "end", MUTED, 11),
        ]
    parts.append(segment(left, bottom, right, bottom, RULE))
    parts.append(_time(days, x, bottom, right - left))
    few = len(found) <= 3
    apart = 5.0 if few else 0.0
    tips = []
    for line in found:
        place = courses.index(line.course)
        shift = apart * (place - (len(courses) - 1) / 2)
        dash = arm_dash(place, courses.index(control) if control in courses else -1)
        xs, ys = [x(float(day)) + shift for day in line.days], [y(float(value)) for value in line.mean]
        bars = "".join(
            whisker(at, y(float(low)), at, y(float(high)), hue, 1.2, 2.2)
            for at, low, high in zip(xs, line.low, line.high, strict=True)
            if few and np.isfinite(low) and np.isfinite(high) and abs(high - low) > 1e-9
        )
        if not few:  # many arms: bars at the end alone, beside each other
            at = right + 4 + 5.5 * place
            bars = whisker(at, y(float(line.low[-1])), at, y(float(line.high[-1])), hue, 1.2, 2.0)
            bars += f'<circle cx="{at:.1f}" cy="{ys[-1]:.1f}" r="1.8" fill="{hue}"/>'
        dots = "".join(
            f'<circle cx="{at:.1f}" cy="{value:.1f}" r="2.6" fill="{hue}"/>' for at, value in zip(xs, ys, strict=True)
        )
        curve = path_of(xs, ys, hue, 2.1, f'stroke-dasharray="{dash}"' if dash else "")
        words = f"{line.course}, {WORLD_NAMES[world]}, last visit: {line.mean[-1]:.1f} ({number(float(line.low[-1]), 1)} to {number(float(line.high[-1]), 1)}) {item.unit}"
        parts.append(titled(f'<g opacity="0.6">{bars}</g>{curve}{dots}', words))
        tips.append(ys[-1])
    if names:
        rows = [wrapped(name, label - 10, 11.5, 2) for name in names]
        gap = 13.0 * max(map(len, rows)) + 1
        for place, (tip, row) in enumerate(zip(spread_apart(tips, gap, top, bottom - 4), rows, strict=True)):
            parts.append(segment(right + fan + 1, tips[place], right + fan + 6, tip, hue, 0.7))
            parts.append(lines(right + fan + 9, tip + 4 - 6.5 * (len(row) - 1), row, "start", INK, 11.5, 13))
    return "".join(parts), bottom + 34


def _time(days, x, bottom: float, width: float) -> str:
    """Visits on the axis, in weeks where they are whole ones."""
    weeks = all(float(day) % 7 == 0 for day in days)
    shown = [float(day) for day in days]
    while len(shown) > max(2.0, width / 34):
        shown = [*shown[:-1:2], shown[-1]]
    parts = []
    for day in shown:
        parts.append(segment(x(day), bottom, x(day), bottom + 4))
        parts.append(text(x(day), bottom + 16, f"{day / 7:g}" if weeks else f"{day:g}", "middle", MUTED, 11))
    middle = (x(float(days[0])) + x(float(days[-1]))) / 2
    parts.append(text(middle, bottom + 31, "week" if weeks else "day", "middle", MUTED, 11))
    return "".join(parts)
