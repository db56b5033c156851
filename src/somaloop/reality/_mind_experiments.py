"""What people of a type report, and what is measured on them, with and without a placebo or a practice."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import numpy as np

from somaloop.engine.alone import Track, doses, over
from somaloop.instruments import instrument
from somaloop.model import declared_body
from somaloop.reality._lives import Array, live_whole, people, window

_DAY = 24
_SETTLE = 14

# What is done from the first day after settling on, as inputs of a day; a week begins on a Monday.
_DAILY: Mapping[str, Mapping[str, Array]] = {
    "nothing": {},
    "open placebo": {"learning.capsule": doses((8.0, 1.0))},
    "blinded placebo": {"learning.capsule": doses((8.0, 1.0)), "learning.belief": np.full(240, 0.5)},
    "relaxation": {"practices.relaxation": over(20.0, 20.0 + 20.0 / 60.0, 1.0)},
    "mindfulness": {"practices.mindfulness": over(20.0, 20.0 + 20.0 / 60.0, 1.0)},
    "cbt": {"practices.cbt": over(16.0, 16.0 + 50.0 / 60.0, 1.0)},
    "yoga": {"practices.yoga": over(18.5, 18.5 + 45.0 / 60.0, 1.0)},
}
_WEEKDAYS = {"cbt": (1,), "yoga": (0, 3)}


def _inputs(done: str) -> dict[str, Track]:
    defaults = {"learning.belief": 1.0}

    def track(name: str, value: Array) -> Track:
        rest = np.full(240, defaults.get(name, 0.0))
        days = _WEEKDAYS.get(done, range(7))
        return lambda day: value if day >= _SETTLE and (day - _SETTLE) % 7 in days else rest

    usual: dict[str, Track] = {"sleep.in_bed": window(23.0, 7.0), "appraisal.stressor": _weekday_stress}
    return usual | {name: track(name, value) for name, value in _DAILY[done].items()}


def _weekday_stress(day: int) -> Array:
    return over(10.0, 12.0, 0.65 * (day % 7 < 5))


@lru_cache(maxsize=16)
def _lived(kind: str, done: str, days: int) -> dict[str, Array]:
    """Daily means [day, person] of 32 people from the first day after settling."""
    run = live_whole(_SETTLE + days, _inputs(done), people(declared_body(), kind, 32))
    return {name: track[_SETTLE * _DAY :].reshape(days, _DAY, -1).mean(axis=1) for name, track in run.items()}


# The error of one reading on the scale of the quantity, and which way is better.
_READINGS = {
    "felt_burden": ("PHQ-15", -1.0),
    "worry": ("GAD-7", -1.0),
    "fatigue": ("fatigue", -1.0),
    "poor_sleep": ("ISI", -1.0),
    "lying_awake_before_sleep": ("sleep latency", -1.0),
    "cortisol_serum": ("cortisol", -1.0),
    "heart_rate": ("heart rate", -1.0),
    "rmssd": ("RMSSD", 1.0),
}


def benefit(kind: str, done: str, quantity: str, days: int, against: str = "nothing", on: int | None = None) -> float:
    """Difference between arms at the end, in standard deviations between people as read; positive is better.

    The mean of the last week (or of the week that ends on day ``on``); the same people in both arms.
    """
    name, better = _READINGS[quantity]
    item = instrument(name)
    weeks = [_lived(kind, arm, days)[quantity][: on or days][-7:].mean(axis=0) for arm in (done, against)]
    error = item.error_on_level(float(weeks[1].mean()))
    return float(better * (weeks[0] - weeks[1]).mean() / np.hypot(weeks[1].std(ddof=1), error))
