"""Lives of whole worlds: the same however they are cut, kept and resumed."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from itertools import count

import numpy as np
import pytest
from trial_lives import arm, plan

from somaloop.language import SomaloopError, UnknownNameError
from somaloop.model import whole_body
from somaloop.people import Criterion, Population
from somaloop.studies.moments import Moment
from somaloop.trials import live as living
from somaloop.trials import pieces
from somaloop.trials import recruit as recruiting
from somaloop.trials.live import Interrupted, Sizes, keep_lives, live, live_worlds
from somaloop.trials.plan import Adherence, Analysis

SIZES = Sizes(middle=20, known=5, truths=3, told=6)
TENSION, URINE = "felt tension", "urine magnesium"


@pytest.fixture(scope="module", autouse=True)
def few_candidates():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pieces, "POOL", 32)
        patch.setattr(recruiting, "POOL", 32)
        patch.setattr(living, "HAZARD", 12)
        yield


def trial(**more):
    people = Population("ssd", include=(Criterion("PHQ-15", at_least=16),))
    return plan(people=people, adherence=Adherence(stops=0.4, on={"last reading": 0.5}), **more)


@lru_cache(maxsize=1)
def lived():
    told = []
    found = live_worlds(whole_body(), trial(), sizes=SIZES, progress=lambda done, total: told.append((done, total)))
    return found, told


def same(one, other):
    assert one.courses == other.courses and (one.crowd.indices == other.crowd.indices).all()
    assert (one.stopped == other.stopped).all() and one.screened == other.screened
    assert one.expected.keys() == other.expected.keys()
    assert all((one.expected[item] == other.expected[item]).all() for item in one.expected)


def test_shapes_and_people():
    found, _ = lived()
    assert list(found) == ["middle", "known", "told"]
    for world, lives in found.items():
        assert lives.world == world and lives.people == SIZES.people(world) and not lives.failures
        assert lives.truths == (3 if world == "known" else 1)
        assert lives.at(TENSION, Moment(9)).shape == (lives.truths, 2, lives.people) == lives.stopped.shape
        assert lives.age.shape == lives.female.shape == (lives.people,)
        assert lives.distinct == len(set(lives.crowd.indices)) and lives.screened > 1.2
        assert all(np.isfinite(table).all() for table in lives.expected.values())
        assert (lives.at(TENSION, Moment(0))[:, 0] == lives.at(TENSION, Moment(0))[:, 1]).all()
        assert not lives.stayed and (lives.at(URINE, Moment(9))[:, 0] > lives.at(URINE, Moment(9))[:, 1] - 1e-6).all()
    with pytest.raises(UnknownNameError, match="felt tension at day 9"):
        found["middle"].at(TENSION, Moment(8))


def test_truths_differ_and_the_world_as_told_is_another():
    found, _ = lived()
    before = found["known"].at(TENSION, Moment(0))[:, 0]
    assert (np.ptp(before, axis=0) > 0.01).all()
    few = plan(days=2, visits=(Moment(0), Moment(2)))
    middle, told = (live(whole_body(), few, world, people=2) for world in ("middle", "told"))
    assert (middle.crowd.indices == told.crowd.indices).all()
    assert (middle.at(TENSION, Moment(0)) != told.at(TENSION, Moment(0))).all()


def test_progress_grows_to_its_total():
    _, told = lived()
    done = [item for item, _ in told]
    assert done == sorted(done) and told[-1][0] == told[-1][1] > 0


def test_numbers_do_not_hang_on_how_the_job_is_cut(monkeypatch):
    whole, _ = lived()
    monkeypatch.setattr(pieces, "width_of", lambda plan: 8)
    same(live_worlds(whole_body(), trial(), ("known",), sizes=SIZES)["known"], whole["known"])


def test_an_interrupted_run_goes_on_and_a_damaged_piece_is_done_again(tmp_path, monkeypatch):
    whole, _ = lived()
    monkeypatch.setattr(pieces, "width_of", lambda plan: 8)
    worked = []
    real = pieces.work
    monkeypatch.setattr("somaloop.trials.spread.process.work", lambda *given: worked.append(given[1]) or real(*given))
    calls = count()

    def stop(done, total):
        if (
            worked
            and worked[-1].kind == "lives"
            and sum(item.kind == "lives" for item in worked) > 1
            and next(calls) > 1
        ):
            raise KeyboardInterrupt

    run = {"sizes": SIZES, "folder": tmp_path}
    with pytest.raises(Interrupted, match=r"pieces are kept in .* the same command goes on"):
        live_worlds(whole_body(), trial(), ("middle",), progress=stop, **run)
    assert isinstance(Interrupted(), KeyboardInterrupt)
    kept = {path.name for path in tmp_path.rglob("*.parquet") if "people" not in path.name}
    assert len(kept) == len(worked) - 1, "at most the piece that was under way is lost"

    before = len(worked)
    same(live_worlds(whole_body(), trial(), ("middle",), **run)["middle"], whole["middle"])
    again = len(worked) - before
    assert again + len(kept) == len([path for path in tmp_path.rglob("*.parquet") if "people" not in path.name])

    one = next(path for path in sorted(tmp_path.rglob("lives-*.parquet")))
    one.write_bytes(one.read_bytes()[:-100])
    before = len(worked)
    same(live_worlds(whole_body(), trial(), ("middle",), **run)["middle"], whole["middle"])
    assert len(worked) == before + 1

    analysed = trial(analyses=(Analysis(method="responder", at=Moment(6), by=3.0),), sizes=(400,))
    same(live_worlds(whole_body(), analysed, ("middle",), **run)["middle"], whole["middle"])
    assert len(worked) == before + 1, "another analysis or size lives nothing anew"


def test_one_world_alone_and_what_is_wrong_about_a_request():
    found = live(whole_body(), plan(settle_days=1, days=2, visits=(Moment(0), Moment(2))), "told", people=3, seed=5)
    assert found.people == 3 and found.screened == 1.0 and found.distinct == 3
    with pytest.raises(UnknownNameError, match="'middle'"):
        live(whole_body(), plan(), "midle")
    with pytest.raises(UnknownNameError, match="did you mean 'process'"):
        live(whole_body(), plan(), "middle", people=1, engine="proces")
    with pytest.raises(SomaloopError, match="at least 1 person"):
        live(whole_body(), plan(), "middle", people=0)
    with pytest.raises(SomaloopError, match="Ray cluster"):
        live(whole_body(), plan(), "middle", people=1, address="10.0.0.1:6379")
    with pytest.raises(SomaloopError, match="at least 1"):
        live(whole_body(), replace(plan(), settle_days=0), "middle", people=1)


def test_where_there_is_nothing_to_stop_nobody_does():
    trial = plan(arm("nothing"), days=4, visits=(Moment(0), Moment(2), Moment(4)), adherence=Adherence(stops=0.4))
    assert not live(whole_body(), trial, "middle", people=2).stopped.any()
    alone = replace(trial, arms={"placebo": arm("placebo")}, control="placebo", adherence=Adherence(stops=0.99))
    assert live(whole_body(), alone, "middle", people=2).stopped.any()
    late = replace(alone, days=1, visits=(Moment(0), Moment(1)))
    with pytest.raises(SomaloopError, match="99 % cannot stop before the end"):
        live(whole_body(), late, "middle", people=2)


def test_lives_may_be_kept_and_not_put_together(tmp_path, monkeypatch):
    import pandas as pd

    few = plan(days=3, visits=(Moment(0), Moment(3)))
    folder = keep_lives(whole_body(), few, ("middle",), sizes=SIZES, folder=tmp_path)
    frame = pd.concat([pd.read_parquet(path) for path in sorted(folder.glob("lives-*.parquet"))])
    monkeypatch.setattr("somaloop.trials.spread.process.work", None)  # all is there
    lives = live(whole_body(), few, "middle", people=20, folder=tmp_path)
    read = frame.sort_values(["course", "person"])[f"{TENSION}@day 3"].to_numpy().reshape(2, 20)
    assert (lives.at(TENSION, Moment(3))[0] == read).all() and lives.crowd.indices.tolist() == list(range(20))
    assert (folder / "people-middle.parquet").is_file()
