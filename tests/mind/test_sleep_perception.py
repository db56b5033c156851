"""The judgement of sleep follows nights and hopes, within its scale."""

from __future__ import annotations

import pytest

from somaloop.engine.reference import integrate_reference
from somaloop.mind.sleep_perception import MECHANISM


def judged(**ports):
    named = {f"sleep_perception.{name}": value for name, value in ports.items()}
    return integrate_reference([MECHANISM], [0.0, 24.0 * 21], ports=named, max_step=12.0)[
        "sleep_perception.poor_sleep"
    ][-1]


def test_judgement():
    assert judged() == pytest.approx(0.175, abs=0.02)
    assert judged(awake_in_bed=1.5) > 0.4
    assert judged(relief=0.5) < judged()
    assert 0.0 <= judged(missing_sleep=30.0) <= 1.0
