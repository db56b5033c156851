"""The calibrate command, on a small problem with the real quantities."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("numpyro")

import somaloop.cli.calibrate as command
from somaloop.calibrate.fit import Problem, Simulated
from somaloop.calibrate.targets import Target
from somaloop.evidence.posterior import PosteriorError, read_posterior, write_posterior
from somaloop.evidence.priors import open_quantities
from somaloop.model import whole_body

NAMES = open_quantities(whole_body())


def _simulate(truths, told):
    if told is not None:
        told(1, 1)
    z = truths.scores
    return Simulated(np.stack([z[:, 0] + 0.3 * z[:, 5], z[:, 200]], axis=1), np.full(2, np.nan))


@pytest.fixture
def small(monkeypatch, tmp_path):
    aims = tuple(
        Target(f"s{i}: x", f"s{i}", "PHQ-15", "skewness", "identity", value, 0.05, (50,))
        for i, value in enumerate([0.8, -0.4])
    )
    monkeypatch.setattr(command, "_problem", lambda folder, seed, failures: Problem(NAMES, aims, _simulate))
    monkeypatch.setattr(command, "SHIPPED", tmp_path / "shipped" / "posterior.nc")
    monkeypatch.setattr(command, "shipped", lambda: command.SHIPPED.is_file())
    monkeypatch.setattr(command, "read_posterior", lambda path=None: read_posterior(path or command.SHIPPED))
    return tmp_path


def _run(folder, **asked) -> int:
    options = dict(seed=1, ensemble=120, rounds=1, check=False, report=False, compare=False, record=False) | asked
    return command.calibrate_command(folder, **options)


def test_it_fits_records_reports_and_compares(small, capsys):
    assert _run(small / "one", record=True) == 0
    said = capsys.readouterr().out
    assert "2 published numbers of 2 studies" in said and "identified" in said
    assert {item.name for item in (small / "one").iterdir()} == {"calibration.html", "calibration.md", "posterior.nc"}
    posterior = read_posterior(small / "shipped" / "posterior.nc")
    assert (
        posterior.names == NAMES
        and posterior.about["command"] == "somaloop calibrate --seed 1 --ensemble 120 --rounds 1"
    )
    assert posterior.mean[NAMES.index(NAMES[200])] < -0.1
    page = (small / "one" / "calibration.html").read_text(encoding="utf-8")
    assert "What the data told most about" in page and "default-src 'none'" in page
    assert _run(small / "one", compare=True) == 0
    assert "agree within Monte Carlo error" in capsys.readouterr().out
    assert _run(small / "two", report=True) == 0
    assert "Verdicts" in capsys.readouterr().out


def test_a_posterior_that_lies_elsewhere_is_told(small, capsys):
    from dataclasses import replace

    assert _run(small / "one", record=True) == 0
    posterior = read_posterior(small / "one" / "posterior.nc")
    write_posterior(
        replace(posterior, mean=posterior.mean + 0.5 * np.isfinite(posterior.effective)), small / "two" / "posterior.nc"
    )
    assert _run(small / "two", compare=True) == 1
    assert "DISAGREE" in capsys.readouterr().out


def test_the_check_runs_and_says_how_it_went(small, capsys):
    assert _run(small / "one", check=True) == 0
    assert "ranks are uniform: 30 known truths" in capsys.readouterr().out


def test_an_interrupted_run_says_that_it_goes_on(small, capsys, monkeypatch):
    def stop(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(command, "_problem", stop)
    assert _run(small / "one") == 130
    assert "goes on from here" in capsys.readouterr().err


def test_nothing_to_compare_with_is_told(small):
    with pytest.raises(PosteriorError, match="no such file"):
        _run(small / "one", compare=True)
