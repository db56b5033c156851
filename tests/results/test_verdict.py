"""Verdicts follow their written rules."""

from __future__ import annotations

import pytest

from somaloop.results import Interval, verdict

NAN = float("nan")


@pytest.mark.parametrize(
    ("known", "told", "important", "words"),
    [
        ((-0.5, -1.9, 0.4), -4.2, 3.0, "could be nothing; clear only as told"),
        ((-0.5, -1.9, 0.4), -1.0, 3.0, "could be nothing"),
        ((-0.5, -1.0, -0.2), -4.2, 3.0, "surely there, too small to notice"),
        ((-4.0, -5.0, -3.2), -4.2, 3.0, "surely there, and noticeable"),
        ((-3.0, -5.0, -1.0), -4.2, 3.0, "there, and may be noticeable"),
        ((0.03, 0.01, 0.05), 0.09, None, "surely there, too small to see in one reading"),
        ((0.0, 0.0, 0.0), 0.0, 3.0, "no difference"),
        ((NAN, NAN, NAN), 1.0, 3.0, "the run failed, see below"),
    ],
)
def test_rules(known, told, important, words):
    assert verdict(Interval(*known), Interval(told, told, told), important, 0.03) == words
