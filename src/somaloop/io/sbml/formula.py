"""The SBML reading: the equations as formulas of SBML Level 3, with the unit of every number written down.

A formula keeps the equation as it stands in the mechanism's file; nothing is simplified or put into another order.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import pi
from types import SimpleNamespace
from typing import Any

from somaloop.io.sbml.units import PLAIN, UnitTable
from somaloop.language.units import UnitValue

_SUM, _PRODUCT, _WHOLE = 1, 2, 3


@dataclass(frozen=True, slots=True)
class Formula:
    """``text`` in the infix syntax of SBML Level 3, its ``unit``, and how tightly it ``binds`` what it is made of.

    ``table`` names the units of the numbers in the text.
    """

    text: str
    unit: UnitValue
    table: UnitTable
    binds: int = _WHOLE

    _somaloop_functions = None  # set below, once the functions exist

    def inside(self, level: int) -> str:
        """The text as a part of something that binds as tightly as ``level``."""
        return self.text if self.binds >= level else f"({self.text})"

    def __add__(self, other: Any) -> Formula:
        return _sum(self, "+", other)

    def __radd__(self, other: Any) -> Formula:
        return _sum(other, "+", self)

    def __sub__(self, other: Any) -> Formula:
        return _sum(self, "-", other)

    def __rsub__(self, other: Any) -> Formula:
        return _sum(other, "-", self)

    def __mul__(self, other: Any) -> Formula:
        return _product(self, "*", other)

    def __rmul__(self, other: Any) -> Formula:
        return _product(other, "*", self)

    def __truediv__(self, other: Any) -> Formula:
        return _product(self, "/", other)

    def __rtruediv__(self, other: Any) -> Formula:
        return _product(other, "/", self)

    def __pow__(self, power: Any) -> Formula:
        exponent = _read(power, self)
        by = power.unit if isinstance(power, Formula) else power
        return Formula(f"pow({self.text}, {exponent.text})", self.unit**by, self.table)

    def __rpow__(self, base: Any) -> Formula:
        return _read(base, self) ** self

    def __neg__(self) -> Formula:
        return Formula(f"(-{self.inside(_WHOLE)})", self.unit, self.table)

    def __abs__(self) -> Formula:
        return Formula(f"abs({self.text})", self.unit, self.table)


def number(value: float, unit: UnitValue, table: UnitTable) -> Formula:
    """A number that counts ``unit``."""
    text = f"{abs(float(value))!r} {table.name(unit)}"
    return Formula(f"(-{text})" if value < 0 else text, unit, table)


def floor(x: Formula) -> Formula:
    """The whole number at or below a plain number."""
    return Formula(f"floor({x.text})", PLAIN, x.table)


def _read(value: Any, beside: Formula) -> Formula:
    """What stands in an equation, as a formula; numbers there are plain, as the check of units demands."""
    return value if isinstance(value, Formula) else number(value, PLAIN, beside.table)


def _alike(a: Any, b: Any) -> tuple[Formula, Formula]:
    """Two parts that are compared; nothing is nothing in every unit."""
    if not isinstance(a, Formula):
        a = number(a, b.unit if a == 0 else PLAIN, b.table)
    if not isinstance(b, Formula):
        b = number(b, a.unit if b == 0 else PLAIN, a.table)
    return a, b


def _sum(a: Any, sign: str, b: Any) -> Formula:
    if not isinstance(b, Formula) and b == 0:
        return a
    if not isinstance(a, Formula) and a == 0:  # a sum that begins with nothing, as Python's sum() does
        return b if sign == "+" else -b
    a, b = _alike(a, b)
    unit = a.unit + b.unit
    return Formula(f"{a.inside(_SUM)} {sign} {b.inside(_SUM if sign == '+' else _PRODUCT)}", unit, a.table, _SUM)


def _product(a: Any, sign: str, b: Any) -> Formula:
    beside = a if isinstance(a, Formula) else b
    a, b = _read(a, beside), _read(b, beside)
    unit = a.unit * b.unit if sign == "*" else a.unit / b.unit
    text = f"{a.inside(_PRODUCT)} {sign} {b.inside(_PRODUCT if sign == '*' else _WHOLE)}"
    return Formula(text, unit, a.table, _PRODUCT)


def _call(name: str) -> Callable[[Formula], Formula]:
    return lambda x: Formula(f"{name}({x.text})", PLAIN, x.table)


def _square_root(x: Formula) -> Formula:
    return Formula(f"sqrt({x.text})", x.unit**0.5, x.table)


def _pick(sign: str) -> Callable[[Any, Any], Formula]:
    def picked(a: Any, b: Any) -> Formula:
        a, b = _alike(a, b)
        return Formula(f"piecewise({a.text}, {a.text} {sign} {b.text}, {b.text})", a.unit + b.unit, a.table)

    return picked


def _angle(y: Any, x: Any) -> Formula:
    """The angle of the point (x, y) by SBML's arctan, which sees only half of the circle."""
    y, x = _alike(y, x)
    table, zero = x.table, number(0.0, x.unit, x.table).text
    quarter, half = number(pi / 2.0, PLAIN, table).text, number(pi, PLAIN, table).text
    turn = f"arctan({x.inside(_WHOLE)} / {y.inside(_WHOLE)})"
    flat = f"piecewise({number(0.0, PLAIN, table).text}, {x.text} >= {zero}, {half})"
    pieces = f"{quarter} - {turn}, {y.text} > {zero}, -{quarter} - {turn}, {y.text} < {zero}, {flat}"
    return Formula(f"piecewise({pieces})", PLAIN, table)


Formula._somaloop_functions = SimpleNamespace(  # type: ignore[misc]
    exp=_call("exp"),
    log=_call("ln"),
    sqrt=_square_root,
    sin=_call("sin"),
    cos=_call("cos"),
    tanh=_call("tanh"),
    arctan2=_angle,
    minimum=_pick("<="),
    maximum=_pick(">="),
)
