"""The shipped studies: all are read, every published row is used or has a reason, and there are enough of them."""

from __future__ import annotations

from collections import Counter

import pytest

from somaloop.evidence import sources
from somaloop.language import UnknownNameError
from somaloop.studies import not_expressed, only, shipped_studies, studies_for, study, use_of
from somaloop.studies.kinds import KINDS
from somaloop.studies.text import MECHANISMS

USED = {row for item in shipped_studies() for row in item.rows}


def test_every_row_stands_in_a_study_or_has_a_reason_and_none_in_both():
    reasons = not_expressed()
    assert sorted(USED & set(reasons)) == []
    assert sorted(set(sources()) - USED - set(reasons)) == []


def test_there_are_enough_and_over_all_that_the_model_holds():
    statistics = [statistic for item in shipped_studies() for statistic in item.statistics]
    assert len(statistics) >= 120
    assert len(USED) >= 70
    found = Counter(item.mechanism for item in shipped_studies())
    assert set(found) <= set(MECHANISMS)
    wanted = {
        "magnesium",
        "gut",
        "hpa",
        "autonomic",
        "sleep",
        "caffeine",
        "alcohol",
        "muscle",
        "practices",
        "diary",
        "trials",
    }
    assert wanted <= set(found)
    assert sum(item.use == "validate" for item in statistics) >= 60
    assert len({item.kind for item in statistics}) >= len(KINDS) - 4  # nearly every kind is in use


def test_the_use_of_a_number_is_that_of_its_rows():
    for item in shipped_studies():
        for statistic in item.statistics:
            assert statistic.use == use_of([statistic.row] if statistic.row else item.rows), item.label(statistic)


def test_the_fit_is_given_no_number_that_only_checks():
    for item in studies_for("calibrate"):
        assert all(statistic.use == "calibrate" for statistic in item.statistics)
    parts = [only(item, use) for item in shipped_studies() for use in ("calibrate", "validate")]
    kept = sum(len(part.statistics) for part in parts if part is not None)
    assert kept == sum(len(item.statistics) for item in shipped_studies())


def test_a_study_by_its_name():
    first = shipped_studies()[0]
    assert study(first.name) is first
    with pytest.raises(UnknownNameError, match=f"did you mean '{first.name}'"):
        study(first.name + "x")
