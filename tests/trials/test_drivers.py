"""What stopping and leaving hang on."""

from __future__ import annotations

import numpy as np
import pytest

from somaloop.trials.drivers import present, worse
from somaloop.trials.plan import SideEffect


def test_worse_is_more_of_a_complaint_and_less_of_a_good_thing():
    assert worse("PHQ-15", np.array([12.0, 8.0]), 10.0, 2.0) == pytest.approx([1.0, -1.0])
    assert worse("sleep length", np.array([8.0]), 7.0, 0.5) == pytest.approx([-2.0])
    assert worse("stools", np.array([8.0]), 7.0, 0.5) == pytest.approx([2.0]), "neither way is good: more is worse"
    assert worse("stools", np.array([8.0]), 7.0, 0.5, "higher") == pytest.approx([-2.0]), "the plan has the last word"
    assert np.isfinite(worse("PHQ-15", np.array([12.0]), 10.0, 0.0)).all(), "people who do not differ"


def test_a_side_effect_is_a_rise_or_a_height():
    readings, before = np.array([[9.0, 12.0], [14.0, 15.0]]), np.array([8.0, 12.5])
    assert present(SideEffect(of="stools", rise=2.0), readings, before).tolist() == [[False, False], [True, True]]
    assert present(SideEffect(of="stools", at_least=12.0), readings, before).tolist() == [[False, True], [True, True]]
    assert present(SideEffect(of="stools", rise=6.0, at_least=15.0), readings, before).tolist() == [
        [False, False],
        [True, True],
    ]
    assert not present(SideEffect(of="stools", rise=1.0), np.array([np.nan]), np.array([1.0])).any()
