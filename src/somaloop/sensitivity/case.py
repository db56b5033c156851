"""What is watched: one person, an arm against its placebo, and the outcomes that are read at the end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from somaloop.engine.simulate import DaySource
from somaloop.instruments import INSTRUMENTS, Instrument, instrument
from somaloop.language import SomaloopError, unknown
from somaloop.results.compare import Question

# The main outcomes: symptoms, sleep, tension, magnesium in serum, stools. The first one is what the decision is about.
OUTCOMES = ("PHQ-15", "ISI", "sleep length", "felt tension", "serum magnesium", "stools")


@dataclass(frozen=True, slots=True)
class Column:
    """One watched number: the ``level`` of an instrument without the arm, or the ``effect`` of the arm on it."""

    instrument: str
    kind: str

    @property
    def item(self) -> Instrument:
        """The instrument that is read."""
        return INSTRUMENTS[self.instrument]

    @property
    def words(self) -> str:
        """What it is, for reading."""
        return f"effect on {self.instrument}" if self.kind == "effect" else f"{self.instrument} without"


@dataclass(frozen=True)
class Case:
    """One comparison in one person. ``effects`` are those of ``arm`` beyond ``against``, its placebo twin if it has one.

    ``schedules`` holds what is done in ``without`` (the comparator), ``arm`` and ``against``, by these names.
    """

    title: str
    person: str
    traits: Mapping[str, float]
    usual: DaySource
    without: str
    arm: str
    against: str
    schedules: Mapping[str, DaySource]
    days: int
    settle_days: int
    seed: int
    outcomes: tuple[str, ...]

    @property
    def columns(self) -> tuple[Column, ...]:
        """What is watched: effects first, then levels, each in the order of the outcomes."""
        return tuple(Column(name, kind) for kind in ("effect", "level") for name in self.outcomes)

    @property
    def blinded(self) -> bool:
        """Whether effects are those beyond a placebo."""
        return self.against != self.without


def case_of(question: Question, arm: str = "") -> Case:
    """The case of a question; ``arm`` is one that is compared (default: the first).

    Raises UnknownNameError for an arm that does not exist, SomaloopError for an outcome that daily means do not show.
    """
    compared = {item.name: item for item in question.arms[1:]}
    if not compared:
        raise SomaloopError("a comparison needs two arms")
    if arm and arm not in compared:
        raise unknown("arm", arm, compared)
    chosen = compared[arm] if arm else question.arms[1]
    outcomes = question.outcomes or OUTCOMES
    for name in outcomes:
        if not instrument(name).by_day:
            raise SomaloopError(f"{name} is read at a clock time; watch an outcome of whole days instead")
    base = question.arms[0]
    schedules = {base.name: base.schedule, chosen.name: chosen.schedule}
    against = base.name
    if chosen.placebo is not None:
        against = f"{chosen.name}: placebo"
        schedules[against] = chosen.placebo
    return Case(
        question.title, question.person, question.traits, question.usual, base.name, chosen.name, against, schedules,
        question.days, question.settle_days, question.seed, tuple(outcomes),
    )  # fmt: skip


def gain_sign(outcome: str) -> float:
    """What turns a difference of an outcome into a gain: -1 where lower is better. Raises SomaloopError for neither."""
    better = INSTRUMENTS[outcome].better
    if better == "neither":
        raise SomaloopError(f"for {outcome} neither higher nor lower is better; the first outcome must tell a gain")
    return -1.0 if better == "lower" else 1.0


def least_gain(outcome: str, level: float) -> float:
    """The smallest gain that people notice: in points or as a share of where they stand, else 0."""
    item = INSTRUMENTS[outcome]
    if item.important is not None:
        return float(item.important)
    return abs(level) * item.important_share if item.important_share is not None else 0.0
