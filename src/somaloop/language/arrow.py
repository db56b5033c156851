"""A causal arrow between two mechanisms: what acts on what, how strongly, and on what evidence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from somaloop.language.quantities import Grade, Method
from somaloop.language.spread import Spread


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrow:
    """One dependence of a mechanism on another one.

    ``origin`` and ``target`` are ``"mechanism.quantity"``: a state, observable or input where the arrow leaves, and
    a port where it ends. ``equation(strength, q)`` gives the contribution to the port, in the port's unit; ``q``
    reads the quantities of the origin's mechanism. It must be zero when ``strength`` is zero.

    ``as_told`` is the strength that the article asserts (what is known where it says nothing; arrows of the model get
    it by a written rule, ``evidence/told.py``); ``as_known`` is what the evidence supports. ``structural`` marks wiring that is not in question (the clock reaching the adrenal, being
    asleep closing the eyes): it has the same strength in both worlds and is never cut.
    """

    name: str
    origin: str
    target: str
    description: str
    equation: Callable[[Any, Any], Any]
    unit: str
    as_told: float
    as_known: Spread
    grade: Grade
    method: Method
    source: tuple[str, ...] = ()
    note: str = ""
    claim: str = ""
    structural: bool = False


def proportional(quantity: str, usual: str | None = None, sign: float = 1.0) -> Callable[[Any, Any], Any]:
    """The commonest equation of an arrow: strength times a quantity, or times what it has above ``usual``.

    ``quantity`` and ``usual`` name quantities of the mechanism that the arrow leaves; ``sign`` is -1 for arrows that
    lower their target.
    """

    def equation(strength: Any, q: Any) -> Any:
        value = getattr(q, quantity)
        return sign * strength * (value if usual is None else value - getattr(q, usual))

    return equation
