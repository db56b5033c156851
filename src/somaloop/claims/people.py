"""The people of a claim: varied around a starting type, once for each set of arrows that a verdict asks about.

The same people live in every set. As told, all arrows have the strength that the article asserts. As known, each person
carries her own draw of what is not known (arrows and parameters together), so that the spread of an effect over people
holds both how people differ and what is not known. The *tested* sets keep only arrows that were tested in people: what
is left of an effect there rests on such arrows.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from somaloop.engine.program import Layout
from somaloop.engine.simulate import Lanes
from somaloop.engine.worlds import drawn_values, keep_only_grades, world_values
from somaloop.language import Body
from somaloop.people import Person, vary

Array = NDArray[np.float64]

SETS = ("told", "known", "told tested", "known tested")
# Grade X is a test in people too, one that the arrow failed: as told it shows that the claim was put to people. As
# known such an arrow carries nothing that may count for the claim.
TESTED_GRADES: Mapping[str, tuple[str, ...]] = {"told tested": ("A", "B", "X"), "known tested": ("A", "B")}


def told_values(body: Body, plan: Layout, traits: Mapping[str, float], varied: Mapping[str, Array]) -> Array:
    """Everybody's values as told, shape [values, people]."""
    count = len(next(iter(varied.values())))
    values = np.repeat(world_values(body, plan, traits, "told")[:, None], count, axis=1)
    for name, array in varied.items():
        values[plan.row("values", name)] = array
    return values


def known_values(
    body: Body, plan: Layout, traits: Mapping[str, float], varied: Mapping[str, Array], seed: int
) -> Array:
    """Everybody's values as known, each person with her own draw, shape [values, people].

    The same as column ``i`` of :func:`somaloop.engine.worlds.drawn_values` for person ``i``, worked out together.
    """
    count = len(next(iter(varied.values())))
    reference = drawn_values(body, plan, {}, count, seed)
    values = drawn_values(body, plan, traits, count, seed)
    for name, array in varied.items():
        row = plan.row("values", name)
        parameter = body.parameters[name]
        spread = parameter.uncertainty
        if spread is None:
            values[row] = array
            continue
        drawn = reference[row] - parameter.value + spread.centre
        if spread.kind == "lognormal":
            drawn = reference[row] * spread.centre / parameter.value
        as_factor = (array != parameter.value) & (parameter.value > 0) & bool(np.all(drawn > 0))
        as_factor |= spread.kind == "lognormal"
        values[row] = np.where(as_factor, array * drawn / spread.centre, array + drawn - spread.centre)
    return values


def lanes_of(body: Body, plan: Layout, person: Person, count: int, seed: int) -> Lanes:
    """``count`` people around a starting type in every set: lane ``set * count + index``."""
    traits: dict[str, Any] = dict(person.traits(body))
    indices = np.arange(count)
    varied = vary(body, traits, seed, indices)
    worlds = {
        "told": told_values(body, plan, traits, varied),
        "known": known_values(body, plan, traits, varied, seed),
    }
    for name, grades in TESTED_GRADES.items():
        worlds[name] = keep_only_grades(body, plan, worlds[name.removesuffix(" tested")], grades)
    values = np.concatenate([worlds[name] for name in SETS], axis=1)
    labels = tuple(f"person {i + 1}, {name}" for name in SETS for i in indices)
    return Lanes(values, np.tile(indices, len(SETS)), labels)
