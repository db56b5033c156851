"""Whole lives seen every six minutes, and what the experiments on nights, caffeine and stress read from them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

import numpy as np

from somaloop.engine.alone import Track, isolated, live
from somaloop.engine.program import STEPS_PER_DAY, STEPS_PER_HOUR
from somaloop.language import Body
from somaloop.model import declared_body
from somaloop.people import Person
from somaloop.reality._lives import SEED, Array, Traits, window

NIGHT = window(23.0, 7.0)
SETTLED = 28  # days of one life after which the clock has found its place

_SHOWN = (
    "sleep.asleep", "sleep.lying_awake_before_sleep", "sleep.awake_after_onset", "circadian.y",
    "circadian.melatonin_plasma", "hpa.cortisol_serum", "hpa.acth_plasma", "hpa.cortisol_saliva", "hpa.urinary_cortisol",
    "autonomic.heart_rate", "autonomic.rmssd", "autonomic.breathing_rate", "autonomic.adrenaline", "appraisal.worry",
    "mood.fatigue", "sleep_perception.judgement",
)  # fmt: skip


def lived(
    days: int, inputs: Mapping[str, Track] | None = None, variants: Sequence[Traits] = ({},), noise: bool = False,
    seed: int = SEED,
) -> dict[str, Array]:  # fmt: skip
    """Live with body and mind, as known, in bed from 23:00 to 07:00 unless told otherwise.

    Outputs by the name of the quantity, [time, person]; row i is the moment i / 10 h after the first midnight.
    """
    run = live(
        declared_body(), days, {"sleep.in_bed": NIGHT, **(inputs or {})}, variants=variants, outputs=_SHOWN,
        resolution="step", noise=noise, seed=seed, width=32,
    )  # fmt: skip
    return {name.partition(".")[2]: track for name, track in run.items()}


@lru_cache(maxsize=8)
def parts(*mechanisms: str) -> Body:
    """A body of these mechanisms alone."""
    return isolated([declared_body().mechanisms[name] for name in mechanisms])


def aged(years: float, kind: str = "general") -> dict[str, float]:
    """Traits of a starting type at an age."""
    return Person(kind, {"age": years}).traits(declared_body())


def moment(day: int, clock: float) -> int:
    """The row of a clock time."""
    return round((day * 24 + clock) * STEPS_PER_HOUR)


def between(track: Array, day: int, begin: float, end: float) -> Array:
    """Mean of a track between two clock times, for each person; beyond 24 is the next day."""
    return track[moment(day, begin) : moment(day, end)].mean(axis=0)


def minutes_of_night(track: Array, day: int) -> Array:
    """Minutes that a probability adds up to from noon of a day to the next noon, for each person."""
    return between(track, day, 12.0, 36.0) * 1440.0


def minutes_after(track: Array, start: int, minutes: float) -> Array:
    """A track some minutes after a row, for each person, by a line between steps."""
    place = start + minutes / 60.0 * STEPS_PER_HOUR
    low = int(np.floor(place))
    return track[low] + (place - low) * (track[low + 1] - track[low])


def last_day(track: Array, person: int = 0) -> Array:
    """One person's last day, every six minutes."""
    return track[-STEPS_PER_DAY:, person]


# --- one quiet life for many figures -----------------------------------------------------------------------------------

AGES = (25, 35, 45, 55, 65)
_QUIET: dict[str, dict[str, float]] = {
    "reference": {},
    **{str(age): {"age": age} for age in (*AGES, 40, 50, 60)},
}


@lru_cache(maxsize=1)
def _quiet() -> dict[str, Array]:
    variants = [Person("general", facts).traits(declared_body()) for facts in _QUIET.values()]
    return lived(SETTLED, variants=[*variants, aged(65, "poor sleeper")])


def quiet(name: str, who: str = "reference") -> Array:
    """A quantity over four quiet weeks of the reference person, one of an age, or an old "poor sleeper"."""
    return _quiet()[name][:, [*_QUIET, "poor sleeper"].index(who)]
