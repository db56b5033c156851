"""Readings keep to the range and rounding of their form, look at their window, and err as stated."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from somaloop.instruments import INSTRUMENTS, MAIN, Growth, Instrument, Moment, Recall, Reliability, instrument
from somaloop.language import SomaloopError

EVERY = sorted(INSTRUMENTS)
BY_DAY = sorted(name for name, item in INSTRUMENTS.items() if item.by_day)
RELIABLE = sorted(name for name, item in INSTRUMENTS.items() if item.reliability is not None)


def means(item: Instrument, levels: list[float]) -> dict[str, np.ndarray]:
    return {name: np.full(3, levels[i % len(levels)]) for i, name in enumerate(item.outputs)}


@given(st.sampled_from(EVERY), st.lists(st.floats(-50, 5000), min_size=1, max_size=4), st.floats(-6, 6))
def test_readings_stay_in_range_and_on_the_form(name, levels, chance):
    item = INSTRUMENTS[name]
    expected = item.expected_from(means(item, levels))
    reading = item.reading(expected, np.full(3, chance))
    assert expected.shape == reading.shape == (3,)
    for value in (*expected, *reading):
        assert item.low <= value <= item.high
    if item.step:
        steps = reading / item.step
        assert steps == pytest.approx(np.round(steps), abs=1e-6 * (1.0 + np.abs(steps).max()))


@given(st.sampled_from(EVERY), st.floats(0, 1), st.floats(0, 1), st.data())
def test_more_of_an_output_moves_a_reading_one_way_only(name, level, more, data):
    item = INSTRUMENTS[name]
    moved = data.draw(st.sampled_from([output for output, _ in item.weights]))
    low = {output: np.asarray(level) for output in item.outputs}
    high = low | {moved: np.asarray(level + more)}
    rise = item.expected_from(high) - item.expected_from(low)
    assert rise * dict(item.weights)[moved] >= -1e-9


@pytest.mark.parametrize("name", ["PHQ-15", "GAD-7", "worry", "colonic transit"])
def test_recall_window_ends_with_the_day_of_the_reading(name):
    item = INSTRUMENTS[name]
    assert isinstance(item.window, Recall)
    empty, days = np.zeros((1, 60)), np.zeros((1, 60))
    nothing = item.expected(lambda output: empty, 59)
    days[0, 59 - item.window.days] = 1.0
    assert item.expected(lambda output: days, 59) == nothing
    days[0, 59 - item.window.days + 1] = 1.0
    assert item.expected(lambda output: days, 59) > nothing
    assert item.expected(lambda output: days, 59) == pytest.approx(
        item.expected_from({output: np.full(1, 1.0 / item.window.days) for output in item.outputs})
    )


def test_what_is_read_at_a_clock_time_does_not_take_a_mean_of_a_day():
    with pytest.raises(SomaloopError, match="serum cortisol is read at a clock time"):
        instrument("serum cortisol").expected(lambda output: np.ones((1, 5)), 4)
    assert instrument("serum magnesium").expected(lambda output: np.full((1, 5), 0.8), 4) == pytest.approx(0.8)
    assert all(INSTRUMENTS[name].by_day for name in MAIN)


def test_an_output_that_was_not_kept_is_named():
    with pytest.raises(SomaloopError, match=r"PHQ-9 needs .*mood\.fatigue"):
        instrument("PHQ-9").expected_from({"mood.low_mood": np.zeros(1)})


@pytest.mark.parametrize("name", RELIABLE)
def test_reliability_of_simulated_readings_is_the_stated_one(name):
    """People who vary as the reliability says around the middle of the scale, read twice; no end is near."""
    item = INSTRUMENTS[name]
    assert item.reliability is not None
    people, rng = 20000, np.random.default_rng(1)
    share = item.reliability.value
    wide = min(1.0, (item.high - item.low) / (12.0 * item.reliability.spread))  # narrow scales: true and error alike
    middle = (item.low + item.high) / 2
    true = middle + wide * item.reliability.spread * np.sqrt(share) * rng.standard_normal(people)
    twice = [true + wide * (item.reading(true, rng.standard_normal(people)) - true) for _ in range(2)]
    found = float(np.corrcoef(twice)[0, 1])
    rounding = item.step**2 / 12 / (item.reliability.spread**2 * (1 - share) + item.step**2 / 12)
    expected = share / (1 + (1 - share) * rounding / (1 - rounding))
    assert found == pytest.approx(expected, abs=4 * (1 - expected**2) / np.sqrt(people))


def test_error_of_a_reading_is_as_stated():
    item = instrument("ISI")
    rng = np.random.default_rng(0)
    readings = item.reading(np.full(20000, 14.0), rng.standard_normal(20000))
    assert readings.std() == pytest.approx(np.sqrt(2.52**2 + 1 / 12), rel=0.03)
    assert readings.mean() == pytest.approx(14.0, abs=0.06)


def test_error_on_the_scale_of_the_level():
    assert instrument("worry").error_on_level(0.4) == pytest.approx(instrument("worry").error / 100)
    phq15, level = instrument("PHQ-15"), 0.3
    small = {output: np.asarray(level + 0.01) for output in phq15.outputs}
    none = {output: np.asarray(level) for output in phq15.outputs}
    slope = float(phq15.expected_from(small) - phq15.expected_from(none)) / 0.01
    assert phq15.error_on_level(level) == pytest.approx(phq15.error / slope, rel=0.01)


@pytest.mark.parametrize(
    "wrong",
    [lambda: Recall(0), lambda: Moment(0, 8), lambda: Moment(6, 25), lambda: Growth(0), lambda: Reliability(1.2, 3.0)],
)
def test_windows_and_reliabilities_that_cannot_be(wrong):
    with pytest.raises(ValueError):
        wrong()
