"""Verdicts in words, by the written thresholds."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.special import ndtri

from somaloop.calibrate.verdict import WORDS, count_words, findings, verdict, weighted_quantile
from somaloop.evidence.posterior import Posterior
from somaloop.evidence.priors import open_quantities
from somaloop.model import whole_body

PRIOR = ndtri((np.arange(2000) + 0.5) / 2000)
EQUAL = np.full(2000, 1 / 2000)


@pytest.mark.parametrize(
    ("scores", "word"),
    [
        (PRIOR, "not identified by these data"),
        (0.5 * PRIOR, "identified"),
        (0.5 * PRIOR + 1.0, "identified"),
        (0.3 * PRIOR + 2.0, "at its bound"),
        (0.3 * PRIOR - 2.0, "at its bound"),
        (0.8 * PRIOR + 0.6, "one side only"),
        (0.8 * PRIOR - 0.6, "one side only"),
        (0.9 * PRIOR, "not identified by these data"),
    ],
)
def test_words(scores, word):
    assert verdict(scores, EQUAL) == word


def test_a_prior_cut_in_half_is_known_on_one_side():
    kept = PRIOR[PRIOR > -0.9]
    assert verdict(kept, np.full(len(kept), 1 / len(kept))) == "one side only"


def test_weights_count():
    half = np.where(PRIOR > 1.7, 1.0, 1e-9)
    assert verdict(PRIOR, half / half.sum()) == "at its bound"
    assert weighted_quantile(np.array([3.0, 1.0]), np.array([0.25, 0.75]), 0.5) == pytest.approx(1.5)


@pytest.fixture(scope="module")
def prior_itself() -> Posterior:
    names = open_quantities(whole_body())
    draws = np.repeat(ndtri((np.arange(200) + 0.5) / 200)[:, None], len(names), axis=1)
    ones = np.ones(len(names))
    return Posterior(
        names, draws, np.full(200, 1 / 200), ("",) * len(names), 0 * ones, ones, np.inf * ones, ones, (),
        np.zeros((0, 8)), {},
    )  # fmt: skip


def test_the_prior_itself_tells_nothing(prior_itself):
    found = findings(whole_body(), prior_itself)
    assert count_words(found) == {word: len(found) if word == "not identified by these data" else 0 for word in WORDS}
    for item in found:
        assert item.contraction == 0.0
        assert np.allclose(item.prior, item.posterior, rtol=0.1, atol=0.1 * max(abs(x) for x in item.prior))


def test_intervals_are_in_the_quantitys_own_unit(prior_itself):
    name = "caffeine.half_life"
    place = prior_itself.names.index(name)
    scores = prior_itself.scores.copy()
    scores[:, place] = 1.0
    item = findings(whole_body(), replace(prior_itself, scores=scores))[place]
    assert item.posterior[1] == pytest.approx(5.0 * np.exp(0.05), rel=1e-3) and item.unit == "hour"
    spread = findings(whole_body(), prior_itself)[prior_itself.names.index(f"spread.{name}")]
    assert spread.prior[1] == pytest.approx(1.0) and spread.unit == "times" and spread.kind == "spread"
