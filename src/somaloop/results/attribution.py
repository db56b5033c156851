"""Which arrows carry a difference: what goes away when one arrow is cut, everything else as it was.

Each arrow is cut alone, in the settling time too, and both arms are run again for the same person. Arrows that work
one after the other (magnesium to bowel, bowel to felt symptom) each carry the effect that passes through them, so the
shares need not add up to the whole.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from somaloop.engine.program import Layout
from somaloop.engine.simulate import Lanes
from somaloop.engine.worlds import WORLDS, without_arrow
from somaloop.instruments import Instrument
from somaloop.language import Body
from somaloop.results.comparison import Share

Array = NDArray[np.float64]
SMALLEST_SHARE = 0.05
MOST_SHARES = 4


def causal_arrows(body: Body) -> tuple[str, ...]:
    """Arrows that can be in question: all but the structural wiring."""
    return tuple(name for name, arrow in body.arrows.items() if not arrow.structural)


def cut_lanes(body: Body, plan: Layout, columns: dict[str, Array], person: int) -> Lanes:
    """For each world: the whole model, then the model without each arrow that has any strength there."""
    values, labels = [], []
    for world in WORLDS:
        base = columns[world]
        values.append(base)
        labels.append(f"{world}: all arrows")
        for arrow in causal_arrows(body):
            if base[plan.row("values", f"arrow.{arrow}")] != 0.0:
                values.append(without_arrow(plan, base, arrow))
                labels.append(f"{world}: {arrow}")
    return Lanes(np.stack(values, axis=1), np.full(len(labels), person), tuple(labels))


def shares(
    body: Body,
    lanes: Lanes,
    instrument: Instrument,
    with_arm: Callable[[str], Array],
    without: Callable[[str], Array],
    day: int,
) -> dict[str, tuple[Share, ...]]:
    """For each world, the arrows whose cut changes the difference most, largest first.

    ``with_arm`` and ``without`` give daily means [lanes, days] of an output over the lanes of :func:`cut_lanes`.
    """
    difference = instrument.expected(with_arm, day) - instrument.expected(without, day)
    found: dict[str, tuple[Share, ...]] = {}
    for world in WORLDS:
        whole = difference[lanes.labels.index(f"{world}: all arrows")]
        items = []
        if np.isfinite(whole) and abs(whole) > 1e-6 * max(1.0, abs(instrument.offset)):
            for i, label in enumerate(lanes.labels):
                prefix, _, arrow = label.partition(": ")
                if prefix == world and arrow != "all arrows" and np.isfinite(difference[i]):
                    change = float(1.0 - difference[i] / whole)
                    if abs(change) >= SMALLEST_SHARE:
                        items.append(Share(arrow, body.arrows[arrow].grade, change))
        items.sort(key=lambda share: -abs(share.change))
        found[world] = tuple(items[:MOST_SHARES])
    return found
