"""Read study files. Everything is checked, all problems together, each with its file and line."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from somaloop.evidence import sources
from somaloop.instruments import INSTRUMENTS
from somaloop.language import Body, SomaloopError
from somaloop.protocol import Protocol, ProtocolError, build_schedule
from somaloop.protocol.source import read_text
from somaloop.protocol.yaml_shape import shape_problems
from somaloop.protocol.yaml_text import document
from somaloop.studies._statistic_text import read_statistic
from somaloop.studies.file_reader import FileReader, Keys
from somaloop.studies.study import Study, StudyArm
from somaloop.studies.text import StudyText


class StudyError(ProtocolError):
    """One or more problems of a study file."""


def read_studies(path: str | Path, body: Body | None = None) -> tuple[Study, ...]:
    """Read a study file: a list of studies, or one. Raises StudyError with every problem, each with its line."""
    return parse_studies(read_text(Path(path)), str(path), body)


def parse_studies(text: str, file: str = "", body: Body | None = None) -> tuple[Study, ...]:
    """Read the text of a study file. Raises StudyError as :func:`read_studies` does."""
    from somaloop.model import whole_body

    return _Reader(body or whole_body(), document(text, file)).read()


class _Reader(FileReader):
    """Reads one file of studies."""

    def read(self) -> tuple[Study, ...]:
        data = self.found.data
        items: list[tuple[Keys, Any]]
        if isinstance(data, Mapping):
            items = [((), data)]
        elif isinstance(data, list) and data:
            items = [((index,), item) for index, item in enumerate(data)]
        else:
            self.say("this file holds no study", (), hint="a study begins with the key study, its name")
            items = []
        for path, item in items:
            if not isinstance(item, Mapping):
                self.say("this is not a study", path, hint="a study begins with the key study, its name")
                continue
            self.problems += shape_problems(StudyText, item, self.found, path)
        self.stop_at_problems(StudyError)
        studies = [self._study(StudyText.model_validate(item), path) for path, item in items]
        names: dict[str, int] = {}
        for (path, _), study in zip(items, studies, strict=True):
            if study is not None and names.setdefault(study.name, len(names)) != len(names) - 1:
                self.say(f"two studies are called {study.name!r}", (*path, "study"))
        self.stop_at_problems(StudyError)
        return tuple(study for study in studies if study is not None)

    def _study(self, text: StudyText, path: Keys) -> Study | None:
        before = len(self.problems)
        rows = tuple(text.rows or ())
        for place, row in enumerate(rows):
            self.known("row", row, sources(), (*path, "rows", place))
        if (text.weeks is None) == (text.days is None):
            self.say("say how long the study lasts: either weeks or days", path, hint="write: weeks: 12")
        days = text.days or 7 * (text.weeks or 1)
        usual, varied = self.usual((*path, "usual life"))
        arms = {name: self._arm(text, name, usual, days, path) for name in text.arms}
        self._design(text, path)
        for name in text.baseline:
            self.known("instrument", name, INSTRUMENTS, (*path, "baseline", name))
        if len(self.problems) > before:
            return None
        kept = {name: arm for name, arm in arms.items() if arm is not None}
        statistics = []
        seen: set[str] = set()
        for place, item in enumerate(text.statistics):
            where = (*path, "statistics", place)
            if item.what in seen:
                self.say(f"two statistics are called {item.what!r}", (*where, "what"))
            seen.add(item.what)
            got, faults = read_statistic(item, kept, days, text.settle, rows, text.design == "crossover")
            for key, message in faults:
                self.say(message, (*where, key) if key else where)
            if got is not None:
                statistics.append(got)
        if len(self.problems) > before:
            return None
        return Study(
            name=text.study, title=text.title, mechanism=text.mechanism, rows=rows, design=text.design, usual=usual, varied_days=varied, days=days, settle_days=text.settle,
            arms=MappingProxyType(kept), statistics=tuple(statistics), baseline=MappingProxyType(dict(text.baseline)),
            file=self.found.file,
        )  # fmt: skip

    def _arm(self, text: StudyText, name: str, usual: Protocol, days: int, path: Keys) -> StudyArm | None:
        key = (*path, "arms", name)
        item = text.arms[name]
        lines = self.lines((*key, "lines"))
        own = self.protocol(lines, (*key, "lines"))
        words, place = (item.people, (*key, "people")) if item.people is not None else (text.people, (*path, "people"))
        people = self.people(words, place, text.settle)
        if own is None or people is None:
            return None
        try:
            protocol = usual + own
            build_schedule(protocol, self.body, days, before=usual)
        except ProtocolError as error:
            self.problems += error.located(self.found.place((*key, "lines"))).problems
            return None
        said = "\n".join(line.text.strip() for line in lines)
        return StudyArm(name, people, protocol, said, item.n)

    def _design(self, text: StudyText, path: Keys) -> None:
        count = len(text.arms)
        where = (*path, "design")
        if text.design == "single" and count > 1:
            self.say(f"a study of one arm has {count} arms", where)
        if text.design in ("parallel", "crossover", "groups") and count < 2:
            self.say(f"a {text.design} study needs two arms or more", where)
        differ = [name for name, arm in text.arms.items() if arm.people is not None]
        if text.design == "groups" and not differ:
            self.say("arms of a study of groups need people of their own", where)
        if text.design == "crossover" and differ:
            self.say("in a crossover study the same people are in all arms", where)


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
