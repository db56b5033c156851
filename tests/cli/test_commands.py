"""The command line: exit status, clear errors without traceback, nothing half-written."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SMALL = """title: a small question
person:
  type: ssd
  magnesium: low
weeks: 1
settle: 1
draws: 2
usual life: |
  drink 80 mg caffeine at 08:00
  sleep window 23:00 to 07:00
arms:
  without:
  with: |
    take 300 mg magnesium as glycinate at 21:00
"""


def somaloop(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src"), "COLUMNS": "120"}
    return subprocess.run(
        [sys.executable, "-m", "somaloop", *arguments],
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        timeout=500,
    )


def test_simulate_and_its_capsule_give_the_same_numbers(tmp_path):
    (tmp_path / "small.yaml").write_text(SMALL)
    first = somaloop("simulate", "small.yaml", "--json", cwd=tmp_path)
    assert first.returncode == 0, first.stderr
    folder = tmp_path / "out" / "small"
    assert {item.name for item in folder.iterdir()} == {"report.html", "run.nc", "capsule.json", "table.json"}
    again = somaloop("simulate", str(folder / "capsule.json"), "--out", "again", "--json", cwd=tmp_path)
    assert again.returncode == 0, again.stderr
    assert "the same numbers, to the last bit" in again.stderr
    assert json.loads(first.stdout) == json.loads(again.stdout)
    other = somaloop("simulate", "small.yaml", "--json", "--seed", "77", "--out", "other", cwd=tmp_path)
    assert json.loads(other.stdout)["outcomes"] != json.loads(first.stdout)["outcomes"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("magnesium as glycinate", "magnesium as glycenate"), ["small.yaml:14", "did you mean", "glycinate"]),
        (("take 300 mg", "take -300 mg"), ["small.yaml:14"]),
        (("type: ssd", "type: sdd"), ["small.yaml:3", "did you mean 'ssd'"]),
        (("magnesium: low", "magnesium: lo"), ["small.yaml:4", "did you mean 'low'"]),
        (("weeks: 1", "weeks: twelve"), ["small.yaml:5"]),
        (("draws: 2", "drws: 2"), ["small.yaml:7", "draws"]),
        (("23:00 to 07:00", "23:00 to 25:00"), ["small.yaml:10"]),
        (("take 300 mg", "take 3000 mg"), ["danger"]),
        ((SMALL, ""), ["empty"]),
        ((SMALL, "title: [unclosed"), ["small.yaml"]),
        ((SMALL, "\x00\x01noise"), ["small.yaml"]),
    ],
)
def test_bad_files_are_explained(tmp_path, change, words):
    (tmp_path / "small.yaml").write_text(SMALL.replace(*change))
    result = somaloop("simulate", "small.yaml", cwd=tmp_path)
    assert result.returncode == 2, result.stdout
    assert "Traceback" not in result.stderr
    for word in words:
        assert word in result.stderr, result.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("name", "text"),
    [("x.json", "{"), ("x.json", "{}"), ("x.json", '{"somaloop capsule": 99}'), ("missing.yaml", None)],
)
def test_bad_capsules_and_missing_files_are_explained(tmp_path, name, text):
    if text is not None:
        (tmp_path / name).write_text(text)
    result = somaloop("simulate", name, cwd=tmp_path)
    assert result.returncode == 2
    assert "Traceback" not in result.stderr
    assert name in result.stderr


def test_mechanisms_listing(tmp_path):
    listing = somaloop("mechanisms", cwd=tmp_path)
    assert listing.returncode == 0
    for name in ("magnesium", "appraisal", "sleep", "practices"):
        assert name in listing.stdout
    one = json.loads(somaloop("mechanisms", "caffeine", "--json", cwd=tmp_path).stdout)
    assert one[0]["arrows"][0]["grade"] in "ABCDX"
    wrong = somaloop("mechanisms", "cafeine", cwd=tmp_path)
    assert wrong.returncode == 2
    assert "did you mean 'caffeine'" in wrong.stderr


def test_day_writes_its_picture(tmp_path):
    text = (ROOT / "examples" / "balanced-day.yaml").read_text().replace("settle: 4", "settle: 1")
    (tmp_path / "day.yaml").write_text(text)
    result = somaloop("day", "day.yaml", "--json", cwd=tmp_path)
    assert result.returncode == 0, result.stderr
    assert (tmp_path / "out" / "day" / "day.html").stat().st_size > 10_000
    rows = json.loads(result.stdout)["rows"]
    assert {"known", "told"} <= set(rows[0])
