"""Read the file of replicas: numbers of the studies by name, and what the study files lack with the row it stands in."""

from __future__ import annotations

from collections.abc import Mapping
from math import nan, sqrt
from types import MappingProxyType
from typing import Any, Literal

import yaml
from pydantic import Field, ValidationError

from somaloop.evidence import source
from somaloop.instruments import INSTRUMENTS
from somaloop.language import SomaloopError, unknown
from somaloop.protocol.yaml_shape import Strict
from somaloop.studies import study as study_of
from somaloop.studies.kinds import KINDS, plain
from somaloop.studies.moments import Moment, moment
from somaloop.studies.needs import timed
from somaloop.studies.scales import NORMAL_95, from_scale, to_scale
from somaloop.studies.study import Statistic
from somaloop.trials.replicas import Figure, Found, Measure, Published, Replica, Test


class _FigureText(Strict):
    value: float
    sd: float | None = None
    n: int | None = None
    row: str


class _ArmText(Strict):
    start: str | _FigureText | None = None
    end: str | _FigureText | None = None


class _Text(Strict):
    replica: str
    study: str
    about: str
    blinding: Literal["blinded", "open"]
    of: str
    measure: Measure
    from_: str | None = Field(default=None, alias="from")
    at: str
    treatment: str
    control: str = ""
    test: Test
    test_note: str = Field(alias="test note")
    found: Found
    n: dict[str, int] = Field(default_factory=dict)
    printed: tuple[float, float] | None = None
    arms: dict[str, _ArmText] = Field(default_factory=dict)
    difference: str | None = None
    note: str = ""
    reason: str = ""


def parse_replicas(text: str, file: str = "") -> Mapping[str, Replica]:
    """Read the text of a file of replicas. Raises SomaloopError with the replica that is wrong."""
    found: dict[str, Replica] = {}
    for item in yaml.safe_load(text) or []:
        name = str(item.get("replica", "?")) if isinstance(item, Mapping) else "?"
        try:
            read = _Text.model_validate(item)
        except ValidationError as error:
            first = error.errors()[0]
            raise SomaloopError(f"{file}: {name}: {'.'.join(map(str, first['loc']))}: {first['msg']}") from None
        if name in found:
            raise SomaloopError(f"{file}: two replicas are called {name!r}")
        found[name] = _Reader(read, file).read()
    return MappingProxyType(found)


class _Reader:
    """Reads one replica beside its study."""

    def __init__(self, text: _Text, file: str) -> None:
        self.text, self.where = text, f"{file}: {text.replica}"
        self.study = study_of(text.study)
        self.statistics = {item.what: item for item in self.study.statistics}

    def read(self) -> Replica:
        text = self.text
        if text.of not in INSTRUMENTS:
            raise unknown("instrument", text.of, INSTRUMENTS, self.where)
        for name in (text.treatment, *([text.control] if text.control else []), *text.arms, *text.n):
            if name not in self.study.arms:
                raise unknown("arm", name, self.study.arms, self.where)
        named = [name for name in self.study.arms if name in (text.treatment, text.control, *text.arms)]
        arms = tuple(sorted(named, key=lambda name: name != text.control))  # the control stands first
        difference = self._difference()
        sizes = {name: self._size(name) for name in arms}
        if text.measure == "percent" and text.from_ is None and not text.control:
            raise SomaloopError(f"{self.where}: per cent of what? there is neither a start nor a control")
        return Replica(
            name=text.replica, study=self.study, about=text.about, blinding=text.blinding, of=text.of,
            measure=text.measure, start=self._moment(text.from_), at=self._moment(text.at) or Moment(self.study.days),
            treatment=text.treatment, control=text.control, arms=arms, n=MappingProxyType(sizes), test=text.test,
            test_note=text.test_note, found=text.found, difference=difference, rules=MappingProxyType(self._rules(arms)),
            published=MappingProxyType({name: self._published(name, sizes[name]) for name in arms}),
            note=text.note, reason=" ".join(text.reason.split()),
        )  # fmt: skip

    def _moment(self, text: str | None) -> Moment | None:
        return None if text is None else timed(self.text.of, moment(text))

    def _statistic(self, name: str) -> Statistic:
        if name not in self.statistics:
            raise unknown("statistic", name, self.statistics, self.where)
        return self.statistics[name]

    def _size(self, arm: str) -> int:
        known = self.text.n.get(arm) or self.study.arms[arm].n
        if known is None and self.text.difference is not None:
            people = self._statistic(self.text.difference).n
            known = people[0] // 2 if len(people) == 1 else None
        if known is None:
            raise SomaloopError(f"{self.where}: nothing says how many people are in {arm!r}; write n")
        return known

    def _rules(self, arms: tuple[str, ...]) -> dict[str, Statistic]:
        if self.text.measure != "share":
            return {}
        found = {}
        for name in arms:
            figure = self.text.arms[name].end if name in self.text.arms else None
            if not isinstance(figure, str) or KINDS[self._statistic(figure).kind].scale != "logit":
                raise SomaloopError(
                    f"{self.where}: a share needs a statistic of the study for {name!r}, which is its rule"
                )
            found[name] = self._statistic(figure)
        return found

    def _published(self, arm: str, size: int) -> Published:
        given = self.text.arms.get(arm)
        if given is None:
            return Published()
        return Published(self._figure(given.start, size, level=True), self._figure(given.end, size))

    def _figure(self, given: str | _FigureText | None, size: int, level: bool = False) -> Figure | None:
        if given is None:
            return None
        if isinstance(given, str):
            return self._of_statistic(self._statistic(given))
        row = source(given.row).id  # raises for a row that does not exist
        level = level or self.text.measure == "value"
        value, sd = self._converted(given.value, level), given.sd
        n = given.n or size
        if sd is None:
            return Figure(value, n=n, row=row, typed=True)
        sd = self._converted(sd, False)
        half = NORMAL_95 * sd / sqrt(n)
        return Figure(value, value - half, value + half, sd, n, row, True)

    def _converted(self, value: float, level: bool) -> float:
        """A printed value on the scale of the instrument; a level also moves with where the scale begins."""
        if self.text.printed is None:
            return value
        low, high = self.text.printed
        item = INSTRUMENTS[self.text.of]
        factor = (item.high - item.low) / (high - low)
        return item.low + (value - low) * factor if level else value * factor

    def _of_statistic(self, item: Statistic) -> Figure:
        """A number of the study on the replica's measure, with the interval that its standard error stands for."""
        if item.of != self.text.of:
            raise SomaloopError(f"{self.where}: {item.what!r} is read by {item.of}, not by {self.text.of}")
        scale = KINDS[item.kind].scale

        def shown(value: Any) -> float:
            number = float(value)
            return 100.0 * (number - 1.0) if self.text.measure == "percent" else number

        middle = float(plain(item, item.published))
        low = high = nan
        if item.low is not None and item.high is not None:
            low, high = (shown(plain(item, end)) for end in (item.low, item.high))
        elif item.standard_error is not None:
            half = NORMAL_95 * item.standard_error
            low, high = (shown(from_scale(scale, to_scale(scale, middle) + sign * half)) for sign in (-1.0, 1.0))
        n = item.n[0] if len(item.n) == 1 else None
        return Figure(shown(middle), low, high, item.sd, n, item.row or " ".join(self.study.rows[:1]))

    def _difference(self) -> Figure | None:
        """The published difference: as the study has it, else of the means of the arms where both are known."""
        text = self.text
        if text.difference is not None:
            return self._of_statistic(self._statistic(text.difference))
        if not text.control:
            return self._own_change()
        if text.measure == "percent" and text.from_ is None:
            return self._published(text.treatment, self._size(text.treatment)).end
        both = [self._published(name, self._size(name)) for name in (text.treatment, text.control)]
        one, other = (item.end for item in both)
        if one is None or other is None:
            return None
        value = one.value - other.value
        first, second = (item.start for item in both)
        if first is not None and second is not None:  # a change in one arm less the change in the other
            return Figure(value - (first.value - second.value), row=one.row, typed=one.typed)
        half = NORMAL_95 * sqrt(one.error**2 + other.error**2) if self.study.design != "crossover" else nan
        if text.measure == "share":
            counts = self._size(text.treatment), self._size(text.control)
            shares = one.value, other.value
            half = NORMAL_95 * sqrt(sum(p * (1 - p) / n for p, n in zip(shares, counts, strict=True)))
        return Figure(value, value - half, value + half, row=one.row, typed=one.typed)

    def _own_change(self) -> Figure | None:
        own = self._published(self.text.treatment, self._size(self.text.treatment))
        if own.end is None or self.text.measure != "value":
            return own.end
        if own.start is None:
            return None
        return Figure(own.end.value - own.start.value, row=own.end.row, typed=own.end.typed)
