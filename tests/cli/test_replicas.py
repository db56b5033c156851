"""The replicas command: some trials or all, wrong names and folders, interruptions, failures, the page of the docs."""

from __future__ import annotations

import json

import pytest
from relived import made_lives

from somaloop.cli.output import OutputError
from somaloop.cli.replicas import replicas_command
from somaloop.language import UnknownNameError

SETTINGS = {"truths": 2, "people": 24, "seed": 1, "as_json": False, "record": False}


def command(tmp_path, *names: str, **more) -> int:
    return replicas_command(names, more.pop("out", tmp_path / "out"), **(SETTINGS | more))


@pytest.fixture
def lived(monkeypatch: pytest.MonkeyPatch):
    """Lives that are made up; whoever asks is noted."""
    asked: list[list[str]] = []

    def live(body, listed, truths, centre, **settings):
        asked.append([item.name for item in listed])
        return {item.study.name: made_lives(item, truths=len(truths), people=settings["people"]) for item in listed}

    monkeypatch.setattr("somaloop.trials.replica_lives.live_replicas", live)
    return asked


def test_some_trials_are_shown_and_written_the_same_twice(tmp_path, lived, capsys):
    assert command(tmp_path, "mori2019", "macian2022", "mori2019") == 0
    shown = capsys.readouterr().out
    assert lived == [["mori2019", "macian2022"]] and "mori2019" in shown and "replicas.html" in shown
    page = (tmp_path / "out" / "replicas.html").read_text(encoding="utf-8")
    assert page.count("<figure>") == 2 and "2 truths, 24 people, seed 1" in page
    table = (tmp_path / "out" / "replicas.csv").read_text(encoding="utf-8")
    assert command(tmp_path, "mori2019", "macian2022", as_json=True, out=tmp_path / "again") == 0
    records = json.loads(capsys.readouterr().out)
    assert {record["replica"] for record in records} == {"mori2019", "macian2022"}
    assert (tmp_path / "again" / "replicas.csv").read_text(encoding="utf-8") == table


def test_wrong_names_folders_and_what_does_not_go_together(tmp_path, lived):
    with pytest.raises(UnknownNameError, match="mori2019"):
        command(tmp_path, "mori2018")
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="is a file"):
        command(tmp_path, "mori2019", out=tmp_path / "file")
    with pytest.raises(OutputError, match="--record"):
        command(tmp_path, "mori2019", record=True)
    assert not lived


def test_an_interruption_says_that_nothing_is_lost(tmp_path, monkeypatch, capsys):
    def stop(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("somaloop.trials.replica_lives.live_replicas", stop)
    assert command(tmp_path, "mori2019") == 130
    assert "goes on from here" in capsys.readouterr().err
    assert not (tmp_path / "out" / "replicas.html").exists()


def test_a_life_that_failed_is_said_and_makes_the_run_fail(tmp_path, monkeypatch, capsys):
    from dataclasses import replace

    def live(body, listed, truths, centre, **settings):
        return {item.study.name: replace(made_lives(item), failures=("person 3 ...",)) for item in listed}

    monkeypatch.setattr("somaloop.trials.replica_lives.live_replicas", live)
    assert command(tmp_path, "mori2019") == 1
    assert "failed: mori2019: person 3 ..." in capsys.readouterr().err


def test_recording_renews_the_page_and_its_picture(tmp_path, lived, monkeypatch, capsys):
    monkeypatch.setattr("somaloop.engine.cache.PACKAGE", tmp_path / "checkout" / "src" / "somaloop")
    monkeypatch.setattr("somaloop.engine.cache.cache_folder", lambda name: None)
    monkeypatch.setattr("somaloop.results.store.model_stamp", lambda: "stamp")
    assert command(tmp_path, record=True) == 0
    docs = tmp_path / "checkout" / "docs"
    assert "Published trials, simulated again" in (docs / "trial-replicas.md").read_text(encoding="utf-8")
    assert (docs / "images" / "trial-replicas.svg").read_text(encoding="utf-8").startswith("<svg")
    assert "Kept: trial-replicas.md" in capsys.readouterr().out
