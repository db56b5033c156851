"""Small plans to live: few people, few days."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from somaloop.engine.truths import known_centre, known_truths
from somaloop.model import whole_body
from somaloop.people import Population
from somaloop.protocol import Protocol
from somaloop.studies.file_reader import USUAL_LIFE
from somaloop.studies.moments import Moment
from somaloop.studies.record import study_plan
from somaloop.trials.living import Living
from somaloop.trials.pieces import Piece, lanes_of, twice
from somaloop.trials.plan import Analysis, Outcome, Periods, TrialArm, TrialPlan
from somaloop.trials.script import script_of
from somaloop.trials.status import Stopping

LINES = {
    "magnesium": "take 600 mg magnesium as citrate at 20:00 daily\nblinded",
    "placebo": "take placebo at 20:00 daily\nblinded",
    "nothing": "",
}


OUTCOMES = (Outcome(of="felt tension", primary=True, better="lower"), Outcome(of="urine magnesium"))


def arm(name: str, lines: str | None = None, **more: Any) -> TrialArm:
    said = LINES[name] if lines is None else lines
    settings: dict[str, Any] = {"blinded": "blinded" in said, "treated": "magnesium" in said} | more
    return TrialArm(name=name, protocol=Protocol.parse(said), lines=said, **settings)


def plan(*arms: TrialArm, **more: Any) -> TrialPlan:
    """Nine days of a parallel trial of 2 arms; whatever else is given holds instead."""
    chosen = arms or (arm("magnesium"), arm("placebo"))
    days = more.pop("days", 9)
    settings: dict[str, Any] = {
        "name": "small", "title": "Small", "question": "?", "people": Population("ssd"), "usual": Protocol.parse(USUAL_LIFE),
        "everybody": Protocol(), "settle_days": 2, "days": days, "design": "parallel",
        "arms": {item.name: item for item in chosen}, "control": chosen[-1].name,
        "visits": (Moment(0), Moment(3), Moment(6), Moment(days)), "outcomes": OUTCOMES,
        "analyses": (Analysis(method="ancova", at=Moment(days)),), "sizes": (20,),
    }  # fmt: skip
    return TrialPlan(**settings | more)


def crossover(*arms: TrialArm, washout_weeks: int = 1, **more: Any) -> TrialPlan:
    """A period of a week each with a washout between; visits at the end of each."""
    chosen = arms or (arm("magnesium"), arm("placebo"))
    names = [item.name for item in chosen]
    periods = Periods(sequences=(tuple(names), tuple(names[::-1])), weeks=1, washout_weeks=washout_weeks)
    days = 7 * (2 + washout_weeks)
    return plan(
        *chosen, design="crossover", periods=periods, days=days, visits=(Moment(0), Moment(7), Moment(days)), **more
    )


def piece(of: TrialPlan, people: int = 4, truths: int = 1, world: str = "middle", **more: Any) -> Piece:
    body = whole_body().declared
    drawn = known_truths(body, truths, 1) if world == "known" else known_centre(body)
    return Piece("lives", of, world, np.arange(people), drawn, of.seed, **more)


def living(of: TrialPlan, people: int = 4, stopping: Stopping | None = None, **more: Any) -> Living:
    body = whole_body().declared
    some, layout = piece(of, people), study_plan(body)
    return Living(
        body,
        layout,
        script(of),
        lanes_of(whole_body(), layout, some),
        of.seed,
        stopping=stopping,
        twice=twice(of),
        **more,
    )


def script(of: TrialPlan):
    return script_of(whole_body().declared, of)


__all__ = ["LINES", "arm", "crossover", "living", "piece", "plan", "replace", "script"]
