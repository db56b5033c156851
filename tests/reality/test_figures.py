"""Every published figure is a pass, or a miss that says why; neither may change unseen."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from somaloop.reality import Figure, Finding, figures, find, reality_page

PAGE = Path(__file__).parents[2] / "docs" / "reality.md"


@pytest.mark.parametrize("figure", figures(), ids=lambda figure: f"{figure.mechanism}: {figure.what}")
def test_the_model_agrees_or_the_miss_is_explained(figure):
    found = find(figure)
    assert math.isfinite(found.value)
    if figure.miss:
        assert not found.agrees, f"the model now gives {found.value:g}: no longer a miss; remove the reason"
    else:
        assert found.agrees, f"the model gives {found.value:g}, published {figure.low:g} to {figure.high:g}"


def test_there_are_many_figures_over_many_parts():
    assert len(figures()) >= 60
    assert len({figure.mechanism for figure in figures()}) >= 12


def test_the_page_holds_every_figure():
    text = PAGE.read_text(encoding="utf-8")
    for figure in figures():
        row = next(line for line in text.splitlines() if line.startswith(f"| {figure.what} |"))
        assert ("**miss**" in row) == bool(figure.miss)
        assert figure.source in row


def test_a_page_tells_a_pass_from_a_miss():
    figure = Figure(
        mechanism="sleep", what="a number", unit="hour", source="skeldon2023-fit-longitudinal", published=8.0, low=7.0,
        high=9.0, range_from="a guess", model=lambda: 8.5, miss="too short",
    )  # fmt: skip
    assert "| pass |" in reality_page([find(figure)])
    assert "too short" in reality_page([Finding(figure, 3.0)])
    assert not Finding(figure, math.nan).agrees
