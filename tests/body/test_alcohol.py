"""Alcohol: kinetics, sedation and rebound, magnesium."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from days import body_of, doses, live, only_on, over

from somaloop.language import verify

NIGHT = over(23.0, 24.0, 1.0) + over(0.0, 7.0, 1.0)
BLOOD = "alcohol.blood"
PARTS = ("alcohol", "sleep", "circadian", "diet", "magnesium")
LATENCY, AFTER, SLOW = "sleep.lying_awake_before_sleep", "sleep.awake_after_onset", "sleep.slow_wave"

OUT = (BLOOD, "alcohol.rebound", LATENCY, AFTER, SLOW, "magnesium.urine_rate", "magnesium.plasma")


def drink(days, track, **rest):
    inputs = {"sleep.in_bed": NIGHT, "alcohol.drunk": track}
    return live(body_of(*PARTS), days, inputs, outputs=OUT, resolution="step", **rest)


@lru_cache(maxsize=4)
def glass(amount):
    run = drink(2, only_on(0, doses((8.0, amount))))
    return {name: values[80:, 0] for name, values in run.items()}


def test_units_balance():
    verify.check_units(body_of("alcohol", "sleep", "circadian", "magnesium", "diet", "gut"))


def test_peak_is_what_body_water_allows():
    water = 2.447 - 0.09516 * 40.0 + 0.1074 * 172.0 + 0.3362 * 70.0
    most = 50.0 * 0.8 / water
    assert 0.8 * most < glass(50.0)[BLOOD].max() < most


def test_nothing_is_left_and_nothing_goes_negative():
    for amount in (5.0, 50.0, 300.0):
        blood = glass(amount)[BLOOD]
        assert blood.min() > -1e-9
    assert glass(50.0)[BLOOD][-1] < 1e-3


def test_rebound_begins_when_blood_has_nearly_gone():
    run = glass(60.0)
    assert run["alcohol.rebound"][10] < 0.0
    worst = run["alcohol.rebound"].argmax()
    assert run[BLOOD][worst] < 0.2
    assert run["alcohol.rebound"].max() > 0.15


@lru_cache(maxsize=1)
def nights():
    """Nothing, 0.4 and 0.85 g/kg in the two hours before bed: minutes by hour of the night, 23:00 first."""
    found = []
    for amount in (0.0, 28.0, 60.0):
        track = doses((21.0, amount / 2.0), (22.0, amount / 2.0))
        run = drink(4, only_on(2, track))
        hourly = {name: values[:, 0].reshape(-1, 10).mean(axis=1) for name, values in run.items()}
        found.append({name: values[2 * 24 + 23 : 3 * 24 + 8] * 60.0 for name, values in hourly.items()})
    return found


def test_much_alcohol_shortens_latency():
    none, little, much = (night[LATENCY].sum() for night in nights())
    assert much < little < none
    assert none - much > 3.0


def test_first_half_is_deep_and_second_half_broken():
    none, _, much = nights()
    assert much[SLOW][:4].sum() > none[SLOW][:4].sum()
    assert much[AFTER][:3].sum() < 1.3 * none[AFTER][:3].sum()
    assert much[AFTER][4:8].sum() > 1.15 * none[AFTER][4:8].sum()


def test_heavy_daily_drinking_lowers_plasma_as_told_at_least_as_much_as_known():
    falls = []
    for world in ("known", "told"):
        track = doses((18.0, 40.0), (20.0, 40.0))
        run = drink(40, track, variants=[{}, {"gain.alcohol_spills_magnesium": 0.0}], world=world)
        falls.append(np.diff(run["magnesium.plasma"][-240:].mean(axis=0))[0])
    assert 0.005 < falls[0] <= falls[1]
