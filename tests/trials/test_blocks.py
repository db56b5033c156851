"""Replicates in blocks: the same numbers however they are spread, and nothing lost by an interruption."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from made_trials import lives, plan

from somaloop.trials import blocks
from somaloop.trials.blocks import FOLDER, Block, blocks_of, run_blocks
from somaloop.trials.live import Interrupted
from somaloop.trials.plan import Leaving
from somaloop.trials.readings import nil_of, pool_of
from somaloop.trials.replicate import setup_of
from somaloop.trials.work import COLUMNS, fingerprint, names_of, work_of

REPLICATES = 45


def work_for(made, **kinds):
    pool = pool_of(made, lives(made, people=60, **kinds))
    return work_of(setup_of(made, pool), {"nil": nil_of(pool, pool, 0), "middle": pool})


@pytest.fixture(scope="module")
def work():
    return work_for(plan(sizes=(20, 30), dropout=Leaving(share=0.2)))


@pytest.fixture(scope="module")
def records(work):
    return run_blocks(work, REPLICATES, workers=1)


def test_there_is_a_row_for_every_replicate(records):
    assert tuple(records.columns) == COLUMNS
    assert len(records) == 2 * 2 * REPLICATES
    assert not records.duplicated(["world", "size", "replicate"]).any()
    first = records[(records["world"] == "middle") & (records["size"] == 30)]
    assert first["replicate"].tolist() == list(range(REPLICATES))
    assert (records["n"] == records["size"]).all()
    assert records["left"].between(0, 30).all()


def test_two_processes_give_the_same_numbers(work, records):
    pd.testing.assert_frame_equal(run_blocks(work, REPLICATES, workers=2), records, check_exact=True)


def test_blocks_hold_every_replicate_once():
    found = blocks_of(["nil", "middle"], [20, 30, 20], 45)
    assert len(found) == 2 * 2 * 3
    assert [(block.first, block.last) for block in found[::4]] == [(0, 20), (20, 40), (40, 45)]
    assert Block("nil", 20, 0, 20).name == "nil-20-0-20.parquet"
    assert [block.name for block in found[:4:2]] == ["nil-20-planned-0-20.parquet", "nil-30-0-20.parquet"]


def test_an_interrupted_run_goes_on_where_it_stopped(work, records, tmp_path, monkeypatch):
    class Stopped(Exception):
        pass

    def interrupt(step, done, total):
        if done >= total / 2:
            raise Stopped

    with pytest.raises(Stopped):
        run_blocks(work, REPLICATES, tmp_path, 1, interrupt)
    kept = list((tmp_path / FOLDER).rglob("*.parquet"))
    assert 0 < len(kept) < 12
    ran = []
    real = blocks.run_block
    monkeypatch.setattr(blocks, "run_block", lambda *given: ran.append(given[1:]) or real(*given))
    seen = []
    again = run_blocks(work, REPLICATES, tmp_path, 1, lambda step, done, total: seen.append((done, total)))
    pd.testing.assert_frame_equal(again, records)
    assert len(ran) == 12 - len(kept)
    assert seen[0][0] > 0
    assert seen[-1] == (4 * REPLICATES, 4 * REPLICATES)
    ran.clear()
    pd.testing.assert_frame_equal(run_blocks(work, REPLICATES, tmp_path, 1), records)
    assert not ran


def test_a_user_who_stops_it_is_told_what_is_kept(work, tmp_path):
    def interrupt(step, done, total):
        if done >= 60:
            raise KeyboardInterrupt

    with pytest.raises(Interrupted, match=r"60 of 180 replicates are kept in .* goes on from here"):
        run_blocks(work, REPLICATES, tmp_path, 1, interrupt)
    with pytest.raises(Interrupted, match="lost: no folder"):
        run_blocks(work, REPLICATES, None, 1, interrupt)


def test_more_replicates_and_sizes_use_what_is_there(work, records, tmp_path, monkeypatch):
    run_blocks(work, 40, tmp_path, 1)
    ran = []
    real = blocks.run_block
    monkeypatch.setattr(blocks, "run_block", lambda *given: ran.append(given[1:]) or real(*given))
    pd.testing.assert_frame_equal(run_blocks(work, REPLICATES, tmp_path, 1), records)
    assert {given[2:] for given in ran} == {(40, 45)}
    ran.clear()
    wider = replace(work, setup=replace(work.setup, plan=replace(work.setup.plan, sizes=(20, 30, 40))))
    run_blocks(wider, REPLICATES, tmp_path, 1)
    assert {given[1] for given in ran} == {40}


def test_a_broken_block_is_done_anew(work, records, tmp_path):
    run_blocks(work, REPLICATES, tmp_path, 1)
    broken = next((tmp_path / FOLDER).rglob("nil-20-planned-0-20.parquet"))
    broken.write_bytes(broken.read_bytes()[:100])
    pd.testing.assert_frame_equal(run_blocks(work, REPLICATES, tmp_path, 1), records)


def test_other_lives_or_conduct_are_other_work(work):
    same = work_for(plan(sizes=(20, 30), dropout=Leaving(share=0.2)))
    assert fingerprint(same) == fingerprint(work)
    for other in (
        work_for(plan(sizes=(20, 30), dropout=Leaving(share=0.3))),
        work_for(plan(sizes=(20, 30), dropout=Leaving(share=0.2)), effect={"magnesium": 0.4}),
        work_for(plan(sizes=(20, 30), dropout=Leaving(share=0.2), seed=2)),
    ):
        assert fingerprint(other) != fingerprint(work)


def test_analyses_of_one_method_are_numbered():
    analyses = plan().analyses
    assert names_of(analyses * 3) == ("ancova", "ancova (2)", "ancova (3)")
