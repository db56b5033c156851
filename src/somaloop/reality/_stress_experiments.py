"""What the model shows where studies of the stress axis and of heart and breath measured."""

from __future__ import annotations

from functools import lru_cache
from math import pi
from typing import Literal

import numpy as np

from somaloop.engine.alone import only_on, over
from somaloop.model import declared_body
from somaloop.reality._closely import (
    SETTLED,
    aged,
    between,
    last_day,
    lived,
    minutes_after,
    moment,
    quiet,
)
from somaloop.reality._lives import TASK, Array, people, speech_at

PEOPLE = 128

# --- a day of cortisol and ACTH ----------------------------------------------------------------------------------------

# Means of the clock hours of two groups of controls in µg/dl: yehuda-control-plasma-cortisol-hourly and
# carroll2007-control-cortisol-hourly. The first group ate at 19:00, so the hours 19 and 20 do not count in its shape.
YEHUDA = np.array([
    3.38, 3.71, 4.145, 6.59, 8.565, 11.885, 12.6, 14.595, 15.39, 12.915, 12.135, 11.31, 10.265, 10.08, 10.205, 9.78, 9.11,
    8.255, 8.29, 13.895, 10.03, 7.075, 4.765, 3.485,
])  # fmt: skip
CARROLL = np.array([
    2.08, 2.23, 2.57, 5.45, 6.87, 7.70, 10.14, 11.38, 11.37, 9.32, 7.59, 7.42, 7.86, 7.60, 6.11, 6.36, 5.09, 3.48, 3.05,
    2.77, 2.23, 1.89, 1.89, 1.59,
])  # fmt: skip
_MEALS = (19, 20)


def apart(one: Array, other: Array) -> float:
    """Root mean square difference of the logs of two hourly profiles, each as shares of its mean, without meals."""
    logs = [np.log(np.delete(profile, _MEALS) / np.delete(profile, _MEALS).mean()) for profile in (one, other)]
    return float(np.sqrt(np.mean((logs[0] - logs[1]) ** 2)))


def hourly(name: str) -> Array:
    """Means of the clock hours of a quiet day of the reference person."""
    return last_day(quiet(name)[:, None]).reshape(24, 10).mean(axis=1)


def swing(name: str) -> float:
    """Highest over lowest hourly mean."""
    profile = hourly(name)
    return float(profile.max() / profile.min())


@lru_cache(maxsize=4)
def fitted_rhythm(name: str) -> tuple[float, float, float]:
    """Highest value, its clock time and lowest value of two harmonics fitted to the log of a quiet day."""
    clock = np.arange(240) * 2.0 * pi / 240.0
    waves = np.stack([np.ones(240), *(wave(n * clock) for n in (1, 2) for wave in (np.cos, np.sin))], axis=1)
    track = np.exp(waves @ np.linalg.lstsq(waves, np.log(quiet(name)[-240:]), rcond=None)[0])
    return float(track.max()), float(track.argmax() / 10.0), float(track.min())


def acrophase(name: str) -> float:
    """Clock time of the top of a cosine fitted to a quiet day."""
    angle = 2.0 * pi * np.arange(240) / 240.0
    track = quiet(name)[-240:]
    return float(np.arctan2((track * np.sin(angle)).sum(), (track * np.cos(angle)).sum()) * 12.0 / pi % 24.0)


# --- awakening and a speech in people who differ -----------------------------------------------------------------------


@lru_cache(maxsize=1)
def _speech() -> dict[str, Array]:
    """The reference person and people who differ; twenty minutes of speech at 15:00 on the fourth day."""
    speech = {"appraisal.stressor": only_on(3, speech_at(15.0))}
    return lived(4, speech, [{}, *people(declared_body(), "general", PEOPLE)])


def awakening(minutes: float) -> tuple[Array, Array]:
    """Salivary cortisol on rising at 07:00 and some minutes later (nmol/L), the reference person first."""
    saliva = _speech()["cortisol_saliva"]
    return saliva[moment(3, 7.0)], minutes_after(saliva, moment(3, 7.0), minutes)


def awakening_rise(kind: Literal["share", "amount"]) -> float:
    """Rise of salivary cortisol in the half hour after rising."""
    begin, end = awakening(30.0)
    return float((end / begin - 1.0)[0] if kind == "share" else (end - begin)[0])


def responders_to_awakening(least: float = 2.5) -> float:
    """Share of people whose salivary cortisol rises by some nmol/L in that half hour."""
    begin, end = awakening(30.0)
    return float((end - begin >= least)[1:].mean())


def _after_onset(name: str, minutes: float) -> Array:
    """A quantity some minutes after the onset of the speech over the mean of three samples at rest, for each person."""
    track, onset = _speech()[name], moment(3, 15.0)
    rest = np.mean([minutes_after(track, onset, at) for at in (-30.0, -15.0, 0.0)], axis=0)
    return minutes_after(track, onset, minutes) / rest


def after_speech(name: str, minutes: float) -> float:
    """The reference person's fold of rest some minutes after the onset of the speech."""
    return float(_after_onset(name, minutes)[0])


def peak_of_samples() -> Array:
    """Each person's highest cortisol of the samples at 10, 20 and 35 minutes, fold of rest."""
    return np.max([_after_onset("cortisol_serum", minutes) for minutes in (10.0, 20.0, 35.0)], axis=0)[1:]


def during_speech(name: str) -> tuple[float, float]:
    """A quantity at the onset of the speech and its highest value while it lasts, reference person."""
    onset = moment(3, 15.0)
    track = _speech()[name][onset : onset + 4, 0]
    return float(track[0]), float(track.max())


# --- lost sleep --------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=2)
def evening_after_loss(bed_from: float) -> float:
    """Cortisol from 18 to 23 h after a night in bed from a clock hour to 8 h, of the evening before; man of 25.

    From 8 h means no sleep at all.
    """
    evening, morning = over(23.0, 24.0, 1.0), over(0.0, 7.0, 1.0)
    late = over(bed_from, 8.0, 1.0)

    def bed(day: int) -> Array:
        return (late if day == 7 else morning) + evening * (day != 6)

    track = lived(8, {"sleep.in_bed": bed}, [aged(25)])["cortisol_serum"]
    return float((between(track, 7, 18.0, 23.0) / between(track, 6, 18.0, 23.0))[0])


# --- people with and without functional symptoms -----------------------------------------------------------------------


@lru_cache(maxsize=2)
def _group(kind: str) -> dict[str, Array]:
    task = {"appraisal.stressor": only_on(6, over(15.0, 15.25, TASK))}
    return lived(7, task, people(declared_body(), kind, PEOPLE), noise=True)


def _measured(kind: str, what: str) -> Array:
    run = _group(kind)
    if what == "cortisol":
        return between(run["cortisol_serum"], 5, 0.0, 24.0)
    log_rmssd = np.log(run["rmssd"])
    if what == "vagal":
        return between(log_rmssd, 6, 10.0, 10.2)
    return between(log_rmssd, 6, 14.5, 15.0) - between(log_rmssd, 6, 15.1, 15.3)


def patients_differ(what: Literal["cortisol", "vagal", "reactivity"]) -> float:
    """Difference of people with SSD from healthy people in SD of both: cortisol of a day, log RMSSD, its fall in a task."""
    patients, healthy = _measured("ssd", what), _measured("healthy", what)
    spread = np.sqrt((patients.var(ddof=1) + healthy.var(ddof=1)) / 2.0)
    return float((patients.mean() - healthy.mean()) / spread)


# --- heart and breath --------------------------------------------------------------------------------------------------


def resting(name: str, who: str = "reference") -> float:
    """A quantity of somebody awake and undisturbed from 9 to 17 h."""
    return float(between(quiet(name, who), SETTLED - 1, 9.0, 17.0))


def mean_rmssd() -> float:
    """Mean RMSSD of people of 40 who differ, at 10 h."""
    return float(_speech()["rmssd"][moment(3, 10.0), 1:].mean())


@lru_cache(maxsize=1)
def _breathing() -> tuple[dict[str, Array], dict[str, Array]]:
    kept = people(declared_body(), "general", PEOPLE)
    slow = {"practices.slow_breathing": only_on(3, over(10.0, 10.25, 1.0))}
    return lived(4, None, kept, noise=True), lived(4, slow, kept, noise=True)


def slow_breathing(name: str) -> float:
    """Change in the last minutes of a quarter of an hour of slow breathing, in SD between people."""
    tracks = [minutes_after(run[name], moment(3, 10.0), 15.0) for run in _breathing()]
    usual, slow = (np.log(track) if name == "rmssd" else track for track in tracks)
    return float((slow - usual).mean() / usual.std(ddof=1))


@lru_cache(maxsize=1)
def mindfulness_and_rmssd() -> float:
    """Change of resting RMSSD by eight weeks of twenty minutes a day, in SD between people."""
    kept = people(declared_body(), "general", 32)
    daily = {"practices.mindfulness": over(20.0, 20.0 + 1.0 / 3.0, 1.0)}
    usual, mindful = (
        np.log(between(lived(57, inputs, kept, noise=True)["rmssd"], 56, 9.0, 17.0)) for inputs in (None, daily)
    )
    return float((mindful - usual).mean() / usual.std(ddof=1))


def night_breathing() -> float:
    """Breaths a minute asleep, from 1 to 5 h."""
    return float(between(quiet("breathing_rate"), SETTLED - 1, 1.0, 5.0))
