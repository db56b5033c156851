"""The whole analysis of one case: draws, shares of variance, worth of knowing, single ends and bundles."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from somaloop.engine.truths import Truths
from somaloop.language import Body, SomaloopError
from somaloop.sensitivity.case import Case, Column
from somaloop.sensitivity.decision import Decision, decision
from somaloop.sensitivity.draws import known_places
from somaloop.sensitivity.ends import Ends, end_truths, read_ends, spread
from somaloop.sensitivity.live import live, lives_of
from somaloop.sensitivity.screen import Screening, places, screened, trajectories
from somaloop.sensitivity.shares import first_shares, share_errors, together
from somaloop.sensitivity.totals import total_shares
from somaloop.sensitivity.unknowns import Unknown, personal, unknowns_of

Array = NDArray[np.float64]
Indices = NDArray[np.int64]
Say = Callable[[str, int, int], None]  # what is done, how many of it are done, of how many

DRAWS, TRAJECTORIES = 1024, 24
LEADERS = 30  # of each watched number get an error
FEWEST = 0.9  # of the truths that must give a number


@dataclass(frozen=True)
class Sensitivity:
    """What came out. ``share``, ``error`` and ``total`` are [unknowns, columns], the other arrays [columns].

    ``moving`` [unknowns, columns] marks what moves an outcome at all; the shares of the rest are 0. ``explained`` is what
    the polynomial behind ``total`` explains of unseen truths, ``chance`` the share of variance of the days alone. ``scores`` [draws, unknowns] and ``values`` [draws, columns] are the draws, of which ``independent``
    stem from different draws of the posterior, if one is there (``fitted``).
    """

    case: Case
    unknowns: tuple[Unknown, ...]
    columns: tuple[Column, ...]
    scores: Array
    values: Array
    moving: NDArray[np.bool_]
    share: Array
    error: Array
    total: Array
    explained: Array
    chance: Array
    decision: Decision
    ends: Ends
    screening: Screening | None
    independent: int
    failures: tuple[str, ...]

    @property
    def fitted(self) -> bool:
        """Whether the draws are those of a posterior."""
        return self.independent < len(self.scores)

    def leaders(self, column: int = 0, count: int = 20) -> list[int]:
        """The places of the unknowns that explain most of a watched number, the first most."""
        order = np.argsort(-self.share[:, column], kind="stable")
        return [int(i) for i in order if self.moving[i, column]][:count]


def analyse(
    body: Body, case: Case, *, draws: int = DRAWS, trajectories: int = TRAJECTORIES, seed: int = 1,
    folder: Path | None = None, say: Say | None = None,
) -> Sensitivity:  # fmt: skip
    """Analyse a case over what is not known, with so many ``draws`` and ``trajectories`` (0: bundles are left out).

    Finished lives are kept in ``folder``. Raises SomaloopError where too many truths fail.
    """
    job = _Job(body.declared, case, draws, seed, folder, say)
    values, chance, good = job.draws()
    scores = job.scores[good]
    ends = job.ends()
    moving = ends.moves(spread(values))
    share, error, total, explained = _shares(scores, values, moving, seed, job)
    return Sensitivity(
        case=case, unknowns=job.unknowns, columns=case.columns, scores=scores, values=values, moving=moving,
        share=share, error=error, total=total, explained=explained, chance=chance,
        decision=decision(case, scores, values, moving[:, 0], seed, job.step("worth of knowing")), ends=ends,
        screening=job.screening(trajectories) if trajectories else None, independent=int(together(scores).max()) + 1,
        failures=tuple(dict.fromkeys(job.failures)),
    )  # fmt: skip


def _shares(
    scores: Array, values: Array, moving: NDArray[np.bool_], seed: int, job: _Job
) -> tuple[Array, Array, Array, Array]:
    """First-order shares, their errors and total shares [unknowns, columns], and what polynomials explain [columns]."""
    share, error, total = np.zeros(moving.shape), np.full(moving.shape, np.nan), np.zeros(moving.shape)
    some = np.flatnonzero(moving.any(axis=1))
    share[some] = first_shares(scores[:, some], values, job.step("shares of variance"))
    share[~moving] = 0.0
    chosen = sorted({int(i) for k in range(values.shape[1]) for i in np.argsort(-share[:, k])[:LEADERS]})
    error[chosen] = share_errors(scores[:, chosen], values, together(scores), seed, job.step("errors of the shares"))
    error[~moving] = np.nan
    explained = np.zeros(values.shape[1])
    for k, column in enumerate(values.T):
        places_ = np.flatnonzero(moving[:, k])
        if len(places_):
            found = total_shares(scores[:, places_], column, seed)
            total[places_, k], explained[k] = found.share, found.explained
        job.tell("polynomials", k + 1, values.shape[1])
    return share, error, total, explained


class _Job:
    """One call of :func:`analyse`: what is open, and lives in truths."""

    def __init__(self, body: Body, case: Case, draws: int, seed: int, folder: Path | None, say: Say | None) -> None:
        self.body, self.case, self.seed, self.folder, self.say = body, case, seed, folder, say
        self.names = personal(body)
        self.unknowns = unknowns_of(body, self.names)
        self.scores = known_places(body, self.names, draws, seed)
        self.failures: list[str] = []

    def tell(self, words: str, done: int, of: int) -> None:
        if self.say is not None:
            self.say(words, done, of)

    def step(self, words: str) -> Callable[[int, int], None]:
        return lambda done, of: self.tell(words, done, of)

    def draws(self) -> tuple[Array, Array, NDArray[np.bool_]]:
        """What is watched [draws, columns], the share of chance [columns], and which draws gave numbers.

        Each truth lives on two sets of days of its own, whose mean counts.
        """
        count = len(self.scores)
        truths = Truths(self.names, np.concatenate([self.scores, self.scores]))
        days = np.concatenate([2 * np.arange(count), 2 * np.arange(count) + 1])
        both = self._live("living the draws", truths, days).reshape(2, count, -1)
        good = np.asarray(np.isfinite(both).all(axis=(0, 2)), dtype=bool).reshape(-1)
        if good.mean() < FEWEST:
            raise SomaloopError(f"{int((~good).sum())} of {count} truths failed: {(*self.failures, 'no reason')[0]}")
        values = both[:, good].mean(axis=0)
        half = (both[0, good] - both[1, good]) / 2.0  # its variance is that of the mean of two sets of days
        chance = (half**2).mean(axis=0) / np.maximum(values.var(axis=0), 1e-300)
        return values, np.minimum(chance, 1.0), good

    def ends(self) -> Ends:
        """Every quantity at either end, all on the same days."""
        truths = end_truths(self.names, self.scores)
        return read_ends(self._live("living the ends", truths, np.zeros(len(truths), dtype=np.int64)))

    def screening(self, count: int) -> Screening:
        """Bundles moved together, all on the same days; a trajectory in which a life failed is left out."""
        bundles = [item.bundle for item in self.unknowns]
        quantiles = trajectories(self.names, bundles, count, self.seed)
        truths = Truths(self.names, places(quantiles, self.scores))
        values = self._live("living the bundles", truths, np.zeros(len(truths), dtype=np.int64))
        length = len(set(bundles)) + 1
        whole = np.repeat(np.isfinite(values).all(axis=1).reshape(-1, length).all(axis=1), length)
        if not whole.any():
            raise SomaloopError(f"every trajectory of bundles failed: {(*self.failures, 'no reason')[0]}")
        return screened(self.names, bundles, quantiles[whole], values[whole], self.seed)

    def _live(self, words: str, truths: Truths, days: Indices) -> Array:
        done, total = 0, lives_of(self.case, len(truths))

        def tick(lane_days: int) -> None:
            nonlocal done
            done += lane_days
            self.tell(words, min(done, total), total)

        values, failures = live(self.body, self.case, truths, days, self.folder, tick)
        self.failures += failures
        return values
