"""How far the step of six minutes is from no step at all: the error of every state, and the order of the integrator."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log2, nan

import numpy as np
from numpy.typing import NDArray

from somaloop.engine.quiet import quiet_run
from somaloop.engine.simulate import DaySource
from somaloop.language import Body

DIVISIONS = (1, 2, 4)
REFERENCE = 16
ROUNDING = 1e-10  # of a state's range; below it, errors are those of the last digits, and their ratio says nothing


@dataclass(frozen=True, slots=True)
class Accuracy:
    """How accurately one state is integrated in one world.

    ``span`` is the state's range in its own ``unit``; ``errors`` the largest error with the step whole, halved and in
    quarters, as a share of that range; ``hour`` is when the whole step errs most.
    """

    state: str
    unit: str
    world: str
    span: float
    errors: tuple[float, ...]
    hour: float

    @property
    def moves(self) -> bool:
        """Whether the state moves at all."""
        return self.span > 0.0

    def order(self, place: int = 0) -> float:
        """The power of the step with which the error falls, from one division to the next; NaN where only rounding is left."""
        coarse, fine = self.errors[place : place + 2]
        return log2(coarse / fine) if min(coarse, fine) > ROUNDING else nan


def measure(
    body: Body, traits: Mapping[str, float], schedule: DaySource | None, days: int, worlds: Sequence[str]
) -> tuple[Accuracy, ...]:
    """The accuracy of every state over some days without chance, at every step of the grid.

    The reference is the same integrator with steps sixteen times shorter; that it tends to the true solution is for
    engines that share no code with it to say (``tests/io/test_sbml.py``).
    """
    names = tuple(body.states)

    def tracks(division: int) -> NDArray[np.float64]:
        run = quiet_run(
            body, traits, worlds, schedule, days, outputs=names, resolution="step", substeps=division
        )  # [days, steps, states, worlds]
        return run.saved.reshape(-1, len(names), len(worlds))

    fine = tracks(REFERENCE)
    size = np.abs(fine).max(axis=0)
    span = np.ptp(fine, axis=0)
    span[span <= 1e-12 * size] = 0.0
    share = np.where(span > 0.0, span, 1.0)
    misses = [np.abs(tracks(division) - fine) / share for division in DIVISIONS]
    found = []
    for lane, world in enumerate(worlds):
        for row, name in enumerate(names):
            errors = tuple(float(miss[:, row, lane].max()) for miss in misses)
            hour = float(misses[0][:, row, lane].argmax()) / (len(fine) / (24.0 * days))
            found.append(Accuracy(name, body.states[name].unit, world, float(span[row, lane]), errors, hour))
    return tuple(found)
