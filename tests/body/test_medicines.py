"""Medicines: slow onset, and the published shifts of plasma magnesium."""

from __future__ import annotations

from functools import lru_cache

import pytest
from days import body_of, live

from somaloop.language import verify

PLASMA = "magnesium.plasma"


@lru_cache(maxsize=8)
def plasma(drugs, world="known", days=200):
    run = live(
        body_of("diet", "magnesium", "medicines"),
        days,
        {f"medicines.{drug}": 1.0 for drug in drugs},
        outputs=(PLASMA,),
        world=world,
        resolution="day",
    )
    return run[PLASMA][:, 0]


def test_units_balance():
    verify.check_units(body_of("diet", "magnesium", "medicines"))


def test_shifts_of_plasma():
    without = plasma(())
    assert plasma(("thiazide",))[-1] < without[-1]
    assert plasma(("ppi",))[-1] < without[-1]
    assert plasma(("loop_diuretic",))[-1] == pytest.approx(without[-1], abs=1e-6)
    assert plasma(("loop_diuretic",), "told")[-1] < without[-1] - 0.01


def test_the_effect_of_a_proton_pump_inhibitor_comes_slowly():
    change = plasma(("ppi",)) - plasma(())
    assert abs(change[7]) < 0.2 * abs(change[-1])
