"""One step of the integrator, written once for every compiler.

Each state changes by gain minus loss rate times state. A step of length h is ETD-RK2 with the loss rate of every state
frozen at the start of the step:

    a = x e + h phi1(z) N(x),      z = h L(x),  e = exp(-z)
    x' = a + h phi2(z) (N(a) - (L(a) - L(x)) a - N(x))

which is exact for constant gain N and loss rate L and of second order otherwise. Doses and activities are constant
within a step; noise is linear between hours; both stages of a step see the same doses.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from somaloop.language import Reading
from somaloop.language.functions import exp

Choose = Callable[[Any, float, Any, Any], Any]


def phi(z: Any, choose: Choose) -> tuple[Any, Any, Any]:
    """exp(-z), phi1 = (1 - exp(-z)) / z and phi2 = (exp(-z) - 1 + z) / z^2, right also where z is near zero.

    ``choose(z, limit, below, above)`` is ``below`` where z is under the limit and ``above`` elsewhere.
    """
    safe = choose(z, 1e-3, 1.0, z)
    decay = exp(-z)
    first = choose(z, 1e-3, 1.0 - z / 2.0 + z * z / 6.0, (1.0 - decay) / safe)
    second = choose(z, 1e-3, 0.5 - z / 6.0 + z * z / 24.0, (decay - 1.0 + safe) / (safe * safe))
    return decay, first, second


def advance(
    names: Sequence[str],
    state: Sequence[Any],
    step: float,
    read: Callable[[Sequence[Any], int], Reading],
    choose: Choose,
) -> tuple[list[Any], Reading]:
    """The states one step of ``step`` hours later, and the reading at its start.

    ``read(states, end)`` reads the body at the start (``end`` 0) or the end (1) of the step.
    """
    now = read(state, 0)
    begin = [now.change(name) for name in names]
    ahead, weights = [], []
    for x, part in zip(state, begin, strict=True):
        if isinstance(part.loss_rate, float | int) and part.loss_rate == 0:
            decay, first, second = 1.0, 1.0, 0.5
        else:
            decay, first, second = phi(part.loss_rate * step, choose)
        ahead.append(x * decay + step * first * part.gain)
        weights.append(step * second)
    then = read(ahead, 1)
    after = []
    for name, predicted, part, weight in zip(names, ahead, begin, weights, strict=True):
        end = then.change(name)
        drift = end.gain - (end.loss_rate - part.loss_rate) * predicted - part.gain
        after.append(predicted + weight * drift)
    return after, now
