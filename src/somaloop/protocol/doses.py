"""Lines about what is swallowed: take, drink and eat."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, Literal, cast

from somaloop.protocol.forms import elemental, form_of
from somaloop.protocol.measures import MAGNESIUM_MOLAR_MASS, UNITS, check_amount, convert, unit_of, written
from somaloop.protocol.problems import fault
from somaloop.protocol.statement import Statement, TimesLike, at_words, name_of, name_words, times_of
from somaloop.protocol.when import Clock

Food = Literal["", "with food", "between meals"]
PLACEBO = "placebo"


@dataclass(frozen=True, slots=True)
class Dose(Statement):
    """An amount of something at clock times. See :class:`Take`, :class:`Drink` and :class:`Eat`.

    Amounts of magnesium are elemental; with ``salt=True`` they are amounts of the salt that ``form`` names.
    """

    amount: float
    unit: str
    thing: str
    form: str = ""
    at: TimesLike = ()
    food: Food = ""
    salt: bool = False

    swallows: ClassVar[tuple[str, ...]] = ("mass", "amount", "volume", "count")

    def __post_init__(self) -> None:
        thing = name_of(self.thing, "what is taken")
        self._set("thing", "meal" if thing == "meals" else thing)
        unit = unit_of(self.unit)
        if unit.kind not in self.swallows:
            raise fault(f"{unit.name} is not an amount of {self.thing}", expected=("mg", "g", "mcg", "mmol", "ml", "L"))
        if unit.kind == "count" and {"capsule": PLACEBO, "meal": "meal"}[unit.name] != self.thing:
            raise fault(f"{self.thing} is not counted in {unit.name}s", hint=f"write an amount: 100 mg {self.thing}")
        self._set("unit", unit.name)
        self._set_form()
        self._set("amount", check_amount(self.amount, unit, self.thing))
        if unit.name == "mmol" and self.thing == "magnesium":
            check_amount(self.amount * MAGNESIUM_MOLAR_MASS, UNITS["mg"], self.thing)
        self._set("at", times_of(self.at, str(self.thing)))
        Statement.__post_init__(self)

    def _set_form(self) -> None:
        words = self.thing.split()
        if words[0] == "magnesium" and len(words) > 1:
            if self.form:
                raise fault(f"the form is given twice: {self.thing!r} and {self.form!r}")
            self._set("salt", self.salt or words[-1] == "salt")
            self._set("form", " ".join(words[1:-1] if words[-1] == "salt" else words[1:]))
            self._set("thing", "magnesium")
        if self.thing == "magnesium" and self.form:
            self._set("form", form_of(self.form).name)
        elif self.form:
            self._set("form", name_of(self.form, "a form"))
        if self.salt and not (self.thing == "magnesium" and self.form):
            raise fault("the salt must be named", hint="write: take 2000 mg magnesium glycinate salt at 21:00 daily")
        if self.salt and self.unit == "mmol":
            raise fault("mmol counts the magnesium, not its salt", hint="write mg or g of the salt, or mmol magnesium")

    @property
    def times(self) -> tuple[Clock, ...]:
        """At which clock times."""
        return cast("tuple[Clock, ...]", self.at)

    @property
    def subject(self) -> str:
        """What is swallowed."""
        return self.thing

    def given(self, wanted: str) -> float:
        """The amount of the substance itself (of a salt: its magnesium) in another unit. Raises ProtocolError."""
        amount = elemental(self.amount, self.form) if self.salt else self.amount
        return convert(amount, unit_of(self.unit), wanted, self.thing)

    def what(self) -> str:
        """The line without its days and period."""
        return " ".join(part for part in (self.label(), self.food, at_words(self.times)) if part)

    def label(self) -> str:
        """A few words for a picture or a list of events."""
        parts = [self.verb, f"{written(self.amount)} {self.unit}"]
        if self.unit == "capsule":
            parts = [self.verb, PLACEBO]
        elif self.unit == "meal":
            parts = [self.verb, "meals"]
        elif self.salt:
            parts.append(f"magnesium {self.form} salt")
        else:
            parts.append(name_words(self.thing))
            if self.form:
                parts.append(f"as {name_words(self.form) if self.thing != 'magnesium' else self.form}")
        return " ".join(parts)


@dataclass(frozen=True, slots=True)
class Take(Dose):
    """A dose of a treatment: ``Take(300, "mg", "magnesium", form="glycinate", at="21:00")``.

    Every dose is also one capsule that is seen and swallowed, whatever is in it.
    """

    verb: ClassVar[str] = "take"

    @classmethod
    def placebo(cls, at: TimesLike, **more: Any) -> Take:
        """One capsule with nothing in it."""
        return cls(1, "capsule", PLACEBO, at=at, **more)

    def __post_init__(self) -> None:
        Dose.__post_init__(self)
        if self.unit == "meal":
            raise fault("meals are eaten", hint="write: eat meals at 08:00, 13:00 and 19:00 daily")
        if self.unit == "capsule" and self.amount != 1:
            raise fault("a placebo is one capsule at a time")
        if self.thing == PLACEBO and self.unit != "capsule":
            raise fault("a placebo has no amount", hint="write: take placebo at 21:00 daily")


@dataclass(frozen=True, slots=True)
class Drink(Dose):
    """Something drunk: ``Drink(80, "mg", "caffeine", at="08:00 and 13:30", days="on weekdays")``."""

    verb: ClassVar[str] = "drink"

    def __post_init__(self) -> None:
        Dose.__post_init__(self)
        _no_treatment(self)


@dataclass(frozen=True, slots=True)
class Eat(Dose):
    """Something eaten: ``Eat.meals(at="08:00, 13:00 and 19:00")``, ``Eat(30, "g", "nuts", at="10:00")``."""

    verb: ClassVar[str] = "eat"

    @classmethod
    def meals(cls, at: TimesLike, **more: Any) -> Eat:
        """A meal at each of these times."""
        return cls(1, "meal", "meal", at=at, **more)

    def __post_init__(self) -> None:
        Dose.__post_init__(self)
        _no_treatment(self)
        if self.thing == "meal" and (self.unit != "meal" or self.amount != 1):
            raise fault("meals are counted, one at a time", hint="write: eat meals at 08:00, 13:00 and 19:00 daily")


def _no_treatment(dose: Dose) -> None:
    if dose.form or dose.food or dose.unit == "capsule" or dose.thing == PLACEBO:
        raise fault(f"only what one takes has a form, is a placebo, or goes with food; this is a line to {dose.verb}")
    if dose.verb == "drink" and dose.unit == "meal":
        raise fault("meals are eaten", hint="write: eat meals at 08:00, 13:00 and 19:00 daily")
