"""Likely causes of misses: read strictly, and shown only while a number misses."""

from __future__ import annotations

import pytest

from somaloop.calibrate.misses import cause_of, likely_causes, parse_causes
from somaloop.calibrate.scoreboard import Forecast, Line
from somaloop.language import SomaloopError, UnknownNameError
from somaloop.studies import shipped_studies

LABELS = ("one: sleep length", "two: worry")


def test_a_label_that_no_study_has_is_an_error_with_the_nearest():
    assert parse_causes("'one: sleep length': the clock is\n  too stiff", LABELS) == {
        "one: sleep length": "the clock is too stiff"
    }
    with pytest.raises(UnknownNameError, match="did you mean 'one: sleep length'"):
        parse_causes("'one: sleep lenght': too stiff", LABELS)
    with pytest.raises(SomaloopError, match="needs a cause in words"):
        parse_causes("'two: worry':", LABELS)


def test_the_shipped_causes_are_about_shipped_numbers():
    labels = {study.label(item) for study in shipped_studies() for item in study.statistics}
    assert set(likely_causes()) <= labels


def test_a_cause_shows_only_while_its_number_misses():
    study = shipped_studies()[0]
    statistic = study.statistics[0]
    causes = {study.label(statistic): "because"}

    def line(observed: float) -> Line:
        forecast = Forecast(0.0, 1.0)
        return Line(study, statistic, observed, 1.0, 0.0, forecast, forecast, None)

    assert cause_of(line(3.0), causes) == "because"
    assert cause_of(line(1.0), causes) == ""
