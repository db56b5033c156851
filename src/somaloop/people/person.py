"""One virtual person: a starting type, a few facts, and the traits that follow from them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

import numpy as np

from somaloop.language import Body, SomaloopError, Spread, unknown

DESCRIBED = ("description", "traits", "note")


class PersonError(SomaloopError):
    """A person that cannot be: an unknown type or trait, or a value out of range."""


@lru_cache(maxsize=1)
def _data() -> Mapping[str, Any]:
    import yaml

    text = files("somaloop.people").joinpath("types.yaml").read_text(encoding="utf-8")
    return MappingProxyType(yaml.safe_load(text))


def person_types() -> Mapping[str, str]:
    """The starting types with a sentence about each."""
    return {name: item["description"] for name, item in _data()["types"].items()}


def _fact_rules() -> Mapping[str, Any]:
    return _data()["facts"]


@dataclass(frozen=True, slots=True)
class Person:
    """A virtual person. ``facts`` are words and numbers such as ``{"magnesium": "low", "age": 42}``.

    ``kind`` is a starting type (see :func:`person_types`); several may be joined, as in ``"ssd + poor sleeper"``.
    ``index`` picks the person's own random stream: the same index has the same good and bad days everywhere.
    A fact may also be the full name of a parameter (``"perception.bias"``) or ``"gain.ARROW"``.
    """

    kind: str = "general"
    facts: Mapping[str, Any] = field(default_factory=dict)
    index: int = 0

    def traits(self, body: Body) -> dict[str, float]:
        """The parameter values that differ from the reference person, by qualified name.

        Raises PersonError or UnknownNameError, with a suggestion, for what does not exist or is out of range.
        """
        found: dict[str, float] = {}
        for name in re.split(r"\s*\+\s*", self.kind.strip()):
            types = _data()["types"]
            if name not in types:
                raise unknown("person type", name, types)
            found.update(types[name].get("traits", {}))
        for word, value in self.facts.items():
            found.update(self._fact(body, word, value))
        gains = {f"gain.{name}" for name in body.arrows}
        for name in found:
            if name not in body.parameters and name not in gains:
                raise unknown("trait", name, [*body.parameters, *gains])
        return found

    def _fact(self, body: Body, word: str, value: Any) -> dict[str, float]:
        rules = _fact_rules()
        if word in body.parameters or (word.startswith("gain.") and word.removeprefix("gain.") in body.arrows):
            return {word: _number(word, value)}
        if word not in rules:
            raise unknown("fact about the person", word, [*rules, *body.parameters])
        rule = rules[word]
        if "words" in rule and isinstance(value, str):
            if value not in rule["words"]:
                raise unknown(f"word for {word}", value, rule["words"])
            chosen = rule["words"][value]
            return {name: float(number) for name, number in (chosen or {}).items()}
        number = _number(word, value)
        low, high = rule.get("range", (-np.inf, np.inf))
        if not low <= number <= high:
            raise PersonError(
                f"{word} {value} is outside the range {low:g} to {high:g} {rule.get('unit', '')}".rstrip()
            )
        return {name: number * rule.get("factor", 1.0) for name in rule.get("sets", ())}

    def describe(self) -> str:
        """One phrase, such as ``adult with SSD, low magnesium, age 42``."""
        types = _data()["types"]
        kinds = [types[name]["description"] for name in re.split(r"\s*\+\s*", self.kind.strip()) if name in types]
        parts = [" and ".join(kinds)]
        for word, value in self.facts.items():
            rule = _fact_rules().get(word, {})
            unit = rule.get("unit", "")
            shown = f"{value} {word}" if isinstance(value, str) else f"{word} {value} {unit}".rstrip()
            parts.append(shown)
        return ", ".join(parts)


def _number(word: str, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise PersonError(f"{word} needs a number, got {value!r}")
    if not np.isfinite(value):
        raise PersonError(f"{word} needs a finite number, got {value!r}")
    return float(value)


def vary(body: Body, traits: Mapping[str, float], seed: int, indices: np.ndarray) -> dict[str, np.ndarray]:
    """Traits of many people around a starting type: each person parameter drawn from how people differ.

    Each number depends on the seed, the parameter's name and the person's index alone. Where the type sets a trait,
    its spread is centred there.
    """
    from somaloop.engine.noise import name_code

    result: dict[str, np.ndarray] = {}
    for name, parameter in body.parameters.items():
        spread = parameter.between_people
        if spread is not None:
            shares = _shares(seed, name_code(name), indices)
            result[name] = _around(spread, parameter.value, traits.get(name, parameter.value), shares)
    return result


def _shares(seed: int, code: int, indices: np.ndarray) -> np.ndarray:
    """A uniform number for each index: the number at that place of the stream of (seed, code)."""
    if len(indices) == 0:
        return np.zeros(0)
    first = int(np.min(indices)) // 4 * 4  # the counter steps four numbers at a time
    stream = np.random.Philox(key=[seed, code])
    stream.advance(first // 4)
    return np.random.Generator(stream).random(int(np.max(indices)) - first + 1)[np.asarray(indices) - first]


def _around(spread: Spread, reference: float, centre: float, shares: np.ndarray) -> np.ndarray:
    drawn = spread.quantile(shares)
    if centre == reference:
        return drawn
    if spread.kind == "lognormal":
        return centre * drawn / spread.centre
    return np.clip(centre + drawn - spread.centre, spread.low, spread.high)
