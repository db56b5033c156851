"""Do the analyses keep what they promise? Each is run on many trials whose truth is known, and its answers are counted."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, field
from multiprocessing import get_context

import numpy as np
from scipy.special import betaincinv
from scipy.stats import norm

from somaloop.trials.analyses import Better, analyse
from somaloop.trials.answer import Share
from somaloop.trials.data import Array, TrialData
from somaloop.trials.plan import Analysis

Progress = Callable[[int, int], None]
# A share is called off its nominal value where that lies outside an interval this sure: of tables with a hundred right
# rows, one in ten then shows a row that seems wrong. The intervals that are shown are of 95 %.
SURE = 0.999
_CHUNK = 50


@dataclass(frozen=True, kw_only=True)
class Case:
    """Trials of one kind and one analysis of them.

    ``source`` gives the data of a replicate (it must be picklable to be used by several processes); ``true`` the value
    of each contrast that is looked at. ``nominal`` is the error of the first kind that is promised for a contrast whose
    true value is 0. With ``together`` the contrasts are judged as one family: one line, of whether any is found and
    whether all intervals hold. ``power`` is what a formula says, by contrast. ``expected`` says in words why bias or
    error is expected here, where it is.
    """

    name: str
    data: str
    source: Callable[[int], TrialData]
    analysis: Analysis
    outcome: str
    true: Mapping[str, float]
    better: Better = "lower"
    nominal: float = 0.05
    together: bool = False
    power: Mapping[str, float] = field(default_factory=dict)
    expected: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """How an analysis of one contrast did. ``found`` is the error of the first kind where ``true`` is 0, power elsewhere.

    ``bias`` is the mean estimate less the true value, with its Monte Carlo error; of a family (``together``) that of all
    contrasts on average. ``fallback`` and ``failed`` are shares of replicates; ``seconds`` the processor time of one analysis.
    """

    name: str
    data: str
    contrast: str
    true: float
    nominal: float
    level: float
    replicates: int
    found: Share
    bias: float
    bias_error: float
    coverage: Share
    power: float | None
    fallback: float
    failed: float
    seconds: float
    expected: str

    @property
    def off(self) -> tuple[str, ...]:
        """What is not as promised, beyond chance."""
        words = []
        if self.true == 0:
            words += _off(self.found, self.nominal, self.replicates, "error of the first kind")
        elif self.power is not None:
            words += _off(self.found, self.power, self.replicates, "power")
        if abs(self.bias) > _bound() * self.bias_error:
            words.append("biased")
        words += _off(self.coverage, self.level, self.replicates, "coverage")
        if self.failed > 0:
            words.append("failed at times")
        return tuple(words)


def _bound() -> float:
    return float(norm.ppf(0.5 + SURE / 2))


def _off(share: Share, promised: float, replicates: int, what: str) -> list[str]:
    if replicates == 0:
        return []
    wide = interval(round(share.value * replicates), replicates, SURE)
    if promised > wide.high:
        return [f"{what} too low"]
    return [f"{what} too high"] if promised < wide.low else []


def interval(count: int, of: int, level: float = 0.95) -> Share:
    """A share with its exact binomial interval (Clopper & Pearson, Biometrika 1934;26:404)."""
    if of == 0:
        return Share(math.nan, 0.0, 1.0)
    tail = (1 - level) / 2
    low = 0.0 if count == 0 else float(betaincinv(count, of - count + 1, tail))
    high = 1.0 if count == of else float(betaincinv(count + 1, of - count, 1 - tail))
    return Share(count / of, low, high)


def check(
    cases: Sequence[Case], replicates: int = 2000, workers: int = 1, progress: Progress | None = None
) -> tuple[Checked, ...]:
    """Run every case on replicates 0, 1, ... and count. The result does not depend on ``workers``."""
    tasks = [
        (place, range(first, min(first + _CHUNK, replicates)))
        for place in range(len(cases))
        for first in range(0, replicates, _CHUNK)
    ]
    done = 0
    parts: dict[tuple[int, int], Array] = {}
    times = np.zeros(len(cases))

    def note(place: int, span: range, result: tuple[Array, float]) -> None:
        nonlocal done
        parts[place, span.start] = result[0]
        times[place] += result[1]
        done += len(span)
        if progress is not None:
            progress(done, replicates * len(cases))

    if workers <= 1:
        for place, span in tasks:
            note(place, span, _run(cases[place], span))
    else:
        with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
            try:
                waiting = {pool.submit(_run, cases[place], span): (place, span) for place, span in tasks}
                for future in as_completed(waiting):
                    note(*waiting[future], future.result())
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                raise
    rows: list[Checked] = []
    for place, case in enumerate(cases):
        every = np.concatenate([parts[place, first] for first in range(0, replicates, _CHUNK)])
        rows += _counted(case, every, float(times[place]) / replicates)
    return tuple(rows)


def _run(case: Case, replicates: range) -> tuple[Array, float]:
    """What the estimates said [replicates, contrasts, 6] (estimate, low, high, found, fallback, failed), and the time."""
    rows, spent = [], 0.0
    for replicate in replicates:
        data = case.source(replicate)
        began = time.process_time()
        estimates = {item.contrast: item for item in analyse(data, case.analysis, case.outcome, case.better)}
        spent += time.process_time() - began
        rows.append(
            [
                (
                    item.estimate, item.low, item.high, _found(case, item.p, item.success),
                    bool(item.failure) and not math.isnan(item.estimate), math.isnan(item.estimate),
                )
                for item in (estimates[name] for name in case.true)
            ]
        )  # fmt: skip
    return np.array(rows, dtype=float), spent


def _found(case: Case, p: float, success: bool) -> bool:
    return success if case.analysis.method == "bayesian" or case.analysis.sides == 1 else p < case.analysis.alpha


def _counted(case: Case, every: Array, seconds: float) -> list[Checked]:
    true = np.array(list(case.true.values()))
    names = list(case.true)
    if case.together:
        groups = [("any against control", list(range(len(names))), float(np.abs(true).max()))]
    else:
        groups = [(name, [place], float(true[place])) for place, name in enumerate(names)]
    found = []
    for name, places, value in groups:
        part = every[:, places]
        usable = part[(part[:, :, 5] == 0).all(axis=1)]
        n = len(usable)
        away = (usable[:, :, 0] - true[places]).mean(axis=1)
        inside = ((usable[:, :, 1] <= true[places]) & (true[places] <= usable[:, :, 2])).all(axis=1)
        found.append(
            Checked(
                name=case.name, data=case.data, contrast=name, true=value, nominal=case.nominal,
                level=1 - 2 * case.analysis.alpha / case.analysis.sides, replicates=n,
                found=interval(int(usable[:, :, 3].any(axis=1).sum()), n), bias=float(away.mean()) if n else math.nan,
                bias_error=float(away.std(ddof=1)) / math.sqrt(n) if n > 1 else math.nan,
                coverage=interval(int(inside.sum()), n), power=case.power.get(name),
                fallback=float(part[:, :, 4].max(axis=1).mean()), failed=float(part[:, :, 5].max(axis=1).mean()),
                seconds=seconds, expected=case.expected,
            )
        )  # fmt: skip
    return found
