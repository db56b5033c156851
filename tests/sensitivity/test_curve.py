from __future__ import annotations

import numpy as np
import pytest

from somaloop.sensitivity.curve import Smoother


def _draws(count: int = 800):
    stream = np.random.default_rng(3)
    x = stream.standard_normal(count)
    noise = stream.standard_normal((count, 3))
    outputs = np.stack([2.0 * x + noise[:, 0], np.sin(1.5 * x) + 0.3 * noise[:, 1], noise[:, 2]], axis=1)
    return x, outputs


def test_the_curve_finds_the_conditional_mean():
    x, outputs = _draws()
    fitted = Smoother(x).fit(outputs)
    inner = np.abs(x) < 2
    assert np.abs(fitted.values[inner, 0] - 2.0 * x[inner]).max() < 0.35
    assert np.abs(fitted.values[inner, 1] - np.sin(1.5 * x[inner])).max() < 0.2
    assert fitted.freedom[0] < 4 < fitted.freedom[1]  # a line stays a line, a wave gets what it needs


def test_shares_agree_with_closed_forms_and_chance_explains_nothing():
    x, outputs = _draws(4000)
    share = Smoother(x).fit(outputs).share()
    wave = (1 - np.exp(-2 * 1.5**2)) / 2
    assert share == pytest.approx([4 / 5, wave / (wave + 0.09), 0.0], abs=0.025)


def test_what_chance_alone_explains_averages_to_nothing():
    stream = np.random.default_rng(8)
    found = [Smoother(stream.standard_normal(200)).fit(stream.standard_normal((200, 1))).share()[0] for _ in range(300)]
    assert abs(np.mean(found)) < 3 * np.std(found) / np.sqrt(300) + 0.003  # the choice of smoothness leaves a trace


def test_weights_are_the_same_as_repeated_draws():
    x, outputs = _draws(300)
    times = np.random.default_rng(1).integers(0, 3, 300)
    smoother = Smoother(x)
    weighted = smoother.shares(outputs, times[None].astype(float))[0]
    repeated = Smoother(np.repeat(x, times))
    repeated.samples = smoother.samples
    again = repeated.fit(np.repeat(outputs, times, axis=0)).share()
    assert weighted == pytest.approx(again, abs=0.02)
    assert smoother.shares(outputs, np.ones((1, 300)))[0] == pytest.approx(smoother.fit(outputs).share())


def test_redrawn_curves_are_as_uncertain_as_the_mean_of_a_line():
    stream = np.random.default_rng(5)
    x = stream.standard_normal(500)
    y = x + 2.0 * stream.standard_normal(500)
    fitted = Smoother(x).fit(y[:, None])
    spread = fitted.redrawn(0, 2000, stream).std(axis=0)
    expected = 2.0 * np.sqrt((1 + x**2) / 500)
    middle = np.abs(x) < 1.5
    assert spread[middle] == pytest.approx(expected[middle], rel=0.35)
