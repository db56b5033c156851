"""Every kind of line: what it means, and how it is written back."""

from __future__ import annotations

import pytest

from somaloop.protocol import (
    Acknowledge,
    Activity,
    Belief,
    ClockChange,
    Days,
    Diet,
    Drink,
    Eat,
    Miss,
    Protocol,
    SleepWindow,
    Span,
    Stop,
    Take,
    Use,
    weeks,
)

LINES = [
    ("take 300 mg magnesium as glycinate at 21:00 daily from week 1 to week 12",
     Take(300, "mg", "magnesium", form="glycinate", at="21:00", during=weeks(1, 12))),
    ("take 300 mg magnesium as glycinate with food at 21:00 daily",
     Take(300, "mg", "magnesium", form="glycinate", at="21:00", food="with food")),
    ("take 12 mmol magnesium as L-threonate between meals at 16:00 every 2 days",
     Take(12, "mmol", "magnesium", form="threonate", at="16:00", days=Days(every=2), food="between meals")),
    ("take 2000 mg magnesium glycinate salt at 21:00 daily",
     Take(2000, "mg", "magnesium", form="glycinate", salt=True, at="21:00")),
    ("take placebo at 21:00 daily", Take.placebo(at="21:00")),
    ("drink 80 mg caffeine at 08:00 and 13:30 on weekdays",
     Drink(80, "mg", "caffeine", at=["13:30", "08:00"], days="on weekdays")),
    ("drink 20 g alcohol at 20:00 on friday and saturday",
     Drink(20, "g", "alcohol", at="8 pm", days=Days(weekdays=(5, 4)))),
    ("drink 0.5 L water at 10:00 daily", Drink(0.5, "L", "water", at="10:00")),
    ("eat meals at 08:00, 13:00 and 19:00 daily", Eat.meals(at="08:00, 13:00 and 19:00")),
    ("eat 30 g walnuts at 10:00 daily", Eat(30, "g", "walnuts", at="10:00")),
    ("diet 240 mg magnesium a day from week 3", Diet(240, "mg", "magnesium", during=weeks(3))),
    ("diet 60 % processed", Diet(60, "%", "processed food")),
    ("diet 20 g fibre a day", Diet(20, "g", "fiber")),
    ("sleep window 23:00 to 07:00 on weekdays", SleepWindow("23:00", "7 am", days="on weekdays")),
    ("cbt session at 16:00 on tuesday from week 2",
     Activity("cbt", at="16:00", days="weekly on tuesday", during=weeks(2))),
    ("somatic experiencing session at 17:00 every 2 weeks on thursday",
     Activity("somatic experiencing", at="17:00", days=Days(2, "week", (3,)))),
    ("clinician visit at 10:00 on days 1, 8 and 15",
     Activity("clinician visit", at="10:00", days=Days(dates=(8, 1, 15)))),
    ("breathe slowly 10 min at 18:00 daily", Activity("slow breathing", 10, at="18:00")),
    ("yoga 45 min at 18:00 on monday and thursday", Activity("yoga", 45, at="18:00", days="on monday and thursday")),
    ("mindfulness 20 min at 12:00 daily", Activity("mindfulness", 20, at="noon")),
    ("relaxation 1 h at 00:00 daily", Activity("relaxation", 60, at="midnight")),
    ("walk outdoors 30 min at 12:30 daily, 5000 lux", Activity("outdoors", 30, at="12:30", lux=5000)),
    ("exercise 30 min at 17:30 on monday, moderate",
     Activity("exercise", 30, at="17:30", days="on monday", strength="moderate")),
    ("bright light at 07:30 daily", Activity("bright light", at="07:30")),
    ("nap 30 min at 13:00 daily", Activity("nap", 30, at="13:00")),
    ("stress 2 h at 10:00 on weekdays, strong",
     Activity("stress", 120, at="10:00", days="on weekdays", strength="strong")),
    ("do sauna 20 min at 19:00 on saturday", Activity("sauna", 20, at="19:00", days="on saturday")),
    ('do "light therapy" 20 min at 19:00 daily', Activity("light therapy", 20, at="19:00")),
    ("use omeprazole daily from week 3", Use("omeprazole", during="from week 3")),
    ("use levothyroxine at 07:00 daily", Use("levothyroxine", at="07:00")),
    ("no caffeine from week 5", Stop("caffeine", during=weeks(5))),
    ("no cbt session", Stop("cbt")),
    ("no meals on friday", Stop("meals", days="on friday")),
    ("miss 20 % of doses", Miss(20, "doses")),
    ("miss 25 % of sessions until week 4", Miss(25, "sessions", during=Span(None, 28))),
    ("open label", Belief.open_label()),
    ("blinded (belief 50 %)", Belief.blinded()),
    ("belief 70 % from day 3 to day 9", Belief(70, during=Span(3, 9))),
    ("clock forward 1 h on day 14 at 02:00", ClockChange("forward", 1, day=14, at="02:00")),
    ("clock back 30 min on day 20 at 03:00", ClockChange("back", 0.5, day=20, at="03:00")),
    ("acknowledge danger: We know; serum is measured weekly", Acknowledge("We know; serum is measured weekly")),
]  # fmt: skip


@pytest.mark.parametrize(("text", "statement"), LINES, ids=[text for text, _ in LINES])
def test_line_object_and_text_are_one(text, statement):
    assert Protocol.parse(text).statements == (statement,)
    assert str(statement) == text


@pytest.mark.parametrize(
    ("said", "canonical"),
    [
        ("TAKE 300mg Magnesium AS Bisglycinate, daily, at 9 pm.", "take 300 mg magnesium as glycinate at 21:00 daily"),
        ("take 300 milligrams of magnesium as magnesium glycinate every day at 9:00 PM",
         "take 300 mg magnesium as glycinate at 21:00 daily"),
        ("take 2 g magnesium L threonate salt at 21:00", "take 2 g magnesium L-threonate salt at 21:00 daily"),
        ("take 2 g magnesium l-threonate salt at 21:00", "take 2 g magnesium L-threonate salt at 21:00 daily"),
        ("drink 200 ml of water at 08:00,13:00 and 7:30 pm", "drink 200 ml water at 08:00, 13:00 and 19:30 daily"),
        ("sleep 23:00 - 07:00", "sleep window 23:00 to 07:00"),
        ("sleep window from 11 pm until 7 am on weekends", "sleep window 23:00 to 07:00 on weekends"),
        ("yoga for 45 minutes at 18:00 on Mon, Wed and Sun for 4 weeks",
         "yoga 45 min at 18:00 on monday, wednesday and sunday from week 1 to week 4"),
        ("yoga on days 1,8, 15 and 22 45 min at 18:00", "yoga 45 min at 18:00 on days 1, 8, 15 and 22"),
        ("yoga on day 1, 30 min at 10:00", "yoga 30 min at 10:00 on day 1"),
        ("mindfulness 20 min at 8 pm every other day", "mindfulness 20 min at 20:00 every 2 days"),
        ("relaxation 20 min at 22:00 nightly in week 3", "relaxation 20 min at 22:00 daily from week 3 to week 3"),
        ("relaxation 20 min at 22:00 weeks 1-12", "relaxation 20 min at 22:00 daily from week 1 to week 12"),
        ("relaxation 20 min at 22:00 from week 2 for 10 days", "relaxation 20 min at 22:00 daily from day 8 to day 17"),
        ("stress on every monday 2 hours strong at 10:00", None),
        ("stress every monday 2 hours strong at 10:00", "stress 2 h at 10:00 on monday, strong"),
        ("do yoga 45 min at 18:00", "yoga 45 min at 18:00 daily"),
        ("face stress 1 h at 10:00", "stress 1 h at 10:00 daily"),
        ("take a placebo capsule at 21:00", "take placebo at 21:00 daily"),
        ("eat a meal at noon", "eat meals at 12:00 daily"),
        ("diet 240 mg magnesium per day until day 28", "diet 240 mg magnesium a day until week 4"),
        ("blinded", "blinded (belief 50 %)"),
        ("miss 5.5 percent of sessions", "miss 5.5 % of sessions"),
    ],
)  # fmt: skip
def test_other_ways_to_say_it(said, canonical):
    if canonical is None:
        with pytest.raises(Exception, match=r"did not expect"):
            Protocol.parse(said)
    else:
        assert str(Protocol.parse(said)) == canonical


def test_comments_blank_lines_and_semicolons():
    protocol = Protocol.parse(
        "# usual\n\n take placebo at 21:00 # in the evening\r\n yoga 20 min at 8 am ; open label;\n"
    )
    assert [str(item) for item in protocol] == [
        "take placebo at 21:00 daily",
        "yoga 20 min at 08:00 daily",
        "open label",
    ]
    places = [(item.place.line, item.place.column) for item in protocol]
    assert places == [(3, 2), (4, 2), (4, 24)]


def test_statements_are_immutable_and_hashable():
    first, second = Take.placebo(at="21:00"), Protocol.parse("take placebo at 9 pm").statements[0]
    assert hash(first) == hash(second)
    with pytest.raises(AttributeError):
        first.amount = 2  # type: ignore[misc]


def test_placebo_twin_keeps_times_and_everything_else():
    twin = Protocol.parse(
        "take 300 mg magnesium as oxide at 21:00 on friday from week 2\ndiet 60 % processed"
    ).placebo_twin()
    assert str(twin) == "take placebo at 21:00 on friday from week 2\ndiet 60 % processed"
