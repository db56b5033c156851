"""From records to an answer: power, assurance, error of the first kind, bias, coverage, and what one would conclude."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import ndtri

from somaloop.trials.answer import Conclusion, Power
from somaloop.trials.effects import Effect
from somaloop.trials.monte_carlo import error_of_mean, share_of
from somaloop.trials.work import Question, Work, answers

if TYPE_CHECKING:
    import pandas as pd

_ROOT = np.sqrt(2 * np.pi)


def powers_of(work: Work, records: pd.DataFrame) -> tuple[Power, ...]:
    """How every analysis fares, in each world and at each size."""
    return tuple(
        _power(world, size, question, place, number, rows, work)
        for world, size, question, place, number, rows in _groups(work, records)
    )


def conclusions_of(work: Work, records: pd.DataFrame) -> tuple[Conclusion, ...]:
    """What the deciding analysis would conclude at the first size, in each world and for each contrast."""
    first = work.setup.plan.sizes[0]
    found = []
    for world, size, question, place, number, rows in _groups(work, records):
        if size != first or place:
            continue
        truth = rows["truth"].to_numpy()
        success, found_any = rows["success"].to_numpy(bool), rows["found"].to_numpy(bool)
        also = _pool_error(rows, question, work.effects[world][place], number)
        benefit, harm = success, found_any & ~success
        found.append(Conclusion(
            world=world, contrast=question.contrasts[number].name, benefit=share_of(benefit, truth, also),
            harm=share_of(harm, truth), undecided=share_of(~benefit & ~harm, truth, also),
        ))  # fmt: skip
    return tuple(found)


_Group = tuple[str, int, Question, int, int, "pd.DataFrame"]


def _groups(work: Work, records: pd.DataFrame) -> Iterator[_Group]:
    """World, size, question and its place, place of the contrast, rows."""
    parts = dict(iter(records.groupby(["world", "size", "outcome", "method", "contrast"], sort=False, observed=True)))
    for world in work.pools:
        for size in dict.fromkeys(work.setup.plan.sizes):
            for place, question in enumerate(work.questions):
                if not answers(work.setup.plan, question, size):
                    continue
                for number, contrast in enumerate(question.contrasts):
                    key = (world, size, question.outcome.of, question.method, contrast.name)
                    yield world, size, question, place, number, parts[key]


def _power(world: str, size: int, question: Question, place: int, number: int, rows: pd.DataFrame, work: Work) -> Power:
    truth = rows["truth"].to_numpy()
    estimate, true = rows["estimate"].to_numpy(float), rows["true"].to_numpy(float)
    done = np.isfinite(estimate)
    miss = (estimate - true)[done]
    inside = ((rows["low"] <= rows["true"]) & (rows["true"] <= rows["high"])).to_numpy()
    also = _pool_error(rows, question, work.effects[world][place], number)
    return Power(
        world=world, size=size, outcome=question.outcome.of, method=question.method,
        contrast=question.contrasts[number].name, unit=question.contrasts[number].unit, replicates=len(rows),
        success=share_of(rows["success"].to_numpy(), truth, also),
        found=share_of(rows["found"].to_numpy(), truth, also), effect=float(true.mean()),
        estimate=float(estimate[done].mean()) if done.any() else np.nan,
        bias=float(miss.mean()) if done.any() else np.nan, bias_error=error_of_mean(miss, truth[done]),
        coverage=share_of(inside[done], truth[done]), people=float(rows["n"].to_numpy(float).mean()),
    )  # fmt: skip


def _pool_error(rows: pd.DataFrame, question: Question, effects: tuple[tuple[Effect, ...], ...], number: int) -> float:
    """By how much power is unsure because the pool is finite: its error of the true effect, times the slope of power.

    The slope is that of power with the true effect, by the normal approximation at each replicate's standard error. The
    same people live in every truth, so their error does not shrink with the number of truths.
    """
    error = float(np.mean([effect[number].error for effect in effects]))
    own = rows["error"].to_numpy(float)
    done = np.isfinite(own) & (own > 0)
    if not done.any() or not error > 0.0:
        return 0.0
    way = {"lower": -1.0, "higher": 1.0, "": 0.0}[question.outcome.better]
    effect = rows["true"].to_numpy(float)[done] / own[done]
    effect = np.abs(effect) if way == 0.0 else way * effect
    analysis = question.analysis
    limit = float(ndtri(analysis.sure if analysis.method == "bayesian" else 1.0 - analysis.alpha / analysis.sides))
    slope = np.exp(-((limit - effect) ** 2) / 2) / _ROOT / own[done]
    return error * float(slope.mean())
