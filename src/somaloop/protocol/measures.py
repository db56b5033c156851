"""Amounts and their units, as lines of a protocol write them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from somaloop.language import suggestion
from somaloop.protocol.problems import fault

MAGNESIUM_MOLAR_MASS = 24.305  # mg per mmol


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: how it is written, what it measures, and how many base units (mg, mmol, L, min, %, lux) it holds."""

    name: str
    kind: str
    size: float


_UNITS = (
    Unit("mg", "mass", 1.0),
    Unit("g", "mass", 1000.0),
    Unit("mcg", "mass", 0.001),
    Unit("mmol", "amount", 1.0),
    Unit("L", "volume", 1.0),
    Unit("ml", "volume", 0.001),
    Unit("min", "time", 1.0),
    Unit("h", "time", 60.0),
    Unit("%", "share", 1.0),
    Unit("lux", "light", 1.0),
    Unit("capsule", "count", 1.0),
    Unit("meal", "count", 1.0),
)
_SPELLINGS = {
    "mg": "mg milligram milligrams",
    "g": "g gram grams",
    "mcg": "mcg µg μg ug microgram micrograms",
    "mmol": "mmol millimole millimoles",
    "L": "l litre litres liter liters",
    "ml": "ml millilitre millilitres milliliter milliliters",
    "min": "min mins minute minutes",
    "h": "h hr hrs hour hours",
    "%": "% percent",
    "lux": "lux",
    "capsule": "capsule capsules",
    "meal": "meal meals",
}
_BY_NAME = {unit.name: unit for unit in _UNITS}
UNITS = {word: _BY_NAME[name] for name, words in _SPELLINGS.items() for word in words.split()}
_WRITABLE = tuple(unit.name for unit in _UNITS if unit.kind != "count")

# The largest amounts that are read as meant, in base units; beyond them a slip of the pen is likelier. They say nothing
# about safety: see safety.py.
_MOST: dict[str, float] = {
    "mass": 1e6, "amount": 1000.0, "volume": 20.0, "time": 1440.0, "share": 100.0, "light": 150_000.0, "count": 20.0,
}  # fmt: skip
_MOST_OF: dict[str, float] = {"magnesium": 20_000.0, "caffeine": 5_000.0, "alcohol": 500_000.0, "fibre": 500_000.0}


def unit_of(word: str) -> Unit:
    """The unit that a word means. Raises ProtocolError with the units there are."""
    unit = UNITS.get(word.strip().lower())
    if unit is not None:
        return unit
    if word.lower() in ("cup", "cups"):
        hint = "write what is in them: drink 80 mg caffeine, drink 200 ml water"
        raise fault("cups differ too much to be counted", hint=hint)
    if "/" in word:
        raise fault(f"{word!r} is not a unit", hint="write amounts a day as: diet 240 mg magnesium a day")
    meant = suggestion(word, _WRITABLE)
    hint = "" if meant else f"if the unit is missing, write it after the number, as in 300 mg {word}"
    raise fault(f"{word!r} is not a unit{meant}", expected=_WRITABLE, hint=hint)


def number_of(value: Any, what: str) -> float:
    """A number as given in Python. Raises ProtocolError for anything else and for numbers that are not finite."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise fault(f"{what} must be a number, got {value!r}")
    return float(value)


def check_amount(value: Any, unit: Unit, thing: str = "") -> float:
    """An amount that can be meant. Raises ProtocolError for zero, negative and absurd amounts."""
    of = f" of {thing}" if thing else ""
    said = f"{written(value)} {unit.name}" if isinstance(value, int | float) else repr(value)
    if unit.kind == "share" and isinstance(value, int | float) and not 0 <= value <= 100:
        raise fault(f"{said}{of} is not a share", hint="a percentage lies between 0 and 100")
    number = number_of(value, f"the amount{of}")
    if number < 0 or (number == 0 and unit.kind != "share"):
        hint = "leave the line out to have none of it"
        raise fault(f"an amount must be more than nothing, not {said}{of}", hint=hint)
    most = _MOST_OF.get(thing, _MOST["mass"]) if unit.kind == "mass" else _MOST[unit.kind]
    if number * unit.size > most:
        limit = f"{most / unit.size:g} {unit.name}"
        raise fault(f"{said}{of} cannot be meant", hint=f"at most {limit} are accepted in one amount")
    return number


def convert(value: float, unit: Unit, wanted: str, thing: str) -> float:
    """An amount in another unit; magnesium may pass between mg and mmol. Raises ProtocolError where it cannot be."""
    if not wanted:
        return value
    target = UNITS.get(wanted.strip().lower())
    if target is None:
        raise fault(f"the model counts {thing} in {wanted!r}, which the protocol language does not know")
    if unit.kind == target.kind:
        return value * unit.size / target.size
    if thing == "magnesium" and {unit.kind, target.kind} == {"mass", "amount"}:
        factor = MAGNESIUM_MOLAR_MASS if unit.kind == "amount" else 1.0 / MAGNESIUM_MOLAR_MASS
        return value * unit.size * factor / target.size
    raise fault(f"{thing} is counted in {target.name}, so {unit.name} cannot be used for it")


def written(value: float) -> str:
    """A number in its shortest form, without an exponent, that reads back to the same number."""
    if not math.isfinite(value):
        return str(value)
    text = format(Decimal(repr(float(value))), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
