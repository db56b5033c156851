"""What each quantity is made from: the cheapest reading of the equations, which only remembers names."""

from __future__ import annotations

from typing import Any

from somaloop.language.body import Body
from somaloop.language.reading import Reading


class _Dependences:
    """A value that only remembers what it was made from: the cheapest symbolic reading."""

    __slots__ = ("names",)

    def __init__(self, names: frozenset[str]) -> None:
        self.names = names

    def _with(self, other: Any) -> _Dependences:
        return _Dependences(self.names | other.names) if isinstance(other, _Dependences) else self

    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = _with
    __truediv__ = __rtruediv__ = __pow__ = __rpow__ = _with

    def __neg__(self) -> _Dependences:
        return self

    __abs__ = __neg__


class _DependenceFunctions:
    def __getattr__(self, name: str) -> Any:
        def merged(*arguments: Any) -> Any:
            names = [item.names for item in arguments if isinstance(item, _Dependences)]
            return _Dependences(frozenset().union(*names))

        return merged


_Dependences._somaloop_functions = _DependenceFunctions()  # type: ignore[attr-defined]


def _leaf(name: str, declaration: Any) -> Any:
    return _Dependences(frozenset() if type(declaration).__name__ == "Port" else frozenset({name}))


def _names(value: Any) -> frozenset[str]:
    return value.names if isinstance(value, _Dependences) else frozenset()


def dependences(body: Body) -> dict[str, frozenset[str]]:
    """For each state, observable and port: the leaves (states, parameters, inputs, noises, arrows) it is made from."""
    reading = Reading(body, _leaf)
    names = _names
    found = {name: names(reading.qualified(name)) for name in (*body.observables, *body.ports)}
    for name in body.states:
        part = reading.change(name)
        found[name] = names(part.gain) | names(part.loss_rate)
        initial = body.states[name].initial
        if callable(initial):
            found[name] |= names(initial(reading.scope(name)))
    for name in body.arrows:
        found[f"arrow.{name}"] = names(reading.arrow(name))
    return found


def fixed_losses(body: Body) -> frozenset[str]:
    """The states whose loss rate is made of parameters and arrow strengths alone, and so never changes in a lane."""
    reading = Reading(body, _leaf)
    fixed = {*body.parameters, *body.arrows, *(f"arrow.{name}" for name in body.arrows)}
    return frozenset(name for name in body.states if _names(reading.change(name).loss_rate) <= fixed)
