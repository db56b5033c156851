"""Units for SBML: what the model writes as ``mmol/L``, as a named product of the units that SBML knows."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from math import isclose, log10

from somaloop.language.errors import SomaloopError
from somaloop.language.units import PLAIN_NUMBERS, UnitValue, registry, unit

PLAIN = UnitValue(1.0, ())
DIMENSIONLESS = "dimensionless"

# pint's name, SBML's name; litre before metre, so that volumes stay volumes
_KINDS = (
    ("liter", "litre"),
    ("gram", "gram"),
    ("mole", "mole"),
    ("second", "second"),
    ("meter", "metre"),
    ("volt", "volt"),
    ("lux", "lux"),
    ("ampere", "ampere"),
    ("kelvin", "kelvin"),
    ("candela", "candela"),
    ("beat", "item"),
    ("breath", "item"),
    ("stool", "item"),
    ("radian", DIMENSIONLESS),
    ("dimensionless", DIMENSIONLESS),
)


class SbmlError(SomaloopError):
    """Something that cannot be written as SBML, or SBML that did not come out right."""


@dataclass(frozen=True, slots=True)
class Part:
    """One factor of a unit: ``(multiplier * 10**scale * kind) ** exponent``."""

    kind: str
    exponent: float
    scale: int
    multiplier: float


@lru_cache(maxsize=256)
def parts_of(text: str) -> tuple[Part, ...]:
    """The factors of a unit as the model writes it. Raises SbmlError for a unit that SBML has no kind for."""
    units = registry()
    plain = PLAIN_NUMBERS.sub("dimensionless", text).strip()
    items = units.Quantity(1.0, units.parse_units("" if plain == "1" else plain)).unit_items()
    return tuple(_part(name, float(exponent), text) for name, exponent in sorted(items))


def _part(name: str, exponent: float, text: str) -> Part:
    quantity = registry().Quantity(1.0, name)
    for known, kind in _KINDS:
        if quantity.is_compatible_with(known):
            factor = float(quantity.to(known).magnitude)
            scale = round(log10(factor))
            if isclose(factor, 10.0**scale, rel_tol=1e-12):
                return Part(kind, exponent, scale, 1.0)
            return Part(kind, exponent, 0, factor)
    raise SbmlError(f"SBML has no kind of unit for {name!r} in {text!r}")


def _identifier(text: str) -> str:
    words = re.sub(r"\*\*", "", re.sub(r"^1/", "per_", text.strip())).replace("/", "_per_")
    return re.sub(r"_+", "_", re.sub(r"\W+", "_", words)).strip("_")


@dataclass(slots=True)
class UnitTable:
    """The units of one document, by identifier."""

    parts: dict[str, tuple[Part, ...]] = field(default_factory=dict)
    _values: dict[str, UnitValue] = field(default_factory=dict)
    _named: dict[str, str] = field(default_factory=dict)

    def of(self, text: str) -> str:
        """The identifier of a unit that the model writes as ``text``."""
        if text not in self._named:
            value = unit(text)
            if value.dimensionless:
                self._named[text] = DIMENSIONLESS
            else:
                parts = parts_of(text)
                own = parts[0].kind if len(parts) == 1 and parts[0] == Part(parts[0].kind, 1.0, 0, 1.0) else ""
                self._named[text] = own or self._add(_identifier(text), value, parts)
        return self._named[text]

    def name(self, value: UnitValue) -> str:
        """The identifier of the unit with this value, which need not be one that the model writes."""
        if value.dimensionless:
            return DIMENSIONLESS
        for name, known in self._values.items():
            if known.same_as(value):
                return name
        words = "*".join(f"{name}**{power:g}" for name, power in value.dimension) or "1"
        parts = (*parts_of(words), Part(DIMENSIONLESS, 1.0, 0, value.factor))
        return self._add(_identifier(f"unit_{len(self.parts)}_{words}"), value, parts)

    def _add(self, name: str, value: UnitValue, parts: tuple[Part, ...]) -> str:
        if name in self.parts and self.parts[name] != parts:
            raise SbmlError(f"two units would be called {name!r}")
        self.parts[name], self._values[name] = parts, value
        return name
