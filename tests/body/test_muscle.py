"""Muscle: tone under stress and in sleep, slow tenderness, headache, cramps."""

from __future__ import annotations

import numpy as np
import pytest
from days import body_of, live

from somaloop.body.muscle import MECHANISM
from somaloop.engine.reference import integrate_reference
from somaloop.language import verify

STRESS = 0.75
EPISODIC, CHRONIC = 3.5 * 17.39 / 4.75, 3.5 * 28.61 / 4.75


def settled(hours=2.0, values=None, **ports):
    found = integrate_reference(
        [MECHANISM],
        [0.0, hours],
        ports={f"muscle.{name}": value for name, value in ports.items()},
        values={f"muscle.{name}": value for name, value in (values or {}).items()},
        max_step=5.0,
    )
    return {name.partition(".")[2]: float(track[-1]) for name, track in found.items()}


def test_units_balance():
    verify.check_units(body_of("muscle"))


@pytest.mark.parametrize("asleep", [0.0, 1.0])
def test_a_calm_person_sends_the_signals_of_health(asleep):
    calm = settled(asleep=asleep)
    assert calm["tone_excess"] == pytest.approx(0, abs=1e-3)
    assert calm["jaw_tone"] == pytest.approx(1, abs=1e-3)
    for name in ("tightness_signal", "tenderness", "headache", "cramps"):
        assert 0.02 < calm[name] < 0.1


def test_mental_load_adds_2_6_percent_of_the_reference_contraction():
    rise = settled(drive=STRESS)["tone"] - settled()["tone"]
    assert rise == pytest.approx(2.6, abs=0.15)  # Wijsman 2013


def test_chronic_pain_raises_the_response_and_not_the_rest():
    rises = []
    for gain in (3.5, EPISODIC, CHRONIC):
        trait = {"stress_gain": gain}
        assert settled(values=trait)["tone"] == pytest.approx(5.0, rel=1e-3)
        rises.append(settled(drive=STRESS, values=trait)["tone"] - 5.0)
    assert np.array(rises) / rises[0] == pytest.approx([1.0, 3.66, 6.02], rel=0.01)  # Luedtke 2018


def test_tone_settles_within_half_an_hour_and_sleep_takes_it():
    hours = [0.0, 2.0, 2.5, 4.0]
    track = integrate_reference([MECHANISM], hours, ports={"muscle.drive": lambda h: STRESS * (h >= 2)})["muscle.tone"]
    assert (track[2] - track[1]) / (track[3] - track[1]) > 0.95
    assert settled(asleep=1.0)["tone"] < 0.5 * settled()["tone"]


def test_relaxation_lowers_tone_in_proportion():
    assert settled(relaxation=0.3)["tone"] / settled()["tone"] == pytest.approx(np.exp(-0.3), rel=1e-3)


def test_tenderness_follows_tone_over_weeks():
    day, month, year = (settled(hours=24.0 * days, tone_log_gain=0.5)["tenderness"] for days in (1, 30, 365))
    calm = settled()["tenderness"]
    assert (day - calm) / (year - calm) < 0.1
    assert 0.8 < (month - calm) / (year - calm) < 0.97
    assert year < 0.25


@pytest.mark.parametrize(
    ("port", "value"), [("drive", 0.7), ("headache_drive", 0.3), ("tone_log_gain", 0.5), ("tenderness_log_gain", 0.5)]
)
def test_what_raises_headache(port, value):
    assert settled(hours=24.0 * 30, **{port: value})["headache"] > 1.2 * settled(hours=24.0)["headache"]


def test_cramps_answer_to_their_drive_only():
    assert settled(hours=72.0, cramp_drive=0.5)["cramps"] > 0.15
    assert settled(hours=72.0, drive=STRESS, tone_log_gain=0.5)["cramps"] == pytest.approx(
        settled()["cramps_usual"], rel=1e-3
    )


def test_chance_makes_tone_and_headache_vary_over_days_and_hours():
    found = live([MECHANISM], 120, outputs=("muscle.tone_excess", "muscle.headache"))
    tone = found["muscle.tone_excess"][:, 0]
    assert 0.3 < tone.std() < 0.5
    near, day = (np.corrcoef(tone[:-lag], tone[lag:])[0, 1] for lag in (4, 24))
    assert 0.35 < near < 0.75  # an hour-scale and a day-scale part
    assert 0.1 < day < 0.5
    headache = found["muscle.headache"][:, 0]
    assert np.median(headache) < 0.08 < np.quantile(headache, 0.95)
