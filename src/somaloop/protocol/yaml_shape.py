"""Check the shape of a YAML text against Pydantic models; what is wrong is said in words, with file and line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, get_args

from pydantic import BaseModel, ConfigDict, ValidationError

from somaloop.language import suggestion
from somaloop.protocol.problems import Problem
from somaloop.protocol.yaml_text import Document

# What Pydantic says -> what somebody who does not program understands; the first that fits holds.
_PLAINER = tuple(
    (re.compile(pattern), words)
    for pattern, words in (
        (r", unable to (parse string as an? \w+|interpret input)", ""),
        (r"input should be a valid dictionary( or instance of \w+)?", "needs keys with values"),
        (r"input should be a valid integer", "needs a whole number"),
        (r"input should be a (valid|finite) number", "needs a number"),
        (r"input should be a valid string", "needs text"),
        (r"input should be a valid list", "needs a list"),
        (r"input should be a valid boolean", "needs true or false"),
        (r"input should be (greater|less) than", r"must be \1 than"),
        (
            r"(?:list|string) should have at least 1 (?:item|character)( after validation, not 0)?",
            "needs something in it",
        ),
    )
)


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
        faults = _without_choices(error.errors(include_url=False), data)
        return [_in_words(item, found, under, model) for item in faults]
    return []


def _without_choices(errors: Iterable[Mapping[str, Any]], data: Any) -> list[dict[str, Any]]:
    """Where a value may be of several kinds, each kind complains: keep what got deepest into the text, joined to one.

    The names of the kinds, which Pydantic puts into the path, are taken out.
    """
    found: list[dict[str, Any]] = []
    forks: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    for error in errors:
        path, fork = _path_in(data, error["loc"], error["type"] == "missing")
        item = {**error, "loc": path}
        if fork is None:
            found.append(item)
        elif fork in forks:
            forks[fork].append(item)
        else:
            forks[fork] = [item]
    for items in forks.values():
        deepest = max(len(item["loc"]) for item in items)
        by_path: dict[tuple[Any, ...], dict[str, Any]] = {}
        for item in (item for item in items if len(item["loc"]) == deepest):
            first = by_path.setdefault(item["loc"], item)
            if first is not item:
                first["msg"] += f", or {item['msg'][:1].lower()}{item['msg'][1:]}"
        found += by_path.values()
    return found


def _path_in(data: Any, path: tuple[Any, ...], missing: bool) -> tuple[tuple[Any, ...], tuple[Any, ...] | None]:
    """A path without names of kinds, and the part of it before the first of them (None if it has none)."""
    kept: list[Any] = []
    fork: tuple[Any, ...] | None = None
    for place, part in enumerate(path):
        inside = part in data if isinstance(data, Mapping) else isinstance(data, list) and isinstance(part, int)
        if inside:
            data = data[part]
        elif not (missing and place == len(path) - 1):
            fork = tuple(kept) if fork is None else fork
            continue
        kept.append(part)
    return tuple(kept), fork


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
    said = f"{error['msg'][:1].lower()}{error['msg'][1:]}"
    for pattern, plainer in _PLAINER:
        said = pattern.sub(plainer, said)
    given = error.get("input")
    return Problem(f"{words}: {said}, got {'nothing' if given is None else f'{given!r:.60}'}", place)
