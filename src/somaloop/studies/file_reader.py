"""What files about groups of people have in common: problems with their places, people, usual life, lines of a protocol."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from types import MappingProxyType
from typing import TypeAlias

import numpy as np

from somaloop.instruments import INSTRUMENTS, Growth, Recall
from somaloop.language import Body, SomaloopError, suggestion
from somaloop.people import AgeRange, Criterion, Population
from somaloop.protocol import Protocol, ProtocolError, build_schedule
from somaloop.protocol.problems import Problem
from somaloop.protocol.source import SourceLine
from somaloop.protocol.yaml_text import Document
from somaloop.studies.text import AgeText, PeopleText

# What people do where a file says nothing else. Stressors come on about four days of ten (daily-stressor-frequency);
# caffeine is each person's own habit, so no line speaks of it.
USUAL_LIFE = """
eat meals at 08:00, 13:00 and 19:00 daily
diet 60 % processed
stress 2 h at 10:00 on monday, wednesday and friday, moderate
sleep window 23:00 to 07:00 daily
"""
VARIED = "varied"
Keys: TypeAlias = tuple[str | int, ...]


def too_early(name: str, day: int, settle_days: int) -> str:
    """What is wrong with an instrument that looks back beyond the first day that is lived; empty if nothing is."""
    window = INSTRUMENTS[name].window if name in INSTRUMENTS else None
    if not isinstance(window, Recall | Growth) or window.days - day <= settle_days:
        return ""
    return f"{name} looks back over {window.days} days; on day {day} it needs settle: {window.days - day} or more"


class FileReader:
    """Reads one file and gathers its problems."""

    def __init__(self, body: Body, found: Document) -> None:
        self.body, self.found = body, found
        self.problems: list[Problem] = []

    def stop_at_problems(self, error: type[ProtocolError]) -> None:
        """Raise all problems so far, once each and in the order of the file, if there are any."""
        if self.problems:
            once = dict.fromkeys(self.problems)  # people of all arms are read from the same lines
            raise error(sorted(once, key=lambda problem: (problem.place.file, problem.place.line)))

    def say(self, message: str, path: Keys, known: Iterable[str] = (), hint: str = "") -> None:
        """One problem, at the place of a path."""
        self.problems.append(Problem(message, self.found.place(path), tuple(known), hint))

    def known(self, what: str, name: str, names: Iterable[str], path: Keys) -> bool:
        """Whether a name is known; if not, that is a problem."""
        listed = list(names)
        if name in listed:
            return True
        self.say(f"unknown {what} {name!r}{suggestion(name, listed)}", path)
        return False

    def lines(self, path: Keys) -> list[SourceLine]:
        """The lines of a protocol below a path that hold anything; a block that cannot be read is a problem."""
        if path not in self.found.nodes:
            return []
        try:
            return [line for line in self.found.block(path) if line.text.strip()]
        except ProtocolError as error:
            self.problems += error.located(self.found.place(path)).problems
            return []

    def usual(self, path: Keys) -> tuple[Protocol, bool]:
        """Usual life, and whether its days differ."""
        lines = self.lines(path)
        standard = Protocol.parse(USUAL_LIFE)
        if not lines:
            return standard, False
        if [line.text.strip().lower() for line in lines] == [VARIED]:
            return standard, True
        return self.protocol(lines, path) or standard, False

    def protocol(self, lines: Sequence[SourceLine], path: Keys) -> Protocol | None:
        """Lines as a protocol that the body understands, or None."""
        try:
            protocol = Protocol.of_lines(lines)
            build_schedule(protocol, self.body, 7)
        except ProtocolError as error:
            self.problems += error.located(self.found.place(path)).problems
            return None
        return protocol

    def people(self, text: PeopleText, path: Keys, settle_days: int) -> Population | None:
        """Who takes part, or None. Screening looks back from day 0; the days that it looks at must be lived."""
        before = len(self.problems)
        criteria = []
        for place, item in enumerate(text.include):
            where = (*path, "include", place)
            if self.known("instrument", item.of, INSTRUMENTS, (*where, "of")):
                message = too_early(item.of, 0, settle_days)
                if message:
                    self.say(message, where)
            try:
                criteria.append(Criterion(item.of, item.at_least, item.at_most))
            except SomaloopError as error:
                self.say(str(error), where)
        try:
            age = text.age
            if isinstance(age, AgeText):
                ages: AgeRange | float | None = AgeRange(age.mean, age.sd, age.from_, age.to)
            else:
                ages = None if age is None else float(age)
            facts = MappingProxyType(dict(text.facts))
            population = Population(text.type, facts, age=ages, female=text.female, include=tuple(criteria))
            population.drawn(self.body, np.arange(1))
        except SomaloopError as error:
            self.say(str(error), path)
            return None
        return population if len(self.problems) == before else None
