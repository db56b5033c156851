"""``str`` of any protocol reads back to an equal protocol; no text makes anything but a protocol or a ProtocolError."""

from __future__ import annotations

import string

from hypothesis import assume, given
from hypothesis import strategies as st

from somaloop.protocol import (
    FORMS,
    Acknowledge,
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
)

clocks = st.integers(0, 1439).map(Clock)
times = st.lists(clocks, min_size=1, max_size=3, unique=True)
weekdays = st.lists(st.integers(0, 6), min_size=1, max_size=7, unique=True).map(tuple)
days = st.one_of(
    st.just(Days()),
    st.integers(1, 30).map(lambda n: Days(every=n)),
    weekdays.map(lambda chosen: Days(weekdays=chosen)),
    st.builds(lambda n, chosen: Days(n, "week", chosen), st.integers(1, 8), weekdays),
    st.lists(st.integers(1, 400), min_size=1, max_size=4, unique=True).map(lambda d: Days(dates=tuple(d))),
)
ends = st.one_of(st.none(), st.integers(1, 400), st.integers(1, 52).map(lambda week: 7 * week))


@st.composite
def spans(draw):
    first, last = draw(ends), draw(ends)
    if first is not None and last is not None and first > last:
        first, last = last, first
    return (
        Span(first if first is None or draw(st.booleans()) else first // 7 * 7 + 1, last)
        if first != last
        else Span(last)
    )


def amounts(most):
    return st.floats(1e-6, most, allow_nan=False) | st.integers(1, int(most))


names = st.text(string.ascii_letters + "éøå-' ", min_size=1, max_size=20).filter(lambda n: n.strip(" '-").isalpha())
words = names | st.sampled_from(["caffeine", "light therapy", "day at home", "vitamin b6", "5-htp", "stress", "meal"])
texts = st.text(
    st.characters(codec="utf-8", exclude_characters="#", exclude_categories=["C", "Z"]), min_size=1, max_size=30
)
when = {"days": days, "during": spans()}
masses = st.sampled_from(["mg", "mcg", "g"])


def tried(build, **parts):
    """Objects that the language can mean; what it refuses is tested elsewhere."""

    @st.composite
    def one(draw):
        given_parts = {name: draw(strategy) for name, strategy in parts.items()}
        try:
            return build(**given_parts)
        except ProtocolError:
            assume(False)

    return one()


statements = st.one_of(
    tried(lambda **k: Take(thing="magnesium", **k), amount=amounts(15), unit=masses, form=st.sampled_from(list(FORMS)),
          at=times, salt=st.booleans(), food=st.sampled_from(["", "with food", "between meals"]), **when),
    tried(Take, amount=amounts(900), unit=masses, thing=words, form=st.just("") | words, at=times, **when),
    tried(Take.placebo, at=times, **when),
    tried(Drink, amount=amounts(5), unit=masses | st.sampled_from(["L", "ml"]), thing=words, at=times, **when),
    tried(Eat.meals, at=times, **when),
    tried(Eat, amount=amounts(5), unit=masses, thing=words, at=times, **when),
    tried(Diet, amount=amounts(90), unit=masses | st.just("%"), thing=words, **when),
    tried(SleepWindow, start=clocks, end=clocks, **when),
    tried(Activity, thing=words | st.sampled_from(["yoga", "cbt", "outdoors"]), minutes=st.none() | amounts(1440),
          at=times, strength=st.sampled_from(["", "mild", "strong"]), lux=st.none() | amounts(100_000), **when),
    tried(Use, thing=words, at=st.just(()) | times, **when),
    tried(Stop, thing=words | st.sampled_from(["yoga", "placebo", "meals"]), **when),
    tried(Miss, percent=st.floats(0, 100), of=st.sampled_from(["doses", "sessions"]), **when),
    tried(Belief, percent=st.floats(0, 100), blinding=st.sampled_from(["", "blinded"]), **when),
    tried(lambda **k: Belief(100, "open label", **k), **when),
    tried(ClockChange, direction=st.sampled_from(["forward", "back"]), hours=st.integers(1, 120).map(lambda m: m / 60),
          day=st.integers(1, 400), at=clocks),
    tried(Acknowledge, text=texts),
)  # fmt: skip


@given(statements)
def test_every_statement_reads_back(statement):
    assert Protocol.parse(str(statement)).statements == (statement,)
    assert Protocol.parse(str(statement).upper()).statements == (statement,) or isinstance(statement, Acknowledge)


@given(st.lists(statements, max_size=6), st.lists(statements, max_size=3))
def test_every_protocol_and_every_sum_reads_back(first, second):
    try:
        protocol, added = Protocol(tuple(first)), Protocol(tuple(second))
        together = protocol + added
    except ProtocolError:
        assume(False)
    assert Protocol.parse(str(protocol)) == protocol
    assert Protocol.parse(str(together)) == together
    assert together.statements[-len(second) :] == tuple(second) or not second
    assert together + Protocol() == together


@given(st.text(max_size=200))
def test_no_text_crashes(text):
    try:
        Protocol.parse(text)
    except ProtocolError as error:
        assert error.problems
        assert str(error)


_PIECES = (
    *("take", "300", "mg", "magnesium", "as", "glycinate", "at", "21:00", "daily", "from", "week", "1", "to", "12"),
    *("with", "food", "drink", "sleep window", "on", "monday", "and", "every", "2", "days", "%", "miss", "of", "doses"),
    *("clock", "forward", "h", "no", "belief", "(", ")", ",", ";", "#", "9 pm", "do", '"', "until", "for", "-", "-5"),
    *("0", "1.5", "25:00", "stress", "strong", "att"),
)


@given(st.lists(st.sampled_from(_PIECES), min_size=1, max_size=14))
def test_shuffled_words_never_crash_and_never_point_outside(pieces):
    text = " ".join(pieces)
    try:
        protocol = Protocol.parse(text)
    except ProtocolError as error:
        for problem in error.problems:
            assert problem.place.line == 1
            assert 1 <= problem.place.column <= len(text) + 1
    else:
        assert Protocol.parse(str(protocol)) == protocol
