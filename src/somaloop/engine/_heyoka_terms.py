"""The equations as terms for heyoka's compiler, split by how often they change.

A term is *fixed* while it is made of parameters and arrow strengths alone. Where a fixed term meets one that moves
(states, inputs, noise, the hour), it becomes a constant that is worked out once for each lane and then only read.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import heyoka as hy


class Constants:
    """The fixed terms that moving ones read, in the order in which they were met."""

    def __init__(self) -> None:
        self._rows: dict[Any, int] = {}
        self.symbols: list[Any] = []

    @property
    def terms(self) -> list[Any]:
        """What to work out, as expressions of the values."""
        return list(self._rows)

    def symbol(self, expression: Any) -> Any:
        """The symbol that stands for a fixed expression in moving ones."""
        if expression not in self._rows:
            self._rows[expression] = len(self._rows)
            self.symbols.append(hy.make_vars(f"constant{len(self.symbols)}"))
        return self.symbols[self._rows[expression]]


class Term:
    """An expression that knows whether it moves; arithmetic works as on numbers."""

    __slots__ = ("constants", "expression", "moves")
    _somaloop_functions: Any

    def __init__(self, expression: Any, moves: bool, constants: Constants) -> None:
        self.expression, self.moves, self.constants = expression, moves, constants

    def live(self) -> Any:
        """The expression as moving ones read it."""
        return self.expression if self.moves else self.constants.symbol(self.expression)

    def __add__(self, other: Any) -> Any:
        return _join(lambda a, b: a + b, self, other)

    def __radd__(self, other: Any) -> Any:
        return _join(lambda a, b: a + b, other, self)

    def __sub__(self, other: Any) -> Any:
        return _join(lambda a, b: a - b, self, other)

    def __rsub__(self, other: Any) -> Any:
        return _join(lambda a, b: a - b, other, self)

    def __mul__(self, other: Any) -> Any:
        return _join(lambda a, b: a * b, self, other)

    def __rmul__(self, other: Any) -> Any:
        return _join(lambda a, b: a * b, other, self)

    def __truediv__(self, other: Any) -> Any:
        # a division by what is fixed is a product with what is worked out once
        if isinstance(other, Term) and not other.moves and isinstance(self, Term) and self.moves:
            return self * (1.0 / other)
        return _join(lambda a, b: a / b, self, other)

    def __rtruediv__(self, other: Any) -> Any:
        return _join(lambda a, b: a / b, other, self)

    def __pow__(self, other: Any) -> Any:
        # the library's power takes twice as long as a logarithm and an exponential
        if isinstance(other, Term) and (self.moves or other.moves):
            return _join(lambda a, b: hy.exp(b * hy.log(a)), self, other)
        return _join(lambda a, b: a**b, self, other)

    def __rpow__(self, other: Any) -> Any:
        return _join(lambda a, b: hy.expression(float(a)) ** b, other, self)

    def __neg__(self) -> Any:
        return Term(-self.expression, self.moves, self.constants)

    def __abs__(self) -> Any:
        return _join(_larger, self, -self)


def _join(work: Any, *parts: Any) -> Any:
    terms = [part for part in parts if isinstance(part, Term)]
    moves = any(term.moves for term in terms)
    ready = [float(part) if not isinstance(part, Term) else part.live() if moves else part.expression for part in parts]
    return Term(work(*ready), moves, terms[0].constants)


def _larger(a: Any, b: Any) -> Any:
    a, b = _expressions(a, b)
    return hy.select(hy.gt(a, b), a, b)


def _smaller(a: Any, b: Any) -> Any:
    a, b = _expressions(a, b)
    return hy.select(hy.lt(a, b), a, b)


def _expressions(*parts: Any) -> list[Any]:
    return [part if isinstance(part, hy.expression) else hy.expression(part) for part in parts]


def choose(z: Any, limit: float, below: Any, above: Any) -> Any:
    """``below`` where ``z`` is under the limit, ``above`` elsewhere."""
    if not isinstance(z, Term):
        return below if z < limit else above
    return _join(lambda a, b, c: hy.select(hy.lt(a, hy.expression(limit)), *_expressions(b, c)), z, below, above)


Term._somaloop_functions = SimpleNamespace(
    exp=lambda x: _join(hy.exp, x),
    log=lambda x: _join(hy.log, x),
    sqrt=lambda x: _join(hy.sqrt, x),
    sin=lambda x: _join(hy.sin, x),
    cos=lambda x: _join(hy.cos, x),
    # the exponential form takes a third of the time of the library's tanh, and differs in the last bits only
    tanh=lambda x: _join(lambda a: 1.0 - 2.0 / (1.0 + hy.exp(2.0 * a)), x),
    arctan2=lambda y, x: _join(lambda a, b: hy.atan2(*_expressions(a, b)), y, x),
    minimum=lambda a, b: _join(_smaller, a, b),
    maximum=lambda a, b: _join(_larger, a, b),
)
