"""Diet: what a day's meals bring of magnesium, phytate and fibre.

Unless meals are stated, three follow the clock, as smooth humps of about an hour; stated meals share the day's food
equally. The day's magnesium is
a setting. It is taken to hold for the reference share of processed food: refining removes more than half of it, so a
larger share of processed food lowers it and a smaller one raises it. Phytate comes with fibre.
"""

from __future__ import annotations

from typing import Any

from somaloop.body._clock import rhythm
from somaloop.evidence.told import arrow_in_question
from somaloop.language import (
    Arrow,
    Entry,
    Input,
    Mechanism,
    Observable,
    Parameter,
    fixed,
    normal,
    uniform,
)

MEALS = ("breakfast", "lunch", "dinner")
USUAL_PROCESSED = 0.6  # share of processed food in usual life, for which the stated magnesium holds


def _hour_of(meal: str, hour: float) -> Parameter:
    return Parameter(
        name=f"{meal}_hour",
        value=hour,
        unit="hour",
        description=f"Clock time of {meal}.",
        grade="C",
        method="assumed",
        note="A usual Western day.",
        between_people=normal(hour, 0.75, low=hour - 2.0, high=hour + 2.0),
    )


def _rhythm(q: Any) -> Any:
    """Eating over the day with mean 1."""
    return rhythm(q.clock_hour, [getattr(q, f"{meal}_hour") for meal in MEALS], q.meal_sharpness, q.day_length)


def _share(q: Any) -> Any:
    """Share of the day's food that is eaten now, in days' worth per hour of the day's hours."""
    return (q.day_length * q.eating / len(MEALS)) / q.day


def _refining(q: Any) -> Any:
    kept = 1.0 - q.refining_loss * q.processed_share
    return kept / (1.0 - q.refining_loss * q.processed_reference)


def _carried(name: str, quantity: str, target: str, description: str) -> Arrow:
    return Arrow(
        name=name,
        origin=f"diet.{quantity}",
        target=target,
        description=description,
        equation=lambda strength, q: strength * getattr(q, quantity),
        unit="1",
        as_told=1.0,
        as_known=fixed(1.0),
        grade="A",
        method="assumed",
        note="Wiring: what is eaten is what arrives.",
        structural=True,
    )


MECHANISM = Mechanism(
    name="diet",
    title="Diet",
    description="Meals and what they hold.",
    observables=(
        Observable(name="eating", unit="1/hour", description="Meals eaten per hour, usual and extra.", low=0.0),
        Observable(name="magnesium_supply", unit="mmol/hour", description="Magnesium in what is eaten.", low=0.0),
        Observable(name="phytate_supply", unit="mmol/hour", description="Phytate in what is eaten.", low=0.0),
        Observable(name="fibre_supply", unit="g/hour", description="Fibre in what is eaten.", low=0.0),
    ),
    parameters=(
        _hour_of("breakfast", 7.5),
        _hour_of("lunch", 12.5),
        _hour_of("dinner", 18.5),
        Parameter(
            name="meal_sharpness",
            value=40.0,
            unit="1",
            description="Concentration of the circular hump of a meal (40: about 0.6 h around its middle).",
            grade="D",
            method="assumed",
            note="Meals last half an hour to an hour.",
        ),
        Parameter(
            name="day_length",
            value=24.0,
            unit="hour",
            description="Period of the usual meals.",
            grade="A",
            method="assumed",
            note="Meals keep to the clock.",
        ),
        Parameter(
            name="day",
            value=24.0,
            unit="hour/day",
            description="Hours in a day.",
            grade="A",
            method="assumed",
            note="A definition.",
        ),
        Parameter(
            name="molar_mass",
            value=24.305,
            unit="mg/mmol",
            description="Molar mass of magnesium.",
            grade="A",
            method="measured",
            source="salts-elemental-content",
        ),
        Parameter(
            name="refining_loss",
            value=0.54,
            unit="1",
            description="Share of the magnesium of a diet that is lost when all of it is processed.",
            grade="B",
            method="assumed",
            note="Modelled food supplies lose 51 to 56% at full processing (Rosanoff and Kumssa 2020, see claim C033).",
            uncertainty=normal(0.54, 0.06, low=0.3, high=0.8),
        ),
        Parameter(
            name="processed_reference",
            value=USUAL_PROCESSED,
            unit="1",
            description="Share of processed food for which the stated daily magnesium holds.",
            grade="C",
            method="assumed",
            note=(
                "The usual intake is that of American surveys, where almost 60 % of the energy is ultra-processed (Baraldi "
                "and others 2018); usual life holds the same, so that it keeps the pools where they start."
            ),
        ),
        Parameter(
            name="phytate_per_fibre",
            value=0.06,
            unit="mmol/g",
            description="Phytate that comes with a gram of fibre.",
            grade="C",
            method="assumed",
            note="Mixed diets of 18 g fibre hold roughly 0.7 g, or 1.1 mmol, of phytate.",
            uncertainty=uniform(0.03, 0.09),
        ),
    ),
    inputs=(
        Input(name="clock_hour", unit="hour", description="Local clock time, 0 to 24."),
        Input(
            name="meal",
            unit="1/hour",
            description="Meals eaten; 1 is a third of the day's food.",
            entries=(Entry(verb="eat", thing="meal", kind="dose"),),
        ),
        Input(
            name="usual_meals",
            unit="1",
            description="Whether the usual three meals are eaten by the clock (1) or meals are stated (0).",
            default=1.0,
            entries=(Entry(verb="set", thing="usual meals", kind="level"),),
        ),
        Input(
            name="magnesium_per_day",
            unit="mg/day",
            description="Magnesium of the stated diet; a person's status says how much of it really arrives.",
            default=320.0,
            entries=(Entry(verb="eat", thing="magnesium per day", kind="level", unit="mg"),),
        ),
        Input(
            name="processed_share",
            unit="1",
            description="Share of processed food, 0 to 1.",
            default=USUAL_PROCESSED,
            entries=(
                Entry(
                    verb="eat",
                    thing="processed food",
                    kind="level",
                    levels={"little": 0.2, "usual": USUAL_PROCESSED, "mostly": 0.8},
                    default_level=0.8,
                ),
            ),
        ),
        Input(
            name="fibre_per_day",
            unit="g/day",
            description="Fibre of the diet.",
            default=18.0,
            entries=(Entry(verb="eat", thing="fibre per day", kind="level", unit="g"),),
        ),
    ),
    arrows=(
        _carried(
            "food_brings_magnesium",
            "magnesium_supply",
            "magnesium.food_supply",
            "Food brings magnesium to the stomach.",
        ),
        _carried("food_brings_phytate", "phytate_supply", "magnesium.phytate_supply", "Food brings phytate."),
        _carried("food_brings_fibre", "fibre_supply", "gut.fibre_supply", "Food brings fibre to the colon."),
        _carried("meals_fill_stomach", "eating", "gut.meal", "Meals fill the stomach."),
        arrow_in_question(
            name="processed_food_inflames_bowel",
            origin="diet.processed_share",
            target="gut.inflammation_drive",
            description="Processed food inflames the bowel.",
            equation=lambda strength, q: strength * (q.processed_share - q.processed_reference),
            unit="1",
            as_known=normal(0.05, 0.1),
            grade="C",
            method="assumed",
            note="The article does not say it. Known: observational; all against half processed adds 0.025.",
        ),
        arrow_in_question(
            name="processed_food_lowers_mood",
            origin="diet.processed_share",
            target="mood.low_mood_drive",
            description="A diet of processed food lowers mood.",
            equation=lambda strength, q: strength * (q.processed_share - q.processed_reference),
            unit="1",
            as_known=normal(0.1, 0.1),
            grade="B",
            method="assumed",
            note=(
                "The article only cites a position paper on nutrition (Sarris 2015) without an assertion. Known: small "
                "diet trials in depression are positive but unblinded; all against half processed adds 5 points of 100."
            ),
        ),
    ),
    equations={
        "eating": lambda q: len(MEALS) / q.day_length * _rhythm(q) * q.usual_meals + q.meal,
        "magnesium_supply": lambda q: q.magnesium_per_day * _refining(q) / q.molar_mass * _share(q),
        "phytate_supply": lambda q: q.fibre_per_day * q.phytate_per_fibre * _share(q),
        "fibre_supply": lambda q: q.fibre_per_day * _share(q),
    },
    outputs=("magnesium_supply", "phytate_supply", "fibre_supply", "eating"),
)
