"""A made-up comparison with plausible shapes, so that pages and tables can be tested without running the model."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import xarray as xr

from somaloop.instruments import MAIN as MAIN_TABLE
from somaloop.instruments import instrument
from somaloop.results import Comparison, Interval, Kept, OutcomeRow, Part, RestsOn, WorldAnswer, verdict

# output: (value without, told effect, known effect, its deviation, placebo effect, day-to-day deviation, unit, words)
OUTPUTS: dict[str, tuple[float, float, float, float, float, float, str, str]] = {
    "perception.felt_burden": (0.51, -0.19, -0.02, 0.022, -0.062, 0.03, "1", "mean of what is felt, 0 to 1"),
    "perception.felt_headache": (0.44, -0.15, -0.02, 0.05, -0.05, 0.04, "1", "felt headache, 0 to 1"),
    "perception.felt_digestive": (0.45, -0.16, -0.02, 0.05, -0.05, 0.03, "1", "felt digestive, 0 to 1"),
    "perception.felt_palpitations": (0.43, -0.17, -0.02, 0.05, -0.05, 0.03, "1", "felt palpitations, 0 to 1"),
    "perception.felt_fatigue": (0.60, -0.18, -0.02, 0.05, -0.06, 0.04, "1", "felt fatigue, 0 to 1"),
    "appraisal.worry": (0.50, -0.21, -0.01, 0.02, -0.03, 0.05, "1", "worry, 0 none to 1 all the time"),
    "sleep_perception.poor_sleep": (0.42, -0.16, -0.02, 0.015, -0.05, 0.02, "1", "how poor sleep is felt to be"),
    "mood.fatigue": (0.48, -0.15, -0.01, 0.02, -0.04, 0.05, "1", "fatigue, 0 to 1"),
    "mood.low_mood": (0.40, -0.12, -0.012, 0.018, -0.02, 0.04, "1", "low mood, 0 to 1"),
    "perception.felt_tightness": (0.54, -0.24, -0.02, 0.025, -0.07, 0.05, "1", "felt muscle tension, 0 to 1"),
    "perception.felt_pain": (0.46, -0.16, -0.02, 0.02, -0.05, 0.04, "1", "felt pain, 0 to 1"),
    "sleep.asleep": (0.27, 0.022, 0.003, 0.003, 0.0, 0.012, "1", "share of time asleep"),
    "sleep.lying_awake_before_sleep": (34 / 1440, -16 / 1440, -3 / 1440, 3 / 1440, 0.0, 0.002, "1", "falling asleep"),
    "sleep.awake_after_onset": (45 / 1440, -18 / 1440, -2 / 1440, 2 / 1440, 0.0, 0.003, "1", "awake in the night"),
    "sleep.slow_wave": (62 / 1440, 14 / 1440, 1 / 1440, 1 / 1440, 0.0, 0.002, "1", "slow-wave sleep"),
    "magnesium.serum": (0.76, 0.09, 0.03, 0.009, 0.0, 0.008, "mmol/L", "magnesium in serum"),
    "magnesium.urine_rate": (2.9 / 24, 1.2 / 24, 1.3 / 24, 0.2 / 24, 0.0, 0.004, "mmol/hour", "into urine"),
    "magnesium.red_cells": (1.72, 0.2, 0.03, 0.02, 0.0, 0.01, "mmol/L", "magnesium in red cells"),
    "hpa.cortisol_serum": (228.0, -46.0, -2.0, 4.0, 0.0, 9.0, "nmol/L", "cortisol in serum, total"),
    "autonomic.heart_rate": (74.0, -5.5, -0.3, 0.4, -0.1, 1.2, "1/min", "heart rate"),
    "autonomic.rmssd": (28.0, 11.0, 0.5, 0.8, 0.2, 1.5, "ms", "variability of the heart beat"),
    "gut.stools_per_week": (6.2, 0.6, 0.9, 0.45, 0.0, 0.3, "stool/week", "bowel movements"),
    "circadian.melatonin_plasma": (14.0, 6.0, 0.4, 0.5, 0.0, 0.8, "pg/mL", "melatonin in plasma"),
    "muscle.tone": (4.1, -1.6, -0.1, 0.2, -0.1, 0.3, "percent", "muscle tone, share of a reference contraction"),
    "caffeine.plasma": (1.1, 0.0, 0.0, 0.0, 0.0, 0.02, "mg/L", "caffeine in plasma"),
}
SHARES = {
    "told": {
        "PHQ-15": (("felt_burden_alarms", "C", 0.74), ("brain_magnesium_calms_cortex", "D", 0.41)),
        "worry": (("felt_burden_alarms", "C", 0.66), ("cortisol_feeds_worry", "D", 0.32)),
        "felt tension": (("magnesium_relaxes_muscle", "D", 0.81), ("felt_burden_alarms", "C", 0.30)),
        "sleep latency": (("magnesium_eases_sleep_onset", "B", 0.71), ("excitability_arouses", "C", 0.22)),
        "serum magnesium": (("stress_spills_magnesium", "D", 0.38),),
        "cortisol": (("magnesium_calms_stress_axis", "C", 0.83),),
        "stools": (("unabsorbed_magnesium_draws_water", "A", 0.97),),
    },
    "known": {
        "PHQ-15": (("felt_burden_alarms", "C", 0.48), ("unabsorbed_magnesium_draws_water", "A", -0.12)),
        "worry": (("felt_burden_alarms", "C", 0.39),),
        "felt tension": (("magnesium_relaxes_muscle", "D", 0.25), ("felt_burden_alarms", "C", 0.12)),
        "sleep latency": (("magnesium_eases_sleep_onset", "B", 0.93),),
        "serum magnesium": (),
        "cortisol": (("magnesium_calms_stress_axis", "C", 0.62),),
        "stools": (("unabsorbed_magnesium_draws_water", "A", 0.98),),
    },
}


def rests_on(whole: float, shares: tuple[tuple[str, str, float], ...]) -> RestsOn:
    """Parts of a difference; what the shares leave lies inside mechanisms."""
    parts = [Part(grade, share * whole, 0.03 * abs(whole), (arrow,)) for arrow, grade, share in shares]
    grades: dict[str, float] = {}
    for part in sorted(parts, key=lambda item: item.grade):
        grades[part.grade] = grades.get(part.grade, 0.0) + part.part
    inside = whole - sum(part.part for part in parts)
    alone = dict(zip(grades, np.cumsum(list(grades.values())) + inside, strict=True))
    return RestsOn(whole, inside, grades, tuple(sorted(parts, key=lambda part: -abs(part.part))), alone)


MAIN = ("PHQ-15", "felt tension", "worry", "sleep latency", "serum magnesium", "stools", "cortisol")


def _daily(arms: dict[str, str], days: int, draws: int, seed: int) -> xr.Dataset:
    chance = np.random.default_rng(seed)
    build = (1.0 - np.exp(-np.arange(1, days + 1) / 12.0))[None]
    data: dict[str, Any] = {}
    for name, (base, told, known, spread, placebo, wobble, unit, words) in OUTPUTS.items():
        effect = np.concatenate([[told, known], known + spread * chance.standard_normal(draws)])[:, None]
        level = np.concatenate([[base * 1.05, base], base * (1 + 0.05 * chance.standard_normal(draws))])[:, None]
        noise = wobble * chance.standard_normal((1, days))
        parts = {"base": 0.0, "placebo": placebo * build, "with": (effect + placebo) * build}
        block = np.stack([level + noise + parts[role] for role in arms.values()])
        data[name] = (("arm", "lane", "day"), block, {"units": unit, "long_name": words})
    lanes = ["told", "known", *(f"known {i + 1}" for i in range(draws))]
    return xr.Dataset(data, coords={"arm": list(arms), "lane": lanes, "day": np.arange(1, days + 1)})


def _shape(name: str, clock: np.ndarray, strain: float) -> np.ndarray:
    """A profile over the clock with a mean near one; ``strain`` 0 is a calm life and 1 a stressed one."""
    turn = 2 * np.pi * clock / 24
    fall = 23.0 + 1.5 * strain
    asleep = 1 / (1 + np.exp(-4 * (np.minimum((clock - fall) % 24, 8.0) - 0.2))) * (((clock - fall) % 24) < 8 - strain)
    stress = np.exp(-(((clock - 15) / 1.6) ** 2)) * strain
    match name:
        case "sleep.asleep":
            return asleep
        case "hpa.cortisol_serum":
            return 1 + 0.8 * np.cos(turn - 2 * np.pi * 8.3 / 24) + 0.7 * stress + 0.12 * strain
        case "circadian.melatonin_plasma" | "circadian.melatonin":
            return 4.2 * np.exp(-((((clock - 3 - strain + 12) % 24 - 12) / 3.2) ** 2)) * (1 - 0.2 * strain)
        case "caffeine.plasma":
            return sum(2.1 * np.exp(-((clock - t) % 24) / 7.0) for t in ((8.5, 14.0) if strain else (8.5,)))
        case "autonomic.heart_rate":
            return 1.04 - 0.14 * asleep + 0.12 * stress + 0.04 * strain
        case "autonomic.rmssd":
            return 0.9 + 0.35 * asleep - 0.3 * stress - 0.15 * strain
        case "muscle.tone":
            return 0.6 + 0.4 * (1 - asleep) + 0.9 * stress
        case "magnesium.serum":
            return 1 + 0.02 * np.sin(turn)
        case _:
            return 0.3 + 0.55 * (1 - asleep) + 0.5 * stress


def _hourly(daily: xr.Dataset, arms: dict[str, str], days: int, life: tuple[float, ...]) -> xr.Dataset:
    clock = np.tile(np.arange(24) + 0.5, days)
    data: dict[str, Any] = {}
    for name in OUTPUTS:
        level = np.repeat(np.asarray(daily[name])[:, :2], 24, axis=-1)  # arm, world, hour
        block = np.stack([level[i] * _shape(name, clock, life[i]) for i in range(len(arms))])
        if name == "sleep.asleep":
            block = np.stack([np.stack([_shape(name, clock, strain)] * 2) for strain in life])
        data[name] = (("world", "arm", "hour"), np.swapaxes(block, 0, 1), dict(daily[name].attrs))
    return xr.Dataset(data, coords={"world": ["told", "known"], "arm": list(arms), "hour": np.arange(days * 24) + 0.5})


def _row(comparison: Comparison, name: str, arm: str, base: str) -> OutcomeRow:
    item = instrument(name)
    series = {key: comparison.series(name, key)[:, -1] for key in comparison.arms}
    placebo = comparison.placebo_of.get(arm)
    answers = {}
    for world in ("told", "known"):
        lanes = comparison.lanes_of(world)
        without, with_ = series[base][lanes], series[arm][lanes]
        alone = Interval.of(series[placebo][lanes] - without) if placebo else None
        answers[world] = WorldAnswer(
            Interval.of(without).centre,
            Interval.of(with_).centre,
            Interval.of(with_ - without),
            alone,
            rests_on(float(np.median(with_ - without)), SHARES[world].get(name, ())),
        )
    told, known = answers["told"], answers["known"]
    error = float(item.error_of(np.asarray(known.without)))
    words = verdict(known.difference, told.difference, item.important, error)
    return OutcomeRow(
        name,
        item.title,
        item.unit,
        item.kind,
        arm,
        item.decimals,
        item.important,
        item.better,
        error,
        told,
        known,
        words,
    )


def synthetic(
    days: int = 84, draws: int = 200, outcomes: tuple[str, ...] = MAIN, seed: int = 1, warnings: bool = True
) -> Comparison:
    """Twelve weeks with and without a capsule in the evening."""
    arms = {"without": "base", "with": "with", "with: placebo": "placebo"}
    daily = _daily(arms, days, draws, seed)
    usual = (
        "sleep window 23:00 to 07:00 daily\neat meal at 07:30, 12:30, 18:30 daily\ndrink 95 mg caffeine at 08:00 daily"
    )
    result = Comparison(
        title="300 mg magnesium glycinate in the evening against none",
        person="adult with Somatic Symptom Disorder, low magnesium, age 42 years",
        facts={"magnesium": "low", "age": 42, "perception.bias": 0.12},
        weeks=days / 7,
        seed=seed,
        draws=draws,
        arms=tuple(arms),
        placebo_of={"with": "with: placebo"},
        protocols={"without": usual, "with": usual + "\ntake 300 mg magnesium as glycinate at 21:00 daily"},
        hourly=_hourly(daily, arms, days, (1.0, 0.7, 0.9)),
        daily=daily,
        rows=(),
        warnings=(
            "300 mg a day from capsules is above 250 mg, the upper level for supplements in Europe: loose stools are "
            "likelier. With weak kidneys magnesium can build up in blood.",
        )
        if warnings
        else (),
        events={"without": (), "with": ()},
    )
    return replace(result, rows=tuple(_row(result, name, "with", "without") for name in outcomes))


def every_outcome(draws: int = 200) -> Comparison:
    """The same with all instruments of the main job in the table."""
    return synthetic(draws=draws, outcomes=MAIN_TABLE)


def one_world(world: str) -> Comparison:
    """A run that left the other world out."""
    whole = synthetic(days=14, draws=20)
    lanes, other = whole.lanes_of(world), "known" if world == "told" else "told"
    keep = lanes if world == "told" else slice(lanes.start - 1, None)  # the centre stays beside the draws
    return replace(
        whole,
        kept=Kept("B", ("worry_arouses",), world),
        daily=whole.daily.isel(lane=keep),
        hourly=whole.hourly.sel(world=[world]),
        rows=tuple(replace(row, **{other: WorldAnswer.left_out()}) for row in whole.rows),
    )


def with_failure() -> Comparison:
    """One outcome whose run failed, with the sentence that says so."""
    whole = synthetic(days=14, draws=20)
    nothing = Interval(float("nan"), float("nan"), float("nan"))
    answer = WorldAnswer(float("nan"), float("nan"), nothing, None)
    failed = replace(whole.rows[0], told=answer, known=answer, verdict="the run failed, see below")
    sentence = "known 17, arm with: hpa.cortisol left its bounds on day 3 at 04:00; try a smaller dose."
    return replace(whole, rows=(failed, *whole.rows[1:]), failures=(sentence,))


def two_lives(days: int = 5) -> Comparison:
    """A day in balance against a day depleted and stressed, with what happens in each."""
    arms = {"in balance": "with", "depleted and stressed": "base"}
    daily = _daily(arms, days, 20, 2)
    both = [(7.5, "eat meal"), (8.5, "drink 95 mg caffeine"), (12.5, "eat meal"), (18.5, "eat meal")]
    calm = [
        *both,
        (22.75, "sleep window 22:45 to 07:00"),
        (10.0, "do outdoors for 45 min"),
        (21.0, "take 300 mg magnesium as glycinate"),
    ]
    hard = [
        *both,
        (14.0, "drink 95 mg caffeine"),
        (14.5, "face strong stress for 60 min"),
        (21.5, "drink 24 g alcohol"),
        (24.0 - 0.1, "sleep window 23:54 to 07:00"),
    ]
    return Comparison(
        title="One day, two lives: in balance, and depleted and stressed",
        person="adult of 42 years with Somatic Symptom Disorder",
        facts={"age": 42},
        weeks=days / 7,
        seed=2,
        draws=20,
        arms=tuple(arms),
        placebo_of={},
        protocols={
            "in balance": "do outdoors for 45 min at 10:00 daily",
            "depleted and stressed": "face strong stress",
        },
        hourly=_hourly(daily, arms, days, (0.0, 1.0)),
        daily=daily,
        rows=(),
        events={
            name: tuple((day, hour, text) for day in range(1, days + 1) for hour, text in items)
            for name, items in (("in balance", calm), ("depleted and stressed", hard))
        },
    )
