"""Worlds: strengths as told and as known, draws that do not disturb each other, cuts and grades."""

from __future__ import annotations

import numpy as np
import pytest
from toys import DRUG, MOOD, changed, parameter, toy_body

from somaloop.engine.program import layout
from somaloop.engine.worlds import drawn_values, keep_only_grades, without_arrow, world_values
from somaloop.language import UnknownNameError, assemble, normal


def test_the_two_worlds_differ_in_arrows_only():
    body = toy_body()
    plan = layout(body)
    told, known = (world_values(body, plan, {}, world) for world in ("told", "known"))
    row = plan.row("values", "arrow.drug_lifts_mood")
    assert told[row] == 0.5
    assert known[row] == pytest.approx(0.1)
    assert np.array_equal(np.delete(told, row), np.delete(known, row))


def test_a_new_parameter_changes_nobody_elses_draws():
    body = toy_body()
    new = parameter("new", 1.0, "1", uncertainty=normal(1.0, 0.1))
    larger = assemble([changed(DRUG, parameters=(new, *DRUG.parameters)), MOOD])
    first, second = layout(body), layout(larger)
    before, after = drawn_values(body, first, {}, 50, 1), drawn_values(larger, second, {}, 50, 1)
    for name in first.values:
        assert np.array_equal(before[first.row("values", name)], after[second.row("values", name)])


def test_draws_have_the_stated_spread():
    body = toy_body()
    plan = layout(body)
    drawn = drawn_values(body, plan, {}, 400, 7)
    strength = drawn[plan.row("values", "arrow.drug_lifts_mood")]
    assert strength.mean() == pytest.approx(0.1, abs=0.003)
    assert strength.std() == pytest.approx(0.05, rel=0.05)


def test_cutting_and_grades():
    body = toy_body()
    plan = layout(body)
    values = world_values(body, plan, {}, "told")
    row = plan.row("values", "arrow.drug_lifts_mood")
    assert without_arrow(plan, values, "drug_lifts_mood")[row] == 0.0
    assert keep_only_grades(body, plan, values, ["A", "B"])[row] == 0.0
    assert keep_only_grades(body, plan, values, ["A", "B", "C"])[row] == 0.5


def test_unknown_trait_suggests():
    body = toy_body()
    with pytest.raises(UnknownNameError, match=r"did you mean 'drug\.volume'"):
        world_values(body, layout(body), {"drug.volum": 1.0}, "known")
    scaled = world_values(body, layout(body), {"gain.drug_lifts_mood": 2.0}, "told")
    assert scaled[layout(body).row("values", "arrow.drug_lifts_mood")] == 1.0
