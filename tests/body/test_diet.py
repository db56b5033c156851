"""Diet: a day's total arrives, at meals, and refining takes its part."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from days import body_of, live

from somaloop.body.diet import USUAL_PROCESSED
from somaloop.claims import __file__ as claims
from somaloop.language import verify
from somaloop.results import strength
from somaloop.studies.file_reader import USUAL_LIFE

OUTPUTS = ("diet.magnesium_supply", "diet.eating", "diet.fibre_supply", "diet.phytate_supply")


def day(inputs=None, variants=({},)):
    return live(body_of("diet", "medicines"), 1, inputs, variants=variants, outputs=OUTPUTS)


def test_units_balance():
    verify.check_units(body_of("diet"))


def test_the_days_total_arrives():
    run = day(variants=({}, {"diet.breakfast_hour": 9.3, "diet.dinner_hour": 20.4}))
    assert run["diet.magnesium_supply"].sum(axis=0) * 24.305 == pytest.approx([320.0, 320.0], rel=2e-3)
    assert run["diet.fibre_supply"].sum(axis=0) == pytest.approx([18.0, 18.0], rel=2e-3)
    assert run["diet.eating"].sum(axis=0) == pytest.approx([3.0, 3.0], rel=2e-3)


def test_food_comes_at_meals():
    eating = day()["diet.eating"][:, 0]
    assert eating[3] < 0.01 * eating.max()
    assert np.argmax(eating[:10]) == 7


def test_processed_food_holds_less_magnesium():
    none, usual, only = (
        day({"diet.processed_share": share})["diet.magnesium_supply"].sum() * 24.305 for share in (0.0, 0.6, 1.0)
    )
    assert none > usual > only
    assert only / none == pytest.approx(1.0 - 0.54, abs=0.01)
    assert usual == pytest.approx(320.0, rel=2e-3)


def test_usual_life_holds_the_share_for_which_the_magnesium_is_stated():
    usual = f"diet {100 * USUAL_PROCESSED:g} % processed"
    assert usual in USUAL_LIFE and usual in strength.USUAL
    assert usual in Path(claims).with_name("lives.yaml").read_text()
    diet = body_of("diet", "medicines")
    assert diet.inputs["diet.processed_share"].default == diet.parameters["diet.processed_reference"].value


def test_stated_meals_replace_the_usual_three():
    lunch = np.zeros(240)
    lunch[120] = 30.0
    run, usual = day({"diet.meal": lunch, "diet.usual_meals": 0.0}), day()
    assert run["diet.eating"].sum() == pytest.approx(3.0, rel=1e-6)
    assert run["diet.magnesium_supply"].sum() == pytest.approx(usual["diet.magnesium_supply"].sum(), rel=2e-3)
    assert run["diet.eating"][:12].sum() == pytest.approx(0.0, abs=1e-9)
