"""Samples of blood, saliva and urine, and what electrodes show. A belief moves none of them by itself.

Where an error holds the swing within a person from sample to sample, the note says so; else it is that of the assay.
"""

from __future__ import annotations

from somaloop.instruments.curves import Curve, Logarithm, Straight
from somaloop.instruments.instrument import Better, Instrument, Weights
from somaloop.instruments.windows import Growth, Moment, Recall, Window

INFINITY = float("inf")
_MG_PER_MMOL = 24.305
_MORNING = 8
_SAMPLE = Moment(6, _MORNING)  # one step of the engine
_COLLECTION = Moment(1440, 24)
_LOST = 0.03  # samples that are lost or spoilt: assumed


def _measured(
    name: str, title: str, unit: str, output: str | Weights, source: str, note: str, *, scale: float = 1.0,
    window: Window = _SAMPLE, error: float = 0.0, relative: float = 0.0, step: float = 0.0, decimals: int = 0,
    better: Better = "neither", curve: Curve | None = None, low: float = 0.0, main: bool = False,
    day_stands: bool = False,
) -> Instrument:  # fmt: skip
    return Instrument(
        name=name, title=title, unit=unit, kind="biomarker",
        weights=((output, scale),) if isinstance(output, str) else output, window=window, low=low, high=INFINITY,
        plain_error=error, relative_error=relative, step=step, decimals=decimals, better=better,
        curve=curve or Straight(), expectation_moves=False, missing=_LOST, main=main, day_stands=day_stands,
        source=source, note=note,
    )  # fmt: skip


_MAGNESIUM = (
    _measured(
        "serum magnesium", "Magnesium in serum", "mmol/L", "magnesium.serum", "img-variability2002",
        "One sample; the variation within a person is about 4 %. Serum hardly differs by the hour, so the day's mean may "
        "stand for a sample.",
        relative=0.04, step=0.01, decimals=3, better="higher", main=True, day_stands=True,
    ),
    _measured(
        "ionised magnesium", "Ionised magnesium in blood", "mmol/L", "magnesium.serum",
        "img-variability2002 serum-fractions-boron",
        "One sample: 62 % of the total; the variation within a person is 4 %, of which 2.3 % is the electrode's.",
        scale=0.62, relative=0.04, step=0.01, decimals=3, better="higher", day_stands=True,
    ),
    _measured(
        "red-cell magnesium", "Magnesium in red cells", "mmol/L", "magnesium.red_cells", "blood-muscle-norms-ryschon1996",
        "One sample; an error of 4 % is assumed.",
        relative=0.04, step=0.01, decimals=3, better="higher", main=True, day_stands=True,
    ),
    _measured(
        "CSF magnesium", "Magnesium in cerebrospinal fluid", "mmol/L", "magnesium.csf", "csf-normal-haensch2010",
        "One puncture; an error of 3 % is assumed.",
        relative=0.03, step=0.01, decimals=3, day_stands=True,
    ),
    _measured(
        "urine magnesium", "Magnesium in 24-h urine", "mmol/day", "magnesium.urine_rate", "prevend-urine-distribution",
        "One collection of the 24 h up to the clock time, midnight if none is named; an error of 15 % for collecting is "
        "assumed.",
        scale=24.0, window=_COLLECTION, relative=0.15, step=0.1, decimals=2, main=True,
    ),
    _measured(
        "urine magnesium rate", "Magnesium in timed urine", "mmol/hour", "magnesium.urine_rate",
        "caffeine-bergman1990-tubular",
        "Urine of the hour up to the clock time; an error of 10 % is assumed.",
        window=Moment(60, 10), relative=0.10, decimals=3,
    ),
    _measured(
        "stool magnesium", "Magnesium in 24-h stool", "mmol/day", "magnesium.stool", "faecal-mg-fine1991b",
        "What passed in a day; an error of 15 % for collecting is assumed.",
        window=Growth(1), relative=0.15, step=0.1, decimals=1,
    ),
    _measured(
        "magnesium intake", "Magnesium eaten and swallowed", "mg/day", "magnesium.intake", "intake-us-nhanes-trend",
        "Record of all that was eaten and taken in a day; an error of 10 % is assumed.",
        scale=_MG_PER_MMOL, window=Growth(1), relative=0.10, step=1,
    ),
    _measured(
        "absorbed magnesium", "Magnesium eaten less what left with the stool", "mmol/day",
        (("magnesium.intake", 1.0), ("magnesium.stool", -1.0)), "fine1991-absorption-vs-dose sabatier2011-split-dose",
        "Net absorption of a day by faecal monitoring; an error of 0.2 mmol is assumed, which "
        "lies within the spread of an isotope study with its people in it (0.42 of 5.2 mmol).",
        window=Growth(1), error=0.2, decimals=2, low=-INFINITY,
    ),
    _measured(
        "magnesium balance", "Magnesium eaten less what left with urine and stool", "mmol/day",
        (("magnesium.intake", 1.0), ("magnesium.urine", -1.0), ("magnesium.stool", -1.0)), "hunt-johnson2006-balance",
        "Balance of a metabolic ward over a week, sweat not counted; an error of 0.3 mmol is assumed.",
        window=Growth(7), error=0.3, decimals=2, low=-INFINITY,
    ),
)  # fmt: skip

_HORMONES = (
    _measured(
        "serum cortisol", "Cortisol in serum", "nmol/L", "hpa.cortisol_serum",
        "guldhaug-cortisol-weekly-variation debono2009-serum-cortisol-24h",
        "One sample, at 8 h if no time is named. Samples of one person vary by 18 % from week to week, of which the model "
        "has little by itself.", relative=0.18, step=1,
    ),
    _measured(
        "salivary cortisol", "Cortisol in saliva", "nmol/L", "hpa.cortisol_saliva",
        "car-wust2000 saliva-to-serum-cortisol-anchors",
        "One sample, at 8 h if no time is named; an error of 20 % is assumed, a little more than that of "
        "serum.",
        relative=0.20, step=0.1, decimals=1,
    ),
    _measured(
        "ACTH", "ACTH in plasma", "ng/L", "hpa.acth_plasma", "keenan2004-acth-cortisol-kinetics",
        "One sample, at 8 h if no time is named; an error of 10 % for the assay is assumed.", relative=0.10, step=0.1,
        decimals=1,
    ),
    _measured(
        "urinary cortisol", "Free cortisol in 24-h urine", "nmol/hour", "hpa.urinary_cortisol", "ufc-norm-and-sodium",
        "One collection as an hourly mean (times 24 gives nmol a day); an error of 15 % for collecting is assumed.",
        window=_COLLECTION, relative=0.15, step=0.1, decimals=1,
    ),
    _measured(
        "melatonin", "Melatonin in plasma", "pg/mL", "circadian.melatonin_plasma", "melatonin-assays",
        "One sample, at 3 h if no time is named. Assays detect 1 pg/mL; what lies below is shown as the limit. That is two "
        "standard deviations of a sample of nothing, so 0.5 pg/mL is the error at the floor; 10 % above it is assumed.",
        window=Moment(6, 3), error=0.5, relative=0.10, step=0.1, decimals=1, low=1.0,
    ),
    _measured(
        "adrenaline", "Adrenaline in venous plasma", "pg/mL", "autonomic.adrenaline", "adrenaline-kinetics-arterial",
        "One sample through a line that lies already, at 9 h if no time is named; an error of 15 % is assumed.",
        window=Moment(6, 9), relative=0.15, step=1,
    ),
    _measured(
        "cortisol", "Mean serum cortisol over 24 h", "nmol/L", "hpa.cortisol_serum", "debono2009-serum-cortisol-24h",
        "Mean of a day's profile; an error of 8 % is assumed.", window=Recall(1), relative=0.08, step=1, main=True,
    ),
)  # fmt: skip

_SUBSTANCES = (
    _measured(
        "plasma caffeine", "Caffeine in plasma", "mg/L", "caffeine.plasma", "blanchard1983-caffeine-bioavailability",
        "One sample, at 9 h if no time is named; an error of 5 % is assumed.",
        window=Moment(6, 9), relative=0.05, step=0.01, decimals=2,
    ),
    _measured(
        "blood alcohol", "Alcohol in blood", "g/L", "alcohol.blood", "alcohol-watson-tbw-kinetics",
        "One sample, at 22 h if no time is named; an error of 3 % is assumed.",
        window=Moment(6, 22), relative=0.03, step=0.01, decimals=2,
    ),
)  # fmt: skip

_ELECTRODES = (
    _measured(
        "heart rate", "Mean heart rate over 24 h", "1/min", "autonomic.heart_rate", "nhanes-resting-pulse",
        "Mean of a day; error assumed.", window=Recall(1), error=1.5, step=1, decimals=1, main=True,
    ),
    _measured(
        "RMSSD", "Heart rate variability over 24 h (RMSSD)", "ms", "autonomic.rmssd", "nunan2010-hrv",
        "Mean of a day; an error of 10 % is assumed.",
        window=Recall(1), relative=0.10, step=1, decimals=1, better="higher", main=True,
    ),
    _measured(
        "resting heart rate", "Heart rate at rest", "1/min", "autonomic.heart_rate",
        "nhanes-resting-pulse hrv-within-session-2016",
        "Six minutes, at 9 h if no time is named; the typical error within a session is 5 %.",
        window=Moment(6, 9), relative=0.052, step=1, decimals=1,
    ),
    _measured(
        "resting RMSSD", "Heart rate variability at rest (RMSSD)", "ms", "autonomic.rmssd",
        "nunan2010-hrv hrv-within-session-2016 uhlig2020-hrv-retest",
        "Six minutes, at 9 h if no time is named; an error of 30 % is assumed: 21 % within a session, near "
        "40 % over months (an intraclass correlation of 0.5).",
        window=Moment(6, 9), relative=0.30, step=0.1, decimals=1, better="higher",
    ),
    _measured(
        "log RMSSD", "Heart rate variability at rest (logarithm of RMSSD)", "ln ms", "autonomic.rmssd",
        "nunan2010-hrv hrv-within-session-2016 uhlig2020-hrv-retest",
        "The natural logarithm of what the same six minutes show; an error of 0.3 is assumed, as for the plain number.",
        window=Moment(6, 9), error=0.30, decimals=2, better="higher", curve=Logarithm(0.1), low=-INFINITY,
    ),
    _measured(
        "breathing rate", "Breaths a minute at rest", "1/min", "autonomic.breathing_rate", "natarajan2021-respiratory-rate",
        "Six minutes, at 9 h if no time is named; an error of one breath a minute is assumed (a variation within people "
        "of 2 to 10 % from night to night).",
        window=Moment(6, 9), error=1.0, step=0.1, decimals=1,
    ),
    _measured(
        "trapezius EMG", "Activity of the trapezius muscle", "% MVC", "muscle.tone", "wijsman2013-trapezius-emg",
        "Six minutes, at 15 h if no time is named, in percent of a reference contraction; an error of 10 % for placing the "
        "electrodes is assumed.",
        window=Moment(6, 15), relative=0.10, step=0.1, decimals=1,
    ),
)  # fmt: skip

BIOMARKERS = (*_MAGNESIUM, *_HORMONES, *_SUBSTANCES, *_ELECTRODES)
