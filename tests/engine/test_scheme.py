"""The parts of a day, and the weights of a step."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from somaloop.engine.program import STEPS_PER_DAY
from somaloop.engine.scheme import AFTER_OTHERS, AFTER_QUICK, DIVISIONS, classical, day_parts, phi, weights


def choose(z, limit, below, above):
    return below if z < limit else above


MOMENTS = st.lists(st.integers(0, STEPS_PER_DAY - 1), max_size=20)


@given(MOMENTS, MOMENTS, st.integers(1, 4))
def test_parts_make_up_the_day_and_are_shorter_after_a_change(quick, others, substeps):
    inputs = np.zeros((STEPS_PER_DAY, 3))
    for column, changes in ((1, quick), (2, others)):
        for number in changes:
            inputs[number:, column] += 1.0
    parts = day_parts(inputs, np.array([True, True, False]), substeps)
    assert sum(1.0 / part.of for part in parts) == pytest.approx(STEPS_PER_DAY)
    assert [(p.number, p.part) for p in parts] == sorted((p.number, p.part) for p in parts)
    wanted = dict.fromkeys(range(STEPS_PER_DAY), 1)
    for changes, divided in ((quick, AFTER_QUICK), (others, AFTER_OTHERS)):
        for number in changes:
            for later, count in enumerate(divided):
                if number > 0 and number + later in wanted:
                    wanted[number + later] = max(wanted[number + later], count)
    for part in parts:
        assert part.part < part.of == substeps * wanted[part.number]
    assert set(wanted.values()) <= set(DIVISIONS)


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
