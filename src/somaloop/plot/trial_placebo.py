"""What happens to the control arm, part by part: a waterfall from the baseline to the last visit."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from somaloop.instruments import INSTRUMENTS
from somaloop.plot.predicted_parts import block, picture, segment, text, ticks
from somaloop.plot.style import FAINT, INK, MUTED, RULE
from somaloop.plot.trial_parts import lines, place_of, titled, whisker, wrapped
from somaloop.plot.trial_words import effect_decimals, number, with_sign
from somaloop.trials.answer import PlaceboPart

ROW = 33.0
TOGETHER = "all together"  # the part that holds all others
PART, WHOLE = "#8fa3b5", "#3d4f60"


def placebo_picture(found: Sequence[PlaceboPart], outcome: str, width: float = 620.0, alone: bool = False) -> str:
    """A bar for each part, from where the parts before it end, and the whole below; whiskers are 95 % intervals."""
    parts_of = [item for item in found if item.outcome == outcome and item.part != TOGETHER]
    whole = next((item for item in found if item.outcome == outcome and item.part == TOGETHER), None)
    item, places = INSTRUMENTS[outcome], effect_decimals(outcome)
    slim = width < 480
    left = 126.0 if slim else 214.0
    right = width - 112.0
    ends = np.concatenate([[0.0], np.cumsum([part.value for part in parts_of])])
    reach = [float(value) for value in ends] + ([whole.low, whole.high] if whole is not None else [])
    for start, part in zip(ends, parts_of, strict=False):
        reach += [float(start + part.low), float(start + part.high)]
    room = 0.04 * ((max(reach) - min(reach)) or 1.0)
    x = place_of(min(reach) - room, max(reach) + room, left, right)
    top = 26.0
    bottom = top + ROW * (len(parts_of) + 1) + 4
    drawn = [text(0, 12, f"change of {item.name} from baseline in the control arm, {item.unit}", "start", MUTED, 11)]
    for value, words in ticks("identity", min(reach) - room, max(reach) + room, most=4 if slim else 6):
        drawn += [segment(x(value), top, x(value), bottom, RULE if value == 0 else FAINT),
                  text(x(value), bottom + 15, words, "middle", MUTED, 11)]  # fmt: skip
    y, said = top + 4, []
    for start, part in zip(ends, parts_of, strict=False):
        end, middle = float(start + part.value), y + ROW / 2 - 2
        words = f"{part.part}: {number(part.value, places)} ({number(part.low, places)} to {number(part.high, places)}) {item.unit}; {part.how}"
        bar = block(x(float(start)), middle - 8, x(end), middle + 8, PART)
        bar += whisker(x(float(start + part.low)), middle, x(float(start + part.high)), middle, INK, 1.3)
        drawn.append(titled(bar, words))
        drawn.append(segment(x(end), middle + 8, x(end), middle + ROW - 8, MUTED, 1.0, 'stroke-dasharray="2 2"'))
        drawn.append(_label(part.part, left, middle))
        drawn.append(_value(part.value, (part.low, part.high), places, right, middle))
        said.append(words.partition(";")[0])
        y += ROW
    total, middle = whole.value if whole is not None else float(ends[-1]), y + ROW / 2 - 2
    around = (whole.low, whole.high) if whole is not None else None
    drawn.append(block(x(0.0), middle - 8, x(total), middle + 8, WHOLE))
    if around is not None:
        drawn.append(whisker(x(around[0]), middle, x(around[1]), middle, INK, 1.3))
    drawn.append(_label(TOGETHER, left, middle, 'font-weight="650"'))
    drawn.append(_value(total, around, places, right, middle))
    says = f"What happens to the control arm: {'; '.join(said)}; all together {number(total, places)} {item.unit}."
    return picture(width, bottom + 22, says, "".join(drawn), alone=alone)


def _label(words: str, left: float, middle: float, more: str = "") -> str:
    rows = wrapped(words, left - 16, 12, 2)
    return lines(left - 10, middle + 4 - 6.5 * (len(rows) - 1), rows, "end", INK, 12, 13, more)


def _value(value: float, ends: tuple[float, float] | None, places: int, right: float, middle: float) -> str:
    words = text(
        right + 10,
        middle + (4 if ends is None else -1),
        with_sign(value, places),
        "start",
        INK,
        12,
        'font-weight="650"',
    )
    if ends is None:
        return words
    return words + text(
        right + 10, middle + 11, f"{number(ends[0], places)} to {number(ends[1], places)}", "start", MUTED, 10.5
    )
