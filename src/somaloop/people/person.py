"""One virtual person: a starting type, a few facts, and the traits that follow from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from somaloop.evidence.known import type_trait
from somaloop.language import Body, unknown
from somaloop.people.correlations import correlations, sex_scores
from somaloop.people.draw import around
from somaloop.people.types import PersonError, people_data, traits_of, types_of


def fact_rules() -> Mapping[str, Any]:
    """The words for facts about a person: what each sets, its range and unit."""
    return people_data()["facts"]


SEX = "sex"
SEXES = ("female", "male")


@dataclass(frozen=True, slots=True)
class Person:
    """A virtual person. ``facts`` are words and numbers such as ``{"magnesium": "low", "age": 42}``.

    ``kind`` is a starting type (see :func:`person_types`); several may be joined, as in ``"ssd + poor sleeper"``.
    ``index`` picks the person's own random stream: the same index has the same good and bad days everywhere.
    ``sex`` (female or male) moves the traits in which women and men differ on the mean.
    A fact may also be the full name of a parameter (``"perception.bias"``) or ``"gain.ARROW"``.
    """

    kind: str = "general"
    facts: Mapping[str, Any] = field(default_factory=dict)
    index: int = 0

    def traits(self, body: Body) -> dict[str, float]:
        """The parameter values that differ from the reference person, by qualified name.

        Raises PersonError or UnknownNameError, with a suggestion, for what does not exist or is out of range.
        """
        types = types_of(self.kind)
        for item in types:
            item.check(body)
        found = {name: type_trait(body, name, value) for name, value in traits_of(types).items()}
        for word, value in self.facts.items():
            if word != SEX:
                found.update(self._fact(body, word, value))
        sex = self.sex
        if sex is not None:
            explicit = {name for word in self.facts if word != SEX for name in set_by(word)}
            found.update(_of_sex(body, found, sex, explicit))
        gains = {f"gain.{name}" for name in body.arrows}
        for name in found:
            if name not in body.parameters and name not in gains:
                raise unknown("trait", name, [*body.parameters, *gains])
        return found

    def _fact(self, body: Body, word: str, value: Any) -> dict[str, float]:
        rules = fact_rules()
        if word in body.parameters or (word.startswith("gain.") and word.removeprefix("gain.") in body.arrows):
            return {word: _number(word, value)}
        if word not in rules:
            raise unknown("fact about the person", word, [*rules, *body.parameters])
        rule = rules[word]
        if "words" in rule and isinstance(value, str):
            if value not in rule["words"]:
                raise unknown(f"word for {word}", value, rule["words"])
            return {name: float(number) for name, number in rule["words"][value].items()}
        number = fact_number(word, value)
        return {name: number * rule.get("factor", 1.0) for name in rule.get("sets", ())}

    @property
    def sex(self) -> str | None:
        """``female`` or ``male``, or None where nothing is said. Raises UnknownNameError for another word."""
        sex = self.facts.get(SEX)
        if sex is not None and sex not in SEXES:
            raise unknown(f"word for {SEX}", str(sex), SEXES)
        return sex

    def describe(self) -> str:
        """One phrase, such as ``adult with SSD, low magnesium, age 42``."""
        parts = [" and ".join(item.description for item in types_of(self.kind))]
        for word, value in self.facts.items():
            unit = fact_rules().get(word, {}).get("unit", "")
            if word == SEX:
                parts.append(str(value))
                continue
            parts.append(f"{value} {word}" if isinstance(value, str) else f"{word} {value} {unit}".rstrip())
        return ", ".join(parts)


def fact_number(word: str, value: Any) -> float:
    """The number of a fact. Raises PersonError for none, or one out of the fact's range."""
    rule = fact_rules()[word]
    number = _number(word, value)
    low, high = rule.get("range", (-np.inf, np.inf))
    if not low <= number <= high:
        raise PersonError(f"{word} {value} is outside the range {low:g} to {high:g} {rule.get('unit', '')}".rstrip())
    return number


def set_by(word: str) -> tuple[str, ...]:
    """The parameters that a fact sets."""
    rule = fact_rules().get(word)
    return tuple(rule.get("sets", ())) if rule else (word,)


def set_together(name: str) -> tuple[str, ...]:
    """The parameters that are one trait with this one, such as a person's weight, itself first if there is no other."""
    return next((tuple(rule["sets"]) for rule in fact_rules().values() if name in rule.get("sets", ())), (name,))


def _of_sex(body: Body, traits: Mapping[str, float], sex: str, explicit: set[str]) -> dict[str, float]:
    """Traits moved to where the middle woman or man stands, except those that were stated."""
    found = {}
    scores = {name: score for leader, score in sex_scores(sex).items() for name in set_together(leader)}
    for name, score in scores.items():
        parameter = body.parameters.get(name)
        spread = correlations().spread(body, name)
        if parameter is None or spread is None or name in explicit:
            continue
        centre = traits.get(name, parameter.value)
        drawn = spread.quantile(_share(score))
        found[name] = float(around(spread, parameter.value, centre, drawn))
    return found


def _share(score: float) -> float:
    from scipy.special import ndtr

    return float(ndtr(score))


def _number(word: str, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise PersonError(f"{word} needs a number, got {value!r}")
    if not np.isfinite(value):
        raise PersonError(f"{word} needs a finite number, got {value!r}")
    return float(value)
