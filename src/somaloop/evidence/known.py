"""What is known after studies were fitted: a body whose open quantities stand where the posterior puts them.

*As known* means the shipped posterior everywhere. Each arrow and parameter keeps its prior's shape and bounds and moves
to the posterior's place and width (in standard normal scores); draws keep what goes together in the posterior.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from somaloop.evidence.posterior import Posterior, read_posterior, shipped
from somaloop.evidence.priors import ARROW, SPREAD, open_quantities, prior_of
from somaloop.evidence.told import retold
from somaloop.language import Body, Mechanism, Parameter, Spread

Array = NDArray[np.float64]
_NARROWEST = 0.05  # of a prior's width; a posterior is never taken to be surer than that


def drawn_around(spread: Spread, reference: float, trait: Array | float, drawn: Array) -> Array:
    """Draws of what is not known of a parameter, moved to where a person's trait stands.

    Where nothing is said of the person (the trait is the reference value) a draw is what it is. Elsewhere it is the
    trait times the draw over the spread's centre where numbers multiply or cannot be negative, else their sum.
    """
    if spread.kind == "lognormal" or (reference > 0 and bool(np.all(drawn > 0))):
        moved = trait * drawn / spread.centre
    else:
        moved = trait + drawn - spread.centre
    return np.where(np.asarray(trait) == reference, drawn, moved)


# Worked out once; body and posterior are kept with it so that their ids stay theirs.
_USABLE: dict[tuple[int, int], tuple[Body, Posterior, tuple[str, ...]]] = {}


def usable(body: Body, posterior: Posterior) -> tuple[str, ...]:
    """The names of a posterior that are open in this body and whose prior is still the one that was fitted."""
    key = (id(body), id(posterior))
    if key not in _USABLE:
        names = set(open_quantities(body))
        found = tuple(
            name
            for name, prior in zip(posterior.names, posterior.priors, strict=True)
            if name in names and prior_of(body, name).describe() == prior
        )
        _USABLE[key] = (body, posterior, found)
    return _USABLE[key][2]


def fitted_spreads(body: Body, posterior: Posterior) -> dict[str, Spread]:
    """What is known of every open quantity after the fit, by name, in its own unit."""
    place = {name: i for i, name in enumerate(posterior.names)}
    found = {}
    for name in usable(body, posterior):
        prior = prior_of(body, name)
        narrowed = float(np.clip(posterior.deviation[place[name]], _NARROWEST, 1.0))
        found[name] = replace(prior, middle=prior.middle + float(posterior.mean[place[name]]), narrowed=narrowed)
    return found


def known_body(body: Body, posterior: Posterior | None = None) -> Body:
    """The body as known after the fit; without a posterior (default: the shipped one) it is the body itself."""
    if posterior is None:
        if not shipped():
            return body
        posterior = read_posterior()
    fitted = fitted_spreads(body, posterior)
    return Body({name: _fitted(item, fitted) for name, item in body.mechanisms.items()}, before=body)


def _fitted(mechanism: Mechanism, fitted: Mapping[str, Spread]) -> Mechanism:
    arrows = tuple(retold(arrow, fitted.get(ARROW + arrow.name, arrow.as_known)) for arrow in mechanism.arrows)
    parameters = tuple(
        _fitted_parameter(item, fitted.get(f"{mechanism.name}.{item.name}"), fitted.get(f"{SPREAD}{mechanism.name}.{item.name}"))
        for item in mechanism.parameters
    )  # fmt: skip
    return replace(mechanism, arrows=arrows, parameters=parameters)


def _fitted_parameter(item: Parameter, fitted: Spread | None, wider: Spread | None) -> Parameter:
    people = item.between_people
    factor = float(np.exp(wider.centre)) if wider is not None else 1.0
    if fitted is None:
        if people is None or wider is None:
            return item
        return replace(item, between_people=replace(people, second=people.second * factor))
    value = fitted.centre
    if people is not None and people.kind in ("normal", "lognormal"):
        moved = people.first * value / item.value if people.kind == "lognormal" else people.first + value - item.value
        people = replace(people, first=moved, second=people.second * factor)
    return replace(item, value=value, uncertainty=fitted, between_people=people)


def type_trait(body: Body, name: str, value: float) -> float:
    """A trait that a starting type sets, moved as the parameter's reference value was moved by the fit."""
    if body.before is None or name not in body.parameters:
        return value
    declared, known = body.before.parameters[name], body.parameters[name]
    if known.uncertainty is None or declared.value == known.value:
        return value
    prior = prior_of(body.before, name)
    return float(drawn_around(prior, declared.value, value, np.asarray(known.value)))


def _picks(posterior: Posterior, count: int, seed: int) -> NDArray[np.int64]:
    """Which draws of the posterior stand for ``count`` truths: all as often as their weights say, in random order."""
    stream = np.random.default_rng([seed, 20])
    steps = np.cumsum(posterior.weights) / posterior.weights.sum()
    places = np.searchsorted(steps, (np.arange(count) + stream.random()) / count)
    return stream.permutation(np.minimum(places, len(steps) - 1))


def known_scores(body: Body, count: int, seed: int) -> dict[str, Array]:
    """Scores of ``count`` draws of the shipped posterior, by name [count]; empty where none is shipped."""
    if not shipped():
        return {}
    posterior = read_posterior()
    picks = _picks(posterior, count, seed)
    place = {name: i for i, name in enumerate(posterior.names)}
    return {name: posterior.scores[picks, place[name]] for name in usable(body, posterior)}


def known_middle(body: Body) -> dict[str, float]:
    """The mean score of every quantity in the shipped posterior, by name; empty where none is shipped."""
    if not shipped():
        return {}
    posterior = read_posterior()
    place = {name: i for i, name in enumerate(posterior.names)}
    return {name: float(posterior.mean[place[name]]) for name in usable(body, posterior)}


def known_shares(body: Body, name: str, count: int, seed: int) -> Array | None:
    """At which shares of what is known (:func:`fitted_spreads`) the posterior's draws lie [count].

    None where the posterior does not speak of the quantity or the body is one before any fit.
    """
    if body.before is None or not shipped():
        return None
    from scipy.special import ndtr

    posterior = read_posterior()
    if name not in posterior.names or name not in usable(body.before, posterior):
        return None
    place = posterior.names.index(name)
    width = float(np.clip(posterior.deviation[place], _NARROWEST, 1.0))
    scores = posterior.scores[_picks(posterior, count, seed), place]
    return ndtr((scores - posterior.mean[place]) / width)
