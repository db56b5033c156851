"""``trial-methods PLAN``: a plan's analyses on the model's own data without any effect; the lives are made up here."""

from __future__ import annotations

import json

import pytest
from made_trials import PLAN_TEXT, lives, parsed
from typer.testing import CliRunner

from somaloop.cli.main import app
from somaloop.trials import method_source


@pytest.fixture
def plan_file(tmp_path, monkeypatch):
    def living(body, plan, world, **_):
        return lives(plan, people=200, scale=3.0, centre=13.0, effect={"magnesium": -2.0})

    monkeypatch.setattr(method_source, "live", living)
    path = tmp_path / "small.yaml"
    path.write_text(PLAN_TEXT, encoding="utf-8")
    return path


@pytest.fixture(autouse=True)
def one_process(monkeypatch):
    monkeypatch.setattr("os.cpu_count", lambda: 1)


def test_the_table_of_a_plan(plan_file):
    found = CliRunner().invoke(
        app, ["trial-methods", str(plan_file), "--replicates", "50", "--only", "ancova", "--json"]
    )
    rows = json.loads(found.stdout)
    assert {(row["name"], row["data"]) for row in rows} == {
        (f"ancova of {of}", data) for of in ("PHQ-15", "GAD-7") for data in (method_source.STAY, method_source.AS_PLANNED)
    }  # fmt: skip
    assert all(row["true"] == 0.0 and row["replicates"] == 50 and row["nominal"] == 0.05 for row in rows)
    assert parsed().name == "small"


def test_an_analysis_that_the_plan_has_not(plan_file):
    found = CliRunner().invoke(app, ["trial-methods", str(plan_file), "--replicates", "50", "--only", "mmrm"])
    assert "ancova of PHQ-15" in str(found.exception)
