"""Against closed forms: lives whose readings are normal, so that power, error, bias and coverage are known."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from made_trials import CORRELATION, LATER_VARIANCE, OF, RESIDUAL_VARIANCE, lives, plan

from somaloop.studies.moments import Moment
from somaloop.trials.closed_form import ancova_power
from somaloop.trials.plan import Allocation, Analysis, Leaving, Outcome
from somaloop.trials.run import answer_from

REPLICATES, SIZE, EFFECT = 1000, 60, 0.5


def closed_form(effect: float, size: int, ratio: tuple[int, int] = (1, 1)) -> float:
    first = size * ratio[0] // sum(ratio)
    return ancova_power(effect, np.sqrt(LATER_VARIANCE), CORRELATION, size - first, first)


def power(answer, world, **wanted):
    return next(
        item for item in answer.powers if item.world == world and all(getattr(item, k) == v for k, v in wanted.items())
    )


@pytest.fixture(scope="module")
def oracle():
    made = plan(sizes=(SIZE,), allocation=Allocation(blocks=(4,)))
    middle = lives(made, people=20_000, effect={"magnesium": EFFECT}, seed=3)
    known = lives(made, "known", people=5_000, truths=25, spread=0.4, effect={"magnesium": EFFECT}, seed=4)
    return answer_from(
        made, {"middle": middle, "known": known}, worlds=("nil", "known", "middle"), replicates=REPLICATES, workers=1
    )


def test_power_is_that_of_the_closed_form(oracle):
    found = power(oracle, "middle", size=SIZE)
    wanted = closed_form(EFFECT, SIZE)
    assert found.success.value == pytest.approx(wanted, abs=3.5 * np.sqrt(wanted * (1 - wanted) / REPLICATES))
    assert found.success.low < found.success.value < found.success.high


def test_the_error_of_the_first_kind_is_nominal(oracle):
    found = power(oracle, "nil", size=SIZE)
    assert found.effect == 0.0
    assert found.found.value == pytest.approx(0.05, abs=3.5 * np.sqrt(0.05 * 0.95 / REPLICATES))
    assert found.success.value == pytest.approx(0.025, abs=3.5 * np.sqrt(0.025 * 0.975 / REPLICATES))


@pytest.mark.parametrize("world", ["nil", "middle", "known"])
def test_nothing_is_biased_and_intervals_cover(oracle, world):
    found = power(oracle, world, size=SIZE)
    assert abs(found.bias) < 3.5 * found.bias_error
    assert found.bias_error == pytest.approx(np.sqrt(RESIDUAL_VARIANCE * 4 / SIZE / REPLICATES), rel=0.35)
    assert found.coverage.value == pytest.approx(0.95, abs=3.5 * np.sqrt(0.95 * 0.05 / REPLICATES))


def test_assurance_is_power_over_truths(oracle):
    rows = oracle.records[(oracle.records["world"] == "known") & (oracle.records["size"] == SIZE)]
    effects = rows.groupby("truth")["true"].first()
    assert len(effects) == 25
    wanted = np.mean([closed_form(effect, SIZE) for effect in effects])
    found = power(oracle, "known", size=SIZE)
    assert found.success.value == pytest.approx(wanted, abs=0.035)
    assert found.effect == pytest.approx(effects.mean(), abs=1e-9)
    # 25 truths say less than 1000 replicates of one
    middle = power(oracle, "middle", size=SIZE)
    assert found.success.high - found.success.low > 3 * (middle.success.high - middle.success.low)


def test_conclusions_add_up(oracle):
    assert [item.world for item in oracle.conclusions] == ["nil", "known", "middle"]
    for item in oracle.conclusions:
        assert item.benefit.value + item.harm.value + item.undecided.value == pytest.approx(1.0)
    assert oracle.conclusions[0].likely == "cannot tell"
    assert oracle.conclusions[2].benefit == power(oracle, "middle", size=SIZE).success
    known = oracle.conclusions[1]
    assert known.harm.value > 0.0  # some truths have harm in them


def test_an_unequal_ratio_costs_power():
    made = plan(sizes=(SIZE,), allocation=Allocation(ratio={"placebo": 1, "magnesium": 3}, blocks=(4,)))
    found = answer_from(
        made, {"middle": lives(made, people=20_000, effect={"magnesium": EFFECT})}, worlds=("middle",),
        replicates=600, workers=1,
    )  # fmt: skip
    wanted = closed_form(EFFECT, SIZE, (1, 3))
    assert wanted < closed_form(EFFECT, SIZE) - 0.08
    assert power(found, "middle").success.value == pytest.approx(wanted, abs=3.5 * np.sqrt(0.25 / 600))


def test_the_finite_pool_widens_power_but_not_the_error_of_the_first_kind():
    made = plan(sizes=(SIZE,))
    small = lives(made, people=40, effect={"magnesium": 0.4}, person_effect=1.0)
    found = answer_from(made, {"middle": small}, worlds=("nil", "middle"), replicates=200, workers=1)
    own, nil = power(found, "middle").success, power(found, "nil").success
    plain = 2 * 1.97 * np.sqrt(own.value * (1 - own.value) / 200)
    assert own.high - own.low > 1.5 * plain
    assert nil.high - nil.low < 0.07


def test_bad_days_that_nobody_sees_bias():
    """Those leave who fare badly, which a treatment prevents: the analysis of who stayed sees too little."""
    made = plan(sizes=(200,), dropout=Leaving(share=0.4, on={"current reading": 2.0}))
    lived = {"middle": lives(made, people=20_000, effect={"magnesium": 1.0})}
    found = answer_from(made, lived, worlds=("middle",), replicates=150, workers=1)
    bad = power(found, "middle")
    assert bad.bias < -4 * bad.bias_error
    assert bad.coverage.value < 0.93
    assert found.conduct[0].left.value > found.conduct[1].left.value
    random = replace(made, dropout=Leaving(share=0.4))
    fair = power(answer_from(random, lived, worlds=("middle",), replicates=150, workers=1), "middle")
    assert abs(fair.bias) < 3.5 * fair.bias_error


def test_all_analyses_of_the_primary_and_the_first_that_fits_of_others():
    made = plan(
        outcomes=(Outcome(of=OF, primary=True, better="higher"), Outcome(of="RMSSD", better="higher"), Outcome(of="urine magnesium")),
        analyses=(
            Analysis(method="responder", at=Moment(84), by=0.5, sides=1, alpha=0.025),
            Analysis(method="ancova", at=Moment(84), sides=1, alpha=0.025), Analysis(method="ancova", at=Moment(56)),
        ),
        sizes=(40,),
    )  # fmt: skip
    lived = {"middle": lives(made, people=500, scale=1.0, centre=8.0)}
    found = answer_from(made, lived, worlds=("middle",), replicates=4, workers=1)
    assert [(item.outcome, item.method) for item in found.powers] == [
        (OF, "responder"), (OF, "ancova"), (OF, "ancova (2)"), ("RMSSD", "ancova"), ("urine magnesium", "ancova"),
    ]  # fmt: skip
    assert found.powers[0].unit == "share"
    assert found.failures == ()
