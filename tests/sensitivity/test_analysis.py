"""A whole analysis, small: two days of one person."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import numpy as np
import pytest

from somaloop.cli.ask import load_experiment, question_of
from somaloop.instruments import INSTRUMENTS
from somaloop.language import SomaloopError, UnknownNameError
from somaloop.model import whole_body
from somaloop.report.sensitivity_page import sensitivity_page
from somaloop.report.sensitivity_text import sensitivity_text, summary_lines, table_rows
from somaloop.sensitivity.analysis import analyse
from somaloop.sensitivity.case import Case, case_of, gain_sign, least_gain
from somaloop.sensitivity.store import as_data, write_draws

FILE = Path(__file__).parents[2] / "examples" / "magnesium.yaml"


@lru_cache(maxsize=1)
def _case() -> Case:
    body = whole_body().declared
    return replace(case_of(question_of(load_experiment(FILE), body)), days=2, settle_days=1)


@pytest.fixture(scope="module")
def lives(tmp_path_factory):
    return tmp_path_factory.mktemp("lives")


@pytest.fixture(scope="module")
def found(lives):
    pytest.importorskip("SALib")
    return analyse(whole_body(), _case(), draws=64, trajectories=1, folder=lives)


def test_the_case_is_the_arm_beyond_its_placebo():
    case = _case()
    assert (
        case.blinded and case.against == "with: placebo" and set(case.schedules) == {"without", "with", "with: placebo"}
    )
    assert case.columns[0].words == "effect on PHQ-15"
    assert len(case.columns) == 2 * len(case.outcomes)


def test_an_unknown_arm_is_named_with_the_nearest():
    question = question_of(load_experiment(FILE), whole_body().declared)
    with pytest.raises(UnknownNameError, match="with"):
        case_of(question, "wiht")
    with pytest.raises(SomaloopError, match="two arms"):
        case_of(replace(question, arms=question.arms[:1]))
    with pytest.raises(SomaloopError, match="clock time"):
        case_of(replace(question, outcomes=("serum cortisol",)))


def test_gains_follow_what_is_better_and_what_people_notice():
    assert gain_sign("PHQ-15") == -1.0 and gain_sign("sleep length") == 1.0
    assert least_gain("PHQ-15", 10.0) == 3.0
    assert least_gain("FIQ", 50.0) == pytest.approx(7.05)
    with pytest.raises(SomaloopError, match="neither"):
        gain_sign(next(name for name, item in INSTRUMENTS.items() if item.better == "neither"))


def test_shapes_and_meaning(found):
    unknowns, columns = len(found.unknowns), len(found.columns)
    assert found.values.shape == (64, columns) and found.scores.shape == (64, unknowns)
    assert found.share.shape == found.total.shape == found.error.shape == (unknowns, columns)
    serum = [column.words for column in found.columns].index("effect on serum magnesium")
    assert found.values[:, serum].mean() > 0
    assert (found.share[~found.moving] == 0).all() and (found.total[~found.moving] == 0).all()
    assert 0 < found.moving.sum(axis=0).max() < unknowns  # most quantities have no say in any one outcome
    names = [item.name for item in found.unknowns]
    assert not any(name.startswith("spread.") for name in names)
    assert not found.moving[names.index("alcohol.uptake")].any()  # nobody drinks here
    assert len(found.screening.bundles) == len({item.bundle for item in found.unknowns})
    assert found.decision.thresholds == (3.0, 0.0)


def test_it_goes_on_where_it_was_stopped(found, lives):
    """A second run reads what was lived, and a stopped one keeps what was done."""
    before = {path.name: path.stat().st_mtime_ns for path in lives.iterdir()}
    again = analyse(whole_body(), _case(), draws=64, trajectories=1, folder=lives)
    assert {path.name: path.stat().st_mtime_ns for path in lives.iterdir()} == before
    assert np.array_equal(again.values, found.values) and np.array_equal(again.share, found.share)


def test_the_report_says_what_was_found(found):
    text = sensitivity_text(found, "somaloop sensitivity", "0123")
    page = sensitivity_page(found, "somaloop sensitivity", "0123")
    for line in summary_lines(found):
        assert line in text
    first = table_rows(found, 20)[0]
    assert first[0] in text and first[0] in page
    assert len(table_rows(found, 20)) == 20 == len(set(table_rows(found, 20)))
    assert "nan" not in text.lower().replace("nano", "")


def test_files_can_be_read_again(found, tmp_path):
    import xarray as xr

    data = json.loads(json.dumps(as_data(found)))
    assert len(data["unknowns"]) == len(found.unknowns) and len(data["watched"]) == len(found.columns)
    with xr.open_dataset(write_draws(found, tmp_path / "draws.nc"), engine="h5netcdf") as draws:
        assert draws["value"].values == pytest.approx(found.values, rel=1e-5)
        assert list(draws["name"].values[:2]) == [item.name for item in found.unknowns[:2]]
