"""Lives of replicas without a simulation: expected readings that are made up, so that answers are known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from types import MappingProxyType

import numpy as np

from somaloop.instruments import INSTRUMENTS
from somaloop.studies.crowd import bounds_of, everybody
from somaloop.studies.needs import needed, screening_moment
from somaloop.trials.replica_answer import ReplicaAnswer
from somaloop.trials.replica_draw import answer
from somaloop.trials.replica_lives import ReplicaLives, asked_study
from somaloop.trials.replicas import Replica, replicas


def made_lives(
    item: Replica, effect: float = 0.0, truths: int = 3, people: int = 60, moved: float = 0.0
) -> ReplicaLives:
    """People spread evenly over the middle of the instrument's range; the treatment adds ``effect`` at the end.

    Truth t moves every reading by ``moved * (t - 1)``. Where people are screened they lie about the criterion.
    """
    study = asked_study(item.study, [other for other in replicas().values() if other.study.name == item.study.name])
    population = next(iter(study.arms.values())).people
    crowd = everybody(replace(population, include=()), people)
    even = (np.arange(people) + 0.5) / people
    many = {}
    for arm, asked in needed(study).items():
        many[arm] = {}
        for of, at in asked:
            low, high = _range(item, of)
            level = low + (high - low) * (0.3 + 0.4 * even)
            treated = arm == item.treatment and of == item.of and at == item.at
            many[arm][of, at] = level + (effect if treated else 0.0)
    first = next(iter(many.values()))
    bounds: dict[str, np.ndarray] = {}
    for criterion in population.include:
        both = bounds_of(criterion, first[criterion.of, screening_moment(criterion.of)])
        before = bounds.get(criterion.of, both)
        bounds[criterion.of] = np.stack([np.maximum(before[0], both[0]), np.minimum(before[1], both[1])])
    crowd = replace(crowd, people=population, bounds=bounds)
    shift = moved * (np.arange(truths) - 1.0)
    moves = {arm: dict.fromkeys(by, shift) for arm, by in many.items()}
    return ReplicaLives(study, crowd, MappingProxyType(many), MappingProxyType(many), MappingProxyType(moves))


def _range(item: Replica, of: str) -> tuple[float, float]:
    """The range in which made-up people lie: that of the instrument, or about what lets them in."""
    tool = INSTRUMENTS[of]
    asked = [c for c in next(iter(item.study.arms.values())).people.include if c.of == of]
    if not asked:
        return (tool.low, tool.high) if np.isfinite(tool.high) and tool.high < 1e3 else (0.0, 20.0)
    low = max((c.at_least for c in asked if c.at_least is not None), default=None)
    high = min((c.at_most for c in asked if c.at_most is not None), default=None)
    middle = np.mean([end for end in (low, high) if end is not None])
    return float(middle * 0.8), float(middle * 1.2)


def made_answers(names: Sequence[str] = (), each: int = 12, **lives) -> list[ReplicaAnswer]:
    """Answers of shipped replicas from made-up lives."""
    listed = [replicas()[name] for name in names] or list(replicas().values())
    return [answer(item, made_lives(item, **lives), each=each, middle=2 * each) for item in listed]
