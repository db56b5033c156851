"""How far the level of an assay is shifted from laboratory to laboratory, by instrument.

Two laboratories put the same sample at different levels, by method and calibration. All people of a study share that
shift, so no number of people makes it smaller; what is compared within one laboratory (a change, a difference, a ratio)
is free of it. The sizes come from comparisons of methods and from surveys, never from a number that the model is checked
against. Where none was seen the instrument is left out: ACTH and cortisol in serum differ by assay too, but what was seen
names single assays and gives no spread over laboratories.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

LOGISTIC = math.pi / math.sqrt(3.0)  # log-odds to a standard deviation
LEVELS = frozenset({"mean", "quantile", "peak", "trough", "mean over time"})  # statistics that a shift moves as a whole


@dataclass(frozen=True, slots=True)
class Shift:
    """The standard deviation of an assay's level over laboratories.

    ``size`` is in ``unit``, or a share of the level where ``unit`` is ``"share of the level"``. ``people`` is the standard
    deviation of readings of healthy people in the same unit, which turns the shift into one of the log-odds of lying
    below a limit; 0 where that is not known. ``source`` names rows of the evidence, ``note`` says how the size follows.
    """

    size: float
    unit: str
    source: str
    note: str
    people: float = 0.0

    def of_level(self, level: float) -> float:
        """The shift at a level, in the unit of the instrument."""
        return self.size * abs(level) if self.unit == "share of the level" else self.size

    @property
    def of_log_odds(self) -> float:
        """The shift of the log-odds of a share; 0 where the spread of people is not known."""
        return self.size / self.people * LOGISTIC if self.people else 0.0


SHIFTS: Mapping[str, Shift] = MappingProxyType(
    {
        "serum magnesium": Shift(
            0.03,
            "mmol/L",
            "serum-magnesium-methods serum-magnesium-surveys iom1997-body-distribution",
            "Of four systems one read 5.2 % low and the others kept near their limit of 2.1 %: a root mean square of 3.2 %, or "
            "0.026, before the routine laboratories' own errors. With what places differ by (0.3 standard deviations of "
            "people) it comes to 0.034 to 0.04; middles of surveys differ by 0.02 over four of North America and the "
            "Netherlands, by 0.05 (robust) over six with Japan and China. People: a quarter of the normal range.",
            people=0.05,
        ),
        "ionised magnesium": Shift(
            0.05,
            "mmol/L",
            "ionised-magnesium-analysers",
            "Middles of the reference intervals of three analysers, 0.59, 0.52 and 0.49, have this standard deviation.",
        ),
        "salivary cortisol": Shift(
            0.3,
            "share of the level",
            "salivary-cortisol-methods",
            "Three immunoassays read about half as much again as mass spectrometry and varied among one another by up to 36 % "
            "on one sample; 30 % is taken.",
        ),
    }
)


def shift_between(instrument: str, kind: str, level: float) -> float:
    """The standard deviation of the shift between laboratories of a statistic on its scale; 0 where there is none.

    ``level`` is the value of the statistic, of which some shifts are a share.
    """
    shift = SHIFTS.get(instrument)
    if shift is None:
        return 0.0
    if kind in LEVELS:
        return shift.of_level(level)
    return shift.of_log_odds if kind == "share" else 0.0
