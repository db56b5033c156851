"""Where things stand in the data of a trial: names of courses, which visits are read, which arm is in force at each."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from somaloop.studies.moments import Moment
from somaloop.trials.plan import TrialPlan

Numbers = NDArray[np.int64]


def course_name(course: tuple[str, ...]) -> str:
    """What a course is called: an arm by its name, a sequence by its arms in turn."""
    return " then ".join(course)


def control_course(plan: TrialPlan) -> int:
    """The place of the course in which only the control arm is given; where there is none, of the first course."""
    for place, course in enumerate(plan.courses):
        if set(course) == {plan.control}:
            return place
    return 0


@dataclass(frozen=True)
class Places:
    """The visits of a trial's data: ``visits`` after baseline, their ``period``, and the arm ``given`` [courses, visits]."""

    visits: tuple[Moment, ...]
    period: Numbers
    given: Numbers


def places(plan: TrialPlan) -> Places:
    """Which visits are part of a trial's data. A visit in a washout is lived, but nobody is on treatment: it is left out."""
    found = [(visit, plan.period_at(visit.day)) for visit in plan.followed]
    visits = tuple(visit for visit, period in found if period is not None)
    number = np.array([period for _, period in found if period is not None], dtype=np.int64)
    arms = list(plan.arms)
    rows = [
        [arms.index(course[period] if plan.periods is not None else course[0]) for period in number]
        for course in plan.courses
    ]
    return Places(visits, number, np.array(rows, dtype=np.int64).reshape(len(rows), len(visits)))


def visit_place(found: Places, at: Moment) -> int:
    """The place of a visit among those of the data: the same day, else the last before it (else the first)."""
    before = [place for place, visit in enumerate(found.visits) if visit.day <= at.day]
    return before[-1] if before else 0
