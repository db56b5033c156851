"""What the model shows where studies of magnesium measured: the same dose, salt, sittings and times."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import numpy as np

from somaloop.engine.alone import Track, doses, only_on, over
from somaloop.engine.reference import integrate_reference
from somaloop.instruments import instrument
from somaloop.model import declared_body
from somaloop.reality._lives import (
    MG_PER_MMOL,
    SEED,
    TASK,
    Array,
    digest,
    digestion,
    live_whole,
    ordinary_life,
    people,
    window,
)

DAY = 24
PEOPLE = 4096
MEALS = (7.5, 12.5, 18.5)
FASTING = {"diet.magnesium_per_day": 0.0, "diet.fibre_per_day": 0.0}
_BEFORE_BREAKFAST = 6  # the hour of a fasting sample
_COLLECTION = 7  # the hour at which a day's urine begins


def first(inputs: Mapping[str, Track] | None, days: int, quantity: str) -> Array:
    """One quantity of the reference person, hour by hour."""
    return digest(days, inputs)[quantity][:, 0]


def total_over(track: Array, begin: int, hours: int) -> float:
    """How much a sum since the start grew in some hours."""
    return float(track[begin + hours] - track[begin])


# --- absorption ------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=8)
def share_absorbed(milligrams: float, sittings: int) -> float:
    """Share of a dissolved dose that is taken up, in equal sittings 90 minutes apart and with no other food."""
    times = [(7.0 + 1.5 * i, milligrams / sittings / MG_PER_MMOL) for i in range(sittings)]
    soluble = ({"magnesium.dissolved_share_chloride": 1.0},)
    dosed = {**FASTING, "magnesium.dose_chloride": only_on(1, doses(*times))}
    passed = [digest(4, inputs, soluble)["unabsorbed_rate"].sum() for inputs in (dosed, FASTING)]
    return 1.0 - (passed[0] - passed[1]) * MG_PER_MMOL / milligrams


@lru_cache(maxsize=4)
def share_of_meal_absorbed(phytate: float) -> float:
    """Share of a bread meal's 3.6 mmol that is taken up, with an amount of phytate (mmol) in it."""
    per_fibre = digestion().parameters["diet.phytate_per_fibre"].value
    meal = {
        "diet.usual_meals": 0.0,
        "diet.meal": only_on(1, doses((8.0, 3.0))),
        "diet.magnesium_per_day": 3.6 * MG_PER_MMOL,
        "diet.fibre_per_day": phytate / per_fibre,
    }
    passed = [digest(4, inputs)["unabsorbed_rate"].sum() for inputs in (meal, meal | {"diet.meal": 0.0})]
    return float(1.0 - (passed[0] - passed[1]) / 3.6)


# --- weeks of supplements and diets ----------------------------------------------------------------------------------


@lru_cache(maxsize=16)
def _weeks(salt: str, milligrams: float, sittings: int, days: int) -> tuple[float, float]:
    taken = {
        f"magnesium.dose_{salt}": doses(*[(hour, milligrams / sittings / MG_PER_MMOL) for hour in MEALS[:sittings]])
    }
    run = digest(days + 1, taken if milligrams else None)
    morning = DAY * (days - 1) + _COLLECTION
    return float(run["plasma"][DAY * (days - 1) + _BEFORE_BREAKFAST, 0]), total_over(run["urine"][:, 0], morning, DAY)


def plasma_rise(salt: str, milligrams: float, sittings: int, days: int) -> float:
    """Fasting plasma at the end against a person who takes nothing, mmol/L."""
    return _weeks(salt, milligrams, sittings, days)[0] - _weeks("citrate", 0.0, 3, days)[0]


def urine_rise(salt: str, milligrams: float, sittings: int, days: int) -> float:
    """The last day's urinary magnesium against a person who takes nothing, mmol/day."""
    return _weeks(salt, milligrams, sittings, days)[1] - _weeks("citrate", 0.0, 3, days)[1]


@lru_cache(maxsize=4)
def urine_on_diet(milligrams: float) -> float:
    """Urinary magnesium after eight weeks on a diet, mg/day."""
    urine = first({"diet.magnesium_per_day": milligrams}, 57, "urine")
    return total_over(urine, DAY * 55 + _COLLECTION, DAY) * MG_PER_MMOL


@lru_cache(maxsize=1)
def intake_at_balance() -> float:
    """Intake at which intake less urine and stool is zero in the fourth week on it (a line through five diets), mg/day."""
    diets, balance = (100.0, 175.0, 250.0, 325.0, 400.0), []
    for diet in diets:
        run = digest(29, {"diet.magnesium_per_day": diet})
        week = [total_over(run[name][:, 0], DAY * 21 + _COLLECTION, 7 * DAY) for name in ("intake", "urine", "stool")]
        balance.append(week[0] - week[1] - week[2])
    slope, offset = np.polyfit(diets, balance, 1)
    return float(-offset / slope)


@lru_cache(maxsize=1)
def without_magnesium() -> tuple[float, float]:
    """Plasma after five months, and red cells after three, on almost none, as shares of where they began."""
    run = digest(151, {"diet.magnesium_per_day": 10.0, "diet.fibre_per_day": 1.0})
    plasma, cells = run["plasma"][:, 0], run["red_cells"][:, 0]
    return float(plasma[DAY * 150] / plasma[0]), float(cells[DAY * 90] / cells[0])


@lru_cache(maxsize=2)
def urine_after_one_dose(salt: str) -> float:
    """Urine of the 24 hours after 300 mg, in a person filled up with 300 mg citrate on five days, mmol."""
    filled, none, salt_input = doses((8.0, 300.0 / MG_PER_MMOL)), doses(), f"magnesium.dose_{salt}"
    dose = only_on(6, filled)
    inputs: dict[str, Track] = {"magnesium.dose_citrate": lambda day: filled if day < 5 else none, salt_input: dose}
    if salt == "citrate":
        inputs[salt_input] = lambda day: filled if day < 5 or day == 6 else none
    return total_over(first(inputs, 8, "urine"), DAY * 6 + 8, DAY)


# --- infusions -------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def load_kept() -> float:
    """Share of 30 mmol infused over 8 hours that is not in the urine of the 24 hours from its start."""
    urine = first({"magnesium.dose_intravenous": only_on(1, over(8.0, 16.0, 3.75))}, 3, "urine")
    return 1.0 - total_over(urine, DAY + 8, DAY) / 30.0


@lru_cache(maxsize=1)
def reabsorbed_at_high_plasma() -> float:
    """Magnesium taken back per volume of filtrate in the fourth hour of 5 mmol an hour, mmol/L."""
    run = digest(2, {"magnesium.dose_intravenous": only_on(1, over(8.0, 12.0, 5.0))})
    parameters = digestion().parameters
    filtered = parameters["magnesium.filterable_share"].value * run["plasma"][DAY + 11, 0]
    return float(filtered - run["urine_rate"][DAY + 11, 0] / parameters["magnesium.glomerular_filtration"].value)


@lru_cache(maxsize=1)
def share_excreted() -> float:
    """Share of the filtered magnesium that is excreted over a usual day."""
    run, parameters = digest(2), digestion().parameters
    filtered = parameters["magnesium.filterable_share"].value * run["plasma"][DAY:, 0].mean()
    return float(run["urine_rate"][DAY:, 0].mean() / filtered / parameters["magnesium.glomerular_filtration"].value)


@lru_cache(maxsize=4)
def after_infusion(amount: float, hours: float) -> tuple[Array, Array, float]:
    """Plasma and cerebrospinal fluid above those without an infusion from 8 h, every 6 min from its end; baseline."""
    infused = {"magnesium.dose_intravenous": only_on(1, over(8.0, 8.0 + hours, amount / hours))}
    runs = [digest(2, inputs, resolution="step") for inputs in (infused, {})]
    end = 240 + 80 + round(hours * 10)
    plasma, csf = ((runs[0][name] - runs[1][name])[end:, 0] for name in ("plasma", "csf"))
    return plasma, csf, float(runs[1]["plasma"][end, 0])


def bolus(fluid: str, minutes: int) -> float:
    """Rise of plasma or cerebrospinal fluid some minutes after 17 mmol in 12 min, mmol/L."""
    plasma, csf, _ = after_infusion(17.0, 0.2)
    return float({"plasma": plasma, "csf": csf}[fluid][minutes // 6])


@lru_cache(maxsize=2)
def fall_under_adrenaline(nanograms_per_kg_min: float, minutes: float) -> float:
    """Change of plasma magnesium since the start of two hours of adrenaline, mmol/L.

    50 ng/kg/min raise plasma adrenaline from 21 to 834 pg/mL (adrenaline-infusion-steady-state), others in proportion.
    """
    from somaloop.body.magnesium import MECHANISM

    strength = declared_body().arrows["adrenaline_moves_magnesium"].as_known.centre
    moved = strength * (834.0 - 21.0) * nanograms_per_kg_min / 50.0
    hours = [0.0, minutes / 60.0]
    food = {"magnesium.food_supply": 320.0 / MG_PER_MMOL / 24.0}
    tracks = [
        integrate_reference([MECHANISM], hours, ports=food | {"magnesium.tissue_shift": shift})["magnesium.plasma"]
        for shift in (lambda hour: moved * (hour < 2.0), 0.0)
    ]
    return float(tracks[0][-1] - tracks[1][-1])


# --- caffeine, alcohol, strain ---------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def caffeine_excretion_ratio() -> float:
    """Excreted share of the filtered load in the two hours after 6 mg per kg of 43 kg lean mass, against without."""
    shares = []
    for inputs in ({"caffeine.drunk": only_on(1, doses((8.0, 6.0 * 43.0)))}, {}):
        run = digest(2, {**inputs, "diet.usual_meals": lambda day: np.full(240, float(day == 0))})
        shares.append((run["urine_rate"] / run["plasma"])[DAY + 8 : DAY + 10, 0].mean())
    return float(shares[0] / shares[1])


@lru_cache(maxsize=1)
def caffeine_day_loss() -> float:
    """Extra urinary magnesium of the 24 hours from the first of two doses of 3 mg per kg of 50 kg lean mass, mmol."""
    coffee = {"caffeine.drunk": only_on(1, doses((7.0, 150.0), (10.0, 150.0)))}
    diet = {"diet.magnesium_per_day": 12.7 * MG_PER_MMOL}
    urine = [total_over(first(inputs | diet, 3, "urine"), DAY + 7, DAY) for inputs in (coffee, {})]
    return urine[0] - urine[1]


@lru_cache(maxsize=1)
def alcohol_excretion_ratio() -> float:
    """Urinary magnesium of the four hours after 60 g alcohol within two hours, against without."""
    wine = {"alcohol.drunk": only_on(1, doses((19.0, 20.0), (20.0, 20.0), (21.0, 20.0)))}
    urine = [first(inputs, 3, "urine_rate")[DAY + 21 : DAY + 25].mean() for inputs in (wine, {})]
    return float(urine[0] / urine[1])


@lru_cache(maxsize=2)
def red_cells_after_strain(hours_in_bed: float, hours_of_stress: float) -> float:
    """Change of red-cell magnesium over four weeks of stress and short nights (8 h before), as a share."""
    night = window(23.0, 7.0)
    short = window((31.0 - hours_in_bed) % 24.0, 7.0)
    strained: dict[str, Track] = {
        "sleep.in_bed": lambda day: night if day < 7 else short,
        "appraisal.stressor": lambda day: over(10.0, 10.0 + hours_of_stress, TASK) * (day >= 7),
    }
    cells = live_whole(36, strained, noise=False)["red_cells"][:, 0]
    return float(cells[DAY * 35] / cells[DAY * 7] - 1.0)


# --- many people -----------------------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def population() -> tuple[Array, Array]:
    """Serum (mmol/L) and urine (mmol/day) of four thousand people of the general population on their usual diet.

    One sample of serum and the mean of two collections of urine, with the errors of the instruments, before rounding.
    """
    run = digest(2, variants=people(digestion(), "general", PEOPLE))
    chance = np.random.default_rng(SEED).standard_normal((3, PEOPLE))
    serum = run["plasma"][DAY + _BEFORE_BREAKFAST]
    urine = run["urine_rate"][DAY:].mean(axis=0) * DAY
    serum = serum + instrument("serum magnesium").error_of(serum) * chance[0]
    return serum, urine + instrument("urine magnesium").error_of(urine) * chance[1:].mean(axis=0)


def share_below(serum: float) -> float:
    """Share of people whose serum, read to 0.01 mmol/L, is below a level."""
    return float((population()[0] < serum - 0.005).mean())


@lru_cache(maxsize=1)
def serum_variation() -> float:
    """Coefficient of variation within persons, six samples a day on three days, with the published error of the assay."""
    run = live_whole(10, ordinary_life(), people(declared_body(), "general", 16))["serum"]
    samples = np.concatenate([run[DAY * day + np.array([7, 10, 13, 16, 19, 22])] for day in (7, 8, 9)])
    variation = samples.std(axis=0, ddof=1) / samples.mean(axis=0)
    return float(np.hypot(variation.mean(), 0.023))
