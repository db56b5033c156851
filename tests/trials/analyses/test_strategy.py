"""What each strategy makes of readings after stopping."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from trials.analyses.odd import parallel

from somaloop.language import SomaloopError
from somaloop.studies.moments import Moment
from somaloop.trials.analyses import analyse, for_strategy
from somaloop.trials.plan import Analysis

NAN = np.nan
STOPPED = np.array([[0, 1, 0, 0, 0], [0, 1, 0, 1, 0], [0, 1, 1, 1, 0], [0, 1, 1, 1, 0]], dtype=bool)
READ = np.array([[5, 6, NAN, 8, 9], [4, 5, 6, 7, NAN], [3, 4, 5, NAN, 7], [2, 3, NAN, 5, 6]], dtype=float)
DATA = replace(
    parallel(5), stopped=STOPPED, readings={"phq-15": READ}, baseline={"phq-15": np.array([10.0, 11, 12, 13, 14])}
)


def seen(strategy: str, data=DATA) -> list[list[float]]:
    return for_strategy(data, strategy).readings["phq-15"].T.tolist()


def test_treatment_policy_takes_all():
    assert for_strategy(DATA, "treatment policy") is DATA


def test_hypothetical_leaves_out_what_came_after():
    found = seen("hypothetical")
    assert np.isnan(found[1]).all()
    np.testing.assert_equal(found[2], [NAN, 6, NAN, NAN])
    np.testing.assert_equal(found[3], [8, NAN, NAN, NAN])
    np.testing.assert_equal(found[0], [5, 4, 3, 2])


def test_composite_takes_the_baseline():
    found = seen("composite")
    assert found[1] == [11, 11, 11, 11]
    np.testing.assert_equal(found[2], [NAN, 6, 12, 12])
    assert found[3] == [8, 13, 13, 13]
    # So who stopped is no responder, whatever she gained.
    last = Analysis(method="responder", at=Moment(84), by=5.0, covariates=())
    before, after = (analyse(item, last, "phq-15", "lower")[0] for item in (DATA, for_strategy(DATA, "composite")))
    assert (before.estimate, after.estimate) == (pytest.approx(2 / 2 - 2 / 3), pytest.approx(-2 / 3))


def test_while_on_treatment_carries_the_last_reading_on():
    found = seen("while on treatment")
    assert found[1] == [11, 11, 11, 11]
    np.testing.assert_equal(found[2], [NAN, 6, 6, 6])
    assert found[3] == [8, 8, 8, 8]
    np.testing.assert_equal(found[4], [9, NAN, 7, 6])


def test_carrying_on_ends_with_the_period():
    found = seen("while on treatment", replace(DATA, period=np.array([0, 0, 1, 1])))
    np.testing.assert_equal(found[1], [11, 11, NAN, NAN])
    np.testing.assert_equal(found[3], [8, 8, NAN, NAN])
    np.testing.assert_equal(found[2], [NAN, 6, NAN, NAN])


def test_the_data_are_not_changed_and_unknown_words_are_told():
    before = READ.copy()
    for strategy in ("hypothetical", "composite", "while on treatment"):
        for_strategy(DATA, strategy)
    np.testing.assert_equal(READ, before)
    with pytest.raises(SomaloopError, match="did you mean 'hypothetical'"):
        for_strategy(DATA, "hypothetic")
