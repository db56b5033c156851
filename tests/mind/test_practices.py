"""Practices: skills grow with sessions, saturate, and fade."""

from __future__ import annotations

import numpy as np
import pytest

from somaloop.engine.reference import integrate_reference
from somaloop.mind.practices import MECHANISM
from somaloop.model import declared_body

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


def hoped_for(name: str, signal, weeks: float = 12):
    """Share of the most that a practice can be hoped in, every six hours."""
    hours = np.linspace(0.0, WEEK * weeks, int(weeks) * 28 + 1)
    found = integrate_reference([MECHANISM], hours, inputs={f"practices.{name}": signal}, max_step=0.2)
    enough = next(item.value for item in MECHANISM.parameters if item.name == "attendance_enough")
    return np.tanh(found["practices.attendance"] / enough)


def test_a_weekly_session_counts_for_most_and_daily_practice_for_nearly_all():
    therapy = hoped_for("cbt", weekly(50.0))[-28:]
    daily = hoped_for("relaxation", lambda hour: 1.0 if hour % 24.0 < 1.0 / 3.0 else 0.0)[-28:]
    assert 0.6 < therapy.mean() < 0.75
    assert therapy.min() > 0.4  # a course goes on between its sessions
    assert daily.min() > 0.95


def test_hope_of_a_course_ends_within_weeks_of_its_end():
    share = hoped_for("yoga", weekly(90.0, until=6 * WEEK))
    assert share[6 * 28] > 0.6
    assert share[-1] < 0.05


def test_any_practice_reaches_hope_and_only_a_therapist_is_contact():
    body = declared_body()
    into = {port: body.arrows_into[f"learning.{port}"] for port in ("practice", "session")}
    assert [arrow.name for arrow in into["practice"]] == ["practice_raises_hope"]
    assert [arrow.name for arrow in into["session"]] == ["therapist_cares"]
    for name in ("cbt", "somatic_experiencing", "mindfulness", "slow_breathing", "yoga", "relaxation"):
        found = integrate_reference([MECHANISM], np.array([0.0, 1.0]), inputs={f"practices.{name}": 1.0}, max_step=0.1)
        assert found["practices.attendance"][-1] > 0.0
        assert found["practices.with_therapist"][-1] == (1.0 if name in ("cbt", "somatic_experiencing") else 0.0)


def test_hope_of_practices_is_the_same_in_both_worlds():
    arrows = declared_body().arrows
    for name in ("practice_raises_hope", "therapist_cares"):
        assert arrows[name].as_told == arrows[name].as_known.centre > 0.0
