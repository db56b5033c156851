"""The trials of known truth on which every analysis is checked: no effect and an effect, nobody leaves and many do."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
from scipy.special import ndtr

from somaloop.trials.analyses import contrasts
from somaloop.trials.closed_form import ancova_power, cluster_power, crossover_power, proportions_power, t_power
from somaloop.trials.method_check import Case
from somaloop.trials.method_data import (
    OUTCOME,
    SD,
    WITHIN,
    Leave,
    ParallelTrials,
    PeriodTrials,
    correlation,
)
from somaloop.trials.plan import Analysis, Method

EFFECT = -2.0
GAIN = 5.0
LEAVES = Leave()
_VISITS = 4
_LEFT = correlation(_VISITS)
_RESIDUAL = SD * math.sqrt(1 - _LEFT**2)
_STAY, _GO = "nobody leaves", "a quarter leave, at random given what was seen"
_COMPLETERS = "leaves out those who left, whom their readings would have told apart"
_SERIES = ((0, 1, 1, 0, 0, 1), (1, 0, 0, 1, 1, 0), (0, 1, 0, 1, 1, 0), (1, 0, 1, 0, 0, 1))
_WILLIAMS = ((0, 1, 2), (1, 2, 0), (2, 0, 1), (2, 1, 0), (0, 2, 1), (1, 0, 2))
_DOSES = (0.0, 150.0, 300.0, 450.0)
_DOSE_ARMS = ("placebo", "150 mg", "300 mg", "450 mg")
_CELLS = ("neither", "magnesium", "CBT", "both")
_FACTORS = {"magnesium": ("none", "magnesium"), "CBT": ("none", "CBT")}
_LEVELS = {"magnesium": (0, 1, 0, 1), "CBT": (0, 0, 1, 1)}
_CLUSTER_SD = 1.2

Trials = ParallelTrials | PeriodTrials


@cache
def cases() -> tuple[Case, ...]:
    """All of them; those of no effect have a true value of 0."""
    return (
        *_parallel(), *_responders(), *_bayesian(), *_factorial(), *_doses(), *_clusters(), *_periods(), *_unequal(),
    )  # fmt: skip


# By exact count his interval holds 97.4 % where a tenth of 30 and of 30 people respond, 95.1 % where three tenths do.
_RARE = "Newcombe's interval is wider than it need be where few of few respond"


def _pair(
    name: str,
    trials: Trials,
    method: Method,
    effects: tuple[float, ...],
    power: Mapping[str, float] | None = None,
    expected: str = "",
    expected_without: str = "",
    nominal: float = 0.05,
    together: bool = False,
    **settings: Any,
) -> list[Case]:
    """Without and with people who leave: no effect, then ``effects``. Formulas hold where nobody leaves.

    ``expected`` is why something is off where people leave and there is an effect, ``expected_without`` where there is none.
    """
    found = []
    analysis = Analysis(method=method, at=trials.at, **settings)
    for leaving in (False, True):
        for value in (tuple(0.0 for _ in effects), effects):
            source = replace(trials, effects=value, leave=LEAVES if leaving else None)
            null = not any(value)
            found.append(
                Case(
                    name=name, data=_GO if leaving else _STAY, source=source, analysis=analysis, outcome=OUTCOME,
                    true=true_values(source, analysis, together),
                    power={} if null or leaving or power is None else power,
                    expected=(expected_without if null else expected) if leaving else "", nominal=nominal, together=together,
                )
            )  # fmt: skip
    return found


def true_values(source: Trials, analysis: Analysis, together: bool = False) -> dict[str, float]:
    """The true value of every contrast of an analysis (of a family: those against control only)."""
    every = contrasts(source(0), analysis)
    means = shares(source) if analysis.method == "responder" else np.asarray(source.effects)
    return {
        item.name: float(item.weights @ means)
        for item in every
        if not together or item.name.endswith(f"against {source.arms[0]}")
    }


def shares(source: Trials) -> np.ndarray:
    """The true shares of responders: by formula where nobody leaves, else counted in the same many people in each arm."""
    effects = np.asarray(source.effects)
    if source.leave is None:
        return np.asarray(ndtr((-GAIN - effects) / (SD * math.sqrt(2 * (1 - _LEFT)))))
    return np.array([_counted_share(effect, source.leave) for effect in source.effects])


@cache
def _counted_share(effect: float, leave: Leave) -> float:
    data = ParallelTrials(people=400_000, effects=(effect, effect), leave=leave, seed=1001)(0)
    gain = data.baseline[OUTCOME] - data.readings[OUTCOME][-1]
    return float((np.nan_to_num(gain, nan=-np.inf) >= GAIN).mean())


def _parallel() -> list[Case]:
    pair = "magnesium against placebo"
    found = []
    for people, effect in ((200, EFFECT), (40, 2 * EFFECT)):
        trials = ParallelTrials(people=people)
        power = {pair: ancova_power(effect, SD, _LEFT, people // 2, people // 2)}
        found += _pair(f"ANCOVA, {people} people", trials, "ancova", (0.0, effect), power, _COMPLETERS)
        found += _pair(f"MMRM, {people} people", trials, "mmrm", (0.0, effect), power)
    return found


def _responders() -> list[Case]:
    pair = "magnesium against placebo"
    found = []
    for people, effect in ((200, EFFECT), (60, 2 * EFFECT)):
        trials = ParallelTrials(people=people)
        low, high = shares(replace(trials, effects=(0.0, effect)))
        power = {pair: proportions_power(high, low, people // 2, people // 2)}
        name = f"Responders (5 points), {people} people"
        found += _pair(f"{name}, adjusted", trials, "responder", (0.0, effect), by=GAIN)
        found += _pair(
            f"{name}, not adjusted",
            trials,
            "responder",
            (0.0, effect),
            power,
            expected_without=_RARE,
            by=GAIN,
            covariates=(),
        )
    return found


def _bayesian() -> list[Case]:
    power = {"magnesium against placebo": ancova_power(EFFECT, SD, _LEFT, 100, 100, 0.025, 1)}
    return _pair(
        "Bayesian, flat prior, 200 people", ParallelTrials(), "bayesian", (0.0, EFFECT), power, _COMPLETERS,
        nominal=0.025,
    )  # fmt: skip


def _factorial() -> list[Case]:
    trials = ParallelTrials(arms=_CELLS, effects=(0.0,) * 4, factors=_FACTORS, levels=_LEVELS)
    # Effects of -2 each, and together one point less than their sum.
    effects = (0.0, EFFECT, EFFECT, 2 * EFFECT + 1.0)
    main = ancova_power(EFFECT + 0.5, SD, _LEFT, 100, 100)
    power = {"magnesium": main, "CBT": main, "magnesium x CBT": t_power(1.0, _RESIDUAL * math.sqrt(16 / 200), 195)}
    return _pair("Factorial 2 x 2, 200 people", trials, "factorial", effects, power, _COMPLETERS)


def _doses() -> list[Case]:
    trials = ParallelTrials(arms=_DOSE_ARMS, effects=(0.0,) * 4, dose=_DOSES)
    effects = tuple(EFFECT * dose / _DOSES[-1] for dose in _DOSES)
    away = np.array(_DOSES) - np.mean(_DOSES)
    line = _DOSES[-1] * math.sqrt(1 / (50 * float((away**2).sum())))
    power = {"line of dose at 450": t_power(EFFECT, _RESIDUAL * line, 195)}
    found = _pair("Doses, 200 people: line", trials, "dose", effects, power, _COMPLETERS)
    found = [replace(case, true={key: value for key, value in case.true.items() if key in power}) for case in found]
    return found + _pair("Doses, 200 people: Dunnett", trials, "dose", effects, None, _COMPLETERS, together=True)


def _clusters() -> list[Case]:
    pair = "magnesium against placebo"
    # What the slope within clusters leaves of the clusters' own differences, half of which the baseline shares.
    between = _CLUSTER_SD * math.sqrt(1 + _LEFT**2 - _LEFT)
    whole = math.hypot(between, _RESIDUAL)
    found = []
    for clusters, effect in ((20, EFFECT), (6, 2 * EFFECT)):
        trials = ParallelTrials(people=clusters * 15, cluster_size=15, cluster_sd=_CLUSTER_SD)
        power = {pair: cluster_power(effect, whole, 15, (between / whole) ** 2, clusters // 2, clusters // 2)}
        found += _pair(f"Clusters, {clusters} of 15 people", trials, "cluster", (0.0, effect), power, _COMPLETERS)
    return found


def _periods() -> list[Case]:
    pair = "magnesium against placebo"
    found = []
    for people, effect in ((24, EFFECT), (12, 1.5 * EFFECT)):
        power = {pair: crossover_power(effect, WITHIN, people)}
        found += _pair(f"Crossover AB/BA, {people} people", PeriodTrials(people), "crossover", (0.0, effect), power)
    three = PeriodTrials(24, _WILLIAMS, (0.0, 0.0, 0.0), arms=("placebo", "magnesium", "CBT"))
    one = t_power(EFFECT, WITHIN * math.sqrt(2 / 24), 24 * 2 - 4)
    power = {pair: one, "CBT against placebo": t_power(EFFECT / 2, WITHIN * math.sqrt(2 / 24), 24 * 2 - 4)}
    found += _pair("Crossover of three, 24 people", three, "crossover", (0.0, EFFECT, EFFECT / 2), power)
    for people, differ in ((24, 0.0), (24, 2.0), (8, 2.0)):
        effect = EFFECT if people > 8 else 2 * EFFECT
        error = math.sqrt((differ**2 + WITHIN**2 * 2 / 3) / people)
        power = {pair: t_power(effect, error, people - 1)}
        name = f"N-of-1, {people} people, effects {'alike' if not differ else 'differ'}"
        trials = PeriodTrials(people, _SERIES, differ=differ)
        found += _pair(name, trials, "n-of-1", (0.0, effect), power)
    return found


def _unequal() -> list[Case]:
    """Where the completers of the arms differ by what was seen of them: the limit of analyses of one visit."""
    found = []
    source = ParallelTrials(leave=replace(LEAVES, arm=0.7))
    data = "who leaves hangs on arm and readings"
    rows: tuple[tuple[Method, str, str], ...] = (("ancova", "ANCOVA", _COMPLETERS), ("mmrm", "MMRM", ""))
    for method, name, why in rows:
        analysis = Analysis(method=method, at=source.at)
        for effects in ((0.0, 0.0), (0.0, EFFECT)):
            there = replace(source, effects=effects)
            found.append(
                Case(
                    name=f"{name}, 200 people", data=data, source=there, analysis=analysis, outcome=OUTCOME,
                    true=true_values(there, analysis), expected=why,
                )
            )  # fmt: skip
    return found
