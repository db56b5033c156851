"""Noise: stationary with unit variance, with the stated memory, one stream for each person, process and day."""

from __future__ import annotations

import numpy as np
from toys import MOOD, changed, with_equation

from somaloop.engine.noise import daily_normals, name_code, person_keys
from somaloop.engine.program import layout
from somaloop.engine.simulate import run, start
from somaloop.language import assemble, relax

from engine.test_program import lanes_of  # isort: skip


def test_streams_depend_on_person_process_and_day_only():
    keys = person_keys(4, np.arange(6))
    both = np.asarray(daily_normals(keys, ("a", "b"), 3))
    alone = np.asarray(daily_normals(keys[2:3], ("b",), 3))
    assert np.array_equal(both[1, :, 2], alone[0, :, 0])
    assert not np.allclose(both[0], both[1])
    assert not np.allclose(both, np.asarray(daily_normals(keys, ("a", "b"), 4)))
    assert name_code("a") != name_code("b")


def test_noise_is_a_stationary_process_of_unit_variance():
    fast = with_equation(
        changed(MOOD, ports=(), observables=(), outputs=("level",), equations={"level": MOOD.equations["level"]}),
        "level",
        lambda q: relax(q.rest + q.wobble_size * q.wobble, q.lag),
    )
    body = assemble([fast])
    plan = layout(body, ("mood.level",))
    lanes = lanes_of(body, plan, np.arange(200), **{"mood.rest": 0.0, "mood.wobble_size": 1.0, "mood.lag": 0.01})
    begin = start(body, plan, lanes, 5)
    saved = run(body, plan, lanes, None, begin, first_day=0, days=12, seed=5, resolution="step").saved
    track = saved.reshape(-1, 200)[::10]  # values at whole hours
    assert abs(track.var() - 1.0) < 0.06
    lag = 3
    correlation = np.mean(track[:-lag] * track[lag:]) / track.var()
    assert abs(correlation - np.exp(-lag / 3.0)) < 0.04
