"""Two posteriors against each other."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from somaloop.calibrate.compare import compare, lines
from somaloop.calibrate.targets import CalibrationError
from somaloop.evidence.posterior import Posterior


def _posterior(seed: int, shift: float = 0.0, width: float = 1.0, draws: int = 1000) -> Posterior:
    scores = shift + width * np.random.default_rng(seed).standard_normal((draws, 30))
    return Posterior(
        tuple(f"q{i}" for i in range(30)), scores[:400], np.full(400, 1 / 400), ("",) * 30, scores.mean(axis=0),
        scores.std(axis=0, ddof=1), np.full(30, float(draws)), np.ones(30), (), np.zeros((0, 8)), {},
    )  # fmt: skip


def test_draws_of_one_distribution_agree():
    # At the level of 1 % a fair comparison fails once in a hundred; in sixty it may fail at most four times (p < 0.001).
    fails = sum(not compare(_posterior(2 * i), _posterior(2 * i + 1)).agrees for i in range(60))
    assert fails <= 4


def test_distances_are_in_monte_carlo_errors():
    means = np.concatenate([compare(_posterior(2 * i), _posterior(2 * i + 1)).means for i in range(60)])
    deviations = np.concatenate([compare(_posterior(2 * i), _posterior(2 * i + 1)).deviations for i in range(60)])
    assert means.std() == pytest.approx(1.0, abs=0.06) and deviations.std() == pytest.approx(1.0, abs=0.06)


@pytest.mark.parametrize(("shift", "width"), [(0.4, 1.0), (0.0, 1.4)])
def test_other_distributions_do_not(shift, width):
    found = compare(_posterior(1), _posterior(2, shift, width))
    assert not found.agrees and "DISAGREE" in lines(found)[0]


def test_quantities_in_one_alone_are_named():
    one, other = _posterior(1), _posterior(2)
    renamed = replace(other, names=("new", *other.names[1:]))
    found = compare(one, renamed)
    assert found.only == ("new", "q0") and not found.agrees and "new" in lines(found)[-1]
    with pytest.raises(CalibrationError, match="no quantity in common"):
        compare(one, replace(other, names=tuple(f"x{i}" for i in range(30))))


def test_what_no_fit_touched_lies_nowhere_apart():
    still = replace(_posterior(1), mean=np.zeros(30), deviation=np.ones(30), effective=np.full(30, np.inf))
    found = compare(still, still)
    assert found.agrees and (found.means == 0).all() and (found.deviations == 0).all()


def test_the_error_of_the_ensemble_counts_where_both_know_it():
    one, other = _posterior(1), _posterior(2, shift=0.3)
    assert not compare(one, other).agrees
    wide = {"design_mean": np.full(30, 0.2), "design_deviation": np.full(30, 0.05)}
    assert compare(replace(one, **wide), replace(other, **wide)).agrees
    assert not compare(one, replace(other, **wide)).agrees
    assert "not counted" in lines(compare(one, other))[2]
