"""Words find their inputs through the Entry records of a body, and unknown words find a suggestion."""

from __future__ import annotations

import pytest

from somaloop.language import Entry, Input, Mechanism, assemble
from somaloop.protocol import Protocol, ProtocolError, build_schedule


def one(name, *inputs):
    return assemble([Mechanism(name=name, title=name, description=name, equations={}, inputs=inputs)])


def given(name, unit, *entries, default=0.0):
    return Input(name=name, unit=unit, description=name, default=default, entries=entries)


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("yoga at 10:00", "practices.yoga", 1.0),
        ("do nature sounds at 10:00".replace("nature sounds", '"nature sounds"'), "practices.nature_sounds", 1.0),
        ("breathe slowly at 10:00", "practices.slow_breathing", 1.0),
        ("clinician visit at 10:00", "learning.clinician_contact", 1.0),
        ("walk outdoors at 10:00", "circadian.outdoors", 10000.0),
        ("walk outdoors at 10:00, 3000 lux", "circadian.outdoors", 3000.0),
        ("bright light at 10:00", "circadian.bright_light", 5000.0),
        ("exercise at 10:00", "practices.exercise", 0.5),
        ("exercise at 10:00, vigorous", "practices.exercise", 0.8),
        ("stress at 10:00, mild", "appraisal.stress", 0.5),
    ],
)
def test_activities(body, text, name, value):
    day = build_schedule(Protocol.parse(text), body, 1).day(0)
    assert list(day) == [name]
    assert day[name].max() == value
    assert (day[name] > 0).sum() == 5


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("take 30 mg magnesum at 21:00", "did you mean 'magnesium'"),
        ("take 30 mg zinc at 21:00", "expected magnesium or placebo"),
        ("take 30 mg magnesium at 21:00", "say in which form magnesium is taken"),
        ("take 30 mg magnesium as taurate at 21:00", "no magnesium as taurate"),
        ("take 30 ml magnesium as oxide at 21:00", "ml cannot be used"),
        ("take 20 mg omeprazole at 08:00", "write: use omeprazole daily"),
        ("drink 30 mg cafeine at 21:00", "did you mean 'caffeine'"),
        ("drink 30 mmol caffeine at 21:00", "mmol cannot be used"),
        ("eat 30 g walnuts at 21:00", "know"),
        ("do sauna at 21:00", "do 'sauna'"),
        ("do yogga at 21:00", "did you mean 'yoga'"),
        ("nap 30 min at 13:00, strong", "not graded"),
        ("yoga at 21:00, mild", "leave the strength out"),
        ("exercise at 21:00, mild", "expected light, moderate or vigorous"),
        ("yoga at 21:00, 500 lux", "has no light level"),
        ("use omeprazol", "did you mean 'omeprazole'"),
        ("diet 20 g protein a day", "'protein' as a part of the diet"),
        ("diet 20 g processed a day", "counted in %"),
        ("diet 20 % magnesium", "counted in mg"),
        ("no cafeine", "did you mean 'caffeine'"),
    ],
)
def test_unknown_words(body, text, message):
    with pytest.raises(ProtocolError) as caught:
        build_schedule(Protocol.parse(f"yoga 30 min at 10:00\n{text}", file="plan.txt"), body, 1)
    assert message in str(caught.value)
    assert (caught.value.file, caught.value.line) == ("plan.txt", 2)


def test_all_unknown_words_are_told_together(body):
    with pytest.raises(ProtocolError) as caught:
        build_schedule(Protocol.parse("do sauna at 21:00\nuse asprin\ndrink 3 g salt at 10:00"), body, 1)
    assert len(caught.value.problems) == 3


def test_medicines_that_only_safety_knows_pass(body):
    schedule = build_schedule(Protocol.parse("use levothyroxine at 07:00\nuse furosemide\nuse omeprazole"), body, 1)
    assert schedule.inputs == ("medicines.ppi",)


def test_a_new_mechanism_brings_its_own_words():
    sauna = given("heat", "1", Entry(verb="do", thing="sauna", kind="activity", default_minutes=15))
    zinc = given("swallowed", "mmol/hour", Entry(verb="take", thing="zinc", kind="dose", unit="mg", per_unit=1 / 65.4))
    body = one("fresh", sauna, zinc)
    day = build_schedule(Protocol.parse("do sauna at 19:00\ntake 15 mg zinc at 08:00"), body, 1).day(0)
    assert day["fresh.swallowed"].sum() / 10 == pytest.approx(15 / 65.4)
    assert (day["fresh.heat"] > 0).sum() == 3


def test_inputs_of_one_word_are_all_reached():
    entry = Entry(verb="do", thing="exercise", kind="activity", default_minutes=30)
    body = one("two", given("heart", "1", entry), given("light", "1", entry))
    assert len(build_schedule(Protocol.parse("exercise at 10:00"), body, 1).inputs) == 2


@pytest.mark.parametrize(
    "entries",
    [
        (),
        (Entry(verb="set", thing="in bed", kind="level"),),
        (Entry(verb="sleep", thing="sleep window", kind="level"), Entry(verb="do", thing="nap", kind="activity")),
    ],
)
def test_sleep_is_found_by_word_or_by_name(entries):
    body = one("sleep", given("in_bed", "1", *entries, default=1.0))
    schedule = build_schedule(Protocol.parse("sleep window 23:00 to 07:00\nnap 30 min at 13:00"), body, 1)
    assert schedule.day(0)["sleep.in_bed"].sum() == 85


def test_bodies_without_sleep_or_expectation_say_so():
    body = one("heart", given("rate", "1"))
    for text, message in {
        "sleep window 23:00 to 07:00": "sleeps", "take placebo at 10:00": "responds to a placebo",
        "take 300 mg magnesium as oxide at 10:00": "knows what it is to take",
    }.items():  # fmt: skip
        with pytest.raises(ProtocolError, match=message):
            build_schedule(Protocol.parse(text), body, 1)


@pytest.mark.parametrize("unit", ["mg/day", "mmol/day", "g/day"])
def test_diet_is_converted_to_the_unit_of_the_input(unit):
    body = one("diet", given("magnesium_per_day", unit))
    day = build_schedule(Protocol.parse("diet 243.05 mg magnesium a day"), body, 1).day(0)
    assert day["diet.magnesium_per_day"][0] == pytest.approx({"mg/day": 243.05, "mmol/day": 10, "g/day": 0.24305}[unit])
