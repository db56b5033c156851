"""Predictions of small studies: the same numbers however they are run, nothing lost, nothing silent."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from somaloop.engine.truths import Truths, central_truth, latin_truths
from somaloop.language import SomaloopError
from somaloop.studies import predict
from somaloop.studies.predict import crowd_size

SIZES = {"small": 2, "large": 8}


@pytest.fixture(scope="module")
def truths(declared):
    return latin_truths(declared, 3, 1)


@pytest.fixture(scope="module")
def found(declared, trial, truths):
    return predict(declared, [trial], truths, **SIZES)


def test_one_column_for_each_statistic_and_no_gap(found, trial, truths):
    assert found.values.shape == (len(truths), len(trial.statistics))
    assert np.isfinite(found.values).all()
    assert not found.failures


def test_magnesium_raises_serum_in_every_truth(found):
    assert (found.values[:, 0] > 0).all()


def test_a_truth_predicts_the_same_alone(declared, trial, truths, found):
    alone = predict(declared, [trial], truths.take(np.array([1])), **SIZES)
    assert alone.values[0] == pytest.approx(found.values[1], rel=1e-9)


def test_the_central_truth_shows_what_the_large_crowd_shows(declared, trial):
    middle = central_truth(declared)
    few, many = (predict(declared, [trial], middle, small=size, large=8) for size in (2, 3))
    assert few.values == pytest.approx(many.values, rel=1e-9)


def test_an_interrupted_run_goes_on_and_loses_nothing(declared, trial, crossover, truths, tmp_path, found):
    calls = []

    def stop(done: int, of: int) -> None:
        calls.append(done)
        if len(calls) > 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        predict(declared, [trial], truths, folder=tmp_path, progress=stop, **SIZES)
    whole = predict(declared, [trial], truths, folder=tmp_path, **SIZES)
    assert (whole.values == found.values).all()
    again = predict(declared, [trial], truths, folder=tmp_path, progress=_never, **SIZES)
    assert (again.values == whole.values).all()
    assert (again.sampling == whole.sampling).all()


def _never(done: int, of: int) -> None:
    raise AssertionError("a finished study was lived again")


def test_a_half_written_file_is_done_anew(declared, trial, truths, tmp_path, found):
    predict(declared, [trial], truths, folder=tmp_path, **SIZES)
    (path,) = tmp_path.glob("*.npz")
    path.write_bytes(path.read_bytes()[:100])
    assert (predict(declared, [trial], truths, folder=tmp_path, **SIZES).values == found.values).all()


def test_samples_of_more_people_vary_less(declared, trial, truths, found):
    assert found.sampling[0] > 0
    assert found.sampling[1] > 0


def test_periods_of_a_crossover_have_days_and_errors_of_their_own(declared, crossover, truths):
    apart = predict(declared, [crossover], truths, **SIZES)
    # One reading errs by 4 % of 0.8 mmol/L; the difference of two over 20 people cannot be surer than this allows.
    assert apart.sampling[0] > 0.5 * 0.04 * 0.8 * np.sqrt(2 / 20)


def test_what_is_standardised_has_one_divisor_in_all_truths(declared, standardised, truths):
    plain, divided = predict(declared, [standardised], truths, **SIZES).values.T
    assert plain.std() > 0
    assert plain / divided == pytest.approx(np.full(len(truths), plain[0] / divided[0]), rel=1e-6)


def test_a_share_is_never_surer_than_a_crowd_can_tell(declared, rare, truths):
    nobody, everybody = predict(declared, [rare], truths, **SIZES).values.T
    half_a_person = np.log(2 * SIZES["large"] - 1)
    assert nobody == pytest.approx(np.full(len(truths), -half_a_person))
    assert everybody == pytest.approx(np.full(len(truths), half_a_person))


def test_two_studies_of_one_name_raise(declared, trial, crossover, truths):
    with pytest.raises(SomaloopError, match="two studies are called 'trial'"):
        predict(declared, [trial, crossover], truths, **SIZES)


def test_an_open_quantity_that_does_not_exist_raises(declared, trial):
    with pytest.raises(AttributeError, match="did you mean"):
        predict(declared, [trial], Truths(("arrow.worry_arousess",), np.zeros((1, 1))), **SIZES)


def test_more_people_live_where_a_statistic_tells_how_people_differ(trial):
    assert crowd_size([trial], 4) > 4


def test_batches_side_by_side_give_the_numbers_that_each_gives_alone(
    declared, trial, crossover, truths, found, monkeypatch
):
    monkeypatch.setenv("SOMALOOP_CORES", "3")
    told: list[tuple[int, int]] = []
    crossover = replace(crossover, name="crossover")
    both = predict(declared, [trial, crossover], truths, progress=lambda *now: told.append(now), **SIZES)
    monkeypatch.setenv("SOMALOOP_CORES", "1")
    other = predict(declared, [crossover], truths, **SIZES)
    assert (both.values == np.concatenate([found.values, other.values], axis=1)).all()
    assert (both.sampling == np.concatenate([found.sampling, other.sampling])).all()
    done, of = zip(*told, strict=True)
    assert list(done) == sorted(done)
    assert (done[-1], len(set(of))) == (of[0], 1)


def test_a_batch_that_fails_stops_the_others(declared, trial, crossover, truths, monkeypatch):
    monkeypatch.setenv("SOMALOOP_CORES", "2")
    calls = []

    def stop(done: int, of: int) -> None:
        calls.append(done)
        if len(calls) > 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        predict(declared, [trial, replace(crossover, name="crossover")], truths, progress=stop, **SIZES)
    assert len(calls) <= 4  # what was being told when it was stopped, and no more
