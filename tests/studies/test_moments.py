"""Moments and lengths as study files write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from somaloop.language import SomaloopError
from somaloop.studies.moments import Moment, at_hours, clock, length, moment


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("day 84", Moment(84)),
        ("week 12", Moment(84)),
        ("Day 3 15:40", Moment(3, 15 + 40 / 60)),
        ("day 3 at 15:40", Moment(3, 15 + 40 / 60)),
        ("day 0", Moment(0)),
        ("day -6", Moment(-6)),
    ],
)
def test_moments_are_read(text, found):
    assert moment(text) == found


@pytest.mark.parametrize("text", ["", "day", "84", "day 3 25:00", "day 3 12:60", "week 2 08:00", "month 3", "day 1.5"])
def test_nonsense_raises(text):
    with pytest.raises(SomaloopError):
        moment(text)


def test_the_end_of_a_day_is_its_midnight():
    assert Moment(1).hours == 24.0
    assert Moment(2, 6.0).hours == 30.0


@given(st.integers(1, 700), st.integers(0, 1439))
def test_text_and_hours_read_back(day, minute):
    one = Moment(day, minute / 60)
    assert moment(str(one)).hours == pytest.approx(one.hours, abs=1e-6)
    assert at_hours(one.hours).hours == pytest.approx(one.hours, abs=1e-5)


@pytest.mark.parametrize(("text", "hours"), [("10 min", 1 / 6), ("4 h", 4.0), ("1 day", 24.0), ("2 weeks", 336.0)])
def test_lengths_are_read(text, hours):
    assert length(text) == pytest.approx(hours)


@pytest.mark.parametrize("text", ["", "0 min", "-3 h", "soon", "4"])
def test_a_length_needs_a_number_and_a_unit(text):
    with pytest.raises(SomaloopError):
        length(text)


def test_a_clock_time_is_read():
    assert clock("08:30") == 8.5
    with pytest.raises(SomaloopError):
        clock("8")
