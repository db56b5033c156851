"""Run a virtual trial: let its people live, run its replicates, and say what comes of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import MappingProxyType

import numpy as np

from somaloop.language import Body, SomaloopError, unknown
from somaloop.trials.answer import WORLDS, TrialAnswer
from somaloop.trials.blocks import run_blocks
from somaloop.trials.cost import costs_of
from somaloop.trials.describe import conduct_of, trajectories_of, twins_of
from somaloop.trials.evaluate import conclusions_of, powers_of
from somaloop.trials.flow import failures_of, flow_of
from somaloop.trials.keep import write_answer
from somaloop.trials.live import Sizes, live, live_worlds
from somaloop.trials.lives import Lives
from somaloop.trials.placebo import Ladder, live_ladder, placebo_parts
from somaloop.trials.places import control_course
from somaloop.trials.plan import TrialPlan
from somaloop.trials.readings import Pool, nil_of, pool_of
from somaloop.trials.replicate import setup_of
from somaloop.trials.spread import engine_of
from somaloop.trials.work import work_of

Progress = Callable[[str, int, int], None]
REPLICATES = 200
LIVING, APART = "living the arms", "living the control arm apart"


def run_trial(
    plan: TrialPlan,
    *,
    replicates: int = REPLICATES,
    out: Path | None = None,
    engine: str = "process",
    address: str = "",
    worlds: Sequence[str] = WORLDS,
    sizes: Sizes | None = None,
    workers: int | None = None,
    body: Body | None = None,
    placebo: bool = True,
    progress: Progress | None = None,
) -> TrialAnswer:
    """Run the trial of a plan in several worlds.

    ``out`` is a folder that keeps what is finished, so that an interrupted run goes on, and then the answer
    (:func:`somaloop.trials.keep.read_answer`). ``engine`` and ``address`` say where people live (see
    :func:`somaloop.trials.live.live`); ``sizes`` how many of them; ``workers`` how many processes run replicates, which
    changes no number. ``placebo`` False leaves out what happens to the control arm. ``progress(step, done, all)`` may
    raise to interrupt. Raises SomaloopError for what cannot be run, UnknownNameError for an unknown world.
    """
    from somaloop.model import whole_body

    asked = checked(worlds, replicates)
    body = body or whole_body()

    def told(step: str) -> Callable[[int, int], None] | None:
        return partial(progress, step) if progress is not None else None

    sized = sizes or Sizes()
    needed = tuple(world for world in ("middle", "known", "told") if world == "middle" or world in asked)
    with engine_of(engine, address) as at_work:
        lived = live_worlds(body, plan, needed, sizes=sized, folder=out, engine=at_work, progress=told(LIVING))

        def living(own: TrialPlan, people: int) -> Lives:
            return live(body, own, "middle", people=people, folder=out, engine=at_work, progress=told(APART))

        control = living(control_plan(plan), sized.middle) if control_plan(plan) is not plan else None
        ladder = live_ladder(plan, living, sized.middle) if placebo else None
    answer = answer_from(
        plan, lived, control=control, ladder=ladder, worlds=asked, replicates=replicates, out=out, workers=workers,
        progress=progress,
    )  # fmt: skip
    if out is not None:
        write_answer(answer, out)
    return answer


def checked(worlds: Sequence[str], replicates: int) -> tuple[str, ...]:
    """The worlds in their usual order. Raises UnknownNameError, or SomaloopError for too few replicates."""
    for world in worlds:
        if world not in WORLDS:
            raise unknown("world", world, WORLDS)
    if not worlds:
        raise SomaloopError(f"a trial is asked in at least one world: {', '.join(WORLDS)}")
    if replicates < 2:
        raise SomaloopError(f"a trial needs at least 2 replicates, got {replicates}")
    return tuple(world for world in WORLDS if world in worlds)


def control_plan(plan: TrialPlan) -> TrialPlan:
    """The plan of a life in which only the control is given; the plan itself where one of its courses is that."""
    if plan.periods is None or set(plan.courses[control_course(plan)]) == {plan.control}:
        return plan
    alone = ((plan.control,) * len(plan.periods.sequences[0]),)
    return replace(plan, periods=replace(plan.periods, sequences=alone))


def answer_from(
    plan: TrialPlan,
    lived: Mapping[str, Lives],
    *,
    control: Lives | None = None,
    ladder: Ladder | None = None,
    worlds: Sequence[str] = WORLDS,
    replicates: int = REPLICATES,
    out: Path | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
) -> TrialAnswer:
    """The answer of a plan whose people have lived: ``lived`` by world, ``middle`` among them.

    ``control`` is a life of the control alone, where no course is that (else the first course stands for it), and
    ``ladder`` what takes the control arm apart.
    """
    middle = pool_of(plan, lived["middle"])
    alone = None if control is None else pool_of(control_plan(plan), control)
    setup = setup_of(plan, middle, alone)
    course = control_course(plan) if alone is None else 0
    nil = nil_of(middle, alone or middle, course)
    every = {"nil": nil, "middle": middle, **{
        world: pool_of(plan, lives) for world, lives in lived.items() if world != "middle"
    }}  # fmt: skip
    work = work_of(setup, {world: every[world] for world in worlds})
    records = run_blocks(work, replicates, out, workers, progress)
    shown = {world: pool for world, pool in work.pools.items() if world != "nil"} or {"middle": middle}
    usual: Pool = shown.get("known", next(iter(shown.values())))
    return TrialAnswer(
        plan=plan, records=records, powers=powers_of(work, records), conclusions=conclusions_of(work, records),
        flow=flow_of(work, records), trajectories=trajectories_of(setup, shown),
        placebo=() if ladder is None else placebo_parts(setup, ladder, alone or middle, course),
        conduct=conduct_of(setup, usual), twins=twins_of(work), costs=costs_of(setup, usual),
        pool=MappingProxyType({world: len(np.unique(pool.indices)) for world, pool in work.pools.items()}),
        failures=failures_of(records, every | ({} if alone is None else {"control": alone})),
    )  # fmt: skip
