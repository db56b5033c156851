"""How each state's equation is split between the exponential and the classical part of a step.

A loss that takes a noticeable share of its state within a step is taken exactly, with a frozen rate (``scheme``).
Where it takes hardly any, the exponential would change nothing but the last digits, and cost a row of weights for
every lane; such states are left to the classical part, whose error there is (rate times step)^5 / 120 a step.

The same line parts the inputs: one that stands in the equation of a fast state sets off what needs shorter steps.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from somaloop.language import Body, Reading
from somaloop.language.dependence import dependences, fixed_losses

SLOW = 0.45
"""Loss rate, per hour, up to which a state is left to the classical part: at the default step an error of 2e-9 of the
state for each step, and stable up to sixty times this rate."""


@dataclass(frozen=True, slots=True)
class Splitting:
    """Names in the order of the body, so that the compiled program is the same in every process.

    ``lasting``: states frozen once, as only parameters make the loss rate; ``changing``: frozen anew at every step;
    ``quick``: inputs that a fast state answers to at once.
    """

    lasting: tuple[str, ...]
    changing: tuple[str, ...]
    quick: tuple[str, ...]

    def quick_among(self, inputs: tuple[str, ...]) -> Any:
        """Which of these ``inputs`` are quick, as an array of truths [inputs]."""
        return np.array([name in self.quick for name in inputs], dtype=bool)


def splitting(body: Body) -> Splitting:
    """How the states of a body are split, by their loss rates at the reference person's beginning, and its inputs."""
    rates = _reference_losses(body)
    fast = [name for name, rate in rates.items() if not 0.0 <= rate <= SLOW]
    fixed = fixed_losses(body)
    made_of = dependences(body)
    moving = frozenset().union(*(made_of[name] for name in fast))
    lasting, changing = (tuple(name for name in fast if (name in fixed) is same) for same in (True, False))
    return Splitting(lasting, changing, tuple(name for name in body.inputs if name in moving))


def _reference_losses(body: Body) -> dict[str, float]:
    def leaf(name: str, declaration: Any) -> Any:
        kind = type(declaration).__name__
        if kind == "State":
            initial = declaration.initial
            return initial(reading.scope(name)) if callable(initial) else initial
        if kind == "Parameter":
            return declaration.value
        if kind == "Arrow":
            return declaration.as_known.centre
        if kind == "Port":
            return declaration.rest
        return declaration.default if kind == "Input" else 0.0

    reading = Reading(body, leaf)
    return {name: float(reading.change(name).loss_rate) for name in body.states}
