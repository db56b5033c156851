"""The shape of the files that say how claims are tested, checked with Pydantic; errors in words, with file and line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictInt, StrictStr, ValidationError

from somaloop.language import suggestion
from somaloop.protocol.problems import Problem
from somaloop.protocol.yaml_text import Document

Words = Annotated[StrictStr, Field(min_length=1)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class PublishedText(_Strict):
    """A published effect: its size and unit, or in ``found`` its direction alone."""

    what: Words
    size: float | None = None
    low: float | None = None
    high: float | None = None
    unit: StrictStr = ""
    found: Literal["higher", "lower", "no difference", "mixed", ""] = ""
    source: Words
    important: Annotated[float, Field(gt=0)] | None = None
    note: StrictStr = ""


class ImportantText(_Strict):
    """The smallest difference that matters."""

    size: Annotated[float, Field(gt=0)]
    source: Words


class ContrastText(_Strict):
    """A pair of lives."""

    with_: Words = Field(alias="with")
    without: Words


class OutcomeText(_Strict):
    """An outcome."""

    of: Words
    claimed: Literal["higher", "lower", "the same"]
    hours: Annotated[list[Annotated[float, Field(ge=0, le=24)]], Field(min_length=2, max_length=2)] | None = None
    peak: bool = False
    coupled_with: StrictStr = Field(default="", alias="coupled with")
    important: ImportantText | None = None
    published: PublishedText | None = None
    with_: Words | None = Field(default=None, alias="with")
    without: Words | None = None
    beyond: ContrastText | None = None
    beside: bool = False


class ExperimentText(_Strict):
    """The experiment of one claim."""

    asks: Words | None = None
    with_: Words | None = Field(default=None, alias="with")
    without: Words | None = None
    beyond: ContrastText | None = None
    outcomes: Annotated[list[OutcomeText], Field(min_length=1)] | None = None
    also: dict[str, ContrastText] = {}
    not_run: Words | None = Field(default=None, alias="not run")


class LifeText(_Strict):
    """One life of one population."""

    days: Annotated[StrictInt, Field(ge=2, le=728)]
    lines: Any = None


class PopulationText(_Strict):
    """People of one type."""

    type: Words
    facts: dict[str, Any] = {}
    usual: Any = None


class LivesText(_Strict):
    """The file of people and lives."""

    settle: Annotated[StrictInt, Field(ge=0, le=728)]
    usual_life: Any = Field(alias="usual life")
    people: dict[str, PopulationText]
    lives: dict[str, LifeText]


def _fields(model: type[BaseModel]) -> tuple[str, ...]:
    return tuple(field.alias or name for name, field in model.model_fields.items())


# Which keys may stand where: by how a path ends before the unknown key.
_KEYS: Mapping[str, tuple[str, ...]] = {
    "published": _fields(PublishedText),
    "important": _fields(ImportantText),
    "outcomes": _fields(OutcomeText),
    "beyond": _fields(ContrastText),
    "also": _fields(ContrastText),
    "people": _fields(PopulationText),
    "lives": _fields(LifeText),
}


def shape_problems(model: type[BaseModel], data: Any, found: Document, under: tuple[str, ...] = ()) -> list[Problem]:
    """What is wrong with the keys and values below ``under``; an empty list if nothing is."""
    try:
        model.model_validate(data)
    except ValidationError as error:
        return [_in_words(dict(item), found, under, model) for item in error.errors(include_url=False)]
    return []


def _in_words(error: Mapping[str, Any], found: Document, under: tuple[str, ...], model: type[BaseModel]) -> Problem:
    path = (*under, *error["loc"])
    place = found.place(path)
    key, kind = str(path[-1]) if path else "", error["type"]
    if kind == "missing":
        return Problem(f"the key {key} is missing", found.place(path[:-1]))
    if kind == "extra_forbidden":
        parents = [str(part) for part in path[:-1] if not isinstance(part, int)]
        known = next((_KEYS[name] for name in reversed(parents[-2:]) if name in _KEYS), _fields(model))
        return Problem(f"unknown key {key!r}{suggestion(key, known)}", place, expected=known)
    words = " ".join(f"item {part + 1}" if isinstance(part, int) else str(part) for part in path)
    if kind == "literal_error":
        return Problem(f"{words} must be {error['ctx']['expected']}, got {error.get('input')!r}", place)
    return Problem(f"{words}: {error['msg'][:1].lower()}{error['msg'][1:]}, got {error.get('input')!r:.60}", place)
