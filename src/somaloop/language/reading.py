"""Evaluate the equations of a body over any kind of value: arrays, symbols or units.

A :class:`Reading` is given the leaves (states, parameters, inputs, noises, arrow strengths) and works out the rest on
demand: observables from their equations, ports from the arrows that end there. Everything is computed once. A loop of
observables without a state in it is an error that names the loop.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from somaloop.language.errors import ModelError, unknown
from somaloop.language.mechanism import Change

if TYPE_CHECKING:
    from somaloop.language.body import Body

Leaf = Callable[[str, Any], Any]


class Scope:
    """What an equation sees as ``q``: the quantities of one mechanism, by attribute."""

    __slots__ = ("_mechanism", "_reading")

    def __init__(self, reading: Reading, mechanism: str) -> None:
        self._reading = reading
        self._mechanism = mechanism

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self._reading.value(self._mechanism, name)


class Reading:
    """One evaluation of a body. ``leaf(qualified_name, declaration)`` supplies the values that are not computed."""

    def __init__(self, body: Body, leaf: Leaf) -> None:
        self.body = body
        self._leaf = leaf
        self._values: dict[str, Any] = {}
        self._open: list[str] = []
        self._scopes = {name: Scope(self, name) for name in body.mechanisms}

    def value(self, mechanism: str, name: str) -> Any:
        """The value of ``mechanism.name``: a leaf, an observable or a port."""
        qualified = f"{mechanism}.{name}"
        if qualified in self._values:
            return self._values[qualified]
        declaration = self.body.quantities.get(qualified)
        if declaration is None:
            known = [item.partition(".")[2] for item in self.body.quantities if item.startswith(f"{mechanism}.")]
            where = f"mechanism {mechanism!r}"
            if self._open:
                where += f" (equation of {self._open[-1]!r})"
            other = [item for item in self.body.quantities if item.endswith(f".{name}")]
            error = unknown("quantity", name, known, where)
            if other:
                raise ModelError(f"{error}; {other[0]!r} belongs to another mechanism: declare an Arrow to a Port")
            raise error
        if qualified in self._open:
            loop = " -> ".join([*self._open[self._open.index(qualified) :], qualified])
            raise ModelError(f"the quantities depend on each other without a state in between: {loop}")
        kind = type(declaration).__name__
        if kind in ("Observable", "Port"):
            self._open.append(qualified)
            try:
                if kind == "Observable":
                    equation = self.body.mechanisms[mechanism].equations[name]
                    result = equation(self._scopes[mechanism])
                else:
                    result = self._port(qualified, declaration)
            finally:
                self._open.pop()
        else:
            result = self._leaf(qualified, declaration)
        self._values[qualified] = result
        return result

    def _port(self, qualified: str, port: Any) -> Any:
        total: Any = self._leaf(qualified, port)
        for arrow in self.body.arrows_into.get(qualified, ()):
            total = total + self.arrow(arrow.name)
        return total

    def scope(self, name: str) -> Scope:
        """What the equations of the mechanism of ``name`` (a mechanism or one of its quantities) see as ``q``."""
        return self._scopes[name.partition(".")[0]]

    def arrow(self, name: str) -> Any:
        """The present contribution of one arrow to its port, in the port's unit."""
        key = f"arrow.{name}"
        contribution = f"contribution.{name}"
        if contribution not in self._values:
            arrow = self.body.arrows[name]
            origin = arrow.origin.partition(".")[0]
            strength = self._leaf(key, arrow)
            self._values[contribution] = arrow.equation(strength, self._scopes[origin])
        return self._values[contribution]

    def qualified(self, qualified_name: str) -> Any:
        """The value of a quantity by its full name."""
        mechanism, _, name = qualified_name.partition(".")
        if mechanism not in self._scopes:
            raise unknown("mechanism", mechanism, self._scopes)
        return self.value(mechanism, name)

    def change(self, qualified_state: str) -> Change:
        """The change of a state, per hour."""
        mechanism, _, name = qualified_state.partition(".")
        self._open.append(f"d({qualified_state})")
        try:
            result = self.body.mechanisms[mechanism].equations[name](self._scopes[mechanism])
        finally:
            self._open.pop()
        if not isinstance(result, Change):
            raise ModelError(f"the equation of state {qualified_state!r} must return change(...) or relax(...)")
        return result
