"""Starting types of people: those that are shipped, and a user's own in a YAML file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pydantic import Field, StrictStr

from somaloop.language import Body, SomaloopError, unknown
from somaloop.people.age import AgeRange
from somaloop.protocol.problems import Place, Problem, ProtocolError, gathered
from somaloop.protocol.yaml_shape import Strict, shape_problems
from somaloop.protocol.yaml_text import Document, document

Shares = Mapping[str, float]


def _none() -> Shares:
    return MappingProxyType({})


class PersonError(SomaloopError):
    """A person that cannot be: an unknown type or trait, or a value out of range."""


class AgeText(Strict):
    """An age distribution as it is written."""

    mean: float
    sd: float = Field(ge=0)
    from_: float = Field(alias="from", default=18.0)
    to: float = 95.0


class TypeText(Strict):
    """A starting type as it is written."""

    description: StrictStr = Field(min_length=1)
    like: StrictStr = "general"
    traits: dict[str, float] = Field(default_factory=dict)
    spreads: dict[str, float] = Field(default_factory=dict)
    age: AgeText | float | None = None
    female: float | None = Field(default=None, ge=0, le=1)
    note: StrictStr = Field(min_length=1)


@dataclass(frozen=True, slots=True)
class PersonType:
    """A starting type: ``traits`` by parameter (or ``gain.ARROW``) and, for crowds, how it differs from the general one.

    ``spreads`` are factors on how far such people differ in a parameter; ``age`` and ``female`` (share of women) hold
    where nothing else is said. ``places`` says where in a user's file each trait stands.
    """

    name: str
    description: str
    traits: Shares = field(default_factory=_none)
    spreads: Shares = field(default_factory=_none)
    age: AgeRange | float | None = None
    female: float | None = None
    note: str = ""
    places: Mapping[str, Place] = field(default_factory=dict)

    def check(self, body: Body) -> None:
        """Raises UnknownNameError (ProtocolError for a file) for what the body does not have, with a suggestion."""
        gains = {f"gain.{name}" for name in body.arrows}
        problems: list[Problem] = []
        for names, known in ((self.traits, {*body.parameters, *gains}), (self.spreads, {*body.parameters})):
            for name in names:
                if name in known:
                    continue
                error = unknown("trait", name, known)
                if name not in self.places:
                    raise error
                problems.append(Problem(str(error), self.places[name]))
        if problems:
            raise gathered(problems)


@lru_cache(maxsize=1)
def people_data() -> Mapping[str, Any]:
    """The shipped file of types and facts."""
    import yaml

    text = files("somaloop.people").joinpath("types.yaml").read_text(encoding="utf-8")
    return MappingProxyType(yaml.safe_load(text))


def person_types() -> Mapping[str, str]:
    """The starting types with a sentence about each."""
    return {name: item["description"] for name, item in people_data()["types"].items()}


@lru_cache(maxsize=1)
def _shipped() -> Mapping[str, PersonType]:
    found: dict[str, PersonType] = {}
    for name, item in people_data()["types"].items():
        found[name] = _built(name, TypeText.model_validate(item), {})
    return MappingProxyType(found)


def _built(name: str, text: TypeText, places: Mapping[str, Place]) -> PersonType:
    age = text.age
    if isinstance(age, AgeText):
        age = AgeRange(age.mean, age.sd, age.from_, age.to)
    return PersonType(
        name, text.description, MappingProxyType(text.traits), MappingProxyType(text.spreads), age, text.female,
        text.note, places,
    )  # fmt: skip


def read_type(path: str | Path) -> PersonType:
    """A user's own starting type. Raises ProtocolError with every problem of the file and its line.

    The file has the keys ``description``, ``note`` (where the numbers come from), and, as wanted, ``like`` (the type
    that it starts from, or several), ``traits``, ``spreads``, ``age`` and ``female``.
    """
    file = Path(path)
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise PersonError(f"cannot read the type of people {file}: {error}") from None
    found = document(text, str(path))
    if not isinstance(found.data, dict):
        raise ProtocolError(Problem("this is not a type of people: it needs the keys description and note",
                                    Place(str(path), 1)))  # fmt: skip
    problems = shape_problems(TypeText, found.data, found)
    if problems:
        raise gathered(problems)
    read = TypeText.model_validate(found.data)
    if any(part.endswith(".yaml") for part in split_kinds(read.like)):
        raise ProtocolError(Problem("a type from a file may be like a shipped type, not like another file",
                                    found.place(("like",))))  # fmt: skip
    base = [person_type(part) for part in split_kinds(read.like)]
    mine = _built(str(path), read, _places(found))
    return PersonType(
        mine.name, mine.description, MappingProxyType(_joined([*base, mine], "traits")),
        MappingProxyType(_joined([*base, mine], "spreads")),
        mine.age if mine.age is not None else age_of(base), mine.female if mine.female is not None else female_of(base),
        mine.note, mine.places,
    )  # fmt: skip


def _places(found: Document) -> dict[str, Place]:
    parts = [(key, name) for key in ("traits", "spreads") for name in (found.data.get(key) or {})]
    return {name: found.place((key, name)) for key, name in parts}


def split_kinds(kind: str) -> list[str]:
    """The types that are joined with ``+``."""
    return re.split(r"\s*\+\s*", kind.strip())


def person_type(name: str) -> PersonType:
    """One starting type, by its name or by the path of a file that ends in ``.yaml``. Raises UnknownNameError."""
    if name.endswith((".yaml", ".yml")):
        return read_type(name)
    types = _shipped()
    if name not in types:
        raise unknown("person type", name, types)
    return types[name]


def types_of(kind: str) -> tuple[PersonType, ...]:
    """The starting types of a phrase such as ``ssd + poor sleeper``."""
    return tuple(person_type(name) for name in split_kinds(kind))


def _joined(types: list[PersonType] | tuple[PersonType, ...], attribute: str) -> dict[str, float]:
    return {name: value for item in types for name, value in getattr(item, attribute).items()}


def traits_of(types: tuple[PersonType, ...]) -> dict[str, float]:
    """The traits of joined types; later ones have the last word."""
    return _joined(types, "traits")


def spreads_of(types: tuple[PersonType, ...]) -> dict[str, float]:
    """Factors on how far such people differ, of joined types."""
    return _joined(types, "spreads")


def age_of(types: list[PersonType] | tuple[PersonType, ...]) -> AgeRange | float | None:
    """The age of joined types: that of the last which says one."""
    return next((item.age for item in reversed(types) if item.age is not None), None)


def female_of(types: list[PersonType] | tuple[PersonType, ...]) -> float | None:
    """The share of women of joined types: that of the last which says one."""
    return next((item.female for item in reversed(types) if item.female is not None), None)
