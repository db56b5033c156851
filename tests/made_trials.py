"""Plans and lives made by hand: normal readings whose power is known in closed form, without an engine."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import Any

import numpy as np

from somaloop.people import Population
from somaloop.protocol import Protocol
from somaloop.studies.crowd import Crowd
from somaloop.studies.moments import Moment
from somaloop.studies.needs import timed
from somaloop.trials.lives import Lives
from somaloop.trials.plan import Analysis, Outcome, Periods, TrialArm, TrialPlan

OF = "log RMSSD"  # unbounded, not rounded, with a normal error of 0.3: higher is better
ERROR = 0.3
PEOPLE_SD, VISIT_SD = 1.0, 0.5  # how expected readings differ between people, and from visit to visit

BASELINE_VARIANCE = PEOPLE_SD**2 + ERROR**2
LATER_VARIANCE = PEOPLE_SD**2 + VISIT_SD**2 + ERROR**2
CORRELATION = PEOPLE_SD**2 / (BASELINE_VARIANCE * LATER_VARIANCE) ** 0.5
RESIDUAL_VARIANCE = LATER_VARIANCE * (1 - CORRELATION**2)


PLAN_TEXT = """\
trial: small
title: Magnesium against placebo
question: Does magnesium help?
people: {type: ssd}
design: parallel
weeks: 12
arms:
  placebo: |
    take placebo at 21:00 daily
    blinded
  magnesium: |
    take 300 mg magnesium as citrate at 21:00 daily
    blinded
control: placebo
visits: [baseline, week 4, week 8, week 12]
outcomes:
  - {of: PHQ-15, primary: true}
  - GAD-7
dropout: {share: 20 %}
analysis:
  - {method: ancova}
  - {method: responder, by: 3}
size: [30, 40]
costs: {currency: EUR, trial: 1000, screened: 10, person: 20, visit: 5, week: 1}
"""


def parsed() -> TrialPlan:
    """A plan as its file would give it."""
    from somaloop.trials.read import parse_plan

    return parse_plan(PLAN_TEXT, "small.yaml")


def arm(name: str, /, **changes: Any) -> TrialArm:
    lines = f"take {'placebo' if name == 'placebo' else '300 mg magnesium as citrate'} at 21:00 daily; blinded"
    made = TrialArm(name=name, protocol=Protocol.parse(lines), lines=lines, blinded=True, treated=name != "placebo")
    return replace(made, **changes)


def plan(
    arms: tuple[str, ...] = ("placebo", "magnesium"), of: str = OF, better: str = "higher", **changes: Any
) -> TrialPlan:
    days = (0, 28, 56, 84)
    made = TrialPlan(
        name="made", title="Made", question="Does it help?", people=Population("ssd"),
        usual=Protocol.parse("sleep window 23:00 to 07:00 daily"), everybody=Protocol(), settle_days=7, days=84,
        design="parallel", arms=MappingProxyType({name: arm(name) for name in arms}), control=next(iter(arms)),
        visits=tuple(Moment(day) for day in days), outcomes=(Outcome(of=of, primary=True, better=better),),  # type: ignore[arg-type]
        analyses=(Analysis(method="ancova", at=Moment(84)),), sizes=(80,),
    )  # fmt: skip
    return replace(made, **changes)


def crossover(**changes: Any) -> TrialPlan:
    periods = Periods(sequences=(("placebo", "magnesium"), ("magnesium", "placebo")), weeks=4, washout_weeks=2)
    given = {
        "design": "crossover", "periods": periods, "days": 70, "visits": tuple(Moment(day) for day in (0, 14, 28, 56, 70)),
        "analyses": (Analysis(method="crossover", at=Moment(70)),), "sizes": (30,),
    }  # fmt: skip
    return plan(**(given | changes))


def lives(
    plan: TrialPlan, world: str = "middle", effect: dict[str, float] | None = None, people: int = 2000, truths: int = 1,
    spread: float = 0.0, seed: int = 1, scale: float = 1.0, centre: float = 0.0, person_effect: float = 0.0,
    carried: float = 0.0,
) -> Lives:  # fmt: skip
    """Normal lives: an arm adds its effect (from truth to truth with a normal ``spread``) at every visit at which it is given.

    ``person_effect`` is the standard deviation of effects between people; ``carried`` the share of an effect that is
    still there in the next period.
    """
    stream = np.random.default_rng(seed)
    effects = {name: 0.0 for name in plan.arms} | (effect or {"magnesium": 0.5})
    level = PEOPLE_SD * stream.standard_normal(people)
    other = person_effect * stream.standard_normal(people)
    moved = spread * stream.standard_normal(truths)[:, None] if truths > 1 else np.zeros((1, 1))
    expected = {}
    names = plan.read_at_baseline
    for visit in plan.visits:
        own = VISIT_SD * stream.standard_normal(people) if visit.day else np.zeros(people)
        rows = []
        for course in plan.courses:
            added = np.zeros((truths, people))
            if visit.day:
                period = plan.period_at(visit.day) or 0
                for number, share in ((period, 1.0), (period - 1, carried)):
                    name = course[number] if plan.periods else course[0]
                    if number >= 0 and (number == period or plan.periods) and effects[name]:
                        added = added + share * (effects[name] + moved + other)
            rows.append(centre + scale * (level + own + added))
        for name in names:
            expected[name, timed(name, visit)] = np.stack(rows, axis=1)
    nobody = np.zeros((truths, len(plan.courses), people), dtype=np.int64)
    return Lives(
        world, plan.courses, Crowd(plan.people, np.arange(people), {}), stream.uniform(20, 70, people),
        stream.random(people) < 0.7, expected, nobody, nobody, distinct=people,
    )  # fmt: skip


def intraclass(values: np.ndarray, cluster: np.ndarray) -> float:
    """The intraclass correlation by analysis of variance, in clusters of one size."""
    groups = [values[cluster == place] for place in np.unique(cluster)]
    size, mean = len(groups[0]), values.mean()
    between = size * sum((group.mean() - mean) ** 2 for group in groups) / (len(groups) - 1)
    within = sum(((group - group.mean()) ** 2).sum() for group in groups) / (len(values) - len(groups))
    return float((between - within) / (between + (size - 1) * within))
