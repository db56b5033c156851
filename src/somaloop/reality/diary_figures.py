"""Figures of diaries: levels, spreads, autocorrelations and couplings of ratings four times a day (0 to 100)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from math import atanh, sqrt, tanh

from somaloop.reality import _diary_experiments as diary
from somaloop.reality.figure import Figure

_PERSONS = 40
_figure = partial(Figure, mechanism="diary")

# mean, SD between, SD within, ICC, AR 4 h, AR overnight; daily means: SD within, ICC, AR; then the spread over persons
# of the SD within (interquartile range of the open descriptives of the same data, over 1.349)
_TABLE: Mapping[str, tuple[float, ...]] = {
    "worry": (54.0, 18.1, 20.2, 0.44, 0.41, 0.39, 15.4, 0.58, 0.40, 7.61 / 1.349),
    "muscle tension": (40.2, 22.7, 19.0, 0.59, 0.41, 0.29, 14.6, 0.71, 0.33, 9.89 / 1.349),
    "fatigue": (54.5, 16.6, 21.7, 0.37, 0.32, 0.20, 15.4, 0.53, 0.24, 8.22 / 1.349),
    "low mood": (45.4, 15.8, 21.6, 0.35, 0.46, 0.36, 16.0, 0.50, 0.38, 9.10 / 1.349),
}

_ONE_SHARE = (
    "One share of the common swing (0.3) serves all feelings; with what worry does to the others by its arrows, worry has "
    "more in common with them than in these diaries."
)
_NO_ARROW = "No arrow joins tension and fatigue; beside the common swing they share what comes through worry and lost sleep alone."
_LASTING = "Most of the common swing is of days, so it is still there at the next rating and adds to what each feeling keeps of itself."
_FORETOLD = (
    "What feelings have in common lasts for days, so one foretells another. An error that a rater shares over all questions "
    "of one moment would join feelings at that moment alone; it is not in the model."
)
_MISSES: Mapping[tuple[str, str], str] = {
    ("worry", "mean"): (
        "No starting type is general anxiety. The nearest, SSD with strong health anxiety, worries more than either "
        "type alone (52 and 63): threat schema and felt burden add up."
    ),
    ("worry and muscle tension at the same time, within people", ""): _ONE_SHARE,
    ("worry and fatigue at the same time, within people", ""): _ONE_SHARE,
    ("muscle tension and fatigue at the same time, within people", ""): _NO_ARROW,
    ("muscle tension to worry four hours later, within people", ""): _FORETOLD,
    ("worry to fatigue four hours later, within people", ""): _FORETOLD,
    ("fatigue to worry four hours later, within people", ""): _FORETOLD,
    ("fatigue", "correlation with the rating 4 h later"): _LASTING,
    ("low mood", "correlation with the rating 4 h later"): _LASTING,
    ("low mood", "correlation over night"): _LASTING,
    ("low mood", "share of variance between people"): (
        "People differ more in low mood since populations meet the norms of depression scales (SD of the PHQ-9); this small "
        "clinic sample, chosen for anxiety or depression, is narrower than that."
    ),
    ("muscle tension and fatigue between people", ""): (
        "General distress moves both, but most of what people differ in by felt tension is their own focus on it."
    ),
    ("muscle tension in the morning per hour more sleep", ""): (
        "A short night reaches muscle only through worry and arousal of the day, and pain, not tension, is what lost "
        "sleep sharpens in the model."
    ),
    ("worry in the morning per hour more sleep", ""): (
        "A worried evening takes sleep and is still there in the morning, so the slope holds more of worry's effect on "
        "sleep than of sleep's on worry; in diaries that part is a third as large."
    ),
}  # fmt: skip

_SPREAD_OF_PERSONS = "2 standard errors over 40 persons"
_CORRELATION = "2 standard errors; SD over persons taken as 0.17, that of the same-time correlations"
_FEW_PAIRS = "2 standard errors; SD over persons taken as 0.22, for a quarter of the pairs"


def _icc_error(icc: float) -> float:
    return 2.0 * icc * (1.0 - icc) * sqrt(2.0 / (_PERSONS - 1))


def _row(item: str) -> tuple[Figure, ...]:
    mean, outer, inner, icc, four, night, day_inner, day_icc, day, spread = _TABLE[item]
    inner_error = 2.0 * spread / sqrt(_PERSONS)
    few = 2.0 * 0.22 / sqrt(_PERSONS)
    rows: tuple[tuple[str, str, float, float, str, Callable[[], float]], ...] = (
        ("mean", "points", mean, 2.0 * outer / sqrt(_PERSONS), _SPREAD_OF_PERSONS, partial(diary.mean, item)),
        ("SD between people", "points", outer, 2.0 * outer / sqrt(2.0 * (_PERSONS - 1)), _SPREAD_OF_PERSONS,
         partial(diary.between, item)),
        ("SD within people", "points", inner, inner_error, _SPREAD_OF_PERSONS, partial(diary.within, item)),
        ("share of variance between people", "share", icc, _icc_error(icc), _SPREAD_OF_PERSONS,
         partial(diary.shared, item)),
        ("correlation with the rating 4 h later", "r", four, 2.0 * 0.17 / sqrt(_PERSONS), _CORRELATION,
         partial(diary.after_four_hours, item)),
        ("correlation over night", "r", night, few, _FEW_PAIRS, partial(diary.over_night, item)),
        ("SD within people of daily means", "points", day_inner, inner_error * day_inner / inner, _SPREAD_OF_PERSONS,
         partial(diary.within, item, True)),
        ("share of variance of daily means between people", "share", day_icc, _icc_error(day_icc), _SPREAD_OF_PERSONS,
         partial(diary.shared, item, True)),
        ("correlation of daily means with the next day", "r", day, few, _FEW_PAIRS, partial(diary.day_to_day, item)),
    )  # fmt: skip
    return tuple(
        _figure(
            what=f"{item}: {what}", unit=unit,
            source="fisher2017-daily-aggregates" if "daily" in what else "fisher2017-ema-variances",
            published=published, low=published - error, high=published + error, range_from=range_from, model=model,
            miss=_MISSES.get((item, what), ""),
        )
        for what, unit, published, error, range_from, model in rows
    )  # fmt: skip


def _fisher_z(r: float) -> tuple[float, float]:
    """The 95 % interval of a correlation between 40 people."""
    half = 1.96 / sqrt(_PERSONS - 3)
    return tanh(atanh(r) - half), tanh(atanh(r) + half)


def _coupling(
    what: str, published: float, error: float, model: Callable[[], float], source: str = "fisher2017-couplings",
    unit: str = "r",
) -> Figure:  # fmt: skip
    return _figure(
        what=what, unit=unit, source=source, published=published, low=published - error, high=published + error,
        range_from=_SPREAD_OF_PERSONS, model=model, miss=_MISSES.get((what, ""), ""),
    )  # fmt: skip


_SAME_TIME = (
    ("worry", "muscle tension", 0.23, 0.15), ("muscle tension", "fatigue", 0.30, 0.19), ("worry", "fatigue", 0.24, 0.16),
    ("low mood", "fatigue", 0.36, 0.17),
)  # fmt: skip
_LATER = (
    ("worry", "muscle tension", 0.049, 0.018), ("muscle tension", "worry", 0.053, 0.019),
    ("worry", "fatigue", 0.090, 0.021), ("fatigue", "worry", 0.059, 0.015),
    ("muscle tension", "fatigue", 0.090, 0.022), ("fatigue", "muscle tension", 0.058, 0.021),
)  # fmt: skip
_BETWEEN = (
    ("worry", "muscle tension", 0.32), ("muscle tension", "fatigue", 0.72), ("worry", "fatigue", 0.45),
    ("worry", "low mood", 0.66),
)  # fmt: skip
_SLEEP = (
    ("fatigue", False, -1.9, 0.45), ("muscle tension", True, -1.28, 0.31), ("worry", True, -0.81, 0.44),
)  # fmt: skip

COUPLINGS = (
    *(
        _coupling(f"{one} and {other} at the same time, within people", r, 2.0 * sd / sqrt(_PERSONS),
                  partial(diary.same_time, one, other))
        for one, other, r, sd in _SAME_TIME
    ),
    *(
        _coupling(f"{one} to {other} four hours later, within people", slope, 2.0 * se, partial(diary.leads, one, other),
                  unit="SD")
        for one, other, slope, se in _LATER
    ),
    *(
        _figure(
            what=(what := f"{one} and {other} between people"), unit="r", source="fisher2017-couplings", published=r,
            low=_fisher_z(r)[0], high=_fisher_z(r)[1], range_from="95 % interval of 40 persons",
            model=partial(diary.between_people, one, other), miss=_MISSES.get((what, ""), ""),
        )
        for one, other, r in _BETWEEN
    ),
    *(
        _coupling(f"{item}{' in the morning' if morning else ' of the day'} per hour more sleep", slope, 2.0 * se,
                  partial(diary.per_hour_of_sleep, item, morning), "fisher2017-sleep-to-symptoms", "points")
        for item, morning, slope, se in _SLEEP
    ),
    *(
        _coupling(f"{item}: drift over a month", slope, 2.0 * se, partial(diary.drift, item), "fisher2017-no-drift",
                  "points a week")
        for item, slope, se in (("worry", 0.07, 0.78), ("muscle tension", 1.28, 0.78), ("fatigue", 1.32, 0.76))
    ),
)  # fmt: skip

FIGURES: tuple[Figure, ...] = (*(figure for item in _TABLE for figure in _row(item)), *COUPLINGS)
