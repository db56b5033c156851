"""How lines go together: what adds up, what replaces, what contradicts."""

from __future__ import annotations

import pytest

from somaloop.protocol import Protocol, ProtocolError, SleepWindow, Take


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        (
            "diet 240 mg magnesium a day\ndiet 300 mg magnesium a day",
            2,
            "contradicts line 1: both set the diet magnesium",
        ),
        ("diet 60 % processed\ndiet 60 % processed", 2, "the same line again: see line 1"),
        ("diet 240 mg magnesium a day on monday\ndiet 300 mg magnesium a day", 2, "contradicts line 1"),
        ("diet 60 % processed\ndiet 50 % processed on weekdays\ndiet 70 % processed on weekends", 1, "holds on no day"),
        ("sleep window 23:00 to 07:00\nsleep window 22:00 to 06:00", 2, "one sleep window a night"),
        ("sleep window 23:00 to 14:00 on friday\nsleep window 13:00 to 15:00 on saturday", 2, "runs into"),
        ("sleep window 23:00 to 07:00 on monday\nsleep window 06:00 to 09:00 on monday", 2, "contradicts"),
        ("open label\nblinded", 2, "contradicts line 1"),
        ("miss 10 % of doses\nmiss 20 % of doses", 2, "contradicts"),
        ("clock forward 1 h on day 14 at 02:00\nclock back 1 h on day 14 at 03:00", 2, "contradicts"),
        ("clock forward 12 h on day 2 at 02:00\nclock forward 12 h on day 4 at 02:00", 2, "24 h off"),
    ],
)
def test_contradictions(text, line, message):
    with pytest.raises(ProtocolError) as caught:
        Protocol.parse(text)
    assert message in str(caught.value)
    assert caught.value.line == line


@pytest.mark.parametrize(
    "text",
    [
        "diet 240 mg magnesium a day\ndiet 300 mg magnesium a day from week 3",
        "diet 240 mg magnesium a day\ndiet 60 % processed",
        "sleep window 23:00 to 07:00\nsleep window 00:30 to 09:00 on friday and saturday",
        "sleep window 23:00 to 07:00\nnap 30 min at 13:00",
        "miss 10 % of doses\nmiss 20 % of sessions\nmiss 30 % of doses from week 3",
        "drink 80 mg caffeine at 08:00\ndrink 80 mg caffeine at 08:00",
        "blinded until week 4\nopen label from week 5",
        "diet 10 % processed every 2 days\ndiet 20 % processed every 3 days",
        "diet 10 % processed every 30 days from day 1\ndiet 20 % processed on day 1",
        "diet 10 % processed every 30 days until day 5\ndiet 20 % processed on day 1",
    ],
)
def test_what_goes_together(text):
    assert str(Protocol.parse(str(Protocol.parse(text)))) == str(Protocol.parse(text))


def test_adding_lines_replaces_settings_and_adds_doses():
    usual = Protocol.parse(
        "sleep window 23:00 to 07:00\ndiet 200 mg magnesium a day\ndrink 80 mg caffeine at 08:00", name="usual"
    )
    added = (
        usual + "sleep window 22:00 to 06:00\ndrink 80 mg caffeine at 13:00\ndiet 340 mg magnesium a day from week 2"
    )
    assert str(added).split("\n") == [
        "diet 200 mg magnesium a day",
        "drink 80 mg caffeine at 08:00 daily",
        "sleep window 22:00 to 06:00",
        "drink 80 mg caffeine at 13:00 daily",
        "diet 340 mg magnesium a day from week 2",
    ]
    assert added.name == "usual"
    assert len(usual) == 3


def test_what_can_be_added():
    dose = Take.placebo(at="21:00")
    expected = Protocol((dose,))
    for more in (dose, [dose], expected, "take placebo at 9 pm"):
        assert Protocol() + more == expected
    assert list(expected) == [dose]
    assert Protocol.parse("", name="nothing") == Protocol() == Protocol() + ""


def test_added_windows_that_meet_the_usual_ones_are_refused():
    usual = Protocol((SleepWindow("22:00", "11:30"),))
    late = "sleep window 15:00 to 20:00 on wednesday"
    with pytest.raises(ProtocolError, match="runs into"):
        _ = usual + f"sleep window 05:00 to 20:30 on tuesday\n{late}"
