"""Which way an arrow pushes: whether more at its origin raises or lowers what arrives at its port."""

from __future__ import annotations

from itertools import pairwise
from math import isfinite
from typing import Any

import numpy as np

from somaloop.language.body import Body
from somaloop.language.quantities import Port, State
from somaloop.language.reading import Reading, Scope

# Looked at around the value at rest and far from it, so that an arrow with a threshold shows its way too.
REACH = (0.1, 0.5, 1.0, 3.0, 10.0, 100.0)


def _at_rest(name: str, declaration: Any) -> float:
    if name.startswith("arrow."):
        return 0.0
    for attribute in ("value", "rest", "default", "initial"):
        value = getattr(declaration, attribute, None)
        if isinstance(value, int | float):
            return float(value)
    return 0.0


class _Moved:
    """The quantities of a mechanism at rest, one of them moved."""

    def __init__(self, scope: Scope, name: str, value: float) -> None:
        self._scope, self._name, self._value = scope, name, value

    def __getattr__(self, name: str) -> Any:
        return self._value if name == self._name else getattr(self._scope, name)


def direction(body: Body, name: str) -> int:
    """+1 if more at the origin of an arrow of positive strength raises its port, -1 if it lowers it, 0 if neither.

    Looked at with everything else at rest; where that makes no difference, with all states and ports a little up.
    """
    return _direction(body, name, 0.0) or _direction(body, name, 0.1)


def _direction(body: Body, name: str, pushed: float) -> int:
    arrow = body.arrows[name]
    mechanism, _, quantity = arrow.origin.partition(".")

    def leaf(full_name: str, declaration: Any) -> Any:
        moved = pushed if isinstance(declaration, Port | State) else 0.0
        if isinstance(declaration, State) and callable(declaration.initial):
            initial: Any = declaration.initial(reading.scope(full_name))
            return initial + moved
        return _at_rest(full_name, declaration) + moved

    reading = Reading(body, leaf)
    scope = reading.scope(mechanism)
    with np.errstate(all="ignore"):
        rest = float(getattr(scope, quantity))
        brought = [float(arrow.equation(1.0, _Moved(scope, quantity, rest + step))) for step in (0.0, *REACH)]
    for low, high in pairwise(brought):
        if isfinite(low) and isfinite(high) and high != low:
            return 1 if high > low else -1
    return 0
