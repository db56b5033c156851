"""The people of a claim: the engine's own draws, opposites, and sets that differ by what they should alone."""

from __future__ import annotations

import numpy as np
import pytest

from somaloop.claims.levers import levered_body
from somaloop.claims.people import SETS, known_values, lane_count, lanes_in, lanes_of, opposites
from somaloop.engine.program import layout
from somaloop.engine.worlds import drawn_values
from somaloop.language import SomaloopError
from somaloop.people import Person, vary

PERSON = Person("ssd", {"magnesium": "low", "loop gain": 0, "gain.lack_raises_worry": 0.5})
PEOPLE = 8


def lanes():
    body = levered_body()
    plan = layout(body)
    return body, plan, lanes_of(body, plan, PERSON, PEOPLE, 1)


def test_known_values_are_the_engines_draws_person_by_person():
    body = levered_body()
    plan, traits = layout(body), PERSON.traits(body)
    varied = vary(body, traits, 3, np.arange(6))
    together = known_values(body, plan, traits, varied, 6, 3)
    for person in range(6):
        own = traits | {name: float(array[person]) for name, array in varied.items()}
        assert np.allclose(together[:, person], drawn_values(body, plan, own, 6, 3)[:, person], rtol=1e-12, atol=1e-14)


def test_opposites_mirror_people_about_their_type():
    body = levered_body()
    traits = PERSON.traits(body)
    varied = vary(body, traits, 1, np.arange(40))
    mirrored = opposites(body, traits, varied)
    for name, array in varied.items():
        spread = body.parameters[name].between_people
        assert spread is not None
        centre = traits.get(name, spread.centre)
        inside = (mirrored[name] > spread.low) & (mirrored[name] < spread.high)
        if spread.kind == "lognormal" and centre:
            assert np.allclose(array * mirrored[name], centre**2)
        elif spread.kind != "lognormal":
            assert np.allclose((array + mirrored[name])[inside], 2 * centre)


def test_sets_hold_the_same_people_and_cut_what_was_not_tested():
    body, plan, found = lanes()
    assert len(found) == lane_count(PEOPLE) == lanes_in(SETS[-1], PEOPLE).stop
    known, tested = found.values[:, lanes_in("known", PEOPLE)], found.values[:, lanes_in("known tested", PEOPLE)]
    first = np.concatenate([known[:, : PEOPLE // 2], known[:, PEOPLE : PEOPLE + PEOPLE // 2]], axis=1)
    for name in plan.values:
        row = plan.row("values", name)
        arrow = body.arrows.get(name.removeprefix("arrow.")) if name.startswith("arrow.") else None
        if arrow is not None and not arrow.structural and arrow.grade not in ("A", "B"):
            assert not tested[row].any()
        else:
            assert np.array_equal(tested[row], first[row])
    told = found.values[:, lanes_in("told", PEOPLE)]
    for name, arrow in body.arrows.items():
        expected = arrow.as_told * (0.5 if name == "lack_raises_worry" else 1.0)
        assert np.array_equal(np.unique(told[plan.row("values", f"arrow.{name}")]), [expected])
    kept = found.values[:, lanes_in("told tested", PEOPLE)]
    assert kept[plan.row("values", "arrow.lack_causes_cramps")].all()  # grade X: people were tested


def test_every_pair_has_its_own_truth_and_its_own_chance():
    _, plan, found = lanes()
    strength = found.values[plan.row("values", "arrow.lack_raises_worry"), lanes_in("known", PEOPLE)]
    assert np.array_equal(strength[:PEOPLE], strength[PEOPLE:]) and len(np.unique(strength)) == PEOPLE
    persons = found.persons[lanes_in("known", PEOPLE)]
    assert len(np.unique(persons)) == 2 * PEOPLE


@pytest.mark.parametrize("people", [0, 2, 6, 33])
def test_people_are_counted_in_fours(people):
    body = levered_body()
    with pytest.raises(SomaloopError, match="counted in fours"):
        lanes_of(body, layout(body), PERSON, people, 1)
