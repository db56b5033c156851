"""What a trial looks like from within: trajectories, conduct, twins, flow, costs, and plans side by side."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from made_trials import OF, crossover, lives, parsed, plan

from somaloop.language import SomaloopError
from somaloop.trials.compare import compare
from somaloop.trials.cost import costs_of
from somaloop.trials.plan import Costs, Leaving, Outcome, SideEffect
from somaloop.trials.readings import pool_of
from somaloop.trials.replicate import setup_of
from somaloop.trials.run import answer_from

PEOPLE = 500


def made_plan(**changes):
    return plan(
        outcomes=(Outcome(of=OF, primary=True, better="higher"), Outcome(of="stools")), sizes=(40, 60),
        dropout=Leaving(share=0.25), side_effects=(SideEffect(of="stools", rise=1.5),), **changes,
    )  # fmt: skip


def stopping(made, **kinds):
    lived = lives(made, people=PEOPLE, **kinds)
    stopped = np.zeros_like(lived.stopped)
    stopped[:, 1, : PEOPLE // 5] = 30
    unmasked = np.zeros_like(stopped)
    unmasked[:, 1, : PEOPLE // 10] = 56
    return replace(lived, stopped=stopped, unmasked=unmasked, screened=2.5)


@pytest.fixture(scope="module")
def answer():
    made = made_plan()
    lived = {
        "middle": stopping(made, effect={"magnesium": 1.0}, centre=8.0),
        "known": stopping(made, effect={"magnesium": 1.0}, truths=8, spread=0.4, centre=8.0),
    }
    return answer_from(made, lived, worlds=("nil", "known", "middle"), replicates=21, workers=1)


def test_trajectories_are_mean_readings(answer):
    assert len(answer.trajectories) == 2 * 2 * 2
    own = {(item.world, item.course): item for item in answer.trajectories if item.outcome == OF}
    middle = own["middle", "magnesium"]
    assert middle.days.tolist() == [0, 28, 56, 84]
    assert middle.mean[3] - own["middle", "placebo"].mean[3] == pytest.approx(1.0, abs=1e-6)
    assert (middle.low < middle.mean).all() and (middle.mean < middle.high).all()
    assert (middle.high - middle.low)[0] == pytest.approx(2 * 1.96 / np.sqrt(PEOPLE), rel=0.1)
    known = own["known", "magnesium"]
    assert known.high[3] - known.low[3] > 0.6
    assert known.high[0] - known.low[0] == pytest.approx(0.0, abs=1e-9)


def test_conduct_is_of_the_world_as_known(answer):
    placebo, magnesium = answer.conduct
    assert (placebo.arm, magnesium.arm) == ("placebo", "magnesium")
    assert placebo.left.value == pytest.approx(0.25, abs=0.02)
    assert (placebo.stopped.value, magnesium.stopped.value) == pytest.approx((0.0, 0.2))
    assert magnesium.unmasked.value == pytest.approx(0.1)
    assert magnesium.side_effects["stools"].value > placebo.side_effects["stools"].value
    assert magnesium.side_effects["stools"].low < magnesium.side_effects["stools"].value


def test_the_flow_is_of_a_replicate_that_took_place(answer):
    flow = answer.flow
    assert (flow.screened, flow.excluded, flow.randomised) == (100, 60, 40)
    assert sum(arm.allocated for arm in flow.arms) == 40
    rows = answer.records[(answer.records["world"] == "known") & (answer.records["size"] == 40)].drop_duplicates(
        "replicate"
    )
    left = sum(arm.left for arm in flow.arms)
    assert left == rows["left"].median()
    for arm in flow.arms:
        assert arm.analysed == arm.allocated - arm.left
    assert flow.arms[0].stopped == 0 < flow.arms[1].stopped


def test_twins_are_told_for_every_outcome(answer):
    assert [item.outcome for item in answer.twins] == [OF, "stools"]
    assert answer.twins[0].effect == pytest.approx(1.0)
    assert answer.twins[1].times > 100


def test_costs_follow_from_what_takes_place():
    costs = Costs(
        currency="EUR", trial=1000.0, screened=10.0, person=20.0, visit=5.0, week={"magnesium": 2.0, "placebo": 1.0}
    )
    whole = replace(made_plan(costs=costs), dropout=Leaving(), sizes=(40,))
    lived = lives(whole, people=PEOPLE, centre=8.0)
    pool = pool_of(whole, replace(lived, screened=2.5))
    (cost,) = costs_of(setup_of(whole, pool), pool)
    assert dict(cost.parts) == pytest.approx(
        {
            "trial": 1000.0,
            "screening": 1000.0,
            "people": 800.0,
            "visits": 5.0 * 4 * 40,
            "magnesium": 2 * 12 * 20.0,
            "placebo": 12 * 20.0,
        }
    )
    assert cost.total == pytest.approx(sum(cost.parts.values()))
    less = replace(whole, dropout=Leaving(share=0.5))
    (cheaper,) = costs_of(setup_of(less, pool), pool)
    assert cheaper.parts["visits"] < cost.parts["visits"]
    assert cheaper.parts["placebo"] < cost.parts["placebo"]
    assert cheaper.parts["people"] == cost.parts["people"]
    early = pool_of(whole, replace(stopping(whole, centre=8.0), screened=2.5))
    (stops,) = costs_of(setup_of(whole, early), early)
    assert stops.parts["magnesium"] < cost.parts["magnesium"]
    assert stops.parts["placebo"] == cost.parts["placebo"]
    assert costs_of(setup_of(made_plan(), pool), pool) == ()


def test_a_crossover_costs_each_treatment_for_its_period():
    costs = Costs(currency="EUR", week={"magnesium": 1.0, "placebo": 1.0})
    made = crossover(costs=costs)
    pool = pool_of(made, lives(made, people=50))
    (cost,) = costs_of(setup_of(made, pool), pool)
    assert dict(cost.parts) == pytest.approx({"magnesium": 30 * 4.0, "placebo": 30 * 4.0})


def test_plans_stand_side_by_side(answer):
    other = answer_from(
        replace(parsed(), name="other", sizes=(30,)),
        {"middle": lives(parsed(), people=60, scale=3.0, centre=12.0, effect={"magnesium": -2.0})},
        worlds=("nil", "middle"), replicates=6, workers=1,
    )  # fmt: skip
    table = compare([answer, other])
    assert table["plan"].tolist() == ["made", "made", "other"]
    assert table["size"].tolist() == [40, 60, 30]
    assert table["known"].isna().tolist() == [False, False, True]
    assert (table["middle_low"] <= table["middle"]).all()
    assert table["currency"].tolist() == ["", "", "EUR"]
    assert table["cost"].notna().tolist() == [False, False, True]
    assert table["screened"].tolist() == [100, 150, 30]
    with pytest.raises(SomaloopError, match="two plans are called 'made'"):
        compare([answer, answer])
    with pytest.raises(SomaloopError, match="no answer"):
        compare([])
