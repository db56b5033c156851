"""Figures of the autonomic system: heart and breath at rest, over age, under stress, in patients, by slow breathing."""

from __future__ import annotations

from functools import partial

from somaloop.reality import _stress_experiments as experiment
from somaloop.reality.figure import Figure

_figure = partial(Figure, mechanism="autonomic")
_TSST, _SHAO, _CHENG = "tsst-heart-rate-size", "shao2024-slow-breathing", "cheng2020-hrv-fss-ssd"
_OLD = (
    "On the edge of the range: RMSSD falls evenly to 60 years here, as in a larger cohort; in this group it hardly falls "
    "after 50."
)
_INTERVAL, _TWO_ERRORS = "95 % interval", "2 standard errors"


def _speech_rise() -> float:
    before, highest = experiment.during_speech("heart_rate")
    return highest - before


def _speech_fold() -> float:
    before, highest = experiment.during_speech("adrenaline")
    return highest / before


REST = (
    _figure(
        what="heart rate, awake at rest", unit="1/min", source="nhanes-resting-pulse", published=72.0, low=71.6,
        high=72.4, range_from=_TWO_ERRORS, model=lambda: experiment.resting("heart_rate"),
    ),
    _figure(
        what="mean RMSSD of healthy adults (age 40)", unit="ms", source="nunan2010-hrv", published=42.0, low=37.5,
        high=46.5, range_from="2 standard errors of 44 study means", model=experiment.mean_rmssd,
    ),
    *(
        _figure(
            what=f"geometric mean of RMSSD, age {words}", unit="ms", source="hrv-by-age-heart-bmj", published=published,
            low=low, high=high, range_from="2 standard errors, from the quartiles",
            model=partial(experiment.resting, "rmssd", age), miss=miss,
        )
        for words, age, published, low, high, miss in (
            ("35 to 44", "40", 32.5, 29.3, 36.0, ""),
            ("45 to 54", "50", 23.8, 21.7, 26.1, ""),
            ("55 to 65", "60", 22.2, 19.7, 25.0, _OLD),
        )
    ),
    _figure(
        what="breathing rate asleep", unit="1/min", source="natarajan2021-respiratory-rate", published=15.4, low=14.75,
        high=16.05, range_from="error of the device against a sleep laboratory", model=experiment.night_breathing,
    ),
)  # fmt: skip

STRESS = (
    _figure(
        what="rise of heart rate in a speech test", unit="1/min", source=_TSST, published=21.0, low=15.0, high=27.0,
        range_from="several studies, from memory; published: their middle", model=_speech_rise,
    ),
    _figure(
        what="adrenaline in a speech test, of rest", unit="fold", source=_TSST, published=1.75, low=1.5, high=2.0,
        range_from="several studies, from memory; published: their middle", model=_speech_fold,
    ),
)  # fmt: skip

PEOPLE = (
    _figure(
        what="vagal variability at rest (log RMSSD), people with SSD against healthy people", unit="SD", source=_CHENG,
        published=-0.41, low=-0.54, high=-0.30, range_from=_INTERVAL,
        model=lambda: experiment.patients_differ("vagal"),
    ),
    _figure(
        what="fall of log RMSSD in a stressful task, people with SSD against healthy people", unit="SD", source=_CHENG,
        published=-0.42, low=-0.64, high=-0.20, range_from=_INTERVAL,
        model=lambda: experiment.patients_differ("reactivity"),
    ),
)  # fmt: skip

PRACTICES = (
    _figure(
        what="change of log RMSSD by a quarter of an hour of slow breathing", unit="SD", source=_SHAO, published=0.37,
        low=0.16, high=0.58, range_from=_INTERVAL, model=lambda: experiment.slow_breathing("rmssd"),
    ),
    _figure(
        what="change of heart rate by a quarter of an hour of slow breathing", unit="SD", source=_SHAO, published=-0.10,
        low=-0.19, high=-0.01, range_from=_INTERVAL, model=lambda: experiment.slow_breathing("heart_rate"),
    ),
    _figure(
        what="change of resting log RMSSD by eight weeks of mindfulness", unit="SD", source="brown2021-mindfulness-hrv",
        published=0.19, low=-0.02, high=0.39, range_from="95 % interval without one outlier",
        model=experiment.mindfulness_and_rmssd,
    ),
)  # fmt: skip

FIGURES: tuple[Figure, ...] = (*REST, *STRESS, *PEOPLE, *PRACTICES)
