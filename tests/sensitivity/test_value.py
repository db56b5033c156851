"""The worth of knowing against closed forms of a linear-normal toy."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import norm

from somaloop.sensitivity.value import better_choice, partial, perfect

MEAN, SLOPES, REST = 0.3, (0.8, 0.5), 0.4


def _loss(mean: float, deviation: float) -> float:
    """What a choice after seeing a normal gain brings beyond the choice by its mean."""
    return float(deviation * norm.pdf(mean / deviation) - abs(mean) * norm.cdf(-abs(mean) / deviation))


def _draws(count: int = 3000):
    stream = np.random.default_rng(12)
    x = stream.standard_normal((count, 3))
    return x, MEAN + x[:, 0] * SLOPES[0] + x[:, 1] * SLOPES[1] + REST * stream.standard_normal(count)


@pytest.mark.parametrize("threshold", [0.0, 1.0, -0.5])
def test_one_quantity(threshold):
    x, gains = _draws()
    for place, slope in enumerate(SLOPES):
        worth = partial(x[:, place], gains, [threshold])[0]
        assert worth.value == pytest.approx(_loss(MEAN - threshold, slope), abs=4 * worth.error + 0.002)
        assert 0 < worth.error < 0.02
    nothing = partial(x[:, 2], gains, [threshold])[0]
    assert nothing.value < 0.005


@pytest.mark.parametrize("threshold", [0.0, 1.0])
def test_everything(threshold):
    _, gains = _draws()
    whole = float(np.sqrt(sum(slope**2 for slope in SLOPES) + REST**2))
    worth = perfect(gains, threshold)
    assert worth.value == pytest.approx(_loss(MEAN - threshold, whole), abs=4 * worth.error)


def test_knowing_is_worth_nothing_where_the_choice_is_clear():
    _, gains = _draws()
    assert better_choice(gains - 50.0) == 0.0
    assert partial(np.linspace(-2, 2, len(gains)), gains, [50.0])[0].value == 0.0


def test_errors_are_those_of_repeated_samples():
    """The standard error that one sample tells is about the spread over samples."""
    stream = np.random.default_rng(3)
    values, errors = [], []
    for _ in range(60):
        x = stream.standard_normal(400)
        worth = partial(x, MEAN + 0.5 * x + 0.8 * stream.standard_normal(400), [0.0])[0]
        values.append(worth.value)
        errors.append(worth.error)
    assert np.mean(errors) == pytest.approx(np.std(values), rel=0.5)
    assert np.mean(values) == pytest.approx(_loss(MEAN, 0.5), abs=0.02)
