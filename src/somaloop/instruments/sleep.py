"""Sleep three ways: a week of actigraphy, one night in a laboratory, and what people say.

A night in the laboratory is the day from noon to noon, so that it lies in one piece. What people say follows the same
night and, beyond it, how poor their sleep feels to them; recorded sleep does not.
"""

from __future__ import annotations

from somaloop.instruments.instrument import Better, Instrument, Weights
from somaloop.instruments.levels import GENERAL_ADULT
from somaloop.instruments.windows import Moment, Recall, Window

_MINUTES = 1440.0
_ASLEEP, _BEFORE, _AFTER = "sleep.asleep", "sleep.lying_awake_before_sleep", "sleep.awake_after_onset"
_POOR = "sleep_perception.poor_sleep"
_NIGHT = Moment(1440, 12)
_WEEK = Recall(7)
_IN_BED = ((_ASLEEP, 1.0), (_BEFORE, 1.0), (_AFTER, 1.0))
_ACTIGRAPHY_MISSING, _LABORATORY_MISSING = 0.05, 0.03
_RECORDED: tuple[tuple[str, str, str, float, Better], ...] = (
    ("sleep length", "Time asleep", _ASLEEP, 15.0, "higher"),
    ("sleep latency", "Time to fall asleep", _BEFORE, 5.0, "lower"),
    ("awake at night", "Awake after falling asleep", _AFTER, 8.0, "lower"),
    ("deep sleep", "Slow-wave sleep", "sleep.slow_wave", 8.0, "higher"),
)


def _minutes(
    name: str, title: str, output: str, window: Window, error: float, better: Better, note: str,
    source: str = "boulos2019-psg-age-slopes", main: bool = False, missing: float = _ACTIGRAPHY_MISSING,
) -> Instrument:  # fmt: skip
    return Instrument(
        name=name, title=title, unit="min", kind="sleep", weights=((output, _MINUTES),), window=window, low=0,
        high=_MINUTES, plain_error=error, better=better, decimals=0, expectation_moves=False, missing=missing, main=main,
        source=source, note=note,
    )  # fmt: skip


def _efficiency(name: str, title: str, window: Window, error: float, missing: float, note: str) -> Instrument:
    return Instrument(
        name=name, title=title, unit="%", kind="sleep", weights=((_ASLEEP, 100.0),), per=_IN_BED, window=window, low=0,
        high=100, plain_error=error, better="higher", decimals=1, expectation_moves=False, missing=missing,
        source="boulos2019-psg-age-slopes", note=note,
    )  # fmt: skip


def _said(
    name: str, title: str, night: Weights, per_poor: float, error: float, better: Better, note: str,
    window: Window = _WEEK,
) -> Instrument:  # fmt: skip
    """What people say: the night as it was, and so many minutes for each whole unit that sleep feels poorer than usual."""
    usual = GENERAL_ADULT[_POOR].mean
    return Instrument(
        name=name, title=title, unit="min", kind="sleep", weights=(*night, (_POOR, per_poor)), offset=-per_poor * usual,
        window=window, low=0, high=_MINUTES, plain_error=error, step=5, decimals=0, better=better, missing=0.15,
        source="fisher2017-ema-variances ono2019-ema-compliance", note=note,
    )  # fmt: skip


SLEEP = (
    _minutes(
        "sleep length", "Time asleep a night", _ASLEEP, _WEEK, 12.0, "higher",
        "Week's mean; an error of 12 minutes is assumed (two devices differ by 20 minutes in one night).",
        "quante2018-actigraphy", main=True,
    ),
    _minutes(
        "sleep latency", "Time to fall asleep", _BEFORE, _WEEK, 4.0, "lower", "Week's mean; error assumed.",
        "quante2018-actigraphy", main=True,
    ),
    _minutes(
        "awake at night", "Awake after falling asleep", _AFTER, _WEEK, 6.0, "lower",
        "Week's mean; an error of 6 minutes is assumed (two devices differ by 14 in one night).", "quante2018-actigraphy",
        main=True,
    ),
    _minutes(
        "deep sleep", "Slow-wave sleep a night", "sleep.slow_wave", _WEEK, 5.0, "higher",
        "Week's mean (of recordings at home); error assumed.", main=True,
    ),
    _efficiency(
        "sleep efficiency", "Share of the time in bed that is slept", _WEEK, 1.5, _ACTIGRAPHY_MISSING,
        "Week's mean of time asleep over time in bed; error assumed.",
    ),
    *(
        _minutes(
            f"recorded {name}", f"{title}, one night in a laboratory", output, _NIGHT, error, better,
            "One night, read at noon; an error of scoring and of one night is assumed.", missing=_LABORATORY_MISSING,
        )
        for name, title, output, error, better in _RECORDED
    ),
    _efficiency(
        "recorded sleep efficiency", "Share of the time in bed that is slept, one night in a laboratory", _NIGHT, 2.5,
        _LABORATORY_MISSING, "One night, read at noon; error assumed.",
    ),
    _said(
        "reported sleep length", "Time asleep, as people say", ((_ASLEEP, _MINUTES),), -60.0, 15.0, "higher",
        "Week's mean of a sleep diary. Whoever judges sleep worse than usual says less than was slept: an hour less at the "
        "worst is assumed, and an error of 15 minutes (a week of nights that vary by 1.6 h).",
    ),
    _said(
        "reported sleep latency", "Time to fall asleep, as people say", ((_BEFORE, _MINUTES),), 40.0, 6.0, "lower",
        "Week's mean of a sleep diary. Whoever judges sleep worse than usual says that it took longer: 40 minutes more at "
        "the worst is assumed, and an error of 6 minutes.",
    ),
    _said(
        "reported awake at night", "Awake after falling asleep, as people say", ((_AFTER, _MINUTES),), 40.0, 8.0, "lower",
        "Week's mean of a sleep diary, as for the time to fall asleep; assumed.",
    ),
    _said(
        "reported sleep length last night", "Time asleep last night, as people say", ((_ASLEEP, _MINUTES),), -60.0, 30.0,
        "higher", "One morning's entry in a sleep diary, read at noon; as the week's mean, with an error of half an hour.",
        _NIGHT,
    ),
    _said(
        "reported sleep latency last night", "Time to fall asleep last night, as people say", ((_BEFORE, _MINUTES),), 40.0,
        12.0, "lower", "One morning's entry in a sleep diary, read at noon; as the week's mean, with an error of 12 minutes.",
        _NIGHT,
    ),
    Instrument(
        name="sleep quality", title="Sleep quality of the night, 0-100", unit="points", kind="diary",
        weights=(("sleep_perception.judgement", -100.0),), offset=100.0, window=Moment(30, 9), low=0, high=100,
        plain_error=16.0, step=1, important=10, better="higher", missing=0.15,
        source="openesm-icc-somatic ono2019-ema-compliance",
        note="One rating in the morning, 100 for the best night; an error of 16 points (as for other ratings, somewhat more) "
        "and 10 points as important are assumed.",
    ),
)  # fmt: skip
