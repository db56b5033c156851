"""What a plan must not pass over in silence."""

from __future__ import annotations

import pytest

from somaloop.evidence import sources
from somaloop.model import whole_body
from somaloop.protocol import Protocol, ProtocolError, build_schedule, safety_notes
from somaloop.protocol.safety import RED_FLAGS


def notes(body, text, days=14, **more):
    protocol = Protocol.parse(text)
    return safety_notes(protocol, build_schedule(protocol, body, days), **more)


def found(body, text, **more):
    return [(note.level, note.source) for note in notes(body, text, **more)][:-2]


def magnesium(amount):
    return f"take {amount} mg magnesium as oxide at 21:00"


def test_the_red_flags_and_the_scope_are_always_said(body):
    last = notes(body, "yoga at 10:00")
    assert last[0].sentence == RED_FLAGS
    assert "no medical advice" in last[1].sentence


@pytest.mark.parametrize(
    ("amount", "level"), [(100, None), (250, None), (251, "note"), (350, "note"), (351, "warning"), (2499, "warning")]
)
def test_limits_of_supplements(body, amount, level):
    assert [item for item, _ in found(body, magnesium(amount))] == ([level] if level else [])


def test_the_whole_day_counts_and_food_does_not(body):
    assert found(body, "take 300 mg magnesium as oxide at 08:00 and 21:00") == [("warning", "iom1997-rda-ul")]
    assert found(body, "take 500 mg magnesium oxide salt at 21:00") == [("note", "scf2001-ul-250")]
    assert found(body, "diet 600 mg magnesium a day") == []
    assert found(body, magnesium(400) + "\nno magnesium") == []
    assert found(body, magnesium(400) + " from week 3") == []


@pytest.mark.parametrize(("kidney", "level"), [(90, None), (60, None), (59, "warning"), (30, "warning")])
def test_weak_kidneys(body, kidney, level):
    assert [item for item, _ in found(body, magnesium(100), kidney_function_ml_min=kidney)] == (
        [level] if level else []
    )
    assert found(body, "yoga at 10:00", kidney_function_ml_min=kidney) == []


@pytest.mark.parametrize(
    ("text", "kidney"),
    [(magnesium(2500), None), (magnesium(1300) + " on day 1\n" + magnesium(1300), None), (magnesium(10), 29)],
)
def test_dangers_stop_the_plan_unless_they_are_known(body, text, kidney):
    with pytest.raises(ProtocolError, match="acknowledge danger") as caught:
        notes(body, text, kidney_function_ml_min=kidney)
    assert caught.value.line == 1
    known = notes(body, text + "\nacknowledge danger: serum is measured daily", kidney_function_ml_min=kidney)
    assert known[0].level == "danger"


@pytest.mark.parametrize(
    ("medicine", "level", "source"),
    [
        ("use ciprofloxacin at 20:00", "warning", "cipro-antacid-nix1989"),
        ("use ciprofloxacin at 19:00", "note", "cipro-antacid-nix1989"),
        ("use quinolone at 02:00", "warning", "cipro-antacid-nix1989"),
        ("use levofloxacin at 03:00", "note", "cipro-antacid-nix1989"),
        ("use doxycycline at 23:00", "warning", "tetracycline-separation"),
        ("use doxycycline at 08:00", "note", "tetracycline-separation"),
        ("use levothyroxine at 00:30", "warning", "levothyroxine-interaction"),
        ("use levothyroxine at 07:00", "note", "levothyroxine-interaction"),
        ("use levothyroxine", "warning", "levothyroxine-interaction"),
        ("use alendronate at 21:20", "warning", "alendronate-gertz1995"),
        ("use alendronate at 07:00", "note", "alendronate-gertz1995"),
        ("use omeprazole", "note", "ppi-srinutta2019-or"),
        ("use hydrochlorothiazide", "note", "thiazide-kieboom2018"),
    ],
)
def test_medicines(body, medicine, level, source):
    assert found(body, f"{magnesium(200)}\n{medicine}") == [(level, source)]


def test_medicines_matter_only_on_days_near_magnesium(body):
    assert found(body, f"{magnesium(200)} until day 3\nuse ciprofloxacin at 20:00 from day 8") == []


def test_caffeine_alcohol_and_age(body):
    assert found(body, "drink 200 mg caffeine at 08:00 and 12:00") == []
    assert found(body, "drink 201 mg caffeine at 08:00 and 12:00") == [("warning", "efsa2015-caffeine")]
    assert found(body, "drink 20 g alcohol at 20:00 on friday") == [("note", "alcohol-flink1986")]
    assert found(body, magnesium(100), age=15) == [("warning", "iom1997-rda-ul")]
    assert found(body, magnesium(100), age=80) == [("note", "wakai2019-hypermagnesaemia-mgo")]
    assert found(body, magnesium(100), age=80, kidney_function_ml_min=90) == []


def test_every_source_is_a_record(body):
    text = f"{magnesium(2600)}\nuse ciprofloxacin at 20:00\nuse doxycycline\nuse levothyroxine\nuse alendronate"
    text += "\nuse omeprazole\nuse thiazide"
    text += "\ndrink 500 mg caffeine at 08:00\ndrink 20 g alcohol at 20:00\nacknowledge danger: a test"
    given = {note.source for note in notes(body, text, kidney_function_ml_min=20)}
    given |= {note.source for note in notes(body, magnesium(300), kidney_function_ml_min=50, age=10)} - {""}
    assert given - {""} <= set(sources())


def test_magnesium_into_a_vein_is_a_danger_that_must_be_acknowledged():
    body = whole_body()
    line = "take 100 mg magnesium as intravenous at 08:00 on day 1"
    with pytest.raises(ProtocolError, match="vein"):
        notes(body, line)
    assert ("danger", "hypermg-symptom-threshold") in found(body, f"{line}\nacknowledge danger: in a ward, under watch")
