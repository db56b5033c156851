"""People: types, facts, clear errors, and streams of their own."""

from __future__ import annotations

import numpy as np
import pytest

from somaloop.language import UnknownNameError
from somaloop.model import whole_body
from somaloop.people import Person, PersonError, person_types, vary


def test_every_type_sets_existing_parameters():
    for kind in person_types():
        Person(kind).traits(whole_body())


def test_facts_reach_parameters():
    body = whole_body()
    low = Person("ssd", {"magnesium": "low", "age": 60}).traits(body)
    assert low["magnesium.status"] < body.parameters["magnesium.status"].value
    assert low["sleep.age"] == 60.0
    joined = Person("ssd + poor sleeper").traits(body)
    assert set(Person("ssd").traits(body)) <= set(joined)


@pytest.mark.parametrize(
    ("kind", "facts", "message"),
    [
        ("sdd", {}, "did you mean 'ssd'"),
        ("ssd", {"magnesium": "lo"}, "did you mean 'low'"),
        ("ssd", {"agge": 40}, "did you mean 'age'"),
    ],
)
def test_unknown_words_suggest(kind, facts, message):
    with pytest.raises(UnknownNameError, match=message):
        Person(kind, facts).traits(whole_body())


@pytest.mark.parametrize("facts", [{"age": 400}, {"age": "old"}, {"age": float("nan")}, {"age": True}])
def test_impossible_facts_raise(facts):
    with pytest.raises((PersonError, UnknownNameError)):
        Person("ssd", facts).traits(whole_body())


def test_people_differ_by_their_own_streams():
    body = whole_body()
    many, one = vary(body, {}, 3, np.arange(50)), vary(body, {}, 3, np.array([17]))
    assert len(many) > 5
    for name, values in many.items():
        assert values[17] == one[name][0]
        assert np.isfinite(values).all()
        assert values.std() > 0
