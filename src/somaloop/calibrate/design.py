"""How far the posterior hangs on which truths were simulated: the error of the ensemble, by leaving groups of it out.

Another seed simulates other truths, learns other emulators and so gives another posterior. A delete-group jackknife
says how far that reaches: the fit is made again without each fifth of the truths in turn, from what was simulated.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from somaloop.calibrate.fit import Fit, Round, Say, learn
from somaloop.calibrate.sample import Sample, sample

Array = NDArray[np.float64]
GROUPS = 5


@dataclass(frozen=True)
class DesignError:
    """Standard errors of every quantity's posterior mean and of the logarithm of its standard deviation [names]."""

    mean: Array
    deviation: Array


def design_error(fit: Fit, say: Say | None = None) -> DesignError:
    """The error that the choice of truths brings, in prior standard deviations (and in logarithms)."""
    groups = [_folds(item, fit.seed + number) for number, item in enumerate(fit.rounds)]
    found = []
    for group in range(GROUPS):
        rest = tuple(_without(item, folds == group) for item, folds in zip(fit.rounds, groups, strict=True))
        found.append(_moments(fit, rest, group))
        if say is not None:
            say("error of the ensemble", group + 1, GROUPS)
    means, deviations = (np.stack(part) for part in zip(*found, strict=True))
    return DesignError(_jackknife(means), _jackknife(np.log(deviations)))


def _folds(item: Round, seed: int) -> NDArray[np.int64]:
    return np.random.default_rng([seed, 5]).permutation(len(item.scores)) % GROUPS


def _without(item: Round, left_out: NDArray[np.bool_]) -> Round:
    return Round(item.scores[~left_out], item.values[~left_out], item.lived[~left_out])


def _moments(fit: Fit, rounds: tuple[Round, ...], group: int) -> tuple[Array, Array]:
    """Mean and standard deviation of every score, fitted to these rounds [names]."""
    learned = learn(fit.problem, rounds, fit.sampling, fit.seed)
    active = learned.emulators.active
    part = replace(fit, rounds=rounds, learned=learned, active=active, sample=Sample.nothing())
    drawn = sample(learned.emulators.narrowed(active), part.evidence, seed=fit.seed + 100 + group)
    mean, deviation = np.zeros(len(fit.problem.names)), np.ones(len(fit.problem.names))
    mean[active], deviation[active] = drawn.flat.mean(axis=0), drawn.flat.std(axis=0, ddof=1)
    return mean, deviation


def _jackknife(values: Array) -> Array:
    """The standard error of a quantity from its values with each group left out [groups, names]."""
    return np.sqrt((GROUPS - 1) / GROUPS * ((values - values.mean(axis=0)) ** 2).sum(axis=0))
