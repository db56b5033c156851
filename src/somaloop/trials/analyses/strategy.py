"""What the estimand's strategy (ICH E9(R1)) makes of readings after the treatment was stopped."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from types import MappingProxyType

import numpy as np

from somaloop.language import SomaloopError
from somaloop.language.errors import suggestion
from somaloop.trials.data import Array, TrialData


def for_strategy(data: TrialData, strategy: str) -> TrialData:
    """The data that an analysis of this strategy looks at.

    ``treatment policy`` takes all readings as they are. ``hypothetical`` (had nobody stopped) leaves out those after
    stopping; an analysis that is right under missing at random then fills the gap. ``while on treatment`` carries the
    last reading before stopping on to the end of the period (the baseline where there is none in the first period).
    ``composite`` takes stopping for a failure: no gain, so the baseline reading from then on, also for those who left;
    a responder analysis so counts them as none. Raises SomaloopError for another word.
    """
    if strategy not in _CHANGES:
        raise SomaloopError(f"unknown strategy {strategy!r}{suggestion(strategy, _CHANGES)}")
    change = _CHANGES[strategy]
    if change is None or not data.stopped.any():
        return data
    readings = {name: change(data, np.array(values), data.baseline[name]) for name, values in data.readings.items()}
    return replace(data, readings=MappingProxyType(readings))


def _hypothetical(data: TrialData, values: Array, baseline: Array) -> Array:
    values[data.stopped] = np.nan
    return values


def _composite(data: TrialData, values: Array, baseline: Array) -> Array:
    return np.where(data.stopped, baseline, values)


def _while_on_treatment(data: TrialData, values: Array, baseline: Array) -> Array:
    last = np.array(baseline)
    for visit in range(len(data.visits)):
        if visit and data.period[visit] != data.period[visit - 1]:
            last = np.full_like(last, np.nan)
        off = data.stopped[visit]
        values[visit, off] = last[off]
        last = np.where(off | np.isnan(values[visit]), last, values[visit])
    return values


_CHANGES: dict[str, Callable[[TrialData, Array, Array], Array] | None] = {
    "treatment policy": None,
    "hypothetical": _hypothetical,
    "composite": _composite,
    "while on treatment": _while_on_treatment,
}
