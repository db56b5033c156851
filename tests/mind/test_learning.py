"""Expectation: builds within days, fades within weeks, follows belief and care, and never reaches a biomarker."""

from __future__ import annotations

import numpy as np
import pytest

from somaloop.engine.reference import integrate_reference
from somaloop.mind.learning import MECHANISM
from somaloop.model import whole_body

DAILY = 1.0 / 24.0


def expect(days=21, points=None, **more):
    hours = np.linspace(0.0, 24.0 * days, points or days + 1)
    ports = {"learning.outcome": 0.11} | more.pop("ports", {})
    options = {"max_step": 12.0} | more
    return integrate_reference([MECHANISM], hours, ports=ports, **options)["learning.benefit_expectation"]


def test_most_of_the_gain_is_there_within_eleven_days():
    track = expect(42, inputs={"learning.capsule": DAILY})
    assert track[11] > 0.75 * track[-1]
    assert track[-1] > 0.4


def test_blinded_is_nearly_open_and_none_is_nothing():
    open_label = expect(inputs={"learning.capsule": DAILY})[-1]
    blinded = expect(inputs={"learning.capsule": DAILY, "learning.belief": 0.5})[-1]
    assert 0.85 * open_label < blinded < open_label
    assert expect()[-1] == pytest.approx(0.0, abs=1e-6)


def test_it_fades_over_weeks():
    track = expect(60, inputs={"learning.capsule": lambda hour: DAILY if hour < 24 * 30 else 0.0})
    assert 0.5 * track[30] < track[37] < track[30]
    assert track[60] < 0.5 * track[30]


def test_care_adds_and_experience_confirms():
    plain = expect(inputs={"learning.capsule": DAILY})[-1]
    visit = {"learning.clinician_contact": lambda hour: 1.0 if hour % 168 < 1 else 0.0}
    assert expect(inputs={"learning.capsule": DAILY} | visit)[-1] > plain
    worse = expect(inputs={"learning.capsule": DAILY}, ports={"learning.outcome": lambda hour: 0.11 + hour / 5000})[-1]
    assert worse < plain


def test_a_practice_is_hoped_in_whatever_is_believed_of_pills():
    sure, doubting = (expect(ports={"learning.practice": 0.5}, inputs={"learning.belief": b})[-1] for b in (1.0, 0.0))
    assert sure == doubting
    pill = expect(inputs={"learning.capsule": DAILY})[-1]
    both = expect(inputs={"learning.capsule": DAILY}, ports={"learning.practice": 0.5})[-1]
    assert 0.0 < sure < pill < both < 1.0


def test_a_session_is_contact_as_a_visit_is():
    def hour_a_week(hour):
        return 1.0 if hour % 168 < 1 else 0.0

    visit = expect(inputs={"learning.clinician_contact": hour_a_week}, max_step=0.5)
    session = expect(ports={"learning.session": hour_a_week}, max_step=0.5)
    assert session[-1] > 0.05
    assert session == pytest.approx(visit, rel=1e-6)


def test_hope_stays_bounded_when_everything_is_done_at_once():
    track = expect(
        60, inputs={"learning.capsule": 1.0, "learning.clinician_contact": 1.0}, ports={"learning.practice": 1.0}
    )
    assert 0.9 < track[-1] <= 1.0


def test_no_arrow_leads_from_expectation_to_the_body():
    body = whole_body()
    minds = {"perception", "appraisal", "mood", "sleep_perception", "learning", "practices"}
    for arrow in body.mechanisms["learning"].arrows:
        assert arrow.target.partition(".")[0] in minds
