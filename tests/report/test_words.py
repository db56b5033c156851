from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st
from report._synthetic import synthetic

from somaloop.report.summary import caveat, grade_shares, main_outcomes, own_effect, weak_share
from somaloop.report.words import difference, number, weeks_words
from somaloop.results import Interval


def test_numbers() -> None:
    assert number(-0.54, 1) == "−0.5"  # noqa: RUF001
    assert number(0.54, 1, signed=True) == "+0.5"
    assert number(-0.01, 1, signed=True) == "0.0"
    assert number(math.nan, 1) == "failed"
    assert difference(Interval(-0.5, -1.9, 0.4), 1) == "−0.5 (−1.9 to 0.4)"  # noqa: RUF001


@given(st.floats(allow_nan=True, allow_infinity=True), st.integers(0, 3))
def test_only_finite_values_become_numbers(value: float, places: int) -> None:
    assert (number(value, places) == "failed") == (not math.isfinite(value))


def test_lengths() -> None:
    assert weeks_words(12.0) == "12 weeks"
    assert weeks_words(1.0) == "1 week"
    assert weeks_words(5 / 7) == "5 days"


def test_shares_by_grade_add_up_and_weak_ones_are_found() -> None:
    rows = synthetic(days=14, draws=10).rows
    for world in ("told", "known"):
        shares = grade_shares(rows, world)
        assert math.isclose(sum(shares.values()), 1.0)
        assert 0.0 < weak_share(shares) < 1.0
    assert grade_shares([], "known") == {}


def test_what_is_left_beyond_a_placebo() -> None:
    comparison = synthetic(draws=100)
    rows = {row.instrument: row for row in comparison.rows}
    own = own_effect(comparison, rows["serum magnesium"])
    assert own is not None
    assert own == rows["serum magnesium"].known.difference
    assert caveat(comparison, rows["PHQ-15"])
    assert not caveat(comparison, rows["serum magnesium"])
    assert main_outcomes(comparison) == tuple(rows)
