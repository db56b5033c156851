"""Where results go and how a run ends: folders, files, pages of the documentation, extras, errors, a quick start."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from somaloop.cli.extras import need
from somaloop.cli.output import (
    OutputError,
    asked_folder,
    between_marks,
    goes_on,
    keep_documents,
    made_folder,
    result_folder,
    stopped,
    write_text,
)
from somaloop.language import SomaloopError

ROOT = Path(__file__).resolve().parents[2]


def test_a_folder_is_made_where_it_is_asked_for_or_in_out(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert made_folder(None, "name") == Path("out/name") and Path("out/name").is_dir()
    assert made_folder(tmp_path / "a" / "b", "name").is_dir() and made_folder(tmp_path / "a" / "b", "name").is_dir()
    assert not asked_folder(tmp_path / "c", "name").exists()


def test_what_cannot_be_a_folder_is_told(tmp_path):
    taken = tmp_path / "taken"
    taken.write_text("")
    with pytest.raises(OutputError, match="taken is a file; --out needs a folder"):
        made_folder(taken, "name")
    with pytest.raises(OutputError, match="taken is a file"), result_folder(taken, "name"):
        pass
    with pytest.raises(OutputError, match=r"cannot write to .*below: Not a directory"):
        made_folder(taken / "below", "name")
    with pytest.raises(OutputError, match=r"cannot write .*page\.md: "):
        write_text(taken / "page.md", "x")
    assert taken.read_text() == ""


def test_pages_and_pictures_of_the_documentation_are_renewed(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("somaloop.engine.cache.PACKAGE", tmp_path / "src" / "somaloop")
    keep_documents({"page.md": "words\n", "images/picture.svg": "<svg/>\n"})
    assert (tmp_path / "docs" / "page.md").read_text() == "words\n"
    assert (tmp_path / "docs" / "images" / "picture.svg").read_text() == "<svg/>\n"
    assert capsys.readouterr().out == "Kept: page.md\nKept: picture.svg\n"


def test_only_what_stands_between_marks_is_renewed():
    page = "a\n<!-- rows -->\nold\n<!-- end of rows -->\nz\n"
    assert between_marks(page, "rows", "new") == page.replace("old", "new")
    assert between_marks(page, "others", "new") == page
    assert between_marks("<!-- rows -->\nold\n", "rows", "new") == "<!-- rows -->\nold\n"


def test_a_stopped_run_says_how_it_goes_on(capsys):
    assert stopped(goes_on("finished lives are kept")) == 130
    said = "stopped; finished lives are kept, and the same command goes on from here\n"
    assert capsys.readouterr().err == said


def test_a_library_that_is_missing_is_told_with_its_extra():
    need("install it", "json", "sys")
    with pytest.raises(OutputError, match="install it"):
        need("install it", "json", "no_such_library")


@pytest.mark.parametrize(
    ("error", "status", "words"),
    [
        (SomaloopError("no such arrow"), 2, "no such arrow\n"),
        (KeyboardInterrupt(), 130, "interrupted; nothing was written\n"),
        (BrokenPipeError(), 0, ""),
    ],
)
def test_errors_end_the_program_with_a_status_and_one_message(error, status, words, monkeypatch, capsys):
    module = import_module("somaloop.cli.main")
    monkeypatch.setattr(sys, "setswitchinterval", lambda seconds: None)

    def fail():
        raise error

    monkeypatch.setattr(module, "app", fail)
    with pytest.raises(SystemExit) as ended:
        module.main()
    assert ended.value.code == status and capsys.readouterr().err == words


def test_an_error_that_is_not_ours_keeps_its_traceback(monkeypatch):
    module = import_module("somaloop.cli.main")
    monkeypatch.setattr(sys, "setswitchinterval", lambda seconds: None)
    monkeypatch.setattr(module, "app", lambda: {}["missing"])
    with pytest.raises(KeyError, match="missing"):
        module.main()


def test_help_starts_without_the_model_and_its_libraries():
    code = (
        "import sys\nfrom somaloop.cli import main\nsys.argv = ['somaloop', '--help']\ntry:\n    main()\nfinally:\n"
        "    print('loaded:', [n for n in ('numpy', 'scipy', 'rich.console', 'somaloop.language') if n in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env={"PYTHONPATH": str(ROOT / "src")}, capture_output=True, text=True, timeout=100
    )
    assert done.returncode == 0 and "loaded: []" in done.stdout
