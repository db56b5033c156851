"""Readings of trials in periods: the visit of each period that counts, and what was given then."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from somaloop.language import SomaloopError
from somaloop.trials.analyses._design import readings_of, visit_place
from somaloop.trials.analyses._judge import CannotAnalyseError
from somaloop.trials.data import Array, Numbers, TrialData
from somaloop.trials.plan import Analysis


@dataclass(frozen=True)
class PeriodReadings:
    """Readings and arms in force [people with a reading, periods], and how often each arm was read [arms]."""

    values: Array
    given: Numbers
    counts: Numbers

    @property
    def repeated(self) -> bool:
        """Whether somebody was given the same arm in two periods."""
        return any(len(set(row)) < len(row) for row in np.unique(self.given, axis=0).tolist())


def period_readings(data: TrialData, analysis: Analysis, outcome: str) -> PeriodReadings:
    """The visit that counts has a place in its period, counted from the period's end; the same place counts in every period.

    Raises SomaloopError where a period has no such visit.
    """
    place = visit_place(data, analysis.at)
    periods = np.unique(data.period)
    if len(periods) < 2:
        raise SomaloopError(f"a {analysis.method} analysis needs at least two periods")
    inside = np.flatnonzero(data.period == data.period[place])
    from_end = len(inside) - 1 - int(np.flatnonzero(inside == place)[0])
    chosen = []
    for period in periods:
        visits = np.flatnonzero(data.period == period)
        if len(visits) <= from_end:
            raise SomaloopError(
                f"period {period + 1} has no visit at the place of {analysis.at}; give every period the same visits"
            )
        chosen.append(visits[-1 - from_end])
    values = readings_of(data, outcome)[chosen].T
    given = data.given[chosen].T
    seen = ~np.isnan(values)
    kept = seen.any(axis=1)
    counts = np.bincount(given[seen], minlength=len(data.arms))
    if not kept.any():
        raise CannotAnalyseError(f"nobody has a reading of {outcome} at the visits that count")
    return PeriodReadings(values[kept], given[kept], counts)
