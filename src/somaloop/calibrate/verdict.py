"""What the data told about each quantity, in words, by written thresholds.

* ``at its bound``: more than half of the posterior lies in the outer twentieth of the prior on one side; the data pull
  further than what was taken as known allows, so model or prior is in doubt.
* ``identified``: the posterior variance of the score is at most half of the prior's (contraction 0.5 or more).
* ``one side only``: not identified, but one outer fifth of the prior holds under a twentieth of the posterior.
* ``not identified by these data``: everything else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from somaloop.evidence.posterior import Posterior
from somaloop.evidence.priors import ARROW, SPREAD, prior_of
from somaloop.language import Body

Array = NDArray[np.float64]
Word = Literal["identified", "one side only", "not identified by these data", "at its bound"]
WORDS: tuple[Word, ...] = ("identified", "one side only", "not identified by these data", "at its bound")

CONTRACTED = 0.5
TWENTIETH, FIFTH = 1.6448536269514722, 0.8416212335729143  # scores that leave 5 % and 20 % of the prior outside
PRESSED, EMPTY = 0.5, 0.05


@dataclass(frozen=True, slots=True)
class Finding:
    """One open quantity before and after the fit.

    ``prior`` and ``posterior`` are low end, median and high end (95 %) in its own unit, ``score`` those of the posterior
    in standard deviations of the prior. ``shift`` is the mean of the score, ``contraction`` the variance that is gone.
    """

    name: str
    kind: Literal["arrow", "parameter", "spread"]
    unit: str
    grade: str
    method: str
    prior: tuple[float, float, float]
    posterior: tuple[float, float, float]
    score: tuple[float, float, float]
    contraction: float
    shift: float
    word: Word


def contraction(deviation: float) -> float:
    """How much of the prior's variance is gone, given the posterior's standard deviation of the score."""
    return 1.0 - deviation**2


def verdict(scores: Array, weights: Array, deviation: float | None = None) -> Word:
    """The verdict about one quantity from draws of its score [draws]; ``deviation`` is its standard deviation."""
    mean = float(weights @ scores)
    spread = float(np.sqrt(weights @ (scores - mean) ** 2)) if deviation is None else deviation
    if max(weights @ (scores > TWENTIETH), weights @ (scores < -TWENTIETH)) > PRESSED:
        return "at its bound"
    if contraction(spread) >= CONTRACTED:
        return "identified"
    sides = [bool(weights @ (scores > FIFTH) < EMPTY), bool(weights @ (scores < -FIFTH) < EMPTY)]
    return "one side only" if any(sides) else "not identified by these data"


def weighted_quantile(values: Array, weights: Array, share: float) -> float:
    """A quantile of weighted draws [draws]."""
    order = np.argsort(values, kind="stable")
    middle = np.cumsum(weights[order]) - 0.5 * weights[order]
    return float(np.interp(share, middle, values[order]))


def _three(values: Sequence[float], factor: bool) -> tuple[float, float, float]:
    low, middle, high = (float(np.exp(x) if factor else x) for x in values)
    return low, middle, high


def findings(body: Body, posterior: Posterior) -> tuple[Finding, ...]:
    """Every open quantity before and after, in the posterior's order. The factor of a spread is shown as a factor."""
    from scipy.special import ndtr

    found = []
    for i, name in enumerate(posterior.names):
        scores, deviation = posterior.scores[:, i], float(posterior.deviation[i])
        prior = prior_of(body, name)
        values = prior.quantile(ndtr(scores))
        kind = "arrow" if name.startswith(ARROW) else "spread" if name.startswith(SPREAD) else "parameter"
        plain = name.removeprefix(ARROW).removeprefix(SPREAD)
        item = body.arrows[plain] if kind == "arrow" else body.parameters[plain]
        ends = (0.025, 0.5, 0.975)
        before = _three(prior.quantile(ends).tolist(), kind == "spread")
        after = _three([weighted_quantile(values, posterior.weights, end) for end in ends], kind == "spread")
        found.append(
            Finding(
                name, kind, "times" if kind == "spread" else item.unit, item.grade, item.method, before, after,
                _three([weighted_quantile(scores, posterior.weights, end) for end in ends], False),
                contraction(deviation), float(posterior.mean[i]), verdict(scores, posterior.weights, deviation),
            )
        )  # fmt: skip
    return tuple(found)


def count_words(found: tuple[Finding, ...]) -> Mapping[Word, int]:
    """How many quantities have each verdict."""
    return {word: sum(item.word == word for item in found) for word in WORDS}
