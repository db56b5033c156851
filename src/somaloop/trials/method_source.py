"""The model's own data under a true null, for the check of the analyses that a plan uses (see ``method_check``)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from somaloop.trials import pickling  # noqa: F401  (plans travel to the processes)
from somaloop.trials.analyses import for_strategy
from somaloop.trials.conduct import NEVER
from somaloop.trials.data import TrialData
from somaloop.trials.live import Sizes, live
from somaloop.trials.lives import Lives
from somaloop.trials.method_check import Case
from somaloop.trials.places import control_course
from somaloop.trials.plan import Analysis, TrialPlan
from somaloop.trials.readings import Pool, nil_of, pool_of
from somaloop.trials.replicate import Setup, replicate_of, setup_of
from somaloop.trials.run import control_plan
from somaloop.trials.work import Question, questions_of

STAY, AS_PLANNED = "nil, nobody leaves", "nil, people leave as planned"


@dataclass(frozen=True)
class ModelSource:
    """Trials of a plan with ``size`` people of a pool: replicate -> data, as an analysis gets them."""

    setup: Setup
    pool: Pool
    size: int

    def __call__(self, replicate: int) -> TrialData:
        """The data of one replicate, under the plan's estimand."""
        data = replicate_of(self.setup, self.pool, replicate, self.size).data
        return for_strategy(data, self.setup.plan.estimand.strategy)


def model_cases(
    plan: TrialPlan, *, people: int | None = None, folder: Path | None = None, engine: str = "process",
    progress: Callable[[int, int], None] | None = None,
) -> tuple[Case, ...]:  # fmt: skip
    """Let people live the control of a plan, and give the cases in which its treatments do nothing.

    ``people`` live in the middle world (as many as in a trial if left out); ``folder`` keeps what they lived, and a run
    of the trial uses it. Raises what :func:`somaloop.trials.live.live` does.
    """
    from somaloop.model import whole_body

    body, count = whole_body(), people or Sizes().middle

    def living(own: TrialPlan) -> Lives:
        return live(body, own, "middle", people=count, folder=folder, engine=engine, progress=progress)

    own = control_plan(plan)
    return nil_cases(plan, living(plan), None if own is plan else living(own))


def nil_cases(
    plan: TrialPlan, middle: Lives, control: Lives | None = None, size: int | None = None
) -> tuple[Case, ...]:
    """Every analysis of a plan on data in which every arm is the control, at the plan's first size or another.

    Where people leave or readings are missing, each analysis is also run on trials in which all stay. ``control`` is a
    life of the control alone, where no course of the plan is that.
    """
    pool = pool_of(plan, middle)
    alone = None if control is None else pool_of(control_plan(plan), control)
    nil = nil_of(pool, alone or pool, control_course(plan) if alone is None else 0)
    setup = setup_of(plan, pool, alone)
    count = size or plan.sizes[0]
    stay = replace(setup, conducting=replace(setup.conducting, leave=NEVER, miss=NEVER))
    kinds = [(STAY, stay)]
    if setup.conducting.leave > NEVER or setup.conducting.miss > NEVER:
        kinds.append((AS_PLANNED, setup))
    questions = questions_of(plan, ModelSource(stay, nil, count)(0))
    return tuple(
        case
        for question in questions
        for words, own in kinds
        for case in _cases(question, words, ModelSource(own, nil, count))
    )


def _cases(question: Question, words: str, source: ModelSource) -> Sequence[Case]:
    """The contrasts of one analysis; those that are corrected for each other are one family."""
    analysis, names = question.analysis, [contrast.name for contrast in question.contrasts]
    families = [names]
    if analysis.method == "dose":
        control = source.setup.plan.control
        families = [
            [name for name in names if not name.endswith(f" against {control}")],
            [name for name in names if name.endswith(f" against {control}")],
        ]
    return [
        Case(
            name=f"{question.method} of {question.outcome.of}", data=words, source=source, analysis=analysis,
            outcome=question.outcome.of, true=dict.fromkeys(family, 0.0), better=question.outcome.better,
            nominal=_nominal(analysis), together=place == 1,
            expected="a prior that is not flat promises nothing of the kind" if analysis.prior_sd is not None else "",
        )
        for place, family in enumerate(families)
        if family
    ]  # fmt: skip


def _nominal(analysis: Analysis) -> float:
    """The error of the first kind that is promised: of a Bayesian analysis that of benefit, with a flat prior."""
    return 1.0 - analysis.sure if analysis.method == "bayesian" else analysis.alpha
