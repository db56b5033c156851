"""The width of a forecast: doubt about the model, and how far a sample of people reaches."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import scored

from somaloop.calibrate.likelihood import between_studies, standard_error
from somaloop.calibrate.scoreboard import Line, scoreboard
from somaloop.calibrate.targets import target
from somaloop.studies import Prediction

TRUTHS = np.array([0.81, 0.82, 0.83])  # standard deviation 0.01


def _mean_of_serum(sampling: float, error: float | None) -> Line:
    """The line of a mean whose printed standard error and whose error by the model's people are these."""
    study = scored.own_study()
    statistic = replace(study.statistics[1], standard_error=error)
    study = replace(study, statistics=(statistic,))
    return scoreboard(Prediction((study,), ("x",), TRUTHS[:, None], np.array([sampling])), ())[0]


@pytest.mark.parametrize(
    ("sampling", "printed", "counted"),
    [
        (0.02, 0.05, 0.05),  # people really differed by more than the model's do
        (0.02, 0.005, 0.02),
        (0.02, None, 0.02),
        (np.nan, 0.05, 0.05),
    ],
)
def test_the_larger_of_the_models_and_the_printed_error_counts(sampling, printed, counted):
    line = _mean_of_serum(sampling, printed)
    assert line.sampling == counted
    assert line.model is not None and line.model.width == pytest.approx(np.hypot(0.01, counted))
    assert line.among is not None
    aim = target(line.study, line.statistic)
    between = between_studies(aim, standard_error(aim, sampling))
    assert line.among.width == pytest.approx(np.hypot(line.model.width, between))


def test_the_naive_forecaster_is_given_the_same_error():
    study = scored.own_study()
    wide = replace(study, statistics=(replace(study.statistics[1], standard_error=0.05),))
    fitted = [replace(study, name=f"other {n}", statistics=(replace(study.statistics[1], published=0.8 + n / 50),))
              for n in range(3)]  # fmt: skip
    fitted = [replace(s, statistics=(replace(s.statistics[0], use="calibrate"),)) for s in fitted]
    line = scoreboard(Prediction((wide,), ("x",), TRUTHS[:, None], np.array([0.02])), fitted)[0]
    assert line.naive is not None
    assert line.naive.width == pytest.approx(np.hypot(0.02 * np.sqrt(1 + 1 / 3), 0.05))


def test_nothing_is_said_where_nobody_knows_how_many_were_seen():
    study = scored.own_study()
    bare = replace(study.statistics[1], standard_error=None, n=())
    study = replace(study, statistics=(bare,))
    line = scoreboard(Prediction((study,), ("x",), TRUTHS[:, None], np.array([np.nan])), ())[0]
    assert line.model is None and line.problem
