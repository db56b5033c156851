"""The people of a claim: pairs of opposite people around a starting type, in every set of arrows that a verdict needs.

People come in pairs: one drawn from how people differ, and her opposite, who lies as far on the other side of the type
in every trait, so that the mean of two is near that of many. As told, all arrows have the strength that the article
asserts. As known, each pair lives in its own truth: one draw of all that is not known, arrows and parameters together.
The *tested* sets keep only arrows that were tested in people: what is left of an effect there rests on such arrows.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from somaloop.engine.program import Layout
from somaloop.engine.simulate import Lanes
from somaloop.engine.worlds import drawn_values, keep_only_grades, known_draws, world_values
from somaloop.evidence.known import drawn_around
from somaloop.language import Body, SomaloopError
from somaloop.people import Person, vary

Array = NDArray[np.float64]

SETS = ("told", "told tested", "known", "known tested")
# Grade X is a test in people too, one that the arrow failed: as told it shows that the claim was put to people. As
# known such an arrow carries nothing that may count for the claim.
TESTED_GRADES: Mapping[str, tuple[str, ...]] = {"told tested": ("A", "B", "X"), "known tested": ("A", "B")}


# Of the truths that are asked for, the share that lives in each set, and the fewest pairs of any: as told only people
# differ, and the tested sets are needed for means alone.
PART: Mapping[str, int] = {"told": 8, "told tested": 8, "known": 1, "known tested": 8}
FEWEST = 4


def pairs_in(name: str, people: int) -> int:
    """How many pairs live in a set; they are the first of the pairs that live in larger ones."""
    return max(people // PART[name], FEWEST)


def lanes_in(name: str, people: int) -> slice:
    """The lanes of a set: first one of every pair, then the opposites."""
    sizes = [2 * pairs_in(item, people) for item in SETS]
    number = SETS.index(name)
    return slice(sum(sizes[:number]), sum(sizes[: number + 1]))


def lane_count(people: int) -> int:
    """How many lanes all sets have together."""
    return sum(2 * pairs_in(name, people) for name in SETS)


def opposites(body: Body, traits: Mapping[str, float], varied: Mapping[str, Array]) -> dict[str, Array]:
    """People who lie as far on the other side of their type in every trait (in the logarithm where traits multiply)."""
    found = {}
    for name, array in varied.items():
        spread, value = body.parameters[name].between_people, body.parameters[name].value
        if spread is None:
            raise SomaloopError(f"people do not differ in {name}")
        trait = traits.get(name, value)
        centre = spread.centre if trait == value else trait
        if spread.kind == "lognormal":
            found[name] = centre * (centre / array) if centre else array
        else:
            found[name] = np.clip(2.0 * centre - array, spread.low, spread.high)
    return found


def told_values(body: Body, plan: Layout, traits: Mapping[str, float], varied: Mapping[str, Array]) -> Array:
    """Everybody's values as told, shape [values, people]."""
    count = len(next(iter(varied.values())))
    values = np.repeat(world_values(body, plan, traits, "told")[:, None], count, axis=1)
    for name, array in varied.items():
        values[plan.row("values", name)] = array
    return values


def known_values(
    body: Body, plan: Layout, traits: Mapping[str, float], varied: Mapping[str, Array], truths: int, seed: int
) -> Array:
    """Everybody's values as known, person ``i`` in truth ``i`` modulo ``truths``, shape [values, people].

    The same as column ``i`` of :func:`somaloop.engine.worlds.drawn_values` for that person's traits, worked out
    together.
    """
    count = len(next(iter(varied.values())))
    truth = np.arange(count) % truths
    values = drawn_values(body, plan, traits, truths, seed)[:, truth]
    for name, array in varied.items():
        row = plan.row("values", name)
        parameter = body.parameters[name]
        spread = parameter.uncertainty
        if spread is None:
            values[row] = array
            continue
        drawn = spread.quantile(known_draws(body, name, truths, seed))[truth]
        values[row] = drawn_around(spread, parameter.value, array, drawn)
    return values


def lanes_of(body: Body, plan: Layout, person: Person, people: int, seed: int) -> Lanes:
    """Pairs around a starting type in every set, laid out as :func:`lanes_in` says."""
    if people < 4 or people % 4:
        raise SomaloopError(f"people are counted in fours: {people} is not 4, 8, 12 or so on")
    traits = person.traits(body)
    drawn = vary(body, traits, seed, np.arange(people))
    mirrored = opposites(body, traits, drawn)

    def crowd(pairs: int) -> dict[str, Array]:
        return {name: np.concatenate([drawn[name][:pairs], mirrored[name][:pairs]]) for name in drawn}

    worlds = {
        "told": told_values(body, plan, traits, crowd(pairs_in("told", people))),
        "known": known_values(body, plan, traits, crowd(pairs_in("known", people)), people, seed),
    }
    persons, labels = [], []
    for name in SETS:
        pairs = pairs_in(name, people)
        if name in TESTED_GRADES:
            whole = worlds[name.partition(" ")[0]]
            chosen = np.concatenate([whole[:, :pairs], whole[:, whole.shape[1] // 2 :][:, :pairs]], axis=1)
            worlds[name] = keep_only_grades(body, plan, chosen, TESTED_GRADES[name])
        persons.append(np.concatenate([np.arange(pairs), people + np.arange(pairs)]))
        labels += [f"pair {k + 1}, {side}, {name}" for side in ("drawn", "opposite") for k in range(pairs)]
    values = np.concatenate([worlds[name] for name in SETS], axis=1)
    return Lanes(values, np.concatenate(persons), tuple(labels))
