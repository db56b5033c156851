"""The clock: entrainment, phase convention, light, melatonin."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pytest
from days import body_of, live, only_on, over

from somaloop.language import verify

PARTS = ("circadian", "sleep")
OUT = (
    "circadian.phase_cosine",
    "circadian.phase_sine",
    "circadian.melatonin_plasma",
    "circadian.x",
    "circadian.y",
    "circadian.pigment_use",
    "sleep.asleep",
)
HOURS = np.arange(240) / 10.0
NIGHT = over(23.0, 24.0, 1.0) + over(0.0, 7.0, 1.0)


@lru_cache(maxsize=1)
def entrained():
    run = live(body_of(*PARTS), 28, {"sleep.in_bed": NIGHT}, outputs=OUT, resolution="step")
    return {name: values[:, 0] for name, values in run.items()}


def last_day(run):
    return {name: values[-240:] for name, values in run.items()}


def phase(run):
    """The clock's own hour, 0 to 24."""
    return np.angle(run["circadian.phase_cosine"] + 1j * run["circadian.phase_sine"]) * 24.0 / (2.0 * np.pi) % 24.0


def difference(one, other):
    return (one - other + 12.0) % 24.0 - 12.0


def test_units_balance():
    verify.check_units(body_of(*PARTS))


def test_phase_of_a_person_entrained_to_23_07_follows_the_clock():
    late = difference(phase(last_day(entrained())), HOURS)
    assert abs(late.mean()) < 0.05
    # the oscillator does not turn evenly, light pushes it: less than half an hour from an even turn
    assert np.abs(late).max() < 0.5


def test_phase_lies_on_the_unit_circle():
    run = last_day(entrained())
    radius = np.hypot(run["circadian.phase_cosine"], run["circadian.phase_sine"])
    assert np.allclose(radius, 1.0, atol=1e-3)


def test_the_first_day_is_close_to_steady_state():
    first, last = entrained(), last_day(entrained())
    assert np.abs(difference(phase(first)[:240], phase(last))).max() < 0.05
    assert np.abs(first["circadian.melatonin_plasma"][:240] - last["circadian.melatonin_plasma"]).max() < 1.0


def test_melatonin_peaks_near_47_in_the_night_and_is_gone_by_day():
    melatonin = last_day(entrained())["circadian.melatonin_plasma"]
    assert melatonin.max() == pytest.approx(47.0, abs=1.5)
    assert 2.0 < HOURS[melatonin.argmax()] < 5.0
    assert melatonin[100:180].max() < 1.0


def test_melatonin_comes_up_two_hours_before_habitual_sleep():
    melatonin = last_day(entrained())["circadian.melatonin_plasma"]
    onset = HOURS[1:][(melatonin[:-1] < 10.0) & (melatonin[1:] >= 10.0)]
    assert onset == pytest.approx([21.0], abs=0.3)


def test_supply_scales_melatonin_without_moving_the_clock():
    variants = [{}, {"circadian.synthesis": 129.0}]
    low = live(body_of(*PARTS), 4, {"sleep.in_bed": NIGHT}, variants=variants, outputs=OUT, resolution="step")
    peaks = low["circadian.melatonin_plasma"][-240:].max(axis=0)
    assert peaks[1] == pytest.approx(peaks[0] / 2.0, rel=1e-3)
    assert np.allclose(low["circadian.phase_cosine"][:, 0], low["circadian.phase_cosine"][:, 1])


def test_morning_light_advances_and_evening_light_delays():
    shifts = {}
    for name, begin in (("morning", 7.5), ("evening", 22.0)):
        bright = over(begin, begin + 1.0, 10000.0)
        inputs = {"sleep.in_bed": NIGHT, "circadian.outdoor_light": bright}
        run = live(body_of(*PARTS), 7, inputs, outputs=OUT, resolution="step")
        now = phase({key: values[-240:, 0] for key, values in run.items()})
        shifts[name] = difference(now, phase(last_day(entrained()))).mean()
    assert 0.1 < shifts["morning"] < 2.0
    assert -2.5 < shifts["evening"] < -0.1


def test_light_at_night_suppresses_melatonin():
    inputs = {"sleep.in_bed": NIGHT, "circadian.outdoor_light": only_on(3, over(21.0, 23.0, 1000.0))}
    run = live(body_of(*PARTS), 5, inputs, outputs=OUT, resolution="step")
    bright = run["circadian.melatonin_plasma"][3 * 240 + 228, 0]
    usual = run["circadian.melatonin_plasma"][2 * 240 + 228, 0]
    assert bright < 0.6 * usual


def test_closed_eyes_see_nothing():
    inputs = {"sleep.in_bed": NIGHT, "circadian.outdoor_light": over(1.0, 4.0, 10000.0)}
    run = live(body_of(*PARTS), 3, inputs, outputs=OUT, resolution="step")
    awake = 1.0 - run["sleep.asleep"]
    day, night = slice(480 + 120, 480 + 130), slice(480 + 20, 480 + 30)
    assert np.all(run["circadian.pigment_use"][night] < 10.5 * awake[night] * 1.1)
    assert run["circadian.pigment_use"][night].mean() < run["circadian.pigment_use"][day].mean()
