"""The parts of a day, and the weights of a step."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from somaloop.engine.program import STEPS_PER_DAY
from somaloop.engine.scheme import HALVED, classical, day_parts, phi, weights


def choose(z, limit, below, above):
    return below if z < limit else above


@given(st.lists(st.integers(0, STEPS_PER_DAY - 1), max_size=30), st.integers(1, 4))
def test_parts_make_up_the_day_and_halve_after_a_change(changes, substeps):
    inputs = np.zeros((STEPS_PER_DAY, 2))
    for number in changes:
        inputs[number:, 1] += 1.0
    parts = day_parts(inputs, substeps)
    assert sum(1.0 / part.of for part in parts) == pytest.approx(STEPS_PER_DAY)
    assert [(p.number, p.part) for p in parts] == sorted((p.number, p.part) for p in parts)
    new = {number for number in changes if number > 0}
    for part in parts:
        assert part.part < part.of
        halved = any(part.number - later in new for later in range(HALVED))
        assert part.of == substeps * (2 if halved else 1)


@given(st.floats(-3.0, 60.0))
def test_phi_functions_are_right_to_rounding(z):
    """phi_k(-z) as its integral: the mean of exp(-z (1 - s)) s^(k-1) / (k-1)! over s from 0 to 1."""
    nodes, shares = np.polynomial.legendre.leggauss(60)
    s, share = (nodes + 1.0) / 2.0, shares / 2.0
    found = phi(z, 3, choose)
    assert found[0] == np.exp(-z)
    for order, got in enumerate(found[1:], start=1):
        wanted = float(share @ (np.exp(-z * (1.0 - s)) * s ** (order - 1))) / [1.0, 1.0, 2.0][order - 1]
        assert got == pytest.approx(wanted, rel=2e-12)


def test_weights_of_no_loss_are_the_classical_ones():
    got, wanted = weights(0.0, 0.1, choose), classical(0.1)
    assert np.allclose(got, wanted, rtol=1e-14, atol=1e-16)
