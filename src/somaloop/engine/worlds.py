"""The numbers that a lane runs on: a person's parameters, and arrows as told or as known.

*As told* takes every arrow at the strength that the article asserts. *As known* takes the centre of what the evidence
supports; its draws take one possible truth each, for arrows and uncertain parameters together.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from somaloop.engine.noise import name_code
from somaloop.engine.program import Layout
from somaloop.evidence.known import drawn_around, known_shares
from somaloop.language import Body, Parameter, unknown

Array = NDArray[np.float64]
WORLDS = ("told", "known")


def _column(body: Body, plan: Layout, traits: Mapping[str, float], world: str) -> Array:
    if world not in WORLDS:
        raise unknown("world", world, WORLDS)
    column = np.empty(len(plan.values))
    for i, name in enumerate(plan.values):
        if name.startswith("arrow."):
            arrow = body.arrows[name.removeprefix("arrow.")]
            column[i] = arrow.as_told if world == "told" else arrow.as_known.centre
        else:
            column[i] = traits.get(name, body.parameters[name].value)
    return column


def world_values(body: Body, plan: Layout, traits: Mapping[str, float], world: str) -> Array:
    """One person's values in one world, shape [values]. Traits go by qualified parameter name.

    A trait may also set an arrow's strength in both worlds as a factor: ``"gain.ARROW": 1.5``.
    """
    known = {**body.parameters, **{f"gain.{name}": None for name in body.arrows}}
    for name in traits:
        if name not in known:
            raise unknown("trait", name, known)
    return _with_gains(plan, _column(body, plan, traits, world), traits)


def _with_gains(plan: Layout, values: Array, traits: Mapping[str, float]) -> Array:
    for name, factor in traits.items():
        if name.startswith("gain."):
            values[plan.row("values", "arrow." + name.removeprefix("gain."))] *= factor
    return values


def uniform_draws(seed: int, name: str, count: int) -> Array:
    """Uniform numbers for the draws of one quantity: a stratified (Latin hypercube) sample of its own stream."""
    generator = np.random.Generator(np.random.Philox(key=[seed, name_code(name)]))
    return (generator.permutation(count) + generator.random(count)) / count


def known_draws(body: Body, name: str, count: int, seed: int) -> Array:
    """At which shares of what is known of a quantity its draws lie [count].

    Draws of the posterior keep together what goes together there; what no study speaks of has its own stream.
    """
    shares = known_shares(body, name, count, seed)
    return uniform_draws(seed, name, count) if shares is None else shares


def drawn_values(body: Body, plan: Layout, traits: Mapping[str, float], count: int, seed: int) -> Array:
    """``count`` draws of what is not known, for one person, shape [values, count]."""
    base = _column(body, plan, traits, "known")
    values = np.repeat(base[:, None], count, axis=1)
    for i, name in enumerate(plan.values):
        if name.startswith("arrow."):
            arrow = body.arrows[name.removeprefix("arrow.")]
            if not arrow.structural:
                values[i] = arrow.as_known.quantile(known_draws(body, name, count, seed))
        else:
            spread = body.parameters[name].uncertainty
            if spread is not None:
                centre = body.parameters[name].value
                drawn = drawn_around(
                    spread, centre, float(base[i]), spread.quantile(known_draws(body, name, count, seed))
                )
                values[i] = _among_people(body.parameters[name], float(base[i]), drawn)
    return _with_gains(plan, values, traits)


def _among_people(parameter: Parameter, trait: float, drawn: Array) -> Array:
    """Draws of a person's own value, no further out than people go, or than this person's type does."""
    people = parameter.between_people
    return drawn if people is None else np.clip(drawn, min(people.low, trait), max(people.high, trait))


def without_arrow(plan: Layout, values: Array, arrow: str) -> Array:
    """The same values with one arrow cut."""
    cut = values.copy()
    cut[plan.row("values", f"arrow.{arrow}")] = 0.0
    return cut


def keep_only_grades(body: Body, plan: Layout, values: Array, grades: Iterable[str]) -> Array:
    """The same values with every arrow cut whose grade is not among ``grades`` (structural wiring stays)."""
    kept = set(grades)
    result = values.copy()
    for name, arrow in body.arrows.items():
        if not arrow.structural and arrow.grade not in kept:
            result[plan.row("values", f"arrow.{name}")] = 0.0
    return result
