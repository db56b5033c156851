"""The loop: crossings of the diagonal, gains, and the cut that opens it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from somaloop.loop import opened, resting_points, scan_loop
from somaloop.model import whole_body
from somaloop.people import Person
from somaloop.protocol import Protocol, build_schedule


@given(st.floats(0.05, 0.9), st.floats(-0.5, 0.9))
def test_a_straight_loop_rests_where_it_should(where, slope):
    grid = np.linspace(0.0, 1.0, 41)
    (point,) = resting_points(grid, where + slope * (grid - where))
    assert point.burden == pytest.approx(where, abs=1e-9)
    assert point.gain == pytest.approx(slope, abs=1e-9)
    assert point.stable


def test_a_steep_loop_has_two_resting_states_and_a_tipping_point():
    grid = np.linspace(0.0, 1.0, 201)
    points = resting_points(grid, 0.1 + 0.75 / (1 + np.exp(-(grid - 0.45) / 0.04)))
    assert [point.stable for point in points] == [True, False, True]


def test_the_opened_body_shows_what_it_is_told():
    body = opened(whole_body())
    assert "perception.shown_burden" in body.parameters
    usual = build_schedule(Protocol.parse("sleep window 23:00 to 07:00"), whole_body(), 14)
    scan = scan_loop(whole_body(), Person("general").traits(whole_body()), usual, points=6, weeks=2, read_days=7)
    for world in ("told", "known"):
        assert np.isfinite(scan.felt[world]).all()
        assert scan.felt[world][-1] >= scan.felt[world][0] - 1e-6
    assert scan.felt["told"][-1] - scan.felt["told"][0] > scan.felt["known"][-1] - scan.felt["known"][0]
    assert scan.gain("known") < 0.5
