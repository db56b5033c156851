"""Data that look random but are written by arithmetic, so that R and Python read the same numbers for ever."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy.special import ndtri

from somaloop.studies.moments import Moment
from somaloop.trials.data import TrialData


def normal(*shape: int, salt: int) -> np.ndarray:
    """Scrambled counts through the normal quantile, to three decimals."""
    number = (np.arange(int(np.prod(shape)), dtype=np.uint64) + np.uint64(1 + 1_000_003 * salt)) * np.uint64(
        0x9E3779B97F4A7C15
    )
    number ^= number >> np.uint64(31)
    number *= np.uint64(0xBF58476D1CE4E5B9)
    number ^= number >> np.uint64(29)
    share = ((number >> np.uint64(40)).astype(float) + 0.5) / 2**24
    return np.round(ndtri(share), 3).reshape(shape)


def parallel(people: int = 60, visits: int = 4, gone: float = 0.2, arms: int = 2, salt: int = 1, **other) -> TrialData:
    """Correlated readings with monotone and single gaps; arm k is better by k at the end."""
    arm = np.arange(people) % arms
    baseline = np.round(14 + 4 * normal(people, salt=salt), 1)
    person = 2.5 * normal(people, salt=salt + 1) + 0.5 * (baseline - 14)
    steps = np.cumsum(1.5 * normal(visits, people, salt=salt + 2), axis=0)
    growth = (np.arange(visits)[:, None] + 1) / visits
    readings = np.round(13 + person + steps + normal(visits, people, salt=salt + 3) - arm * growth, 1)
    left = normal(people, salt=salt + 4)
    for visit in range(1, visits):
        readings[visit, left < -2.2 + visit * gone * 2.2] = np.nan
    readings[normal(visits, people, salt=salt + 5) < -1.9] = np.nan
    names = ("placebo", "magnesium", "CBT", "both")[:arms]
    content = {
        "arms": names, "control": "placebo", "visits": tuple(Moment(21 * (place + 1)) for place in range(visits)),
        "period": np.zeros(visits, dtype=np.int64), "given": np.tile(arm, (visits, 1)), "sequence": arm,
        "readings": {"phq-15": readings}, "baseline": {"phq-15": baseline},
        "age": np.round(45 + 12 * normal(people, salt=salt + 6)), "female": normal(people, salt=salt + 7) < 0.4,
        "stratum": (np.arange(people) // 2) % 3, "cluster": np.arange(people),
        "stopped": np.zeros((visits, people), dtype=bool), "dose": np.full(arms, np.nan),
    }  # fmt: skip
    return replace(TrialData(**content), **other)


def periods(
    sequences: tuple[tuple[int, ...], ...], people: int, arms: int = 2, gaps: bool = True, differ: float = 2.0,
    salt: int = 1,
) -> TrialData:  # fmt: skip
    """People with sequences of arms in turn; effects of arm k are -k and differ between people."""
    count = len(sequences[0])
    sequence = np.arange(people) % len(sequences)
    given = np.array(sequences)[sequence].T
    effect = -np.arange(arms)[:, None] + differ * normal(arms, people, salt=salt + 8)
    effect[0] = 0
    readings = 13 + 3 * normal(people, salt=salt + 1) + effect[given, np.arange(people)]
    readings = np.round(readings + 2 * normal(count, people, salt=salt + 2) - 0.4 * np.arange(count)[:, None], 1)
    if gaps:
        readings[normal(count, people, salt=salt + 3) < -1.5] = np.nan
    return parallel(
        people, count, arms=arms, salt=salt, period=np.arange(count), given=given, sequence=sequence,
        readings={"phq-15": readings},
    )  # fmt: skip
