"""Alcohol: drunk, spread over the body's water, burnt at a nearly constant rate; sedation first, rebound after.

Elimination is of Michaelis-Menten form with a small constant, which is zero order at any level that is felt and smooth
down to nothing. A slower trace of what was in the blood stands for what the brain got used to: where it is above the
present level, sleep is broken and the next day is poor.
"""

from __future__ import annotations

from typing import Any

from somaloop.evidence.told import arrow_in_question
from somaloop.language import (
    Entry,
    Input,
    Mechanism,
    Observable,
    Parameter,
    State,
    change,
    lognormal,
    normal,
    relax,
)
from somaloop.language import functions as f

Q = Any
WATSON = "alcohol-watson-tbw-kinetics"


def _water(q: Q) -> Any:
    """Total body water (Watson's formula for men)."""
    return q.water_constant + q.water_per_year * q.age + q.water_per_height * q.height + q.water_per_weight * q.weight


def _rise(q: Q) -> Any:
    return q.uptake * q.gut * q.blood_water / _water(q)


def _loss_rate(q: Q) -> Any:
    top = q.elimination * (1.0 + q.elimination_half / q.elimination_level)
    return top / (q.elimination_half + q.blood)


def _rebound(q: Q) -> Any:
    """How far the trace stands above the blood, smooth at zero."""
    above = 0.5 * (q.trace - q.blood)
    return above + f.sqrt(above * above + q.rebound_softness * q.rebound_softness) - q.rebound_softness


def _present(q: Q) -> Any:
    return q.blood / (q.blood + q.present_half)


def _fixed(name: str, value: float, unit: str, description: str) -> Parameter:
    return Parameter(
        name=name, value=value, unit=unit, description=description, grade="A", method="fitted", source=WATSON
    )


ARROWS = (
    arrow_in_question(
        name="alcohol_sedates",
        origin="alcohol.blood",
        target="sleep.sleepiness",
        description="Alcohol sedates.",
        equation=lambda strength, q: strength * q.blood * q.blood,
        unit="L**2/g**2",
        as_known=normal(0.5, 0.25, low=0.0),
        grade="A",
        method="assumed",
        note=(
            "Latency shortens at 0.85 g/kg and not below: half a unit of pressure at 1 g/L, with the square of the "
            "level, does this. Not in the article: the known value in both worlds."
        ),
    ),
    arrow_in_question(
        name="alcohol_breaks_late_sleep",
        origin="alcohol.rebound",
        target="sleep.awakening_drive",
        description="Alcohol that has gone breaks the second half of the night.",
        equation=lambda strength, q: strength * q.rebound,
        unit="L/g",
        as_known=normal(2.0, 0.8, low=0.0),
        grade="A",
        method="assumed",
        note="Reviews of sleep laboratories agree that wake doubles late in the night after high doses.",
    ),
    arrow_in_question(
        name="alcohol_changes_deep_sleep",
        origin="alcohol.blood",
        target="sleep.deep_log_gain",
        description="Alcohol deepens the first half of the night.",
        equation=lambda strength, q: strength * (q.blood - q.rebound),
        unit="L/g",
        as_known=normal(0.2, 0.15, low=0.0),
        grade="B",
        method="assumed",
        note="More slow waves while it is there, fewer after.",
    ),
    arrow_in_question(
        name="alcohol_spills_magnesium",
        origin="alcohol.blood",
        target="magnesium.tubular_maximum_shift",
        description="Alcohol makes the kidney spill magnesium.",
        equation=lambda strength, q: -strength * _present(q),
        unit="mmol/L",
        as_known=normal(0.06, 0.015, low=0.0),
        grade="A",
        method="derived",
        source=("alcohol-flink1986",),
        note=(
            "Excretion of 1.67 to 2.6 times normal while present, which is a shift of -0.024 to -0.049 mmol/L on average over "
            "the hours after 60 g, of which 0.6 of the full effect is there."
        ),
        claim="C036",
    ),
    arrow_in_question(
        name="alcohol_quickens_heart",
        origin="alcohol.blood",
        target="autonomic.sympathetic_drive",
        description="Alcohol, and its rebound, rouse the sympathetic branch.",
        equation=lambda strength, q: strength * (q.blood + q.rebound),
        unit="L/g",
        as_known=normal(0.1, 0.05, low=0.0),
        grade="B",
        method="assumed",
        note="Heart rate in the night is about a tenth higher after heavy drinking.",
    ),
    arrow_in_question(
        name="alcohol_irritates_gut",
        origin="alcohol.blood",
        target="gut.irritation",
        description="Alcohol irritates stomach and bowel.",
        equation=lambda strength, q: strength * q.blood,
        unit="L/g",
        as_known=normal(0.3, 0.15, low=0.0),
        grade="B",
        method="assumed",
        note="A third of the scale at 1 g/L; gastritis and loose stools after heavy drinking are common.",
    ),
    arrow_in_question(
        name="alcohol_tires_next_day",
        origin="alcohol.rebound",
        target="mood.fatigue_drive",
        description="The day after is tired.",
        equation=lambda strength, q: strength * q.rebound,
        unit="L/g",
        as_known=normal(0.4, 0.2, low=0.0),
        grade="A",
        method="assumed",
        note="A hangover morning after 1 g/L adds some 15 points of 100.",
    ),
)

MECHANISM = Mechanism(
    name="alcohol",
    title="Alcohol",
    description="Alcohol in gut and blood, and its rebound.",
    states=(
        State(name="gut", unit="g", description="Alcohol not yet taken up.", low=0.0, high=1e3),
        State(name="blood", unit="g/L", description="Alcohol in blood.", low=0.0, high=10.0),
        State(
            name="trace",
            unit="g/L",
            description="Slow trace of alcohol: what the brain adapted to.",
            low=0.0,
            high=10.0,
        ),
    ),
    observables=(Observable(name="rebound", unit="g/L", description="Trace above the present level.", low=-0.1),),
    parameters=(
        Parameter(
            name="uptake",
            value=3.0,
            unit="1/hour",
            description="Rate of uptake from stomach and gut.",
            grade="B",
            method="assumed",
            note="Peak half an hour to an hour after a drink with some food.",
            uncertainty=lognormal(3.0, 0.4),
        ),
        Parameter(
            name="elimination",
            value=0.13,
            unit="g/L/hour",
            description="Fall of blood alcohol per hour at the level below.",
            grade="A",
            method="measured",
            source="coldwell-ethanol-elimination",
            uncertainty=lognormal(0.13, 0.05),
            between_people=normal(0.13, 0.05, low=0.06, high=0.3),
        ),
        Parameter(
            name="elimination_level",
            value=0.5,
            unit="g/L",
            description="Level at which that fall is meant.",
            grade="B",
            method="assumed",
            note="The middle of the range in which it is measured.",
        ),
        Parameter(
            name="elimination_half",
            value=0.05,
            unit="g/L",
            description="Level of half the greatest elimination.",
            grade="B",
            method="assumed",
            note="The liver's enzyme is half busy at 0.02 to 0.1 g/L.",
            uncertainty=lognormal(0.05, 0.4),
        ),
        _fixed("water_constant", 2.447, "L", "Body water: constant."),
        _fixed("water_per_year", -0.09516, "L/year", "Body water: change with age."),
        _fixed("water_per_height", 0.1074, "L/cm", "Body water: change with height."),
        _fixed("water_per_weight", 0.3362, "L/kg", "Body water: change with weight."),
        Parameter(
            name="age",
            value=40.0,
            unit="year",
            description="Age of the person.",
            grade="A",
            method="assumed",
            note="A trait; 40 stands for the reference adult.",
        ),
        Parameter(
            name="height",
            value=172.0,
            unit="cm",
            description="Height.",
            grade="A",
            method="assumed",
            note="The reference adult.",
            between_people=normal(172.0, 9.0, low=145.0, high=205.0),
        ),
        Parameter(
            name="weight",
            value=70.0,
            unit="kg",
            description="Body weight.",
            grade="A",
            method="assumed",
            note="The reference adult.",
            between_people=lognormal(70.0, 0.18),
        ),
        Parameter(
            name="blood_water",
            value=0.8,
            unit="1",
            description="Water in blood, by volume.",
            grade="A",
            method="measured",
            source=WATSON,
        ),
        Parameter(
            name="trace_time",
            value=5.0,
            unit="hour",
            description="Time constant of the trace.",
            grade="C",
            method="assumed",
            note="Puts the rebound in the second half of the night and lets it fade by the next afternoon.",
            uncertainty=lognormal(5.0, 0.3),
        ),
        Parameter(
            name="rebound_softness",
            value=0.02,
            unit="g/L",
            description="Softness of the beginning of the rebound.",
            grade="D",
            method="assumed",
            note="A tenth of a glass, for smoothness.",
        ),
        Parameter(
            name="present_half",
            value=0.15,
            unit="g/L",
            description="Level of half the effect on the kidney.",
            grade="C",
            method="assumed",
            note="The effect is reported for drinking or not, with little said of dose.",
            uncertainty=lognormal(0.15, 0.5),
        ),
    ),
    inputs=(
        Input(
            name="drunk",
            unit="g/hour",
            description="Alcohol drunk (a glass of wine holds about 12 g).",
            entries=(Entry(verb="drink", thing="alcohol", kind="dose", unit="g"),),
        ),
    ),
    arrows=ARROWS,
    equations={
        "gut": lambda q: change(gain=q.drunk, loss_rate=q.uptake),
        "blood": lambda q: change(gain=_rise(q), loss_rate=_loss_rate(q)),
        "trace": lambda q: relax(q.blood, q.trace_time),
        "rebound": _rebound,
    },
    outputs=("blood", "rebound"),
)
