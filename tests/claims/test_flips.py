"""A verdict follows from grade and strength of the arrow that carries it: change either and it changes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from small_claim import ARROW, EXPERIMENTS, answer, small_body, with_arrow

from somaloop.language import fixed, normal
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
