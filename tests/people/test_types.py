"""Starting types: shipped ones and a user's own file."""

from __future__ import annotations

import numpy as np
import pytest

from somaloop.language import UnknownNameError
from somaloop.model import declared_body
from somaloop.people import AgeRange, Person, PersonError, Population, person_type, person_types
from somaloop.protocol import ProtocolError

BODY = declared_body()
MINE = """
description: adult after a long illness
like: primary care
traits:
  mood.fatigue_at_ease: 0.5
spreads: {mood.fatigue_at_ease: 0.5}
age: {mean: 44, sd: 12, from: 18, to: 70}
female: 0.6
note: From my own clinic.
"""


def _file(tmp_path, text):
    path = tmp_path / "mine.yaml"
    path.write_text(text, encoding="utf-8")
    return str(path)


@pytest.mark.parametrize("kind", sorted(person_types()))
def test_every_type_has_a_note_and_people(kind):
    item = person_type(kind)
    item.check(BODY)
    assert item.note
    drawn = Population(kind).drawn(BODY, np.arange(40))
    assert all(np.isfinite(values).all() for values in drawn.traits.values())


@pytest.mark.parametrize("kind", sorted(person_types()))
def test_who_expects_more_symptoms_begins_used_to_them(kind):
    """A type placed at many symptoms remembers them from the first day: more than the reference, less than very much."""
    traits = Person(kind).traits(BODY)
    expects, knows = "perception.expectation_baseline", "learning.outcome_usual"
    usual = BODY.parameters[knows].value
    if expects in traits:
        assert 2.0 * usual < traits[knows] < 0.7
    else:
        assert usual <= traits.get(knows, usual) < 2.5 * usual


def test_the_types_of_the_issue_are_there():
    wanted = {
        "general", "primary care", "ssd", "low magnesium", "poor sleeper", "health-anxious", "older adult", "constipated",
        "ibs", "generalised anxiety", "migraine", "fibromyalgia",
    }  # fmt: skip
    assert wanted <= set(person_types())


def test_a_file_stands_in_place_of_a_type(tmp_path):
    path = _file(tmp_path, MINE)
    traits = Person(f"{path} + poor sleeper", {"magnesium": "low"}).traits(BODY)
    assert traits["mood.fatigue_at_ease"] == person_type("poor sleeper").traits["mood.fatigue_at_ease"]
    own = Person(path).traits(BODY)
    assert own["mood.fatigue_at_ease"] == 0.5
    assert own["perception.bias"] == person_type("primary care").traits["perception.bias"]
    people = Population(path)
    assert people.ages == AgeRange(44, 12, 18, 70)
    assert people.women == 0.6
    usual = Population("primary care", {"mood.fatigue_at_ease": 0.5}, age=people.ages, female=0.6)
    narrow, wide = (item.drawn(BODY, np.arange(500)).traits["mood.fatigue_at_ease"] for item in (people, usual))
    assert np.log(narrow).std() == pytest.approx(0.5 * np.log(wide).std(), rel=0.05)
    assert "long illness" in Person(path).describe()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (MINE.replace("traits:", "trait:"), r"mine\.yaml:4:1: unknown key 'trait'; did you mean 'traits'"),
        (MINE.replace("fatigue_at_ease: 0.5\ns", "fatigue_at_eas: 0.5\ns"), r"(?s)mine\.yaml:5.*did you mean"),
        (MINE.replace("note: From my own clinic.", ""), "note is missing"),
        (MINE.replace("0.6", "6"), r"mine\.yaml:8"),
        (MINE.replace("ease: 0.5\n", "ease: much\n", 1), r"mine\.yaml:5"),
        (MINE.replace("primary care", "other.yaml"), "not like another file"),
        ("- a list", "needs the keys"),
        ("a: [", "broken YAML"),
    ],
)
def test_a_wrong_file_says_where(tmp_path, text, message):
    with pytest.raises(ProtocolError, match=message):
        Person(_file(tmp_path, text)).traits(BODY)


def test_a_wrong_type_to_be_like_suggests(tmp_path):
    with pytest.raises(UnknownNameError, match="did you mean 'primary care'"):
        Person(_file(tmp_path, MINE.replace("primary care", "primary car"))).traits(BODY)


def test_a_file_that_is_not_there_is_an_error():
    with pytest.raises(PersonError, match="cannot read"):
        Person("nowhere.yaml").traits(BODY)
