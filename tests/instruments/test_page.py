"""The page says of every instrument what the catalogue says, and the shipped page is in step with the code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from somaloop.cli.main import app
from somaloop.instruments import INSTRUMENTS
from somaloop.instruments.page import as_data, instruments_page

PAGE = Path(__file__).parents[2] / "docs" / "instruments.md"


def test_the_shipped_page_is_in_step():
    assert PAGE.read_text(encoding="utf-8") == instruments_page(), (
        "run ./somaloop instruments --out docs/instruments.md"
    )


def test_every_instrument_is_on_the_page():
    page = instruments_page()
    for item in INSTRUMENTS.values():
        assert f"| {item.name}{' *' if item.main else ''} |" in page
        assert item.note in page
    assert "inf" not in page.replace("information", "").replace("infection", "").split("## Sources")[0].split()


def test_data_can_be_read_back():
    rows = json.loads(json.dumps([as_data(item) for item in INSTRUMENTS.values()], allow_nan=False))
    assert [row["name"] for row in rows] == list(INSTRUMENTS)
    assert {row["name"]: row["high"] for row in rows}["PHQ-15"] == 30
    assert all(row["reads"] for row in rows)


def test_the_command(tmp_path):
    run = CliRunner().invoke
    listed = run(app, ["instruments"])
    assert listed.exit_code == 0
    assert all(name in listed.output for name in INSTRUMENTS)
    one = run(app, ["instruments", "PHQ-15"])
    assert "Kroenke" in one.output and "sets the curve" in one.output
    assert len(json.loads(run(app, ["instruments", "--json"]).output)) == len(INSTRUMENTS)
    assert run(app, ["instruments", "--out", str(tmp_path / "a" / "page.md")]).exit_code == 0
    assert (tmp_path / "a" / "page.md").read_text(encoding="utf-8") == instruments_page()


@pytest.mark.parametrize("wrong", ["phq15", "serum magnesum"])
def test_an_unknown_name_is_told_apart(wrong):
    result = CliRunner().invoke(app, ["instruments", wrong])
    assert result.exit_code != 0
    assert "did you mean" in str(result.exception) + result.output
