"""Figures of perception and expectation: bias without sharper senses, and what a placebo moves and does not."""

from __future__ import annotations

from functools import lru_cache, partial

import numpy as np

from somaloop.engine.alone import isolated
from somaloop.engine.reference import integrate_reference
from somaloop.mind.perception import MECHANISM
from somaloop.model import declared_body
from somaloop.people import Person
from somaloop.reality._mind_experiments import benefit
from somaloop.reality.figure import Figure

_perception = partial(Figure, mechanism="perception")
_expectation = partial(Figure, mechanism="expectation", unit="SD")
_WEEKS = 21


@lru_cache(maxsize=2)
def _discrimination(kind: str) -> float:
    """Rise of felt pain per rise of the signal from a third to two thirds of the scale."""
    body = isolated([MECHANISM])
    traits = Person(kind).traits(declared_body())
    own = {name: value for name, value in traits.items() if name in body.parameters}
    felt = [
        integrate_reference(body, [0.0, 1e-3], ports={"perception.pain_signal": signal}, values=own)
        for signal in (1 / 3, 2 / 3)
    ]
    return float(np.diff([run["perception.felt_pain"][0] for run in felt])[0] * 3.0)


def _objective() -> float:
    measured = ("cortisol_serum", "heart_rate", "rmssd")
    return float(np.mean([benefit("ssd", "open placebo", name, _WEEKS) for name in measured]))


PERCEPTION = (
    _perception(
        what="telling strong from weak pain, people with SSD over the general population", unit="ratio",
        source="dorn2007-ibs-report-criterion", published=1.0, low=0.82, high=1.22,
        range_from="rounding of the two equal indices (0.5; irritable bowel against healthy)",
        model=lambda: _discrimination("ssd") / _discrimination("general"),
    ),
)  # fmt: skip

EXPECTATION = (
    _expectation(
        what="symptoms: three weeks of open-label placebo against none, primary care", source="fendel2024-olp-update",
        published=0.40, low=0.30, high=0.50, range_from="width of the 95 % interval of all outcomes",
        model=lambda: benefit("primary care", "open placebo", "felt_burden", _WEEKS),
    ),
    _expectation(
        what="symptoms: three weeks of open-label placebo against none, SSD (clinical samples)",
        source="fendel2024-olp-update", published=0.48, low=0.32, high=0.64,
        range_from="the same, for the smaller number of trials",
        model=lambda: benefit("ssd", "open placebo", "felt_burden", _WEEKS),
    ),
    _expectation(
        what="measured (mean of cortisol, heart rate, RMSSD): three weeks of open-label placebo against none, SSD",
        source="fendel2024-olp-update", published=0.02, low=-0.10, high=0.14,
        range_from="2 standard errors of 1176 people", model=_objective,
    ),
    _expectation(
        what="symptoms: six weeks of blinded (believed at 50 %) against open-label placebo, SSD",
        source="lembo2021-three-arm-placebo-ibs", published=0.10, low=-0.20, high=0.40,
        range_from="2 standard errors of 87 and 89 people",
        model=lambda: benefit("ssd", "blinded placebo", "felt_burden", 42, "open placebo"),
    ),
    _expectation(
        what="symptoms: six weeks of open-label placebo against none, SSD", source="lembo2021-three-arm-placebo-ibs",
        published=0.43, low=0.13, high=0.73, range_from="2 standard errors of 86 and 89 people",
        model=lambda: benefit("ssd", "open placebo", "felt_burden", 42),
    ),
    _expectation(
        what="effect on day 11 over effect on day 21 of open-label placebo, SSD", unit="ratio",
        source="kaptchuk2010-open-label-placebo-ibs", published=1.09, low=0.33, high=1.85,
        range_from="2 standard errors",
        model=lambda: (
            benefit("ssd", "open placebo", "felt_burden", _WEEKS, on=11)
            / benefit("ssd", "open placebo", "felt_burden", _WEEKS)
        ),
    ),
    _expectation(
        what="judged sleep: three weeks of placebo against none, poor sleepers", source="yeung2018-insomnia-placebo-vs-none",
        published=0.58, low=0.41, high=0.75, range_from="2 standard errors of 566 people",
        model=lambda: benefit("poor sleeper", "blinded placebo", "poor_sleep", _WEEKS),
    ),
    _expectation(
        what="recorded latency: three weeks of placebo against none, poor sleepers",
        source="yeung2018-insomnia-placebo-vs-none", published=0.0, low=-0.17, high=0.17,
        range_from="2 standard errors of 566 people",
        model=lambda: benefit("poor sleeper", "blinded placebo", "lying_awake_before_sleep", _WEEKS),
    ),
)  # fmt: skip

FIGURES: tuple[Figure, ...] = (*PERCEPTION, *EXPECTATION)
