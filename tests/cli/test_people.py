"""The command ``people``: types listed, a crowd shown, wrong words told."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from somaloop.cli.main import app
from somaloop.language import SomaloopError
from somaloop.people import person_types

RUN = CliRunner()


def test_types_are_listed():
    result = RUN.invoke(app, ["people", "--types", "--json"])
    assert result.exit_code == 0
    assert json.loads(result.stdout) == dict(person_types())
    assert "fibromyalgia" in RUN.invoke(app, ["people", "--types"]).stdout


@pytest.mark.parametrize(("kind", "message"), [("sdd", "did you mean 'ssd'"), ("nowhere.yaml", "cannot read")])
def test_wrong_types_are_told(kind, message):
    result = RUN.invoke(app, ["people", kind])
    assert isinstance(result.exception, SomaloopError)
    assert message in str(result.exception)


def test_a_small_crowd_is_shown_and_written(tmp_path):
    result = RUN.invoke(app, ["people", "general", "--people", "16", "--out", str(tmp_path / "crowd"), "--json"])
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    scales = {row["scale"]: row for row in found["scales"]}
    assert 0.0 <= scales["PHQ-15"]["mean"] <= 30.0
    assert {row["verdict"] for row in found["norms"]} <= {"hit", "unclear", "miss"}
    assert {path.name for path in (tmp_path / "crowd").iterdir()} == {"people.html", "people.csv"}
    page = (tmp_path / "crowd" / "people.html").read_text(encoding="utf-8")
    assert "http" not in page.split("<script", 1)[0].replace("http-equiv", "")
