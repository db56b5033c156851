"""The autonomic system: rest, sleep, stress, breath, caffeine's adrenaline, age and exercise."""

from __future__ import annotations

from math import log

import numpy as np
import pytest
from days import body_of, live, over

from somaloop.body.autonomic import MECHANISM
from somaloop.engine.reference import integrate_reference
from somaloop.language import verify


def settled(hours=2.0, values=None, exercise=0.0, **ports):
    """All quantities after some hours under constant ports."""
    found = integrate_reference(
        [MECHANISM],
        np.linspace(0, hours, 9),
        inputs={"autonomic.exercise": exercise},
        ports={f"autonomic.{name}": value for name, value in ports.items()},
        values={f"autonomic.{name}": value for name, value in (values or {}).items()},
    )
    return {name.partition(".")[2]: float(track[-1]) for name, track in found.items()}


@pytest.fixture(scope="module")
def rest():
    return settled()


@pytest.fixture(scope="module")
def stressed():
    return settled(sympathetic_drive=0.75)


def test_units_balance():
    verify.check_units(body_of("autonomic"))


def test_a_calm_waking_person(rest):
    assert rest["arousal"] == pytest.approx(0.15, abs=0.005)
    assert rest["heart_rate"] == pytest.approx(70.5, abs=0.5)
    assert settled(phase_cosine=-0.7)["heart_rate"] == pytest.approx(72, abs=0.5)  # by day, when pulses are counted
    assert rest["breathing_rate"] == pytest.approx(15, abs=0.1)
    assert rest["adrenaline"] == pytest.approx(50, rel=0.01)
    assert 0.04 < rest["palpitation_signal"] < 0.1


def test_sleep_slows_the_heart_and_raises_its_variation(rest):
    asleep = settled(asleep=1.0, phase_cosine=0.6)
    assert asleep["arousal"] == pytest.approx(0.02, abs=0.005)
    assert 57 < asleep["heart_rate"] < 61
    assert asleep["breathing_rate"] == pytest.approx(15.4, abs=0.1)
    assert 1.15 < asleep["rmssd"] / rest["rmssd"] < 1.35


@pytest.mark.parametrize("state", [{}, {"asleep": 1.0}, {"asleep": 0.5}])
def test_deviations_are_zero_in_a_calm_person(state):
    calm = settled(**state)
    for name in ("arousal_excess", "vagal", "adrenaline_excess"):
        assert calm[name] == pytest.approx(0, abs=2e-3)


def test_a_speech_test(rest, stressed):
    assert 0.8 < stressed["arousal"] <= 1
    assert 15 < stressed["heart_rate"] - rest["heart_rate"] < 27
    assert 1.5 < stressed["adrenaline"] / rest["adrenaline"] < 2
    assert stressed["rmssd"] < 0.8 * rest["rmssd"]
    assert 1.1 < stressed["breathing_rate"] / rest["breathing_rate"] < 1.4
    assert stressed["palpitation_signal"] > 0.2


def test_arousal_stays_between_0_and_1():
    assert 0 <= settled(sympathetic_drive=-5.0)["arousal"] < 0.01
    assert 0.99 < settled(sympathetic_drive=5.0)["arousal"] <= 1.0


def test_arousal_lags_by_minutes():
    hours = np.array([0.0, 2.0, 2.1, 3.0])
    track = integrate_reference([MECHANISM], hours, ports={"autonomic.sympathetic_drive": lambda h: 0.5 * (h >= 2)})
    _, before, soon, after = track["autonomic.arousal"]
    assert (soon - before) / (after - before) == pytest.approx(1 - np.exp(-1), abs=0.03)


def test_slow_breathing_with_its_vagal_drive(rest):
    slow = settled(vagal_drive=0.185, breathing_drive=log(6 / 15))
    assert slow["breathing_rate"] == pytest.approx(6, abs=0.1)
    assert log(slow["rmssd"] / rest["rmssd"]) / 0.5 == pytest.approx(0.37, abs=0.05)  # SD 0.5 in log units
    assert -2.5 < slow["heart_rate"] - rest["heart_rate"] < -0.5


def test_caffeine_triples_adrenaline_and_hardly_moves_the_heart(rest):
    naive = settled(adrenaline_drive=2.07)
    assert naive["adrenaline"] / rest["adrenaline"] == pytest.approx(3.07, rel=0.02)
    assert abs(naive["heart_rate"] - rest["heart_rate"]) < 2
    under_stress = settled(adrenaline_drive=2.07, sympathetic_drive=0.75)
    assert under_stress["adrenaline"] > 1.5 * naive["adrenaline"]


def test_variation_is_flat_after_sixty():
    assert settled(values={"age": 80})["rmssd"] > 0.97 * settled(values={"age": 68})["rmssd"]


def test_exercise_raises_heart_rate_within_its_maximum(rest):
    rates = [settled(exercise=level)["heart_rate"] for level in (0.3, 0.5, 0.75, 1.0)]
    assert rates == sorted(rates)
    assert 120 < rates[1] < 140
    assert rates[-1] <= 181


def test_a_month_of_training_slows_the_resting_heart(rest):
    daily = {"autonomic.exercise": over(12.0, 12.75, 0.5)}
    rate = live([MECHANISM], 60, daily, outputs=("autonomic.heart_rate",))["autonomic.heart_rate"]
    assert 2 < rest["heart_rate"] - rate[-1, 0] < 7


def test_an_infusion_of_adrenaline_lowers_serum_magnesium():
    """50 and 100 ng/kg/min for two hours (780 and 1560 pg/mL above rest): 0.05 and 0.09 mmol/L less."""
    from somaloop.body import magnesium

    arrow = next(item for item in MECHANISM.arrows if item.name == "adrenaline_moves_magnesium")
    steady = {"magnesium.food_supply": 0.5}
    for excess, fall in ((780.0, 0.05), (1560.0, 0.10)):
        shift = arrow.as_known.centre * excess
        tracks = [
            integrate_reference([magnesium.MECHANISM], [0.0, 2.0, 4.0], ports={**steady, **more}, max_step=1.0)
            for more in ({}, {"magnesium.tissue_shift": lambda hour, at=shift: at * (hour >= 2)})
        ]
        without, with_infusion = (track["magnesium.serum"][-1] for track in tracks)
        assert without - with_infusion == pytest.approx(fall, rel=0.2)
