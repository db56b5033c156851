"""Possible truths: one value each for everything that the evidence leaves open, arrows and parameters together.

A truth is kept as standard normal scores. The value of a quantity is its prior's quantile at the score's place, so a
score of 0 is the middle of what was known before studies were fitted, and any truth lies inside the prior's bounds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from somaloop.engine.program import Layout
from somaloop.engine.worlds import uniform_draws, world_values
from somaloop.evidence.known import drawn_around, known_middle, known_scores
from somaloop.evidence.priors import SPREAD, open_quantities, prior_of
from somaloop.language import Body, SomaloopError, Spread, unknown

Array = NDArray[np.float64]

# No truth makes people differ by more than this number of declared standard deviations from the middle: what lies beyond
# is not known for anybody, and may be no body at all (more than the whole of a night as deep sleep).
FARTHEST = 4.0


@dataclass(frozen=True)
class Truths:
    """Possible truths: ``scores`` [truths, names], standard normal; a name that is left out has score 0."""

    names: tuple[str, ...]
    scores: Array

    def __post_init__(self) -> None:
        if self.scores.ndim != 2 or self.scores.shape[1] != len(self.names):
            raise SomaloopError(f"scores of shape {self.scores.shape} do not fit {len(self.names)} names")

    def __len__(self) -> int:
        return len(self.scores)

    def take(self, indices: NDArray[np.int64]) -> Truths:
        """The truths at these places."""
        return Truths(self.names, self.scores[indices])

    def values(self, body: Body) -> dict[str, Array]:
        """The value of every named quantity in every truth, in its own unit [truths]."""
        from scipy.special import ndtr

        shares = ndtr(self.scores)
        return {name: prior_of(body, name).quantile(shares[:, i]) for i, name in enumerate(self.names)}


def central_truth(body: Body) -> Truths:
    """The one truth in the middle of what was known before studies were fitted."""
    names = open_quantities(body)
    return Truths(names, np.zeros((1, len(names))))


def latin_truths(body: Body, count: int, seed: int) -> Truths:
    """Truths from the prior, a Latin hypercube: each quantity has its own stream and is evenly spread over its prior."""
    from scipy.special import ndtri

    names = open_quantities(body)
    scores = np.stack([ndtri(uniform_draws(seed, name, count)) for name in names], axis=1)
    return Truths(names, scores)


def known_truths(body: Body, count: int, seed: int) -> Truths:
    """Truths as known: draws of the shipped posterior; what it does not speak of is drawn from the prior."""
    prior = latin_truths(body, count, seed)
    drawn = known_scores(body.declared, count, seed)
    columns = [drawn.get(name, prior.scores[:, i]) for i, name in enumerate(prior.names)]
    return Truths(prior.names, np.stack(columns, axis=1))


def known_centre(body: Body) -> Truths:
    """The one truth in the middle of what is known: the mean of the shipped posterior, the middle of the prior elsewhere."""
    names, middle = open_quantities(body), known_middle(body.declared)
    return Truths(names, np.array([[middle.get(name, 0.0) for name in names]]))


def crowd_values(
    body: Body, plan: Layout, traits: Mapping[str, float], people: Mapping[str, Array], truths: Truths
) -> Array:
    """Values of the same people in every truth, shape [values, truths, people].

    ``traits`` are those of the starting type, ``people`` [people] the parameters in which these people differ from it.
    Where a parameter is open, a person's own value moves with it (:func:`somaloop.engine.worlds.drawn_around`).
    """
    names = open_quantities(body)
    for name in truths.names:
        if name not in names:
            raise unknown("open quantity", name, names)
    count = len(next(iter(people.values()))) if people else 1
    drawn = truths.values(body)
    gains = {name: factor for name, factor in traits.items() if name.startswith("gain.")}
    base = world_values(body, plan, {name: v for name, v in traits.items() if name not in gains}, "known")
    values = np.broadcast_to(base[:, None, None], (len(base), len(truths), count)).copy()
    for name, track in people.items():
        values[plan.row("values", name)] = _differing(body, traits, name, track, drawn.get(SPREAD + name))
    for name, draw in drawn.items():
        if name.startswith(SPREAD):
            continue
        row = plan.row("values", name)
        if name.startswith("arrow."):
            values[row] = draw[:, None]
            continue
        spread = prior_of(body, name)
        values[row] = _moved(spread, body.parameters[name].value, values[row], draw[:, None])
    for name, factor in gains.items():
        values[plan.row("values", "arrow." + name.removeprefix("gain."))] *= factor
    return values


def told_values(
    body: Body, plan: Layout, traits: Mapping[str, float], people: Mapping[str, Array], truths: Truths
) -> Array:
    """Values of the same people as told, shape [values, truths, people]: every arrow as the article asserts it.

    People, and all that is no arrow, are as in :func:`crowd_values`, which see. Strengths are those of ``body``, which
    may be the one after the fit; all else is read as declared.
    """
    values = crowd_values(body.declared, plan, traits, people, truths)
    for name, arrow in body.arrows.items():
        values[plan.row("values", f"arrow.{name}")] = arrow.as_told * traits.get(f"gain.{name}", 1.0)
    return values


def _moved(spread: Spread, reference: float, trait: Array, drawn: Array) -> Array:
    """A person's own value [truths, people] in a truth whose reference value is ``drawn`` [truths, 1]."""
    found = np.empty(trait.shape)
    for index in range(len(trait)):
        found[index] = drawn_around(spread, reference, trait[index], drawn[index])
    return found


def _differing(body: Body, traits: Mapping[str, float], name: str, track: Array, factor: Array | None) -> Array:
    """People's values [truths, people] where people differ by ``exp(factor)`` times what is declared."""
    if factor is None:
        return np.asarray(track, dtype=float)[None, :]
    spread, value = body.parameters[name].between_people, body.parameters[name].value
    if spread is None:
        return np.asarray(track, dtype=float)[None, :]
    trait = traits.get(name, value)
    centre = spread.centre if trait == value else trait
    scale = np.exp(factor)[:, None]
    if spread.kind == "lognormal":
        if not centre:
            return np.asarray(track, dtype=float)[None, :] * scale
        moved = centre * np.exp(_within(np.log(track / centre), scale, spread.second))
        # a starting type may lie beyond what is declared for the population; nobody else comes to lie there
        return np.clip(moved, np.minimum(spread.low, track), np.maximum(spread.high, track))
    moved = centre + _within(track - centre, scale, spread.second if spread.kind == "normal" else np.inf)
    return np.clip(moved, spread.low, spread.high)


def _within(distance: Array, scale: Array, deviation: float) -> Array:
    """Distances [people] from the middle, widened [truths, people], no further than FARTHEST where they were not before."""
    farthest = np.maximum(np.abs(distance), FARTHEST * deviation)
    return np.clip(distance * scale, -farthest, farthest)
