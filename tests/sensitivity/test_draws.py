from __future__ import annotations

import numpy as np
import pytest

from somaloop.engine.truths import latin_truths
from somaloop.evidence.posterior import Posterior
from somaloop.evidence.priors import prior_of
from somaloop.model import whole_body
from somaloop.sensitivity.draws import known_places
from somaloop.sensitivity.shares import together
from somaloop.sensitivity.unknowns import personal


@pytest.fixture
def fitted(monkeypatch):
    """A posterior of eight draws that touched one quantity of two."""
    body = whole_body().declared
    names = personal(body)[:2]
    posterior = Posterior(
        names=names, scores=np.linspace(-1, 1, 16).reshape(8, 2), weights=np.full(8, 1 / 8),
        priors=tuple(prior_of(body, name).describe() for name in names), mean=np.zeros(2), deviation=np.array([0.6, 1.0]),
        effective=np.array([500.0, np.inf]), reach=np.ones(2), targets=(), fitted=np.zeros((0, 8)), about={},
    )  # fmt: skip
    monkeypatch.setattr("somaloop.evidence.known.shipped", lambda: True)
    monkeypatch.setattr("somaloop.evidence.known.read_posterior", lambda path=None: posterior)
    return body, names, posterior


def test_what_the_fit_did_not_touch_is_drawn_anew(fitted):
    body, names, posterior = fitted
    scores = known_places(body, (*names, personal(body)[2]), 64, 1, posterior)
    assert len(np.unique(scores[:, 0])) == 8  # draws of the posterior repeat
    assert len(np.unique(scores[:, 1])) == len(np.unique(scores[:, 2])) == 64
    prior = latin_truths(body, 64, 1)
    assert scores[:, 1] == pytest.approx(prior.scores[:, prior.names.index(names[1])])
    assert together(scores).max() == 7
