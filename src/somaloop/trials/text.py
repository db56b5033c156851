"""The shape of a trial plan, checked with Pydantic: which keys may stand where, and of what kind their values are.

A part that has one main key may be that value alone: ``dropout: 15 %`` is ``dropout: {share: 15 %}``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, TypeAlias

from pydantic import Field, StrictInt, StrictStr, model_validator

from somaloop.protocol.yaml_shape import Strict
from somaloop.studies.settling import settling_days
from somaloop.studies.text import Number, PeopleText, Words
from somaloop.trials.plan import AllocationMethod, Better, Design, Method, Spending, Strategy

Share: TypeAlias = Annotated[float, Field(allow_inf_nan=False)] | StrictStr
Amount: TypeAlias = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Count: TypeAlias = Annotated[StrictInt, Field(ge=1)]
Weeks: TypeAlias = Annotated[StrictInt, Field(ge=1, le=104)]


class Alone(Strict):
    """A part of which one key may stand alone."""

    main: ClassVar[str]

    @model_validator(mode="before")
    @classmethod
    def _alone(cls, value: Any) -> Any:
        return value if isinstance(value, Mapping) else {cls.main: value}


class ArmText(Alone):
    """What one arm does."""

    main: ClassVar[str] = "lines"

    lines: Any = None
    waiting: bool = False
    dose: Amount | StrictStr | None = None
    levels: dict[str, Words] = Field(default_factory=dict)


class PeriodsText(Strict):
    """What a person does after each other."""

    sequences: Annotated[list[Annotated[list[Words], Field(min_length=1)]], Field(min_length=1)]
    weeks: Weeks
    washout: Annotated[StrictInt, Field(ge=0, le=104)] = 0


class ClustersText(Strict):
    """Groups that are given to arms together."""

    size: Count
    likeness: Share


class AllocationText(Alone):
    """How people are given to arms."""

    main: ClassVar[str] = "method"

    method: AllocationMethod | None = None
    ratio: dict[str, Count] = Field(default_factory=dict)
    blocks: Count | Annotated[list[Count], Field(min_length=1)] | None = None
    strata: list[Words] = Field(default_factory=list)
    chance: Share | None = None


class OutcomeText(Alone):
    """What is read."""

    main: ClassVar[str] = "of"

    of: Words
    primary: bool = False
    better: Better | None = None


class AdherenceText(Strict):
    """What is forgotten, and who stops the treatment."""

    misses: Share = 0.0
    stops: Share = 0.0
    depends_on: dict[str, Number] = Field(default_factory=dict, alias="depends on")


class LeavingText(Alone):
    """Who leaves, or what is missing."""

    main: ClassVar[str] = "share"

    share: Share
    depends_on: dict[str, Number] = Field(default_factory=dict, alias="depends on")


class SideEffectText(Strict):
    """What counts as a side effect."""

    of: Words
    rise: Annotated[float, Field(gt=0, allow_inf_nan=False)] | None = None
    at_least: Number | None = Field(default=None, alias="at least")
    unmasks: Share = 0.0
    belief: Share = 0.9


class EstimandText(Alone):
    """What is to be estimated."""

    main: ClassVar[str] = "strategy"

    strategy: Strategy = "treatment policy"
    words: StrictStr = ""


class PriorText(Strict):
    """What is believed of the difference before the trial."""

    mean: Number = 0.0
    sd: Annotated[float, Field(gt=0, allow_inf_nan=False)]


class AnalysisText(Alone):
    """How the difference is estimated and judged."""

    main: ClassVar[str] = "method"

    method: Method
    at: Words | None = None
    covariates: list[Words] | None = None
    alpha: Share = 0.05
    sides: Annotated[StrictInt, Field(ge=1, le=2)] = 2
    by: Annotated[float, Field(gt=0, allow_inf_nan=False)] | Words | None = None
    prior: PriorText | None = None
    sure: Share | None = None


class LooksText(Strict):
    """Interim looks."""

    at: Annotated[list[Share], Field(min_length=1)]
    spending: Spending = "obrien-fleming"
    futility: Share = 0.0


class CostsText(Strict):
    """Unit costs."""

    currency: Words
    trial: Amount = 0.0
    screened: Amount = 0.0
    person: Amount = 0.0
    visit: Amount = 0.0
    week: Amount | dict[str, Amount] = Field(default_factory=dict)


class TrialText(Strict):
    """One plan."""

    trial: Words
    title: Words
    question: StrictStr = ""
    people: PeopleText = Field(default_factory=PeopleText)
    usual_life: Any = Field(default=None, alias="usual life")
    design: Design
    weeks: Weeks | None = None
    days: Annotated[StrictInt, Field(ge=1, le=728)] | None = None
    everybody: Any = None
    arms: dict[str, ArmText] = Field(default_factory=dict)
    factors: dict[str, dict[str, Any]] = Field(default_factory=dict)
    control: StrictStr = ""
    periods: PeriodsText | None = None
    clusters: ClustersText | None = None
    allocation: AllocationText = Field(default_factory=AllocationText)
    visits: Words | Annotated[list[Words], Field(min_length=1)]
    outcomes: Annotated[list[OutcomeText], Field(min_length=1)]
    adherence: AdherenceText = Field(default_factory=AdherenceText)
    dropout: LeavingText = Field(default_factory=lambda: LeavingText(share=0.0))
    missing: LeavingText = Field(default_factory=lambda: LeavingText(share=0.0))
    side_effects: list[SideEffectText] = Field(default_factory=list, alias="side effects")
    estimand: EstimandText = Field(default_factory=EstimandText)
    analysis: AnalysisText | Annotated[list[AnalysisText], Field(min_length=1)]
    size: Count | Annotated[list[Count], Field(min_length=1)]
    looks: LooksText | None = None
    costs: CostsText | None = None
    seed: Annotated[StrictInt, Field(ge=0, le=2**31 - 1)] = 1
    note: StrictStr = ""
    settle: Annotated[StrictInt, Field(ge=0, le=728)] = Field(default_factory=lambda found: _settling(found))


def _settling(found: dict[str, Any]) -> int:
    """The usual days of settling, for whatever of the plan could be read."""
    people = found.get("people", PeopleText())
    read = (*found.get("outcomes", ()), *found.get("side_effects", ()), *people.include)
    return settling_days(item.of for item in read)
