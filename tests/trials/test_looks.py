"""Interim looks."""

from __future__ import annotations

import numpy as np
import pytest
from made_trials import lives, plan

from somaloop.trials.data import Estimate
from somaloop.trials.looks import crosses, shares_of, succeeds
from somaloop.trials.plan import Looks, Outcome
from somaloop.trials.run import answer_from
from somaloop.trials.sequential import boundaries


def estimate(value: float, p: float, **changes) -> Estimate:
    given = {"low": value - 1, "high": value + 1, "success": p < 0.05 and value > 0}
    return Estimate("a", value, 0.5, **(given | {"p": p, "freedom": 30.0, "n": 20} | changes))


def test_the_last_look_is_at_everybody():
    assert shares_of(Looks(at=(0.5,))) == (0.5, 1.0)
    assert shares_of(Looks(at=(0.3, 1.0))) == (0.3, 1.0)


def test_at_a_look_the_boundary_counts_and_not_the_level():
    higher = Outcome(of="x", better="higher")
    assert succeeds(estimate(1.5, 0.03), higher, None)
    assert not succeeds(estimate(1.5, 0.03), higher, 0.005)
    assert succeeds(estimate(1.5, 0.001), higher, 0.005)
    assert not succeeds(estimate(-1.5, 0.001), higher, 0.005)
    assert crosses(estimate(-1.5, 0.001), 0.005)
    assert crosses(estimate(-1.5, 0.001), None)
    assert not crosses(estimate(np.nan, np.nan), 0.005)


@pytest.fixture(scope="module")
def looked():
    made = plan(sizes=(80,), looks=Looks(at=(0.5, 1.0), futility=0.1))
    return answer_from(
        made, {"middle": lives(made, people=10_000, effect={"magnesium": 0.7})}, worlds=("nil", "middle"),
        replicates=300, workers=1,
    )  # fmt: skip


def test_a_trial_stops_early_where_the_effect_is_large_or_nil(looked):
    nil, middle = (next(item for item in looked.powers if item.world == world) for world in ("nil", "middle"))
    rows = looked.records
    assert set(rows["looks"]) == {1, 2}
    assert ((rows["looks"] == 1) == (rows["n"] == 40)).all()
    assert nil.people < 70  # given up
    assert middle.people < 72  # found
    assert middle.success.value > 0.95
    assert nil.found.value < 0.05 + 3.5 * np.sqrt(0.05 * 0.95 / 300)


def test_success_at_the_first_look_needs_its_boundary(looked):
    limit = boundaries((0.5, 1.0), 0.05, 2, "obrien-fleming").p
    first = looked.records[(looked.records["looks"] == 1) & looked.records["success"].astype(bool)]
    assert len(first) > 10
    assert (first["p"] < limit[0]).all()
    last = looked.records[(looked.records["looks"] == 2) & looked.records["success"].astype(bool)]
    assert (last["p"] < limit[1]).all()


def test_without_futility_the_error_of_the_first_kind_is_kept():
    made = plan(sizes=(60,), looks=Looks(at=(0.5, 0.75, 1.0), spending="pocock"))
    found = answer_from(made, {"middle": lives(made, people=10_000)}, worlds=("nil",), replicates=600, workers=1)
    assert found.powers[0].found.value == pytest.approx(0.05, abs=3.5 * np.sqrt(0.05 * 0.95 / 600))
    assert found.powers[0].people < 60
