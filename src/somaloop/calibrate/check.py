"""Check the method on known answers: simulation-based calibration (Talts and others 2018, arXiv 1804.06788).

Truths of the first round are held out, one by one made into a synthetic set of studies (their own simulated statistics
plus the errors of the likelihood) and fitted with emulators that never saw them. If the method is right, the rank of
the true value among draws of the posterior is uniform. For each quantity, and for the log likelihood of the truth,
ranks are counted in ten classes and compared with the uniform by a chi-square test; the smallest p-value times the
number of tests (Bonferroni) must be 0.01 or more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from somaloop.calibrate.fit import Learned, Problem, Round, Say, learn
from somaloop.calibrate.likelihood import noise
from somaloop.calibrate.sample import Evidence, log_likelihood, sample
from somaloop.calibrate.targets import CalibrationError

Array = NDArray[np.float64]

CLASSES = 10
LEAST_P = 0.01
DRAWS = 99  # 100 ranks, ten for each class
THINNING = 4
LIKELIHOOD = "log likelihood of the truth"


@dataclass(frozen=True)
class Ranks:
    """Ranks [trials, names] of true scores among ``draws`` draws each, the last name being the log likelihood.

    ``covered`` [trials] is the share of quantities whose 90 % interval held the truth; ``active`` of them were fitted.
    """

    names: tuple[str, ...]
    ranks: NDArray[np.int64]
    draws: int
    covered: Array

    def p_values(self) -> Array:
        """The chi-square test of uniform ranks for each name [names]."""
        return np.array([uniform_p(self.ranks[:, i], self.draws) for i in range(self.ranks.shape[1])])

    def worst(self) -> tuple[str, float]:
        """The name with the least p-value and that value times the number of tests, at most 1."""
        p = self.p_values()
        place = int(p.argmin())
        return self.names[place], float(min(1.0, p[place] * len(p)))

    @property
    def passed(self) -> bool:
        """Whether no test speaks against uniform ranks."""
        return self.worst()[1] >= LEAST_P

    def coverage(self) -> tuple[float, float]:
        """Share of 90 % intervals that hold the truth, and its standard error over trials."""
        return float(self.covered.mean()), float(self.covered.std(ddof=1) / np.sqrt(len(self.covered)))


def uniform_p(ranks: NDArray[np.int64], draws: int) -> float:
    """The p-value of the chi-square test that ranks 0..draws are uniform, in ten classes of equal size."""
    from scipy.stats import chisquare

    if (draws + 1) % CLASSES:
        raise CalibrationError(f"{draws} draws give {draws + 1} ranks, which do not fall into {CLASSES} equal classes")
    counts = np.bincount(ranks * CLASSES // (draws + 1), minlength=CLASSES)
    return float(chisquare(counts).pvalue)


def check(
    problem: Problem, prior: Round, sampling: Array, *, trials: int = 100, seed: int = 1, say: Say | None = None
) -> Ranks:
    """Run the check on the first round of a fit, holding out ``trials`` of its truths (at most a quarter).

    Targets that did not live in every truth are left out, for a held-out truth must have them all.
    """
    count = len(prior.scores)
    if trials < 2 * CLASSES or trials > count // 4:
        raise CalibrationError(f"{trials} trials are too few, or more than a quarter of {count} truths")
    generator = np.random.default_rng(seed)
    held = np.sort(generator.permutation(count)[:trials])
    rest = np.setdiff1d(np.arange(count), held)
    whole = np.asarray(prior.lived.all(axis=0))
    aims = tuple(item for item, good in zip(problem.targets, whole, strict=True) if good)
    part = replace(problem, targets=aims)
    learned = learn(part, [_some(prior, rest, whole)], sampling[whole], seed, say)
    values = prior.values[:, whole][:, learned.kept]
    usable = held[np.isfinite(values[held]).all(axis=1)]
    known = Round(prior.scores[usable], values[usable], np.ones(values[usable].shape, bool))
    return ranks_of(part, learned, known, generator, seed, say)


def _some(item: Round, truths: NDArray[np.int64], targets: NDArray[np.bool_]) -> Round:
    return Round(item.scores[truths], item.values[truths][:, targets], item.lived[truths][:, targets])


def ranks_of(
    problem: Problem, learned: Learned, known: Round, generator: np.random.Generator, seed: int, say: Say | None = None
) -> Ranks:
    """Ranks of known truths: their scores [trials, names] and what was simulated of the kept targets [trials, kept]."""
    active, freedom = learned.emulators.active, problem.freedom
    emulators = learned.emulators.narrowed(active)
    ranks, covered = [], []
    for number, (scores, values) in enumerate(zip(known.scores, known.values, strict=True)):
        evidence = Evidence(values + noise(generator, learned.spread, freedom), learned.spread, freedom)
        drawn = sample(emulators, evidence, seed=seed + number, count=DRAWS * THINNING // 2 + 2, chains=2, warm_up=300)
        draws = drawn.flat[::THINNING][:DRAWS]
        truth = scores[active]
        likely = log_likelihood(emulators, evidence, np.concatenate([truth[None], draws]))
        rank = (draws < truth).sum(axis=0)
        ranks.append([*rank, int((likely[1:] < likely[0]).sum())])
        outside = (DRAWS + 1) // 20  # ranks below and above the 90 % interval
        covered.append(((rank >= outside) & (rank <= DRAWS - outside)).mean())
        if say is not None:
            say("check on known answers", number + 1, len(known.scores))
    names = (*(problem.names[i] for i in active), LIKELIHOOD)
    return Ranks(names, np.array(ranks, dtype=np.int64), DRAWS, np.array(covered))


def lines(ranks: Ranks) -> Sequence[str]:
    """The outcome in plain words."""
    name, p = ranks.worst()
    share, error = ranks.coverage()
    word = "ranks are uniform" if ranks.passed else "ranks are NOT uniform"
    return (
        f"{word}: {len(ranks.ranks)} known truths, {len(ranks.names)} tests; the least p-value is that of {name}, "
        f"{p:.2g} after Bonferroni's correction (0.01 or more passes)",
        f"90 % intervals hold {100 * share:.1f} % of true values (standard error {100 * error:.1f})",
    )
