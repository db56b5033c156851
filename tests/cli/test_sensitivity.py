"""The commands sensitivity and validate --facts: files, exit status, clear errors."""

from __future__ import annotations

import json

import pytest

from somaloop.calibrate.facts import Fact, Number
from somaloop.cli.facts import facts_command
from somaloop.cli.output import OutputError
from somaloop.cli.sensitivity import sensitivity_command
from somaloop.language import SomaloopError, UnknownNameError

SMALL = """
title: Two days
person:
  type: general
days: 2
settle: 0
outcomes: [PHQ-15, stools]
usual life: |
  sleep window 23:00 to 07:00 daily
arms:
  without:
  with: take 300 mg magnesium as citrate at 21:00 daily
"""


def _file(tmp_path, text=SMALL):
    path = tmp_path / "small.yaml"
    path.write_text(text)
    return path


def test_a_small_run_writes_its_files(tmp_path, capsys):
    out = tmp_path / "out"
    assert sensitivity_command(_file(tmp_path), "", out, 64, 0, 1, False, False) == 0
    shown = capsys.readouterr().out
    assert "Which unknown, if measured, would change the answer most" in shown and "sensitivity.html" in shown
    data = json.loads((out / "sensitivity.json").read_text(encoding="utf-8"))
    assert [item["instrument"] for item in data["watched"]] == ["PHQ-15", "stools"] * 2
    assert data["bundles"] == [] and (out / "draws.nc").is_file()
    page = (out / "sensitivity.html").read_text(encoding="utf-8")
    assert "default-src 'none'" in page and "What the answer hangs on" in page


def test_what_cannot_be_asked_is_said(tmp_path):
    with pytest.raises(UnknownNameError, match="did you mean 'with'"):
        sensitivity_command(_file(tmp_path), "wiht", tmp_path / "out", 64, 0, 1, False, False)
    one = SMALL.replace("  with: take 300 mg magnesium as citrate at 21:00 daily\n", "")
    with pytest.raises(SomaloopError, match="two"):
        sensitivity_command(_file(tmp_path, one), "", tmp_path / "out", 64, 0, 1, False, False)
    with pytest.raises(SomaloopError, match="clock time"):
        text = SMALL.replace("[PHQ-15, stools]", "[salivary cortisol]")
        sensitivity_command(_file(tmp_path, text), "", tmp_path / "out", 64, 0, 1, False, False)


def test_facts_tell_by_their_exit_status_whether_all_hold(tmp_path, monkeypatch, capsys):
    def fact(low: float, high: float) -> Fact:
        one = Number("a number", "SD", (low + high) / 2, low, high, side="above", chance=float(low > 0))
        return Fact("A fact", "Is it so?", "a trial", (one,))

    def command(found: Fact) -> int:
        monkeypatch.setattr("somaloop.calibrate.big_facts.big_facts", lambda *a, **k: (found,))
        return facts_command(tmp_path / "out", 4, 12, 1, False, False)

    assert command(fact(0.5, 1.5)) == 0
    assert "holds: A fact" in capsys.readouterr().out
    assert command(fact(-1.5, -0.5)) == 1
    assert "does not hold: A fact" in capsys.readouterr().out
    assert "does not hold" in (tmp_path / "out" / "big-facts.md").read_text(encoding="utf-8")
    (tmp_path / "taken").write_text("")
    with pytest.raises(OutputError, match="is a file"):
        facts_command(tmp_path / "taken", 4, 12, 1, False, False)
