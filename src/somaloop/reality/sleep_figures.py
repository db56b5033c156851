"""Figures of sleep: the published core, recorded nights over the years of life, poor sleepers, a night without sleep."""

from __future__ import annotations

from functools import partial
from typing import Literal

from somaloop.reality import _night_experiments as experiment
from somaloop.reality.figure import Figure

_figure = partial(Figure, mechanism="sleep")
_HCL, _BOULOS = "hcl-model-skeldon2023-equations", "boulos2019-psg-age-slopes"
_INTERVAL = "95 % interval"


def _length(body: Literal["core", "whole"], age: int) -> float:
    return experiment.free_sleep(body, age)[1]


def _onset(body: Literal["core", "whole"], age: int) -> float:
    return experiment.free_sleep(body, age)[0]


_WORDS: tuple[tuple[Literal["core", "whole"], str], ...] = (("core", "core alone"), ("whole", "whole body"))

FREE = tuple(
    figure
    for body, words in _WORDS
    for age, length, onset, doubt in ((30, 8.14, 0.38, 0.58), (65, 7.37, -0.75, 0.25))
    for figure in (
        _figure(
            what=f"length of free sleep at {age}, of the published switches, {words}", unit="hour", source=_HCL,
            published=length, low=length - 0.1, high=length + 0.1, range_from="a step of six minutes either way",
            model=partial(_length, body, age),
        ),
        _figure(
            what=f"clock time of free sleep at {age}, of the published switches, {words}", unit="hour", source=_HCL,
            published=onset, low=onset - doubt, high=onset + doubt,
            range_from="difference between the two published sets of light constants",
            model=partial(_onset, body, age),
        ),
    )
)  # fmt: skip

AGEING = (
    _figure(
        what="total sleep in 8 h in bed, per decade of age", unit="min", source=_BOULOS, published=-10.1, low=-12.8,
        high=-7.5, range_from=_INTERVAL, model=lambda: experiment.per_decade("asleep"),
    ),
    _figure(
        what="time awake after sleep onset, per decade of age", unit="min", source=_BOULOS, published=9.7, low=6.9,
        high=12.4, range_from=_INTERVAL, model=lambda: experiment.per_decade("awake_after_onset"),
    ),
    _figure(
        what="sleep latency, per decade of age", unit="min", source=_BOULOS, published=1.1, low=0.3, high=1.9,
        range_from=_INTERVAL, model=lambda: experiment.per_decade("lying_awake_before_sleep"),
    ),
    _figure(
        what="sleep efficiency, per decade of age", unit="points", source=_BOULOS, published=-2.1, low=-2.6, high=-1.5,
        range_from=_INTERVAL, model=experiment.efficiency_per_decade,
    ),
)  # fmt: skip

POOR = (
    _figure(
        what="sleep latency of a poor sleeper of 65", unit="min", source="mah-pitre2021-mg-sleep-ma", published=59.4,
        low=34.7, high=84.0, range_from="placebo arms of the two trials; published: their middle",
        model=lambda: experiment.night("lying_awake_before_sleep", "poor sleeper"),
    ),
    _figure(
        what="total sleep of a poor sleeper of 65", unit="min", source="mah-pitre2021-mg-sleep-ma", published=391.0,
        low=326.0, high=456.0, range_from="placebo arms of the two trials; published: their middle",
        model=lambda: experiment.night("asleep", "poor sleeper"),
    ),
)  # fmt: skip

LOST = (
    _figure(
        what="rise of fatigue after a night without sleep (published: fall of positive mood)", unit="SD",
        source="tomaso2021-sleep-loss-mood", published=0.94, low=0.27, high=1.14,
        range_from="range of the pooled falls of positive affect in Palmer 2024",
        model=lambda: experiment.after_no_sleep("fatigue"),
    ),
    _figure(
        what="rise of worry after a night without sleep (published: anxiety)", unit="SD",
        source="palmer2024-sleep-loss-emotion", published=0.60, low=0.57, high=0.63, range_from="the two pooled sizes",
        model=lambda: experiment.after_no_sleep("worry"),
        miss=(
            "The arrow from missing hours to worry was set below these sizes, since anxiety did not rise in "
            "trials of shortened sleep; diaries ask for less still (worry in the morning per hour of sleep). The "
            "range is that of two pooled sizes, whose sampling error was not seen."
        ),
    ),
)  # fmt: skip

FIGURES: tuple[Figure, ...] = (*FREE, *AGEING, *POOR, *LOST)
