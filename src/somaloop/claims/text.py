"""The shape of the files that say how claims are tested, checked with Pydantic; errors in words, with file and line."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, StrictInt, StrictStr

from somaloop.protocol.yaml_shape import Strict

Words = Annotated[StrictStr, Field(min_length=1)]


class PublishedText(Strict):
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


class ImportantText(Strict):
    """The smallest difference that matters."""

    size: Annotated[float, Field(gt=0)]
    source: Words


class ContrastText(Strict):
    """A pair of lives."""

    with_: Words = Field(alias="with")
    without: Words


class OutcomeText(Strict):
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


class ExperimentText(Strict):
    """The experiment of one claim."""

    asks: Words | None = None
    with_: Words | None = Field(default=None, alias="with")
    without: Words | None = None
    beyond: ContrastText | None = None
    outcomes: Annotated[list[OutcomeText], Field(min_length=1)] | None = None
    also: dict[str, ContrastText] = Field(default_factory=dict)
    not_run: Words | None = Field(default=None, alias="not run")


class LifeText(Strict):
    """One life of one population."""

    days: Annotated[StrictInt, Field(ge=2, le=728)]
    lines: Any = None


class PopulationText(Strict):
    """People of one type."""

    type: Words
    facts: dict[str, Any] = Field(default_factory=dict)
    usual: Any = None


class LivesText(Strict):
    """The file of people and lives."""

    settle: Annotated[StrictInt, Field(ge=0, le=728)]
    usual_life: Any = Field(alias="usual life")
    people: dict[str, PopulationText]
    lives: dict[str, LifeText]
