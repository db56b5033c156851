"""Sparse polynomials of scores."""

from __future__ import annotations

import numpy as np
import pytest

from somaloop.calibrate.emulator import Emulator, fit_emulator, joined, terms
from somaloop.calibrate.targets import CalibrationError


def _scores(count: int, names: int, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).standard_normal((count, names))


def _statistic(z: np.ndarray) -> np.ndarray:
    return 1.0 + 2.0 * z[:, 3] - 0.7 * z[:, 10] + 0.4 * (z[:, 3] ** 2) + 0.3 * z[:, 3] * z[:, 10]


def test_a_polynomial_of_few_among_many_is_found_exactly():
    found = fit_emulator(_scores(300, 200), _statistic(_scores(300, 200)))
    unseen = _scores(500, 200, seed=1)
    assert np.allclose(found(unseen), _statistic(unseen), atol=1e-6)
    assert found.used == {3, 10}


def test_its_error_is_what_is_left_on_unseen_truths():
    draw = np.random.default_rng(2)
    found = fit_emulator(_scores(400, 100), _statistic(_scores(400, 100)) + draw.normal(0, 0.5, 400))
    unseen = _scores(4000, 100, seed=3)
    left = _statistic(unseen) + draw.normal(0, 0.5, 4000) - found(unseen)
    assert found.error == pytest.approx(left.std(), rel=0.15)
    assert {3, 10} <= found.used


def test_noise_alone_explains_nothing():
    found = fit_emulator(_scores(300, 200), np.random.default_rng(4).normal(size=300))
    assert found.explained < 0.05
    assert found.error == pytest.approx(1.0, abs=0.15)


def test_failed_truths_are_left_out_and_too_many_are_told():
    values = _statistic(_scores(300, 50))
    values[:20] = np.nan
    assert fit_emulator(_scores(300, 50), values).explained > 0.999
    values[:100] = np.nan
    with pytest.raises(CalibrationError, match="200 of 300"):
        fit_emulator(_scores(300, 50), values)


def test_what_does_not_vary_is_a_constant():
    found = fit_emulator(_scores(100, 20), np.full(100, 3.0))
    assert found.used == set() and found.error == 0.0 and (found(_scores(5, 20)) == 3.0).all()


def test_it_is_judged_where_it_is_asked_to_be():
    # Far out the statistic bends in a way that no term of it can follow; near the middle it is straight.
    near, far = 0.3 * _scores(200, 30, 5), 3.0 * _scores(200, 30, 6)
    scores = np.concatenate([far, near])

    def bent(z: np.ndarray) -> np.ndarray:
        return np.sin(z[:, 0])

    everywhere = fit_emulator(scores, bent(scores))
    there = fit_emulator(scores, bent(scores), judged=np.arange(400) >= 200)
    assert there.error < everywhere.error


def test_joined_emulators_say_the_same_and_can_be_narrowed():
    one = Emulator(1.0, np.array([2, 5]), np.array([-1, 5]), np.array([0.5, 0.2]), 0.1, 0.9)
    other = Emulator(-1.0, np.array([2, 2]), np.array([-1, 7]), np.array([1.5, 0.3]), 0.2, 0.8)
    scores = _scores(50, 9)
    both = joined([one, other])
    assert np.allclose(both(scores), np.stack([one(scores), other(scores)], axis=1))
    assert both.active.tolist() == [2, 5, 7]
    assert np.allclose(both.narrowed(both.active)(scores[:, both.active]), both(scores))


def test_terms_are_hermite_polynomials_with_unit_variance():
    scores = _scores(200_000, 2)
    found = terms(scores, np.array([0, 0, 0]), np.array([-1, 0, 1]))
    assert np.allclose(found.mean(axis=0), 0.0, atol=0.02)
    assert np.allclose(np.cov(found.T), np.eye(3), atol=0.03)
