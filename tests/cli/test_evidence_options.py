"""--grade, --cut and --only-world from the command line to the files and back; the sources of a run."""

from __future__ import annotations

import json

import pytest
import xarray as xr
from cli.test_commands import SMALL, somaloop

CUT = "expectation_relieves_symptoms"


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    folder = tmp_path_factory.mktemp("run")
    (folder / "small.yaml").write_text(SMALL)
    options = ("--grade", "B", "--cut", CUT.replace("_", " "), "--only-world", "known")
    done = somaloop("simulate", "small.yaml", *options, "--out", "kept", cwd=folder)
    assert done.returncode == 0, done.stderr
    return folder, done.stdout


def test_options_are_recorded_everywhere(run):
    folder, printed = run
    said = " ".join(printed.split())
    for words in ("grade B or better", CUT.replace("_", " "), "only as known"):
        assert words in said
    assert "as told" not in said
    wanted = {"grade": "B", "cut": [CUT], "only world": "known"}
    assert json.loads((folder / "kept" / "capsule.json").read_text())["arrows"] == wanted
    table = json.loads((folder / "kept" / "table.json").read_text())
    assert table["arrows"] == wanted
    for row in table["outcomes"]:
        assert row["told"]["run"] is False
        assert row["told"]["difference"]["centre"] is None
        assert {"C", "D", "X"}.isdisjoint(row["known"]["rests_on"]["grades"])
        assert not any(CUT in part["arrows"] for part in row["known"]["rests_on"]["parts"])
    with xr.open_dataset(folder / "kept" / "run.nc", group="daily", engine="h5netcdf") as daily:
        assert daily.attrs["arrows_of_grade_or_better"] == "B"
        assert daily.attrs["arrows_cut"] == CUT
        assert daily.attrs["worlds"] == "known"
        assert "told" not in daily.lane.values
    report = (folder / "kept" / "report.html").read_text()
    assert "<mark>Only arrows of grade B or better" in report
    assert "NaN" not in report.partition("<script")[0]


def test_a_capsule_repeats_the_options(run):
    folder, _ = run
    again = somaloop("simulate", "kept/capsule.json", "--out", "again", cwd=folder)
    assert again.returncode == 0, again.stderr
    assert "the same numbers, to the last bit" in again.stderr


def test_sources_of_a_run(run):
    folder, _ = run
    text = somaloop("sources", "kept", cwd=folder)
    assert text.returncode == 0, text.stderr
    assert "only arrows of grade B or better" in text.stdout
    assert f"arrow {CUT} " not in text.stdout
    assert "instrument PHQ-15" in text.stdout
    assert "parameter magnesium." in text.stdout
    same = somaloop("sources", "kept/run.nc", cwd=folder)
    assert same.stdout.splitlines()[1:] == text.stdout.splitlines()[1:]
    entries = json.loads(somaloop("sources", "kept/capsule.json", "--csl", cwd=folder).stdout)
    assert all(entry["id"] and entry["note"].find("read: ") >= 0 for entry in entries)
    written = somaloop("sources", "kept", "--bibtex", "--out", "new/used.bib", cwd=folder)
    assert written.returncode == 0
    assert written.stdout == ""
    assert (folder / "new" / "used.bib").read_text().count("\n@") + 1 == len(entries)


def test_sources_of_the_model_hold_those_of_a_run(run):
    folder, _ = run
    whole = json.loads(somaloop("sources", "--csl", cwd=folder).stdout)
    one = json.loads(somaloop("sources", "kept", "--csl", cwd=folder).stdout)
    assert len(one) < len(whole)
    marked = somaloop("sources", cwd=folder).stdout
    assert "(unverified, from memory)" in marked


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("simulate", "small.yaml", "--cut", "expectation_releves_symptoms"), "did you mean 'expectation_relieves_sym"),
        (("simulate", "small.yaml", "--grade", "Q"), "unknown grade"),
        (("simulate", "small.yaml", "--only-world", "tld"), "did you mean 'told'"),
        (("loop", "small.yaml", "--cut", "nothing_of_the_kind"), "unknown arrow"),
        (("sources", "nowhere"), "nowhere"),
        (("sources", "."), "neither capsule.json nor run.nc"),
        (("sources", "--bibtex", "--csl"), "choose one"),
    ],
)
def test_wrong_words_are_explained(run, arguments, words):
    done = somaloop(*arguments, cwd=run[0])
    assert done.returncode == 2, done.stdout
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_a_world_as_told_alone(tmp_path):
    (tmp_path / "small.yaml").write_text(SMALL)
    done = somaloop("simulate", "small.yaml", "--only-world", "told", "--json", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    for row in json.loads(done.stdout)["outcomes"]:
        assert row["known"]["run"] is False
        assert row["told"]["rests_on"] is not None
        assert row["verdict"].endswith("not run as known")


def test_the_loop_without_arrows_is_another_loop(tmp_path):
    (tmp_path / "small.yaml").write_text(SMALL)
    gains = []
    for number, options in enumerate(((), ("--grade", "A"))):
        done = somaloop("loop", "small.yaml", *options, "--json", "--out", str(number), cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        content = json.loads(done.stdout)
        gains.append(content["felt"]["told"])
        assert content["arrows"]["grade"] == ("A" if options else "")
    assert gains[0] != gains[1]
