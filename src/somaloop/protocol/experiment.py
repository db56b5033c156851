"""Experiment files: one person, a usual life, and arms that differ by what is done. Every error names its line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from somaloop.language import Body, SomaloopError
from somaloop.protocol.experiment_text import ExperimentText, structure_problems
from somaloop.protocol.problems import MOST_SHOWN, Place, Problem, ProtocolError
from somaloop.protocol.protocol import Protocol
from somaloop.protocol.schedule import Schedule, build_schedule
from somaloop.protocol.source import read_text
from somaloop.protocol.yaml_text import Document, document
from somaloop.protocol.yaml_text import Path as Keys

Kind = Literal["compare", "day"]
PersonCheck = Callable[["PersonWords"], None]


class ExperimentError(ProtocolError):
    """One or more problems of an experiment file."""


@dataclass(frozen=True, slots=True)
class PersonWords:
    """A person as the file describes them: a starting type, a name, and facts such as ``magnesium: low``."""

    type: str = "general"
    name: str = ""
    facts: Mapping[str, str | float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ExperimentArm:
    """One thing that could be done: ``own`` lines, and the ``protocol`` that they make together with usual life."""

    name: str
    own: Protocol
    protocol: Protocol
    person: PersonWords


@dataclass(frozen=True, slots=True)
class Experiment:
    """What an experiment file asks. The first arm is what the others are compared with."""

    title: str
    kind: Kind
    person: PersonWords
    days: int
    settle_days: int
    seed: int
    draws: int
    usual: Protocol
    arms: tuple[ExperimentArm, ...]
    outcomes: tuple[str, ...] = ()
    file: str = ""

    @property
    def weeks(self) -> float:
        """How long it lasts, in weeks."""
        return self.days / 7.0

    @property
    def comparator(self) -> ExperimentArm:
        """The arm that the others are compared with."""
        return self.arms[0]

    def schedules(self, body: Body, steps_per_day: int = 240) -> dict[str, Schedule]:
        """The schedule of every arm. Raises ProtocolError for words that no mechanism knows.

        Before day 1 there is usual life; in an experiment of kind ``day`` each arm has always been lived.
        """
        before = None if self.kind == "day" else self.usual
        return {
            arm.name: build_schedule(arm.protocol, body, self.days, steps_per_day, before=before) for arm in self.arms
        }

    def usual_schedule(self, body: Body, steps_per_day: int = 240) -> Schedule:
        """The schedule of usual life, for the days before day 1. Raises ProtocolError for unknown words."""
        return build_schedule(self.usual, body, self.days, steps_per_day)


def read_experiment(path: str | Path, check_person: PersonCheck | None = None) -> Experiment:
    """Read an experiment file. Raises ProtocolError with every problem, each with its line.

    ``check_person`` is called with each person and may raise a SomaloopError, which is shown at the person's line.
    """
    return parse_experiment(read_text(Path(path)), str(path), check_person)


def parse_experiment(text: str, file: str = "", check_person: PersonCheck | None = None) -> Experiment:
    """Read the text of an experiment. Raises ProtocolError as :func:`read_experiment` does."""
    return _Reader(document(text, file), file, check_person).read()


class _Reader:
    """Reads one file and gathers its problems."""

    def __init__(self, found: Document, file: str, check_person: PersonCheck | None) -> None:
        self.found, self.file, self.check_person = found, file, check_person
        self.problems: list[Problem] = []
        self.count = 0

    def read(self) -> Experiment:
        found = self.found
        if not isinstance(found.data, Mapping):
            said = "the file is empty" if found.data is None else "this is not an experiment"
            hint = "an experiment has the keys title, person, weeks, usual life and arms"
            raise ExperimentError(Problem(said, Place(self.file, 1), hint=hint))
        self._add(structure_problems(found))
        usual = self._protocol(("usual life",)) if "usual life" in found.data else Protocol()
        persons = self._person(found.data.get("person"), ("person",), PersonWords())
        arms = self._arms(usual, persons)
        if self.problems:
            ordered = sorted(self.problems, key=lambda problem: (problem.place.line, problem.place.column))
            raise ExperimentError(ordered[:MOST_SHOWN], max(self.count, len(self.problems)))
        words = ExperimentText.model_validate(found.data)
        days = words.days if words.days is not None else 7 * words.weeks if words.weeks is not None else 1
        return Experiment(
            title=words.title,
            kind=words.kind,
            person=persons,
            days=days,
            settle_days=7 * words.settle,
            seed=words.seed,
            draws=words.draws,
            usual=usual,
            arms=arms,
            outcomes=tuple(words.outcomes),
            file=self.file,
        )

    def _add(self, problems: list[Problem], count: int = 0) -> None:
        self.problems += problems
        self.count += max(count, len(problems))

    def _protocol(self, path: Keys) -> Protocol:
        try:
            name = str(path[1] if path[0] == "arms" else path[0])
            return Protocol.of_lines(self.found.block(path), name)
        except ProtocolError as error:
            self._add(list(error.problems), error.count)
        return Protocol()

    def _arms(self, usual: Protocol, person: PersonWords) -> tuple[ExperimentArm, ...]:
        data = self.found.data.get("arms")
        arms: list[ExperimentArm] = []
        for name, value in data.items() if isinstance(data, Mapping) else ():
            path: Keys = ("arms", name)
            theirs = person
            if isinstance(value, Mapping):
                theirs = self._person(value.get("person"), (*path, "person"), person)
                path = (*path, "lines")
            own = self._protocol(path)
            try:
                arms.append(ExperimentArm(name, own, usual + own, theirs))
            except ProtocolError as error:
                self._add(list(error.problems), error.count)
        return tuple(arms)

    def _person(self, data: object, path: Keys, base: PersonWords) -> PersonWords:
        if not isinstance(data, Mapping):
            return base
        facts: dict[str, str | float] = dict(base.facts)
        for word, value in data.items():
            if word in ("type", "name"):
                continue
            if not isinstance(value, str | int | float):
                said = "has no value" if value is None else "needs one word or number"
                self._add([Problem(f"{word} {said}", self.found.place((*path, word)))])
                continue
            facts[word] = value
        kind, name = str(data.get("type") or base.type), str(data.get("name") or base.name)
        person = PersonWords(kind, name, MappingProxyType(facts))
        if self.check_person is not None:
            try:
                self.check_person(person)
            except SomaloopError as error:
                self._add([Problem(str(error), self._place_in(path, str(error), data))])
        return person

    def _place_in(self, path: Keys, message: str, data: Mapping[str, object]) -> Place:
        """The line of the fact that an error is about, if it names one."""
        for word, value in data.items():
            if repr(word) in message or repr(value) in message or message.startswith(f"{word} "):
                return self.found.place((*path, word))
        return self.found.place(path)
