"""Crossovers: effects of treatment and period, with random effects of people.

Without gaps every person is her own control, and the answer is that of fixed effects of people (Senn, Cross-over Trials in
Clinical Research, 2002). With gaps the random effects also use what people with one reading tell, which keeps the estimate
right where leaving hangs on what was seen. Carry-over is not tested: such a test cannot rescue a crossover without washout
(Freeman, Stat Med 1989;8:1421). Where somebody is given the same treatment twice, effects that differ between people can be
told from error, and the error allows for that, as in N-of-1 series.
"""

from __future__ import annotations

from somaloop.trials.analyses._judge import Better
from somaloop.trials.analyses._n_of_1 import DIFFERENT_EFFECTS, ONE_EFFECT, mixed
from somaloop.trials.analyses._periods import period_readings
from somaloop.trials.data import Estimate, TrialData
from somaloop.trials.plan import Analysis


def crossover(data: TrialData, analysis: Analysis, outcome: str, better: Better) -> tuple[Estimate, ...]:
    """Every arm against control, adjusted for periods."""
    read = period_readings(data, analysis, outcome)
    return mixed(data, analysis, better, read, DIFFERENT_EFFECTS if read.repeated else ONE_EFFECT)
