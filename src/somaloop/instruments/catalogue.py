"""The instruments of the first measurement layer, with their published ranges, errors and important differences."""

from __future__ import annotations

from math import sqrt
from types import MappingProxyType

from somaloop.instruments.instrument import Better, Instrument, Kind
from somaloop.language import unknown

DAY = 24.0
INFINITY = float("inf")

_QUESTIONNAIRES = (
    Instrument(
        name="PHQ-15",
        title="Somatic symptoms in the last four weeks (PHQ-15)",
        unit="points",
        kind="questionnaire",
        weights=(("perception.felt_burden", 22.5),),
        offset=1.6,
        recall_days=28,
        low=0,
        high=30,
        error=4.1 * sqrt(1 - 0.81),
        step=1,
        important=3,
        better="lower",
        source="kocalevent2013-phq15-norm hybelius2024-phq15-sss8-psychometrics",
        note="Slope and offset are assumed: they place the general person at the population mean (about 3.9) and a "
        "felt burden of 0.42 at the mean of a trial of SSD (about 11); error is SD sqrt(1 - alpha).",
    ),
    Instrument(
        name="GAD-7",
        title="Anxiety in the last two weeks (GAD-7)",
        unit="points",
        kind="questionnaire",
        weights=(("appraisal.worry", 23.0),),
        offset=-2.1,
        recall_days=14,
        low=0,
        high=21,
        error=3.4 * sqrt(1 - 0.89),
        step=1,
        important=1.5,
        better="lower",
        source="phq9-gad7-norm-germany kounali2022-mcid-phq9-gad7",
        note="Slope and offset are assumed: worry of 0.22 gives the population mean 2.95, worry of 0.54 (patients with "
        "generalised anxiety in diaries) gives about 10; an alpha of 0.89 is taken from memory.",
    ),
    Instrument(
        name="ISI",
        title="Insomnia severity in the last two weeks (ISI)",
        unit="points",
        kind="questionnaire",
        weights=(("sleep_perception.poor_sleep", 24.0), ("mood.fatigue", 6.0)),
        offset=-1.5,
        recall_days=14,
        low=0,
        high=28,
        error=2.52,
        step=1,
        important=6,
        better="lower",
        source="dieperink2020-isi-retest morin2011-isi mem-norms-unverified",
        note="Weights are assumed: the general person scores about 4, poor sleep of 0.4 with fatigue 0.5 crosses the "
        "community cut-off of 10; the important difference of 6 is from memory.",
    ),
    Instrument(
        name="PSS-10",
        title="Perceived stress in the last four weeks (PSS-10)",
        unit="points",
        kind="questionnaire",
        weights=(("appraisal.worry", 26.0), ("mood.low_mood", 12.0)),
        offset=5.0,
        recall_days=28,
        low=0,
        high=40,
        error=6.6 * sqrt(1 - 0.84),
        step=1,
        important=None,
        better="lower",
        source="cohen2012-pss10-us-norm mem-norms-unverified",
        note="Weights are assumed: the general person scores about 13, the norm of 1983; the alpha of 0.84 is from memory; "
        "no important difference was found.",
    ),
)


def _diary(name: str, title: str, output: str, error: float) -> Instrument:
    return Instrument(
        name=name,
        title=title,
        unit="points",
        kind="diary",
        weights=((output, 100.0),),
        recall_days=7,
        low=0,
        high=100,
        error=error / sqrt(7),
        step=1,
        important=10,
        better="lower",
        source="fisher2017-ema-variances",
        note="Mean of seven evening ratings; rating noise is about 35 % of the variance within a person (our split); "
        "10 points as important difference is assumed (a tenth of the scale).",
    )


_DIARIES = (
    _diary("felt tension", "Felt muscle tension, week's mean of 0-100", "perception.felt_tightness", 11.2),
    _diary("worry", "Worry, week's mean of 0-100", "appraisal.worry", 12.0),
    _diary("fatigue", "Fatigue, week's mean of 0-100", "mood.fatigue", 12.8),
    _diary("pain", "Felt pain, week's mean of 0-100", "perception.felt_pain", 11.5),
    _diary("low mood", "Low mood, week's mean of 0-100", "mood.low_mood", 13.0),
)


def _measured(
    name: str,
    title: str,
    unit: str,
    output: str,
    scale: float,
    kind: Kind,
    source: str,
    note: str,
    *,
    recall_days: int = 7,
    error: float = 0.0,
    relative_error: float = 0.0,
    step: float = 0.0,
    decimals: int = 0,
    better: Better = "neither",
) -> Instrument:
    return Instrument(
        name=name,
        title=title,
        unit=unit,
        kind=kind,
        weights=((output, scale),),
        recall_days=recall_days,
        low=0.0,
        high=INFINITY,
        source=source,
        note=note,
        error=error,
        relative_error=relative_error,
        step=step,
        decimals=decimals,
        better=better,
    )


_MEASURED = (
    _measured(
        "sleep length",
        "Time asleep a night",
        "min",
        "sleep.asleep",
        DAY * 60,
        "sleep",
        "fisher2017-sleep-to-symptoms",
        "Week's mean; the error of actigraphy over seven nights is assumed.",
        error=12.0,
        better="higher",
    ),
    _measured(
        "sleep latency",
        "Time to fall asleep",
        "min",
        "sleep.lying_awake_before_sleep",
        DAY * 60,
        "sleep",
        "boulos2019-psg-age-slopes",
        "Week's mean; error assumed.",
        error=4.0,
        better="lower",
    ),
    _measured(
        "awake at night",
        "Awake after falling asleep",
        "min",
        "sleep.awake_after_onset",
        DAY * 60,
        "sleep",
        "boulos2019-psg-age-slopes",
        "Week's mean; error assumed.",
        error=6.0,
        better="lower",
    ),
    _measured(
        "deep sleep",
        "Slow-wave sleep a night",
        "min",
        "sleep.slow_wave",
        DAY * 60,
        "sleep",
        "boulos2019-psg-age-slopes",
        "Week's mean; error assumed.",
        error=5.0,
        better="higher",
    ),
    _measured(
        "serum magnesium",
        "Magnesium in serum",
        "mmol/L",
        "magnesium.serum",
        1.0,
        "biomarker",
        "img-variability2002",
        "One sample; the variation within a person is about 4 %.",
        recall_days=1,
        relative_error=0.04,
        step=0.01,
        decimals=3,
        better="higher",
    ),
    _measured(
        "urine magnesium",
        "Magnesium in 24-h urine",
        "mmol/day",
        "magnesium.urine_rate",
        DAY,
        "biomarker",
        "prevend-urine-distribution",
        "One collection; an error of 15 % for collecting is assumed.",
        recall_days=1,
        relative_error=0.15,
        step=0.1,
        decimals=2,
    ),
    _measured(
        "red-cell magnesium",
        "Magnesium in red cells",
        "mmol/L",
        "magnesium.red_cells",
        1.0,
        "biomarker",
        "blood-muscle-norms-ryschon1996",
        "One sample; an error of 4 % is assumed.",
        recall_days=1,
        relative_error=0.04,
        step=0.01,
        decimals=3,
        better="higher",
    ),
    _measured(
        "cortisol",
        "Mean serum cortisol over 24 h",
        "nmol/L",
        "hpa.cortisol_serum",
        1.0,
        "biomarker",
        "debono2009-serum-cortisol-24h",
        "Mean of a day's profile; an error of 8 % is assumed.",
        recall_days=1,
        relative_error=0.08,
        step=1,
    ),
    _measured(
        "heart rate",
        "Mean heart rate over 24 h",
        "1/min",
        "autonomic.heart_rate",
        1.0,
        "biomarker",
        "nhanes-resting-pulse",
        "Mean of a day; error assumed.",
        recall_days=1,
        error=1.5,
        step=1,
        decimals=1,
    ),
    _measured(
        "RMSSD",
        "Heart rate variability over 24 h (RMSSD)",
        "ms",
        "autonomic.rmssd",
        1.0,
        "biomarker",
        "nunan2010-hrv",
        "Mean of a day; an error of 10 % is assumed.",
        recall_days=1,
        relative_error=0.10,
        step=1,
        decimals=1,
        better="higher",
    ),
    _measured(
        "stools",
        "Bowel movements",
        "a week",
        "gut.stools_per_week",
        1.0,
        "bowel",
        "mori2019-mgo-constipation",
        "Bowel diary of one week; counted, so the error is that of a count.",
        error=1.0,
        step=1,
        decimals=1,
    ),
)

INSTRUMENTS = MappingProxyType({item.name: item for item in (*_QUESTIONNAIRES, *_DIARIES, *_MEASURED)})


def instrument(name: str) -> Instrument:
    """The instrument of a name. Raises UnknownNameError with the nearest one that exists."""
    if name not in INSTRUMENTS:
        raise unknown("instrument", name, INSTRUMENTS)
    return INSTRUMENTS[name]


def needed_outputs() -> tuple[str, ...]:
    """Every model output that some instrument reads, once each."""
    return tuple(dict.fromkeys(output for item in INSTRUMENTS.values() for output, _ in item.weights))
