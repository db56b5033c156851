"""One equation gives the same numbers as arrays, as symbols and as JAX arrays."""

from __future__ import annotations

import numpy as np
import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st

from somaloop.language import functions as f
from somaloop.language.units import unit

ONE = [f.exp, f.sin, f.cos, f.tanh, f.logistic, f.softplus, f.positive_part]
numbers = st.floats(-20, 20, allow_nan=False).filter(lambda x: abs(x) > 1e-6)


@given(numbers, st.sampled_from(ONE))
def test_arrays_and_symbols_agree(x, function):
    symbol = sympy.Symbol("x", real=True)
    wanted = float(function(symbol).subs(symbol, sympy.Float(x, 30)).evalf(25))
    assert float(function(np.float64(x))) == pytest.approx(wanted, rel=1e-9, abs=1e-12)


@given(numbers, st.sampled_from(ONE))
def test_jax_and_numpy_agree(x, function):
    from somaloop.engine._jax import jnp

    assert float(function(jnp.array(x))) == pytest.approx(float(function(np.float64(x))), rel=1e-12, abs=1e-14)


@given(st.floats(0, 1e3), st.floats(0.1, 100), st.floats(0.5, 5))
def test_hill_stays_between_zero_and_one(x, half, exponent):
    value = float(f.hill(np.float64(x), half, exponent))
    assert 0 <= value <= 1
    assert float(f.hill(np.float64(half), half, exponent)) == pytest.approx(0.5)


@given(st.floats(-3, 4), st.floats(0.005, 0.3))
def test_a_soft_range_is_the_difference_of_two_soft_steps(x, softness):
    x = np.float64(x)
    wanted = softness * (f.softplus(x / softness) - f.softplus((x - 1.0) / softness))
    assert float(f.unit_range(x, softness)) == pytest.approx(float(wanted), abs=1e-14)


def test_nothing_overflows():
    big = np.array([-1e4, -800.0, 800.0, 1e4])
    with np.errstate(over="raise", invalid="raise"):
        assert np.isfinite(f.logistic(big)).all()
        assert np.isfinite(f.softplus(big)).all()
        assert np.array_equal(f.unit_range(big, 0.01), [0.0, 0.0, 1.0, 1.0])


def test_units_follow_functions():
    litre, milligram = unit("L"), unit("mg")
    assert f.hill(litre, litre, 2.0).dimensionless
    assert str(f.minimum(milligram, milligram)) == str(milligram)
    with pytest.raises(Exception, match="plain number"):
        f.exp(litre)
    with pytest.raises(Exception, match="cannot compare"):
        f.maximum(litre, milligram)
