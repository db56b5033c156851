"""The rules of the verdict, by their properties: what decides, in which direction, and that nothing else does."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from somaloop.claims.verdict import NOTHING, VERDICTS, WEAKEST_FIRST, Findings, Judged, judge, turned, weakest
from somaloop.results import Interval

SIZES = st.floats(-10, 10, allow_nan=False).map(lambda x: round(x, 3))


@st.composite
def intervals(draw):
    low, centre, high = sorted(draw(st.tuples(SIZES, SIZES, SIZES)))
    return Interval(centre, low, high)


@st.composite
def findings(draw, **fixed):
    published = draw(st.none() | intervals())
    found = Findings(
        told=draw(intervals()), known=draw(intervals()), told_share=draw(st.floats(-1, 2)),
        known_share=draw(st.floats(-1, 2)), bar=draw(st.floats(0.1, 5)), published=published,
        published_bar=draw(st.sampled_from([float("nan"), 0.5])), studied=published is not None or draw(st.booleans()),
    )  # fmt: skip
    return replace(found, **fixed)


def plain(told: float, known: float, width: float = 0.4, **more: object) -> Findings:
    """Effects of these sizes, each with an interval of a width, on a bar of 1, all carried by tested arrows."""

    def around(value: float) -> Interval:
        return Interval(value, value - width, value + width)

    settings: dict = {"told_share": 1.0, "known_share": 1.0, "bar": 1.0} | more
    return Findings(told=around(told), known=around(known), **settings)


@given(findings())
def test_the_list_is_closed_and_a_sentence_comes_with_it(found):
    judged = judge(found)
    assert judged.verdict in VERDICTS and judged.because.endswith(".")


@given(findings())
def test_supported_means_shown_large_enough_and_tested(found):
    verdict = judge(found).verdict
    if verdict.startswith("supported"):
        assert found.known.low > NOTHING * found.bar
        assert (found.known.centre >= found.bar) == (verdict == "supported")
        assert found.known_share >= 0.5 or (found.published is not None and found.published.low > 0)


@given(findings(published=None, studied=False, told_share=0.0, known_share=0.0))
def test_without_any_test_in_people_nothing_is_decided(found):
    assert judge(found).verdict == "untested"


@given(findings())
def test_only_as_told_needs_the_told_world_and_a_doubt_in_the_known_one(found):
    if judge(found).verdict == "only as told":
        assert found.told.low > 0 >= found.known.low - NOTHING * found.bar


@given(findings(claims_nothing=True))
def test_a_claim_of_nothing_reads_the_same_when_signs_are_turned(found):
    other = replace(found, known=turned(found.known, -1.0))
    assert judge(found).verdict == judge(other).verdict
    if judge(found).verdict == "supported":
        assert max(abs(found.known.low), abs(found.known.high)) < found.bar


@given(intervals())
def test_turning_twice_changes_nothing(interval):
    assert turned(turned(interval, -1.0), -1.0) == interval
    assert turned(interval, 1.0) == interval
    flipped = turned(interval, -1.0)
    assert flipped.low <= flipped.centre <= flipped.high


@pytest.mark.parametrize(
    ("found", "verdict"),
    [
        (plain(3, 2), "supported"),
        (plain(3, 0.6), "supported but too small to notice"),
        (plain(3, 0.1), "only as told"),
        (plain(3, 2, known_share=0.4), "untested"),
        (plain(3, 0.1, told_share=0.4), "untested"),
        (plain(3, 0.1, told_share=0.4, studied=True), "only as told"),
        (plain(0, 0), "untested"),
        (plain(3, -2), "contradicted"),
        (plain(3, -2, known_share=0.2), "only as told"),
        (plain(-3, -2), "contradicted"),
        (plain(3, 2, published=Interval(-1, -2, -0.1), published_bar=1.0), "contradicted"),
        (plain(3, 2, published=Interval(0, -0.5, 0.5), published_bar=1.0), "contradicted"),
        (plain(3, 2, published=Interval(0, -0.5, 1.5), published_bar=1.0), "supported"),
        (plain(3, 2, published=Interval(0, -0.5, 0.5)), "supported"),  # nobody knows what matters on that scale
        (plain(0, 0, published=Interval(0, -0.5, 0.5), published_bar=1.0), "untested"),
        (plain(3, 2, known_share=0.0, published=Interval(1, 0.5, 1.5)), "supported"),
        (plain(0, 0, claims_nothing=True), "supported"),
        (plain(0, 0.9, claims_nothing=True), "untested"),
        (plain(0, -2, claims_nothing=True), "contradicted"),
        (plain(3, float("nan")), "only as told"),
    ],
)
def test_each_rule(found, verdict):
    assert judge(found).verdict == verdict


def test_a_claim_is_as_strong_as_its_weakest_part():
    parts = [Judged(verdict, "", 2) for verdict in reversed(WEAKEST_FIRST)]
    for number in range(1, len(parts) + 1):
        assert weakest(parts[:number]).verdict == parts[number - 1].verdict
    assert set(WEAKEST_FIRST) | {"not an empirical claim"} == set(VERDICTS)
