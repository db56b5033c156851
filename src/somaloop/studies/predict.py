"""What the model predicts for published statistics, in every truth, and by how much samples of the study's size vary.

A small crowd of the same people lives in every truth, and a large crowd in the central one alone. A statistic of the
small crowd is moved by what the large crowd shows in the central truth, on the statistic's scale; so differences
between truths are free of chance, and the level is that of many people. What is standardised is divided in every truth
by the standard deviation of the large crowd, since a few people do not tell one.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError, ThreadPoolExecutor, as_completed
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Event, Lock

import numpy as np
from numpy.typing import NDArray

from somaloop.engine.blocks import cores
from somaloop.engine.truths import Truths, central_truth
from somaloop.language import Body, SomaloopError
from somaloop.studies.kept import Result, key_of, load, save
from somaloop.studies.kinds import KINDS, compute, divisor_of, plain
from somaloop.studies.needs import needed
from somaloop.studies.record import study_plan
from somaloop.studies.scales import to_scale
from somaloop.studies.simulate import (
    Group,
    Lived,
    Resample,
    Sample,
    Setting,
    days_of,
    live_groups,
    live_studies,
    recruit,
    settings_of,
)
from somaloop.studies.study import Statistic, Study

Array = NDArray[np.float64]
Progress = Callable[[int, int], None]

SMALL, LARGE = 4, 96
WIDER = 3  # times as many people where a statistic tells how people differ
COPIES = 8  # readings of each person of a small crowd, so that shares and quantiles move evenly
_DIFFERING = frozenset((
    "sd", "skewness", "quantile", "share", "correlation", "retest", "between-person sd", "intraclass correlation",
    "between-person correlation", "responders", "odds ratio", "risk ratio",
))  # fmt: skip
RESAMPLES = 400
_MOST = 400  # people of one resample; larger studies are scaled


@dataclass(frozen=True)
class Prediction:
    """Statistics on their scales: ``values`` [truths, statistics], what many people show in each truth.

    ``sampling`` [statistics] is the standard deviation by drawing the study's people, NaN where their number is not
    known; ``labels`` name the statistics; ``failures`` say what went wrong (NaN stands there).
    """

    studies: tuple[Study, ...]
    labels: tuple[str, ...]
    values: Array
    sampling: Array
    failures: tuple[str, ...] = ()

    @property
    def statistics(self) -> tuple[tuple[Study, Statistic], ...]:
        """The studies and statistics in the order of the columns."""
        return tuple((study, statistic) for study in self.studies for statistic in study.statistics)


def predict(
    body: Body,
    studies: Sequence[Study],
    truths: Truths,
    *,
    centre: Truths | None = None,
    small: int = SMALL,
    large: int = LARGE,
    seed: int = 1,
    folder: Path | None = None,
    progress: Progress | None = None,
    bounded: bool = True,
) -> Prediction:
    """Predict the statistics of studies in every truth.

    ``centre`` is the truth in which people are recruited and the large crowd lives (default: the middle of the prior).
    Finished studies are kept in ``folder``, so that an interrupted run goes on. ``progress(done, all)`` is told the
    number of person-days, one call at a time but from several threads, and may raise to interrupt. Raises SomaloopError
    where two studies have one name. ``bounded`` keeps shares half a person away from nobody and everybody before they are
    moved.
    """
    for number, study in enumerate(studies):
        if study.name in {earlier.name for earlier in studies[:number]}:
            raise SomaloopError(f"two studies are called {study.name!r}")
    body = body.declared  # truths are places in what was known before any fit
    middle = centre if centre is not None else central_truth(body)
    job = _Job(body, truths, middle, small, large, seed, progress, bounded)
    todo: list[Study] = []
    found: dict[str, Result] = {}
    for study in studies:
        kept = load(folder, key_of(study, truths, middle, small, large, seed, bounded), len(study.statistics))
        if kept is None:
            todo.append(study)
        else:
            found[study.name] = kept
    batches = _batches(todo)
    job.total = sum(job.size(batch) for batch in batches)
    for batch, results in _side_by_side(job, batches):
        for study in batch:
            save(folder, key_of(study, truths, middle, small, large, seed, bounded), results[study.name])
        found |= results
    ordered = [found[study.name] for study in studies]
    return Prediction(
        tuple(studies),
        tuple(study.label(statistic) for study in studies for statistic in study.statistics),
        np.concatenate([values for values, _, _ in ordered], axis=1) if ordered else np.zeros((len(truths), 0)),
        np.concatenate([sampling for _, sampling, _ in ordered]) if ordered else np.zeros(0),
        tuple(dict.fromkeys(sentence for _, _, failures in ordered for sentence in failures)),
    )


def crowd_size(studies: Sequence[Study], small: int) -> int:
    """How many people live in every truth: more where a statistic tells how people differ."""
    differing = any(item.kind in _DIFFERING for study in studies for item in study.statistics)
    return small * WIDER if differing else small


def cost(batch: Sequence[Study], lanes: int) -> int:
    """The person-days of a batch, usual life once for each setting."""
    settings = {setting for study in batch for setting in settings_of(study).values()}
    return sum(days_of(study, lanes) for study in batch) + lanes * sum(item.settle_days for item in settings)


_BATCH = 6  # studies that settle together are kept as one piece of work, but no more than this


def _batches(studies: Sequence[Study]) -> list[list[Study]]:
    """Studies whose arms share all settings go together, so that usual life is lived once."""
    groups: dict[tuple[bool, frozenset[Setting]], list[Study]] = {}
    for study in studies:
        differing = any(item.kind in _DIFFERING for item in study.statistics)
        groups.setdefault((differing, frozenset(settings_of(study).values())), []).append(study)
    return [items[i : i + _BATCH] for items in groups.values() for i in range(0, len(items), _BATCH)]


def _side_by_side(job: _Job, batches: Sequence[list[Study]]) -> Iterator[tuple[list[Study], dict[str, Result]]]:
    """Batches with what came out, each as it is done: what one leaves of the cores, another takes."""
    beside = max(1, min(cores(), len(batches)))
    job.at_once = max(1, cores() // beside)
    with ThreadPoolExecutor(beside) as pool:
        running = {pool.submit(job.run, batch): batch for batch in sorted(batches, key=job.size, reverse=True)}
        try:
            for done in as_completed(running):
                yield running[done], done.result()
        finally:
            job.stopped.set()
            pool.shutdown(cancel_futures=True)


class _Job:
    """One call of :func:`predict`; batches may run at the same time."""

    def __init__(
        self,
        body: Body,
        truths: Truths,
        centre: Truths,
        small: int,
        large: int,
        seed: int,
        progress: Progress | None,
        bounded: bool,
    ) -> None:
        self.body, self.truths, self.centre = body, truths, centre
        self.small, self.large, self.seed, self.progress = small, large, seed, progress
        self.plan, self.bounded = study_plan(body), bounded
        self.done, self.total = 0, 0
        self.at_once = 1  # blocks of people that each batch lives at a time
        self.stopped, self.telling = Event(), Lock()

    def size(self, batch: list[Study]) -> int:
        """The person-days of a batch."""
        return cost(batch, len(self.truths) * crowd_size(batch, self.small) + self.large)

    def tick(self, lane_days: int) -> None:
        if self.stopped.is_set():
            raise CancelledError
        with self.telling:
            self.done += lane_days
            if self.progress is not None:
                self.progress(min(self.done, self.total), max(self.total, 1))

    def run(self, batch: list[Study]) -> dict[str, Result]:
        settings = {setting for study in batch for setting in settings_of(study).values()}
        most = self.at_once
        crowds = {
            setting: recruit(
                self.body, self.plan, setting, self.large, self.seed, self.centre, lambda _: self.tick(0), most
            )
            for setting in settings
        }
        first = {setting: crowd.first(crowd_size(batch, self.small)) for setting, crowd in crowds.items()}
        few, many = Group(first, self.truths), Group(crowds, self.centre)
        moved, great = live_groups(self.body, self.plan, batch, (few, many), self.seed, self.tick, at_once=most)
        periods = [study for study in batch if study.design == "crossover"]
        other_days = live_studies(
            self.body, self.plan, periods, crowds, self.centre, self.seed, self.tick, apart=True, at_once=most
        )
        results = {}
        for study in batch:
            small = Sample(_with_centre(great[study.name], moved[study.name]), self.seed, COPIES)
            large = Sample(great[study.name], self.seed)
            drawn = Sample(other_days[study.name], self.seed, apart=True) if study.name in other_days else large
            columns, sampling = [], []
            for statistic in study.statistics:
                divisor = divisor_of(statistic, large)
                moving = on_scale(statistic, compute(statistic, small, divisor))
                level = on_scale(statistic, compute(statistic, large, divisor))[0]
                if self.bounded and KINDS[statistic.kind].scale == "logit":
                    moving, level = (_half_a_person_away(x, self.large) for x in (moving, level))
                columns.append(moving[1:] + (level - moving[0]))
                sampling.append(sampling_error(study, statistic, drawn, self.seed))
            results[study.name] = (np.stack(columns, axis=1), np.array(sampling), great[study.name].failures)
        return results


def _with_centre(great: Lived, moved: Lived) -> Lived:
    """The small crowd's lives, those in the central truth first: there they are the first people of the large crowd."""
    expected = {
        arm: {
            item: np.concatenate([great.expected[arm][item][:, : values.shape[1]], values])
            for item, values in asked.items()
        }
        for arm, asked in moved.expected.items()
    }
    return replace(moved, expected=expected)


def _half_a_person_away(log_odds: Array, people: int) -> Array:
    """Log-odds of shares kept half a person away from nobody and everybody.

    Crowds of these sizes do not tell a rare share from none, and on this scale the way from none to one is long.
    """
    end = np.log(2 * people - 1)
    return np.clip(log_odds, -end, end)


def on_scale(statistic: Statistic, value: Array) -> Array:
    """A statistic in its published unit, brought to the scale on which it is compared."""
    return to_scale(KINDS[statistic.kind].scale, plain(statistic, value))


def sampling_error(study: Study, statistic: Statistic, large: Sample, seed: int) -> float:
    """The standard deviation of a statistic over samples of the study's size, on its scale; NaN without numbers."""
    arms = [statistic.arm, *([statistic.against] if statistic.against else [])]
    if not statistic.n:
        return float("nan")
    counts = statistic.n if len(statistic.n) == len(arms) else (max(statistic.n[0] // len(arms), 2),) * len(arms)
    if study.design == "crossover":
        counts = (statistic.n[0],) * len(arms)
    if min(counts) < 3:
        return float("nan")
    shrink = max(1.0, max(counts) / _MOST)
    sizes = {arm: max(round(count / shrink), 3) for arm, count in zip(arms, counts, strict=True)}
    same = study.design == "crossover"
    drawn = Resample(large, sizes, same, RESAMPLES, seed)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a resample may hold nothing that varies; it is left out below
        values = on_scale(statistic, compute(statistic, drawn))
    values = values[np.isfinite(values)]
    return float(values.std(ddof=1) / np.sqrt(shrink)) if len(values) > RESAMPLES // 2 else float("nan")


def asked_of(studies: Sequence[Study]) -> int:
    """How many readings the studies need in all."""
    return sum(len(asked) for study in studies for asked in needed(study).values())
