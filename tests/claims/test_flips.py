"""A verdict follows from grade and strength of the arrow that carries it: change either and it changes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from small_claim import ARROW, EXPERIMENTS, answer, small_body, with_arrow

from somaloop.claims import answer_claims, levered_body, parse_design
from somaloop.language import Body, assemble, fixed, normal
from somaloop.language.wiring import Wiring

BIG_BAR = EXPERIMENTS.replace("claimed: higher", "claimed: higher, important: {size: 4000, source: tsst-nelson-acth}")
AGAINST = EXPERIMENTS.replace(
    "claimed: higher",
    "claimed: higher, published: {what: x, size: -0.5, low: -0.9, high: -0.1, unit: SD, source: tsst-nelson-acth}",
)


def test_as_the_model_has_it(tmp_path):
    found = answer(tmp_path)
    assert found.verdict == "supported"
    assert [way.arrow for way in found.outcomes[0].ways] == [ARROW]
    assert found.outcomes[0].causes == ("appraisal.stressor",)
    assert found.outcomes[0].effects["known tested"].share == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("change", "experiments", "verdict"),
    [
        ({"grade": "C"}, EXPERIMENTS, "untested"),
        ({"as_known": normal(0.0, 0.05)}, EXPERIMENTS, "only as told"),
        ({"as_known": normal(0.0, 0.05), "grade": "C"}, EXPERIMENTS, "untested"),
        ({"as_known": fixed(0.0), "grade": "X"}, EXPERIMENTS, "only as told"),
        ({"as_known": fixed(0.0), "as_told": 0.0}, EXPERIMENTS, "untested"),
        ({"as_known": fixed(-0.05)}, EXPERIMENTS, "contradicted"),
        ({}, BIG_BAR, "supported but too small to notice"),
        ({}, AGAINST, "contradicted"),
    ],
)
def test_a_change_of_grade_strength_or_evidence_flips_the_verdict(tmp_path, change, experiments, verdict):
    body = with_arrow(lambda arrow: replace(arrow, **change))
    assert answer(tmp_path, body, experiments).verdict == verdict


def test_ways_need_a_connection():
    wiring = Wiring(small_body())
    assert wiring.ways(["appraisal.stressor"], ["hpa.cortisol_serum"])
    assert not wiring.ways(["hpa.log_drive"], ["appraisal.stress"])


WHOLE_LIVES = """settle: 1
usual life: |
  eat meals at 08:00, 13:00 and 19:00 daily
  sleep window 23:00 to 07:00 daily
people:
  general: {type: general}
lives:
  general/calm: {days: 2}
  general/stressed: {days: 2, lines: "stress 1 h at 14:00 on day 2, strong"}
  general/coffee: {days: 2, lines: drink 200 mg caffeine at 14:00 daily}
"""
WHOLE = """C015:
  asks: An hour of stress.
  with: general/stressed
  without: general/calm
  outcomes:
    - {of: autonomic.adrenaline, hours: [14, 15], claimed: higher}
C035:
  asks: Coffee in the afternoon.
  with: general/coffee
  without: general/calm
  outcomes:
    - {of: autonomic.adrenaline, hours: [14, 18], claimed: higher}
"""


def changed(body: Body, name: str, **change: object) -> Body:
    """The body with one arrow changed."""
    return assemble(
        replace(item, arrows=tuple(replace(arrow, **change) if arrow.name == name else arrow for arrow in item.arrows))
        for item in body.mechanisms.values()
    )


def test_in_the_whole_body_only_the_verdicts_that_depend_on_an_arrow_flip(tmp_path):
    def verdicts(body: Body) -> tuple[str, str]:
        design = parse_design(body, WHOLE_LIVES, WHOLE)
        found = answer_claims(body, design, ["C015", "C035"], folder=tmp_path, people=4)
        return found["C015"].verdict, found["C035"].verdict

    body = levered_body()
    stress, coffee = verdicts(body)
    assert stress == "supported" and coffee.startswith("supported")
    assert verdicts(changed(body, "stress_arouses", grade="C")) == ("untested", coffee)
    worry_alone = verdicts(changed(body, "stress_arouses", as_known=fixed(0.0)))  # worry, an arrow of grade B, is left
    assert worry_alone == ("supported but too small to notice", coffee)
    assert verdicts(changed(body, "stress_arouses", as_known=normal(0.0, 0.5))) == ("only as told", coffee)
    assert verdicts(changed(body, "caffeine_releases_adrenaline", grade="C")) == (stress, "untested")
