"""Figures of diet: what phytate in a meal leaves of its magnesium."""

from __future__ import annotations

from functools import partial

from somaloop.reality._magnesium_experiments import share_of_meal_absorbed
from somaloop.reality.figure import Figure

_figure = partial(Figure, mechanism="diet", source="phytate-bohn2004", unit="share")

FIGURES: tuple[Figure, ...] = (
    _figure(
        what="absorbed of the 3.6 mmol of a meal of white bread without phytate",
        published=0.325, low=0.278, high=0.372, range_from="2 standard errors",
        model=lambda: share_of_meal_absorbed(0.0),
        miss="Magnesium of food gets into solution as fast and as wholly as that of a drink; a meal of bread holds some of it back (52% from water, 33% from bread in the same laboratory), which the model does not know.",
    ),
    _figure(
        what="of that with 0.75 mmol phytate in the meal",
        published=0.745, low=0.41, high=1.08, range_from="2 standard errors, as if of different people",
        model=lambda: share_of_meal_absorbed(0.75) / share_of_meal_absorbed(0.0),
    ),
    _figure(
        what="of that with 1.49 mmol phytate in the meal",
        published=0.40, low=0.25, high=0.55, range_from="2 standard errors, as if of different people",
        model=lambda: share_of_meal_absorbed(1.49) / share_of_meal_absorbed(0.0),
    ),
)  # fmt: skip
