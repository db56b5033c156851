"""What a process needs in order to run replicates of a plan, and the records that come of it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import TYPE_CHECKING

import numpy as np

from somaloop.trials.analyses import Contrast, analyse, contrasts, for_strategy
from somaloop.trials.data import Estimate, TrialData
from somaloop.trials.effects import Effect, effects_of
from somaloop.trials.looks import crosses, stop_of, succeeds
from somaloop.trials.plan import Analysis, Outcome, TrialPlan
from somaloop.trials.readings import Pool
from somaloop.trials.replicate import Setup, replicate_of

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = (
    "world", "truth", "size", "replicate", "outcome", "method", "contrast", "estimate", "error", "low", "high", "p",
    "success", "n", "true", "left", "stopped", "looks", "found", "failure",
)  # fmt: skip


@dataclass(frozen=True)
class Question:
    """One analysis of one outcome, the name it goes by in the records, and its contrasts."""

    method: str
    analysis: Analysis
    outcome: Outcome
    contrasts: tuple[Contrast, ...]


@dataclass(frozen=True)
class Work:
    """All that replicates are made of: ``effects`` by world are, for each question and each truth, the true values."""

    setup: Setup
    pools: Mapping[str, Pool]
    questions: tuple[Question, ...]
    effects: Mapping[str, tuple[tuple[tuple[Effect, ...], ...], ...]]


def names_of(analyses: Sequence[Analysis]) -> tuple[str, ...]:
    """The name of each analysis: its method, numbered where a method is used again."""
    seen: dict[str, int] = {}
    found = []
    for analysis in analyses:
        seen[analysis.method] = seen.get(analysis.method, 0) + 1
        number = seen[analysis.method]
        found.append(analysis.method if number == 1 else f"{analysis.method} ({number})")
    return tuple(found)


def questions_of(plan: TrialPlan, data: TrialData) -> tuple[Question, ...]:
    """What is analysed: the primary outcome by all analyses, the others by the first that fits any. ``data`` is any replicate."""
    named = list(zip(names_of(plan.analyses), plan.analyses, strict=True))
    pairs = [(plan.primary, name, analysis) for name, analysis in named]
    for outcome in plan.outcomes:
        if not outcome.primary:
            pairs += [(outcome, name, both_sides(analysis, outcome)) for name, analysis in named if general(analysis)][
                :1
            ]
    return tuple(Question(name, item, outcome, contrasts(data, item)) for outcome, name, item in pairs)


def general(analysis: Analysis) -> bool:
    """Whether an analysis can be of any outcome: one with a bound or a prior in points is of the primary alone."""
    return analysis.method not in ("responder", "bayesian")


def answers(plan: TrialPlan, question: Question, size: int) -> bool:
    """Whether a question is asked at a size: the primary outcome at all, others at the first."""
    return question.outcome.primary or size == plan.sizes[0]


def both_sides(analysis: Analysis, outcome: Outcome) -> Analysis:
    """The analysis with two sides, where it has one and neither direction of the outcome is good."""
    return analysis if outcome.better or analysis.sides == 2 else replace(analysis, sides=2, alpha=2 * analysis.alpha)


def work_of(setup: Setup, pools: Mapping[str, Pool]) -> Work:
    """Prepare all worlds: the true values are worked out once."""
    first = next(iter(pools.values()))
    data = replicate_of(setup, first, 0, max(min(setup.plan.sizes), 2)).data
    questions = questions_of(setup.plan, data)
    effects = {
        world: tuple(
            tuple(
                effects_of(setup, pool, truth, item.analysis, item.outcome, data, item.contrasts)
                for truth in range(pool.truths)
            )
            for item in questions
        )
        for world, pool in pools.items()
    }
    return Work(setup, pools, questions, effects)


def run_block(work: Work, world: str, size: int, first: int, last: int) -> pd.DataFrame:
    """The records of replicates ``first`` to ``last - 1`` in one world at one size."""
    import pandas as pd

    rows = [row for number in range(first, last) for row in _rows(work, world, size, number)]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _rows(work: Work, world: str, size: int, number: int) -> list[tuple]:
    setup, pool, plan = work.setup, work.pools[world], work.setup.plan

    @cache
    def told(people: int, analysis: Analysis, outcome: Outcome) -> tuple[Estimate, ...]:
        return analyse(for_strategy(seen[people], plan.estimand.strategy), analysis, outcome.of, outcome.better)

    def analysing(data: TrialData, analysis: Analysis, outcome: Outcome) -> tuple[Estimate, ...]:
        seen[len(data)] = data
        return told(len(data), analysis, outcome)

    seen: dict[int, TrialData] = {}
    replicate = replicate_of(setup, pool, number, size)
    stop = stop_of(plan, replicate, analysing)
    left = int(replicate.presence.gone.sum())
    stopped = int(replicate.data.stopped[-1].sum())
    rows = []
    for place, item in enumerate(work.questions):
        if not answers(plan, item, size):
            continue
        true = work.effects[world][place][replicate.truth]
        for estimate, effect in zip(analysing(stop.data, item.analysis, item.outcome), true, strict=True):
            limit = None if item.analysis.method == "bayesian" or stop.limit is None else stop.limit
            rows.append((
                world, replicate.truth, size, number, item.outcome.of, item.method, estimate.contrast,
                estimate.estimate, estimate.error, estimate.low, estimate.high, estimate.p,
                succeeds(estimate, item.outcome, limit), stop.people, effect.value, left, stopped, stop.look,
                crosses(estimate, limit), estimate.failure,
            ))  # fmt: skip
    return rows


def fingerprint(work: Work) -> str:
    """A mark of all that records follow from: the plan but for its sizes and words, what was lived, and the code."""
    setup = work.setup
    plan = replace(setup.plan, sizes=(), text="", file="", title="", question="", costs=None)
    digest = hashlib.sha256(f"{_stamp()} {plan!r} {setup.cuts!r} {setup.conducting!r}".encode())
    for world, pool in sorted(work.pools.items()):
        digest.update(world.encode())
        for table in (*pool.baseline.values(), *pool.after.values(), *pool.stayed.values(), pool.stopped, pool.let_in.weights, *pool.effects.values()):  # fmt: skip
            digest.update(np.ascontiguousarray(table).tobytes())
    return digest.hexdigest()[:24]


@lru_cache(maxsize=1)
def _stamp() -> str:
    """A checksum of the source that records follow from, and the versions of what analyses."""
    from importlib.metadata import version

    from somaloop.engine.cache import PACKAGE

    digest = hashlib.sha256(" ".join(version(name) for name in ("numpy", "scipy", "statsmodels")).encode())
    for folder in ("trials", "instruments"):
        for path in sorted((PACKAGE / folder).rglob("*.py")):
            digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()
