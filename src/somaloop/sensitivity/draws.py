"""Draws of what is known for one person: from the shipped posterior, if there is one, and from the priors."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from somaloop.engine.truths import known_truths, latin_truths
from somaloop.evidence.posterior import Posterior, read_posterior, shipped
from somaloop.language import Body

Array = NDArray[np.float64]


def known_places(
    body: Body, names: tuple[str, ...], count: int, seed: int, posterior: Posterior | None = None
) -> Array:
    """Scores [count, names] of possible truths as known.

    The posterior holds few draws, which repeat where many are asked for. What the fit did not touch is independent of all
    else and keeps its prior, so it is drawn anew for every truth. ``posterior`` is the shipped one if left out.
    """
    truths = known_truths(body, count, seed)
    place = {name: i for i, name in enumerate(truths.names)}
    scores = truths.scores[:, [place[name] for name in names]]
    if posterior is None and not shipped():
        return scores
    posterior = posterior or read_posterior()
    untouched = {name for name, worth in zip(posterior.names, posterior.effective, strict=True) if np.isinf(worth)}
    prior = latin_truths(body, count, seed).scores[:, [place[name] for name in names]]
    return np.where([name in untouched for name in names], prior, scores)
