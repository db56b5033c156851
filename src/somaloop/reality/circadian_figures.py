"""Figures of the clock: its own period, the place of melatonin in the night, its level and its elimination."""

from __future__ import annotations

from functools import partial

from somaloop.reality import _night_experiments as experiment
from somaloop.reality.figure import Figure

_figure = partial(Figure, mechanism="circadian")

FIGURES: tuple[Figure, ...] = (
    _figure(
        what="period in the dark, core alone", unit="hour", source="circadian-period-human-24h09", published=24.15,
        low=24.12, high=24.36,
        range_from="2 standard errors below forced desynchrony (157 people) to 2 above another protocol (24.31, 94 people)",
        model=experiment.period_in_the_dark,
    ),
    _figure(
        what="melatonin onset (10 pg/mL) before the minimum of temperature", unit="hour", source="forger1999-pacemaker",
        published=7.0, low=6.83, high=7.17,
        range_from="difference between the two published offsets of that minimum (0.80 and 0.97 h)",
        model=experiment.onset_before_temperature_minimum,
        miss=(
            "Onset at 20:57, minimum at 03:40: the window of synthesis was placed to bring the onset two hours "
            "before sleep at 23:00, and the pacemaker puts its minimum a quarter of an hour nearer to that than "
            "the two models that fix 7 h."
        ),
    ),
    _figure(
        what="highest melatonin in plasma", unit="pg/mL", source="breslow2013-melatonin", published=46.8, low=43.3,
        high=50.3, range_from="difference between two refitted strengths of synthesis, either way",
        model=experiment.highest_melatonin,
    ),
    _figure(
        what="elimination of melatonin from plasma in the morning", unit="1/hour", source="melatonin-surge-model-kout",
        published=1.23, low=0.69, high=1.77, range_from="2 standard errors", model=experiment.melatonin_elimination,
    ),
)  # fmt: skip
