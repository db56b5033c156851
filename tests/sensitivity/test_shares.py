from __future__ import annotations

import numpy as np
import pytest

from somaloop.sensitivity.shares import first_shares, share_errors, together
from somaloop.sensitivity.totals import shrunk_correlation, total_shares

A, B = 7.0, 0.1


def _ishigami(count: int):
    stream = np.random.default_rng(2)
    x = stream.uniform(-np.pi, np.pi, (count, 4))
    return x, np.sin(x[:, 0]) + A * np.sin(x[:, 1]) ** 2 + B * x[:, 2] ** 4 * np.sin(x[:, 0])


def test_first_shares_of_ishigami_agree_with_the_closed_form_and_with_salib():
    rbd = pytest.importorskip("SALib.analyze.rbd_fast")
    x, y = _ishigami(3000)
    share = first_shares(x, y[:, None])[:, 0]
    variance = A**2 / 8 + B * np.pi**4 / 5 + B**2 * np.pi**8 / 18 + 0.5
    exact = [0.5 * (1 + B * np.pi**4 / 5) ** 2 / variance, A**2 / 8 / variance, 0.0, 0.0]
    assert share == pytest.approx(exact, abs=0.03)
    problem = {"num_vars": 4, "names": list("abcd"), "bounds": [[-np.pi, np.pi]] * 4}
    theirs = rbd.analyze(problem, x, y, M=10, num_resamples=10, seed=1)["S1"]
    assert share == pytest.approx(np.array(theirs), abs=0.05)


def test_errors_of_shares_cover_as_they_should():
    """Of many samples of a known share, about 95 % of the intervals hold it."""
    stream = np.random.default_rng(7)
    inside = []
    for number in range(60):
        x = stream.standard_normal((300, 1))
        y = x + 2.0 * stream.standard_normal((300, 1))
        share = first_shares(x, y)[0, 0]
        error = share_errors(x, y, np.arange(300), number)[0, 0]
        inside.append(abs(share - 0.2) < 1.96 * error)
    assert 0.85 <= np.mean(inside) <= 1.0


def test_draws_of_one_posterior_place_go_together():
    scores = np.stack([np.array([1.0, 2.0, 1.0, 3.0]), np.arange(4.0)], axis=1)
    groups = together(scores)
    assert groups[0] == groups[2] and len(set(groups.tolist())) == 3
    assert together(np.arange(6.0).reshape(3, 2)).tolist() == [0, 1, 2]


def test_repeated_draws_do_not_pass_for_more_evidence():
    """Chance alone explains nothing, however often the same 60 draws are repeated."""
    stream = np.random.default_rng(11)
    found = []
    for _ in range(100):
        x, y = (
            np.repeat(stream.standard_normal((60, 1)), 8, axis=0),
            np.repeat(stream.standard_normal((60, 1)), 8, axis=0),
        )
        found.append(first_shares(x, y)[0, 0])
    assert abs(np.mean(found)) < 0.03


def test_total_shares_of_a_polynomial():
    stream = np.random.default_rng(4)
    x = stream.standard_normal((1500, 12))
    y = x[:, 0] + 0.5 * x[:, 1] + 0.6 * x[:, 0] * x[:, 1] + 0.4 * (x[:, 2] ** 2 - 1)
    variance = 1 + 0.25 + 0.36 + 2 * 0.16
    found = total_shares(x, y)
    exact = np.zeros(12)
    exact[:3] = [(1 + 0.36) / variance, (0.25 + 0.36) / variance, 0.32 / variance]
    assert found.share == pytest.approx(exact, abs=0.05)
    assert found.explained > 0.95


def test_what_is_left_of_a_quantity_that_another_tells_is_small():
    """Of two tied quantities (r = 0.9) each leaves 1 - r^2 of its own variance once the other is known."""
    stream = np.random.default_rng(6)
    z = stream.standard_normal((2000, 2))
    x = np.stack([z[:, 0], 0.9 * z[:, 0] + np.sqrt(1 - 0.81) * z[:, 1]], axis=1)
    y = x[:, 0] + 2.0 * x[:, 1]
    variance = 1 + 4 + 4 * 0.9
    assert total_shares(x, y).share == pytest.approx([0.19 / variance, 4 * 0.19 / variance], abs=0.01)


def test_correlations_that_look_like_chance_are_drawn_to_none():
    stream = np.random.default_rng(9)
    independent = shrunk_correlation(stream.standard_normal((200, 20)))
    assert np.abs(independent - np.eye(20)).max() < 0.08
    assert np.linalg.eigvalsh(independent).min() > 0.5
