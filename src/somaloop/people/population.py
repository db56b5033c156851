"""A population: a starting type, facts, age and sex, and the correlated traits of its people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from somaloop.language import Body, unknown
from somaloop.people.age import AgeRange
from somaloop.people.correlations import Correlations, correlations
from somaloop.people.draw import around, scores, shares
from somaloop.people.person import SEX, Person, fact_number, fact_rules, set_together
from somaloop.people.types import PersonError, age_of, female_of, spreads_of, types_of

Array = NDArray[np.float64]
GENERAL_AGE = AgeRange(48.9, 18.1, 18.0, 95.0)  # of the people behind the norms of the PHQ-15 (Kocalevent 2013)
WOMEN = 0.5


@dataclass(frozen=True, slots=True)
class Criterion:
    """Who is let in: a reading of an instrument (``of``) that is at least or at most a number, or both."""

    of: str
    at_least: float | None = None
    at_most: float | None = None

    def __post_init__(self) -> None:
        if self.at_least is None and self.at_most is None:
            raise PersonError(f"the criterion of {self.of} needs 'at least' or 'at most'")
        if self.at_least is not None and self.at_most is not None and self.at_least > self.at_most:
            raise PersonError(f"nobody has a {self.of} of at least {self.at_least:g} and at most {self.at_most:g}")

    def met(self, reading: Array) -> NDArray[np.bool_]:
        """Which readings pass; missing ones do not."""
        passed = np.isfinite(reading)
        if self.at_least is not None:
            passed &= reading >= self.at_least
        if self.at_most is not None:
            passed &= reading <= self.at_most
        return passed


@dataclass(frozen=True)
class Drawn:
    """People of a population. ``traits`` holds, by parameter, the values [people] of all that is not the reference's.

    ``age`` [people] in years, ``sex`` [people] of ``female`` and ``male``, ``weight`` [people] in kg and ``height``
    [people] in cm where the body has them (else NaN), ``indices`` [people], ``labels`` one for each.
    """

    indices: NDArray[np.int64]
    traits: Mapping[str, Array]
    age: Array
    sex: NDArray[np.str_]
    weight: Array
    height: Array
    labels: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.indices)


@dataclass(frozen=True)
class Population:
    """People around a starting type whose traits go together as they do in people.

    ``kind`` and ``facts`` are as in :class:`Person`; a fact moves the middle of the population, but age and sex hold for
    all. ``age`` is an :class:`AgeRange`, one age for all, or None for that of the type (else of the general population);
    ``female`` is the share of women (None: of the type, else half). ``include`` says who is let in by a screening
    reading; whoever simulates a study applies it. Person ``index`` is the same whoever else is drawn: her numbers hang on
    ``seed`` and ``index`` alone. Raises PersonError or UnknownNameError for what cannot be.
    """

    kind: str = "general"
    facts: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    age: AgeRange | float | None = None
    female: float | None = None
    seed: int = 1
    include: tuple[Criterion, ...] = ()

    def __post_init__(self) -> None:
        types_of(self.kind)
        if self.female is not None and not 0.0 <= self.female <= 1.0:
            raise PersonError(f"the share of women is from 0 to 1, got {self.female}")
        if self.female is not None and SEX in self.facts:
            raise PersonError("sex is stated twice: as a fact and as a share of women")
        if self.age is not None and "age" in self.facts:
            raise PersonError("age is stated twice: as a fact and as a distribution")
        if isinstance(self.age, int | float):
            fact_number("age", self.age)

    def traits(self, body: Body) -> dict[str, float]:
        """The traits of the middle of the population that type and facts set (with ``gain.ARROW``), age and sex apart."""
        return Person(self.kind, {word: value for word, value in self.facts.items() if word != SEX}).traits(body)

    @property
    def ages(self) -> AgeRange:
        """How old people are."""
        age: AgeRange | float | None = self.facts.get("age", self.age)
        if age is None:
            age = age_of(types_of(self.kind))
        if age is None:
            return GENERAL_AGE
        return age if isinstance(age, AgeRange) else AgeRange(float(age), 0.0, float(age), float(age))

    @property
    def women(self) -> float:
        """The share of women."""
        sex = Person(self.kind, self.facts).sex
        if sex is not None:
            return float(sex == "female")
        share = self.female if self.female is not None else female_of(types_of(self.kind))
        return WOMEN if share is None else share

    def drawn(
        self, body: Body, indices: NDArray[np.int64], factors: Mapping[str, Array | float] | None = None
    ) -> Drawn:
        """The people with these indices [people]. ``factors`` are as in :func:`somaloop.people.vary`.

        Raises UnknownNameError, with a suggestion, for a trait or factor that does not exist.
        """
        indices = np.asarray(indices)
        rules = correlations()
        centre = {name: value for name, value in self.traits(body).items() if not name.startswith("gain.")}
        age = self.ages.quantile(shares(self.seed, "people.age", indices))
        women = shares(self.seed, "people.sex", indices) < self.women
        spread = {name: item for name in body.parameters if (item := rules.spread(body, name)) is not None}
        for name in factors or {}:
            if name not in spread:
                raise unknown("trait in which people differ", name, spread)
        wide = spreads_of(types_of(self.kind))
        common = {name: scores(self.seed, f"people.{name}", indices) for name in rules.factors}
        traits = {name: np.full(len(indices), value) for name, value in centre.items()}
        for name, item in spread.items():
            leader = set_together(name)[0]
            score = self._score(rules, leader, indices, common, age, women, leader in centre)
            score = score * wide.get(leader, 1.0) * np.asarray((factors or {}).get(name, 1.0))
            reference = body.parameters[name].value
            traits[name] = around(item, reference, centre.get(name, reference), item.quantile(_shares_of(score)))
        for name in fact_rules()["age"]["sets"]:
            if name in body.parameters:
                traits[name] = age
        sex = np.where(women, "female", "male")
        nothing = np.full(len(indices), np.nan)
        return Drawn(
            indices, MappingProxyType(traits), age, sex,
            traits.get("caffeine.weight", nothing), traits.get("alcohol.height", nothing),
            tuple(f"{index}: {word}, {years:.0f} years" for index, word, years in zip(indices, sex, age, strict=True)),
        )  # fmt: skip

    def _score(
        self, rules: Correlations, name: str, indices: NDArray[np.int64], common: Mapping[str, Array], age: Array,
        women: NDArray[np.bool_], stated: bool,
    ) -> Array:  # fmt: skip
        """Standard normal scores of a trait in the general population, moved by the age and sex of these people.

        Where a type states a trait and its age, age counts from that age: it is in the stated value already.
        """
        known = age_of(types_of(self.kind)) if stated else None
        usual = rules.age_reference if known is None else known.mean if isinstance(known, AgeRange) else known
        shift = rules.age.get(name, 0.0) * (age - usual) / rules.age_sd
        shift = shift + rules.sex.get(name, 0.0) * np.where(women, 0.5, -0.5)
        shared = sum(rules.loading(factor, name) * score for factor, score in common.items())
        rest = rules.own(name) * scores(self.seed, name, indices) + shared
        return shift + np.sqrt(1.0 - rules.explained(name)) * rest


def _shares_of(score: Array) -> Array:
    from scipy.special import ndtr

    return ndtr(score)
