"""From the words of a line to the inputs of a body.

Mechanisms say in the :class:`Entry` records of their inputs which words reach them, so a new mechanism needs nothing
here. A few inputs without such a record are found by their full name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from somaloop.language import Body, Entry, Input, suggestion
from somaloop.protocol.activities import SAID, SUFFERED, Activity
from somaloop.protocol.doses import PLACEBO, Dose, Take
from somaloop.protocol.explain import slip
from somaloop.protocol.forms import form_of
from somaloop.protocol.measures import convert, unit_of
from somaloop.protocol.medicines import medicine_kind, medicine_names
from somaloop.protocol.problems import ProtocolError, fault
from somaloop.protocol.settings import Diet, SleepWindow, Use
from somaloop.protocol.statement import Statement

CAPSULE = (("take",), (PLACEBO,), "learning.capsule")
BELIEF = (("set",), ("belief",), "learning.belief")
MEAL = (("eat",), ("meal",), "diet.meal")
USUAL_MEALS = (("set",), ("usual meals",), "diet.usual_meals")
CAFFEINE = "caffeine"
USUAL_CAFFEINE = (("set",), ("usual caffeine",), "caffeine.usual_caffeine")
IN_BED = (("set", "sleep"), ("in bed", "sleep window"), "sleep.in_bed")

_ALSO: dict[str, tuple[str, ...]] = {
    "outdoors": ("walk outdoors", "time outdoors", "outdoor light"),
    "slow breathing": ("paced breathing", "breathe slowly"),
    "clinician visit": ("clinician contact", "clinician", "visit"),
    "nap": ("in bed",),
    "meal": ("meals",),
}
_FULL_NAMES: dict[str, str] = {
    "diet magnesium": "diet.magnesium_per_day",
    "diet processed": "diet.processed_share",
    "diet fibre": "diet.fibre_per_day",
    "meal": "diet.meal",
    "clinician visit": "learning.clinician_contact",
    "nap": "sleep.in_bed",
}


@dataclass(frozen=True, slots=True)
class Bound:
    """What a line does to one input: a dose at its times, a level for some minutes, or a setting for whole days."""

    name: str
    kind: Literal["dose", "hold", "set"]
    value: float
    minutes: float = 0.0
    missed: Literal["", "doses", "sessions"] = ""


@dataclass(frozen=True, slots=True)
class _Match:
    name: str
    input: Input
    entry: Entry


class Binder:
    """Finds inputs by words."""

    def __init__(self, body: Body) -> None:
        self.body = body
        self._index: dict[tuple[str, str], list[_Match]] = {}
        for name, item in body.inputs.items():
            for entry in item.entries:
                key = (entry.verb.strip().lower(), entry.thing.strip().lower())
                self._index.setdefault(key, []).append(_Match(name, item, entry))

    def find(self, verbs: Iterable[str], things: Iterable[str], full_name: str = "") -> list[_Match]:
        """Inputs that one of these verbs with one of these things reaches; else the input of this full name."""
        for thing in things:
            for verb in verbs:
                if (verb, thing) in self._index:
                    return self._index[verb, thing]
        if full_name in self.body.inputs:
            item = self.body.inputs[full_name]
            return [_Match(full_name, item, Entry(verb="", thing="", kind="level"))]
        return []

    def things(self, verbs: Iterable[str]) -> list[str]:
        """What can be written after one of these verbs."""
        wanted = set(verbs)
        return sorted({SAID.get(thing, thing) for verb, thing in self._index if verb in wanted})

    def bind(self, statement: Statement) -> tuple[Bound, ...]:
        """What a line does to the inputs. Raises ProtocolError, with the place, for words that no mechanism knows."""
        try:
            if isinstance(statement, Dose):
                return tuple(self._dose(statement))
            if isinstance(statement, Activity):
                return tuple(self._activity(statement))
            if isinstance(statement, Use):
                return tuple(self._use(statement))
            if isinstance(statement, Diet):
                return tuple(self._diet(statement))
            if isinstance(statement, SleepWindow) and not self.find(*IN_BED):
                raise fault("no mechanism of this model sleeps")
        except ProtocolError as error:
            raise error.located(statement.place) from None
        return ()

    def _dose(self, dose: Dose) -> Iterator[Bound]:
        missed: Literal["", "doses"] = "doses" if isinstance(dose, Take) else ""
        if isinstance(dose, Take):
            capsule = self.find(*CAPSULE)
            for match in capsule:
                yield Bound(match.name, "dose", 1.0, missed=missed)
            if dose.thing == PLACEBO:
                if not capsule:
                    raise fault("no mechanism of this model responds to a placebo")
                return
        things = (dose.thing, *_ALSO.get(dose.thing, ()))
        verbs = (dose.verb,)
        matches = self.find(verbs, things, _FULL_NAMES.get(dose.thing, ""))
        if not matches:
            raise self._unknown(dose, verbs)
        for match in self._of_form(dose, matches):
            if match.entry.kind == "activity":
                raise fault(f"{dose.thing} is not something to {dose.verb}")
            amount = dose.amount if dose.unit == "meal" else dose.given(match.entry.unit)
            yield Bound(match.name, "dose", amount * match.entry.per_unit, missed=missed)

    def _of_form(self, dose: Dose, matches: list[_Match]) -> list[_Match]:
        chosen = [match for match in matches if _form(match.entry.form) == dose.form]
        if chosen:
            return chosen
        known = [form for form in (_form(match.entry.form) for match in matches) if form]
        if not dose.form:
            raise fault(f"say in which form {dose.thing} is taken", expected=[f"as {form}" for form in known])
        raise fault(f"the model has no {dose.thing} as {dose.form}{suggestion(dose.form, known)}", expected=known)

    def _activity(self, activity: Activity) -> Iterator[Bound]:
        verbs = ("face", "do") if activity.thing == "stress" else ("do", "face", "use")
        things = (activity.thing, *_ALSO.get(activity.thing, ()))
        matches = self.find(verbs, things, _FULL_NAMES.get(activity.thing, ""))
        if not matches:
            raise self._unknown(activity, verbs)
        missed: Literal["", "sessions"] = "" if activity.thing in SUFFERED else "sessions"
        for match in matches:
            minutes = activity.minutes or match.entry.default_minutes
            if not minutes:
                said = SAID.get(activity.thing, activity.thing)
                raise fault(f"say how long {said} lasts", expected=("a length such as 30 min",))
            yield Bound(match.name, "hold", _level(activity, match), minutes, missed)

    def _use(self, use: Use) -> Iterator[Bound]:
        kind = medicine_kind(use.thing)
        matches = self.find(("use", "take"), (use.thing, kind) if kind else (use.thing,))
        if not matches and not kind:
            known = {*self.things(("use",)), *medicine_names()}
            raise fault(
                f"no mechanism and no safety rule knows the medicine {use.thing!r}{suggestion(use.thing, known)}",
                hint="a medicine that changes nothing in the model can be noted after a #",
            )
        for match in matches:
            if match.entry.kind == "dose":
                raise fault(f"{use.thing} is taken in amounts", hint=f"write: take 10 mg {use.thing} at 08:00 daily")
            yield Bound(match.name, "set", match.entry.default_level)

    def _diet(self, diet: Diet) -> Iterator[Bound]:
        things = (diet.subject, f"{diet.thing} per day", f"{diet.thing} food", diet.thing)
        matches = self.find(("set", "diet", "eat"), things, _FULL_NAMES.get(diet.subject, ""))
        if not matches:
            raise self._unknown(diet, ("set", "diet"))
        for match in matches:
            yield Bound(match.name, "set", _diet_value(diet, match))

    def _unknown(self, statement: Statement, verbs: tuple[str, ...]) -> ProtocolError:
        known = self.things([verb for verb in verbs if verb != "use"])
        name = statement.subject
        if isinstance(statement, Take) and medicine_kind(name):
            return fault(f"{name} is a medicine in use, without an amount", hint=f"write: use {name} daily")
        what = f"no mechanism of this model knows what it is to {statement.verb} {name!r}"
        if isinstance(statement, Diet):
            what = f"no mechanism of this model knows {statement.thing!r} as a part of the diet"
            known = [item.removeprefix("diet ") for item in known if item.startswith("diet ")]
        return fault(f"{what}{suggestion(name, known)}", expected=known[:20], hint=slip(name))


def _form(word: str) -> str:
    try:
        return form_of(word).name if word else ""
    except ProtocolError:
        return word.lower()


def _level(activity: Activity, match: _Match) -> float:
    entry = match.entry
    if activity.lux is not None:
        if "lux" not in (entry.unit, match.input.unit):
            raise fault(f"{activity.thing} has no light level")
        return activity.lux
    if not activity.strength:
        return entry.default_level
    if activity.strength not in entry.levels:
        said = SAID.get(activity.thing, activity.thing)
        raise fault(
            f"{said} is not graded as {activity.strength!r}{suggestion(activity.strength, entry.levels)}",
            expected=tuple(entry.levels),
            hint="" if entry.levels else "leave the strength out",
        )
    return entry.levels[activity.strength]


def _diet_value(diet: Diet, match: _Match) -> float:
    wanted = match.entry.unit or match.input.unit.partition("/")[0]
    unit = unit_of(diet.unit)
    if unit.kind == "share" or wanted in ("1", "%"):
        if unit.kind != "share" or wanted not in ("1", "%", ""):
            raise fault(f"the {diet.thing} of the diet is counted in {'%' if wanted == '1' else wanted}")
        return diet.amount * match.entry.per_unit / (1.0 if wanted == "%" else 100.0)
    return convert(diet.amount, unit, wanted, diet.thing) * match.entry.per_unit
