"""The units reading: equations are evaluated on units alone, so that every sum and every exponent is checked.

Unit names are pint's. A sum needs the same unit, not only the same dimension: adding mg/L to g/L is an error, since
plain arithmetic on arrays would not convert.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

from somaloop.language.errors import ModelError

EXTRA_UNITS = ("beat = []", "breath = []", "stool = []")
PLAIN_NUMBERS = re.compile(r"\bpoints?\b")  # rating points; pint's own "point" is a length of printers


@lru_cache(maxsize=1)
def registry() -> Any:
    """The pint registry with the few units that the field adds (beats, breaths, stools)."""
    import pint

    units = pint.UnitRegistry()
    for definition in EXTRA_UNITS:
        units.define(definition)
    return units


@lru_cache(maxsize=512)
def _parsed(text: str) -> tuple[float, tuple[tuple[str, float], ...]]:
    units = registry()
    plain = PLAIN_NUMBERS.sub("dimensionless", text)
    try:
        base = units.Quantity(1.0, units.parse_units("" if plain.strip() in ("1", "") else plain)).to_base_units()
    except Exception as error:
        raise ModelError(f"unit {text!r} is not one that pint knows ({error})") from None
    return float(base.magnitude), tuple(sorted((k, round(float(v), 9)) for k, v in dict(base.unit_items()).items()))


@dataclass(frozen=True, slots=True)
class UnitValue:
    """A unit without a number: ``factor`` times a product of base units to some powers."""

    factor: float
    dimension: tuple[tuple[str, float], ...]

    _somaloop_functions = None  # set below, once the functions exist

    @property
    def dimensionless(self) -> bool:
        """Whether this is a plain number (dimension and scale both one)."""
        return not self.dimension and abs(self.factor - 1.0) < 1e-9

    def same_as(self, other: UnitValue) -> bool:
        """Whether a sum of the two needs no conversion."""
        return self.dimension == other.dimension and abs(self.factor / other.factor - 1.0) < 1e-9

    def __str__(self) -> str:
        parts = [name if power == 1 else f"{name}**{power:g}" for name, power in self.dimension]
        text = " ".join(parts) or "1"
        return text if abs(self.factor - 1.0) < 1e-12 else f"{self.factor:g} {text}"

    def _join(self, other: Any, what: str) -> UnitValue:
        if isinstance(other, UnitValue):
            if not self.same_as(other):
                raise ModelError(f"cannot {what} [{self}] and [{other}]")
        elif not self.dimensionless and float(other) != 0.0:
            raise ModelError(f"cannot {what} [{self}] and the plain number {other}")
        return self

    def __add__(self, other: Any) -> UnitValue:
        return self._join(other, "add")

    __radd__ = __add__

    def __sub__(self, other: Any) -> UnitValue:
        return self._join(other, "subtract")

    __rsub__ = __sub__

    def __neg__(self) -> UnitValue:
        return self

    def __abs__(self) -> UnitValue:
        return self

    def __mul__(self, other: Any) -> UnitValue:
        if not isinstance(other, UnitValue):
            return self
        powers = dict(self.dimension)
        for name, power in other.dimension:
            powers[name] = round(powers.get(name, 0.0) + power, 9)
        kept = tuple(sorted((name, power) for name, power in powers.items() if power))
        return UnitValue(self.factor * other.factor, kept)

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> UnitValue:
        return self * other**-1 if isinstance(other, UnitValue) else self

    def __rtruediv__(self, other: Any) -> UnitValue:
        return self**-1

    def __pow__(self, power: Any) -> UnitValue:
        if isinstance(power, UnitValue):
            if not power.dimensionless:
                raise ModelError(f"an exponent must be a plain number, not [{power}]")
            if not self.dimensionless:
                raise ModelError(f"[{self}] raised to a power that is a quantity: its unit would be unknown")
            return self
        powers = tuple((name, round(exponent * power, 9)) for name, exponent in self.dimension)
        return UnitValue(self.factor**power, powers)

    def __rpow__(self, base: Any) -> UnitValue:
        return _plain("an exponent")(self)


def unit(text: str) -> UnitValue:
    """Read a unit such as ``"mmol/L"``; ``"1"`` is a plain number. Raises ModelError for an unknown one."""
    factor, dimension = _parsed(text)
    return UnitValue(factor, dimension)


def _plain(what: str) -> Any:
    def checked(x: Any) -> UnitValue:
        if isinstance(x, UnitValue) and not x.dimensionless:
            raise ModelError(f"{what} must be a plain number, not [{x}]")
        return unit("1")

    return checked


def _same(a: Any, b: Any) -> UnitValue:
    return a._join(b, "compare") if isinstance(a, UnitValue) else b._join(a, "compare")


def _ratio_angle(y: Any, x: Any) -> UnitValue:
    _same(y, x)
    return unit("1")


UnitValue._somaloop_functions = SimpleNamespace(  # type: ignore[misc]
    exp=_plain("the argument of exp"),
    log=_plain("the argument of log"),
    sin=_plain("the argument of sin"),
    cos=_plain("the argument of cos"),
    tanh=_plain("the argument of tanh"),
    sqrt=lambda x: x**0.5,
    arctan2=_ratio_angle,
    minimum=_same,
    maximum=_same,
)
