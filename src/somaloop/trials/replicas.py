"""Published trials that are simulated again: which, how they are read, and what they published, arm by arm.

They stand in ``replicas.yaml`` and lean on the shipped studies: people, arms, protocols and all numbers that a study file
holds come from there. What a study file lacks (the mean of an arm at a visit) is read from ``replicas.yaml`` with the row
that it stands in, and is never fitted: nothing in :mod:`somaloop.calibrate` imports this.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import nan
from pathlib import Path
from typing import Literal

from somaloop.instruments import INSTRUMENTS
from somaloop.language import unknown
from somaloop.studies.moments import Moment
from somaloop.studies.scales import NORMAL_95
from somaloop.studies.study import Statistic, Study, Use

DATA = Path(__file__).with_name("replicas.yaml")
Measure = Literal["value", "change", "percent", "share"]
Found = Literal["lower", "higher", "no difference"]
Test = Literal[
    "analysis of covariance", "t test of changes", "t test at the end", "paired t test of changes",
    "paired t test at the end", "t test of the change", "rank-sum test of changes", "Fisher's exact test",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Figure:
    """A published number of a replica's measure, with its 95 % interval (NaN where none follows) and its row.

    ``sd`` is between people and ``n`` how many they are, where the paper says so; ``typed`` says that it stands in
    ``replicas.yaml`` and not in the study file.
    """

    value: float
    low: float = nan
    high: float = nan
    sd: float | None = None
    n: int | None = None
    row: str = ""
    typed: bool = False

    @property
    def error(self) -> float:
        """The standard error that the interval stands for; NaN where there is none."""
        return (self.high - self.low) / (2 * NORMAL_95)


@dataclass(frozen=True, slots=True)
class Published:
    """What was published of one arm; None where nothing was."""

    start: Figure | None = None
    end: Figure | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Replica:
    """A published trial that is simulated again: one outcome of one study.

    ``at`` is the visit that counts and ``start`` the one that it is compared with (None: none). ``control`` is empty where
    an arm is compared with its own start. ``measure`` says what an arm's number is: the mean reading (``value``), the mean
    ``change``, its ``percent`` of the start (of the control where there is no start), or the ``share`` of people whom the
    ``rules`` (a statistic of the study by arm) count. ``n`` are the people of each arm. ``found`` is what its authors
    concluded of this outcome.
    """

    name: str
    study: Study
    about: str
    blinding: Literal["blinded", "open"]
    of: str
    measure: Measure
    start: Moment | None
    at: Moment
    treatment: str
    control: str
    arms: tuple[str, ...]
    n: Mapping[str, int]
    test: Test
    test_note: str
    found: Found
    published: Mapping[str, Published]
    difference: Figure | None
    rules: Mapping[str, Statistic]
    note: str = ""
    reason: str = ""

    @property
    def paired(self) -> bool:
        """Whether the same people are in all arms."""
        return self.study.design == "crossover"

    @property
    def use(self) -> Use:
        """``calibrate`` where some number of the study may be fitted."""
        return self.study.use

    @property
    def unit(self) -> str:
        """The unit of an arm's number."""
        return {"share": "share", "percent": "%"}.get(self.measure, INSTRUMENTS[self.of].unit)

    @property
    def rows(self) -> tuple[str, ...]:
        """The published rows behind it."""
        typed = [item.row for both in self.published.values() for item in (both.start, both.end) if item is not None]
        return tuple(dict.fromkeys([*self.study.rows, *(row for row in typed if row)]))

    @property
    def moments(self) -> tuple[Moment, ...]:
        """When it is read, the start first."""
        return (self.at,) if self.start is None else (self.start, self.at)


@lru_cache(maxsize=1)
def replicas() -> Mapping[str, Replica]:
    """All replicas by name, in the order of the file. Raises SomaloopError for what is wrong."""
    from somaloop.trials.replicas_read import parse_replicas

    return parse_replicas(DATA.read_text(encoding="utf-8"), DATA.name)


def replica(name: str) -> Replica:
    """One replica. Raises UnknownNameError with the nearest name."""
    if name not in replicas():
        raise unknown("replica", name, replicas())
    return replicas()[name]
