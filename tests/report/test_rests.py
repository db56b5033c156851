"""What differences rest on, in words and bars: true to the parts, and quiet where shares would mislead."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from report._synthetic import rests_on, synthetic

from somaloop.report.rests import grade_bar, most_through, part_words, rests_list, rests_on_words, traced, world_part
from somaloop.report.summary import grade_shares, weak_share
from somaloop.results import OutcomeRow, RestsOn, WorldAnswer


@pytest.fixture(scope="module")
def row() -> OutcomeRow:
    return next(row for row in synthetic(days=14, draws=10).rows if row.instrument == "PHQ-15")


def answer(row: OutcomeRow, whole: float, *shares: tuple[str, str, float]) -> WorldAnswer:
    return replace(row.known, rests_on=rests_on(whole, shares))


@pytest.mark.parametrize(
    ("shares", "words"),
    [
        ((("worry_arouses", "C", 0.62), ("other", "B", 0.38)), "62 % grade C or worse; most through worry arouses (C)"),
        (
            (("worry_arouses", "B", 0.45), ("other", "A", 0.30), ("x", "C", 0.25)),
            "25 % grade C or worse; largest worry",
        ),
        ((("worry_arouses", "A", 0.70), ("other", "A", 0.30)), "all grade A; most through worry arouses (A)"),
        ((("worry_arouses", "B", 0.70), ("other", "A", 0.30)), "grade B or better; most through worry arouses (B)"),
        ((("worry_arouses", "D", 1.0),), "all grade C or worse; most through worry arouses (D)"),
        ((("worry_arouses", "C", 0.01),), "no arrow in question"),
        ((("good", "A", 1.1), ("bad", "X", -0.1)), "grade C or worse 10 % against it; most through good (A)"),
    ],
)
def test_words(row, shares, words):
    assert rests_on_words(row, answer(row, -2.0, *shares)).replace("−", "-").startswith(words)  # noqa: RUF001


def test_parts_that_cancel_are_given_in_the_unit(row):
    both = answer(row, 0.1, ("up_it_goes", "C", 10.0), ("down_it_goes", "A", -9.0))
    rests = traced(row, both)
    assert rests is not None
    assert rests.cancels
    words = rests_on_words(row, both)
    assert words.startswith("parts cancel: +1.00 up it goes (C), −0.90 down it goes (A)")  # noqa: RUF001
    assert "%" not in words
    assert "%" not in re.sub(
        r'(style|x1|x2|x|y1|y2|y|width|height)="[^"]*"', "", world_part(replace(row, known=both), "known")
    )


def test_shares_never_explode(row):
    for first in (-3.0, -0.4, 0.2, 0.9, 1.4, 5.0):
        rests = traced(row, answer(row, 1.0, ("one", "A", first), ("two", "C", 1.0 - first)))
        assert rests is not None
        if not rests.cancels:
            assert all(abs(rests.share(part.part)) <= 1.5 for part in rests.parts)


def test_nothing_failed_and_untraced_are_told_apart(row):
    assert rests_on_words(row, replace(row.known, rests_on=None)) == ""
    assert rests_on_words(row, answer(row, 0.0)) == "nothing to trace"
    broken = RestsOn(float("nan"), 0.0, {}, (), {})
    assert rests_on_words(row, replace(row.known, rests_on=broken)) == "not traced: a run failed"
    assert rests_on_words(row, WorldAnswer.left_out()) == ""


def test_errors_stand_beside_the_parts_and_arrows_counted_together_are_named(row):
    rests = rests_on(-2.0, (("worry_arouses", "C", 0.6), ("other", "B", 0.4)))
    assert part_words(row, rests, rests.parts[0].part, rests.parts[0].error) == "60 ± 3 %"
    group = replace(rests.parts[0], arrows=("one_arrow", "another_arrow"))
    together = replace(row, known=replace(row.known, rests_on=replace(rests, parts=(group, rests.parts[1]))))
    text = world_part(together, "known")
    assert "2 others" in text
    assert "one arrow, another arrow" in text
    assert 'class="whisker"' in text
    assert rests_list(row, together.known, 2).index("other") < rests_list(row, together.known, 2).index("2 others")


def test_the_bar_of_grades_is_as_long_as_the_parts(row):
    rests = rests_on(-2.0, (("a", "A", 0.5), ("c", "C", 0.7), ("b", "B", -0.2)))
    sizes = [float(size) for size in re.findall(r"flex:([\d.]+)", grade_bar(row, rests))]
    assert sum(sizes) == pytest.approx(1.0, abs=0.01)
    assert 'class="grade-B against"' in grade_bar(row, rests)
    assert "zero" in grade_bar(row, rests)


def test_shares_over_outcomes_add_up_to_one():
    for world in ("told", "known"):
        shares = grade_shares(synthetic(days=14, draws=10).rows, world)
        assert sum(shares.values()) == pytest.approx(1.0)
        assert 0.0 <= weak_share(shares) <= 1.0


def test_the_sentence_names_who_carries_most(row):
    rows = [replace(row, known=answer(row, -2.0, ("worry_arouses", "C", 0.8), ("x", "A", 0.2)))]
    assert most_through(rows) == "Most through worry arouses (C): PHQ-15."
    assert most_through([replace(row, known=answer(row, -2.0, ("a", "C", 0.4), ("x", "A", 0.3)))]) == ""
