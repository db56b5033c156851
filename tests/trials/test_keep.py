"""An answer that is written reads back as it was."""

from __future__ import annotations

import json
from dataclasses import fields

import numpy as np
import pandas as pd
import pytest
from made_trials import PLAN_TEXT, lives, parsed

from somaloop.trials.keep import ANSWER, RECORDS, AnswerError, read_answer, write_answer
from somaloop.trials.run import answer_from


@pytest.fixture(scope="module")
def answer():
    made = parsed()
    lived = {
        "middle": lives(made, people=60, effect={"magnesium": -0.3}, scale=3.0, centre=12.0),
        "known": lives(
            made, "known", people=20, truths=4, spread=0.3, effect={"magnesium": -0.3}, scale=3.0, centre=12.0
        ),
    }
    return answer_from(made, lived, replicates=6, workers=1, worlds=("nil", "known", "middle"))


def same(one, other) -> None:
    assert type(one) is type(other)
    if hasattr(one, "__dataclass_fields__"):
        for item in fields(one):
            same(getattr(one, item.name), getattr(other, item.name))
    elif isinstance(one, tuple):
        assert len(one) == len(other)
        for a, b in zip(one, other, strict=True):
            same(a, b)
    elif isinstance(one, np.ndarray):
        assert np.array_equal(one, other, equal_nan=True)
    elif isinstance(one, float):
        assert one == other or (np.isnan(one) and np.isnan(other))
    elif hasattr(one, "items"):
        assert list(one) == list(other)
        for key in one:
            same(one[key], other[key])
    else:
        assert one == other


def test_an_answer_reads_back_exactly(answer, tmp_path):
    assert write_answer(answer, tmp_path).name == ANSWER
    again = read_answer(tmp_path)
    pd.testing.assert_frame_equal(again.records, answer.records)
    assert again.plan == answer.plan
    assert again.plan.text == PLAN_TEXT
    for item in fields(answer):
        if item.name not in ("records", "plan"):
            same(getattr(again, item.name), getattr(answer, item.name))


def test_the_file_holds_what_made_it(answer, tmp_path):
    write_answer(answer, tmp_path)
    content = json.loads((tmp_path / ANSWER).read_text(encoding="utf-8"))
    assert content["plan"] == PLAN_TEXT
    assert content["versions"]["somaloop"]
    assert sorted(item.name for item in tmp_path.iterdir()) == [ANSWER, RECORDS]


def test_other_folders_are_told(answer, tmp_path):
    with pytest.raises(AnswerError, match="holds no answer"):
        read_answer(tmp_path)
    write_answer(answer, tmp_path)
    (tmp_path / ANSWER).write_text('{"somaloop trial answer": 99}', encoding="utf-8")
    with pytest.raises(AnswerError, match="this version"):
        read_answer(tmp_path)
    (tmp_path / ANSWER).write_text("{", encoding="utf-8")
    with pytest.raises(AnswerError, match="cannot be read"):
        read_answer(tmp_path)
