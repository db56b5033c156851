"""What is wrong is said once, at its place, in words, with what was probably meant; and quickly."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from somaloop.protocol import (
    Activity,
    Belief,
    Clock,
    ClockChange,
    Days,
    Diet,
    Drink,
    Eat,
    Miss,
    Protocol,
    ProtocolError,
    SleepWindow,
    Span,
    Stop,
    Take,
    Use,
    weeks,
)

# line, column of the caret, a part of the message
WRONG = [
    ("tkae 300 mg magnesium at 21:00", 1, "did you mean 'take'"),
    ("swim 30 min at 18:00", 1, "do NAME 30 min"),
    ("21:00 take placebo", 1, "cannot begin with '21:00'"),
    ("take 300 mg magnesium as glycinat at 21:00", 26, "did you mean 'glycinate'"),
    ("take 300 mg magnesium as glycinate att 21:00", 36, "did you mean 'at'"),
    ("take 300 mg magnesium dialy at 21:00", 13, "slip for 'daily'"),
    ("take 300 mgs magnesium at 21:00", 10, "did you mean 'mg'"),
    ("take 300 magnesium as oxide at 21:00", 10, "'magnesium' is not a unit"),
    ("take 300 mg at 21:00", 13, "expected a name"),
    ("take 300 mg magnesium", 22, "needs a time"),
    ("take 300 mg magnesium 21:00", 23, "write: at 21:00"),
    ("take -300 mg magnesium at 21:00", 6, "more than nothing"),
    ("take 0 mg magnesium at 21:00", 6, "more than nothing"),
    ("take 99999 g magnesium at 21:00", 6, "cannot be meant"),
    ("drink 9000 mg caffeine at 08:00", 7, "cannot be meant"),
    ("take 1" + "0" * 400 + " mg magnesium at 21:00", 6, "must be a number"),
    ("take 0,5 g magnesium at 21:00", 7, "write 0.5 with a point"),
    ("take 1e3 mg magnesium at 21:00", 7, "'e3' is not a unit"),
    ("take 300 mg magnesium at 25:00", 26, "there is no 25:00"),
    ("take 300 mg magnesium at 21:60", 26, "there is no 21:60"),
    ("take 300 mg magnesium at 21:5", 26, "is not a time"),
    ("take 300 mg magnesium at 24:00", 26, "midnight"),
    ("take 300 mg magnesium at 13 pm", 26, "1 to 12"),
    ("take 300 mg magnesium at 21 daily", 26, "write a time as 21:00"),
    ("take 300 mg magnesium at 21:00 and 21:00", 6, "21:00 is given twice"),
    ("take 300 mg magnesium at 21:00 daily every 2 days", 44, "the days are given twice"),
    ("take 300 mg magnesium at 21:00 at 22:00", 35, "the times are given twice"),
    ("take 300 mg magnesium at 21:00 from week 12 to week 1", 42, "runs backwards"),
    ("take 300 mg magnesium at 21:00 from week 1 to week 4 for 2 weeks", 42, "end of the period is given twice"),
    ("take 300 mg magnesium at 21:00 from day 0", 41, "there is no day 0"),
    ("take 300 mg magnesium at 21:00 from week 0", 42, "there is no week 0"),
    ("take 300 mg magnesium at 21:00 from week 9999", 42, "ten years"),
    ("take 300 mg magnesium at 21:00 on monday from day 2 to day 5", 6, "never happens"),
    ("take 300 mg magnesium at 21:00 every 1.5 days", 38, "not a whole number"),
    ("take 300 mg magnesium as oxide glycinate at 21:00", 26, "not a known form"),
    ("take 300 mg magnesium salt at 21:00", 13, "salt must be named"),
    ("take 3 mmol magnesium oxide salt at 21:00", 13, "mmol counts the magnesium"),
    ("take 5 min magnesium at 21:00", 6, "is not an amount"),
    ("take 20 mg placebo at 21:00", 12, "did not expect 'placebo'"),
    ("drink 2 cups coffee at 08:00", 9, "drink 80 mg caffeine"),
    ("drink 80 mg caffeine as tea at 08:00", 7, "only what one takes"),
    ("eat 3 meals at 08:00", 7, "expected a unit such as mg"),
    ("diet 240 mg/day magnesium", 10, "diet 240 mg magnesium a day"),
    ("diet 120 % processed", 6, "between 0 and 100"),
    ("sleep window 23:00 to 23:00", 14, "begins and ends at the same time"),
    ("sleep window 06:00 to 23:00", 14, "lasts 17 h"),
    ("sleep window 23:00", 19, "ends too early"),
    ("walk 30 min at 10:00", 6, "expected outdoors"),
    ("yoga 0 min at 10:00", 1, "no time at all"),
    ("yoga 25 h at 10:00", 1, "longer than a day"),
    ("yoga 45 mg at 18:00", 6, "a length such as 30 min"),
    ("yoga 45 min", 12, "yoga needs a time"),
    ("yoga 30 min at 10:00 on mondey", 25, "did you mean 'monday'"),
    ("yoga 30 min at 10:00 from week", 31, "expected a number"),
    ("cbt session weekly at 16:00", 20, "on monday"),
    ("cbt session every 2 weeks at 16:00", 27, "on monday"),
    ("bright lihgt 30 min at 07:30", 8, "did you mean 'light'"),
    ("stress 2 h at 10:00, stron", 22, "did you mean 'strong'"),
    ("use omeprazole 20 mg daily", 16, "doses of medicines"),
    ("miss 120 % of doses", 6, "between 0 and 100"),
    ("miss 20 mg of doses", 6, "a percentage such as 20 %"),
    ("miss 20 % of dosis", 14, "did you mean 'doses'"),
    ("belief 170 %", 8, "between 0 and 100"),
    ("clock forward 1 h at 02:00", 15, "one day and one time"),
    ("clock forward 14 h on day 3 at 02:00", 15, "cannot be meant"),
    ("clock sideways 1 h on day 3 at 02:00", 7, "expected back or forward"),
    ("acknowledge danger:", 1, "must say what is known"),
    ("acknowledge danger", 1, "cannot begin with 'acknowledge'"),
    ('do "sauna 20 min at 19:00', 4, "quotation mark is not closed"),
    ("yoga 30 min at 10:00 !", 22, "'!' has no meaning here"),
    ("yoga 30 min at 10:00 \x07", 22, "not plain text"),
]


@pytest.mark.parametrize(("text", "column", "message"), WRONG, ids=[text[:40] for text, _, _ in WRONG])
def test_wrong_lines(text, column, message):
    with pytest.raises(ProtocolError) as caught:
        Protocol.parse(f"\n{text}", file="plan.txt")
    assert message in str(caught.value)
    assert (caught.value.file, caught.value.line) == ("plan.txt", 2)
    assert caught.value.column == column


def test_all_problems_are_shown_together_with_carets():
    with pytest.raises(ProtocolError) as caught:
        Protocol.parse(
            "take 300 mg magnesium as glycinat at 21:00 daily\ndrink 80 mg caffeine at 25:00", file="plan.txt"
        )
    assert str(caught.value) == (
        "2 problems:\n"
        "plan.txt:1:26: 'glycinat' is not a known form of magnesium; did you mean 'glycinate'?\n"
        "    take 300 mg magnesium as glycinat at 21:00 daily\n"
        "                             ^\n"
        "    expected glycinate, malate, citrate, L-threonate, oxide, chloride, lactate, aspartate or taurate\n"
        "plan.txt:2:25: there is no 25:00 on the clock\n"
        "    drink 80 mg caffeine at 25:00\n"
        "                            ^\n"
        "    times run from 00:00 to 23:59"
    )


def test_the_place_counts_semicolons_and_indentation():
    with pytest.raises(ProtocolError) as caught:
        Protocol.parse("  take placebo at 21:00 ;  yoga 30 min at 99:00 # late")
    assert caught.value.column == 43
    assert "line 1, column 43" in str(caught.value)


def test_twenty_problems_are_shown_and_all_are_counted():
    with pytest.raises(ProtocolError) as caught:
        Protocol.parse("yoga at 25:00\n" * 50)
    assert "50 problems" in str(caught.value)
    assert "and 30 more" in str(caught.value)
    assert str(caught.value).count("there is no 25:00") == 20


def test_problems_of_lines_and_of_their_meeting_come_in_the_order_of_the_text():
    with pytest.raises(ProtocolError) as caught:
        Protocol.parse("diet 60 % processed\ndiet 70 % processed\nyoga at 25:00")
    assert [problem.place.line for problem in caught.value.problems] == [2, 3]


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Take(300, "mg", "magnesium", form="oxyde", at="21:00"), "did you mean 'oxide'"),
        (lambda: Take(float("nan"), "mg", "magnesium", at="21:00"), "must be a number"),
        (lambda: Take("300", "mg", "magnesium", at="21:00"), "must be a number"),  # type: ignore[arg-type]
        (lambda: Take(300, "mg", "magnesium"), "needs a time"),
        (lambda: Take(300, "mg", "magnesium", at="21.00"), "21.00. is not a time"),
        (lambda: Take(300, "mg", "magnesium", at="21:00", days="dayly"), "did you mean 'daily'"),
        (lambda: Take(300, "mg", "magnesium", at="21:00", during="from weak 1"), "did you mean 'week'"),
        (lambda: Take(300, "mg", "", at="21:00"), "cannot be the name"),
        (lambda: Take(2, "capsule", "placebo", at="21:00"), "one capsule"),
        (lambda: Take(1, "meal", "meal", at="21:00"), "meals are eaten"),
        (lambda: Drink(1, "capsule", "placebo", at="21:00"), "placebo"),
        (lambda: Eat(2, "meal", "meal", at="21:00"), "one at a time"),
        (lambda: Activity("yoga", 30, at="10:00", strength="hard"), "not a strength"),
        (lambda: Activity("yoga", 30, at="10:00", strength="mild", lux=300), "not both"),
        (lambda: Diet(10, "h", "magnesium"), "not an amount of food"),
        (lambda: SleepWindow("23:00", "22:00"), "lasts 23 h"),
        (lambda: Use("a\nb:c"), "cannot be the name"),
        (lambda: Stop(""), "cannot be the name"),
        (lambda: Miss(20, "lines"), "cannot be missed"),  # type: ignore[arg-type]
        (lambda: Belief(90, "open label"), "100 %"),
        (lambda: ClockChange("forward", 0, 3, "02:00"), "more than nothing"),
        (lambda: ClockChange("up", 1, 3, "02:00"), "expected forward or back"),  # type: ignore[arg-type]
        (lambda: Clock(1440), "not a time of day"),
        (lambda: Span(5, 3), "runs backwards"),
        (lambda: weeks(0), "no week 0"),
        (lambda: Days(every=2, weekdays=(1,)), "not both"),
        (lambda: Days(2, "week"), "needs a day"),
        (lambda: Days(weekdays=(9,)), "0 .Monday."),
        (lambda: Days(dates=(3,), every=2), "not both"),
        (lambda: Protocol(("take placebo at 21:00",)), "is not a statement"),  # type: ignore[arg-type]
    ],
)
def test_objects_refuse_what_lines_refuse(make, message):
    with pytest.raises(ProtocolError, match=message):
        make()


def test_files(tmp_path):
    good = tmp_path / "evening.txt"
    good.write_bytes(b"\xef\xbb\xbftake placebo at 21:00\r\n")
    assert Protocol.read(good).name == "evening"
    cases = {
        "empty.txt": (b"", "empty"),
        "blank.txt": (b" \n\n", "empty"),
        "remarks.txt": (b"# nothing\n", "no line"),
        "noise.txt": (bytes(range(256)), "UTF-8|plain text"),
        "zero.txt": (b"take placebo\x00 at 21:00", "plain text"),
        "utf16.txt": ("take placebo at 21:00".encode("utf-16"), "UTF-8|plain text"),
        "latin.txt": ("# caf\u00e9\ntake placebo at 21:00".encode("latin-1"), "UTF-8"),
        "long.txt": (b"take " + b"x" * 10_000 + b" at 21:00", "characters long"),
    }
    for name, (content, message) in cases.items():
        (tmp_path / name).write_bytes(content)
        with pytest.raises(ProtocolError, match=message) as caught:
            Protocol.read(tmp_path / name)
        assert caught.value.file.endswith(name)
    with pytest.raises(ProtocolError, match=r"did you mean 'evening.txt'"):
        Protocol.read(tmp_path / "evning.txt")
    with pytest.raises(ProtocolError, match="is a folder"):
        Protocol.read(tmp_path)


def test_yaml_protocol_files(tmp_path):
    file = tmp_path / "usual.yaml"
    file.write_text("name: usual life\nlines: |\n  # coffee\n\n  drink 80 mg caffeine at 08:00\n    yoga at 18:00\n")
    protocol = Protocol.read(file)
    assert (protocol.name, len(protocol)) == ("usual life", 2)
    assert [item.place.line for item in protocol] == [5, 6]
    file.write_text("lines:\n  - drink 80 mg caffeine at 08:00\n  - acknowledge danger: known\n  - 'yoga at 25:00'\n")
    with pytest.raises(ProtocolError, match=r"usual.yaml:4:14: there is no 25:00"):
        Protocol.read(file)
    for text, message in {
        "line: x": "did you mean 'lines'", "name: x": "lines is missing", "- x": "not a protocol file",
        "arms: {}": "read_experiment", "lines: [": "broken YAML",
    }.items():  # fmt: skip
        file.write_text(text)
        with pytest.raises(ProtocolError, match=message):
            Protocol.read(file)


@given(st.binary(max_size=300))
def test_no_bytes_crash(tmp_path_factory, content):
    folder = tmp_path_factory.getbasetemp()
    for suffix in (".txt", ".yaml"):
        file = folder / f"noise{suffix}"
        file.write_bytes(content)
        try:
            Protocol.read(file)
        except ProtocolError as error:
            assert str(error)


@pytest.mark.parametrize(
    "lines",
    [
        [f"take {i + 1} mg magnesium as oxide at {i % 24}:{i % 50 + 10} every {1 + i % 9} days" for i in range(10_000)],
        ["nonsense 12 ;;; %"] * 10_000,
        ["diet 240 mg magnesium a day"] * 10_000,
    ],
    ids=["good", "noise", "contradictory"],
)  # fmt: skip
def test_ten_thousand_lines_are_quick(lines):
    Protocol.parse("yoga at 10:00")
    begun = time.process_time()
    try:
        assert len(Protocol.parse("\n".join(lines))) == len(lines)
    except ProtocolError as error:
        assert len(error.problems) == 20
    assert time.process_time() - begun < 3.0
