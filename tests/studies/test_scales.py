"""The scales of published numbers: there and back, and standard errors against closed forms and against sampling."""

from __future__ import annotations

from typing import get_args

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from somaloop.studies.scales import (
    NORMAL_95,
    Scale,
    error_from_interval,
    error_from_plain,
    error_of_correlation,
    error_of_log_sd,
    error_of_mean,
    error_of_share,
    from_scale,
    to_scale,
)

VALUES = {
    "identity": st.floats(-1e6, 1e6),
    "log": st.floats(1e-6, 1e6),
    "fisher z": st.floats(-0.999, 0.999),
    "logit": st.floats(0.001, 0.999),
}
SLOPES = {
    "identity": lambda x: 1.0,
    "log": lambda x: 1 / x,
    "fisher z": lambda x: 1 / (1 - x**2),
    "logit": lambda x: 1 / (x * (1 - x)),
}


def test_every_scale_is_tried():
    assert set(VALUES) == set(SLOPES) == set(get_args(Scale))


@pytest.mark.parametrize("scale", VALUES)
@given(data=st.data())
def test_there_and_back(scale: Scale, data: st.DataObject):
    value = data.draw(VALUES[scale])
    assert float(from_scale(scale, to_scale(scale, value))) == pytest.approx(value, rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("scale", VALUES)
@given(data=st.data())
def test_a_plain_error_is_carried_over_by_the_slope(scale: Scale, data: st.DataObject):
    value = data.draw(VALUES[scale])
    step = 1e-6 * max(abs(value), 1e-3) if scale in ("identity", "log") else 1e-8
    slope = float(to_scale(scale, value + step) - to_scale(scale, value - step)) / (2 * step)
    assert slope == pytest.approx(SLOPES[scale](value), rel=1e-3)
    assert error_from_plain(scale, value, 0.02) == pytest.approx(0.02 * SLOPES[scale](value), rel=1e-9)


@given(st.floats(-5, 5), st.floats(0.01, 3))
def test_an_interval_gives_back_the_error_that_made_it(middle: float, error: float):
    for scale in ("identity", "log"):
        ends = from_scale(scale, [middle - NORMAL_95 * error, middle + NORMAL_95 * error])
        assert error_from_interval(scale, *(float(end) for end in ends)) == pytest.approx(error, rel=1e-6)


def test_values_without_a_place_on_their_scale():
    assert np.isnan(to_scale("log", 0.0)) and np.isnan(to_scale("log", -1.0))
    assert np.isfinite(to_scale("logit", [0.0, 1.0])).all() and np.isfinite(to_scale("fisher z", [-1.0, 1.0])).all()
    assert np.isnan(error_of_correlation(3)) and np.isnan(error_of_log_sd(1))


def test_errors_are_those_of_samples():
    draw = np.random.default_rng(5)
    times, n = 40_000, 60
    people = draw.normal(3.0, 2.0, (times, n))
    assert error_of_mean(2.0, [n]) == pytest.approx(people.mean(axis=1).std(), rel=0.02)
    apart = people.mean(axis=1) - draw.normal(1.0, 2.0, (times, 20)).mean(axis=1)
    assert error_of_mean(2.0, [n, 20]) == pytest.approx(apart.std(), rel=0.02)
    assert error_of_log_sd(n) == pytest.approx(np.log(people.std(axis=1, ddof=1)).std(), rel=0.03)
    shares = np.clip(draw.binomial(n, 0.3, times) / n, 0.5 / n, 1 - 0.5 / n)
    assert error_of_share(0.3, n) == pytest.approx(to_scale("logit", shares).std(), rel=0.05)
    x = draw.normal(size=(4000, n))
    y = 0.6 * x + 0.8 * draw.normal(size=(4000, n))
    r = [np.corrcoef(a, b)[0, 1] for a, b in zip(x, y, strict=True)]
    assert error_of_correlation(n) == pytest.approx(to_scale("fisher z", r).std(), rel=0.05)


def test_nobody_and_everybody_have_an_error():
    assert error_of_share(0.0, 20) == error_of_share(1.0, 20) == pytest.approx((1 / 0.5 + 1 / 19.5) ** 0.5)
