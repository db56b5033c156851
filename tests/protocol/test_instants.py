"""Instants that coincide: dose and sample, midnight, week borders, clock changes; for any time, by Hypothesis."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from somaloop.protocol import (
    Activity,
    Clock,
    ClockChange,
    Days,
    Drink,
    Protocol,
    SleepWindow,
    Span,
    Take,
    build_schedule,
)
from somaloop.protocol.when import holds

STEPS = 240


def series(schedule, name, first, days):
    """One input over several days, from day index ``first``."""
    default = schedule.plan.body.inputs[name].default
    blank = np.full(schedule.steps_per_day, default)
    return np.concatenate([schedule.day(index).get(name, blank) for index in range(first, first + days)])


clocks = st.integers(0, 1439).map(Clock)


@given(clocks, st.integers(1, 60), st.integers(1, 3), st.integers(1, 500))
def test_every_dose_arrives_once_and_whole(body, clock, day, every, amount):
    protocol = Protocol((Drink(amount, "mg", "caffeine", at=clock, days=Days(every=every), during=Span(day, day + 6)),))
    schedule = build_schedule(protocol, body, day + 8)
    track = series(schedule, "caffeine.drunk", day - 2, 10)
    count = len(range(0, 7, every))
    assert track.sum() / 10 == pytest.approx(count * amount)
    elapsed = np.flatnonzero(track) * 6
    assert np.abs(elapsed - (1440 + clock.minutes) - np.arange(count) * every * 1440).max() <= 3


@given(clocks, st.integers(1, 200))
def test_a_sample_at_the_time_of_a_dose_comes_before_it(body, clock, minutes):
    """Dose = sample = start of an activity: inputs of earlier steps are untouched, at and after the step they act."""
    protocol = Protocol(
        (Take.placebo(at=clock, days=Days(dates=(2,))), Activity("yoga", minutes, at=clock, days=Days(dates=(2,))))
    )
    schedule = build_schedule(protocol, body, 3)
    sample = int((1440 + clock.minutes) / 6 + 0.5)
    dose, yoga = series(schedule, "learning.capsule", 0, 4), series(schedule, "practices.yoga", 0, 4)
    assert not dose[:sample].any() and not yoga[:sample].any()
    assert dose[sample] > 0 and yoga[sample] > 0
    assert not dose[sample + 1 :].any()
    length = np.flatnonzero(yoga).size
    assert length >= 1 and abs(length * 6 - max(minutes, 6)) <= 6


@given(clocks, clocks, st.integers(0, 6))
def test_a_night_is_in_bed_for_its_length_whatever_it_crosses(body, start, end, weekday):
    length = (end.minutes - start.minutes) % 1440
    if not 6 <= length <= 960:
        return
    schedule = build_schedule(
        Protocol((SleepWindow(start, end, days=Days(weekdays=(weekday,)), during=Span(8, 14)),)), body, 21
    )
    night = series(schedule, "sleep.in_bed", 7, 9)
    begin = weekday * 1440 + start.minutes + (1440 if start.minutes < 720 else 0)
    inside = np.arange(int(begin / 6 + 0.5), int((begin + length) / 6 + 0.5))
    noon = weekday * STEPS + 120
    outside = np.setdiff1d(np.arange(noon, noon + STEPS), inside)
    assert (night[inside] == 1).all() and (night[outside] == 0).all()


@given(st.integers(-11, 11).filter(bool), st.integers(2, 12), clocks, clocks, clocks)
def test_clock_changes_keep_every_dose_and_the_right_time_after(body, hours, day, at, clock, later):
    change = ClockChange("forward" if hours > 0 else "back", abs(hours), day=day, at=at)
    schedule = build_schedule(Protocol((Take.placebo(at=[*{clock, later}], during=Span(1, 14)), change)), body, 14)
    track = series(schedule, "learning.capsule", -1, 17)
    assert track.sum() / 10 == 14 * len({clock, later})
    for moment in {clock, later}:
        before = schedule.elapsed_hour(day - 1, moment) - (day - 2) * 24
        after = schedule.elapsed_hour(day + 2, moment) - (day + 1) * 24
        assert before == pytest.approx(moment.minutes / 60)
        assert after == pytest.approx(moment.minutes / 60 - hours)


@given(st.integers(1, 20), st.integers(1, 20), clocks)
def test_week_borders_are_midnights(body, first, length, clock):
    schedule = build_schedule(
        Protocol.parse(f"take placebo at {clock} from week {first} to week {first + length - 1}"), body, 300
    )
    track = series(schedule, "learning.capsule", 7 * first - 9, 7 * length + 5)
    taken = np.flatnonzero(track)
    assert taken.size == 7 * length
    assert taken[0] == 2 * STEPS + int(clock.minutes / 6 + 0.5)


patterns = st.one_of(
    st.builds(Days, st.integers(1, 9)),
    st.builds(Days, st.integers(1, 4), st.just("week"), st.sets(st.integers(0, 6), min_size=1).map(tuple)),
    st.builds(Days, dates=st.sets(st.integers(1, 60), min_size=1).map(tuple)),
)


@given(patterns, st.none() | st.integers(1, 40), st.none() | st.integers(40, 80))
def test_one_day_and_many_days_are_judged_alike(pattern, first, last):
    days = np.arange(-40, 90)
    span = Span(first, last)
    assert pattern.holds(days, span).tolist() == [holds(pattern, span, day) for day in days.tolist()]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("every 3 days", [-2, 1, 4, 7, 10]),
        ("every 2 weeks on monday", [1, 15]),
        ("every 3 days from day 3", [3, 6, 9, 12]),
        ("every 2 weeks on monday and sunday from day 10", [14, 22]),
        ("weekly on monday", [-6, 1, 8, 15]),
        ("on weekends", [-1, 0, 6, 7, 13, 14]),
        ("for 3 days", [1, 2, 3]),
    ],
)
def test_rhythms_count_from_the_period_or_from_day_one(text, expected):
    statement = Protocol.parse(f"take placebo at 10:00 {text}").statements[0]
    days = [day for day in range(-6, 23) if holds(statement.pattern, statement.span, day)]
    assert [day for day in days if expected[0] <= day <= expected[-1]] == expected


@given(st.integers(-30, 30), st.integers(1, 30))
def test_days_alone_and_days_in_a_row_are_the_same(body, index, day):
    protocol = Protocol.parse(
        f"sleep window 23:00 to 07:00\ntake placebo at 21:00 every 2 days from day {day}\nblinded"
    )
    lone = build_schedule(protocol, body, 30).day(index)
    among = build_schedule(protocol, body, 30)
    for near in (index + 1, index - 1, index):
        row = among.day(near)
    assert lone.keys() == row.keys()
    assert all((lone[name] == row[name]).all() for name in lone)
