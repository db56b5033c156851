"""Quantiles of spreads: order, truncation, centre."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from somaloop.language import ModelError, fixed, lognormal, normal, uniform

shares = st.lists(st.floats(0.001, 0.999), min_size=2, max_size=20)


@given(shares, st.floats(-5, 5), st.floats(0.1, 3))
def test_normal_matches_scipy(share, mean, deviation):
    got = normal(mean, deviation).quantile(share)
    assert np.allclose(got, stats.norm.ppf(share, mean, deviation))


@given(shares, st.floats(0.1, 3))
def test_truncation_matches_scipy(share, deviation):
    got = normal(0.2, deviation, low=0.0, high=1.0).quantile(share)
    a, b = (0 - 0.2) / deviation, (1 - 0.2) / deviation
    assert np.allclose(got, stats.truncnorm.ppf(share, a, b, 0.2, deviation), atol=1e-6)
    assert ((got >= 0) & (got <= 1)).all()


def test_centres_and_texts():
    assert fixed(3.0).centre == 3.0
    assert lognormal(5.0, 0.3).centre == pytest.approx(5.0)
    assert uniform(0.0, 4.0).centre == pytest.approx(2.0)
    assert "±" in normal(1.0, 0.2).describe()


@pytest.mark.parametrize("bad", [lambda: normal(0, 0), lambda: lognormal(-1, 0.1), lambda: uniform(2, 1)])
def test_impossible_spreads_raise(bad):
    with pytest.raises(ModelError):
        bad()
