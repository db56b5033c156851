"""Which losses are frozen, and which are left to the classical part of a step."""

from __future__ import annotations

from dataclasses import replace

from toys import DRUG, MOOD, parameter, with_equation

from somaloop.engine.convergence import measure
from somaloop.engine.splitting import SLOW, splitting
from somaloop.language import assemble, change
from somaloop.model import whole_body


def body_with(rate, equation=None):
    faster = tuple(
        parameter("elimination", rate, "1/hour") if item.name == "elimination" else item for item in DRUG.parameters
    )
    drug = replace(DRUG, parameters=faster)
    return assemble([drug if equation is None else with_equation(drug, "plasma", equation), MOOD])


def test_a_fast_loss_made_of_parameters_lasts_and_a_slow_one_is_not_frozen():
    found = splitting(body_with(SLOW / 2))
    assert found.lasting == ("drug.gut", "mood.level") and found.changing == ()
    assert splitting(body_with(2 * SLOW)).lasting == ("drug.gut", "drug.plasma", "mood.level")


def test_a_fast_loss_that_depends_on_a_state_is_frozen_at_every_step():
    body = body_with(2.0, lambda q: change(q.absorption * q.gut / q.volume, q.elimination * (1.0 + q.gut * 0.01)))
    assert splitting(body).changing == ("drug.plasma",)


def test_a_negative_loss_is_frozen_too():
    assert "drug.plasma" in splitting(body_with(-0.1)).lasting


def test_an_input_is_quick_where_a_fast_state_answers_to_it():
    assert splitting(body_with(SLOW / 2)).quick == ("drug.swallowed",)
    slow = tuple(parameter("absorption", SLOW / 2, "1/hour") if x.name == "absorption" else x for x in DRUG.parameters)
    assert splitting(assemble([replace(DRUG, parameters=slow), MOOD])).quick == ()
    found = splitting(whole_body())
    assert {"appraisal.stressor", "sleep.in_bed", "autonomic.exercise", "alcohol.drunk"} <= set(found.quick)
    assert not {"diet.meal", "magnesium.dose_glycinate", "learning.capsule", "practices.cbt"} & set(found.quick)
    mask = found.quick_among(("diet.meal", "sleep.in_bed"))
    assert mask.tolist() == [False, True]


def test_where_the_line_is_drawn_hardly_matters():
    """On either side of it the error of the slow state stays far under that of the integrator's fastest ones."""
    for rate in (0.99 * SLOW, 1.01 * SLOW):
        errors = {item.state: item.errors[0] for item in measure(body_with(rate), {}, None, 1, ("known",))}
        assert all(error < 1e-6 for error in errors.values()), errors


def test_every_state_of_the_whole_body_is_on_one_side():
    body, found = whole_body(), splitting(whole_body())
    assert not set(found.lasting) & set(found.changing)
    order = list(body.states)
    for names in found.lasting, found.changing:
        assert list(names) == sorted(names, key=order.index)
    # what is counted in millimoles keeps its sum, as no loss of it is frozen
    counted = ("stomach", "gut_dissolved", "undissolved", "plasma", "peripheral", "tissue", "bone", "urine", "stool")
    assert not {f"magnesium.{name}" for name in counted} & {*found.lasting, *found.changing}
    assert 0 < len(found.lasting) < len(order) / 2
