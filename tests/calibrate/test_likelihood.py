"""The likelihood of published summaries against closed forms and against simulated samples."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from somaloop.calibrate.laboratories import SHIFTS
from somaloop.calibrate.likelihood import (
    EFFECT,
    FREEDOM,
    LOG_ODDS_RATIO,
    between_studies,
    log_density,
    noise,
    repeats,
    spread,
    standard_error,
)
from somaloop.calibrate.targets import CalibrationError, Target, inside, target
from somaloop.instruments import INSTRUMENTS
from somaloop.studies import Study, parse_studies, use_of
from somaloop.studies.kinds import KINDS
from somaloop.studies.scales import error_of_mean, from_scale, to_scale

SAMPLES = 20_000


def _target(kind: str, value: float, n: tuple[int, ...], error: float | None = None, **more: str) -> Target:
    names = {"label": "s: x", "study": "s", "instrument": "i"} | more
    return Target(names["label"], names["study"], names["instrument"], kind, KINDS[kind].scale, value, error, n)


def _study(statistic: str) -> Study:
    head = "study: own\ntitle: Own\nmechanism: magnesium\ndays: 2\nsettle: 1\narms:\n  all: {n: 20, lines: ''}\n"
    return parse_studies(f"{head}design: single\nstatistics:\n  - {statistic}\n", "own.yaml")[0]


def _close(simulated: np.ndarray, expected: float) -> None:
    """The spread of simulated statistics is the expected one within 4 % (over four standard errors of 20,000)."""
    assert simulated.std() == pytest.approx(expected, rel=0.04)


def test_the_density_is_students_up_to_a_constant():
    distance, scale = np.linspace(-5, 5, 11), np.array([[0.3], [1.0], [4.0]])
    ours = log_density(distance, scale)
    theirs = stats.t(FREEDOM, scale=scale).logpdf(distance)
    assert np.allclose(ours - theirs, (ours - theirs)[0, 0])


def test_the_density_is_normal_without_doubt_about_the_spread():
    distance, scale = np.linspace(-5, 5, 11), np.array([[0.3], [2.0]])
    ours = log_density(distance, scale, np.inf)
    theirs = stats.norm(scale=scale).logpdf(distance)
    assert np.allclose(ours - theirs, (ours - theirs)[0, 0])


def test_noise_is_drawn_from_the_density():
    drawn = noise(np.random.default_rng(1), np.full(SAMPLES, 0.7))
    assert stats.kstest(drawn / 0.7, stats.t(FREEDOM).cdf).pvalue > 0.01
    drawn = noise(np.random.default_rng(1), np.full(SAMPLES, 0.7), np.inf)
    assert stats.kstest(drawn / 0.7, stats.norm.cdf).pvalue > 0.01


def test_standard_deviations():
    people = np.random.default_rng(2).normal(10, 3, (SAMPLES, 40))
    _close(np.log(people.std(axis=1, ddof=1)), standard_error(_target("sd", np.log(3.0), (40,))))


def test_correlations():
    draw = np.random.default_rng(3)
    x = draw.normal(size=(SAMPLES, 50))
    y = 0.6 * x + 0.8 * draw.normal(size=x.shape)
    x, y = x - x.mean(axis=1, keepdims=True), y - y.mean(axis=1, keepdims=True)
    r = (x * y).sum(axis=1) / np.sqrt((x**2).sum(axis=1) * (y**2).sum(axis=1))
    _close(np.arctanh(r), standard_error(_target("correlation", np.arctanh(0.6), (50,))))


def test_shares():
    counts = np.random.default_rng(4).binomial(200, 0.3, SAMPLES)
    _close(to_scale("logit", counts / 200), standard_error(_target("share", float(to_scale("logit", 0.3)), (200,))))


def test_the_log_odds_of_a_share_are_near_its_exact_posterior():
    # With a flat prior in the log-odds the posterior of a share is Beta(k, n - k).
    k, n = 120, 400
    value = float(to_scale("logit", k / n))
    error = standard_error(_target("share", value, (n,)))
    exact = to_scale("logit", stats.beta(k, n - k).ppf([0.025, 0.975]))
    assert np.allclose([value - 1.96 * error, value + 1.96 * error], exact, atol=0.1 * error)


def test_shares_of_nobody_keep_half_a_person():
    assert inside(0.0, 50) == 0.01 and inside(1.0, 50) == 0.99 and inside(0.4, 50) == 0.4
    error = standard_error(_target("share", float(to_scale("logit", inside(0.0, 50))), (50,)))
    assert error == pytest.approx(np.sqrt(1 / 0.5 + 1 / 49.5))


def test_standardised_differences():
    draw = np.random.default_rng(5)
    one, other = draw.normal(0.8, 1, (SAMPLES, 30)), draw.normal(0, 1, (SAMPLES, 45))
    pooled = np.sqrt((29 * one.var(axis=1, ddof=1) + 44 * other.var(axis=1, ddof=1)) / 73)
    d = (one.mean(axis=1) - other.mean(axis=1)) / pooled
    _close(d, standard_error(_target("standardised difference", 0.8, (30, 45))))


def test_means_and_differences():
    draw = np.random.default_rng(6)
    _close(draw.normal(5, 2, (SAMPLES, 25)).mean(axis=1), error_of_mean(2.0, (25,)))
    difference = draw.normal(5, 2, (SAMPLES, 25)).mean(axis=1) - draw.normal(4, 2, (SAMPLES, 36)).mean(axis=1)
    _close(difference, error_of_mean(2.0, (25, 36)))


def test_quantiles_by_what_simulation_gives():
    # Asymptotic: sqrt(p (1 - p) / n) over the density; the studies' own resampling stands in for it.
    people = np.random.default_rng(7).normal(size=(SAMPLES, 400))
    simulated = np.quantile(people, 0.75, axis=1).std()
    asymptotic = np.sqrt(0.75 * 0.25 / 400) / stats.norm.pdf(stats.norm.ppf(0.75))
    assert simulated == pytest.approx(asymptotic, rel=0.04)
    assert standard_error(_target("quantile", 0.67, (400,)), float(simulated)) == simulated


@pytest.mark.parametrize("scale", ["identity", "log", "fisher z", "logit"])
def test_scales_go_there_and_back(scale):
    values = np.array([0.02, 0.3, 0.71, 0.98])
    assert np.allclose(from_scale(scale, to_scale(scale, values)), values)


def test_published_errors_come_first_and_none_at_all_is_told():
    assert standard_error(_target("sd", 0.0, (40,), 0.3), 0.9) == 0.3
    assert standard_error(_target("mean", 0.0, ()), 0.9) == 0.9
    with pytest.raises(CalibrationError, match="no standard error"):
        standard_error(_target("mean", 0.0, ()))


def test_heterogeneity_follows_the_published_distributions():
    assert pytest.approx(0.179, abs=1e-3) == EFFECT
    assert pytest.approx(0.278, abs=1e-3) == LOG_ODDS_RATIO
    assert between_studies(_target("standardised difference", 0.5, (20, 20)), 0.3) == EFFECT
    # 0.18 standard deviations of people, whatever the unit and the size of the groups
    assert between_studies(_target("difference", 3.0, (50, 50)), error_of_mean(7.0, (50, 50))) == pytest.approx(
        7 * EFFECT
    )


def test_a_shift_between_laboratories_is_added_to_what_places_differ_by():
    # Two laboratories that measure 10,000 samples each: what lies between them is 0.03 mmol/L and 0.3 SD of people.
    serum = _target("mean", 0.82, (100,), 0.009, instrument="serum magnesium")
    assert between_studies(serum, 0.009) == pytest.approx(np.hypot(0.3 * 0.09, 0.03))
    assert between_studies(replace(serum, n=(10_000,)), 0.0009) == pytest.approx(np.hypot(0.3 * 0.09, 0.03))
    for kind in ("quantile", "peak", "trough", "mean over time"):
        assert between_studies(replace(serum, kind=kind), 0.009) == pytest.approx(np.hypot(0.027, 0.03))
    assert between_studies(replace(serum, instrument="red-cell magnesium"), 0.009) == pytest.approx(0.027)
    saliva = _target("mean", 12.0, (25,), 1.0, instrument="salivary cortisol")
    assert between_studies(saliva, 1.0) == pytest.approx(np.hypot(0.3 * 5.0, 0.3 * 12.0))


def test_what_is_compared_within_a_study_is_free_of_that_shift():
    serum = _target("difference", 0.04, (50, 50), 0.01, instrument="serum magnesium")
    assert between_studies(serum, 0.01) == pytest.approx(0.05 * EFFECT)
    changed = replace(_target("mean", 0.04, (25,), 0.01, instrument="serum magnesium"), compared=True)
    assert between_studies(changed, 0.01) == pytest.approx(0.3 * 0.05)
    assert between_studies(replace(changed, kind="sd"), 0.01) == 0.15
    line = "{what: x, of: serum magnesium, statistic: mean, at: day 2 12:00, unit: mmol/L, published: 0.8, sd: 0.1}"
    level = _study(line)
    assert not target(level, level.statistics[0]).compared
    line = line.replace("at: day 2", "from: day 1 12:00, at: day 2")
    change = _study(line)
    assert target(change, change.statistics[0]).compared


def test_a_shift_moves_the_share_below_a_limit_by_its_log_odds():
    share = _target("share", float(to_scale("logit", 0.145)), (16_000,), instrument="serum magnesium")
    shift = SHIFTS["serum magnesium"]
    assert shift.of_log_odds == pytest.approx(0.03 / 0.05 * np.pi / np.sqrt(3))
    assert between_studies(share, 0.02) == pytest.approx(np.hypot(0.3, 0.03 / 0.05) * np.pi / np.sqrt(3))
    # The closed form: with readings spread like a logistic curve a shift of the level moves the log-odds by just that.
    scale = 0.05 * np.sqrt(3) / np.pi
    odds = [stats.logistic(0.82 + moved, scale).logcdf(0.76) - stats.logistic(0.82 + moved, scale).logsf(0.76)
            for moved in (0.0, 0.03)]  # fmt: skip
    assert odds[0] - odds[1] == pytest.approx(shift.of_log_odds)
    ionised = _target("share", 0.0, (100,), instrument="ionised magnesium")
    assert between_studies(ionised, 0.02) == pytest.approx(0.3 * np.pi / np.sqrt(3))  # spread of people not known


def test_shifts_are_in_the_unit_of_their_instrument_and_rest_on_rows_that_may_be_fitted():
    for name, shift in SHIFTS.items():
        assert shift.unit in (INSTRUMENTS[name].unit, "share of the level")
        assert shift.note.endswith(".") and shift.size > 0
        assert use_of(shift.source.split()) == "calibrate"


def test_one_study_of_one_laboratory_cannot_hold_the_level_of_serum():
    many = _target("mean", 0.78, (10_000,), 0.0009, instrument="serum magnesium")
    assert spread([many])[0] > np.sqrt(2) * 0.03  # however many people it saw


def test_every_kind_of_statistic_has_a_rule():
    for kind in KINDS:
        assert between_studies(_target(kind, 0.5, (30,)), 0.1) > 0


def test_statistics_of_one_study_count_for_less():
    alone = _target("mean", 0.0, (30,), 0.2, study="a")
    twin = [_target("mean", 0.0, (30,), 0.2, study="b", instrument=name) for name in ("i", "i", "j")]
    assert repeats([alone, *twin]).tolist() == [1.0, 1.7, 1.7, 1.4]
    many = [_target("mean", 0.0, (30,), 0.2, study="c") for _ in range(100)]
    together = (1.0 / spread(many) ** 2).sum() / (1.0 / spread([alone])[0] ** 2)
    assert 1.9 < together < 2.0  # a hundred readings of one instrument in one study are worth two studies


def test_unknown_sampling_reaches_as_far_as_the_rest_or_there_is_no_spread():
    assert spread([_target("standardised change", 0.4, ())])[0] == pytest.approx(2 * EFFECT)
    assert np.isnan(spread([_target("mean", 0.0, ())])[0])  # in what unit would studies lie apart?
