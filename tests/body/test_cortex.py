"""The cortex: the published block, its small elasticity, and the balance of excitation and inhibition."""

from __future__ import annotations

from math import log

import numpy as np
import pytest
from days import body_of

from somaloop.body.cortex import MECHANISM
from somaloop.engine.reference import integrate_reference
from somaloop.language import verify

REFERENCE = 0.97


def settled(hours=2000.0, values=None, csf_magnesium=REFERENCE, **ports):
    signals = {"csf_magnesium": csf_magnesium, **ports}
    found = integrate_reference(
        [MECHANISM],
        [0.0, hours],
        ports={f"cortex.{name}": value for name, value in signals.items()},
        values={f"cortex.{name}": value for name, value in (values or {}).items()},
        max_step=20.0,
    )
    return {name.partition(".")[2]: float(track[-1]) for name, track in found.items()}


def test_units_balance():
    verify.check_units(body_of("cortex"))


def test_everything_is_1_at_the_reference():
    found = settled()
    for name in ("nmda_current", "glutamate", "inhibition", "excitability", "serotonin", "gaba_gain"):
        assert found[name] == pytest.approx(1.0, abs=1e-6)


def test_one_percent_of_magnesium_moves_excitability_by_less_than_one():
    assert 0.99 < settled(csf_magnesium=1.01 * REFERENCE)["excitability"] < 1.0


@pytest.mark.parametrize(
    ("port", "value"),
    [("gaba_log_gain", -0.2), ("excitation_drive", 0.2), ("csf_magnesium", 0.9 * REFERENCE)],
)
def test_weak_inhibition_arousal_and_lack_of_magnesium_excite(port, value):
    assert settled(**{port: value})["excitability"] > 1.03


def test_excitability_stays_bounded():
    wild = settled(gaba_log_gain=-5.0, excitation_drive=3.0, csf_magnesium=0.01)
    assert 1.0 < wild["excitability"] < 3.5
    assert 0.29 < settled(gaba_log_gain=3.0)["excitability"] < 1.0


def test_serotonin_follows_its_supply_slowly_and_damped():
    supply = {"serotonin_log_supply": log(0.8)}
    assert 0.97 < settled(hours=24.0, **supply)["serotonin"] < 1.0
    assert 0.84 < settled(**supply)["serotonin"] < 0.92


def test_the_balance_lags_by_about_an_hour():
    hours = np.array([0.0, 1.0, 6.0, 12.0])
    ports = {"cortex.csf_magnesium": REFERENCE, "cortex.excitation_drive": 0.3}
    rise = integrate_reference([MECHANISM], hours, ports=ports)["cortex.excitability"] - 1
    assert 0.2 < rise[1] / rise[-1] < 0.8
    assert rise[2] / rise[-1] > 0.97
