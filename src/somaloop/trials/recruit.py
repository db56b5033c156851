"""Who is let in: candidates are screened in usual life until there are enough different people, then drawn as they pass."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from somaloop.engine.truths import Truths
from somaloop.studies.crowd import POOL, Crowd, bounds_of, chosen, everybody
from somaloop.studies.needs import screening_moment
from somaloop.trials.pieces import Part, Piece, column_of, screening_pieces
from somaloop.trials.plan import TrialPlan

Array = NDArray[np.float64]
Run = Callable[[Sequence[Piece]], Iterable[tuple[Piece, Part]]]
ENOUGH = 0.6  # let in, on average, of the candidates: this share of the people wanted
MOST = 4  # candidates for each person wanted, beyond which people repeat rather than more are screened


@dataclass(frozen=True)
class Recruited:
    """The ``crowd`` that was let in (a person may stand in it more than once) and how many were ``screened`` for each."""

    crowd: Crowd
    screened: float
    failures: tuple[str, ...] = ()

    @property
    def distinct(self) -> NDArray[np.int64]:
        """The different people, in the order of their indices."""
        return np.unique(self.crowd.indices)


def passing_of(plan: TrialPlan, expected: dict[str, Array]) -> Array:
    """The chance of each candidate to pass every criterion of the plan."""
    both: dict[str, Array] = {}
    for criterion in plan.people.include:
        low, high = bounds_of(criterion, expected[criterion.of])
        if criterion.of in both:
            low, high = np.maximum(both[criterion.of][0], low), np.minimum(both[criterion.of][1], high)
        both[criterion.of] = np.stack([low, high])
    passing = np.ones(len(next(iter(expected.values()))))
    for low, high in both.values():
        passing = passing * np.maximum(ndtr(high) - ndtr(low), 0.0)
    return np.nan_to_num(passing)


def recruit(plan: TrialPlan, world: str, centre: Truths, wanted: int, seed: int, run: Run) -> Recruited:
    """Recruit ``wanted`` people at one truth of a world; ``run`` lives pieces and gives what came out.

    The pool grows until the candidates that pass would on average be more than half as many as are wanted, or there are
    four for each person wanted. Raises SomaloopError where hardly anybody passes.
    """
    people = plan.people
    if not people.include:
        return Recruited(everybody(people, wanted), 1.0)
    names = tuple(dict.fromkeys(item.of for item in people.include))
    expected = {name: np.zeros(0) for name in names}
    failures: list[str] = []
    screened = 0
    while True:
        target = max(POOL, -(-wanted // POOL) * POOL) if not screened else screened + POOL
        done = run(list(screening_pieces(plan, world, centre, seed, screened, target)))
        for _, part in sorted(done, key=lambda item: item[0].persons[0]):
            failures += part.failures
            for name in names:
                column = part.columns[column_of((name, screening_moment(name)))]
                expected[name] = np.concatenate([expected[name], column])
        screened = target
        passing = passing_of(plan, expected)
        if passing.sum() >= ENOUGH * wanted or screened >= MOST * wanted:
            break
    lived = np.all([np.isfinite(values) for values in expected.values()], axis=0)  # sentences say who was not
    pool, seen = np.flatnonzero(lived), {name: values[lived] for name, values in expected.items()}
    crowd = chosen(people, pool, seen, wanted)
    return Recruited(crowd, float(1.0 / passing[lived].mean()), tuple(dict.fromkeys(failures)))
