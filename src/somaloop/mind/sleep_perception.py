"""How a night is judged the next day: what lay awake, what was missed, and what was hoped for.

A report of sleep is not sleep. Time awake in bed and missing sleep make the night feel poor; the belief in a treatment
makes the same night feel better, which recorded sleep does not follow. Who has a bad day judges it more harshly.
Questionnaires of insomnia read this state.
"""

from __future__ import annotations

from typing import Any

from somaloop.language import (
    Mechanism,
    Observable,
    Parameter,
    Port,
    State,
    lognormal,
    normal,
    relax,
)
from somaloop.language import functions as f

Q = Any


def _judgement(q: Q) -> Any:
    of_the_night = q.judgement_at_ease + q.awake_in_bed + q.missing_sleep
    return f.logistic(of_the_night + q.worry + q.feeling_colours * q.feeling_of_day - q.relief)


_STATES = (
    State(
        name="poor_sleep",
        unit="1",
        description="how poor sleep is felt to be (0 fine, 1 terrible), a running judgement over the last nights",
        initial=0.18,
        low=0.0,
        high=1.0,
    ),
)

_PARAMETERS = (
    Parameter(
        name="memory_of_nights",
        value=60.0,
        unit="hour",
        description="time over which nights are averaged in the judgement of sleep",
        grade="D",
        method="assumed",
        note="Two to three nights: between the last night alone and the two weeks that questionnaires ask for.",
        uncertainty=lognormal(60.0, 0.3),
    ),
    Parameter(
        name="judgement_at_ease",
        value=-1.55,
        unit="1",
        description="log-odds of judging sleep poor when no more than usual is awake or missing",
        grade="D",
        method="assumed",
        note="Puts the healthy reference person at about 0.18 (ISI about 4); how far people differ is assumed.",
        between_people=normal(-1.55, 0.3),
    ),
    Parameter(
        name="feeling_colours",
        value=0.25,
        unit="1",
        description="log-odds of judging sleep poor for each standard deviation of how badly one feels in general this day",
        grade="D",
        method="assumed",
        note="As much as 30 points of worry add, which is a bad day of a patient. One rater gives both.",
        uncertainty=lognormal(0.25, 0.5),
    ),
)

_PORTS = (
    Port(
        name="awake_in_bed", unit="1", description="time awake in bed beyond the healthy amount, on the log-odds scale"
    ),
    Port(name="missing_sleep", unit="1", description="sleep lost, on the log-odds scale"),
    Port(name="relief", unit="1", description="belief in a treatment, on the log-odds scale (lowers the judgement)"),
    Port(name="worry", unit="1", description="worry about the night, on the log-odds scale"),
    Port(name="feeling_of_day", unit="1", description="how badly one feels in general this day, in SD"),
)

_OBSERVABLES = (
    Observable(
        name="judgement",
        unit="1",
        description="how poor sleep would be judged now (0 fine, 1 terrible)",
        low=0.0,
        high=1.0,
    ),
)

MECHANISM = Mechanism(
    name="sleep_perception",
    title="Judgement of sleep",
    description="How poor sleep feels, as insomnia questionnaires ask it: time awake in bed, sleep missed, worry, belief.",
    states=_STATES,
    parameters=_PARAMETERS,
    ports=_PORTS,
    observables=_OBSERVABLES,
    equations={
        "judgement": _judgement,
        "poor_sleep": lambda q: relax(q.judgement, q.memory_of_nights),
    },
    outputs=("poor_sleep",),
)
