"""Finished pieces as files: whole, or noticed."""

from __future__ import annotations

import numpy as np
import pytest
from trial_lives import piece, plan

from somaloop.language import SomaloopError
from somaloop.people import Population
from somaloop.studies.crowd import Crowd
from somaloop.trials.pieces import Part, rows_of
from somaloop.trials.store import Kept, read_part, write_people

ONE = piece(plan(), 3)


def part(rows: int = 6) -> Part:
    stream = np.random.default_rng(1)
    return Part(
        {
            "world": np.full(rows, "middle"), "person": np.arange(rows),
            "PHQ-15@day 84": stream.random(rows).astype(np.float32), "odds@day 3": stream.random(rows),
        },
        ("person 1 failed on day 3: \u00fcber",),
    )  # fmt: skip


@pytest.fixture
def kept(tmp_path):
    return Kept(tmp_path / "lives" / "abc", "model")


def test_a_part_reads_back_to_the_last_bit(kept):
    assert kept.load(ONE) is None
    kept.save(ONE, part())
    again = kept.load(ONE)
    assert again is not None and again.failures == part().failures and len(again) == rows_of(ONE)
    for name, column in part().columns.items():
        assert (again.columns[name] == column).all() and again.columns[name].dtype.kind == column.dtype.kind
    assert again.columns["PHQ-15@day 84"].dtype == np.float32


def test_other_programs_read_it(kept):
    import pandas as pd

    kept.save(ONE, part())
    frame = pd.read_parquet(kept.path(ONE))
    assert list(frame.columns) == list(part().columns) and frame["world"].astype(str).unique().tolist() == ["middle"]


def test_damage_is_noticed(kept):
    kept.save(ONE, part())
    path = kept.path(ONE)
    whole = path.read_bytes()
    for cut in (0, 4, len(whole) // 2, len(whole) - 1):
        path.write_bytes(whole[:cut])
        assert kept.load(ONE) is None
    place = (
        whole.index(part().columns["odds@day 3"][:1].tobytes())
        if part().columns["odds@day 3"][:1].tobytes() in whole
        else 60
    )
    path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
    assert kept.load(ONE) is None, "one wrong bit"
    path.write_bytes(whole)
    assert kept.load(ONE) is not None


def test_a_piece_of_another_model_or_length_is_not_taken(kept):
    kept.save(ONE, part())
    path = kept.path(ONE)
    assert read_part(path, "another key", 6) is None
    assert read_part(path, ONE.key("model"), 7) is None
    kept.save(ONE, part(5))
    assert kept.load(ONE) is None


def test_nothing_half_written_is_left(kept, monkeypatch):
    import pyarrow.parquet

    def stumble(*given, **more):
        raise KeyboardInterrupt

    monkeypatch.setattr(pyarrow.parquet, "write_table", stumble)
    with pytest.raises(KeyboardInterrupt):
        kept.save(ONE, part())
    assert not list(kept.folder.iterdir())


def test_a_folder_that_cannot_be_written_is_said(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(SomaloopError, match="cannot write"):
        Kept(tmp_path / "file" / "lives", "model").save(ONE, part())


def test_without_a_folder_nothing_is_kept():
    kept = Kept(None, "model")
    kept.save(ONE, part())
    assert kept.load(ONE) is None and "nothing was kept" in kept.sentence()


def test_the_sentence_counts_what_is_kept(kept):
    kept.save(ONE, part())
    assert "1 finished piece is" in kept.sentence() and str(kept.folder.parent) in kept.sentence()


def test_the_pool_is_written_with_how_often_each_stands_in_it(kept):
    import pandas as pd

    crowd = Crowd(Population("ssd"), np.array([4, 2, 4]), {"PHQ-15": np.array([[0.1, 0.2, 0.1], [np.inf] * 3])})
    write_people(kept, "told", crowd, np.array([30.0, 40.0]), np.array([True, False]))
    frame = pd.read_parquet(kept.folder / "people-told.parquet")
    assert frame["person"].tolist() == [2, 4] and frame["times"].tolist() == [1, 2]
    assert frame["PHQ-15: lowest chance"].tolist() == [0.2, 0.1]
    assert frame["age"].tolist() == [30.0, 40.0] and frame["sex"].astype(str).tolist() == ["female", "male"]
