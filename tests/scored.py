"""Lines of a scoreboard without a simulation: predictions are put at chosen distances from what was found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

import numpy as np

from somaloop.calibrate.scoreboard import Line, scoreboard
from somaloop.calibrate.targets import target
from somaloop.studies import Prediction, Study, parse_studies, shipped_studies, studies_for

OWN = """
study: own <study>
title: A study & "its" title
mechanism: trials
days: 2
settle: 1
arms:
  placebo: {n: 20, lines: "take placebo at 08:00 daily; blinded"}
  magnesium: {n: 22, lines: "take 300 mg magnesium as citrate at 08:00 daily; blinded"}
design: parallel
statistics:
  - {what: serum apart, of: serum magnesium, statistic: difference, arm: magnesium, against: placebo,
     at: day 2 12:00, unit: mmol/L, published: 0.03, se: 0.01, note: "An <assumed> note"}
  - {what: serum of placebo, of: serum magnesium, statistic: mean, arm: placebo, at: day 2 12:00, unit: mmol/L,
     published: 0.84, sd: 0.05}
  - {what: low serum, of: serum magnesium, statistic: share, arm: placebo, at most: 0.75, at: day 2 12:00, unit: "%",
     published: 10, interval: [3, 30]}
  - {what: serum against placebo, of: serum magnesium, statistic: ratio, arm: magnesium, against: placebo,
     at: day 2 12:00, unit: fold, published: 1.04}
"""


def own_study() -> Study:
    """A study of a user, whose words must be escaped."""
    return parse_studies(OWN, "own.yaml")[0]


def lines_of(studies: Sequence[Study], z: Sequence[float], widths: float = 1.0) -> tuple[Line, ...]:
    """Lines that lie at these distances (in predictive standard deviations); NaN stands for no forecast.

    The spread over truths is ``widths`` times the standard error of sampling.
    """
    values, sampling = [], []
    pairs = [(study, statistic) for study in studies for statistic in study.statistics]
    for (study, statistic), distance in zip(pairs, z, strict=True):
        aim = target(study, statistic)
        error = aim.error or 0.1 * max(abs(aim.value), 0.1)
        spread = widths * error * np.array([-1.0, 0.0, 1.0])
        values.append(aim.value - distance * error * np.hypot(1.0, widths) + spread)
        sampling.append(error)
    labels = tuple(study.label(statistic) for study, statistic in pairs)
    prediction = Prediction(tuple(studies), labels, np.stack(values, axis=1), np.array(sampling))
    return scoreboard(prediction, studies_for("calibrate"))


@lru_cache(maxsize=1)
def shipped_lines() -> tuple[Line, ...]:
    """All shipped numbers, predicted by a perfect forecaster apart from the second (a far miss) and the third (none)."""
    studies = shipped_studies()
    count = sum(len(study.statistics) for study in studies)
    z = np.random.default_rng(1).standard_normal(count)
    z[1], z[2] = 9.0, np.nan
    return lines_of(studies, z)


def own_lines(z: Sequence[float] = (0.5, -9.0, 2.1, float("nan"))) -> tuple[Line, ...]:
    """The user's study with its numbers at these distances."""
    return lines_of([own_study()], z)


def without_standard_error(line: Line) -> Line:
    """The line as if nothing said how sure the published number is."""
    return replace(line, statistic=replace(line.statistic, standard_error=None, low=None, high=None))
