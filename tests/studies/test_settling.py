"""How long people settle: four weeks, and longer where questions look back far."""

from __future__ import annotations

import pytest

from somaloop.instruments import INSTRUMENTS
from somaloop.studies import parse_studies
from somaloop.studies.settling import settling_days


@pytest.mark.parametrize(
    ("asked", "days"),
    [
        ((), 28),
        (("serum magnesium",), 28),
        (("PHQ-9",), 28),
        (("PHQ-15",), 56),
        (("PHQ-9", "PHQ-15"), 56),
        (("no such",), 28),
    ],
)
def test_long_questions_look_back_on_settled_days(asked, days):
    assert settling_days(asked) == days
    assert INSTRUMENTS["PHQ-15"].window.days == 28 and INSTRUMENTS["PHQ-9"].window.days == 14


LINES = """
    - {what: symptoms, of: PHQ-15, statistic: mean, arm: placebo, at: day 28, unit: points, published: 6.0, sd: 4.0}
"""


def test_a_study_says_it_or_gets_it(written):
    text = written(lines=LINES).replace("days: 5", "days: 28")
    (said,) = parse_studies(text.replace("settle: 3", "settle: 30"))
    (left,) = parse_studies(text.replace("  settle: 3\n", ""))
    assert (said.settle_days, left.settle_days) == (30, 56)
