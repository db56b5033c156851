"""A model that is known in full: statistics are polynomials of few scores, some of them bent, one random walk apart."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from somaloop.calibrate.fit import Problem, Simulated
from somaloop.calibrate.targets import Target
from somaloop.engine.truths import Truths

NAMES = tuple(f"unknown {i}" for i in range(12))


def statistics(scores: np.ndarray) -> np.ndarray:
    """Five statistics of twelve scores; the last seven scores matter little or not at all."""
    z = scores.T
    return np.stack(
        [
            2.0 * z[0] + 0.5 * z[1],
            z[1] + 0.3 * z[1] ** 2 - 0.1 * z[5],
            np.exp(0.3 * z[2]) + 0.2 * z[0] * z[3],
            z[3] - z[4],
            0.05 * z[6] + 0.3 * np.tanh(z[4]),
        ],
        axis=1,
    )


def simulate(truths: Truths, told: Callable[[int, int], None] | None) -> Simulated:
    """What the toy shows; the errors of its studies are published, so that no sampling is needed."""
    return Simulated(statistics(truths.scores), np.full(5, np.nan))


def problem(truth: np.ndarray | None = None, error: float = 0.2, freedom: float = 4.0) -> Problem:
    """The problem of finding ``truth`` (all zero if left out) from five studies without noise in what was published."""
    said = statistics(np.zeros((1, 12)) if truth is None else truth[None])[0]
    targets = tuple(
        Target(f"study {i}: a statistic", f"study {i}", "a scale", "skewness", "identity", value, error, (50,))
        for i, value in enumerate(said)
    )
    return Problem(NAMES, targets, simulate, freedom)


def study_text(row: str, published: float, statistic: str = "sd", more: str = "unit: points") -> str:
    """A small study of one statistic in the format of study files, resting on one row."""
    return (
        f"- study: toy\n  title: A toy\n  mechanism: appraisal\n  rows: [{row}]\n  people: {{type: general}}\n"
        "  days: 1\n  arms:\n    all: {n: 50, lines: ''}\n  design: single\n  statistics:\n"
        f"    - {{what: a statistic, of: PHQ-15, statistic: {statistic}, at: day 1, published: {published}, {more}}}\n"
    )
