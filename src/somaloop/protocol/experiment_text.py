"""The shape of an experiment file, checked with Pydantic; its errors in words and with their lines."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictInt, StrictStr, ValidationError, model_validator

from somaloop.language import suggestion
from somaloop.protocol.problems import Problem
from somaloop.protocol.when import LAST_DAY
from somaloop.protocol.yaml_text import Document


class ArmText(BaseModel):
    """An arm: lines alone, or ``lines`` and a ``person`` of its own."""

    model_config = ConfigDict(extra="forbid")

    lines: Any = None
    person: dict[str, Any] | None = None

    @model_validator(mode="before")
    @classmethod
    def _lines_alone(cls, value: Any) -> Any:
        return value if isinstance(value, Mapping) else {"lines": value}


class ExperimentText(BaseModel):
    """The keys of an experiment file."""

    model_config = ConfigDict(extra="forbid", populate_by_name=False)

    title: Annotated[StrictStr, Field(min_length=1)]
    kind: Literal["compare", "day"] = "compare"
    person: dict[str, Any] | None = None
    weeks: Annotated[StrictInt, Field(ge=1, le=LAST_DAY // 7)] | None = None
    days: Annotated[StrictInt, Field(ge=1, le=LAST_DAY)] | None = None
    settle: Annotated[StrictInt, Field(ge=0, le=104)] = 2
    seed: Annotated[StrictInt, Field(ge=0, le=2**31 - 1)] = 1
    draws: Annotated[StrictInt, Field(ge=2, le=20_000)] = 200
    usual_life: Any = Field(default=None, alias="usual life")
    arms: dict[str, ArmText]
    outcomes: list[StrictStr] = []


_KEYS = tuple(field.alias or name for name, field in ExperimentText.model_fields.items())
_ARM_KEYS = tuple(ArmText.model_fields)
_NEEDED = {
    "title": "the key title is missing: say in a few words what is asked",
    "arms": "the key arms is missing: name at least two things that could be done",
}


def structure_problems(found: Document) -> list[Problem]:
    """What is wrong with the keys and values of a file."""
    problems: list[Problem] = []
    data: dict[str, Any] = found.data
    try:
        ExperimentText.model_validate(data)
    except ValidationError as error:
        problems += [_in_words(dict(item), found) for item in error.errors(include_url=False)]
    weeks, days = data.get("weeks"), data.get("days")
    if weeks is not None and days is not None:
        problems.append(Problem("give either weeks or days, not both", found.place(("days",))))
    if weeks is None and days is None and data.get("kind") != "day":
        problems.append(Problem("say how long it lasts: weeks or days", found.place(()), hint="write: weeks: 12"))
    arms = data.get("arms")
    if isinstance(arms, Mapping):
        if len(arms) < 2:
            hint = "the first arm is what the others are compared with; it may be empty"
            problems.append(Problem("there must be at least two arms", found.place(("arms",)), hint=hint))
        for name, arm in arms.items():
            if isinstance(arm, Mapping):
                problems += _block_problems(found, ("arms", name, "lines"), arm.get("lines"))
        own = [isinstance(arm, Mapping) and arm.get("person") for arm in arms.values()]
        if data.get("person") is None and not (own and all(own)) and "person" not in data:
            problems.append(Problem("the key person is missing: say who it is about", found.place(())))
    problems += _block_problems(found, ("usual life",), data.get("usual life"))
    return problems


def _block_problems(found: Document, path: tuple[str, ...], value: Any) -> list[Problem]:
    if value is None or isinstance(value, str | list):
        return []
    hint = "put a | after the colon and one line of the protocol on each line below"
    return [Problem(f"{path[-1]} needs lines of a protocol", found.place(path), hint=hint)]


def _in_words(error: Mapping[str, Any], found: Document) -> Problem:
    path = tuple(error["loc"])
    place = found.place(path)
    key, kind, given = str(path[-1]) if path else "", error["type"], error.get("input")
    limits = error.get("ctx", {})
    if kind == "missing":
        return Problem(_NEEDED.get(key, f"the key {key} is missing"), found.place(path[:-1]))
    if kind == "extra_forbidden":
        known = _ARM_KEYS if path[0] == "arms" else _KEYS
        return Problem(f"unknown key {key!r}{suggestion(key, known)}", place, expected=known)
    said = f"{_words_of(path)} {{}}, got {_shown(given)}"
    if kind == "int_type":
        return Problem(said.format("needs a whole number"), place)
    if kind in ("greater_than_equal", "less_than_equal"):
        word = f"must be at least {limits['ge']}" if "ge" in limits else f"must be at most {limits['le']}"
        return Problem(said.format(word), place)
    if kind in ("string_type", "string_too_short"):
        return Problem(said.format("needs text"), place)
    if kind == "literal_error":
        return Problem(said.format(f"must be {limits['expected']}"), place)
    if kind in ("dict_type", "model_type"):
        return Problem(said.format("needs keys and values below it"), place)
    if kind == "list_type":
        return Problem(said.format("needs a list"), place, hint="write: [sleep, worry]")
    return Problem(f"{_words_of(path)}: {error['msg']}", place)


def _words_of(path: tuple[Any, ...]) -> str:
    return " ".join(f"item {part + 1}" if isinstance(part, int) else str(part) for part in path)


def _shown(value: Any) -> str:
    if value is None:
        return "nothing"
    text = repr(value)
    return text if len(text) < 40 else text[:37] + "..."
