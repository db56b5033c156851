"""Read study files. Everything is checked, all problems together, each with its file and line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np

from somaloop.evidence import sources
from somaloop.instruments import INSTRUMENTS
from somaloop.language import Body, SomaloopError, suggestion
from somaloop.people import AgeRange, Criterion, Population
from somaloop.protocol import Protocol, ProtocolError, build_schedule
from somaloop.protocol.problems import Problem
from somaloop.protocol.source import read_text
from somaloop.protocol.yaml_shape import shape_problems
from somaloop.protocol.yaml_text import Document, document
from somaloop.studies._statistic_text import read_statistic, too_early
from somaloop.studies.study import Study, StudyArm
from somaloop.studies.text import AgeText, PeopleText, StudyText

# What people of studies do where a study says nothing else. Stressors come on about four days of ten
# (daily-stressor-frequency); caffeine is each person's own habit, so no line speaks of it.
USUAL_LIFE = """
eat meals at 08:00, 13:00 and 19:00 daily
diet 60 % processed
stress 2 h at 10:00 on monday, wednesday and friday, moderate
sleep window 23:00 to 07:00 daily
"""
VARIED = "varied"
Keys = tuple[str | int, ...]


class StudyError(ProtocolError):
    """One or more problems of a study file."""


def read_studies(path: str | Path, body: Body | None = None) -> tuple[Study, ...]:
    """Read a study file: a list of studies, or one. Raises StudyError with every problem, each with its line."""
    return parse_studies(read_text(Path(path)), str(path), body)


def parse_studies(text: str, file: str = "", body: Body | None = None) -> tuple[Study, ...]:
    """Read the text of a study file. Raises StudyError as :func:`read_studies` does."""
    from somaloop.model import whole_body

    return _Reader(body or whole_body(), document(text, file)).read()


class _Reader:
    """Reads one file and gathers its problems."""

    def __init__(self, body: Body, found: Document) -> None:
        self.body, self.found = body, found
        self.problems: list[Problem] = []

    def read(self) -> tuple[Study, ...]:
        data = self.found.data
        items: list[tuple[Keys, Any]]
        if isinstance(data, Mapping):
            items = [((), data)]
        elif isinstance(data, list) and data:
            items = [((index,), item) for index, item in enumerate(data)]
        else:
            self._say("this file holds no study", (), hint="a study begins with the key study, its name")
            items = []
        for path, item in items:
            if not isinstance(item, Mapping):
                self._say("this is not a study", path, hint="a study begins with the key study, its name")
                continue
            self.problems += shape_problems(StudyText, item, self.found, path)
        self._raise()
        studies = [self._study(StudyText.model_validate(item), path) for path, item in items]
        names: dict[str, int] = {}
        for (path, _), study in zip(items, studies, strict=True):
            if study is not None and names.setdefault(study.name, len(names)) != len(names) - 1:
                self._say(f"two studies are called {study.name!r}", (*path, "study"))
        self._raise()
        return tuple(study for study in studies if study is not None)

    def _raise(self) -> None:
        if self.problems:
            once = dict.fromkeys(self.problems)  # people of all arms are read from the same lines
            raise StudyError(sorted(once, key=lambda problem: (problem.place.file, problem.place.line)))

    def _say(self, message: str, path: Keys, known: Iterable[str] = (), hint: str = "") -> None:
        self.problems.append(Problem(message, self.found.place(path), tuple(known), hint))

    def _study(self, text: StudyText, path: Keys) -> Study | None:
        before = len(self.problems)
        rows = tuple(text.rows or ())
        for place, row in enumerate(rows):
            if row not in sources():
                self._say(f"unknown row {row!r}{suggestion(row, sources())}", (*path, "rows", place))
        if (text.weeks is None) == (text.days is None):
            self._say("say how long the study lasts: either weeks or days", path, hint="write: weeks: 12")
        days = text.days or 7 * (text.weeks or 1)
        usual, varied = self._usual(path)
        arms = {name: self._arm(text, name, usual, days, path) for name in text.arms}
        self._design(text, path)
        self._screening(text, path)
        for name in text.baseline:
            if name not in INSTRUMENTS:
                self._say(f"unknown instrument {name!r}{suggestion(name, INSTRUMENTS)}", (*path, "baseline", name))
        if len(self.problems) > before:
            return None
        kept = {name: arm for name, arm in arms.items() if arm is not None}
        statistics = []
        seen: set[str] = set()
        for place, item in enumerate(text.statistics):
            where = (*path, "statistics", place)
            if item.what in seen:
                self._say(f"two statistics are called {item.what!r}", (*where, "what"))
            seen.add(item.what)
            got, faults = read_statistic(item, kept, days, text.settle, rows, text.design == "crossover")
            for key, message in faults:
                self._say(message, (*where, key) if key else where)
            if got is not None:
                statistics.append(got)
        if len(self.problems) > before:
            return None
        return Study(
            name=text.study, title=text.title, mechanism=text.mechanism, rows=rows, design=text.design, usual=usual, varied_days=varied, days=days, settle_days=text.settle,
            arms=MappingProxyType(kept), statistics=tuple(statistics), baseline=MappingProxyType(dict(text.baseline)),
            file=self.found.file,
        )  # fmt: skip

    def _usual(self, path: Keys) -> tuple[Protocol, bool]:
        key = (*path, "usual life")
        lines = [line for line in self.found.block(key) if line.text.strip()] if key in self.found.nodes else []
        standard = Protocol.parse(USUAL_LIFE)
        if not lines:
            return standard, False
        if [line.text.strip().lower() for line in lines] == [VARIED]:
            return standard, True
        return self._protocol(lines, key) or standard, False

    def _protocol(self, lines: Any, path: Keys) -> Protocol | None:
        try:
            protocol = Protocol.of_lines(lines)
            build_schedule(protocol, self.body, 7)
        except ProtocolError as error:
            self.problems += error.located(self.found.place(path)).problems
            return None
        return protocol

    def _arm(self, text: StudyText, name: str, usual: Protocol, days: int, path: Keys) -> StudyArm | None:
        key = (*path, "arms", name)
        item = text.arms[name]
        lines = self.found.block((*key, "lines")) if (*key, "lines") in self.found.nodes else []
        own = self._protocol(lines, (*key, "lines"))
        words, place = (item.people, (*key, "people")) if item.people is not None else (text.people, (*path, "people"))
        people = self._people(words, place)
        if own is None or people is None:
            return None
        try:
            protocol = usual + own
            build_schedule(protocol, self.body, days, before=usual)
        except ProtocolError as error:
            self.problems += error.located(self.found.place((*key, "lines"))).problems
            return None
        said = "\n".join(line.text.strip() for line in lines if line.text.strip())
        return StudyArm(name, people, protocol, said, item.n)

    def _people(self, text: PeopleText, path: Keys) -> Population | None:
        before = len(self.problems)
        criteria = []
        for place, item in enumerate(text.include):
            where = (*path, "include", place)
            self._criterion(item.of, (*where, "of"))
            try:
                criteria.append(Criterion(item.of, item.at_least, item.at_most))
            except SomaloopError as error:
                self._say(str(error), where)
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
            self._say(str(error), path)
            return None
        return population if len(self.problems) == before else None

    def _criterion(self, name: str, path: Keys) -> None:
        if name not in INSTRUMENTS:
            self._say(f"unknown instrument {name!r}{suggestion(name, INSTRUMENTS)}", path)

    def _screening(self, text: StudyText, path: Keys) -> None:
        """Screening looks back from day 0; the days that it looks at must be lived."""
        groups = [(text.people, (*path, "people"))]
        groups += [(arm.people, (*path, "arms", name, "people")) for name, arm in text.arms.items() if arm.people]
        for people, where in groups:
            for place, item in enumerate(people.include):
                message = too_early(item.of, 0, text.settle)
                if message:
                    self._say(message, (*where, "include", place))

    def _design(self, text: StudyText, path: Keys) -> None:
        count = len(text.arms)
        where = (*path, "design")
        if text.design == "single" and count > 1:
            self._say(f"a study of one arm has {count} arms", where)
        if text.design in ("parallel", "crossover", "groups") and count < 2:
            self._say(f"a {text.design} study needs two arms or more", where)
        differ = [name for name, arm in text.arms.items() if arm.people is not None]
        if text.design == "groups" and not differ:
            self._say("arms of a study of groups need people of their own", where)
        if text.design == "crossover" and differ:
            self._say("in a crossover study the same people are in all arms", where)


def main(arguments: list[str]) -> int:
    """Check study files; the problems go to the terminal."""
    worst = 0
    for name in arguments:
        try:
            found = read_studies(name)
        except SomaloopError as error:
            print(error)
            worst = 1
        else:
            print(f"{name}: {len(found)} studies, {sum(len(study.statistics) for study in found)} statistics")
    return worst


if __name__ == "__main__":
    import sys

    raise SystemExit(main(sys.argv[1:]))
