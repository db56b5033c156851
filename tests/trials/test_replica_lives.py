"""Lives of replicas, tiny: the few and the many agree, crossovers have days of their own, nothing is lost."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import numpy as np
import pytest

from somaloop.engine.truths import central_truth, latin_truths
from somaloop.model import declared_body
from somaloop.studies import parse_studies
from somaloop.studies.moments import Moment
from somaloop.trials.replica_lives import asked_study, live_replicas
from somaloop.trials.replicas import Published, Replica, replica

STUDY = """
- study: tiny
  title: Magnesium against placebo
  mechanism: magnesium
  people: {type: low magnesium, age: 50}
  days: 4
  settle: 2
  arms:
    placebo: {n: 20, lines: "take placebo at 08:00 daily; blinded"}
    magnesium: {n: 20, lines: "take 300 mg magnesium as citrate at 08:00 daily; blinded"}
    left out: {n: 20, lines: ""}
  design: DESIGN
  statistics:
    - {what: urine, of: urine magnesium, statistic: mean, arm: placebo, at: day 4, unit: mmol/day, published: 3.0}
"""
SIZES = {"people": 6, "few": 2}


def made(design: str) -> Replica:
    study = parse_studies(STUDY.replace("DESIGN", design))[0]
    return Replica(
        name="tiny", study=study, about="", blinding="blinded", of="urine magnesium", measure="change",
        start=Moment(0, 24.0), at=Moment(4, 24.0), treatment="magnesium", control="placebo", arms=("placebo", "magnesium"),
        n=MappingProxyType({"placebo": 5, "magnesium": 5}), test="t test of changes", test_note="", found="higher",
        published=MappingProxyType({"placebo": Published(), "magnesium": Published()}), difference=None,
        rules=MappingProxyType({}),
    )  # fmt: skip


@pytest.fixture(scope="module")
def body():
    return declared_body()


@pytest.fixture(scope="module")
def truths(body):
    return latin_truths(body, 2, 1)


def urine(lives, arm: str = "magnesium"):
    return lives.many[arm]["urine magnesium", Moment(4, 24.0)]


def test_arms_that_are_not_shown_are_not_lived(body, truths):
    lives = live_replicas(body, [made("parallel")], truths, central_truth(body), **SIZES)["tiny"]
    assert set(lives.many) == {"placebo", "magnesium"} and not lives.failures
    assert urine(lives).shape == (6,) and lives.truths == 2
    assert (urine(lives) > urine(lives, "placebo")).all()
    assert lives.apart["magnesium"]["urine magnesium", Moment(4, 24.0)] == pytest.approx(urine(lives))
    moved = lives.moved["magnesium"]["urine magnesium", Moment(4, 24.0)]
    assert moved.shape == (2,) and (moved != 0).any()
    assert lives.expected("magnesium", ("urine magnesium", Moment(4, 24.0)), 1) == pytest.approx(
        urine(lives) + moved[1]
    )


def test_periods_have_days_of_their_own_about_the_same_mean(body, truths):
    lives = live_replicas(body, [made("crossover")], truths, central_truth(body), **SIZES)["tiny"]
    asked = ("urine magnesium", Moment(4, 24.0))
    assert (lives.apart["magnesium"][asked] != urine(lives)).any()
    assert lives.apart["magnesium"][asked].mean() == pytest.approx(urine(lives).mean())


def test_an_interrupted_run_goes_on_and_a_broken_piece_is_lived_anew(body, truths, tmp_path):
    item, centre, calls = made("parallel"), central_truth(body), []
    whole = live_replicas(body, [item], truths, centre, **SIZES)["tiny"]

    def stop(done: int, of: int) -> None:
        calls.append((done, of))
        if len(calls) > 8:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        live_replicas(body, [item], truths, centre, folder=tmp_path, progress=stop, **SIZES)
    again = live_replicas(body, [item], truths, centre, folder=tmp_path, **SIZES)["tiny"]
    assert (urine(again) == urine(whole)).all()
    told: list[tuple[int, int]] = []
    kept = live_replicas(
        body, [item], truths, centre, folder=tmp_path, progress=lambda done, of: told.append((done, of)), **SIZES
    )["tiny"]
    assert (
        kept.moved["placebo"]["urine magnesium", item.at] == whole.moved["placebo"]["urine magnesium", item.at]
    ).all()
    assert len(told) == 3 and told[-1][0] == told[-1][1]
    for path in tmp_path.glob("*.npz"):
        path.write_bytes(path.read_bytes()[:90])
    anew = live_replicas(body, [item], truths, centre, folder=tmp_path, **SIZES)["tiny"]
    assert np.array_equal(urine(anew), urine(whole))


def test_replicas_of_one_study_are_lived_together():
    first, second = replica("tarleton2017"), replica("tarleton2017-anxiety")
    asked = asked_study(first.study, [first, second])
    assert {item.of for item in asked.statistics} == {"PHQ-9", "GAD-7"}
    assert asked.name == replace(first.study, statistics=()).name
