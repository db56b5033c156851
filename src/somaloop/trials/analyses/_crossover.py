"""Crossovers: effects of treatment and period within people, by least squares.

Every person is her own control (a fixed effect), so people with one reading tell nothing, and differences between people
do not matter (Senn, Cross-over Trials in Clinical Research, 2002). Carry-over is not tested: such a test cannot rescue a
crossover without washout (Freeman, Stat Med 1989;8:1421). Where somebody is given the same treatment twice,
people's effects can be told from error, and the mixed model of N-of-1 series is used, whose error allows for
effects that differ.
"""

from __future__ import annotations

from somaloop.trials.analyses._judge import Better, failed, judged, rule_of
from somaloop.trials.analyses._n_of_1 import mixed
from somaloop.trials.analyses._periods import period_readings
from somaloop.trials.analyses._within import within_people
from somaloop.trials.analyses.contrast import contrasts
from somaloop.trials.data import Estimate, TrialData
from somaloop.trials.plan import Analysis


def crossover(data: TrialData, analysis: Analysis, outcome: str, better: Better) -> tuple[Estimate, ...]:
    """Every arm against control, within people and adjusted for periods."""
    rule = rule_of(analysis, better)
    read = period_readings(data, analysis, outcome)
    if read.repeated:
        return mixed(data, analysis, better, read)
    within = within_people(read)
    found = []
    for contrast in contrasts(data, analysis):
        if read.counts[contrast.weights != 0].all():
            found.append(judged(rule, contrast.name, *within.value(contrast.weights), within.n))
        else:
            found.append(failed(contrast.name, within.n, "one of the two was never read"))
    return tuple(found)
