"""Lives: the same twice, gone on with after an interruption, lived again after damage, twins alike."""

from __future__ import annotations

import json

import numpy as np
import pytest
from small_claim import EXPERIMENTS, LIVES, PEOPLE, answer, small_body

from somaloop.claims import answer_claims, lives, parse_design, plain_answers
from somaloop.claims.lives import forget_old, profile_days
from somaloop.claims.verdict import NOTHING


def run(folder, progress=None) -> str:
    body = small_body()
    design = parse_design(body, LIVES, EXPERIMENTS)
    answers = answer_claims(body, design, ["C015"], folder=folder, people=PEOPLE, progress=progress)
    return json.dumps(plain_answers(body, design, answers, PEOPLE, 1), allow_nan=False)


def test_the_same_twice_and_after_damage(tmp_path):
    first = run(tmp_path / "one")
    assert run(tmp_path / "two") == first
    lives = sorted((tmp_path / "one").glob("*.life.npz"))
    assert len(lives) == 2
    lives[0].unlink()
    lives[1].write_bytes(lives[1].read_bytes()[:100])
    again: list[int] = []
    assert run(tmp_path / "one", lambda done, total: again.append(total)) == first
    assert again
    assert run(tmp_path / "one", lambda done, total: pytest.fail("nothing is left to live")) == first


def test_an_interruption_keeps_what_is_finished(tmp_path):
    whole: list[int] = []
    wanted = run(tmp_path / "whole", lambda done, total: whole.append(total))

    def stop(done: int, total: int) -> None:
        if done > 0.7 * total:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(tmp_path / "cut", stop)
    kept = list((tmp_path / "cut").glob("*.npz"))
    assert kept and len(kept) < 3
    rest: list[int] = []
    assert run(tmp_path / "cut", lambda done, total: rest.append(total)) == wanted
    assert rest[-1] < whole[-1]
    assert not list((tmp_path / "cut").glob("*.partial"))


def test_twins_with_the_same_life_are_the_same_to_the_bit(tmp_path):
    same = EXPERIMENTS.replace("general/stressed", "general/calm again")
    outcome = answer(tmp_path, experiments=same).outcomes[0]
    for effect in outcome.effects.values():
        assert effect.interval.low == effect.interval.high == 0.0
    assert outcome.judged.verdict == "untested" and not outcome.causes


def test_lives_of_an_earlier_model_are_forgotten(tmp_path):
    run(tmp_path)
    (tmp_path / "00000000-abc.life.npz").write_bytes(b"old")
    count = len(list(tmp_path.glob("*.npz")))
    assert forget_old(tmp_path) == 1
    assert len(list(tmp_path.glob("*.npz"))) == count - 1


@pytest.mark.parametrize(("days", "expected"), [(2, (1,)), (6, (5,)), (7, (0, 1, 2, 3, 4)), (56, (49, 50, 51, 52, 53))])
def test_hours_are_those_of_the_last_weekdays(days, expected):
    assert profile_days(days) == expected
    assert np.all(np.array(profile_days(max(days, 7))) % 7 < 5)


def test_rounding_is_far_below_what_counts_as_nothing(tmp_path, monkeypatch):
    rounded = answer(tmp_path / "single").outcomes[0]
    monkeypatch.setattr(lives, "PRECISION", "double")
    lives.code_stamp.cache_clear()
    try:
        exact = answer(tmp_path / "double").outcomes[0]
    finally:
        lives.code_stamp.cache_clear()
    for name, effect in exact.effects.items():
        off = abs(effect.interval.centre - rounded.effects[name].interval.centre)
        assert off < 0.1 * NOTHING * exact.bar
    assert any(effect != rounded.effects[name] for name, effect in exact.effects.items())  # the two do differ
