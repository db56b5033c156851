"""Appraisal: thresholds of the panic model, slow beliefs that rest, surges that are rare in the healthy."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from somaloop.engine.reference import integrate_reference
from somaloop.mind.appraisal import MECHANISM


def run(hours=24.0, points=25, **more):
    return integrate_reference([MECHANISM], np.linspace(0.0, hours, points), max_step=6.0, **more)


def _fear(schema: float, push: float) -> float:
    """The fast equations of the published panic model, in minutes; returns the highest fear after a push."""
    slope, middle = 20 - 10 * 0.1**schema, 0.25**schema

    def rates(_, y):
        arousal, threat, brake, escape = y
        return [
            0.5 * (threat - brake - arousal),
            1 / (1 + np.exp(-slope * (arousal - 0.25 * escape - middle))) - threat,
            0.05 * (1 / (1 + np.exp(-20 * (arousal - 0.4))) - 0.5 * brake),
            0.25 * (1 / (1 + np.exp(-10 * (threat - 0.5))) - escape),
        ]

    y = solve_ivp(rates, (0, 60), [push, 0, 0, 0], max_step=0.25, rtol=1e-7).y
    return float(np.sqrt(np.clip(y[0] * y[1], 0, None)).max())


@pytest.mark.parametrize("schema", [0.4, 0.55, 0.75, 0.95])
def test_threshold_is_that_of_the_fast_equations(schema):
    """At schemas between those that the parabola was drawn through."""
    low, high = 0.0, 2.0
    for _ in range(16):
        middle = (low + high) / 2
        low, high = (low, middle) if _fear(schema, middle) >= 0.5 else (middle, high)
    got = run(0.01, 2, initial={"appraisal.threat_schema": schema})["appraisal.surge_threshold"][0]
    assert got == pytest.approx(high, rel=0.04)


def test_surges_are_rare_in_the_healthy_and_not_in_the_ill():
    healthy = run(0.01, 2)["appraisal.surge_rate"][0]
    ill = run(0.01, 2, initial={"appraisal.threat_schema": 0.9})["appraisal.surge_rate"][0]
    assert healthy * 24 * 365 < 3
    assert 0.1 < ill * 24 * 7 < 7


def test_beliefs_rest_near_the_trait_for_months():
    for trait in (0.5, 0.78):
        result = run(24.0 * 180, values={"appraisal.schema_trait": trait})
        assert abs(result["appraisal.threat_schema"][-1] - trait) < 0.1
        assert np.abs(np.diff(result["appraisal.threat_schema"][-3:])).max() < 0.01


def test_therapy_lowers_the_schema_and_it_returns_slowly():
    therapy = run(24.0 * 84, values={"appraisal.schema_trait": 0.78}, ports={"appraisal.schema_change": 1.5e-4})
    after = therapy["appraisal.threat_schema"][-1]
    assert 0.5 < after < 0.7
    left = run(24.0 * 28, values={"appraisal.schema_trait": 0.78}, initial={"appraisal.threat_schema": after})
    assert after < left["appraisal.threat_schema"][-1] < 0.76


def test_stress_worries_within_hours_and_passes():
    result = run(12.0, 121, inputs={"appraisal.stressor": lambda h: 1.0 if 2 <= h < 3 else 0.0})
    worry = result["appraisal.worry"]
    assert worry[30] > worry[0] + 0.05
    assert worry[-1] == pytest.approx(worry[0], abs=0.02)
    assert result["appraisal.stress"][29] > 0.85


def test_stress_is_there_at_once_and_a_small_part_lingers():
    hours = np.array([0.0, 1.99, 2.02, 2.33, 2.36, 3.0, 5.0])
    speech = {"appraisal.stressor": lambda h: 1.0 if 2 <= h < 2 + 1 / 3 else 0.0}
    stress = integrate_reference([MECHANISM], hours, inputs=speech, max_step=0.05)["appraisal.stress"]
    assert stress[1] == pytest.approx(0.0, abs=1e-6)
    assert stress[2] > 0.75
    assert stress[2] < stress[3] < 1.0
    assert 0.05 < stress[4] < 0.2
    assert stress[5] < 0.5 * stress[4]
    assert stress[6] < 1e-3


def test_a_stressor_adds_up_to_itself():
    """Stress over time is the stressor over time: what lingers is not felt while it builds up."""
    hours = np.linspace(0.0, 12.0, 2401)
    stressor = lambda h: 0.6 if 2 <= h < 3 else 0.0  # noqa: E731
    stress = integrate_reference([MECHANISM], hours, inputs={"appraisal.stressor": stressor}, max_step=0.05)
    assert np.trapezoid(stress["appraisal.stress"], hours) == pytest.approx(0.6, rel=0.02)


def test_belief_in_bodily_danger_does_not_make_a_speech_more_stressful():
    speech = {"appraisal.stressor": lambda h: 1.0 if h >= 1 else 0.0}
    calm, afraid = (
        run(2.0, 3, inputs=speech, values={"appraisal.schema_trait": trait})["appraisal.stress"][-1] for trait in (0.4, 0.85)
    )  # fmt: skip
    assert afraid == pytest.approx(calm, rel=1e-6)


def test_worry_stays_within_its_scale():
    for drive in (-3.0, 3.0):
        worry = run(48.0, ports={"appraisal.worry_drive": drive})["appraisal.worry"]
        assert worry.min() >= -0.01
        assert worry.max() <= 1.02


def test_beliefs_of_the_very_anxious_stay_near_the_trait():
    """An uneventful half year with usual stress and alarm must not make a trait of 0.85 climb on its own."""
    result = run(24.0 * 180, values={"appraisal.schema_trait": 0.85, "appraisal.safety_trait": 0.2,
                                     "appraisal.extinction": 0.07})  # fmt: skip
    assert abs(result["appraisal.threat_schema"][-1] - 0.85) < 0.03
