"""Replicates of published trials: their numbers and spreads are those that people and errors make, truth by truth."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from relived import made_lives

from somaloop.instruments import INSTRUMENTS
from somaloop.studies.needs import screening_moment
from somaloop.trials.replica_answer import predicted_of, shares_of, tally
from somaloop.trials.replica_draw import Draw, answer
from somaloop.trials.replicas import Figure, replica, replicas


def test_the_effect_comes_out_with_the_spread_of_samples():
    item = replica("geschwind2011")
    lives = made_lives(item, effect=-20.0, people=200)
    drawn = Draw(item, lives, None, 1).replicates(3000)
    error = INSTRUMENTS[item.of].error_of(np.asarray(lives.many["waiting"][item.of, item.at]))
    expected = np.sqrt(2 * (error**2).mean() * (1 / item.n["mindfulness"] + 1 / item.n["waiting"]))
    assert drawn.difference.mean() == pytest.approx(-20.0, abs=0.2)
    assert drawn.difference.std() == pytest.approx(expected, rel=0.06)
    assert drawn.end["waiting"].mean() == pytest.approx(0.0, abs=0.2)


def test_truths_move_the_level_of_everybody_alike():
    item = replica("macian2022")
    lives = made_lives(item, moved=3.0, people=100)
    ends = [Draw(item, lives, truth, 1).replicates(300).end["placebo"].mean() for truth in range(3)]
    assert ends[2] - ends[0] > 3.0
    wide = answer(item, lives, each=100).end["placebo"]
    narrow = answer(item, made_lives(item, people=100), each=100).end["placebo"]
    assert wide.high - wide.low > 1.3 * (narrow.high - narrow.low)


def test_whoever_is_let_in_passes_the_screening_in_every_truth():
    item = replica("nielsen2010")
    lives = made_lives(item, moved=1.0)
    for truth in (0, 1, 2):
        draw = Draw(item, lives, truth, 1)
        people = draw._people(50, 48)
        start = draw._read("magnesium", screening_moment("PSQI"), people)
        assert start.min() >= 6.0
    low, high = (Draw(item, lives, truth, 1).chances for truth in (0, 2))
    assert low[:10].sum() < high[:10].sum()  # where all have less, those with little are let in more rarely
    assert Draw(item, lives, None, 1).alike == pytest.approx(60.0)


def test_periods_of_a_crossover_share_people_and_baseline():
    item = replica("tarleton2017")
    drawn = Draw(item, made_lives(item, effect=-2.0), None, 1).replicates(200)
    assert (drawn.start["magnesium"] == drawn.start["no treatment"]).all()
    assert drawn.difference == pytest.approx(drawn.end["magnesium"] - drawn.end["no treatment"])
    parallel = replica("schuster2025")
    apart = Draw(parallel, made_lives(parallel), None, 1).replicates(20)
    assert (apart.start["magnesium"] != apart.start["placebo"]).any()


def test_a_life_that_failed_is_nobodys():
    item = replica("macian2022")
    lives = made_lives(item)
    broken = {arm: {asked: values.copy() for asked, values in by.items()} for arm, by in lives.many.items()}
    broken["placebo"][item.of, item.at][3] = np.nan
    draw = Draw(item, replace(lives, many=broken, apart=broken), 1, 1)
    assert draw.chances[3] == 0.0 and np.isfinite(draw.replicates(50).difference).all()


def test_shares_count_people_by_the_rule_of_the_study():
    item = replica("mori2019")
    drawn = Draw(item, made_lives(item, effect=30.0), None, 1).replicates(40)
    assert drawn.end["magnesium"].min() == 1.0 and drawn.p.max() < 1.0
    assert set(np.round(drawn.end["placebo"] * item.n["placebo"], 6) % 1) == {0.0}


@pytest.mark.parametrize("name", replicas())
def test_every_replica_gives_numbers_and_the_same_ones_twice(name):
    item = replica(name)
    first, second = (answer(item, made_lives(item), each=6, middle=6) for _ in range(2))
    assert first == second
    for predicted in (*first.start.values(), *first.end.values(), first.difference):
        assert np.isfinite(predicted.middle) and predicted.low <= predicted.middle <= predicted.high
    shares = first.shares
    assert shares.lower.value + shares.none.value + shares.higher.value == pytest.approx(1.0)


def test_a_large_effect_is_concluded_and_counted():
    item = replica("macian2022")
    strong = answer(item, made_lives(item, effect=-15.0), each=20)
    assert strong.shares.likely == "lower" and not strong.agrees and strong.missed
    none = answer(item, made_lives(item), each=100)
    assert none.shares.none.value == pytest.approx(0.95, abs=0.05) and none.agrees
    counted = tally([strong, none])
    assert counted.trials == 2 and counted.agree == 1 and counted.figures == 4
    assert counted.expected == pytest.approx(strong.shares.none.value + none.shares.none.value)


def test_predictions_and_shares_in_figures():
    predicted = predicted_of(np.arange(1001.0))
    assert (predicted.low, predicted.middle, predicted.high) == (25.0, 500.0, 975.0)
    assert predicted.state(Figure(975.0)) == "inside" and predicted.state(Figure(976.0)) == "outside"
    assert predicted.state(None) == "none"
    assert np.isnan(predicted_of(np.full(10, np.nan)).middle)
    one = shares_of([np.array([-1.0, 0.0, 0.0, 0.0])])
    assert one.lower.value == 0.25 and 0.0 < one.lower.low < 0.25 < one.lower.high < 0.8
    same = shares_of([np.zeros(10), np.zeros(10)])
    assert (same.none.low, same.none.value, same.none.high) == (1.0, 1.0, 1.0)
