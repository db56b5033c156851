"""Each kind of statistic against NumPy and SciPy, person by person, on random readings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import stats
from scipy.integrate import trapezoid

from somaloop.studies.kinds import KINDS, compute, curve_moments, in_unit, plain
from somaloop.studies.moments import Moment
from somaloop.studies.study import Statistic

Array = NDArray[np.float64]
TRUTHS, PEOPLE = 2, 9
START, END = (Moment(0),), (Moment(5), Moment(6))
CLOCK = (Moment(2, 8.0), Moment(2, 14.0))
DAYS = (Moment(1), Moment(7))


class Random:
    """Readings drawn from a seed: positive, with a person's own level and swings from moment to moment."""

    def __init__(self, seed: int) -> None:
        self.seed = seed

    def series(self, arm: str, of: str, moments: tuple[Moment, ...]) -> Array:
        return np.stack([self.at(arm, of, moment) for moment in moments])

    def at(self, arm: str, of: str, moment: Moment) -> Array:
        key = [self.seed, *f"{arm}/{of}".encode()]
        level = np.random.default_rng(key).gamma(8.0, 1.0, (TRUTHS, PEOPLE))
        return level + np.random.default_rng([*key, *str(moment).encode()]).gamma(4.0, 1.0, (TRUTHS, PEOPLE))


def made(kind: str, **more) -> Statistic:
    base = {"what": "x", "of": "worry", "kind": kind, "unit": "points", "published": 1.0, "arm": "a"}
    return Statistic(**(base | more))


def readings(read: Random, s: Statistic, arm: str, truth: int, of: str = "") -> tuple[Array, Array]:
    """Each person's mean reading at the end and at the start, in one truth."""
    end = np.mean([read.at(arm, of or s.of, m)[truth] for m in s.at], axis=0)
    start = np.mean([read.at(arm, of or s.of, m)[truth] for m in s.start], axis=0) if s.start else np.zeros(PEOPLE)
    return end, start


def curve(read: Random, s: Statistic, truth: int) -> Array:
    moments = curve_moments(s)
    mean = np.array([read.at(s.arm, s.of, m)[truth].mean() for m in moments])
    return mean - [read.at(s.against, s.of, m)[truth].mean() for m in moments] if s.against else mean


def diary(read: Random, s: Statistic, truth: int, of: str = "") -> Array:
    """Ratings [people, occasions] in one truth."""
    return np.array([read.at(s.arm, of or s.of, m)[truth] for m in curve_moments(s)]).T


def change(read, s, truth, arm=""):
    end, start = readings(read, s, arm or s.arm, truth)
    return end - start


def _pooled(a: Array, b: Array) -> float:
    return np.sqrt((np.var(a, ddof=1) + np.var(b, ddof=1)) / 2)


def _share(read, s, truth, arm=""):
    x = change(read, s, truth, arm)
    return np.mean([(s.at_least is None or v >= s.at_least) and (s.at_most is None or v <= s.at_most) for v in x])


def _responders(read, s, truth, arm=""):
    end, start = readings(read, s, arm or s.arm, truth)
    gain = end - start if s.rise else start - end
    return np.mean([g >= (s.by * b if s.by_share else s.by) for g, b in zip(gain, start, strict=True)])


def _clipped(share: float) -> float:
    return min(max(share, 1e-3), 1 - 1e-3)


def _hours(s):
    moments = curve_moments(s)
    return np.array([m.hours - moments[0].hours for m in moments])


def _half_life(read, s, truth):
    slope = stats.linregress(_hours(s), np.log(curve(read, s, truth))).slope
    return np.log(2) / -slope if slope < 0 else np.inf


def _by_person(f: Callable[[Array, Array], float]):
    return lambda read, s, truth: np.mean([f(x, y) for x, y in zip(diary(read, s, truth), diary(read, s, truth, s.with_), strict=True)])  # fmt: skip


def _within_variance(x: Array) -> float:
    return float(np.mean([np.var(row, ddof=1) for row in x]))


def _autocorrelation(read, s, truth):
    return np.mean([stats.pearsonr(row[:-1], row[1:])[0] for row in diary(read, s, truth)])


AT = {"at": END}
CHANGED = {"at": END, "start": START}
CURVE = {"between": CLOCK, "every": 0.5}
DIARY = {"between": DAYS, "ratings": (9.0, 13.0, 17.0)}

# By kind: settings, and what it must be in one truth, worked out another way.
REFERENCE: dict[str, list[tuple[dict, Callable[[Random, Statistic, int], float]]]] = {
    "mean": [(AT, lambda r, s, t: readings(r, s, "a", t)[0].mean()), (CHANGED, lambda r, s, t: change(r, s, t).mean())],
    "change": [(CHANGED, lambda r, s, t: readings(r, s, "a", t)[0].mean() - readings(r, s, "a", t)[1].mean())],
    "sd": [(AT, lambda r, s, t: stats.tstd(readings(r, s, "a", t)[0]))],
    "skewness": [(AT, lambda r, s, t: stats.skew(readings(r, s, "a", t)[0]))],
    "quantile": [(AT | {"quantile": 0.75}, lambda r, s, t: np.percentile(readings(r, s, "a", t)[0], 75))],
    "share": [
        (AT | {"at_least": 12.0, "unit": "share"}, _share),
        (AT | {"at_least": 9.0, "at_most": 13.0, "unit": "%"}, lambda r, s, t: 100 * _share(r, s, t)),
        (CHANGED | {"at_most": 0.0, "unit": "share"}, _share),
    ],
    "responders": [
        (CHANGED | {"by": 0.1, "by_share": True, "unit": "share"}, _responders),
        (CHANGED | {"by": 1.0, "rise": True, "unit": "share"}, _responders),
    ],
    "difference": [
        (AT | {"against": "b"}, lambda r, s, t: readings(r, s, "a", t)[0].mean() - readings(r, s, "b", t)[0].mean()),
        (CHANGED | {"against": "b"}, lambda r, s, t: change(r, s, t).mean() - change(r, s, t, "b").mean()),
    ],
    "standardised change": [
        (CHANGED, lambda r, s, t: change(r, s, t).mean() / stats.tstd(readings(r, s, "a", t)[1])),
        (CHANGED | {"over": "changes"}, lambda r, s, t: stats.ttest_rel(*readings(r, s, "a", t)).statistic / PEOPLE**0.5),
    ],
    "standardised difference": [
        (AT | {"against": "b"}, lambda r, s, t: stats.ttest_ind(
            readings(r, s, "a", t)[0], readings(r, s, "b", t)[0]).statistic * (2 / PEOPLE) ** 0.5),
        (CHANGED | {"against": "b"}, lambda r, s, t: (change(r, s, t).mean() - change(r, s, t, "b").mean())
         / _pooled(readings(r, s, "a", t)[0], readings(r, s, "b", t)[0])),
        (CHANGED | {"against": "b", "over": "baseline"}, lambda r, s, t: (change(r, s, t).mean() - change(r, s, t, "b").mean())
         / _pooled(readings(r, s, "a", t)[1], readings(r, s, "b", t)[1])),
        (CHANGED | {"against": "b", "over": "changes"}, lambda r, s, t: stats.ttest_ind(
            change(r, s, t), change(r, s, t, "b")).statistic * (2 / PEOPLE) ** 0.5),
    ],
    "ratio": [
        (AT | {"against": "b", "unit": "fold"}, lambda r, s, t: readings(r, s, "a", t)[0].mean() / readings(r, s, "b", t)[0].mean()),
        (CHANGED | {"unit": "%"}, lambda r, s, t: 100 * (readings(r, s, "a", t)[0].mean() / readings(r, s, "a", t)[1].mean() - 1)),
        (CHANGED | {"against": "b", "unit": "fold"}, lambda r, s, t: np.prod([
            (readings(r, s, arm, t)[0].mean() / readings(r, s, arm, t)[1].mean()) ** power for arm, power in (("a", 1), ("b", -1))])),
    ],
    "odds ratio": [(AT | {"against": "b", "at_least": 12.0, "unit": "fold"}, lambda r, s, t: np.prod([
        (_clipped(_share(r, s, t, arm)) / (1 - _clipped(_share(r, s, t, arm)))) ** power for arm, power in (("a", 1), ("b", -1))]))],
    "risk ratio": [
        (AT | {"against": "b", "at_least": 11.0, "unit": "fold"},
         lambda r, s, t: max(_share(r, s, t), 1e-3) / max(_share(r, s, t, "b"), 1e-3)),
        (CHANGED | {"against": "b", "by": 0.5, "unit": "fold"},
         lambda r, s, t: max(_responders(r, s, t), 1e-3) / max(_responders(r, s, t, "b"), 1e-3)),
    ],
    "correlation": [
        (AT | {"with_": "pain"}, lambda r, s, t: stats.pearsonr(readings(r, s, "a", t)[0], readings(r, s, "a", t, "pain")[0])[0]),
        (CHANGED | {"with_": "pain"}, lambda r, s, t: stats.pearsonr(
            change(r, s, t), np.subtract(*readings(r, s, "a", t, "pain")))[0]),
    ],
    "retest": [(CHANGED, lambda r, s, t: stats.pearsonr(*readings(r, s, "a", t))[0])],
    "peak": [(CURVE, lambda r, s, t: max(curve(r, s, t))), (CURVE | {"against": "b"}, lambda r, s, t: max(curve(r, s, t)))],
    "trough": [(CURVE, lambda r, s, t: min(curve(r, s, t)))],
    "time to peak": [(CURVE | {"unit": "min"}, lambda r, s, t: 60 * _hours(s)[np.argmax(curve(r, s, t))])],
    "time to trough": [(CURVE | {"unit": "h"}, lambda r, s, t: _hours(s)[np.argmin(curve(r, s, t))])],
    "mean over time": [(CURVE, lambda r, s, t: curve(r, s, t).mean()), (DIARY, lambda r, s, t: diary(r, s, t).mean())],
    "area": [
        (CURVE | {"unit": "points*h"}, lambda r, s, t: trapezoid(curve(r, s, t) - curve(r, s, t)[0], _hours(s))),
        (CURVE | {"unit": "points*min"}, lambda r, s, t: 60 * trapezoid(curve(r, s, t) - curve(r, s, t)[0], _hours(s))),
    ],
    "half-life": [(CURVE | {"unit": "h"}, _half_life)],
    "within-person sd": [(DIARY, lambda r, s, t: _within_variance(diary(r, s, t)) ** 0.5)],
    "between-person sd": [(DIARY, lambda r, s, t: stats.tstd(diary(r, s, t).mean(axis=1)))],
    "intraclass correlation": [(DIARY, lambda r, s, t: np.var(diary(r, s, t).mean(axis=1), ddof=1)
                                / (np.var(diary(r, s, t).mean(axis=1), ddof=1) + _within_variance(diary(r, s, t))))],
    "autocorrelation": [({"between": DAYS, "every": 24.0, "lag": 24.0}, _autocorrelation)],
    "within-person correlation": [(DIARY | {"with_": "pain"}, _by_person(lambda x, y: stats.pearsonr(x, y)[0]))],
    "within-person slope": [(DIARY | {"with_": "pain"}, _by_person(lambda y, x: stats.linregress(x, y).slope))],
    "between-person correlation": [(DIARY | {"with_": "pain"}, lambda r, s, t: stats.pearsonr(
        diary(r, s, t).mean(axis=1), diary(r, s, t, "pain").mean(axis=1))[0])],
}  # fmt: skip


def test_every_kind_has_a_reference():
    assert set(REFERENCE) == set(KINDS)


@pytest.mark.parametrize("kind", REFERENCE)
@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 2**31))
def test_a_kind_is_what_numpy_and_scipy_say(kind: str, seed: int):
    read = Random(seed)
    for more, reference in REFERENCE[kind]:
        statistic = made(kind, **more)
        got = compute(statistic, read)
        assert got.shape == (TRUTHS,)
        for truth in range(TRUTHS):
            assert got[truth] == pytest.approx(reference(read, statistic, truth), rel=1e-9, abs=1e-12)


def test_a_lag_skips_the_night():
    # Ratings of one person that hang on the one four hours before, and not at all over the night.
    statistic = made("autocorrelation", between=DAYS, ratings=(8.0, 12.0, 16.0), lag=4.0)
    read = Random(3)
    got = compute(statistic, read)[0]
    pairs = []
    for row in diary(read, statistic, 0):
        days = row.reshape(-1, 3)
        pairs.append(stats.pearsonr(days[:, :2].ravel(), days[:, 1:].ravel())[0])
    assert got == pytest.approx(np.mean(pairs))


def test_daily_means_are_taken_first():
    statistic = made("within-person sd", daily=True, **DIARY)
    read = Random(4)
    days = diary(read, statistic, 0).reshape(PEOPLE, -1, 3).mean(axis=2)
    assert compute(statistic, read)[0] == pytest.approx(_within_variance(days) ** 0.5)


class Still:
    """Readings that never change."""

    def series(self, arm: str, of: str, moments: tuple[Moment, ...]) -> Array:
        return np.full((len(moments), TRUTHS, PEOPLE), 3.0)


def test_what_does_not_vary_has_no_correlation():
    assert (compute(made("correlation", at=END, with_="pain"), Still()) == 0).all()
    assert (compute(made("skewness", at=END), Still()) == 0).all()
    assert np.isinf(compute(made("half-life", between=CLOCK, every=1.0, unit="h"), Still())).all()


@given(st.floats(0.01, 0.99))
def test_per_cent_and_back(value: float):
    for kind in ("share", "ratio"):
        statistic = made(kind, at=END, unit="%")
        assert float(plain(statistic, in_unit(statistic, value))) == pytest.approx(value)
    assert float(in_unit(made("share", unit="%"), 0.25)) == 25.0
    assert float(in_unit(made("ratio", unit="%"), 0.9)) == pytest.approx(-10.0)
    of_instrument = replace(made("mean"), unit="%")
    assert float(plain(of_instrument, 5.0)) == 5.0  # an instrument in per cent stays as it is


def test_moments_of_a_curve_hold_both_ends():
    assert [m.hours for m in curve_moments(made("peak", between=CLOCK, every=2.0))] == [32.0, 34.0, 36.0, 38.0]
    by_days = curve_moments(made("mean over time", between=DAYS, every=72.0))
    assert [m.day for m in by_days] == [1, 4, 7]
    rated = curve_moments(made("mean over time", between=(Moment(1), Moment(2)), ratings=(9.0, 21.0)))
    assert rated == (Moment(1, 9.0), Moment(1, 21.0), Moment(2, 9.0), Moment(2, 21.0))
