"""What the outside world does, as SBML tells it: first values, and the times at which inputs change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from somaloop.engine.program import STEPS_PER_DAY, STEPS_PER_HOUR, Layout
from somaloop.engine.simulate import DaySource, day_inputs
from somaloop.language import Body


@dataclass(frozen=True, slots=True)
class Moment:
    """Inputs that take new values from ``hour`` on; ``hour`` counts from the midnight that begins day 1."""

    hour: float
    values: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Tracks:
    """The inputs over some days: their values at the start, and every moment at which some change."""

    first: Mapping[str, float]
    moments: tuple[Moment, ...]

    @property
    def changing(self) -> frozenset[str]:
        """The inputs that ever change."""
        return frozenset(name for moment in self.moments for name in moment.values)


def input_tracks(body: Body, plan: Layout, schedule: DaySource | None, days: int) -> Tracks:
    """The inputs on the engine's own grid of steps; what may be missed is taken."""
    rows = np.concatenate([day_inputs(body, plan, schedule, index)[0] for index in range(days)])
    assert len(rows) == days * STEPS_PER_DAY
    moments = []
    for step in np.flatnonzero(np.any(rows[1:] != rows[:-1], axis=1)) + 1:
        changed = np.flatnonzero(rows[step] != rows[step - 1])
        moments.append(Moment(int(step) / STEPS_PER_HOUR, {plan.inputs[i]: float(rows[step, i]) for i in changed}))
    return Tracks({name: float(rows[0, i]) for i, name in enumerate(plan.inputs)}, tuple(moments))
