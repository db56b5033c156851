"""Readings keep to the range and rounding of their form, and their error is the stated one."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from somaloop.instruments import INSTRUMENTS, instrument, needed_outputs
from somaloop.language import UnknownNameError


@given(st.sampled_from(sorted(INSTRUMENTS)), st.floats(-5, 500), st.floats(-6, 6))
def test_readings_stay_in_range_and_on_the_form(name, level, chance):
    item = INSTRUMENTS[name]
    expected = item.expected(lambda output: np.full((1, 30), level), 29)
    reading = item.reading(expected, np.array([chance]))
    assert item.low <= expected[0] <= item.high
    assert item.low <= reading[0] <= item.high
    if item.step:
        assert reading[0] / item.step == pytest.approx(np.round(reading[0] / item.step), abs=1e-6)


@pytest.mark.parametrize("name", ["PHQ-15", "GAD-7", "worry"])
def test_recall_window_is_half_open_and_ends_today(name):
    item = INSTRUMENTS[name]
    days = np.zeros((1, 60))
    days[0, 59 - item.recall_days] = 1.0
    assert item.expected(lambda output: days, 59)[0] == max(item.offset, item.low)
    days[0, 59 - item.recall_days + 1] = 1.0
    assert item.expected(lambda output: days, 59)[0] > max(item.offset, item.low) - 1e-12


def test_error_of_a_reading_is_as_stated():
    item = instrument("ISI")
    rng = np.random.default_rng(0)
    expected = np.full(20000, 14.0)
    readings = item.reading(expected, rng.standard_normal(20000))
    rounding = 1 / 12
    assert readings.std() == pytest.approx(np.sqrt(2.52**2 + rounding), rel=0.03)
    assert readings.mean() == pytest.approx(14.0, abs=0.06)


def test_unknown_instrument_suggests():
    with pytest.raises(UnknownNameError, match="did you mean 'PHQ-15'"):
        instrument("phq15")


def test_every_instrument_reads_something_that_the_model_has():
    from somaloop.model import whole_body

    body = whole_body()
    known = {**body.states, **body.observables}
    assert [name for name in needed_outputs() if name not in known] == []


def test_every_instrument_has_known_sources():
    from somaloop.evidence import source

    for item in INSTRUMENTS.values():
        for identifier in item.source.split():
            source(identifier)
