"""The list of arrows: filters, signs, and names that do not exist."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from toys import toy_body

from somaloop.instruments import INSTRUMENTS
from somaloop.language import GRADES, UnknownNameError, lognormal, normal, uniform
from somaloop.language.direction import direction
from somaloop.model import whole_body
from somaloop.results.arrows import FilterError, Listed, as_data, list_arrows, outcome_outputs, read_grades

BODY = whole_body()
ASKED = [arrow for arrow in BODY.arrows.values() if not arrow.structural]


def names(**filters):
    return [item.arrow.name for item in list_arrows(BODY, **filters)]


def test_every_arrow_in_question_is_listed_once_and_wiring_apart():
    assert Counter(names()) == Counter(arrow.name for arrow in ASKED)
    assert set(names(structural=True)) == set(BODY.arrows) - set(names())


def test_ends():
    assert names(origin="caffeine") == [a.name for a in ASKED if a.origin.startswith("caffeine.")]
    assert names(target="sleep") == [a.name for a in ASKED if a.target.startswith("sleep.")]
    assert set(names(at="sleep")) == set(names(origin="sleep")) | set(names(target="sleep"))
    assert names(origin="caffeine.plasma", target="sleep") == [
        a.name for a in ASKED if a.origin == "caffeine.plasma" and a.target.startswith("sleep.")
    ]


def test_grades_split_the_list():
    by_grade = [names(grades=grade) for grade in GRADES]
    assert sorted(name for part in by_grade for name in part) == sorted(names())
    assert all(BODY.arrows[name].grade in "CDX" for name in names(grades=read_grades("C-X")))


@pytest.mark.parametrize(
    ("kind", "fits"),
    [
        ("told", lambda told, known: told != 0),
        ("known", lambda told, known: known != 0),
        ("only-told", lambda told, known: told != 0 and known == 0),
        ("only-known", lambda told, known: told == 0 and known != 0),
    ],
)
def test_strength(kind, fits):
    assert names(strength=kind) == [a.name for a in ASKED if fits(a.as_told, a.as_known.centre)]


def test_weaker_same_and_stronger_split_the_list():
    weaker, stronger = set(names(strength="weaker-known")), set(names(strength="stronger-known"))
    assert weaker and not stronger  # as told nothing is weaker than as known
    for name in set(names()) - weaker - stronger:
        assert abs(BODY.arrows[name].as_told) == pytest.approx(abs(BODY.arrows[name].as_known.centre), rel=1e-5)


def test_an_arrow_that_is_known_to_be_stronger_than_told_is_found():
    toy = toy_body()
    arrow = next(item for item in toy.arrows.values() if not item.structural)
    for told, kind in ((0.1, "stronger-known"), (0.9, "weaker-known")):
        changed = replace(arrow, as_told=told, as_known=normal(0.5, 0.1))
        home = toy.mechanisms[arrow.origin.partition(".")[0]]
        mechanism = replace(home, arrows=tuple(changed if item is arrow else item for item in home.arrows))
        body = replace(toy, mechanisms={**toy.mechanisms, home.name: mechanism})
        assert arrow.name in [item.arrow.name for item in list_arrows(body, strength=kind)]


def test_what_moves_an_outcome():
    near = list_arrows(BODY, moves="worry", within=1)
    assert near and all(item.steps == 1 and item.arrow.target.startswith("appraisal.") for item in near)
    two = list_arrows(BODY, moves="appraisal.worry", within=2)
    assert {item.arrow.name for item in near} < {item.arrow.name for item in two}
    assert [item.steps for item in two] == sorted(item.steps for item in two)
    assert all(item.steps <= 2 for item in two)


def test_what_moves_a_toy():
    body = toy_body()
    assert [(item.arrow.name, item.steps) for item in list_arrows(body, moves="doubled")] == [("drug_lifts_mood", 1)]
    assert list_arrows(body, moves="drug.plasma") == ()


def test_an_instrument_stands_for_its_outputs():
    for name, instrument in INSTRUMENTS.items():
        assert outcome_outputs(BODY, name) == instrument.outputs


@pytest.mark.parametrize(
    ("filters", "words"),
    [
        ({"origin": "caffein"}, "did you mean 'caffeine'"),
        ({"target": "slep"}, "did you mean 'sleep'"),
        ({"at": "magnesum"}, "did you mean 'magnesium'"),
        ({"strength": "only-tol"}, "did you mean 'only-told'"),
        ({"moves": "PHQ15"}, "did you mean 'PHQ-15'"),
        ({"moves": "wory"}, "did you mean 'worry'"),
    ],
)
def test_unknown_names_say_what_was_meant(filters, words):
    with pytest.raises(UnknownNameError, match=words):
        list_arrows(BODY, **filters)


def test_grades_as_words():
    assert read_grades("b") == ("B",)
    assert read_grades("X, A") == ("A", "X")
    assert read_grades("B-D") == ("B", "C", "D")
    with pytest.raises(UnknownNameError, match="unknown grade 'E'"):
        read_grades("A,E")
    for wrong in ("D-B", "A-B-C"):
        with pytest.raises(FilterError, match="no choice of grades"):
            read_grades(wrong)


def test_every_arrow_has_a_direction_and_the_sign_shows():
    assert all(direction(BODY, name) for name in BODY.arrows)
    by_name = {item.arrow.name: item for item in list_arrows(BODY)}
    thiazide = by_name["thiazide_spills_magnesium"]  # more medicine, a lower tubular maximum
    assert thiazide.sign == -1 and thiazide.told < 0 and thiazide.told_words.startswith("-")
    low, centre, high = thiazide.known
    assert low < centre < high < 0


def test_words_of_what_is_known():
    arrow = next(iter(toy_body().arrows.values()))

    def words(spread, sign):
        return Listed(replace(arrow, as_known=spread), sign).known_words

    assert words(normal(0.5, 0.2), -1) == "-0.5 ± 0.2"
    assert words(normal(-0.5, 0.2), -1) == "+0.5 ± 0.2"
    assert words(normal(0.0, 0.2), -1) == "0 ± 0.2"
    assert words(lognormal(1.0, 0.5), 1) == "+1 (times or divided by 1.65)"
    assert words(uniform(1.0, 3.0), -1) == "-3 to -1"


def test_data_hold_everything():
    for item in list_arrows(BODY):
        data, arrow = as_data(item), item.arrow
        assert (data["name"], data["from"], data["to"], data["grade"]) == (
            arrow.name, arrow.origin, arrow.target, arrow.grade,
        )  # fmt: skip
        assert abs(data["as told"]) == abs(arrow.as_told)
        assert data["as known"]["low"] <= data["as known"]["centre"] <= data["as known"]["high"]
        assert abs(data["as known"]["centre"]) == pytest.approx(abs(arrow.as_known.centre))
        assert data["sources"] == " ".join(arrow.source).split()
