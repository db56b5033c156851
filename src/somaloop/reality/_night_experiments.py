"""What the model shows where studies of sleep, the clock, caffeine and alcohol measured."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

import numpy as np

from somaloop.engine.alone import doses, live, only_on, over
from somaloop.model import declared_body
from somaloop.reality._closely import (
    AGES,
    NIGHT,
    SETTLED,
    aged,
    between,
    lived,
    minutes_of_night,
    moment,
    parts,
    quiet,
)
from somaloop.reality._lives import Array, people

_IN_BED = 480.0  # minutes from 23:00 to 07:00
_FREE_DAYS = 160

# --- sleep whenever it comes -------------------------------------------------------------------------------------------


@lru_cache(maxsize=2)
def free_sleep(body: Literal["core", "whole"], age: int) -> tuple[float, float]:
    """Hours after midnight of falling asleep, and hours until waking, of a person who is always in bed.

    Falling asleep and waking are where being asleep becomes more, or less, likely than not.
    """
    traits = [aged(years) if body == "whole" else _core_age(years) for years in (30, 65)]
    kept = parts("circadian", "sleep") if body == "core" else declared_body()
    run = live(
        kept, _FREE_DAYS, {"sleep.in_bed": 1.0}, variants=traits, outputs=("sleep.asleep",), resolution="step",
        noise=False,
    )  # fmt: skip
    asleep = run["sleep.asleep"][-480:, (30, 65).index(age)]
    begin = np.flatnonzero((asleep[:-1] < 0.5) & (asleep[1:] >= 0.5))[0]
    end = begin + 1 + np.flatnonzero(asleep[begin + 1 :] < 0.5)[0]
    onset, waking = _crossing(asleep, begin), _crossing(asleep, end - 1)
    return (onset + 12.0) % 24.0 - 12.0, waking - onset


def _core_age(years: int) -> dict[str, float]:
    return {"sleep.age": years, "circadian.age": years}


def _crossing(track: Array, row: int, level: float = 0.5) -> float:
    """The hour at which a line between a row and the next meets a level."""
    return (row + (level - track[row]) / (track[row + 1] - track[row])) / 10.0


# --- a night in the laboratory -----------------------------------------------------------------------------------------


def night(name: str, who: str) -> float:
    """Minutes of the last settled night, as a laboratory records it from 23:00 to 07:00."""
    return float(minutes_of_night(quiet(name, who), SETTLED - 2))


def per_decade(name: str) -> float:
    """Change of a night's minutes per ten years of age, by a line through five ages."""
    return float(10.0 * np.polyfit(AGES, [night(name, str(age)) for age in AGES], 1)[0])


def efficiency_per_decade() -> float:
    """Change of sleep efficiency (percent of the time in bed) per ten years of age."""
    return per_decade("asleep") / _IN_BED * 100.0


@lru_cache(maxsize=1)
def _after_no_sleep() -> tuple[dict[str, Array], dict[str, Array]]:
    kept = people(declared_body(), "healthy", 128)

    def bed(day: int) -> Array:
        evening, morning = over(23.0, 24.0, 1.0), over(0.0, 7.0, 1.0)
        return morning * (day != 11) + evening * (day != 10)

    sleepless = lived(12, {"sleep.in_bed": bed}, kept, noise=True)
    return lived(12, None, kept, noise=True), sleepless


def after_no_sleep(name: str) -> float:
    """Change of a feeling from 10 to 18 h after a night without sleep, in SD between healthy people."""
    usual, sleepless = (between(run[name], 11, 10.0, 18.0) for run in _after_no_sleep())
    return float((sleepless - usual).mean() / usual.std(ddof=1))


# --- the clock ---------------------------------------------------------------------------------------------------------


def period_in_the_dark() -> float:
    """Mean period of the pacemaker alone over the second month in the dark, in hours."""
    dark = {"circadian.evening_light": 1e-9, "circadian.daylight_gain": 0.0}
    run = live(
        parts("circadian"), 60, variants=[dark], outputs=("circadian.y",), resolution="step", noise=False
    )  # fmt: skip
    track = run["circadian.y"][30 * 240 :, 0]
    rises = [_crossing(track, int(row), 0.0) for row in np.flatnonzero((track[:-1] < 0.0) & (track[1:] >= 0.0))]
    return float(np.diff(rises).mean())


def onset_before_temperature_minimum(offset: float = 0.97) -> float:
    """Hours from melatonin's rise through 10 pg/mL to the minimum of temperature.

    The minimum comes ``offset`` hours after that of the pacemaker's main variable (jewett1999-hilaire2007-parameters).
    """
    begin = moment(SETTLED - 2, 12.0)
    melatonin, pacemaker = (quiet(name)[begin : begin + 240] for name in ("melatonin_plasma", "y"))
    onset = _crossing(melatonin, int(np.flatnonzero(melatonin >= 10.0)[0]) - 1, 10.0)
    lowest = int(pacemaker.argmin())
    before, at, after = pacemaker[lowest - 1 : lowest + 2]
    minimum = (lowest + 0.5 * (before - after) / (before - 2.0 * at + after)) / 10.0
    return float(minimum + offset - onset)


def highest_melatonin() -> float:
    """Highest melatonin in plasma of a quiet night, pg/mL."""
    return float(quiet("melatonin_plasma")[-480:].max())


def melatonin_elimination() -> float:
    """Rate at which plasma melatonin falls between 9 and 11 h, when none is made, per hour."""
    track = quiet("melatonin_plasma")
    day = SETTLED - 1
    return float(np.log(track[moment(day, 9.0)] / track[moment(day, 11.0)]) / 2.0)


# --- caffeine ----------------------------------------------------------------------------------------------------------

_WEIGHT = 70.0


@lru_cache(maxsize=4)
def caffeine_curve(milligrams: float) -> Array:
    """Plasma caffeine (mg/L) every six minutes from one swallowed dose on."""
    swallowed = {"caffeine.drunk": only_on(0, doses((8.0, milligrams)))}
    run = live(parts("caffeine"), 3, swallowed, outputs=("caffeine.plasma",), resolution="step", noise=False)
    return run["caffeine.plasma"][80:, 0]


def caffeine_elimination(milligrams: float) -> float:
    """Elimination constant from 4 to 12 h after a dose, per hour."""
    curve = caffeine_curve(milligrams)
    return float(np.log(curve[40] / curve[120]) / 8.0)


def caffeine_volume() -> float:
    """Dose over the level extrapolated back to swallowing, L/kg."""
    curve, rate = caffeine_curve(350.0), caffeine_elimination(350.0)
    return float(350.0 / (curve[40] * np.exp(4.0 * rate)) / _WEIGHT)


def caffeine_clearance() -> float:
    """Dose over the area under the curve, mL/min/kg."""
    return float(350.0 / (caffeine_curve(350.0).sum() * 0.1) * 1000.0 / 60.0 / _WEIGHT)


@lru_cache(maxsize=2)
def _adrenaline_an_hour_after(cups: tuple[float, ...], days: int) -> Array:
    """Adrenaline at 9 h of each day on 250 mg at some hours, over that of a day without caffeine."""
    drunk = lived(days, {"caffeine.drunk": doses(*[(hour, 250.0) for hour in cups])})["adrenaline"][:, 0]
    rows = [moment(day, 9.0) for day in range(days)]
    return drunk[rows] / quiet("adrenaline")[rows]


def adrenaline_of_the_unused() -> float:
    """Adrenaline an hour after 250 mg in somebody not used to caffeine, fold of a day without."""
    return float(_adrenaline_an_hour_after((8.0,), 1)[0])


def days_to_tolerance(left: float = 0.2) -> float:
    """Days of three doses of 250 mg until the rise of adrenaline is below a share of the first day's."""
    rise = _adrenaline_an_hour_after((8.0, 13.0, 18.0), 8) - 1.0
    share = rise / rise[0]
    return float(np.interp(-left, -share, np.arange(8.0)))


@lru_cache(maxsize=4)
def caffeine_night(milligrams: float, hours_before_bed: float) -> float:
    """How good the night is felt to have been at 8 h (1 perfect) at 25 years, after a dose on the seventh day."""
    drunk = {"caffeine.drunk": only_on(6, doses((23.0 - hours_before_bed, milligrams)))}
    run = lived(8, {**drunk, "sleep.in_bed": NIGHT}, [aged(25)])
    return float(1.0 - run["judgement"][moment(7, 8.0), 0])


# --- alcohol -----------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _glass() -> Array:
    drunk = {"alcohol.drunk": only_on(0, doses((8.0, 50.0)))}
    return live(parts("alcohol"), 1, drunk, outputs=("alcohol.blood",), resolution="step", noise=False)[
        "alcohol.blood"
    ][80:, 0]


def alcohol_elimination() -> float:
    """Fall of blood alcohol per hour, from 2 to 5 h after 50 g, g/L."""
    return float((_glass()[20] - _glass()[50]) / 3.0)


def alcohol_level(hours: float) -> float:
    """Blood alcohol some hours after 50 g at once, g/L."""
    return float(_glass()[round(hours * 10)])
