"""``arrows`` on the command line: the table, JSON, files, and clear errors."""

from __future__ import annotations

import json

import pytest
from strengths import made_strengths

from somaloop.cli.arrows import arrows_command
from somaloop.cli.main import main
from somaloop.model import whole_body
from somaloop.results import strength

BODY = whole_body()


def call(**more):
    settings = {
        "origin": None, "target": None, "at": None, "grade": "A-X", "strength": None, "moves": None, "within": None,
        "wiring": False, "report": False, "as_json": False, "out": None,
    }  # fmt: skip
    return arrows_command(**{**settings, **more})


def test_json_is_complete(capsys):
    assert call(as_json=True, wiring=True) == 0
    content = json.loads(capsys.readouterr().out)
    names = [item["name"] for key in ("arrows", "wiring") for item in content[key]]
    assert sorted(names) == sorted(BODY.arrows)
    assert all(item["structural"] == (key == "wiring") for key in content for item in content[key])


def test_the_table_names_every_arrow_that_fits_and_what_is_left_out(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "220")
    assert call(moves="PHQ-15", within=1, grade="A,B") == 0
    out = capsys.readouterr().out
    fitting = [a for a in BODY.arrows.values() if a.target.startswith("perception.") and not a.structural]
    for arrow in fitting:
        assert (arrow.name in out) == (arrow.grade in "AB")
    assert "--within shows them" in out and "--wiring shows them" in out


def test_report_writes_page_pictures_and_list(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(strength, "arrow_strengths", lambda body, progress: made_strengths(body))
    assert call(report=True, out=tmp_path / "here", origin="caffeine") == 0
    assert {path.name for path in (tmp_path / "here").iterdir()} == {
        "arrows.html", "arrows.json", "arrows-known.svg", "arrows-told.svg",
    }  # fmt: skip
    listed = json.loads((tmp_path / "here" / "arrows.json").read_text())["arrows"]
    assert listed and all(item["from"].startswith("caffeine.") for item in listed)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--from", "caffein"), "did you mean 'caffeine'"),
        (("--moves", "wory"), "did you mean 'worry'"),
        (("--grade", "Q"), "unknown grade 'Q'"),
        (("--strength", "knwon"), "did you mean 'known'"),
    ],
)
def test_errors_are_one_line_with_a_suggestion(capsys, monkeypatch, arguments, words):
    monkeypatch.setattr("sys.argv", ["somaloop", "arrows", *arguments])
    with pytest.raises(SystemExit) as stopped:
        main()
    shown = capsys.readouterr()
    assert stopped.value.code == 2 and words in shown.err and len(shown.err.splitlines()) == 1
    assert not shown.out
