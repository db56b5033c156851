"""Hydration: a balance that stays, and water that leaves."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pytest
from days import body_of, doses, live, only_on

from somaloop.language import verify

DEFICIT, WANT = "hydration.water_deficit", "hydration.want"


@lru_cache(maxsize=4)
def after(litres, usual=0.3):
    run = live(
        body_of("hydration"),
        4,
        {"hydration.drunk": only_on(1, doses((8.0, litres)))},
        variants=[{"hydration.usual_deficit": usual}],
        outputs=(DEFICIT, WANT),
        resolution="step",
    )
    return {name: values[:, 0] for name, values in run.items()}


def test_units_balance():
    verify.check_units(body_of("hydration", "muscle", "autonomic"))


def test_the_reference_person_wants_nothing():
    assert np.abs(after(0.0)[WANT]).max() < 1e-2


def test_surplus_water_is_gone_in_hours():
    deficit = after(1.0)[DEFICIT]
    drunk = 240 + 80
    assert deficit[drunk + 2] < -0.4
    assert deficit[drunk + 35] > -0.15
    assert deficit[-1] == pytest.approx(deficit[drunk - 1], abs=0.02)


def test_low_drinkers_want_water_and_drinking_helps_them():
    want = after(0.5, usual=0.8)[WANT]
    drunk = 240 + 80
    assert want[drunk - 1] > 0.3
    assert want[drunk + 20] < want[drunk - 1] - 0.2


def test_effects_are_bounded():
    want = after(20.0)[WANT]
    assert np.isfinite(want).all()
    assert np.abs(want).max() <= 1.0
