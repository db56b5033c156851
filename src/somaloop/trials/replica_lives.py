"""Live the trials that are simulated again: many people in the middle of what is known, a few of them in every truth.

What a truth moves is taken from the few, who are the same people in all truths, so that it is free of chance; how people
differ is taken from the many. Every study is lived once for all of its replicas, in pieces that are kept.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from somaloop.engine.program import Layout
from somaloop.engine.truths import Truths
from somaloop.instruments import INSTRUMENTS
from somaloop.language import Body, SomaloopError
from somaloop.studies.crowd import POOL, Crowd
from somaloop.studies.kept import source_stamp
from somaloop.studies.needs import needed
from somaloop.studies.record import Asked, study_plan
from somaloop.studies.simulate import Lived, Setting, days_of, live_studies, recruit, settings_of
from somaloop.studies.study import Statistic, Study
from somaloop.trials.replicas import Replica

Array = NDArray[np.float64]
Progress = Callable[[int, int], None]

FEW = 12  # people who live in every truth
MANY = 240  # people of the middle truth, from whom the people of a trial are drawn


@dataclass(frozen=True)
class ReplicaLives:
    """Expected readings by arm and reading: ``many`` [people] in the middle truth, ``moved`` [truths] by a truth.

    ``apart`` is what the many live where each arm has good and bad days of its own, as periods of a crossover have (the
    same as ``many`` in other designs); its means are those of ``many``.
    """

    study: Study
    crowd: Crowd
    many: Mapping[str, Mapping[Asked, Array]]
    apart: Mapping[str, Mapping[Asked, Array]]
    moved: Mapping[str, Mapping[Asked, Array]]
    failures: tuple[str, ...] = ()

    @property
    def truths(self) -> int:
        """How many truths there are beside the middle."""
        return len(next(iter(next(iter(self.moved.values())).values())))

    def expected(self, arm: str, asked: Asked, truth: int | None) -> Array:
        """Expected readings [people] in a truth, or in the middle of what is known (None)."""
        item = INSTRUMENTS[asked[0]]
        shift = 0.0 if truth is None else self.moved[arm][asked][truth]
        return np.clip(self.apart[arm][asked] + shift, item.low, item.high)


def asked_study(study: Study, listed: Iterable[Replica]) -> Study:
    """The study with the arms and readings of its replicas alone."""
    listed = tuple(listed)
    arms = {name: arm for name, arm in study.arms.items() if any(name in item.arms for item in listed)}
    statistics = tuple(
        Statistic(
            what=f"{item.name} {arm}", of=item.of, kind="mean" if item.start is None else "change", unit=item.unit,
            published=float("nan"), arm=arm, at=(item.at,), start=() if item.start is None else (item.start,),
        )
        for item in listed for arm in item.arms
    )  # fmt: skip
    made = replace(study, arms=MappingProxyType(arms), statistics=statistics)
    if len(set(settings_of(made).values())) != 1:
        raise SomaloopError(f"{study.name}: a replica needs arms of the same people")
    return made


def live_replicas(
    body: Body, listed: Sequence[Replica], truths: Truths, centre: Truths, *, people: int = MANY, few: int = FEW,
    seed: int = 1, folder: Path | None = None, progress: Progress | None = None,
) -> dict[str, ReplicaLives]:  # fmt: skip
    """Live the studies of these replicas, each once; by name of study.

    Finished pieces are kept in ``folder``, so that an interrupted run goes on. ``progress(done, all)`` is told
    person-days, and may raise to interrupt. Raises SomaloopError where hardly anybody is let in.
    """
    from somaloop.trials.replicas import replicas

    body = body.declared  # truths are places in what was known before any fit
    names = dict.fromkeys(item.study.name for item in listed)
    whole = (*listed, *(item for item in replicas().values() if item.study.name in names and item not in listed))
    studies = {
        name: asked_study(
            next(item.study for item in listed if item.study.name == name),
            (item for item in whole if item.study.name == name),
        )
        for name in names
    }
    job = _Job(body, truths, centre, people, few, seed, folder, progress)
    job.total = sum(job.cost(study) for study in studies.values())
    return {name: job.live(study) for name, study in studies.items()}


class _Job:
    """One call of :func:`live_replicas`."""

    def __init__(
        self, body: Body, truths: Truths, centre: Truths, people: int, few: int, seed: int, folder: Path | None,
        progress: Progress | None,
    ) -> None:  # fmt: skip
        self.body, self.truths, self.centre, self.seed = body, truths, centre, seed
        self.people, self.few, self.folder, self.progress = people, min(few, people), folder, progress
        self.plan: Layout = study_plan(body)
        self.joined = Truths(truths.names, np.concatenate([self._aligned(centre), truths.scores]))
        self.done, self.total = 0, 1

    def _aligned(self, other: Truths) -> Array:
        place = {name: i for i, name in enumerate(other.names)}
        zeros = np.zeros(len(other))
        return np.stack([other.scores[:, place[n]] if n in place else zeros for n in self.truths.names], axis=1)

    def _parts(self, study: Study) -> dict[str, int]:
        """How many people live each piece of a study."""
        parts = {"many": self.people, "few": self.few * len(self.joined)}
        return parts | ({"apart": self.people} if study.design == "crossover" else {})

    def cost(self, study: Study) -> int:
        """Person-days of a study."""
        screening = POOL * study.settle_days if next(iter(study.arms.values())).people.include else 0
        return screening + sum(self._cost(study, lanes) for lanes in self._parts(study).values())

    def _cost(self, study: Study, lanes: int) -> int:
        return days_of(study, lanes) + lanes * study.settle_days

    def tick(self, lane_days: int) -> None:
        """Progress of the engine."""
        self.done += lane_days
        if self.progress is not None:
            self.progress(min(self.done, self.total), self.total)

    def live(self, study: Study) -> ReplicaLives:
        """One study, from what is kept or anew."""
        begin = self.done
        setting = next(iter(settings_of(study).values()))
        crowd = self._crowd(study, setting)
        found: dict[str, Lived] = {}
        for part, lanes in self._parts(study).items():
            kept = self._load(study, part, crowd)
            found[part] = self._lived(study, setting, crowd, part) if kept is None else kept
            if kept is not None:
                self.tick(self._cost(study, lanes))
        self.done = begin
        self.tick(self.cost(study))
        many, few = found["many"], found["few"]
        apart = found.get("apart")
        failures = dict.fromkeys(sentence for item in found.values() for sentence in item.failures)
        return ReplicaLives(
            study, crowd, _each(study, lambda arm, asked: many.expected[arm][asked][0]),
            _each(study, lambda arm, asked: _centred(many, apart, arm, asked)),
            _each(study, lambda arm, asked: _shift(few.expected[arm][asked])), tuple(failures),
        )  # fmt: skip

    def _lived(self, study: Study, setting: Setting, crowd: Crowd, part: str) -> Lived:
        people, truths = (crowd.first(self.few), self.joined) if part == "few" else (crowd, self.centre)
        lived = live_studies(
            self.body, self.plan, [study], {setting: people}, truths, self.seed, self.tick, apart=part == "apart"
        )[study.name]
        self._save(study, part, {
            **{_key(arm, asked): values for arm, by in lived.expected.items() for asked, values in by.items()},
            "failures": np.array(lived.failures, dtype=str),
        })  # fmt: skip
        return lived

    def _crowd(self, study: Study, setting: Setting) -> Crowd:
        kept = self._read(study, "crowd")
        if kept is not None:
            bounds = {name.removeprefix("bounds "): values for name, values in kept.items() if name != "indices"}
            return Crowd(setting.people, kept["indices"].astype(np.int64), bounds)
        made = recruit(self.body, self.plan, setting, self.people, self.seed, self.centre, self.tick)
        self._save(study, "crowd", {"indices": made.indices, **{f"bounds {k}": v for k, v in made.bounds.items()}})
        return made

    def _load(self, study: Study, part: str, crowd: Crowd) -> Lived | None:
        kept = self._read(study, part)
        wanted = needed(study)
        if kept is None or any(_key(arm, asked) not in kept for arm, by in wanted.items() for asked in by):
            return None
        people = crowd.first(self.few) if part == "few" else crowd
        expected = {arm: {asked: kept[_key(arm, asked)] for asked in by} for arm, by in wanted.items()}
        return Lived(expected, dict.fromkeys(study.arms, people), tuple(str(text) for text in kept["failures"]))

    def _path(self, study: Study, part: str) -> Path | None:
        if self.folder is None:
            return None
        truths = self.joined if part == "few" else self.centre
        words = f"{source_stamp()} {study!r} {part} {self.people} {self.few if part == 'few' else ''} {self.seed}"
        digest = hashlib.sha256(words.encode() + " ".join(truths.names).encode())
        digest.update(
            np.ascontiguousarray(self.centre.scores).tobytes() + np.ascontiguousarray(truths.scores).tobytes()
        )
        return self.folder / f"{digest.hexdigest()[:32]}.npz"

    def _read(self, study: Study, part: str) -> dict[str, Array] | None:
        path = self._path(study, part)
        if path is None or not path.is_file():
            return None
        try:
            with path.open("rb") as file, np.load(file, allow_pickle=False) as kept:
                return {name: kept[name] for name in kept.files}
        except (OSError, ValueError, KeyError, EOFError, BadZipFile):
            return None  # half-written or of another version: done anew

    def _save(self, study: Study, part: str, arrays: Mapping[str, NDArray[np.generic]]) -> None:
        path = self._path(study, part)
        if path is None:
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_suffix(".part.npz")
        with partial.open("wb") as file:
            np.savez_compressed(file, **dict(arrays))  # pyright: ignore[reportArgumentType]
        os.replace(partial, path)


def _key(arm: str, asked: Asked) -> str:
    return f"{arm} | {asked[0]} | {asked[1]}".replace("/", " per ")


def _each(study: Study, make: Callable[[str, Asked], Array]) -> Mapping[str, Mapping[Asked, Array]]:
    return {arm: {asked: make(arm, asked) for asked in by} for arm, by in needed(study).items()}


def _centred(many: Lived, apart: Lived | None, arm: str, asked: Asked) -> Array:
    """What each of the many reads on days of her own, about the mean of the days that arms share."""
    shared = many.expected[arm][asked][0]
    if apart is None:
        return shared
    own = apart.expected[arm][asked][0]
    return own + (np.nanmean(shared) - np.nanmean(own))


def _shift(expected: Array) -> Array:
    """By how much each truth moves the mean of the few [truths]; the middle stands first in ``expected``."""
    return np.nanmean(expected[1:] - expected[0], axis=1)
