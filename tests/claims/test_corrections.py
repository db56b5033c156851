"""What the evidence corrects in the article holds as known, and the article's side as told, each in a population."""

from __future__ import annotations

import pytest

from somaloop.claims import answer_claims, levered_body, parse_design, read_design

PEOPLE = 8
LIVES = """settle: 14
usual life: |
  eat meals at 08:00, 13:00 and 19:00 daily
  sleep window 23:00 to 07:00 daily
people:
  ordinary: {type: ssd}
  low:
    type: ssd
    facts: {magnesium: low}
lives:
  ordinary/placebo: {days: 28, lines: take placebo at 21:00 daily}
  ordinary/magnesium: {days: 28, lines: take 300 mg magnesium as citrate at 21:00 daily}
  low/placebo: {days: 28, lines: take placebo at 21:00 daily}
  low/magnesium: {days: 28, lines: take 300 mg magnesium as citrate at 21:00 daily}
"""
EXPERIMENTS = """C025:
  asks: Four weeks of 300 mg magnesium against placebo.
  with: ordinary/magnesium
  without: ordinary/placebo
  outcomes:
    - {of: magnesium.csf, claimed: higher}
    - {of: cortex.nmda_current, claimed: lower}
    - {of: magnesium.csf, claimed: higher, with: low/magnesium, without: low/placebo}
"""


@pytest.fixture(scope="module")
def people_with_ssd(tmp_path_factory):
    """SSD against the general population, by outcome."""
    folder = tmp_path_factory.mktemp("lives")
    found = answer_claims(levered_body(), read_design(), ["C010", "C017"], folder=folder, people=PEOPLE)
    outcomes = [item for answer in found.values() for item in answer.outcomes]
    assert all(item.built_in for item in outcomes)
    return {item.outcome.of: item.effects for item in outcomes}


def test_cortisol_is_not_high_in_ssd_but_as_told_it_is(people_with_ssd):
    cortisol = people_with_ssd["cortisol"]
    assert cortisol["told"].interval.low > 0
    known = cortisol["known"]
    assert known.interval.low < 0 < known.interval.high
    assert abs(known.standardised(known.interval.centre)) < 0.15  # tak2011-cortisol-fsd: -0.07 (-0.17 to 0.04)


def test_in_ssd_the_body_is_not_detected_better_though_it_is_watched_more(people_with_ssd):
    share_of_what_is_expected = people_with_ssd["perception.weight"]["known"].interval
    assert share_of_what_is_expected.low > 0  # less of the body in what is felt
    attention = people_with_ssd["perception.attention"]
    assert all(attention[world].interval.low > 0 for world in ("told", "known"))  # they worry, and worry watches


def test_the_vagus_is_weaker_in_ssd(people_with_ssd):
    assert people_with_ssd["RMSSD"]["known"].interval.high < 0


def test_magnesium_hardly_reaches_the_replete_brain_but_as_told_it_does(tmp_path):
    body = levered_body()
    design = parse_design(body, LIVES, EXPERIMENTS)
    csf, current, csf_low = answer_claims(body, design, ["C025"], folder=tmp_path, people=PEOPLE)["C025"].outcomes
    known = csf.effects["known"]
    assert known.interval.low > -0.001 and known.interval.high < 0.02 * known.without  # less than a laboratory sees
    assert csf_low.effects["known"].interval.centre > known.interval.centre  # those who lack it gain more
    told, known = current.effects["told"], current.effects["known"]
    assert known.interval.low > -0.03 * known.without
    assert told.interval.high < known.interval.low < 0
