"""``export sbml``: a file that stands, and errors that say what was meant."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import libsbml

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = str(ROOT / "examples" / "magnesium.yaml")


def somaloop(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src"), "COLUMNS": "120"}
    command = [sys.executable, "-m", "somaloop", "export", "sbml", *arguments]
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, timeout=500)


def model_of(path: Path):
    document = libsbml.readSBMLFromFile(str(path))
    return document, document.getModel()


def test_a_file_of_one_arm_in_one_world(tmp_path):
    done = somaloop(EXAMPLE, "--out", "some/robin.xml", "--arm", "with", "--world", "told", "--days", "2", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "libSBML: no errors, 0 warnings" in done.stdout
    assert [item.name for item in (tmp_path / "some").iterdir()] == ["robin.xml"]
    _, model = model_of(tmp_path / "some" / "robin.xml")
    assert model.getName().endswith("with, as told")
    assert "take 300 mg magnesium as glycinate at 21:00 daily" in model.getNotesString()
    assert "no medical advice" in model.getNotesString()
    assert not model.getParameter("magnesium__dose_glycinate").getConstant()


def test_days_of_usual_life_before(tmp_path):
    for days in ("0", "2"):
        done = somaloop(EXAMPLE, "--out", f"{days}.xml", "--days", "1", "--settle", days, cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        assert "another arm: --arm 'with'" in done.stdout
    (_one, first), (_two, settled) = model_of(tmp_path / "0.xml"), model_of(tmp_path / "2.xml")
    assert first.getParameter("magnesium__dose_glycinate").getConstant()  # the first arm takes none
    assert first.getParameter("magnesium__intake").getValue() == 0.0
    assert settled.getParameter("magnesium__intake").getValue() > 10.0


def test_what_does_not_exist_is_named_and_nothing_is_written(tmp_path):
    cases = (
        (("--arm", "wth"), "unknown arm 'wth' in magnesium (its arms: without, with); did you mean 'with'?"),
        (("--world", "knwn"), "unknown world 'knwn'; did you mean 'known'?"),
        (("--out", str(tmp_path)), "is a folder; --out needs the name of a file"),
    )
    for options, words in cases:
        done = somaloop(EXAMPLE, "--days", "1", *options, cwd=tmp_path)
        assert done.returncode == 2
        assert words in done.stderr and "Traceback" not in done.stderr
    assert not list(tmp_path.iterdir())
