"""The command trial: files, exit status, several plans, interruption, clear errors. The trial itself is made up."""

from __future__ import annotations

import csv
import json
import xml.etree.ElementTree as ElementTree
from dataclasses import replace
from pathlib import Path

import pytest
import trial_answers

from somaloop.cli.output import OutputError
from somaloop.cli.trial import Asked, _reseeded, _sizes, trial_command
from somaloop.language import SomaloopError, UnknownNameError
from somaloop.trials.keep import write_answer
from somaloop.trials.read import parse_plan

PLAN = """
trial: small
title: A small & open trial
question: Does it help?
people: {type: ssd}
design: parallel
weeks: 4
arms:
  placebo: |
    take placebo at 20:00 daily
    blinded
  magnesium: |
    take 300 mg magnesium as citrate at 20:00 daily
    blinded
control: placebo
visits: [baseline, week 4]
outcomes:
  - {of: PHQ-15, primary: true}
analysis:
  - {method: ancova, covariates: [baseline]}
size: [60, 40]
seed: 1   # any
"""


def _plan(folder: Path, name: str = "small", text: str = PLAN) -> Path:
    path = folder / f"{name}.yaml"
    path.write_text(text.replace("trial: small", f"trial: {name}"), encoding="utf-8")
    return path


@pytest.fixture
def ran(monkeypatch) -> list[dict]:
    """Calls of run_trial, which answers at once."""
    calls: list[dict] = []

    def run_trial(plan, **asked):
        calls.append({"plan": plan, **asked})
        asked["progress"]("living the arms", 1, 2)
        made = trial_answers.answer(plan, replicates=asked["replicates"], worlds=asked["worlds"])
        write_answer(made, asked["out"])
        return made

    monkeypatch.setattr("somaloop.trials.run.run_trial", run_trial)
    return calls


def test_a_trial_writes_its_files(tmp_path, capsys, ran):
    out = tmp_path / "out"
    asked = Asked(replicates=12, worlds="known,nil", people=50, seed=7)
    assert trial_command([_plan(tmp_path)], out, asked, False, False) == 0
    shown = capsys.readouterr().out
    assert "A small & open trial" in shown and "report.html" in shown
    names = {path.name for path in out.iterdir()}
    assert {"report.html", "protocol.md", "protocol.html", "protocol.docx", "plan.yaml", "answer.json", "records.parquet",
            "pictures"} <= names  # fmt: skip
    assert not [name for name in names if name.endswith(".partial")]
    page = (out / "report.html").read_text(encoding="utf-8")
    assert "A small &amp; open trial" in page and "default-src 'none'" in page
    for picture in (out / "pictures").glob("*.svg"):
        ElementTree.fromstring(picture.read_text(encoding="utf-8"))
    call = ran[0]
    assert call["replicates"] == 12 and call["worlds"] == ("known", "nil") and call["plan"].seed == 7
    assert call["sizes"].middle == 50 and call["sizes"].told == 25 and call["out"] == out


def test_the_plan_beside_the_report_makes_it_again(tmp_path, ran):
    out = tmp_path / "out"
    trial_command([_plan(tmp_path)], out, Asked(replicates=4, seed=7), False, False)
    kept = parse_plan((out / "plan.yaml").read_text(encoding="utf-8"))
    assert kept.seed == 7 and kept.sizes == (60, 40)
    assert "somaloop trial plan.yaml --replicates 4" in (out / "protocol.md").read_text(encoding="utf-8")
    assert _reseeded("trial: x\n", 3) == "trial: x\nseed: 3\n"
    assert "# any" in (out / "plan.yaml").read_text(encoding="utf-8")


def test_as_json_the_answer_is_data(tmp_path, capsys, ran):
    assert trial_command([_plan(tmp_path)], tmp_path / "out", Asked(replicates=4), True, False) == 0
    content = json.loads(capsys.readouterr().out)
    assert {"powers", "conclusions", "flow", "conduct"} <= set(content)


def test_several_plans_stand_side_by_side(tmp_path, capsys, ran):
    out = tmp_path / "out"
    assert trial_command([_plan(tmp_path, "one"), _plan(tmp_path, "two")], out, Asked(replicates=4), False, False) == 0
    shown = capsys.readouterr().out
    assert "2 plans side by side" in shown and "trials.html" in shown
    page = (out / "trials.html").read_text(encoding="utf-8")
    assert 'href="one/report.html"' in page and (out / "two" / "report.html").is_file()
    ElementTree.fromstring((out / "trials.svg").read_text(encoding="utf-8"))
    with (out / "trials.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert {row["plan"] for row in rows} == {"one", "two"} and {"known", "known_low", "size"} <= set(rows[0])


def test_an_interruption_says_how_to_go_on_and_keeps_what_is_done(tmp_path, capsys, ran, monkeypatch):
    from somaloop.trials import run

    real = run.run_trial

    def stopped(plan, **asked):
        if plan.name == "two":
            raise KeyboardInterrupt
        return real(plan, **asked)

    monkeypatch.setattr("somaloop.trials.run.run_trial", stopped)
    out = tmp_path / "out"
    plans = [_plan(tmp_path, "one"), _plan(tmp_path, "two")]
    assert trial_command(plans, out, Asked(replicates=4), False, False) == 130
    said = capsys.readouterr().err
    assert "the same command goes on from there" in said and "1 of 2 plans are done" in said
    assert (out / "one" / "report.html").is_file() and (out / "two" / "plan.yaml").is_file()
    assert trial_command(plans, out, Asked(replicates=4), False, False) == 130  # it can be asked again


def test_check_only_reads_the_plan_back(tmp_path, capsys, ran):
    out = tmp_path / "out"
    assert trial_command([_plan(tmp_path)], out, Asked(), False, True) == 0
    shown = capsys.readouterr().out
    assert "60 planned; also 40" in shown and "The plan can be run" in shown
    assert not ran and not out.exists()
    assert trial_command([_plan(tmp_path)], out, Asked(), True, True) == 0
    assert json.loads(capsys.readouterr().out)[0]["plan"] == "small"


def test_problems_of_all_plans_are_told_with_their_lines(tmp_path, ran):
    bad = _plan(tmp_path, "bad", PLAN.replace("of: PHQ-15", "of: PHQ-51"))
    worse = _plan(tmp_path, "worse", PLAN.replace("week 4]", "week 9]"))
    with pytest.raises(SomaloopError, match=r"bad\.yaml:\d+") as raised:
        trial_command([bad, worse], tmp_path / "out", Asked(), False, False)
    assert "PHQ-15" in str(raised.value) and "worse.yaml" in str(raised.value)
    assert not ran and not (tmp_path / "out").exists()


def test_what_cannot_be_asked_is_said(tmp_path, ran, monkeypatch):
    plan = _plan(tmp_path)
    with pytest.raises(SomaloopError, match="two plans are called 'small'"):
        trial_command([plan, plan], tmp_path / "out", Asked(), False, False)
    with pytest.raises(SomaloopError, match="name at least one plan"):
        trial_command([], None, Asked(), False, False)
    (tmp_path / "taken").write_text("")
    with pytest.raises(OutputError, match="is a file"):
        trial_command([plan], tmp_path / "taken", Asked(), False, False)
    monkeypatch.undo()
    with pytest.raises(UnknownNameError, match="did you mean 'known'"):
        trial_command([plan], tmp_path / "out", Asked(worlds="knwon"), False, False)


def test_failures_end_in_status_1(tmp_path, monkeypatch):
    def run_trial(plan, **asked):
        made = replace(trial_answers.answer(plan, replicates=4), failures=("one person failed",))
        write_answer(made, asked["out"])
        return made

    monkeypatch.setattr("somaloop.trials.run.run_trial", run_trial)
    assert trial_command([_plan(tmp_path)], tmp_path / "out", Asked(replicates=4), False, False) == 1


def test_without_the_libraries_it_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(OutputError, match=r"somaloop\[trials\]"):
        trial_command([_plan(tmp_path)], tmp_path / "out", Asked(), False, False)


def test_people_of_all_worlds_follow_in_proportion():
    assert _sizes(None).middle == 500
    assert (_sizes(1000).known, _sizes(1000).told) == (128, 500)
    assert _sizes(16).known == 8
