"""A survey: people of a population live usual life and are read off once; what scales show beside published norms.

Norms are the statistics of shipped studies in which nothing is done to people of the same type and everything is read
at once: means, spreads, shares, quantiles, correlations. Arms of women, men or an age are those people of the crowd.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from somaloop.engine.simulate import start
from somaloop.engine.truths import known_centre
from somaloop.instruments import INSTRUMENTS
from somaloop.language import Body
from somaloop.people import Drawn, Population
from somaloop.people.draw import scores
from somaloop.protocol import Protocol, build_schedule
from somaloop.studies.crowd import everybody, lanes_of
from somaloop.studies.file_reader import USUAL_LIFE
from somaloop.studies.kinds import compute
from somaloop.studies.moments import Moment
from somaloop.studies.record import Recorder, live_days, read_off, study_plan
from somaloop.studies.study import Statistic, Study

Array = NDArray[np.float64]
NOW = Moment(0)
DAYS, SETTLE = 28, 28
KINDS = ("mean", "sd", "skewness", "quantile", "share", "correlation", "standardised difference", "difference")
RESAMPLES = 200


@dataclass(frozen=True)
class Survey:
    """Everybody's reading of every instrument that looks back over days. ``readings[instrument]`` is [people]."""

    population: Population
    people: Drawn
    readings: Mapping[str, Array]
    failures: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.people)


def survey(
    body: Body, population: Population, count: int, seed: int = 1, tick: Callable[[int], None] | None = None
) -> Survey:
    """Let ``count`` people settle and live four weeks of usual life, as known, and read each of them once.

    ``tick`` is told person-days as they are done.
    """
    plan, crowd = study_plan(body.declared), everybody(population, count)
    lanes = lanes_of(body.declared, plan, crowd, known_centre(body))
    names = [name for name, item in INSTRUMENTS.items() if item.by_day]
    first = 1 - SETTLE - DAYS
    recorder = Recorder(plan, {(name, NOW) for name in names}, count, first)
    usual = build_schedule(Protocol.parse(USUAL_LIFE), body.declared, 1)
    begin = start(body.declared, plan, lanes, seed)
    _, failed = live_days(
        body.declared, plan, lanes, usual, begin, recorder, first, SETTLE + DAYS, seed, tick
    )  # fmt: skip
    means = recorder.means()
    readings = {}
    for name in names:
        expected = read_off(means, (name, NOW), 1)[0]
        readings[name] = INSTRUMENTS[name].reading(expected, scores(seed, f"survey {name}", crowd.indices))
    return Survey(population, population.drawn(body.declared, crowd.indices), MappingProxyType(readings), failed)


@dataclass(frozen=True, slots=True)
class Norm:
    """A published number beside that of the crowd.

    ``error`` is the standard error of the crowd's, ``margin`` what counts as near enough: a rule, not a test of the
    paper's own error (see :func:`margin_of`).
    """

    study: Study
    statistic: Statistic
    model: float
    error: float
    margin: float

    @property
    def verdict(self) -> str:
        """``hit`` within the margin, ``miss`` where sampling of the crowd does not account for what lies beyond it."""
        beyond = abs(self.model - self.statistic.published) - self.margin
        if beyond <= 0:
            return "hit"
        return "unclear" if beyond <= 2 * self.error else "miss"

    @property
    def source(self) -> str:
        """The published row."""
        return self.statistic.row or " ".join(self.study.rows)


class _Subset:
    """Readings of the people of each arm, drawn again for a resample."""

    def __init__(self, taken: Survey, places: Mapping[str, NDArray[np.int64]]) -> None:
        self.taken, self.places = taken, places

    def series(self, arm: str, of: str, moments: tuple[Moment, ...]) -> Array:
        """Readings [moments, people]."""
        return np.stack([self.taken.readings[of][self.places[arm]] for _ in moments])


def members(taken: Survey, population: Population) -> NDArray[np.int64] | None:
    """The people of the crowd who belong to a narrower population of the same type, or None where it holds others."""
    mine = taken.population
    if population.kind != mine.kind or dict(population.facts) != dict(mine.facts) or population.include:
        return None
    ages = population.ages
    if ages.sd == 0:
        return None
    inside = (taken.people.age >= ages.low) & (taken.people.age <= ages.high)
    if population.women in (0.0, 1.0):
        inside &= (taken.people.sex == "female") == bool(population.women)
    return np.flatnonzero(inside)


def norms_of(taken: Survey, studies: Iterable[Study]) -> tuple[Norm, ...]:
    """Every norm that the crowd can be held against, in the order of the studies."""
    found = []
    for study in studies:
        for statistic in study.statistics:
            arms = [name for name in (statistic.arm, statistic.against) if name]
            if not _is_norm(study, statistic, arms, taken):
                continue
            places = {name: members(taken, study.arms[name].people) for name in arms}
            if any(place is None or len(place) < 8 for place in places.values()):
                continue
            found.append(_norm(taken, study, statistic, {k: v for k, v in places.items() if v is not None}))
    return tuple(found)


def _is_norm(study: Study, statistic: Statistic, arms: list[str], taken: Survey) -> bool:
    read = [name for name in (statistic.of, statistic.with_) if name]
    return (
        statistic.kind in KINDS
        and not statistic.start
        and len(statistic.at) > 0
        and all(moment.day <= 1 for moment in statistic.at)
        and all(name in taken.readings for name in read)
        and all(not study.arms[name].lines.strip() for name in arms)
    )


def _norm(taken: Survey, study: Study, statistic: Statistic, places: Mapping[str, NDArray[np.int64]]) -> Norm:
    chance = np.random.Generator(np.random.Philox(key=[1, 0]))
    again = []
    for _ in range(RESAMPLES):
        drawn = {name: place[chance.integers(0, len(place), len(place))] for name, place in places.items()}
        again.append(float(compute(statistic, _Subset(taken, drawn))))
    spread = float(taken.readings[statistic.of][places[statistic.arm]].std(ddof=1))
    return Norm(
        study, statistic, float(compute(statistic, _Subset(taken, places))), float(np.nanstd(again)),
        margin_of(statistic, spread),
    )  # fmt: skip


def margin_of(statistic: Statistic, spread: float) -> float:
    """How near is near enough.

    A fifth of the people's standard deviation for means and quantiles (at least half a step of the form), a fifth of
    what is published for a standard deviation, 0.1 for correlations and standardised differences, 0.05 for shares, 0.5
    for skewness.
    """
    if statistic.kind in ("mean", "difference", "quantile"):
        return max(0.2 * spread, INSTRUMENTS[statistic.of].step / 2)
    if statistic.kind == "sd":
        return 0.2 * statistic.published
    if statistic.kind == "share":
        return 5.0 if statistic.unit == "%" else 0.05
    return 0.5 if statistic.kind == "skewness" else 0.1


@lru_cache(maxsize=1)
def likely_causes() -> Mapping[str, str]:
    """Why a norm is missed, as far as is known: by study, scale, statistic and words, as the page of norms names it."""
    import yaml

    text = files("somaloop.studies").joinpath("norm_misses.yaml").read_text(encoding="utf-8")
    return MappingProxyType(yaml.safe_load(text) or {})
