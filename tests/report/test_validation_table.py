"""The scoreboard as data and on a terminal."""

from __future__ import annotations

import csv
import io
import json
import math

import pytest
import scored
from rich.console import Console

from somaloop.calibrate.scoreboard import score
from somaloop.report.validation_table import as_records, print_scoreboard, write_table


def printed(lines, detailed: bool, width: int = 80, encoding: str = "utf-8") -> str:
    raw = io.BytesIO()
    console = Console(file=io.TextIOWrapper(raw, encoding=encoding, errors="strict"), width=width)
    print_scoreboard(lines, detailed, console)
    console.file.flush()
    return raw.getvalue().decode(encoding)


def test_records_hold_everything_in_the_published_unit():
    serum, mean, share, ratio = as_records(scored.own_lines((0.0, -9.0, 2.1, math.nan)))
    assert (serum["predicted"], serum["found"], serum["unit"]) == (pytest.approx(0.03), 0.03, "mmol/L")
    assert serum["found_low"] == pytest.approx(0.03 - 1.96 * 0.01, abs=1e-5)
    assert (share["found_low"], share["found_high"], share["scale"]) == (3.0, 30.0, "logit")
    assert 0 < share["predicted_low"] < share["predicted"] < share["predicted_high"] < 100
    assert mean["between_studies_low"] < mean["predicted_low"] and mean["where"] == "outside" and mean["n"] == [20]
    assert ratio["predicted"] is None and ratio["z"] is None and ratio["problem"]
    assert serum["rows"] == serum["doi"] == []
    assert len(as_records(scored.shipped_lines())) == len(scored.shipped_lines())
    json.dumps(as_records(scored.shipped_lines()), allow_nan=False)


def test_the_table_can_be_read_back(tmp_path):
    lines = scored.own_lines()
    path = write_table(lines, tmp_path / "validation.csv")
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    records = as_records(lines)
    assert list(rows[0]) == list(records[0]) and len(rows) == len(records)
    assert rows[0]["title"] == 'A study & "its" title' and rows[0]["n"] == "22 20"
    assert float(rows[1]["z"]) == pytest.approx(records[1]["z"], rel=1e-5) and rows[3]["z"] == ""
    assert not list(tmp_path.glob("*.partial"))


def test_the_list_has_a_line_for_each_mechanism_totals_and_the_worst():
    lines = scored.shipped_lines()
    text = printed(lines, detailed=False)
    words = " ".join(text.split())
    for use, name in (("validate", "only checks"), ("calibrate", "may be fitted")):
        found = score(line for line in lines if line.statistic.use == use)
        assert f"{name}: {found.inside} of {found.lines} inside the 95 % interval" in words
    assert "stress hormones" in text and "magnesium trials" in text
    assert words.count("* ") >= 10 and lines[1].study.label(lines[1].statistic) in words
    assert words.partition("outside: * ")[2].startswith(lines[1].study.label(lines[1].statistic))
    assert f"no forecast: {lines[2].study.label(lines[2].statistic)}" in words


def test_a_users_study_is_listed_number_by_number():
    text = printed(scored.own_lines(), detailed=True, width=140)
    for words in ("serum apart", "serum of placebo", "low serum", "serum against placebo", "outside", "−9.0"):  # noqa: RUF001
        assert words in text
    assert "mechanism" not in text  # one mechanism needs no list of them
    assert "own <study>: serum apart" in text


@pytest.mark.parametrize("width", [60, 80, 200])
def test_any_terminal_can_show_it(width: int):
    for detailed, lines in ((False, scored.shipped_lines()), (True, scored.own_lines())):
        text = printed(lines, detailed, width)
        assert max(len(line) for line in text.splitlines()) <= width
    plain = printed(scored.own_lines(), True, 100, "cp1252").encode("ascii", "replace").decode()
    assert "-9.0" in plain and "?" not in plain.replace("?" * 2, "")


def test_nothing_far_is_said_to_be_far():
    text = printed(scored.own_lines((0.1, 0.2, 0.3, 0.4)), detailed=False)
    assert "farthest" not in text
