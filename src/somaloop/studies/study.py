"""A published study as data: who, what was done, what was measured when, and what was found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from somaloop.people import Population
from somaloop.protocol import Protocol
from somaloop.studies.moments import Moment

Use = Literal["calibrate", "validate"]
Design = Literal["parallel", "crossover", "single", "groups"]


@dataclass(frozen=True, slots=True)
class StudyArm:
    """One arm: people (with who of them is let in), how many, and what they do from day 1 (usual life and the arm's own lines)."""

    name: str
    people: Population
    protocol: Protocol
    lines: str = ""
    n: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Statistic:
    """One published number and how it is read off the people of a study; ``use`` says whether it may be fitted.

    ``kind`` is one of :data:`somaloop.studies.kinds.KINDS`. ``at`` are the moments whose mean reading counts, ``start``
    the moments that it is compared with (``from`` in the file). ``between`` and ``every`` (hours) give a curve;
    ``ratings`` are the clock hours at which a diary item is rated. ``published`` is in ``unit``; ``standard_error`` is on
    the scale on which the kind is compared (see ``KINDS``) and None where the study gave nothing to work it out from.
    """

    what: str
    of: str
    kind: str
    unit: str
    published: float
    arm: str = ""
    against: str = ""
    with_: str = ""
    at: tuple[Moment, ...] = ()
    start: tuple[Moment, ...] = ()
    between: tuple[Moment, Moment] | None = None
    every: float = 0.0
    ratings: tuple[float, ...] = ()
    daily: bool = False
    lag: float = 0.0
    quantile: float | None = None
    at_least: float | None = None
    at_most: float | None = None
    by: float | None = None
    by_share: bool = False
    rise: bool = False
    over: str = ""
    low: float | None = None
    high: float | None = None
    sd: float | None = None
    standard_error: float | None = None
    n: tuple[int, ...] = ()
    row: str = ""
    note: str = ""
    use: Use = "validate"


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """A published study. The use of its numbers follows from the rows that they stand in."""

    name: str
    title: str
    mechanism: str
    rows: tuple[str, ...]
    design: Design
    usual: Protocol
    varied_days: bool
    days: int
    settle_days: int
    arms: Mapping[str, StudyArm]
    statistics: tuple[Statistic, ...]
    baseline: Mapping[str, float] = field(default_factory=dict)
    file: str = ""

    @property
    def use(self) -> Use:
        """``calibrate`` where some of its numbers may be fitted, else ``validate``."""
        return "calibrate" if any(item.use == "calibrate" for item in self.statistics) else "validate"

    def label(self, statistic: Statistic) -> str:
        """The name of one of its statistics among all."""
        return f"{self.name}: {statistic.what}"
