"""Magnesium: conservation, steady starts, and the published responses of plasma, urine, stores and red cells."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise

import numpy as np
import pytest
from days import body_of, doses, live, only_on, over
from hypothesis import given, settings
from hypothesis import strategies as st

from somaloop.body.magnesium import MECHANISM
from somaloop.engine.reference import integrate_reference
from somaloop.language import verify

MG = 24.305
LOW = {"magnesium.status": 0.56}
OUTPUTS = tuple(
    f"magnesium.{name}"
    for name in (
        "plasma",
        "urine",
        "red_cells",
        "tissue",
        "tissue_deficit",
        "plasma_deficit",
        "csf",
        "unabsorbed_rate",
        "ledger",
        "intake",
    )
)


def year(days, inputs=None, variants=({},)):
    run = live(body_of("diet", "magnesium"), days, inputs, variants=variants, outputs=OUTPUTS)
    return {name.removeprefix("magnesium."): track for name, track in run.items()}


def daily(track):
    return track.reshape(-1, 24, track.shape[1]).mean(axis=1)


def urine_of_day(run, day):
    return run["urine"][24 * (day + 1) - 1] - run["urine"][24 * day - 1]


@lru_cache(maxsize=1)
def usual():
    return year(90, variants=({}, LOW))


def test_units_balance():
    verify.check_units(body_of("diet", "magnesium"))


def test_nothing_is_made_or_lost():
    inputs = {
        "magnesium.dose_oxide": doses((8, 12.0), (21, 8.0)),
        "magnesium.dose_citrate": doses((12, 6.0)),
        "magnesium.dose_intravenous": only_on(3, over(9, 10, 17.0)),
    }
    run = year(30, inputs, ({}, LOW, {"magnesium.glomerular_filtration": 3.0}))
    drift = np.abs(run["ledger"] - run["ledger"][0]).max()
    assert drift < 1e-8, f"{drift} mmol of {run['intake'][-1].max():.0f} mmol appeared or vanished"


def test_the_slow_reference_solver_agrees():
    hours = np.linspace(0.0, 24.0, 7)
    inputs = {"magnesium.food_supply": 320.0 / MG / 24.0, "magnesium.phytate_supply": 0.045}
    slow = integrate_reference([MECHANISM], hours, ports=inputs)
    steady = slow["magnesium.plasma"]
    assert steady[-1] == pytest.approx(0.83, abs=0.02)
    ledger = slow["magnesium.ledger"]
    assert np.ptp(ledger) < 1e-4


def test_a_person_starts_where_the_usual_diet_keeps_them():
    plasma = daily(usual()["plasma"])
    assert plasma[-1, 0] == pytest.approx(0.82, abs=0.005)
    assert plasma[-1, 1] == pytest.approx(0.76, abs=0.006)
    assert np.abs(plasma - plasma[0]).max() < 0.006
    deficit = usual()["tissue_deficit"]
    assert deficit[-1, 0] == pytest.approx(0.0, abs=0.004)
    assert 0.08 < deficit[-1, 1] < 0.13


@settings(max_examples=4)
@given(st.floats(0.5, 1.6), st.floats(0.52, 0.65), st.floats(4.0, 10.0))
def test_any_person_starts_steady(status, threshold, filtration):
    trait = {
        "magnesium.status": status,
        "magnesium.tubular_maximum": threshold,
        "magnesium.glomerular_filtration": filtration,
    }
    plasma = daily(year(14, variants=(trait,))["plasma"])
    assert abs(plasma[-1, 0] - plasma[0, 0]) < 0.01


def test_low_people_gain_and_replete_people_hardly_do():
    run = year(90, {"magnesium.dose_glycinate": doses((21, 300 / MG))}, ({}, LOW))
    gain = usual()["tissue_deficit"][-1] - run["tissue_deficit"][-1]
    assert gain[1] > 0.07
    assert gain[0] < 0.02
    assert run["csf"][-1, 0] / usual()["csf"][-1, 0] < 1.01


def test_low_people_keep_more_of_a_load():
    load = {"magnesium.dose_intravenous": only_on(1, over(8, 16, 3.75))}
    run = year(3, load, ({}, LOW))
    kept = 1.0 - (run["urine"][55] - run["urine"][31]) / 30.0
    assert kept[1] > kept[0] + 0.15


def test_the_kidney_saves_magnesium_in_depletion():
    run = year(32, {"diet.magnesium_per_day": 10.0, "diet.fibre_per_day": 1.0})
    assert urine_of_day(run, 30)[0] < 0.6


def test_a_lack_pushes_and_a_surplus_hardly_does():
    run = year(60, {"magnesium.dose_citrate": doses((7.5, 10.0), (18.5, 10.0))})
    assert -0.02 < run["tissue_deficit"][-1, 0] < 0.0


def test_more_is_never_less():
    supplied = [year(30, {"diet.magnesium_per_day": float(amount)}) for amount in (100, 250, 500, 900)]
    plasma = [daily(run["plasma"])[-1, 0] for run in supplied]
    assert all(a < b for a, b in pairwise(plasma))


def test_told_strengths_exceed_known_ones():
    for arrow in MECHANISM.arrows:
        if not arrow.structural:
            assert abs(arrow.as_told) >= 0.95 * abs(arrow.as_known.centre), arrow.name
