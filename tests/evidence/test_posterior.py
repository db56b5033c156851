"""The posterior as a file: written whole, read back, and told apart from other files."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np
import pytest

from somaloop.evidence.posterior import TARGET_COLUMNS, Posterior, PosteriorError, read_posterior, write_posterior


@pytest.fixture
def posterior() -> Posterior:
    draw = np.random.default_rng(0)
    return Posterior(
        names=("arrow.a", "b.c", "spread.b.c"),
        scores=draw.standard_normal((400, 3)),
        weights=np.full(400, 1 / 400),
        priors=("0.1 ± 0.2", "5 (times or divided by 1.2)", "0 ± 0.25"),
        mean=draw.standard_normal(3),
        deviation=np.array([0.5, 1.0, 0.9]),
        effective=np.array([812.0, np.inf, 1200.0]),
        reach=np.array([1.002, 1.0, 1.001]),
        targets=("a study: a difference",),
        fitted=draw.standard_normal((1, len(TARGET_COLUMNS))),
        about={"seed": 1, "command": "somaloop calibrate", "versions": {"numpy": "2"}},
    )


def test_it_reads_back(posterior, tmp_path):
    path = write_posterior(posterior, tmp_path / "posterior.nc")
    again = read_posterior(path)
    assert (again.names, again.priors, again.targets) == (posterior.names, posterior.priors, posterior.targets)
    assert np.abs(again.scores - posterior.scores).max() <= 5.1e-4
    for name in ("weights", "mean", "deviation", "effective", "reach", "fitted"):
        assert np.allclose(getattr(again, name), getattr(posterior, name), rtol=1e-6)
    assert dict(again.about) == posterior.about
    assert [item.name for item in tmp_path.iterdir()] == ["posterior.nc"]


def test_the_error_of_the_ensemble_may_be_there(posterior, tmp_path):
    path = write_posterior(posterior, tmp_path / "without.nc")
    assert read_posterior(path).design_mean is None
    known = replace(posterior, design_mean=np.array([0.1, 0.0, 0.2]), design_deviation=np.array([0.3, 0.0, 0.1]))
    again = read_posterior(write_posterior(known, tmp_path / "with.nc"))
    assert again.design_mean is not None and np.allclose(again.design_mean, known.design_mean)
    assert again.design_deviation is not None and np.allclose(again.design_deviation, known.design_deviation)


def test_other_programs_read_it(posterior, tmp_path):
    import xarray as xr

    path = write_posterior(posterior, tmp_path / "posterior.nc")
    with xr.open_dataset(path, engine="h5netcdf") as dataset:
        assert dataset["score"].dims == ("draw", "name")
        assert np.abs(dataset["score"].sel(name="b.c").values - posterior.scores[:, 1]).max() <= 5.1e-4
        assert dataset["fitted"].sel(column="value").values[0] == pytest.approx(posterior.fitted[0, 0], rel=1e-6)


def test_a_full_size_file_is_small_and_read_at_once(posterior, tmp_path):
    names = tuple(f"mechanism.parameter_{i}" for i in range(500))
    ones = np.ones(500)
    big = replace(
        posterior, names=names, scores=np.random.default_rng(1).standard_normal((400, 500)), priors=("5 ± 1",) * 500,
        mean=0 * ones, deviation=ones, effective=ones, reach=ones,
    )  # fmt: skip
    path = write_posterior(big, tmp_path / "posterior.nc")
    assert path.stat().st_size < 600_000
    begin = time.perf_counter()
    read_posterior(path)
    assert time.perf_counter() - begin < 1.0


@pytest.mark.parametrize("content", [None, b"no posterior", b""])
def test_what_is_not_one_is_told(content, tmp_path):
    path = tmp_path / "other.nc"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(PosteriorError, match="no such file" if content is None else "is not a posterior"):
        read_posterior(path)
