"""Figures of muscle: tone under mental load and at rest in the anxious, and cramps."""

from __future__ import annotations

from functools import lru_cache, partial

import numpy as np

from somaloop.engine.alone import Track, doses, only_on, over
from somaloop.model import declared_body
from somaloop.people import Person
from somaloop.reality._lives import MG_PER_MMOL, TASK, Array, live_whole, people, window
from somaloop.reality.figure import Figure

_figure = partial(Figure, mechanism="muscle")
_DAY = 24
_NIGHTS: dict[str, Track] = {"sleep.in_bed": window(23.0, 7.0)}


@lru_cache(maxsize=1)
def _loaded() -> tuple[float, float]:
    """Tone of the reference person in the second hour of mental load, and in that hour of a calm day."""
    inputs = {**_NIGHTS, "appraisal.stressor": only_on(3, over(10.0, 12.0, TASK))}
    loaded, calm = (live_whole(4, given, noise=False)["tone"][3 * _DAY + 11, 0] for given in (inputs, _NIGHTS))
    return float(loaded), float(calm)


@lru_cache(maxsize=2)
def _at_rest(kind: str) -> Array:
    """Tone of 32 people from 10 to 12 h of a calm day, after a week."""
    tone = live_whole(8, _NIGHTS, people(declared_body(), kind, 32))["tone"]
    return tone[7 * _DAY + 10 : 7 * _DAY + 12].mean(axis=0)


def _anxious_against_healthy() -> float:
    anxious, healthy = _at_rest("health-anxious"), _at_rest("healthy")
    spread = np.sqrt((anxious.var(ddof=1) + healthy.var(ddof=1)) / 2.0)
    return float((anxious.mean() - healthy.mean()) / spread)


def _cramps() -> float:
    """Change of cramps by four weeks of 300 mg magnesium, in percent of those without, in an older adult."""
    traits = (Person("older adult").traits(declared_body()),)
    taken = {**_NIGHTS, "magnesium.dose_citrate": doses((21.0, 300.0 / MG_PER_MMOL))}
    with_, without = (
        live_whole(28, given, traits, noise=False)["cramps"][-7 * _DAY :].mean() for given in (taken, _NIGHTS)
    )
    return float(100.0 * (with_ / without - 1.0))


FIGURES: tuple[Figure, ...] = (
    _figure(
        what="rise of tone under mental load", unit="% of reference contraction", source="wijsman2013-trapezius-emg",
        published=2.6, low=0.0, high=5.2, range_from="widest interval that 'significant' allows, no error printed",
        model=lambda: _loaded()[0] - _loaded()[1],
    ),
    _figure(
        what="rise of tone in the first mental stress, healthy people", unit="% over rest",
        source="luedtke2018-trapezius-mental-stress", published=4.75, low=0.0, high=9.5,
        range_from="from nothing to as far above, no error printed",
        model=lambda: 100.0 * (_loaded()[0] / _loaded()[1] - 1.0),
        miss="Two laboratories disagree. The gain of stress follows the other one, whose 2.6% of a reference contraction is half of a resting tone of 5% of it; that level of rest is itself from memory. A rise of 5% over rest would be a quarter of a percent.",
    ),
    _figure(
        what="tone at rest, strong health anxiety against healthy", unit="SD", source="gad-emg-contested",
        published=0.0, low=-0.52, high=0.52, range_from="2 standard errors of 49 and 21 people (Conrad 2008)",
        model=_anxious_against_healthy,
    ),
    _figure(
        what="change of cramps by four weeks of 300 mg magnesium, older adult", unit="%",
        source="cochrane2020-mg-cramps", published=-9.59, low=-23.14, high=3.97, range_from="95 % interval",
        model=_cramps,
    ),
)  # fmt: skip
