"""Asking more raises reports, the first is a little higher, some are missing; a device knows nothing of it."""

from __future__ import annotations

import numpy as np
import pytest

from somaloop.instruments import INSTRUMENTS, at_first, given, instrument, when_asked

LEVEL = np.array([0.0, 20.0, 60.0, 99.0])


def test_asking_more_often_raises_reports():
    item = instrument("momentary pain")
    assert when_asked(item, LEVEL, item.asked) == pytest.approx(LEVEL)
    twice = when_asked(item, LEVEL, 2 * item.asked)
    assert twice[:3] == pytest.approx(LEVEL[:3] * (1 + item.asking))
    assert twice[3] == 100.0
    assert (when_asked(item, LEVEL, 1)[1:] < LEVEL[1:]).all()
    with pytest.raises(ValueError, match="cannot be asked 0 times"):
        when_asked(item, LEVEL, 0)


def test_asking_eighteen_rather_than_six_times_is_no_more_than_was_found():
    """The published effect (eta squared 0.107, so d 0.69 between groups) checks the assumed share and did not set it."""
    item = instrument("momentary pain")
    rise = when_asked(item, np.array([30.0]), 18) - when_asked(item, np.array([30.0]), 6)
    published = 2 * np.sqrt(0.107 / (1 - 0.107))
    between_people = 20.0  # of 100, as in diaries of patients
    assert 0.0 < rise[0] / between_people < published


def test_the_first_report_is_a_little_higher():
    item = instrument("momentary worry")
    assert (at_first(item, LEVEL)[1:3] > LEVEL[1:3]).all()


def test_devices_are_moved_by_neither():
    for item in INSTRUMENTS.values():
        if not item.expectation_moves:
            assert item.asking == item.first == 0.0, item.name


def test_readings_are_missing_as_stated():
    item = instrument("worry")
    kept = given(item, np.random.default_rng(3).random(50_000))
    assert 1 - kept.mean() == pytest.approx(item.missing, abs=0.006)
    assert item.missing == pytest.approx(0.15)
