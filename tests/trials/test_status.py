"""Who stops, and who comes to be sure."""

from __future__ import annotations

import numpy as np
import pytest
from trial_lives import plan

from somaloop.language import SomaloopError, UnknownNameError
from somaloop.trials.plan import Adherence, SideEffect
from somaloop.trials.status import NEVER, Stopping, base_for, belief_now, driven, side_effects, stops_now

PERSONS = np.arange(2000)
EFFECTS = (
    SideEffect(of="diarrhoea", rise=0.3, unmasks=0.5),
    SideEffect(of="stools", at_least=14, unmasks=0.2, belief=0.8),
)


def test_the_share_who_stop_is_the_plans():
    days = np.array([28, 28, 21])
    odds = np.random.default_rng(1).normal(0.0, 1.0, (3, 4000))
    base = base_for(0.15, odds, days)
    stopped = np.zeros(4000, dtype=bool)
    for number, (row, length) in enumerate(zip(odds, days, strict=True)):
        stopped |= stops_now(1, np.arange(4000), number, Stopping(base).log_stay(row, int(length)))
    assert stopped.mean() == pytest.approx(0.15, abs=3 * np.sqrt(0.15 * 0.85 / 4000))


def test_without_drivers_it_is_the_closed_form():
    base = base_for(0.2, np.zeros((2, 1)), np.array([14, 28]))
    weekly = 1.0 / (1.0 + np.exp(-base))
    assert 1.0 - (1.0 - weekly) ** 6 == pytest.approx(0.2)


def test_a_share_that_cannot_be_raises():
    with pytest.raises(SomaloopError, match="cannot stop"):
        base_for(0.2, np.zeros((0, 1)), np.zeros(0, dtype=np.int64))


def test_longer_and_worse_is_likelier_to_stop():
    hazard = Stopping(-3.0)
    assert hazard.log_stay(np.zeros(1), 28)[0] == pytest.approx(4 * hazard.log_stay(np.zeros(1), 7)[0])
    assert hazard.log_stay(np.ones(1), 7) < hazard.log_stay(np.zeros(1), 7) < 0
    assert Stopping(NEVER).log_stay(np.zeros(1), 28)[0] == 0.0
    assert not stops_now(1, PERSONS, 3, Stopping(NEVER).log_stay(np.full(2000, 5.0), 28)).any()
    assert not stops_now(1, PERSONS[:2], 3, np.array([np.nan, np.nan])).any(), "a life that failed decides nothing"


def test_chances_hang_on_person_and_day_alone():
    risk = np.full(2000, np.log(0.7))
    together = stops_now(1, PERSONS, 14, risk)
    alone = np.concatenate([stops_now(1, PERSONS[i : i + 1], 14, risk[:1]) for i in range(50)])
    assert (together[:50] == alone).all()
    assert (together != stops_now(1, PERSONS, 15, risk)).any() and (together != stops_now(2, PERSONS, 14, risk)).any()
    assert (stops_now(1, PERSONS, 14, risk - 0.3) >= together).all(), "a greater risk only adds people"


def test_drivers_add_up_and_worse_readings_count():
    trial = plan(adherence=Adherence(stops=0.2, on={"current reading": 0.5, "last reading": 0.25, "side effects": 2.0}),
                 side_effects=EFFECTS)  # fmt: skip
    now = {"felt tension": np.array([50.0, 30.0]), "diarrhoea": np.array([0.1, 0.6]), "stools": np.array([7.0, 7.0])}
    last = {"felt tension": np.array([40.0, 40.0])}
    effects = side_effects(trial, now, {"diarrhoea": np.array([0.1, 0.1]), "stools": np.array([7.0, 7.0])}, 2)
    assert effects.tolist() == [[False, True], [False, False]]
    odds = driven(trial, Stopping(-3.0, 40.0, 10.0), now, last, effects)
    assert odds == pytest.approx([0.5, -0.5 + 2.0])
    with pytest.raises(UnknownNameError, match="last reading"):
        driven(plan(adherence=Adherence(stops=0.2, on={"lst reading": 1.0})), Stopping(0.0), now, last, effects)


def test_side_effects_make_sure_with_their_chance_and_once_for_all():
    trial = plan(side_effects=EFFECTS)
    first = np.stack([np.ones(2000, dtype=bool), np.zeros(2000, dtype=bool)])
    sure = belief_now(trial, 1, PERSONS, first)
    assert np.mean(~np.isnan(sure)) == pytest.approx(0.5, abs=0.05) and np.nanmax(sure) == 0.9
    assert np.array_equal(sure, belief_now(trial, 1, PERSONS, first), equal_nan=True), "asked again the same people are"
    both = belief_now(trial, 1, PERSONS, np.ones((2, 2000), dtype=bool))
    assert set(np.unique(both[~np.isnan(both)])) == {0.8, 0.9} and (both[~np.isnan(sure)] == 0.9).all()
    assert np.isnan(belief_now(trial, 1, PERSONS, np.zeros((2, 2000), dtype=bool))).all()
