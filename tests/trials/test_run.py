"""A whole trial, from people who live in the engine to an answer that is kept: few people, few days."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import trial_lives
from trial_lives import arm, plan

from somaloop.language import SomaloopError, UnknownNameError
from somaloop.people import Criterion, Population
from somaloop.protocol import Protocol
from somaloop.trials import pieces
from somaloop.trials import recruit as recruiting
from somaloop.trials.live import Sizes
from somaloop.trials.placebo import TOGETHER
from somaloop.trials.plan import Adherence, Costs
from somaloop.trials.run import LIVING, checked, control_plan, run_trial

SIZES = Sizes(middle=10, known=4, truths=2, told=4)
TENSION = "felt tension"


@pytest.fixture(scope="module", autouse=True)
def few_candidates():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pieces, "POOL", 32)
        patch.setattr(recruiting, "POOL", 32)
        yield


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("trial")


def trial():
    return plan(
        arm("placebo"), arm("magnesium"), control="placebo",
        people=Population("ssd", include=(Criterion(TENSION, at_least=40),)),
        everybody=Protocol.parse("clinician visit on day 1 at 10:00"), adherence=Adherence(stops=0.3), costs=Costs(currency="EUR", trial=100.0, screened=10.0),
    )  # fmt: skip


@pytest.fixture(scope="module")
def answer(folder):
    steps = []
    found = run_trial(
        trial(), replicates=4, out=folder, sizes=SIZES, workers=1, progress=lambda step, done, total: steps.append(step)
    )
    assert steps[0] == LIVING
    return found


def test_every_part_of_the_answer_is_there(answer):
    assert set(answer.records["world"]) == {"nil", "known", "middle", "told"}
    assert len(answer.powers) == 4 * 2
    assert len(answer.conclusions) == 4
    assert {item.world for item in answer.trajectories} == {"known", "middle", "told"}
    assert answer.flow.randomised == 20
    assert answer.flow.screened > 20
    assert answer.costs[0].screened == answer.flow.screened
    assert answer.pool["known"] <= 4
    assert answer.failures == ()
    assert [item.arm for item in answer.conduct] == ["placebo", "magnesium"]


def test_what_happens_to_the_control_arm_adds_up(answer):
    own = [part for part in answer.placebo if part.outcome == TENSION]
    assert own[-1].part == TOGETHER
    assert sum(part.value for part in own[:-1]) == pytest.approx(own[-1].value)
    assert [part.part for part in own[:-1]] == [
        "regression to the mean: the screening reading", "regression to the mean: bad weeks pass", "natural course",
        "contact and care", "expectation",
    ]  # fmt: skip
    assert own[0].value < 0.0
    shown = next(
        item
        for item in answer.trajectories
        if (item.world, item.course, item.outcome) == ("middle", "placebo", TENSION)
    )
    assert shown.mean[-1] - shown.mean[0] == pytest.approx(own[-1].value)


def test_in_nil_there_is_nothing_and_in_others_twins_tell(answer):
    true = answer.records.groupby(["world", "outcome"])["true"].agg(["min", "max"])
    assert (true.loc["nil"] == 0.0).all(axis=None)
    assert answer.twins[0].outcome == TENSION
    assert answer.twins[0].effect == true.loc[("middle", TENSION), "max"]


def test_running_it_again_takes_what_is_there(answer, folder):
    def kept():
        found = [path for name in ("lives", "replicates") for path in (folder / name).rglob("*.parquet")]
        return {path: path.stat().st_mtime_ns for path in found if not path.name.startswith("people-")}

    before = kept()
    again = run_trial(trial(), replicates=4, out=folder, sizes=SIZES, workers=1)
    pd.testing.assert_frame_equal(again.records, answer.records)
    assert len(before) > 8
    assert kept() == before
    assert (folder / "answer.json").is_file()


def test_a_crossover_has_a_nil_without_magnesium():
    made = trial_lives.crossover(arm("placebo"), arm("magnesium"), control="placebo", washout_weeks=0)
    alone = control_plan(made)
    assert alone.courses == (("placebo", "placebo"),)
    assert control_plan(trial()) == trial()
    found = run_trial(made, replicates=3, sizes=SIZES, workers=1, worlds=("nil", "middle"), placebo=False)
    nil = found.records[(found.records["world"] == "nil") & (found.records["outcome"] == "urine magnesium")]
    middle = found.records[(found.records["world"] == "middle") & (found.records["outcome"] == "urine magnesium")]
    assert (nil["true"] == 0.0).all()
    assert (middle["true"] > 0.5).all()
    assert np.abs(nil["estimate"]).max() < middle["estimate"].min()


def test_questions_that_cannot_be_answered():
    assert checked(("told", "nil"), 10) == ("nil", "told")
    with pytest.raises(UnknownNameError, match="told"):
        checked(("tald",), 10)
    with pytest.raises(SomaloopError, match="at least one world"):
        checked((), 10)
    with pytest.raises(SomaloopError, match="at least 2 replicates"):
        checked(("nil",), 1)
