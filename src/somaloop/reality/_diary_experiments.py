"""A month of momentary ratings of anxious, symptomatic people, and the statistics that diaries are described by.

Five hundred and twelve people who differ around the type of Somatic Symptom Disorder with strong health anxiety, the nearest that
there is to the outpatients with generalised anxiety or depression of the open data, live an ordinary month. They rate
at 10, 14, 18 and 22 h from 0 to 100 with the error of the diary's instruments, and miss a rating in seven.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from somaloop.instruments import instrument
from somaloop.model import declared_body
from somaloop.reality._lives import SEED, Array, live_whole, ordinary_life, people

KIND = "ssd + health-anxious"
PEOPLE, GROUPS, DAYS, SETTLE = 512, 4, 28, 21
PROMPTS = (10, 14, 18, 22)
MISSED = 0.147
ITEMS = {
    "worry": ("appraisal.worry", "momentary worry"),
    "muscle tension": ("perception.felt_tightness", "momentary tension"),
    "fatigue": ("mood.fatigue", "momentary fatigue"),
    "low mood": ("mood.low_mood", "momentary low mood"),
}


@lru_cache(maxsize=2)
def _month(kind: str) -> dict[str, Array]:
    """Hourly tracks [day, hour, person] of four groups, each with its own days."""
    everybody, size = people(declared_body(), kind, PEOPLE), PEOPLE // GROUPS
    runs = [
        live_whole(SETTLE + DAYS, ordinary_life(group), everybody[size * group : size * (group + 1)], seed=SEED + group)
        for group in range(GROUPS)
    ]
    return {name: np.concatenate([run[name] for run in runs], axis=1).reshape(-1, 24, PEOPLE) for name in runs[0]}


@lru_cache(maxsize=16)
def ratings(item: str, kind: str = KIND) -> Array:
    """Ratings [day, prompt, person], missed ones NaN."""
    output, name = ITEMS[item]
    level = 100.0 * _month(kind)[output.partition(".")[2]][SETTLE:, PROMPTS]
    chance = np.random.default_rng([SEED, list(ITEMS).index(item)])
    read = instrument(name).reading(level, chance.standard_normal(level.shape))
    missed = np.random.default_rng(SEED).random(level.shape) < MISSED  # all items of a prompt are missed together
    return np.where(missed, np.nan, read)


def _together(x: Array, y: Array) -> Array:
    """The correlation of each person (last axis), over pairs without a gap."""
    found = []
    for a, b in zip(x.reshape(-1, x.shape[-1]).T, y.reshape(-1, y.shape[-1]).T, strict=True):
        both = np.isfinite(a) & np.isfinite(b)
        found.append(np.corrcoef(a[both], b[both])[0, 1])
    return np.array(found)


# --- levels and spreads ----------------------------------------------------------------------------------------------


def _levels(item: str, daily: bool, kind: str) -> Array:
    """Ratings, or means of days, as [occasion, person]."""
    rated = ratings(item, kind)
    if not daily:
        return rated.reshape(-1, rated.shape[-1])
    known = np.isfinite(rated).sum(axis=1)
    return np.where(known > 0, np.nansum(rated, axis=1) / np.maximum(known, 1), np.nan)


def mean(item: str, kind: str = KIND) -> float:
    """Mean over people of their means."""
    return float(np.nanmean(_levels(item, False, kind), axis=0).mean())


def between(item: str, daily: bool = False, kind: str = KIND) -> float:
    """Standard deviation between people of their means."""
    return float(np.nanmean(_levels(item, daily, kind), axis=0).std(ddof=1))


def within(item: str, daily: bool = False, kind: str = KIND) -> float:
    """Standard deviation within people (the root of the mean variance)."""
    return float(np.sqrt(np.nanvar(_levels(item, daily, kind), axis=0, ddof=1).mean()))


def shared(item: str, daily: bool = False, kind: str = KIND) -> float:
    """Share of the variance that lies between people (the intraclass correlation)."""
    outer, inner = between(item, daily, kind) ** 2, within(item, daily, kind) ** 2
    return outer / (outer + inner)


# --- one rating and the next -----------------------------------------------------------------------------------------


def after_four_hours(item: str) -> float:
    """Correlation of a rating with the next of the same day, mean over people."""
    rated = ratings(item)
    return float(_together(rated[:, :-1], rated[:, 1:]).mean())


def over_night(item: str) -> float:
    """Correlation of the last rating of a day with the first of the next, mean over people."""
    rated = ratings(item)
    return float(_together(rated[:-1, -1], rated[1:, 0]).mean())


def day_to_day(item: str) -> float:
    """Correlation of a day's mean with the next day's, mean over people."""
    days = _levels(item, True, KIND)
    return float(_together(days[:-1], days[1:]).mean())


# --- one item and another --------------------------------------------------------------------------------------------


def same_time(one: str, other: str) -> float:
    """Correlation of two items at the same prompt, within people, mean over people."""
    return float(_together(ratings(one), ratings(other)).mean())


def between_people(one: str, other: str) -> float:
    """Correlation of two items' person means."""
    means = [np.nanmean(_levels(item, False, KIND), axis=0) for item in (one, other)]
    return float(np.corrcoef(*means)[0, 1])


def leads(one: str, other: str) -> float:
    """Standardised effect of one item on another four hours later, beside that item itself; mean over people."""
    cause, effect = ratings(one), ratings(other)
    slopes = []
    for person in range(cause.shape[-1]):
        columns = [part[..., person].ravel() for part in (cause[:, :-1], effect[:, :-1], effect[:, 1:])]
        table = np.stack(columns)
        table = table[:, np.isfinite(table).all(axis=0)]
        table = (table - table.mean(axis=1, keepdims=True)) / table.std(axis=1, keepdims=True)
        slopes.append(np.linalg.lstsq(table[:2].T, table[2], rcond=None)[0][0])
    return float(np.mean(slopes))


def per_hour_of_sleep(item: str, morning: bool = False) -> float:
    """Points per hour of sleep in the night before, slope within people, mean over people: the day's mean or 10 h."""
    asleep = _month(KIND)["asleep"]
    night = asleep[SETTLE - 1 : -1, 18:].sum(axis=1) + asleep[SETTLE:, :12].sum(axis=1)
    rated = ratings(item)[:, 0] if morning else _levels(item, True, KIND)
    slopes = []
    for hours, level in zip(night.T, rated.T, strict=True):
        known = np.isfinite(level)
        slopes.append(np.polyfit(hours[known], level[known], 1)[0])
    return float(np.mean(slopes))


def drift(item: str) -> float:
    """Points a week over the month, mean over people."""
    rated = _levels(item, True, KIND)
    weeks = np.arange(len(rated)) / 7.0
    return float(np.mean([np.polyfit(weeks[np.isfinite(y)], y[np.isfinite(y)], 1)[0] for y in rated.T]))
