"""Hydration: how much water is missing, and the little that this does.

The balance of a usual day leaves a small deficit, which thirst keeps where it is. Extra water lowers it for some hours;
what is too much leaves with urine fast.
"""

from __future__ import annotations

from typing import Any

from somaloop.evidence.told import arrow_in_question
from somaloop.language import (
    Arrow,
    Entry,
    Input,
    Mechanism,
    Observable,
    Parameter,
    Spread,
    State,
    change,
    lognormal,
    normal,
)
from somaloop.language import functions as f

Q = Any
PROSS = "pross2014-water-mood"


def _loss_rate(q: Q) -> Any:
    surplus = f.logistic(-q.water_deficit / q.surplus_softness)
    return 1.0 / q.balance_time + surplus / q.urine_time


def _want(q: Q) -> Any:
    """Water missing beyond the reference person's; surplus counts for little, and nothing beyond a litre or so."""
    above = (q.water_deficit - q.reference_deficit) / q.want_scale
    return q.want_scale * f.tanh(above)


def _arrow(name: str, target: str, description: str, known: Spread, note: str, **rest: Any) -> Arrow:
    return arrow_in_question(
        name=name,
        origin="hydration.want",
        target=target,
        description=description,
        equation=lambda strength, q: strength * q.want,
        unit="1/L",
        as_known=known,
        method="assumed",
        note=note,
        claim="C106",
        **rest,
    )


MECHANISM = Mechanism(
    name="hydration",
    title="Hydration",
    description="Water missing from the body.",
    states=(
        State(
            name="water_deficit",
            unit="L",
            description="Water missing; below zero is a surplus.",
            initial=lambda q: q.usual_deficit,
            low=-10.0,
            high=10.0,
        ),
    ),
    observables=(Observable(name="want", unit="L", description="Missing water that is felt, against the reference."),),
    parameters=(
        Parameter(
            name="usual_deficit",
            value=0.3,
            unit="L",
            description="Deficit that this person's habits leave.",
            grade="C",
            method="assumed",
            note="Between low drinkers (1 L a day) and high drinkers (2.5 L) of the one trial.",
            uncertainty=lognormal(0.3, 0.3),
            between_people=normal(0.3, 0.25, low=-0.2, high=1.2),
        ),
        Parameter(
            name="reference_deficit",
            value=0.3,
            unit="L",
            description="Deficit of the reference person, at which nothing is added.",
            grade="C",
            method="assumed",
            note="As above, so that the reference person is at zero.",
        ),
        Parameter(
            name="balance_time",
            value=12.0,
            unit="hour",
            description="Time in which thirst and kidneys bring the balance back to habit.",
            grade="C",
            method="assumed",
            note="A deficit is made good within a day.",
            uncertainty=lognormal(12.0, 0.3),
        ),
        Parameter(
            name="urine_time",
            value=1.5,
            unit="hour",
            description="Time in which surplus water leaves.",
            grade="B",
            method="assumed",
            note="A litre drunk at once is gone in two to three hours.",
            uncertainty=lognormal(1.5, 0.25),
        ),
        Parameter(
            name="surplus_softness",
            value=0.1,
            unit="L",
            description="Softness of the border between deficit and surplus.",
            grade="D",
            method="assumed",
            note="For smoothness.",
        ),
        Parameter(
            name="want_scale",
            value=1.0,
            unit="L",
            description="Deficit at which effects level off.",
            grade="C",
            method="assumed",
            note="Trials reach 1 to 2% of body weight.",
        ),
    ),
    inputs=(
        Input(
            name="drunk",
            unit="L/hour",
            description="Water drunk beyond habit.",
            entries=(Entry(verb="drink", thing="water", kind="dose", unit="L"),),
        ),
    ),
    arrows=(
        _arrow(
            "thirst_aches",
            "muscle.headache_drive",
            "Lack of water gives headache.",
            normal(0.08, 0.06),
            "Per litre. Known: headache is worse at 1% dehydration in a study of women.",
            grade="B",
        ),
        _arrow(
            "thirst_tires",
            "mood.fatigue_drive",
            "Lack of water tires.",
            normal(0.1, 0.05, low=0.0),
            "Per litre. Known: three days at 1.5 L more or less move fatigue and vigour, unblinded, industry staff.",
            grade="B",
            source=(PROSS,),
        ),
        _arrow(
            "thirst_rouses",
            "autonomic.sympathetic_drive",
            "Lack of water rouses the sympathetic branch.",
            normal(0.02, 0.02),
            "Per litre. Known: calmness fell in one trial, tension rose in men only.",
            grade="C",
            source=(PROSS,),
        ),
    ),
    equations={
        "water_deficit": lambda q: change(
            gain=q.usual_deficit * _loss_rate(q) - q.drunk,
            loss_rate=_loss_rate(q),
        ),
        "want": _want,
    },
    outputs=("water_deficit",),
)
