"""The quantities that a mechanism is written with.

All are immutable descriptions. None holds a running value: values live in arrays that the engine owns.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from somaloop.language.spread import Spread

Grade = Literal["A", "B", "C", "D", "X"]
GRADES: tuple[Grade, ...] = ("A", "B", "C", "D", "X")
Method = Literal["measured", "fitted", "derived", "assumed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """A quantity with a memory; its equation gives how it changes per hour.

    ``initial`` is a number, or a function of the mechanism's own parameters. ``low`` and ``high`` are the bounds
    that a healthy integration never leaves; they are checked, not enforced.
    """

    name: str
    unit: str
    description: str
    initial: Any = 0.0
    low: float = float("-inf")
    high: float = float("inf")


@dataclass(frozen=True, slots=True, kw_only=True)
class Observable:
    """A quantity that follows from states, parameters, inputs and ports at the same instant."""

    name: str
    unit: str
    description: str
    low: float = float("-inf")
    high: float = float("inf")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A number with unit, spread, source, grade and method.

    ``uncertainty`` is what is not known about the value of the reference person; ``between_people`` is how real
    people differ around it. ``source`` is the id of a record in ``somaloop/evidence``; ``note`` is required where
    ``method`` is ``"assumed"`` and says why this value was chosen.
    """

    name: str
    value: float
    unit: str
    description: str
    grade: Grade
    method: Method
    source: str = ""
    note: str = ""
    uncertainty: Spread | None = None
    between_people: Spread | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """How a line of a protocol reaches an input.

    ``kind`` is ``"dose"`` (an amount enters at a time), ``"activity"`` (a level holds while something lasts) or
    ``"level"`` (a setting that holds until it is set again). ``per_unit`` turns one ``unit`` of the protocol line
    into the input's own amount (a dose of input unit ``mmol/h`` is counted in ``mmol``).
    ``levels`` names strengths (``{"mild": 0.5, "strong": 2.0}``); ``default_minutes`` is an activity's usual length.
    """

    verb: str
    thing: str
    kind: Literal["dose", "activity", "level"]
    form: str = ""
    unit: str = ""
    per_unit: float = 1.0
    levels: dict[str, float] = field(default_factory=dict)
    default_minutes: float = 0.0
    default_level: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """A quantity that the outside world sets on the time grid (a dose, a light level, an activity)."""

    name: str
    unit: str
    description: str
    default: float = 0.0
    entries: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Noise:
    """A random influence of unit variance (an Ornstein-Uhlenbeck process) that twins share."""

    name: str
    description: str
    time_constant: float
    unit: str = "1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Port:
    """A place where other mechanisms act on this one: the sum of the arrows that end here.

    Without arrows a port reads ``rest``. Arrows add to it, so ``rest`` is what an isolated mechanism feels.
    """

    name: str
    unit: str
    description: str
    rest: float = 0.0
