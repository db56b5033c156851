"""The claims command: one claim on the whole body, the same twice, a page that loads nothing, clear errors."""

from __future__ import annotations

import inspect
import json

import pytest

from somaloop.claims import PEOPLE, SEED
from somaloop.cli.claims import claims_command
from somaloop.cli.main import claims as claims_of_the_command_line
from somaloop.cli.output import OutputError
from somaloop.language import UnknownNameError


def command(tmp_path, name="C015", **more) -> int:
    settings = {
        "report": True,
        "as_json": False,
        "out": tmp_path / "out",
        "people": 4,
        "seed": 1,
        "trace": False,
        "keep": False,
    }
    return claims_command(name, **(settings | more))


def test_one_claim_is_the_same_twice_and_its_page_loads_nothing(tmp_path, capsys):
    assert command(tmp_path, "c015") == 0
    shown = capsys.readouterr().out
    assert "SUPPORTED" in shown and "goes when one arrow is cut, as known: stress arouses" in shown
    first = (tmp_path / "out" / "C015.json").read_text(encoding="utf-8")
    assert command(tmp_path, as_json=True, out=tmp_path / "again") == 0
    assert json.loads(capsys.readouterr().out) == json.loads(first)
    assert (tmp_path / "again" / "C015.json").read_text(encoding="utf-8") == first
    page = (tmp_path / "out" / "C015.html").read_text(encoding="utf-8")
    assert "default-src 'none'" in page and "<img" not in page and "src=" not in page.replace("default-src", "")
    assert "stress drives cortisol" in page


def test_a_claim_that_does_not_exist_and_a_folder_that_is_none(tmp_path):
    with pytest.raises(UnknownNameError, match="did you mean 'C0"):
        command(tmp_path, "C0511")
    (tmp_path / "file").write_text("x")
    with pytest.raises(OutputError, match="is a file"):
        command(tmp_path, out=tmp_path / "file")


def test_an_interruption_says_how_to_go_on(tmp_path, monkeypatch, capsys):
    def stop(*arguments, **settings):
        raise KeyboardInterrupt

    monkeypatch.setattr("somaloop.cli.claims.answer_claims", stop)
    assert command(tmp_path) == 130
    assert "goes on from here" in capsys.readouterr().err


def test_the_command_asks_for_as_many_truths_as_the_library():
    defaults = inspect.signature(claims_of_the_command_line).parameters
    assert (defaults["people"].default, defaults["seed"].default) == (PEOPLE, SEED)
