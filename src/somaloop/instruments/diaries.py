"""Diary items from 0 to 100: one rating at a moment, and the mean of a week of evening ratings.

A rating's noise is about 35 % of the variance within a person (our split of what open data show); completion falls to
85 %. Asking more often makes people report more; a rating four times a day, as in those data, counts as usual.
"""

from __future__ import annotations

from math import sqrt

from somaloop.instruments.instrument import Instrument
from somaloop.instruments.windows import Moment, Recall

_MISSING_OF_PATIENTS = 0.15  # ono2019-ema-compliance: 85 % are completed
_ASKING = 0.1  # assumed; the published effect of asking 18 rather than 6 times only checks it
# The first report: a clear rise in experiments with students, none that is reliable in seven samples of all ages (d -0.05
# to 0.14); a twentieth of a spread that is half of the mean is taken.
_FIRST = 0.025
_PROMPT_MINUTES, _EVENING = 30, 20

# word in names, what is felt, output, noise of one rating
_ITEMS = (
    ("tension", "Muscle tension", "perception.felt_tightness", 11.2),
    ("worry", "Worry", "appraisal.worry", 12.0),
    ("fatigue", "Fatigue", "mood.fatigue", 12.8),
    ("pain", "Pain", "perception.felt_pain", 11.5),
    ("low mood", "Low mood", "mood.low_mood", 13.0),
    ("digestive symptoms", "Digestive symptoms", "perception.felt_digestive", 11.5),
    ("headache", "Headache", "perception.felt_headache", 11.5),
)


def _week(name: str, title: str, output: str, error: float, main: bool = False, source: str = "") -> Instrument:
    return Instrument(
        name=name,
        title=title,
        unit="points",
        kind="diary",
        weights=((output, 100.0),),
        window=Recall(7),
        low=0,
        high=100,
        plain_error=error / sqrt(7),
        step=1,
        important=10,
        better="lower",
        missing=_MISSING_OF_PATIENTS,
        main=main,
        source=f"fisher2017-ema-variances ono2019-ema-compliance {source}".strip(),
        note="Mean of seven evening ratings; rating noise is about 35 % of the variance within a person (our split); "
        "10 points as important difference is assumed (a tenth of the scale).",
    )


def _now(word: str, felt: str, output: str, error: float) -> Instrument:
    return Instrument(
        name=f"momentary {word}",
        title=f"{felt} at this moment, 0-100",
        unit="points",
        kind="diary",
        weights=((output, 100.0),),
        window=Moment(_PROMPT_MINUTES, _EVENING),
        low=0,
        high=100,
        plain_error=error,
        step=1,
        important=10,
        better="lower",
        missing=_MISSING_OF_PATIENTS,
        asking=_ASKING,
        asked=4,
        first=_FIRST,
        source="fisher2017-ema-variances ono2019-ema-compliance witthoeft2024-symptom-query-effect "
        "shrout2018-initial-elevation cerino2022-no-initial-elevation",
        note="One rating of the last half hour; its noise is about 35 % of the variance within a person (our split). A "
        "tenth more is reported each time the askings a day double, and a fortieth more on the first occasion: assumed. 10 "
        "points as important are assumed.",
    )


DIARIES = (
    _week("felt tension", "Felt muscle tension, week's mean of 0-100", "perception.felt_tightness", 11.2, main=True),
    _week("worry", "Worry, week's mean of 0-100", "appraisal.worry", 12.0, main=True),
    _week("fatigue", "Fatigue, week's mean of 0-100", "mood.fatigue", 12.8, main=True),
    _week("pain", "Felt pain, week's mean of 0-100", "perception.felt_pain", 11.5, main=True),
    _week("low mood", "Low mood, week's mean of 0-100", "mood.low_mood", 13.0, main=True),
    _week(
        "digestive symptoms",
        "Digestive symptoms, week's mean of 0-100",
        "perception.felt_digestive",
        11.5,
        source="openesm-icc-somatic",
    ),
    *(_now(*item) for item in _ITEMS),
    Instrument(
        name="headache days",
        title="Days with headache",
        unit="a week",
        kind="diary",
        weights=(("perception.felt_headache", 7.0),),
        window=Recall(28),
        low=0,
        high=7,
        plain_error=0.4,
        step=0.25,
        decimals=1,
        better="lower",
        missing=_MISSING_OF_PATIENTS,
        source="peikert1996-mg-migraine jensen1999-tth-epidemiology",
        note="Four weeks of a headache calendar. The share of days with headache is taken as the strength of headache that is "
        "felt on average (0 to 1); an error of 0.4 days a week is that of counting 28 days.",
    ),
)
