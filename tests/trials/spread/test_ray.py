"""Pieces on a local Ray cluster of two processes: the same numbers, also where a worker is lost."""

from __future__ import annotations

import os

import pytest
from trial_lives import piece, plan

from somaloop.engine.truths import known_truths
from somaloop.language import SomaloopError
from somaloop.model import whole_body
from somaloop.studies.moments import Moment
from somaloop.trials import pieces
from somaloop.trials.live import Sizes, live_worlds
from somaloop.trials.spread import engine_of
from somaloop.trials.spread.ray_cluster import RayCluster, do

pytest.importorskip("ray", reason="Ray, an optional extra, is not installed")

SIZES = Sizes(middle=20, known=3, truths=2, told=3)
TRIAL = plan(settle_days=1, days=3, visits=(Moment(0), Moment(3)))


@pytest.fixture(scope="module")
def cluster():
    with RayCluster(cores=2) as found:
        yield found


@pytest.fixture
def dying(tmp_path):
    """A task whose first worker is killed after its first day, in the middle of the piece."""
    marker = str(tmp_path / "lost")

    def task(given, model):
        import os
        import signal

        from somaloop.model import whole_body
        from somaloop.trials.pieces import work

        def die_once(days):
            try:
                os.close(os.open(marker, os.O_CREAT | os.O_EXCL))
            except FileExistsError:
                return
            os.kill(os.getpid(), signal.SIGKILL)

        os.environ["SOMALOOP_CORES"] = "1"
        return work(whole_body(), given, die_once)

    return task, marker


def test_the_numbers_are_those_of_one_process_though_a_worker_is_lost(cluster, dying, tmp_path, monkeypatch):
    monkeypatch.setattr(pieces, "width_of", lambda of: 10)
    here = live_worlds(whole_body(), TRIAL, sizes=SIZES)
    cluster.task, marker = dying
    told = []
    there = live_worlds(
        whole_body(),
        TRIAL,
        sizes=SIZES,
        engine=cluster,
        folder=tmp_path,
        progress=lambda done, of: told.append((done, of)),
    )
    assert os.path.exists(marker), "a worker died"
    for world, lives in here.items():
        assert (lives.crowd.indices == there[world].crowd.indices).all() and not there[world].failures
        for asked, table in lives.expected.items():
            assert (table == there[world].expected[asked]).all()
    assert len(list(tmp_path.rglob("lives-*.parquet"))) == 4 and told[-1][0] == told[-1][1]


def test_what_cannot_be_helped_is_said(cluster, dying, monkeypatch):
    monkeypatch.setattr(cluster, "task", dying[0])
    monkeypatch.setattr(cluster, "retries", 0)
    with pytest.raises(SomaloopError, match="a piece was lost more than 0 times"):
        list(cluster.run(whole_body(), [piece(TRIAL, 2)]))
    monkeypatch.setattr(cluster, "task", do)
    monkeypatch.setattr("somaloop.trials.spread.ray_cluster.stamp", lambda body: "another")
    with pytest.raises(SomaloopError, match="another version of somaloop or another model"):
        list(cluster.run(whole_body(), [piece(TRIAL, 2)]))


def test_a_piece_as_workers_do_it(monkeypatch):
    from somaloop.trials.stamp import stamp

    monkeypatch.setenv("SOMALOOP_CORES", "2")
    one = piece(TRIAL, 2, truths=2, world="known")
    assert one.truths.scores.tolist() == known_truths(whole_body().declared, 2, 1).scores.tolist()
    part = do(one, stamp(whole_body()))
    assert len(part) == 8 and os.environ["SOMALOOP_CORES"] == "1"


def test_ray_sends_nothing_home(cluster):
    assert os.environ["RAY_USAGE_STATS_ENABLED"] == "0"
    import ray

    def seen():
        import os

        return os.environ["RAY_USAGE_STATS_ENABLED"]

    assert ray.get(ray.remote(seen).remote()) == "0"
    assert isinstance(engine_of("ray", "10.0.0.1:6379"), RayCluster)
