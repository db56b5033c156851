"""How traits go together in people: shared factors, age and sex, read from ``correlations.yaml``.

A person's score in a trait is a standard normal number: what age and sex make of it, shared factors times their
loadings, and a part of its own that fills the variance up to one. Scores become traits through the spread of each
trait, so that every trait keeps its own distribution (a Gaussian copula in factor form). The matrix of correlations is
the product of the loadings with a diagonal for the own parts; it cannot be anything but positive semi-definite as long
as no trait's shared parts exceed one, which is checked on reading.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, StrictStr

from somaloop.language import Body, Spread, lognormal, normal, unknown
from somaloop.people.types import PersonError
from somaloop.protocol.problems import gathered
from somaloop.protocol.yaml_shape import Strict, shape_problems
from somaloop.protocol.yaml_text import document

Array = NDArray[np.float64]
FILE = "correlations.yaml"
Loading = float


class FactorText(Strict):
    """One shared factor as it is written."""

    description: StrictStr = Field(min_length=1)
    note: StrictStr = Field(min_length=1)
    source: StrictStr = ""
    loadings: dict[str, Loading]


class CovariateText(Strict):
    """Age or sex as it is written: how many standard deviations of a trait go with it."""

    description: StrictStr
    note: StrictStr = Field(min_length=1)
    source: StrictStr = ""
    reference: float = 0.0
    sd: float = Field(gt=0)
    shifts: dict[str, float]


class HabitText(Strict):
    """How far a crowd differs in what the reference person does not have."""

    kind: StrictStr
    first: float
    second: float
    low: float = -np.inf
    high: float = np.inf
    note: StrictStr = Field(min_length=1)
    source: StrictStr = ""


class CorrelationsText(Strict):
    """The whole file."""

    factors: dict[str, FactorText]
    age: CovariateText
    sex: CovariateText
    habits: dict[str, HabitText]


@dataclass(frozen=True)
class Correlations:
    """Loadings of traits on shared factors, and shifts with age (per standard deviation of age) and sex (women - men).

    ``factors[name][trait]`` are loadings; ``age`` and ``sex`` are in standard deviations of the trait; ``habits`` are
    spreads that crowds have beside those that parameters declare.
    """

    factors: Mapping[str, Mapping[str, float]]
    age: Mapping[str, float]
    age_reference: float
    age_sd: float
    sex: Mapping[str, float]
    habits: Mapping[str, Spread]

    def __post_init__(self) -> None:
        for trait in self.traits:
            shared = sum(loading[trait] ** 2 for loading in self.factors.values() if trait in loading)
            if shared > 1.0 + 1e-12:
                raise PersonError(f"the factors take {shared:.2f} of the variance of {trait}, more than all of it")
            if self.explained(trait) >= 1.0:
                raise PersonError(f"age and sex take all the variance of {trait}")

    @property
    def traits(self) -> tuple[str, ...]:
        """Every trait that goes together with others, age or sex."""
        named = [name for loadings in self.factors.values() for name in loadings]
        return tuple(dict.fromkeys([*named, *self.age, *self.sex]))

    def explained(self, trait: str) -> float:
        """The share of a trait's variance that goes with age and sex in the general population."""
        return self.age.get(trait, 0.0) ** 2 + self.sex.get(trait, 0.0) ** 2 / 4.0

    def loading(self, factor: str, trait: str) -> float:
        """How a trait's score goes with a factor, 0 if it does not."""
        return self.factors[factor].get(trait, 0.0)

    def own(self, trait: str) -> float:
        """The weight of a trait's own part, beside the shared factors."""
        return float(np.sqrt(max(0.0, 1.0 - sum(item.get(trait, 0.0) ** 2 for item in self.factors.values()))))

    def spread(self, body: Body, name: str) -> Spread | None:
        """How people of a crowd differ in a parameter; None if they do not."""
        if name not in body.parameters:
            return None
        return self.habits.get(name, body.parameters[name].between_people)

    def matrix(self, traits: Sequence[str] | None = None) -> Array:
        """The correlations of scores in the general population, age and sex included, shape [traits, traits]."""
        names = tuple(traits if traits is not None else self.traits)
        rest = np.sqrt([1.0 - self.explained(name) for name in names])
        columns = [np.array([loading.get(name, 0.0) for name in names]) * rest for loading in self.factors.values()]
        columns.append(np.array([self.age.get(name, 0.0) for name in names]))
        columns.append(np.array([self.sex.get(name, 0.0) / 2.0 for name in names]))
        weights = np.stack(columns, axis=1)
        found = weights @ weights.T
        np.fill_diagonal(found, 1.0)
        return found

    def check(self, body: Body) -> None:
        """Raises UnknownNameError for a trait that the body does not have or in which its people do not differ."""
        known = {name for name in body.parameters if self.spread(body, name) is not None}
        for name in (*self.traits, *self.habits):
            if name not in known:
                raise unknown("trait in which people differ", name, known, FILE)


def read_correlations(text: str, file: str = FILE) -> Correlations:
    """Read the file. Raises ProtocolError, with file and line, for anything that should not stand there."""
    found = document(text, file)
    problems = shape_problems(CorrelationsText, found.data, found)
    if problems:
        raise gathered(problems)
    read = CorrelationsText.model_validate(found.data)
    makers = {"normal": normal, "lognormal": lognormal}
    habits = {}
    for name, item in read.habits.items():
        if item.kind not in makers:
            raise unknown("kind of spread", item.kind, makers, f"{file}, {name}")
        habits[name] = makers[item.kind](item.first, item.second, low=item.low, high=item.high)
    return Correlations(
        factors={name: item.loadings for name, item in read.factors.items()},
        age=read.age.shifts, age_reference=read.age.reference, age_sd=read.age.sd, sex=read.sex.shifts, habits=habits,
    )  # fmt: skip


@lru_cache(maxsize=1)
def correlations() -> Correlations:
    """The shipped factors, shifts and habits."""
    return read_correlations(files("somaloop.people").joinpath(FILE).read_text(encoding="utf-8"))


def sex_scores(sex: str) -> dict[str, float]:
    """By how many standard deviations women or men lie from the middle of both, by trait."""
    side = {"female": 0.5, "male": -0.5}[sex]
    return {name: side * shift for name, shift in correlations().sex.items()}
