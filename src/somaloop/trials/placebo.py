"""What happens to the control arm, taken apart: each part is what one more thing does to the same people.

A ladder is lived in the middle world: usual life, then what everybody in the trial gets, then the control treatment. What
the first step shows (how people fare of whom nothing is asked and to whom nothing is done) is told apart by people who were
not selected. Parts add up to what the control arm of the whole pool shows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from somaloop.language import SomaloopError
from somaloop.protocol import Protocol
from somaloop.trials.answer import PlaceboPart
from somaloop.trials.effects import counted
from somaloop.trials.lives import Lives
from somaloop.trials.monte_carlo import Z, error_of_mean
from somaloop.trials.plan import Outcome, TrialArm, TrialPlan
from somaloop.trials.readings import Pool, mean_baseline, mean_reading, pool_of
from somaloop.trials.replicate import Setup

Array = NDArray[np.float64]
Living = Callable[[TrialPlan, int], Lives]

PEOPLE, UNSELECTED = 128, 256  # who live the ladder; who were not selected
TOGETHER = "all together"
_NOTHING, _CARED = "nothing done", "cared for"


@dataclass(frozen=True)
class Ladder:
    """Lives for the parts: ``usual`` [nothing done], ``trial`` [cared for, control] of the same people, ``unselected``."""

    usual: Lives
    trial: Lives
    unselected: Lives | None


def ladder_plans(plan: TrialPlan) -> Mapping[str, TrialPlan]:
    """The plans whose lives make the ladder, by name; none for ``unselected`` where nobody is selected on a reading.

    In trials with periods the ladder is that of the first one.
    """
    last = plan.spans[0][1]
    own = plan.arms[plan.control]
    base = replace(
        plan, design="parallel", periods=None, clusters=None, days=last, factors=MappingProxyType({}), looks=None,
        visits=tuple(visit for visit in plan.visits if visit.day <= last),
    )  # fmt: skip
    nothing = replace(
        base, arms=MappingProxyType({_NOTHING: TrialArm(name=_NOTHING, protocol=Protocol(), treated=False)}),
        everybody=Protocol(), control=_NOTHING, adherence=replace(plan.adherence, stops=0.0),
    )  # fmt: skip
    cared = TrialArm(name=_CARED, protocol=Protocol(), treated=False)
    if not len(own.protocol):  # nobody can stop what nobody does
        base = replace(base, adherence=nothing.adherence)
    found = {"usual": nothing, "trial": replace(base, arms=MappingProxyType({own.name: own, _CARED: cared}))}
    if plan.people.include:
        found["unselected"] = replace(nothing, people=replace(plan.people, include=()))
    return MappingProxyType(found)


def live_ladder(plan: TrialPlan, living: Living, most: int = UNSELECTED) -> Ladder:
    """Let people live the ladder, of each kind ``most`` at most.

    ``living(plan, people)`` gives lives in the middle world. Raises SomaloopError where steps are not lived by the same people.
    """
    lives = {
        name: living(own, min(UNSELECTED if name == "unselected" else PEOPLE, most))
        for name, own in ladder_plans(plan).items()
    }
    if not np.array_equal(lives["usual"].crowd.indices, lives["trial"].crowd.indices):
        raise SomaloopError("the steps of the control arm were lived by different people")
    return Ladder(lives["usual"], lives["trial"], lives.get("unselected"))


def placebo_parts(setup: Setup, ladder: Ladder, control: Pool, course: int) -> tuple[PlaceboPart, ...]:
    """The parts of what the control arm shows, for every outcome; ``course`` is the control's place in its pool."""
    plans = ladder_plans(setup.plan)
    pools = {
        name: pool_of(plans[name], lives)
        for name, lives in (("usual", ladder.usual), ("trial", ladder.trial), ("unselected", ladder.unselected))
        if lives is not None
    }
    place = counted(setup, setup.plan.analyses[0])[0]
    return tuple(
        part for outcome in setup.plan.outcomes for part in _parts(setup, outcome, pools, control, course, place)
    )


def _parts(
    setup: Setup, outcome: Outcome, pools: Mapping[str, Pool], control: Pool, course: int, place: int
) -> list[PlaceboPart]:
    plan, name, usual, trial = setup.plan, outcome.of, pools["usual"], pools["trial"]
    before = mean_reading(name, usual.baseline[name][0])
    settled = mean_reading(name, usual.after[name][place, 0, 0])
    cared = mean_reading(name, trial.after[name][place, 0, 1])
    taken = mean_reading(name, trial.after[name][place, 0, 0])
    steps = {
        "first": before - mean_baseline(usual, name, 0), "usual": settled - before, "cared": cared - settled,
        "taken": taken - cared,
    }  # fmt: skip
    shown = mean_reading(name, control.after[name][place, 0, course]) - mean_baseline(control, name, 0)
    found = _matched(steps, shown, usual.indices, control.indices)
    selected = name in usual.let_in.bounds
    words, how = _control_words(plan)
    parts = [
        (_FIRST[selected], *found["first"], _FIRST_HOW[selected]),
        *_course_parts(found["usual"], name, place, pools, bool(plan.people.include)),
        ("contact and care", *found["cared"], _care_words(plan)),
        (words, *found["taken"], how),
        (
            TOGETHER,
            float(shown.mean()),
            error_of_mean(shown, control.indices),
            "change of the control arm from baseline",
        ),
    ]
    return [
        PlaceboPart(part=words, outcome=name, value=value, low=value - Z * error, high=value + Z * error, how=how)
        for words, value, error, how in parts
        if how
    ]


_FIRST = {True: "regression to the mean: the screening reading", False: "being asked"}
_FIRST_HOW = {
    True: "people are let in on a reading that chance made bad; the next one of the same day would be nearer to their own level",
    False: "a first report is a little higher than later ones; it asks as often as is usual, which adds nothing",
}


def _course_parts(
    found: tuple[float, float], name: str, place: int, pools: Mapping[str, Pool], selected: bool
) -> list[tuple[str, float, float, str]]:
    """What happens in usual life, told apart by people who were not selected."""
    value, error = found
    own = "usual life goes on and nothing is done"
    if not selected or "unselected" not in pools:
        return [("natural course", value, error, own)]
    pool = pools["unselected"]
    drift = mean_reading(name, pool.after[name][place, 0, 0]) - mean_reading(name, pool.baseline[name][0])
    course, course_error = float(drift.mean()), error_of_mean(drift, pool.indices)
    return [
        ("regression to the mean: bad weeks pass", value - course, float(np.hypot(error, course_error)),
         "people are let in during a bad stretch; in usual life they get nearer to their own level than people not selected"),
        ("natural course", course, course_error, own + ", among people who were not selected on a reading"),
    ]  # fmt: skip


def _care_words(plan: TrialPlan) -> str:
    """How contact is told; empty where the trial does nothing to everybody."""
    lines = str(plan.everybody).strip()
    return f"what everybody gets: {'; '.join(lines.splitlines())}" if lines else ""


def _control_words(plan: TrialPlan) -> tuple[str, str]:
    """What the control arm does beyond that, and how it is told; the latter is empty where it does nothing."""
    arm = plan.arms[plan.control]
    if not str(arm.protocol).strip():
        return "control treatment", ""
    if arm.treated:
        return "control treatment", "what the control arm does of its own, with what is expected of it"
    return "expectation", "a capsule with nothing in it" + (
        " that may be the treatment (blinded)" if arm.blinded else ""
    )


def _matched(
    steps: Mapping[str, Array], shown: Array, indices: NDArray[np.int64], all_indices: NDArray[np.int64]
) -> dict[str, tuple[float, float]]:
    """Mean and error of each step, moved so that they add up to the mean of what the whole pool shows.

    A regression estimator: a step is moved by its regression on the sum of all steps, whose mean the larger pool knows
    better. Regressions of parts on their sum add up to 1, so nothing is left over.
    """
    total = sum(steps.values(), np.zeros(len(indices)))
    away = total - total.mean()
    spread = float(away @ away)
    moved = float(shown.mean() - total.mean())
    found = {}
    for name, step in steps.items():
        slope = float(step @ away) / spread if spread > 0 else 1.0 / len(steps)
        rest = step - step.mean() - slope * away
        error = np.hypot(error_of_mean(rest, indices), slope * error_of_mean(shown, all_indices))
        found[name] = (float(step.mean()) + slope * moved, float(error))
    return found
