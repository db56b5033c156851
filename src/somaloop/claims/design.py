"""What is done to answer the claims, as immutable values: people, lives, and one experiment for each claim."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from somaloop.people import Person
from somaloop.protocol import Protocol, ProtocolError

Claimed = Literal["higher", "lower", "the same"]
WHOLE_DAY = (0.0, 24.0)


class DesignError(ProtocolError):
    """One or more problems of the files that say how claims are tested."""


@dataclass(frozen=True, slots=True)
class Population:
    """People of one starting type and the life they are used to."""

    name: str
    person: Person
    usual: Protocol


@dataclass(frozen=True, slots=True)
class Life:
    """What one population does for some days: usual life and the lines that are added to it."""

    name: str
    population: str
    lines: str
    protocol: Protocol
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """What studies of people found for the same cause and effect.

    ``unit`` is ``"SD"`` for a standardised difference, ``"same"`` for the unit of the outcome, or another unit in
    words, which can then be compared by its sign alone. ``low`` and ``high`` are the 95 % interval, where one was
    given. ``important`` is the smallest difference that matters, in the same unit. Where studies gave no size, ``found``
    says which way it went: ``"higher"``, ``"lower"``, ``"no difference"``, or ``"mixed"`` where they disagree.
    """

    what: str
    source: str
    size: float | None = None
    unit: str = ""
    found: str = ""
    low: float | None = None
    high: float | None = None
    important: float | None = None
    note: str = ""

    @property
    def has_interval(self) -> bool:
        """Whether the study gave an interval."""
        return self.low is not None and self.high is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Contrast:
    """Two lives, or two pairs of lives: ``with_`` minus ``without``, less the same of ``beyond`` where it is given."""

    with_: str
    without: str
    beyond: tuple[str, str] | None = None

    @property
    def terms(self) -> Mapping[str, float]:
        """How often each life counts."""
        found: dict[str, float] = {}
        parts = [(self.with_, 1.0), (self.without, -1.0)]
        parts += [(self.beyond[0], -1.0), (self.beyond[1], 1.0)] if self.beyond is not None else []
        for name, weight in parts:
            found[name] = found.get(name, 0.0) + weight
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What is read off people, and which way the article says that it goes.

    ``of`` is an instrument or a quantity of the body. ``hours`` is a span of the clock (over midnight where it runs
    backwards); ``peak`` takes the highest hour of it instead of the mean. ``coupled_with`` asks how closely two
    quantities go together from day to day in each person.
    ``important`` is the smallest difference that matters, None for the convention (see ``effect``). ``contrast`` is
    its own pair of lives where it is not that of the claim. An outcome that stands ``beside`` is shown and not judged.
    """

    of: str
    claimed: Claimed
    hours: tuple[float, float] = WHOLE_DAY
    peak: bool = False
    coupled_with: str = ""
    important: float | None = None
    important_source: str = ""
    published: Published | None = None
    contrast: Contrast | None = None
    beside: bool = False

    @property
    def direction(self) -> float:
        """1 where the article says higher, -1 where it says lower, 0 where it says that nothing changes."""
        return {"higher": 1.0, "lower": -1.0, "the same": 0.0}[self.claimed]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimExperiment:
    """How one claim is tested, or in ``reason`` why it is not."""

    claim: str
    asks: str
    contrast: Contrast | None = None
    outcomes: tuple[Outcome, ...] = ()
    also: Mapping[str, Contrast]
    reason: str = ""

    def contrast_of(self, outcome: Outcome) -> Contrast:
        """The pair of lives in which an outcome is read."""
        contrast = outcome.contrast or self.contrast
        if contrast is None:
            raise ValueError(f"{self.claim} is not run")
        return contrast

    @property
    def lives(self) -> tuple[str, ...]:
        """Every life that the claim asks for, once each."""
        own = [outcome.contrast for outcome in self.outcomes]
        contrasts = [item for item in (self.contrast, *own, *self.also.values()) if item is not None]
        return tuple(dict.fromkeys(name for contrast in contrasts for name in contrast.terms))


@dataclass(frozen=True, slots=True)
class Design:
    """Everything that is done to answer the claims."""

    settle_days: int
    populations: Mapping[str, Population]
    lives: Mapping[str, Life]
    experiments: Mapping[str, ClaimExperiment]
