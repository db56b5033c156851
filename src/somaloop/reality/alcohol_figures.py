"""Figures of alcohol: elimination, and the level that body water and elimination leave."""

from __future__ import annotations

from functools import partial

from somaloop.reality import _night_experiments as experiment
from somaloop.reality.figure import Figure

_figure = partial(Figure, mechanism="alcohol")

FIGURES: tuple[Figure, ...] = (
    _figure(
        what="fall of blood alcohol per hour", unit="g/L/hour", source="coldwell-ethanol-elimination", published=0.13,
        low=0.118, high=0.142, range_from="2 standard errors", model=experiment.alcohol_elimination,
    ),
    _figure(
        what="blood alcohol three hours after 50 g (man of 70 kg, 172 cm, 40 years)", unit="g/L",
        source="alcohol-watson-tbw-kinetics", published=0.594, low=0.384, high=0.684,
        range_from="fast to slow elimination (0.2 and 0.1 g/L an hour); published: 0.13",
        model=lambda: experiment.alcohol_level(3.0),
    ),
)  # fmt: skip
