"""The table on a terminal: complete at any width, plain when piped, failed rows said."""

from __future__ import annotations

import io

import pytest
from report._synthetic import every_outcome, one_world, synthetic, with_failure
from rich.console import Console

from somaloop.report import print_table


def printed(comparison: object, width: int, **more: object) -> str:
    stream = io.StringIO()
    print_table(comparison, Console(file=stream, width=width, **more), "out/mg/report.html")  # type: ignore[arg-type]
    return stream.getvalue()


@pytest.mark.parametrize("width", [80, 100, 120])
def test_every_line_fits_and_every_outcome_is_there(width: int) -> None:
    comparison = synthetic(draws=40)
    text = printed(comparison, width)
    assert max(len(line) for line in text.splitlines()) <= width
    folded = " ".join(text.split())
    for row in comparison.rows:
        assert row.instrument.split()[0] in folded
        assert row.unit.split()[-1] in folded
    for words in ("as told", "as known (95 %)", "Expectation alone", "Warning:", "no medical advice"):
        assert words in folded
    assert folded.endswith("Report: out/mg/report.html")


def test_numbers_are_not_cut(width: int = 80) -> None:
    text = printed(every_outcome(draws=20), width)
    assert "…" not in text


def test_piped_output_has_no_escapes() -> None:
    assert "\x1b" not in printed(synthetic(days=14, draws=10), 100)


def test_failed_rows_are_said_not_zero() -> None:
    lines = printed(with_failure(), 120).splitlines()
    row = next(line for line in lines if line.startswith("PHQ-15"))
    assert row.count("failed") == 4
    assert "0.0" not in row
    assert any(line.startswith("Failed: known 17") for line in lines)


def test_a_terminal_without_unicode_gets_plain_signs() -> None:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="ascii", errors="strict")
    print_table(synthetic(days=14, draws=10), Console(file=stream, width=100))
    stream.flush()
    assert b"-" in raw.getvalue()


@pytest.mark.parametrize(("world", "absent"), [("known", "as told"), ("told", "as known")])
def test_a_world_that_was_left_out_has_no_column(world: str, absent: str) -> None:
    text = printed(one_world(world), 140)
    assert absent not in text.partition("PHQ-15")[0]
    assert f"only as {world}." in text
    assert "failed" not in text
