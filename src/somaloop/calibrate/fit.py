"""The calibration itself: simulate truths from the prior, learn emulators, sample the posterior, and look again there.

Round 1 simulates a Latin hypercube of truths from the prior. Each later round simulates truths drawn from the
posterior of the round before, so that the emulators are learned and judged where they are used.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from somaloop.calibrate.emulator import Emulators, fit_emulator, joined
from somaloop.calibrate.likelihood import FREEDOM, spread
from somaloop.calibrate.sample import Evidence, Sample, sample
from somaloop.calibrate.targets import CalibrationError, Target
from somaloop.engine.truths import Truths
from somaloop.engine.worlds import uniform_draws

Array = NDArray[np.float64]
Say = Callable[[str, int, int], None]  # what is done, how many of it are done, of how many


@dataclass(frozen=True)
class Simulated:
    """What studies show in some truths: ``values`` [truths, targets], on the scales.

    ``sampling`` [targets] is the error of a sample of each study's size, NaN where that is not known. ``lived``
    [truths, targets] marks what was simulated (all, if left out): a costly study may live in fewer truths than others.
    """

    values: Array
    sampling: Array
    lived: NDArray[np.bool_] | None = None


class Simulate(Protocol):
    """Live all studies in every truth. What is done is told, and may be kept so that an interrupted run goes on."""

    def __call__(self, truths: Truths, told: Callable[[int, int], None] | None) -> Simulated:
        """What the studies show in ``truths``; ``told(done, all)`` hears of progress."""
        ...


@dataclass(frozen=True)
class Problem:
    """What is open (``names``), what it is fitted to (``targets``), and how to simulate that."""

    names: tuple[str, ...]
    targets: tuple[Target, ...]
    simulate: Simulate
    freedom: float = FREEDOM


@dataclass(frozen=True)
class Round:
    """Truths that were simulated together [truths, names] and what came out [truths, targets], on the scales.

    ``lived`` [truths, targets] marks what was simulated.
    """

    scores: Array
    values: Array
    lived: NDArray[np.bool_]


@dataclass(frozen=True)
class Learned:
    """Emulators of the targets that were kept, how far each may lie off (``spread``), and why others were left out.

    ``kept`` [targets] marks them; ``spread`` [kept] is without the emulators' own error.
    """

    kept: NDArray[np.bool_]
    left_out: dict[str, str]
    emulators: Emulators
    spread: Array


@dataclass(frozen=True)
class Fit:
    """The outcome: all rounds, what was learned from them, and draws of the active quantities.

    ``active`` are places in ``problem.names``; ``sampling`` [targets] is that of the first round.
    """

    problem: Problem
    rounds: tuple[Round, ...]
    sampling: Array
    learned: Learned
    active: NDArray[np.int64]
    sample: Sample
    seed: int

    @property
    def evidence(self) -> Evidence:
        """What was seen of the targets that were kept."""
        values = np.array([item.value for item in self.problem.targets])
        return Evidence(values[self.learned.kept], self.learned.spread, self.problem.freedom)

    def truths(self, count: int, seed: int) -> Truths:
        """Truths from the posterior: what no emulator hangs on keeps its prior exactly."""
        scores = latin_scores(self.problem.names, count, seed)
        flat = self.sample.flat
        if len(flat) < count:
            raise CalibrationError(f"{count} truths were asked for and {len(flat)} drawn")
        scores[:, self.active] = flat[np.linspace(0, len(flat) - 1, count).round().astype(int)]
        return Truths(self.problem.names, scores)


def latin_scores(names: Sequence[str], count: int, seed: int) -> Array:
    """A Latin hypercube of standard normal scores [count, names], each name from its own stream."""
    from scipy.special import ndtri

    return np.stack([ndtri(uniform_draws(seed, name, count)) for name in names], axis=1)


def learn(
    problem: Problem, rounds: Sequence[Round], sampling: Array, seed: int, say: Say | None = None, step: str = ""
) -> Learned:
    """Learn emulators of every target that can be fitted, judged on the last round."""
    scores = np.concatenate([item.scores for item in rounds])
    values = np.concatenate([item.values for item in rounds])
    lived = np.concatenate([item.lived for item in rounds])
    judged = np.arange(len(scores)) >= len(scores) - len(rounds[-1].scores)
    reach = spread(problem.targets, sampling)
    kept = np.zeros(len(problem.targets), dtype=bool)
    left_out: dict[str, str] = {}
    parts = []
    for i, item in enumerate(problem.targets):
        try:
            if not np.isfinite(reach[i]):
                raise CalibrationError("no standard error was given and none follows from its n")
            here = lived[:, i]
            parts.append(fit_emulator(scores[here], values[here, i], judged=judged[here], seed=seed))
            kept[i] = True
        except CalibrationError as error:
            left_out[item.label] = str(error)
        if say is not None:
            say(f"emulators{step}", i + 1, len(problem.targets))
    if not parts:
        raise CalibrationError("no target can be fitted: " + "; ".join(f"{k}: {v}" for k, v in left_out.items()))
    return Learned(kept, left_out, joined(parts), reach[kept])


def fit(
    problem: Problem, *, ensemble: int = 320, again: int = 80, rounds: int = 2, seed: int = 1, say: Say | None = None
) -> Fit:
    """Calibrate: ``ensemble`` truths in the first round, ``again`` in each later one. Deterministic in ``seed``.

    Raises CalibrationError.
    """
    if rounds < 1 or ensemble < 50:
        raise CalibrationError("a calibration needs at least one round and 50 truths")
    result = _learned(problem, *_first(problem, ensemble, seed, rounds, say), seed, say)
    for number in range(1, rounds):
        scores = result.truths(again, seed + 1000 * number).scores
        found = _simulated(problem, scores, number + 1, rounds, say)
        result = _learned(problem, (*result.rounds, _round(scores, found)), result.sampling, seed, say)
    return result


def first_round(problem: Problem, ensemble: int, seed: int, of: int = 1, say: Say | None = None) -> tuple[Round, Array]:
    """Truths from the prior and what came out, as :func:`fit` begins; and the sampling errors [targets]."""
    (prior,), sampling = _first(problem, ensemble, seed, of, say)
    return prior, sampling


def _first(problem: Problem, ensemble: int, seed: int, of: int, say: Say | None) -> tuple[tuple[Round], Array]:
    scores = latin_scores(problem.names, ensemble, seed)
    found = _simulated(problem, scores, 1, of, say)
    return (_round(scores, found),), found.sampling


def _round(scores: Array, found: Simulated) -> Round:
    return Round(scores, found.values, np.ones(found.values.shape, bool) if found.lived is None else found.lived)


def _simulated(problem: Problem, scores: Array, number: int, of: int, say: Say | None) -> Simulated:
    step = f"simulations, round {number} of {of}"
    found = problem.simulate(Truths(problem.names, scores), None if say is None else partial(say, step))
    if found.values.shape != (len(scores), len(problem.targets)):
        raise CalibrationError(f"simulation gave {found.values.shape} for {len(problem.targets)} targets")
    return found


def _learned(problem: Problem, rounds: tuple[Round, ...], sampling: Array, seed: int, say: Say | None) -> Fit:
    """Learn from all rounds, and sample."""
    learned = learn(problem, rounds, sampling, seed, say, f", round {len(rounds)}")
    active = learned.emulators.active
    unsampled = Fit(problem, rounds, sampling, learned, active, Sample.nothing(), seed)
    drawn = sample(learned.emulators.narrowed(active), unsampled.evidence, seed=seed + len(rounds))
    return replace(unsampled, sample=drawn)
