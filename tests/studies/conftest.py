"""Small studies to try things with."""

from __future__ import annotations

import pytest

from somaloop.model import declared_body
from somaloop.studies import parse_studies

HEAD = """
- study: trial
  title: Magnesium against placebo
  mechanism: magnesium
  people: {type: low magnesium, age: 50}
  days: 5
  settle: 3
  arms:
    placebo: {n: 20, lines: "take placebo at 08:00 daily; blinded"}
    magnesium: {n: 20, lines: "take 300 mg magnesium as citrate at 08:00 daily; blinded"}
  design: DESIGN
  statistics:
"""
LINES = """
    - {what: serum apart, of: serum magnesium, statistic: difference, arm: magnesium, against: placebo,
       at: day 5 12:00, unit: mmol/L, published: 0.03, se: 0.01}
    - {what: urine of placebo, of: urine magnesium, statistic: mean, arm: placebo, at: day 4, unit: mmol/day,
       published: 3.0, sd: 1.0}
    - {what: differing, of: serum magnesium, statistic: sd, arm: placebo, at: day 5 12:00, unit: mmol/L, published: 0.05}
"""


def text_of(design: str = "parallel", lines: str = LINES, head: str = HEAD) -> str:
    return head.replace("DESIGN", design) + lines


@pytest.fixture(scope="session")
def written():
    return text_of


@pytest.fixture(scope="session")
def trial():
    return parse_studies(text_of())[0]


@pytest.fixture(scope="session")
def crossover():
    return parse_studies(text_of("crossover"))[0]


@pytest.fixture(scope="session")
def standardised():
    lines = """
    - {what: apart, of: serum magnesium, statistic: difference, arm: magnesium, against: placebo, at: day 5 12:00,
       unit: mmol/L, published: 0.03, se: 0.01}
    - {what: in standard deviations, of: serum magnesium, statistic: standardised difference, arm: magnesium,
       against: placebo, at: day 5 12:00, unit: SD, published: 0.3, se: 0.1}
"""
    return parse_studies(text_of(lines=lines))[0]


@pytest.fixture(scope="session")
def rare():
    lines = """
    - {what: nobody, of: serum magnesium, statistic: share, arm: placebo, at: day 5 12:00, at least: 5.0, unit: share,
       published: 0.01, interval: [0.001, 0.05]}
    - {what: everybody, of: serum magnesium, statistic: share, arm: placebo, at: day 5 12:00, at most: 5.0, unit: share,
       published: 0.99, interval: [0.95, 0.999]}
"""
    return parse_studies(text_of(lines=lines))[0]


@pytest.fixture(scope="session")
def declared():
    return declared_body()
