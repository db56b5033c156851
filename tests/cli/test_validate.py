"""The validate command: a study that is not shipped, the same twice; wrong files, wrong folders, interruptions."""

from __future__ import annotations

import inspect
import json
from pathlib import Path

import numpy as np
import pytest
import scored

from somaloop.cli import validate as command_module
from somaloop.cli.main import validate as validate_of_the_command_line
from somaloop.cli.output import OutputError
from somaloop.cli.validate import validate_command
from somaloop.language import SomaloopError
from somaloop.studies import Prediction, StudyError, studies_for


def command(tmp_path: Path, *files: Path, **more) -> int:
    settings = {"out": tmp_path / "out", "truths": 4, "people": 12, "seed": 1, "as_json": False, "record": False}
    return validate_command(files, **(settings | more))


@pytest.fixture
def own(tmp_path) -> Path:
    path = tmp_path / "own.yaml"
    path.write_text(scored.OWN, encoding="utf-8")
    return path


@pytest.fixture
def predicted(monkeypatch: pytest.MonkeyPatch):
    """A prediction without a simulation: a little above what was found."""

    def predict(body, studies, truths, **settings):
        pairs = [(study, statistic) for study in studies for statistic in study.statistics]
        count = len(pairs)
        values = np.linspace(-1.0, 1.0, 4)[:, None] + np.zeros((4, count))
        return Prediction(tuple(studies), tuple(a.label(b) for a, b in pairs), values, np.full(count, 0.5))

    monkeypatch.setattr("somaloop.studies.predict", predict)


def test_a_study_of_a_user_is_lived_and_shown_the_same_twice(tmp_path, own, capsys):
    assert command(tmp_path, own) == 0
    shown = capsys.readouterr().out
    assert "only checks: " in shown and "validation.html" in shown
    page = (tmp_path / "out" / "validation.html").read_text(encoding="utf-8")
    assert page.count('<figure class="large">') == 4 and "4 truths, 12 people, seed 1" in page
    table = (tmp_path / "out" / "validation.csv").read_text(encoding="utf-8")
    assert command(tmp_path, own, as_json=True, out=tmp_path / "again") == 0
    records = json.loads(capsys.readouterr().out)
    assert [record["what"] for record in records] == [
        "serum apart",
        "serum of placebo",
        "low serum",
        "serum against placebo",
    ]
    assert (tmp_path / "again" / "validation.csv").read_text(encoding="utf-8") == table
    # 300 mg a day raise serum magnesium a little within two days, and not below what it was.
    serum = records[0]
    assert 0 < serum["predicted"] < 0.2 and serum["predicted_low"] < serum["predicted"] < serum["predicted_high"]


def test_wrong_files_are_told_with_their_lines(tmp_path, own):
    own.write_text(scored.OWN.replace("of: serum magnesium", "of: serum magnesum", 1), encoding="utf-8")
    with pytest.raises(StudyError, match=r"own\.yaml:12:25: .*did you mean 'serum magnesium'"):
        command(tmp_path, own)
    with pytest.raises(SomaloopError, match=r"missing\.yaml"):
        command(tmp_path, tmp_path / "missing.yaml")
    with pytest.raises(SomaloopError):
        command(tmp_path, tmp_path)
    assert not list(tmp_path.glob("out/*.html"))


def test_two_files_with_one_name_for_two_studies(tmp_path, own):
    other = tmp_path / "other.yaml"
    other.write_text(scored.OWN, encoding="utf-8")
    with pytest.raises(SomaloopError, match="two studies are called 'own <study>'"):
        command(tmp_path, own, other)


def test_two_files_make_one_page(tmp_path, own, predicted):
    other = tmp_path / "other.yaml"
    other.write_text(scored.OWN.replace("own <study>", "another"), encoding="utf-8")
    assert command(tmp_path, own, other) == 0
    assert "2 studies that you described" in (tmp_path / "out" / "validation.html").read_text(encoding="utf-8")


def test_a_folder_that_is_none_and_a_record_of_files(tmp_path, own, predicted):
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(OutputError, match="is a file"):
        command(tmp_path, own, out=tmp_path / "file")
    with pytest.raises(OutputError, match="leave the files out"):
        command(tmp_path, own, record=True)


def test_an_interruption_says_how_to_go_on(tmp_path, own, monkeypatch, capsys):
    def stop(*arguments, **settings):
        raise KeyboardInterrupt

    monkeypatch.setattr("somaloop.studies.predict", stop)
    assert command(tmp_path, own) == 130
    assert "goes on from here" in capsys.readouterr().err


def test_shipped_studies_are_shown_with_scores_and_renew_the_docs(tmp_path, predicted, monkeypatch, capsys):
    checkout = tmp_path / "checkout"
    (checkout / "docs").mkdir(parents=True)
    monkeypatch.setattr("somaloop.engine.cache.PACKAGE", checkout / "src" / "somaloop")
    monkeypatch.setattr(command_module, "_studies", lambda files: studies_for("validate")[:8])
    assert command(tmp_path, record=True) == 0
    out, err = capsys.readouterr()
    assert "median" in out and "Kept: validation.md" in out
    text = (checkout / "docs" / "validation.md").read_text(encoding="utf-8")
    assert text.startswith("<!-- Made by") and "4 truths, 12 people, seed 1" in text
    picture = (checkout / "docs" / "images" / "validation.svg").read_text(encoding="utf-8")
    assert picture.startswith("<svg") and "<a " not in picture
    assert "no likely cause is on record" in err


def test_the_command_has_the_defaults_of_the_docs():
    defaults = {name: item.default for name, item in inspect.signature(validate_of_the_command_line).parameters.items()}
    assert (defaults["truths"], defaults["people"], defaults["seed"]) == (16, 64, 1)
