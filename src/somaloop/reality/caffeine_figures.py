"""Figures of caffeine: its way through the body, adrenaline, tolerance, and the night after."""

from __future__ import annotations

from functools import partial

from somaloop.reality import _night_experiments as experiment
from somaloop.reality.figure import Figure

_figure = partial(Figure, mechanism="caffeine")
_BLANCHARD, _NEWTON = "blanchard1983-caffeine-bioavailability", "newton1981-caffeine-clearance"
_CURATED = "pkdb-caffeine-half-life-modifiers"
_TWO_ERRORS = "2 standard errors"
_SIX = "95 % interval of six people (2.57 standard errors)"

KINETICS = (
    _figure(
        what="highest plasma caffeine after 5 mg/kg", unit="mg/L", source=_BLANCHARD, published=10.0, low=8.0,
        high=12.0, range_from=_TWO_ERRORS, model=lambda: experiment.caffeine_curve(350.0).max(),
    ),
    _figure(
        what="time of the highest plasma caffeine after 5 mg/kg", unit="min", source=_BLANCHARD, published=29.8,
        low=13.6, high=46.0, range_from=_TWO_ERRORS, model=lambda: experiment.caffeine_curve(350.0).argmax() * 6.0,
    ),
    _figure(
        what="time of the highest plasma caffeine, nine studies", unit="hour", source=_CURATED, published=1.14,
        low=0.58, high=1.84, range_from="lowest to highest study mean",
        model=lambda: experiment.caffeine_curve(350.0).argmax() * 0.1,
    ),
    _figure(
        what="half-life, 21 studies", unit="hour", source=_CURATED, published=5.0, low=4.48, high=5.52,
        range_from="2 standard errors of the study means", model=lambda: 0.693147 / experiment.caffeine_elimination(350.0),
    ),
    _figure(
        what="apparent volume, 13 studies", unit="L/kg", source=_CURATED, published=0.57, low=0.46, high=0.78,
        range_from="lowest to highest study mean", model=experiment.caffeine_volume,
    ),
    _figure(
        what="clearance, six people without caffeine before", unit="mL/min/kg", source=_NEWTON, published=0.98, low=0.58,
        high=1.38, range_from=_SIX, model=experiment.caffeine_clearance,
    ),
    _figure(
        what="elimination constant after 50 mg", unit="1/hour", source=_NEWTON, published=0.163, low=0.078, high=0.248,
        range_from=_SIX, model=lambda: experiment.caffeine_elimination(50.0),
    ),
    _figure(
        what="elimination constant after 750 mg", unit="1/hour", source=_NEWTON, published=0.098, low=0.070, high=0.126,
        range_from=_SIX, model=lambda: experiment.caffeine_elimination(750.0),
        miss="Elimination is of first order at any dose here; in these people it was slower the higher the dose.",
    ),
)  # fmt: skip

EFFECTS = (
    _figure(
        what="adrenaline an hour after 250 mg in the unused, of a day without", unit="fold",
        source="robertson1978-caffeine-catecholamines", published=3.07, low=2.57, high=3.57,
        range_from="difference to another group (coffee, 257 % higher), either way; no interval was seen",
        model=experiment.adrenaline_of_the_unused,
    ),
    _figure(
        what="days of 250 mg three times daily until adrenaline rises by less than a fifth of the first day's rise",
        unit="day", source="robertson1981-caffeine-tolerance", published=2.5, low=1.0, high=4.0,
        range_from="nearly complete within one to four days; published: their middle", model=experiment.days_to_tolerance,
    ),
    _figure(
        what="change of felt sleep quality by 400 mg four hours before bed", unit="share",
        source="gardiner2025-caffeine-dose-timing", published=-0.34, low=-0.58, high=-0.10,
        range_from="95 % interval, reckoned from the printed p",
        model=lambda: experiment.caffeine_night(400.0, 4.0) / experiment.caffeine_night(0.0, 4.0) - 1.0,
    ),
)  # fmt: skip

FIGURES: tuple[Figure, ...] = (*KINETICS, *EFFECTS)
