"""The whole method on a model that is known in full, and on problems with exact answers."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

pytest.importorskip("numpyro")

from calibrate import toy

from somaloop.calibrate.check import check, lines, ranks_of, uniform_p
from somaloop.calibrate.compare import compare
from somaloop.calibrate.design import design_error
from somaloop.calibrate.emulator import Emulator, joined
from somaloop.calibrate.fit import Fit, Round, Simulated, fit, learn
from somaloop.calibrate.result import posterior_of
from somaloop.calibrate.sample import Evidence, sample
from somaloop.calibrate.targets import CalibrationError

PRIORS = {name: "0 ± 1" for name in toy.NAMES}
TRUTH = np.array([1.0, -0.5, 0.7, 0.3, -1.0, *[0.0] * 7])


@pytest.fixture(scope="module")
def fitted() -> Fit:
    return fit(toy.problem(TRUTH, error=0.05), ensemble=200, again=100)


def test_a_normal_mean_has_its_conjugate_posterior():
    # Prior N(0, 1), one study that saw 1.2 with spread 0.5: posterior N(0.96, 0.2).
    emulators = joined([Emulator(0.0, np.array([0]), np.array([-1]), np.array([1.0]), 0.0, 1.0)])
    drawn = sample(emulators, Evidence(np.array([1.2]), np.array([0.5]), np.inf), seed=3, count=2000)
    assert drawn.flat.mean() == pytest.approx(0.96, abs=0.03)
    assert drawn.flat.var() == pytest.approx(0.2, rel=0.1)


def test_a_linear_model_has_its_exact_posterior():
    draw = np.random.default_rng(0)
    weights, seen, spread = draw.normal(size=(6, 8)), draw.normal(size=8), np.full(8, 0.7)
    parts = [Emulator(0.3, np.arange(6), np.full(6, -1), weights[:, j], 0.0, 1.0) for j in range(8)]
    drawn = sample(joined(parts), Evidence(seen, spread, np.inf), seed=1, count=2000)
    precision = np.eye(6) + weights @ np.diag(spread**-2) @ weights.T
    mean = np.linalg.solve(precision, weights @ ((seen - 0.3) / spread**2))
    error = np.sqrt(np.diag(np.linalg.inv(precision)))
    assert np.allclose(drawn.flat.mean(axis=0), mean, atol=0.06 * error.max())
    assert np.allclose(drawn.flat.std(axis=0), error, rtol=0.06)
    assert drawn.reach.max() < 1.01 and drawn.divergent == 0


def test_the_emulators_own_error_widens_the_posterior():
    def spread_with(error: float) -> float:
        emulators = joined([Emulator(0.0, np.array([0]), np.array([-1]), np.array([1.0]), error, 1.0)])
        return float(
            sample(emulators, Evidence(np.array([0.0]), np.array([0.3]), np.inf), seed=1, count=1000).flat.std()
        )

    assert spread_with(0.4) == pytest.approx(np.sqrt(0.25 / 1.25), rel=0.1)
    assert spread_with(0.0) == pytest.approx(np.sqrt(0.09 / 1.09), rel=0.1)


def test_known_answers_are_found(fitted):
    mean, deviation = np.zeros(12), np.ones(12)
    mean[fitted.active], deviation[fitted.active] = fitted.sample.flat.mean(axis=0), fitted.sample.flat.std(axis=0)
    assert (np.abs(mean - TRUTH) < 3 * deviation + 0.05).all()
    assert deviation[0] < 0.5  # measured nearly alone
    assert (deviation[7:] > 0.9).all()  # seen by nobody
    assert fitted.sample.reach.max() < 1.01


def test_what_nobody_sees_keeps_its_prior_exactly(fitted):
    posterior = posterior_of(fitted, PRIORS)
    unseen = [i for i in range(12) if i not in fitted.active]
    assert unseen and (posterior.mean[unseen] == 0).all() and (posterior.deviation[unseen] == 1).all()
    ordered = np.sort(posterior.scores[:, unseen[0]])
    assert abs(ordered.mean()) < 0.01 and ordered.std() == pytest.approx(1.0, abs=0.02)  # a Latin hypercube


def test_the_second_round_looks_where_the_first_led(fitted):
    prior, again = fitted.rounds
    assert len(prior.scores) == 200 and len(again.scores) == 100
    assert again.scores[:, 0].std() < 0.5 * prior.scores[:, 0].std()
    assert again.scores[:, 0].mean() == pytest.approx(TRUTH[0], abs=0.4)


def test_it_is_deterministic_in_the_seed(fitted):
    again = fit(toy.problem(TRUTH, error=0.05), ensemble=200, again=100)
    assert (again.sample.draws == fitted.sample.draws).all()


def test_another_seed_agrees_within_monte_carlo_error(fitted):
    # The toy's emulators are nearly exact, so draws are all that differs.
    other = fit(toy.problem(TRUTH, error=0.05), ensemble=200, again=100, seed=2)
    found = compare(posterior_of(fitted, PRIORS), posterior_of(other, PRIORS))
    assert np.abs(found.shift).max() < 0.15
    moved = replace(posterior_of(other, PRIORS), mean=posterior_of(other, PRIORS).mean + 0.5)
    assert compare(posterior_of(fitted, PRIORS), posterior_of(fitted, PRIORS)).agrees
    assert not compare(posterior_of(fitted, PRIORS), moved).agrees


def test_the_error_of_the_ensemble_is_that_of_other_truths():
    # A statistic that bends where no term follows: emulators differ with the truths that they saw.
    def bent(truths, told):
        z = truths.scores
        return Simulated(np.stack([z[:, 0] + np.sin(3 * z[:, 1]) * z[:, 2]], axis=1), np.full(1, np.nan))

    aim = replace(toy.problem().targets[0], value=1.0, error=0.2)
    problem = replace(toy.problem(), targets=(aim,), simulate=bent)
    fits = [fit(problem, ensemble=80, rounds=1, seed=seed) for seed in range(1, 9)]
    means = [posterior_of(item, PRIORS).mean[0] for item in fits]
    errors = [design_error(item).mean[0] for item in fits[:4]]
    assert np.sqrt(np.mean(np.square(errors))) == pytest.approx(np.std(means, ddof=1), rel=0.7)


def test_exact_emulators_leave_no_error_of_the_ensemble(fitted):
    found = design_error(fitted)
    assert found.mean[0] < 0.1 and (found.mean[[i for i in range(12) if i not in fitted.active]] < 0.1).all()
    posterior = posterior_of(fitted, PRIORS, design=found)
    assert posterior.design_mean is found.mean and posterior.design_deviation is found.deviation


def test_a_target_that_cannot_be_fitted_is_left_out_and_named():
    problem = toy.problem(TRUTH)
    blind = replace(problem.targets[2], kind="mean", error=None, n=())
    found = fit(replace(problem, targets=(*problem.targets[:2], blind, *problem.targets[3:])), ensemble=100, rounds=1)
    assert list(found.learned.left_out) == ["study 2: a statistic"]
    assert found.learned.kept.tolist() == [True, True, False, True, True]
    assert len(posterior_of(found, PRIORS).targets) == 4


def test_failed_simulations_never_look_like_a_fit():
    problem = toy.problem(TRUTH)

    def half_fails(truths, told):
        found = toy.simulate(truths, told)
        found.values[::2, 0] = np.nan
        return found

    found = fit(replace(problem, simulate=half_fails), ensemble=100, rounds=1)
    assert "50 of 100 truths" in found.learned.left_out["study 0: a statistic"]


def test_costly_studies_may_live_in_fewer_truths():
    problem = toy.problem(TRUTH)

    def costly(truths, told):
        found = toy.simulate(truths, told)
        lived = np.ones(found.values.shape, bool)
        lived[len(truths) // 2 :, 3] = False
        return Simulated(np.where(lived, found.values, np.nan), found.sampling, lived)

    found = fit(replace(problem, simulate=costly), ensemble=200, again=100)
    assert found.learned.kept.all() and found.learned.emulators.explained[3] > 0.999


def test_ranks_of_known_truths_are_uniform():
    problem = toy.problem(error=0.1)
    first = fit(problem, ensemble=240, rounds=1)
    ranks = check(problem, first.rounds[0], first.sampling, trials=60)
    assert ranks.passed, lines(ranks)
    share, error = ranks.coverage()
    assert abs(share - 0.9) < 3 * error
    assert ranks.ranks.shape == (60, len(ranks.names)) and "uniform" in lines(ranks)[0]


def test_the_check_fails_where_the_method_is_wrong():
    # Told that studies are four times as exact as they are, the posterior is too narrow: ranks pile up at the ends.
    problem = toy.problem(error=0.4)
    first = fit(problem, ensemble=240, rounds=1)

    def lied(truths, told):
        raise AssertionError("the check simulates nothing")

    sure = replace(problem, simulate=lied, targets=tuple(replace(t, error=0.1) for t in problem.targets))
    noisy = first.rounds[0].values + np.random.default_rng(0).normal(0, 1.2, first.rounds[0].values.shape)
    learned = learn(sure, [first.rounds[0]], first.sampling, 1)
    known = Round(first.rounds[0].scores[:60], noisy[:60], first.rounds[0].lived[:60])
    ranks = ranks_of(sure, learned, known, np.random.default_rng(1), 1)
    assert not ranks.passed


def test_the_test_of_ranks():
    assert uniform_p(np.arange(100), 99) == pytest.approx(1.0)
    assert uniform_p(np.zeros(100, dtype=np.int64), 99) < 1e-10
    with pytest.raises(CalibrationError, match="classes"):
        uniform_p(np.arange(10), 98)


@pytest.mark.parametrize("wrong", [{"rounds": 0}, {"ensemble": 20}])
def test_too_little_is_refused(wrong):
    with pytest.raises(CalibrationError, match="at least"):
        fit(toy.problem(), **wrong)
