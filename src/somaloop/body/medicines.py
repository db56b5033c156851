"""Medicines that take magnesium: proton pump inhibitors, thiazides and loop diuretics.

Each is a setting (0 none, 1 a usual dose). Its effect on magnesium builds up and fades more slowly than the drug
itself: proton pump inhibitors lower saturable absorption over months, diuretics the tubular maximum over days.
"""

from __future__ import annotations

from typing import Any

from somaloop.evidence.told import arrow_in_question
from somaloop.language import Entry, Input, Mechanism, Parameter, State, lognormal, normal, relax


def _use(name: str, thing: str, description: str) -> Input:
    return Input(
        name=name,
        unit="1",
        description=description,
        entries=(Entry(verb="use", thing=thing, kind="level", levels={"low": 0.5, "usual": 1.0, "high": 2.0}),),
    )


def _effect(name: str, drug: str) -> State:
    return State(
        name=f"{name}_effect",
        unit="1",
        description=f"Established effect of {drug} (1 = usual dose).",
        low=0.0,
        high=5.0,
    )


def _onset(name: str, hours: float, drug: str, note: str) -> Parameter:
    return Parameter(
        name=f"{name}_onset",
        value=hours,
        unit="hour",
        description=f"Time constant with which {drug} begins and ends to act on magnesium.",
        grade="D",
        method="assumed",
        note=note,
        uncertainty=lognormal(hours, 0.5),
    )


def _acts(name: str) -> Any:
    return lambda strength, q: -strength * getattr(q, f"{name}_effect")


MECHANISM = Mechanism(
    name="medicines",
    title="Medicines",
    description="Medicines that lower the uptake of magnesium or raise its loss.",
    states=(
        _effect("ppi", "a proton pump inhibitor"),
        _effect("thiazide", "a thiazide"),
        _effect("loop_diuretic", "a loop diuretic"),
    ),
    parameters=(
        _onset("ppi", 1440.0, "a proton pump inhibitor", "Cases appear after months of use; sixty days."),
        _onset("thiazide", 168.0, "a thiazide", "Renal adaptation takes about a week."),
        _onset("loop_diuretic", 72.0, "a loop diuretic", "Acts within days."),
    ),
    inputs=(
        _use("ppi", "ppi", "A proton pump inhibitor; 1 is a usual daily dose."),
        _use("thiazide", "thiazide", "A thiazide; 1 is one defined daily dose."),
        _use("loop_diuretic", "loop diuretic", "A loop diuretic; 1 is one defined daily dose."),
    ),
    arrows=(
        arrow_in_question(
            name="ppi_lowers_absorption",
            origin="medicines.ppi_effect",
            target="magnesium.absorption_log_gain",
            description="Proton pump inhibitors hinder the uptake of magnesium.",
            equation=_acts("ppi"),
            unit="1",
            as_known=normal(0.35, 0.15, low=0.0),
            grade="A",
            method="derived",
            source=("ppi-srinutta2019-or",),
            note=(
                "The adjusted odds ratio of 1.7 shifts plasma by 0.3 of its spread between people, 0.017 mmol/L; "
                "this log change of uptake gives it."
            ),
            claim="C037",
        ),
        arrow_in_question(
            name="thiazide_spills_magnesium",
            origin="medicines.thiazide_effect",
            target="magnesium.tubular_maximum_shift",
            description="Thiazides lower the tubular maximum of magnesium.",
            equation=_acts("thiazide"),
            unit="mmol/L",
            as_known=normal(0.013, 0.004, low=0.0),
            grade="A",
            method="derived",
            source=("thiazide-kieboom2018",),
            note="Serum 0.018 mmol/L lower at one defined daily dose, times the filterable share.",
            claim="C037",
        ),
        arrow_in_question(
            name="loop_diuretic_spills_magnesium",
            origin="medicines.loop_diuretic_effect",
            target="magnesium.tubular_maximum_shift",
            description="Loop diuretics lower the tubular maximum of magnesium.",
            equation=_acts("loop_diuretic"),
            unit="mmol/L",
            as_known=normal(0.0, 0.005),
            grade="X",
            method="assumed",
            source=("thiazide-kieboom2018", "furosemide-cohen2003"),
            note="Textbooks give a loss like that of a thiazide. Community data show no fall of serum, rather a rise.",
            claim="C037",
        ),
    ),
    equations={
        "ppi_effect": lambda q: relax(q.ppi, q.ppi_onset),
        "thiazide_effect": lambda q: relax(q.thiazide, q.thiazide_onset),
        "loop_diuretic_effect": lambda q: relax(q.loop_diuretic, q.loop_diuretic_onset),
    },
    outputs=("ppi_effect", "thiazide_effect", "loop_diuretic_effect"),
)
