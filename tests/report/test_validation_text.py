"""The scoreboard as a page of the documentation."""

from __future__ import annotations

import math
import re

import scored

from somaloop.calibrate.scoreboard import score
from somaloop.plot.predicted_line import state
from somaloop.report.validation_text import PICTURE, validation_text


def tables(text: str) -> list[list[str]]:
    """The rows of every table."""
    return [block.splitlines() for block in re.findall(r"(?:^\|.*\n?)+", text, re.MULTILINE)]


def test_all_numbers_scores_and_misses_stand_on_the_page():
    lines = scored.shipped_lines()
    text = validation_text(lines, "16 truths, 96 people, seed 1")
    assert text.startswith("<!-- Made by `./somaloop validate --record`") and PICTURE in text
    checks = score(line for line in lines if line.statistic.use == "validate")
    assert f"| only checks | {checks.lines} | {100 * checks.coverage:.0f} % ({checks.inside})" in text
    misses = text.partition("## Misses")[2].partition("## Every number")[0]
    far = [line for line in lines if state(line) in ("wider", "outside")]
    assert f"{len(far)} numbers lie outside" in misses
    for line in far:
        assert f"| {line.study.name}: {line.statistic.what} |" in misses
    body = text.partition("## Every number")[2]
    assert len(re.findall(r"^\| (?!number|---)", body, re.MULTILINE)) == len(lines)
    assert body.count("https://doi.org/") > 100


def test_tables_are_well_formed():
    for rows in tables(validation_text(scored.shipped_lines())):
        widths = {len(re.findall(r"(?<!\\)\|", row)) for row in rows}
        assert len(widths) == 1 and len(rows) >= 3


def test_without_misses_it_says_so():
    text = validation_text(scored.own_lines((0.1, 0.2, 0.3, math.nan)))
    assert "Every number lies inside its interval." in text
