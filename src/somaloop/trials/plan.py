"""The plan of a virtual trial: who, what is done, how it is conducted, and how it is analysed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

from somaloop.people import Population
from somaloop.protocol import Protocol
from somaloop.studies.moments import Moment

Design = Literal["parallel", "waiting list", "cluster", "crossover", "factorial", "dose-finding", "n-of-1"]
AllocationMethod = Literal["simple", "blocked", "stratified", "minimised"]
Strategy = Literal["treatment policy", "hypothetical", "composite", "while on treatment"]
Method = Literal["ancova", "mmrm", "crossover", "n-of-1", "responder", "bayesian", "factorial", "dose", "cluster"]
Spending = Literal["obrien-fleming", "pocock"]
Better = Literal["lower", "higher", ""]

# What leaving, missing and stopping may hang on, each in standard deviations between people (or yes and no).
DRIVERS = ("last reading", "current reading", "side effects", "stopped")


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialArm:
    """One treatment: the lines of its own, on top of usual life and of what everybody does.

    Its lines count days from the beginning of the period in which it is given (day 1 of a trial without periods).
    ``blinded`` says whether the people in it do not know what they take (from its lines); ``treated`` whether anything
    but a placebo is given; ``waiting`` that they wait for the treatment. ``dose`` a day in ``dose_unit`` (None where none is
    stated) and ``levels`` (factor: level, for factorial designs and for doses of several salts) place it
    in its design.
    """

    name: str
    protocol: Protocol
    lines: str = ""
    blinded: bool = False
    treated: bool = True
    waiting: bool = False
    dose: float | None = None
    dose_unit: str = ""
    levels: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Periods:
    """What a person does after each other: sequences of arm names, the length of a period and of the washout between."""

    sequences: tuple[tuple[str, ...], ...]
    weeks: int
    washout_weeks: int = 0

    @property
    def spans(self) -> tuple[tuple[int, int], ...]:
        """First and last day of each period."""
        step, length = 7 * (self.weeks + self.washout_weeks), 7 * self.weeks
        return tuple((1 + step * number, step * number + length) for number in range(len(self.sequences[0])))


@dataclass(frozen=True, slots=True, kw_only=True)
class Allocation:
    """How people are given to arms (or to sequences of a crossover). ``ratio`` is by arm; ``blocks`` are sizes.

    ``strata`` are ``sex``, ``age``, or the name of an instrument (above or below its median at baseline). With
    ``minimised`` allocation the best arm is taken with ``chance``.
    """

    method: AllocationMethod = "blocked"
    ratio: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    blocks: tuple[int, ...] = (4, 6)
    strata: tuple[str, ...] = ()
    chance: float = 0.8


@dataclass(frozen=True, slots=True, kw_only=True)
class Clusters:
    """Groups that are given to arms together: how many people each has, and how alike they are (intraclass correlation)."""

    size: int
    likeness: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Adherence:
    """What is forgotten and who stops the treatment while staying in the trial.

    ``misses`` is the share of doses (and sessions) missed; ``stops`` the share of people who stop before the end in the
    first arm; ``on`` the log odds that each driver adds.
    """

    misses: float = 0.0
    stops: float = 0.0
    on: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaving:
    """Who leaves the trial, or whose planned readings are missing: a share, and the log odds that each driver adds.

    Without drivers it is at random (MCAR); on the last reading it hangs on what was seen (MAR); on the current reading it
    hangs on what is not seen (bad days).
    """

    share: float = 0.0
    on: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True, kw_only=True)
class SideEffect:
    """A reading that counts as a side effect once it has risen by ``rise`` since baseline, or is ``at_least`` a number.

    ``unmasks`` is the chance that a person of a blinded arm with it comes to be sure of the treatment (belief
    ``belief``, a share).
    """

    of: str
    rise: float | None = None
    at_least: float | None = None
    unmasks: float = 0.0
    belief: float = 0.9


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What is read: an instrument, whether it answers the question, and which way is good (empty where neither is)."""

    of: str
    primary: bool = False
    better: Better = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimand:
    """What is to be estimated, in the words of ICH E9(R1), as far as other fields do not say it already."""

    strategy: Strategy = "treatment policy"
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """How the difference between arms is estimated and judged.

    ``at`` is the visit that counts; ``covariates`` are ``baseline``, ``sex``, ``age``, ``strata`` or an instrument at
    baseline. ``alpha`` is for ``sides`` sides. ``by`` is what a responder gains (a share of baseline where ``by_share``,
    else points); ``prior_mean`` and ``prior_sd`` (of the difference, points) and ``sure`` (the probability that counts as
    success) are of a Bayesian analysis, whose prior is flat where ``prior_sd`` is None.
    """

    method: Method
    at: Moment
    covariates: tuple[str, ...] = ("baseline",)
    alpha: float = 0.05
    sides: int = 2
    by: float | None = None
    by_share: bool = False
    prior_mean: float = 0.0
    prior_sd: float | None = None
    sure: float = 0.975


@dataclass(frozen=True, slots=True, kw_only=True)
class Looks:
    """Interim looks: at which shares of the people, how error is spent, and below which power one gives up (0: never)."""

    at: tuple[float, ...]
    spending: Spending = "obrien-fleming"
    futility: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Costs:
    """Unit costs: of the trial, a person screened, a person let in, a visit, and a person-week in each arm."""

    currency: str
    trial: float = 0.0
    screened: float = 0.0
    person: float = 0.0
    visit: float = 0.0
    week: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialPlan:
    """A whole plan. ``visits`` begin with the baseline (day 0); ``sizes`` are numbers of people in all.

    ``everybody`` are the lines of all arms, which count days of the trial; ``control`` is the arm that others are
    compared with. ``factors`` are the levels of each factor that arms have, in their order; in a factorial design the
    first is the one without treatment. ``text`` is the plan as it was written.
    """

    name: str
    title: str
    question: str
    people: Population
    usual: Protocol
    everybody: Protocol
    settle_days: int
    days: int
    design: Design
    arms: Mapping[str, TrialArm]
    control: str
    visits: tuple[Moment, ...]
    outcomes: tuple[Outcome, ...]
    analyses: tuple[Analysis, ...]
    sizes: tuple[int, ...]
    factors: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    periods: Periods | None = None
    allocation: Allocation = field(default_factory=Allocation)
    clusters: Clusters | None = None
    adherence: Adherence = field(default_factory=Adherence)
    dropout: Leaving = field(default_factory=Leaving)
    missing: Leaving = field(default_factory=Leaving)
    side_effects: tuple[SideEffect, ...] = ()
    estimand: Estimand = field(default_factory=Estimand)
    looks: Looks | None = None
    costs: Costs | None = None
    varied_days: bool = False
    seed: int = 1
    file: str = ""
    text: str = ""

    @property
    def primary(self) -> Outcome:
        """The outcome that answers the question."""
        return next(item for item in self.outcomes if item.primary)

    @property
    def courses(self) -> tuple[tuple[str, ...], ...]:
        """What somebody may be given: one arm each, or the sequences of a crossover or of N-of-1 trials."""
        return self.periods.sequences if self.periods is not None else tuple((name,) for name in self.arms)

    @property
    def spans(self) -> tuple[tuple[int, int], ...]:
        """First and last day of each period; one that is the whole trial where there are no periods."""
        return ((1, self.days),) if self.periods is None else self.periods.spans

    def period_at(self, day: int) -> int | None:
        """The period (from 0) in which a day lies; None for the baseline and for a day of washout."""
        return next((number for number, (first, last) in enumerate(self.spans) if first <= day <= last), None)

    @property
    def followed(self) -> tuple[Moment, ...]:
        """The visits after the baseline."""
        return tuple(visit for visit in self.visits if visit.day >= 1)

    @property
    def read_at_visits(self) -> tuple[str, ...]:
        """The instruments that are read at every visit: outcomes, and what shows side effects."""
        return tuple(dict.fromkeys([item.of for item in (*self.outcomes, *self.side_effects)]))

    @property
    def read_at_baseline(self) -> tuple[str, ...]:
        """The instruments that are read at the baseline: those of the visits, and what selects, strata and covariates need."""
        known = {"sex", "age", "baseline", "strata"}
        wanted = [item.of for item in self.people.include]
        wanted += [name for name in self.allocation.strata if name not in known]
        wanted += [name for item in self.analyses for name in item.covariates if name not in known]
        return tuple(dict.fromkeys([*self.read_at_visits, *wanted]))
