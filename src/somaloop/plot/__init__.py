"""Pictures as Plotly figures: outcomes over weeks, differences, a day of two lives, the gain of the loop."""

from somaloop.plot.day import day_figure
from somaloop.plot.days import hourly_data, hours_figure
from somaloop.plot.difference import bar_of, difference_figure, in_bars, reach
from somaloop.plot.gain import Curves, LoopCurves, RestPoint, gain_figure
from somaloop.plot.panels import find_panels
from somaloop.plot.style import WORLD_HUE, WORLD_WORDS, arm_line, short_arm
from somaloop.plot.trajectory import trajectory_figure

__all__ = [
    "WORLD_HUE",
    "WORLD_WORDS",
    "Curves",
    "LoopCurves",
    "RestPoint",
    "arm_line",
    "bar_of",
    "day_figure",
    "difference_figure",
    "find_panels",
    "gain_figure",
    "hourly_data",
    "hours_figure",
    "in_bars",
    "reach",
    "short_arm",
    "trajectory_figure",
]
