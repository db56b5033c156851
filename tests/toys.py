"""Small bodies for tests: a drug that is swallowed and a mood that it lifts."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from somaloop.language import (
    Arrow,
    Body,
    Input,
    Mechanism,
    Noise,
    Observable,
    Parameter,
    Port,
    State,
    assemble,
    change,
    normal,
    relax,
)


def parameter(name: str, value: float, unit: str, **more: Any) -> Parameter:
    settings: dict[str, Any] = {
        "description": name,
        "grade": "C",
        "method": "assumed",
        "note": "a toy of the tests",
    } | more
    return Parameter(name=name, value=value, unit=unit, **settings)


DRUG = Mechanism(
    name="drug",
    title="A drug",
    description="Swallowed, absorbed, cleared.",
    states=(
        State(name="gut", unit="mg", description="in the gut", low=0.0),
        State(name="plasma", unit="mg/L", description="in plasma", low=0.0),
    ),
    parameters=(
        parameter("absorption", 8.0, "1/hour"),
        parameter("elimination", 0.14, "1/hour", uncertainty=normal(0.14, 0.02)),
        parameter("volume", 40.0, "L", between_people=normal(40.0, 5.0, low=20.0)),
    ),
    inputs=(Input(name="swallowed", unit="mg/hour", description="swallowed"),),
    arrows=(
        Arrow(
            name="drug_lifts_mood",
            origin="drug.plasma",
            target="mood.lift",
            description="the drug lifts mood",
            equation=lambda strength, q: strength * q.plasma,
            unit="L/mg",
            as_told=0.5,
            as_known=normal(0.1, 0.05),
            grade="C",
            method="assumed",
            note="a toy",
        ),
    ),
    equations={
        "gut": lambda q: change(gain=q.swallowed, loss_rate=q.absorption),
        "plasma": lambda q: change(gain=q.absorption * q.gut / q.volume, loss_rate=q.elimination),
    },
    outputs=("plasma",),
)

MOOD = Mechanism(
    name="mood",
    title="Mood",
    description="Relaxes to what lifts it.",
    states=(State(name="level", unit="1", description="mood", initial=lambda q: q.rest),),
    observables=(Observable(name="doubled", unit="1", description="twice the mood"),),
    parameters=(parameter("rest", 0.3, "1"), parameter("lag", 2.0, "hour"), parameter("wobble_size", 0.2, "1")),
    noises=(Noise(name="wobble", description="good and bad hours", time_constant=3.0),),
    ports=(Port(name="lift", unit="1", description="what lifts mood"),),
    equations={
        "level": lambda q: relax(q.rest + q.lift + q.wobble_size * q.wobble, q.lag),
        "doubled": lambda q: 2.0 * q.level,
    },
    outputs=("level", "doubled"),
)


def toy_body() -> Body:
    return assemble([DRUG, MOOD])


def changed(mechanism: Mechanism, **more: Any) -> Mechanism:
    return replace(mechanism, **more)


def with_equation(mechanism: Mechanism, name: str, equation: Any) -> Mechanism:
    return replace(mechanism, equations={**mechanism.equations, name: equation})
