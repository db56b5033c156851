"""Check the shape of a YAML text against Pydantic models; what is wrong is said in words, with file and line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args

from pydantic import BaseModel, ConfigDict, ValidationError

from somaloop.language import suggestion
from somaloop.protocol.problems import Problem
from somaloop.protocol.yaml_text import Document


class Strict(BaseModel):
    """A part of a text in which no other keys may stand."""

    model_config = ConfigDict(extra="forbid")


def keys_of(model: type[BaseModel]) -> tuple[str, ...]:
    """The keys of a part of a text, as they are written."""
    return tuple(field.alias or name for name, field in model.model_fields.items())


def shape_problems(
    model: type[BaseModel], data: Any, found: Document, under: tuple[str | int, ...] = ()
) -> list[Problem]:
    """What is wrong with the keys and values below ``under``; an empty list if nothing is."""
    try:
        model.model_validate(data)
    except ValidationError as error:
        return [_in_words(dict(item), found, under, model) for item in error.errors(include_url=False)]
    return []


def _models_in(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for part in get_args(annotation) for model in _models_in(part)]


def _model_at(model: type[BaseModel], path: tuple[Any, ...]) -> type[BaseModel]:
    """The part of the text in which a path ends; path parts that are no key (places in lists, names) are passed over."""
    for part in path:
        for name, field in model.model_fields.items():
            if part == (field.alias or name):
                inner = _models_in(field.annotation)
                if inner:
                    model = inner[0]
                break
    return model


def _in_words(
    error: Mapping[str, Any], found: Document, under: tuple[str | int, ...], model: type[BaseModel]
) -> Problem:
    path = (*under, *error["loc"])
    place = found.place(path)
    key, kind = str(path[-1]) if path else "", error["type"]
    if kind == "missing":
        return Problem(f"the key {key} is missing", found.place(path[:-1]))
    if kind == "extra_forbidden":
        known = keys_of(_model_at(model, error["loc"][:-1]))
        return Problem(f"unknown key {key!r}{suggestion(key, known)}", place, expected=known)
    words = " ".join(f"item {part + 1}" if isinstance(part, int) else str(part) for part in path)
    if kind == "literal_error":
        known = tuple(str(error["ctx"]["expected"]).replace("'", "").replace(" or ", ", ").split(", "))
        hint = suggestion(str(error.get("input")), known)
        return Problem(f"{words} must be {error['ctx']['expected']}, got {error.get('input')!r}{hint}", place)
    return Problem(f"{words}: {error['msg'][:1].lower()}{error['msg'][1:]}, got {error.get('input')!r:.60}", place)
