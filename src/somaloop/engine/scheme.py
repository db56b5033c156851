"""The integrator, written once for every compiler: exponential Runge-Kutta of fourth order.

Each state changes by gain minus loss rate times state. With a loss rate L frozen for a while, and all the rest in
N(x) = gain(x) - (loss rate(x) - L) x, a step of length h is the ETD-RK4 of Cox and Matthews (2002), e = exp(-h L):

    a  = x e^(1/2) + h/2 phi1(hL/2) N(x)
    b  = x e^(1/2) + h/2 phi1(hL/2) N(a)
    c  = a e^(1/2) + h/2 phi1(hL/2) (2 N(b) - N(x))
    x' = x e + h (phi1 - 3 phi2 + 4 phi3) N(x) + 2h (phi2 - 2 phi3) (N(a) + N(b)) + h (4 phi3 - phi2) N(c)

It takes the loss exactly however short its time constant, is exact for constant gain and loss, and of fourth order
otherwise. Where no loss is frozen (``splitting`` says where) it is the classical Runge-Kutta method, which keeps linear
sums (such as all the magnesium in and lost from the body) to rounding. Loss rates that depend on states or inputs are
frozen at the beginning of each step. Doses and activities are constant within a step; noise is linear between hours;
all stages of a step see the same doses. Where an input changes the first steps are taken in parts.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from math import factorial
from typing import Any, NamedTuple

import numpy as np

from somaloop.language import Reading
from somaloop.language.functions import exp

Choose = Callable[[Any, float, Any, Any], Any]

AFTER_QUICK = (3, 2, 2, 2)
"""In how many equal parts the steps are taken from where a quick input changes (``splitting`` says which are). The
first has most: within minutes of the start of a stress its hormone passes the level from which the gut begins to feel
it, and across such a bend in an equation the error falls with the third power of the part alone."""

AFTER_OTHERS = (2,)
"""The same for the other inputs, which states follow too slowly to need more."""

DIVISIONS = tuple(range(1, max(AFTER_QUICK + AFTER_OTHERS) + 1))
"""Into how many parts a step may be divided."""

_SERIES_BELOW = 0.2
_TERMS = 8


class Weights(NamedTuple):
    """What a step does with one state: the frozen loss rate, 1/h, and the factors of the four stages.

    ``loss`` is the share of the state that the frozen loss takes in a step, e - 1.
    """

    rate: Any
    half_decay: Any
    half: Any
    loss: Any
    begin: Any
    middle: Any
    end: Any


def _series(z: Any, order: int) -> Any:
    total: Any = (-1.0) ** _TERMS / factorial(_TERMS + order)
    for power in reversed(range(_TERMS)):
        total = (-1.0) ** power / factorial(power + order) + z * total
    return total


def phi(z: Any, orders: int, choose: Choose) -> list[Any]:
    """exp(-z), phi1, phi2, ... up to ``orders``, right to rounding also where z is near zero.

    phi1 = (1 - exp(-z)) / z and phi(k+1) = (1/k! - phi(k)) / z. ``choose(z, limit, below, above)`` is ``below`` where
    z is under the limit and ``above`` elsewhere.
    """
    size = abs(z)
    safe = choose(size, _SERIES_BELOW, 1.0, z)
    last = exp(-z)
    found = [last]
    for order in range(1, orders + 1):
        last = (1.0 / factorial(order - 1) - last) / safe
        found.append(choose(size, _SERIES_BELOW, _series(z, order), last))
    return found


def classical(step: Any) -> Weights:
    """The weights of a step of ``step`` hours for a state of which no loss is frozen."""
    return Weights(0.0, 1.0, step / 2, 0.0, step / 6, step / 3, step / 6)


def weights(rate: Any, step: Any, choose: Choose) -> Weights:
    """The weights of a step of ``step`` hours for a frozen loss rate."""
    half_decay, half = phi(rate * (step / 2), 1, choose)
    _, first, second, third = phi(rate * step, 3, choose)
    return Weights(
        rate, half_decay, half * (step / 2), -(rate * step) * first,
        (first - 3.0 * second + 4.0 * third) * step, (second - 2.0 * third) * (2.0 * step),
        (4.0 * third - second) * step,
    )  # fmt: skip


class Part(NamedTuple):
    """A part of a step of the grid: the step's ``number`` in the day, which part, ``of`` how many of equal length."""

    number: int
    part: int
    of: int


def new_inputs(inputs: Any) -> Any:
    """Which steps of a day begin with new inputs: where a row of ``inputs`` [steps, inputs] is not the one before."""
    new = np.zeros(len(inputs), dtype=bool)
    new[1:] = np.any(inputs[1:] != inputs[:-1], axis=1)
    return new


def day_parts(inputs: Any, quick: Any, substeps: int = 1) -> list[Part]:
    """A day as the parts that are taken one by one: steps whole, but divided where inputs have just changed.

    ``inputs`` [steps, inputs]; ``quick`` [inputs] tells the quick ones; each part is divided once more by ``substeps``.
    """
    counts = np.ones(len(inputs), dtype=int)
    for which, divided in ((quick, AFTER_QUICK), (~quick, AFTER_OTHERS)):
        changes = np.flatnonzero(new_inputs(inputs[:, which]))
        for later, parts in enumerate(divided):
            at = changes[changes + later < len(counts)] + later
            counts[at] = np.maximum(counts[at], parts)
    counts *= substeps
    return [Part(number, part, int(of)) for number, of in enumerate(counts) for part in range(of)]


def advance(
    names: Sequence[str], state: Sequence[Any], step: Any, lasting: Mapping[str, Weights], changing: Collection[str],
    read: Callable[[Sequence[Any], float], Reading], choose: Choose,
) -> tuple[list[Any], Reading]:  # fmt: skip
    """By how much each state changes in a step of ``step`` hours, and the reading at its start.

    ``lasting`` holds the weights of the states whose loss rate never changes; those in ``changing`` are frozen at the
    rate that they begin with, and of the others no loss is frozen. ``read(states, share)`` reads the body at the given
    share (0, 1/2 or 1) of the step.
    """
    now = read(state, 0.0)
    plain = classical(step)
    frozen = [
        lasting[name] if name in lasting
        else weights(now.change(name).loss_rate, step, choose) if name in changing
        else plain
        for name in names
    ]  # fmt: skip

    def rest(reading: Reading, at: Sequence[Any]) -> list[Any]:
        found = []
        for name, x, weight in zip(names, at, frozen, strict=True):
            part = reading.change(name)
            found.append(part.gain if name in lasting else part.gain - (part.loss_rate - weight.rate) * x)
        return found

    n0 = rest(now, state)
    a = [x * w.half_decay + n * w.half for x, w, n in zip(state, frozen, n0, strict=True)]
    na = rest(read(a, 0.5), a)
    b = [x * w.half_decay + n * w.half for x, w, n in zip(state, frozen, na, strict=True)]
    nb = rest(read(b, 0.5), b)
    c = [x * w.half_decay + (2.0 * m - n) * w.half for x, w, n, m in zip(a, frozen, n0, nb, strict=True)]
    nc = rest(read(c, 1.0), c)
    changes = [
        x * w.loss + w.begin * p + w.middle * (q + r) + w.end * s
        for x, w, p, q, r, s in zip(state, frozen, n0, na, nb, nc, strict=True)
    ]
    return changes, now
