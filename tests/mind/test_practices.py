"""Practices: skills grow with sessions, saturate, and fade."""

from __future__ import annotations

import numpy as np
import pytest

from somaloop.engine.reference import integrate_reference
from somaloop.mind.practices import MECHANISM

WEEK = 168.0


def weekly(minutes: float, until: float = 1e9):
    return lambda hour: 1.0 if hour % WEEK < minutes / 60.0 and hour < until else 0.0


def learn(name: str, signal, weeks: float = 12, **more):
    hours = np.linspace(0.0, WEEK * weeks, int(weeks) + 1)
    return integrate_reference([MECHANISM], hours, inputs={f"practices.{name}": signal}, max_step=0.2, **more)


def test_therapy_is_learned_over_sessions():
    skill = learn("cbt", weekly(50.0))["practices.cbt_skill"]
    assert 0.3 < skill[5] < 0.6
    assert 0.55 < skill[-1] < 0.9
    assert (np.diff(skill) > 0).all()


def test_skill_fades_after_the_end():
    skill = learn("cbt", weekly(50.0, until=4 * WEEK), 16)["practices.cbt_skill"]
    assert 0.4 * skill[4] < skill[-1] < 0.85 * skill[4]


def test_a_receptive_person_learns_faster():
    plain = learn("mindfulness", weekly(120.0), 4)["practices.mindfulness_skill"][-1]
    eager = learn("mindfulness", weekly(120.0), 4, ports={"practices.receptiveness": 0.5})[
        "practices.mindfulness_skill"
    ]
    assert eager[-1] > plain


@pytest.mark.parametrize("name", ["yoga", "relaxation"])
def test_the_acute_effect_ends_within_hours(name):
    result = integrate_reference(
        [MECHANISM], np.linspace(0.0, 4.0, 41), inputs={f"practices.{name}": lambda hour: 1.0 if 1 <= hour < 1.5 else 0.0},
        max_step=0.05,
    )[f"practices.{name}_now"]  # fmt: skip
    assert result[15] > 0.7
    assert result[-1] < 0.01
