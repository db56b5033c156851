"""The stress axis alone, under a clock that turns evenly: twenty minutes and fourteen weeks of stress."""

from __future__ import annotations

from functools import lru_cache
from math import log, pi
from typing import Any

import numpy as np

from somaloop.body.hpa import MECHANISM
from somaloop.engine.alone import isolated, live, only_on
from somaloop.language import Arrow, Body, Input, Mechanism, Parameter, fixed
from somaloop.language import functions as f
from somaloop.reality._lives import Array, speech_at

Q = Any


def _angle(q: Q) -> Any:
    return 2.0 * pi * q.clock_hour / q.day


_EQUATIONS = {
    "phase_cosine": lambda strength, q: strength * f.cos(_angle(q)),
    "phase_sine": lambda strength, q: strength * f.sin(_angle(q)),
    "stress": lambda strength, q: strength * q.stressor,
    "log_drive": lambda strength, q: strength * q.strain,
}
_SURROUNDINGS = Mechanism(
    name="surroundings",
    title="Surroundings",
    description="An even clock, a stressor and a lasting strain for the stress axis.",
    parameters=(
        Parameter(
            name="day", value=24.0, unit="hour", description="Length of a day.", grade="A", method="assumed",
            note="A definition.",
        ),
    ),
    inputs=(
        Input(name="clock_hour", unit="hour", description="Local clock time, 0 to 24."),
        Input(name="stressor", unit="1", description="Appraised stress."),
        Input(name="strain", unit="1", description="Log of a factor on the drive."),
    ),
    arrows=tuple(
        Arrow(
            name=f"surroundings_{target}", origin=f"surroundings.{source}", target=f"hpa.{target}", unit="1",
            description=f"The surroundings set {target}.", equation=_EQUATIONS[target], as_told=1.0, as_known=fixed(1.0),
            grade="A", method="assumed", note="What the experiment does.",
        )
        for source, target in (
            ("clock_hour", "phase_cosine"), ("clock_hour", "phase_sine"), ("stressor", "stress"), ("strain", "log_drive"),
        )
    ),
    equations={},
)  # fmt: skip

_AT_ONCE = 1e-3  # hours in which the adrenal adapts where the published model knows of no adaptation

# The model that the record checked: its fitted clock, no rhythm of the adrenal, growth around its own daily means.
_CHECKED = {
    "hpa.clock_level": -0.125, "hpa.clock_first": 0.859, "hpa.clock_first_hour": 10.36, "hpa.clock_second": 0.478,
    "hpa.clock_second_hour": 6.31, "hpa.adrenal_rhythm": 0.0, "hpa.crh_mean": 0.991, "hpa.acth_mean": 0.966,
    "hpa.cortisol_half_life": 66.0 / 60.0, "hpa.adrenal_adaptation": _AT_ONCE,
}  # fmt: skip
# The model as first published: no clock, a response of the adrenal in proportion, its own half-life.
_PUBLISHED = {
    "hpa.clock_level": 0.0, "hpa.clock_first": 0.0, "hpa.clock_second": 0.0, "hpa.adrenal_rhythm": 0.0,
    "hpa.adrenal_exponent": 1.0, "hpa.cortisol_half_life": 80.0 / 60.0, "hpa.crh_mean": 1.0, "hpa.acth_mean": 1.0,
    "hpa.adrenal_adaptation": _AT_ONCE,
}  # fmt: skip
_CALM, _WEEKS = 4, 98  # days before, and days of, a lasting strain


@lru_cache(maxsize=1)
def _core() -> Body:
    return isolated([MECHANISM, _SURROUNDINGS])


@lru_cache(maxsize=1)
def _months() -> dict[str, Array]:
    """Daily means over that of a calm day: four calm days, fourteen weeks of 2.2 times the drive, fourteen weeks after."""
    strain = {"surroundings.strain": lambda day: log(2.2) * (_CALM <= day < _CALM + _WEEKS)}
    run = live(
        _core(), _CALM + 2 * _WEEKS, strain, variants=[_CHECKED], outputs=("hpa.cortisol", "hpa.acth"), resolution="day",
        noise=False,
    )  # fmt: skip
    return {name.partition(".")[2]: track[:, 0] / track[_CALM - 1, 0] for name, track in run.items()}


def under_strain(name: str, days: int) -> float:
    """Daily mean of the day that begins some days after the strain did (its last day at most), fold of calm.

    The record counts its days so, from zero: day 1 begins 24 h after the change.
    """
    return float(_months()[name][_CALM + min(days, _WEEKS - 1)])


def after_strain(name: str, days: int) -> float:
    """Daily mean of the day that begins some days after the end of the strain, fold of calm."""
    return float(_months()[name][_CALM + _WEEKS + days])


def lowest_after_strain(name: str) -> float:
    """Lowest daily mean after the end of the strain, fold of calm."""
    return float(_months()[name][_CALM + _WEEKS :].min())


@lru_cache(maxsize=1)
def _lasting() -> dict[str, Array]:
    years = {"surroundings.strain": lambda day: log(2.21) * (day >= 100)}
    run = live(
        _core(), 1000, years, variants=[_PUBLISHED], outputs=("hpa.cortisol", "hpa.acth"), resolution="day", noise=False
    )  # fmt: skip
    return {name.partition(".")[2]: track[:, 0] for name, track in run.items()}


def under_lasting_strain(name: str) -> float:
    """A hormone in the published form after years of 2.21 times the drive, fold of a hundred calm days before."""
    return float(_lasting()[name][-1] / _lasting()[name][99])


@lru_cache(maxsize=1)
def _speech() -> dict[str, Array]:
    speech = {"surroundings.stressor": only_on(3, speech_at(15.0, 1.0))}
    run = live(_core(), 4, speech, outputs=("hpa.cortisol", "hpa.acth"), resolution="step", noise=False)
    return {name.partition(".")[2]: track[:, 0] for name, track in run.items()}


def after_speech_alone(name: str, minutes: float) -> float:
    """A hormone some minutes after the onset of twenty minutes of full stress at 15:00, over three samples at rest."""
    minute = (np.arange(4 * 240) / 10.0 - 3 * 24.0 - 15.0) * 60.0
    rest, then = (np.interp(at, minute, _speech()[name]) for at in ([-30.0, -15.0, 0.0], minutes))
    return float(then / np.mean(rest))
