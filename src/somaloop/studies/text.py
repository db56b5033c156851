"""The shape of a study file, checked with Pydantic: which keys may stand where, and of what kind their values are."""

from __future__ import annotations

from typing import Annotated, Any, Literal, get_args

from pydantic import Field, StrictInt, StrictStr

from somaloop.protocol.yaml_shape import Strict
from somaloop.studies.settling import settling_days

Words = Annotated[StrictStr, Field(min_length=1)]
Number = Annotated[float, Field(allow_inf_nan=False)]
Moments = Words | list[Words]

Mechanism = Literal[
    "magnesium", "gut", "hpa", "autonomic", "sleep", "circadian", "caffeine", "alcohol", "muscle", "cortex", "diet",
    "medicines", "hydration", "perception", "appraisal", "mood", "diary", "learning", "practices", "trials",
]  # fmt: skip
MECHANISMS: tuple[str, ...] = get_args(Mechanism)


class AgeText(Strict):
    """How old people are."""

    mean: Annotated[float, Field(ge=18, le=95)]
    sd: Annotated[float, Field(gt=0)]
    from_: Annotated[float, Field(ge=18, le=95)] = Field(default=18.0, alias="from")
    to: Annotated[float, Field(ge=18, le=95)] = 95.0


class CriterionText(Strict):
    """Who may take part, by a reading on the evening of day 0."""

    of: Words
    at_least: Number | None = Field(default=None, alias="at least")
    at_most: Number | None = Field(default=None, alias="at most")


class PeopleText(Strict):
    """Who takes part."""

    type: Words = "general"
    age: AgeText | float | int | None = None
    female: Annotated[float, Field(ge=0, le=1)] | None = None
    facts: dict[str, Any] = Field(default_factory=dict)
    include: list[CriterionText] = Field(default_factory=list)
    note: StrictStr = ""


class ArmText(Strict):
    """What one arm does, and who is in it where arms are groups of people."""

    n: Annotated[StrictInt, Field(ge=1)] | None = None
    lines: Any = None
    people: PeopleText | None = None


class StatisticText(Strict):
    """One published number."""

    what: Words
    of: Words
    statistic: Words
    unit: Words
    published: Number
    arm: StrictStr = ""
    against: StrictStr = ""
    with_: StrictStr = Field(default="", alias="with")
    at: Moments | None = None
    from_: Moments | None = Field(default=None, alias="from")
    between: Annotated[list[Words], Field(min_length=2, max_length=2)] | None = None
    every: Words | None = None
    ratings: list[Words] | None = None
    daily: bool | None = None
    lag: Words | None = None
    quantile: Annotated[float, Field(gt=0, lt=1)] | None = None
    at_least: Number | None = Field(default=None, alias="at least")
    at_most: Number | None = Field(default=None, alias="at most")
    by: Words | Annotated[float, Field(gt=0)] | None = None
    rise: bool | None = None
    over: Literal["baseline", "changes", "end"] | None = None
    interval: Annotated[list[Number], Field(min_length=2, max_length=2)] | None = None
    se: Annotated[float, Field(gt=0)] | None = None
    sd: Annotated[float, Field(gt=0)] | None = None
    n: Annotated[StrictInt, Field(ge=1)] | list[Annotated[StrictInt, Field(ge=1)]] | None = None
    row: StrictStr = ""
    note: StrictStr = ""


class StudyText(Strict):
    """One study."""

    study: Words
    title: Words
    mechanism: Mechanism
    rows: Annotated[list[Words], Field(min_length=1)] | None = None
    people: PeopleText = Field(default_factory=PeopleText)
    baseline: dict[str, Number] = Field(default_factory=dict)
    usual_life: Any = Field(default=None, alias="usual life")
    weeks: Annotated[StrictInt, Field(ge=1, le=104)] | None = None
    days: Annotated[StrictInt, Field(ge=1, le=728)] | None = None
    arms: Annotated[dict[str, ArmText], Field(min_length=1)]
    design: Literal["parallel", "crossover", "single", "groups"]
    statistics: Annotated[list[StatisticText], Field(min_length=1)]
    note: StrictStr = ""
    settle: Annotated[StrictInt, Field(ge=0, le=728)] = Field(default_factory=lambda found: _settling(found))


def _settling(found: dict[str, Any]) -> int:
    """The usual days of settling, for whatever of the study could be read."""
    statistics: list[StatisticText] = found.get("statistics", [])
    people = [found.get("people"), *(arm.people for arm in found.get("arms", {}).values())]
    asked = {name for item in statistics for name in (item.of, item.with_)}
    return settling_days(asked | {item.of for group in people if group is not None for item in group.include})
