"""Read how claims are tested: ``lives.yaml`` (people and what they do) and ``experiments.yaml`` (claim by claim).

Everything is checked when it is read, all problems together, each with its file and line: lines of protocols, people,
lives that nobody asks for, claims that are missing or unknown, quantities, instruments, sources.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType

from somaloop.claims.design import (
    ClaimExperiment,
    Contrast,
    Design,
    DesignError,
    Life,
    Outcome,
    Population,
    Published,
)
from somaloop.claims.text import ExperimentText, LivesText, OutcomeText, PublishedText
from somaloop.evidence import claims, sources
from somaloop.instruments import INSTRUMENTS
from somaloop.language import Body, SomaloopError, suggestion
from somaloop.people import Person
from somaloop.protocol import Protocol, ProtocolError, build_schedule
from somaloop.protocol.problems import Problem
from somaloop.protocol.yaml_shape import shape_problems
from somaloop.protocol.yaml_text import Document, document

LIVES, EXPERIMENTS = "lives.yaml", "experiments.yaml"


def _contrast(text: ExperimentText | OutcomeText) -> Contrast | None:
    if text.with_ is None or text.without is None:
        return None
    beyond = (text.beyond.with_, text.beyond.without) if text.beyond is not None else None
    return Contrast(with_=text.with_, without=text.without, beyond=beyond)


class _Reader:
    """Reads the two texts and gathers their problems."""

    def __init__(self, body: Body, lives: Document, experiments: Document) -> None:
        self.body, self.lives, self.experiments = body, lives, experiments
        self.problems: list[Problem] = []

    def read(self, complete: bool) -> Design:
        self.problems += shape_problems(LivesText, self.lives.data, self.lives)
        data = self.experiments.data
        if not isinstance(data, Mapping):
            self._say("this file names no claim", self.experiments, ())
            data = {}
        for name, item in data.items():
            self.problems += shape_problems(ExperimentText, item, self.experiments, (name,))
        self._raise()
        words = LivesText.model_validate(self.lives.data)
        usual = self._protocol(self.lives, ("usual life",), Protocol())
        populations = {name: self._population(name, usual) for name in words.people}
        lives = {name: self._life(name, populations, words.lives[name].days) for name in words.lives}
        found = {name: self._experiment(name, lives) for name in data}
        self._names(found, complete)
        self._used(found, populations, lives, complete)
        self._raise()
        return Design(
            words.settle,
            MappingProxyType(populations),
            MappingProxyType({name: life for name, life in lives.items() if life is not None}),
            MappingProxyType(found),
        )

    def _raise(self) -> None:
        if self.problems:
            ordered = sorted(self.problems, key=lambda problem: (problem.place.file, problem.place.line))
            raise DesignError(ordered)

    def _say(self, message: str, where: Document, path: tuple[str | int, ...], known: Iterable[str] = ()) -> None:
        self.problems.append(Problem(message, where.place(path), tuple(known)))

    def _protocol(self, where: Document, path: tuple[str, ...], before: Protocol) -> Protocol:
        try:
            added = Protocol.of_lines(where.block(path))
            build_schedule(added, self.body, 7)
            return before + added
        except ProtocolError as error:
            self.problems += error.located(where.place(path)).problems
            return before

    def _population(self, name: str, usual: Protocol) -> Population:
        item = self.lives.data["people"][name]
        person = Person(item["type"], MappingProxyType(dict(item.get("facts") or {})))
        try:
            person.traits(self.body)
        except SomaloopError as error:
            self._say(str(error), self.lives, ("people", name, "type"))
        return Population(name, person, self._protocol(self.lives, ("people", name, "usual"), usual))

    def _life(self, name: str, populations: Mapping[str, Population], days: int) -> Life | None:
        population = name.partition("/")[0]
        if population not in populations or "/" not in name:
            hint = suggestion(population, populations)
            self._say(f"life {name!r} belongs to nobody: write PEOPLE/LIFE{hint}", self.lives, ("lives", name))
            return None
        path = ("lives", name, "lines")
        lines = "\n".join(line.text.strip() for line in self.lives.block(path) if line.text.strip())
        return Life(name, population, lines, self._protocol(self.lives, path, populations[population].usual), days)

    def _experiment(self, name: str, lives: Mapping[str, Life | None]) -> ClaimExperiment:
        text = ExperimentText.model_validate(self.experiments.data[name])
        if text.not_run is not None:
            if text.with_ or text.outcomes or text.also:
                self._say(f"{name} says why it is not run and how it is run", self.experiments, (name,))
            return ClaimExperiment(claim=name, asks=text.asks or "", also={}, reason=text.not_run)
        contrast = _contrast(text)
        if contrast is None or text.outcomes is None or text.asks is None:
            self._say(f"{name} needs asks, with, without and outcomes, or else: not run", self.experiments, (name,))
            return ClaimExperiment(claim=name, asks="", also={})
        also = {label: Contrast(with_=item.with_, without=item.without) for label, item in text.also.items()}
        outcomes = tuple(self._outcome(item, (name, "outcomes", i)) for i, item in enumerate(text.outcomes))
        if all(outcome.beside for outcome in outcomes):
            self._say(f"{name}: every outcome stands beside, so there is nothing to judge", self.experiments, (name,))
        result = ClaimExperiment(
            claim=name, asks=text.asks, contrast=contrast, outcomes=outcomes, also=MappingProxyType(also)
        )
        for life in result.lives:
            if life not in lives:
                self._say(f"unknown life {life!r}{suggestion(life, lives)}", self.experiments, (name,))
        for item in (*(result.contrast_of(outcome) for outcome in outcomes), *also.values()):
            days = {lives[life].days for life in item.terms if lives.get(life) is not None}  # type: ignore[union-attr]
            if len(days) > 1:
                said = f"{name}: lives of different length are compared ({', '.join(item.terms)}): twins share days"
                self._say(said, self.experiments, (name,))
        return result

    def _outcome(self, text: OutcomeText, path: tuple[str | int, ...]) -> Outcome:
        quantities = {**self.body.states, **self.body.observables}
        for key, name in (("of", text.of), ("coupled with", text.coupled_with)):
            if name and name not in quantities and (key == "coupled with" or name not in INSTRUMENTS):
                known = [*quantities, *INSTRUMENTS]
                self._say(f"unknown quantity or instrument {name!r}{suggestion(name, known)}", self.experiments, path)
        if text.of in INSTRUMENTS and (text.hours or text.peak or text.coupled_with):
            self._say(f"{text.of} has its own recall: give no hours, peak or coupling", self.experiments, path)
        if text.of in INSTRUMENTS and not INSTRUMENTS[text.of].by_day:
            said = f"{text.of} is read at a clock time, and lives keep daily means: name the quantity and its hours"
            self._say(said, self.experiments, path)
        own = INSTRUMENTS.get(text.of)
        important, source = (own.important, own.source) if own is not None and own.important else (None, "")
        if (text.with_ is None) != (text.without is None):
            self._say(f"{text.of} needs both with and without, or neither", self.experiments, path)
        if text.important is not None:
            important, source = text.important.size, text.important.source
            self._source(source, (*path, "important"))
        low, high = tuple(text.hours) if text.hours is not None else (0.0, 24.0)
        return Outcome(
            of=text.of, claimed=text.claimed, hours=(low, high), peak=text.peak, coupled_with=text.coupled_with,
            important=important, important_source=source,
            published=self._published(text.published, (*path, "published")) if text.published else None,
            contrast=_contrast(text), beside=text.beside,
        )  # fmt: skip

    def _published(self, text: PublishedText, path: tuple[str | int, ...]) -> Published:
        self._source(text.source, path)
        if (text.size is None) == (not text.found) or bool(text.unit) != (text.size is not None):
            self._say("a published effect needs a size with its unit, or else what was found", self.experiments, path)
        if (text.low is None) != (text.high is None) or (text.low is not None and text.size is None):
            self._say("an interval needs size, low and high", self.experiments, path)
        elif text.low is not None and text.high is not None and not text.low <= (text.size or 0.0) <= text.high:
            self._say("the published size does not lie between low and high", self.experiments, path)
        return Published(**text.model_dump())

    def _source(self, names: str, path: tuple[str | int, ...]) -> None:
        for name in names.split():
            if name not in sources():
                self._say(f"no record of the source {name!r}{suggestion(name, sources())}", self.experiments, path)

    def _names(self, found: Mapping[str, ClaimExperiment], complete: bool) -> None:
        known = claims()
        for name in found:
            if name not in known:
                self._say(f"unknown claim {name!r}{suggestion(name, known)}", self.experiments, (name,))
        if complete:
            for name in known:
                if name not in found:
                    self._say(f"claim {name} has neither an experiment nor a reason", self.experiments, ())
        order = [name for name in known if name in found]
        if [name for name in found if name in known] != order:
            self._say("the claims do not stand in the order of the article", self.experiments, ())

    def _used(
        self,
        found: Mapping[str, ClaimExperiment],
        populations: Mapping[str, Population],
        lives: Mapping[str, Life | None],
        complete: bool,
    ) -> None:
        used = {name for item in found.values() for name in item.lives}
        if not complete:
            return
        for name in lives:
            if name not in used:
                self._say(f"no claim asks for the life {name!r}", self.lives, ("lives", name))
        lived_by = {life.population for life in lives.values() if life is not None}
        for name in populations:
            if name not in lived_by:
                self._say(f"nobody lives as {name!r}", self.lives, ("people", name))


def parse_design(body: Body, lives: str, experiments: str, *, complete: bool = False) -> Design:
    """Read the two texts. ``complete`` asks that every claim of the article is answered and every life is used.

    Raises DesignError with every problem, each with its line.
    """
    return _Reader(body, document(lives, LIVES), document(experiments, EXPERIMENTS)).read(complete)


def _text(name: str) -> str:
    return files("somaloop.claims").joinpath(name).read_text(encoding="utf-8")


@lru_cache(maxsize=2)
def _read(make_body: Callable[[], Body]) -> Design:
    return parse_design(make_body(), _text(LIVES), _text(EXPERIMENTS), complete=True)


def read_design() -> Design:
    """How the claims of the article are tested. Raises DesignError where the files are wrong."""
    from somaloop.claims.levers import levered_body

    return _read(levered_body)
