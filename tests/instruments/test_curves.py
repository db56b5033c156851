"""Curves rise, keep to their ends, and run where they are sent."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from somaloop.instruments import INSTRUMENTS
from somaloop.instruments.curves import Exponential, Logarithm, Power, Straight, exponential_through, power_through

CURVES = (Straight(), Power(0, 30, 0.8), Power(20, 80, 2.3), Exponential(24, 3.7), Logarithm(0.1))


@given(st.sampled_from(CURVES), st.floats(-2, 3), st.floats(0, 2))
def test_curves_never_fall(curve, x, more):
    assert curve(np.asarray(x + more)) >= curve(np.asarray(x)) - 1e-12
    assert curve.describe()


@pytest.mark.parametrize(("curve", "low", "high"), [(Power(20, 80, 2.3), 20, 80), (Exponential(24, 3.7), 0, 24)])
def test_ends(curve, low, high):
    assert curve(np.asarray([-1.0, 0.0, 1.0, 2.0])) == pytest.approx([low, low, high, high])


@given(st.floats(0.05, 0.6), st.floats(0.05, 0.6), st.floats(0.0, 0.3))
def test_a_power_averages_what_it_is_sent_to(level, share, log_variance):
    slope = np.log(level) - log_variance / 2
    assume(slope**2 + 2 * log_variance * np.log(share) > 0.0)
    curve = power_through(level, log_variance, share * 30, 30)
    mean = level**curve.bend * np.exp(curve.bend * (curve.bend - 1) * log_variance / 2)
    assert mean == pytest.approx(share, rel=1e-6)
    assert curve.bend > 0
    if log_variance == 0.0:
        assert curve(np.asarray(level)) == pytest.approx(share * 30)


@given(st.floats(0.2, 0.7), st.floats(0.1, 0.9))
def test_an_exponential_runs_through_its_point(level, part):
    curve = exponential_through(level, part * level * 24, 24)
    assert curve(np.asarray(level)) == pytest.approx(part * level * 24, rel=1e-6)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: power_through(0.2, 0.0, 31, 30),
        lambda: power_through(1.2, 0.0, 3, 30),
        lambda: power_through(0.01, 40.0, 0.001, 30),
        lambda: exponential_through(0.1, 12, 24),
    ],
)
def test_what_no_curve_can_do(wrong):
    with pytest.raises(ValueError):
        wrong()


def test_health_anxiety_has_the_tail_of_an_exponential():
    """A normal spread of the level around the middle person: the median is kept, and scores trail off to the right."""
    curve = INSTRUMENTS["Whiteley-6"].curve
    middle = float(np.linspace(0, 1, 10001)[np.argmin(np.abs(curve(np.linspace(0, 1, 10001)) - 2.0))])
    scores = curve(middle + 0.2 * np.random.default_rng(1).standard_normal(100_000))
    assert np.median(scores) == pytest.approx(2.0, abs=0.05)
    assert ((scores - scores.mean()) ** 3).mean() / scores.std() ** 3 > 1.0
    assert scores.mean() > 1.2 * np.median(scores)
