from __future__ import annotations

import numpy as np
import pytest

from somaloop.sensitivity.ends import end_truths, read_ends
from somaloop.sensitivity.screen import places, screened, trajectories

NAMES = [f"q{i}" for i in range(12)]
BUNDLES = ["first"] * 4 + ["second"] * 4 + ["third"] * 4


def test_bundles_by_what_they_do():
    pytest.importorskip("SALib")
    scores = np.random.default_rng(1).standard_normal((500, 12))
    quantiles = trajectories(NAMES, BUNDLES, 30, seed=2)
    assert quantiles.shape == (30 * 4, 12)
    assert quantiles.min() == pytest.approx(0.025) and quantiles.max() == pytest.approx(0.975)
    at = places(quantiles, scores)
    outputs = np.stack([3.0 * at[:, 0] + at[:, 4] * at[:, 5], at[:, 8]], axis=1)
    found = screened(NAMES, BUNDLES, quantiles, outputs, seed=3)
    effect = dict(zip(found.bundles, found.effect, strict=True))
    assert effect["first"][0] > effect["second"][0] > effect["third"][0] == 0.0
    assert effect["first"][1] == effect["second"][1] == 0.0 < effect["third"][1]
    assert found.half_width.shape == (3, 2)
    assert np.array_equal(trajectories(NAMES, BUNDLES, 30, seed=2), quantiles)


def test_a_single_member_moves_by_two_thirds_of_the_range():
    pytest.importorskip("SALib")
    names, bundles = ["a", "b"], ["one", "two"]
    quantiles = trajectories(names, bundles, 40, seed=1)
    found = screened(names, bundles, quantiles, 5.0 * quantiles[:, :1], seed=1)
    assert found.effect[:, 0] == pytest.approx([5.0 * 0.95 * 2 / 3, 0.0])


def test_ends_move_one_quantity_at_a_time():
    scores = np.random.default_rng(4).normal([0.0, 1.0, -2.0], 1.0, (400, 3))
    truths = end_truths(("a", "b", "c"), scores)
    assert len(truths) == 7
    assert truths.scores[0] == pytest.approx(np.median(scores, axis=0))
    assert (truths.scores[2] != truths.scores[0]).tolist() == [False, True, False]
    assert truths.scores[4, 0] == pytest.approx(np.quantile(scores[:, 0], 0.975))
    values = truths.scores @ np.array([[2.0, 0.0], [0.0, 1e-4], [0.0, 0.0]])
    ends = read_ends(values)
    assert ends.high[0, 0] - ends.low[0, 0] == pytest.approx(2 * 3.92, rel=0.15)
    assert ends.moves(np.array([1.0, 1.0])).tolist() == [[True, False], [False, False], [False, False]]
    assert ends.moves(np.array([1.0, 1e-4]))[1, 1]


def test_a_quantity_at_whose_end_the_model_failed_counts_as_moving():
    ends = read_ends(np.array([[0.0], [np.nan], [0.0], [0.0], [0.0]]))
    assert ends.moves(np.array([1.0])).tolist() == [[True], [False]]
