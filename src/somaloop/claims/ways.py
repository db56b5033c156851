"""The causes of an effect: every input and every trait in which two lives differ.

Which arrows can carry the effect from there is found in the wiring of the body (``language/wiring.py``).
"""

from __future__ import annotations

import numpy as np

from somaloop.claims.design import Contrast, Design, Life
from somaloop.language import Body
from somaloop.language.wiring import ARROW
from somaloop.protocol import build_schedule


def _tracks(life: Life, design: Design, body: Body) -> dict[str, list[bytes]]:
    usual = design.populations[life.population].usual
    schedule = build_schedule(life.protocol, body, life.days, before=usual)
    found: dict[str, list[bytes]] = {}
    for index in range(life.days):
        for name, track in schedule.day(index).items():
            found.setdefault(name, [b""] * life.days)[index] = np.ascontiguousarray(track).tobytes()
        for name, chance in schedule.missed(index).items():
            found.setdefault(name, [b""] * life.days)[index] += repr(chance).encode()
    return found


def causes(contrast: Contrast, design: Design, body: Body) -> tuple[str, ...]:
    """The inputs and traits in which the two lives of a contrast differ; ``gain.ARROW`` stands for the arrow."""
    one, other = design.lives[contrast.with_], design.lives[contrast.without]
    first, second = _tracks(one, design, body), _tracks(other, design, body)
    days = min(one.days, other.days)
    nothing = [b""] * days
    found = [
        name
        for name in sorted({*first, *second})
        if first.get(name, nothing)[:days] != second.get(name, nothing)[:days]
    ]
    traits, others = (design.populations[life.population].person.traits(body) for life in (one, other))
    for name in sorted({*traits, *others}):
        if traits.get(name) != others.get(name):
            found.append(ARROW + name.removeprefix("gain.") if name.startswith("gain.") else name)
    return tuple(found)
