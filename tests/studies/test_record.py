"""Windows of readings add up to what the engine shows."""

from __future__ import annotations

import numpy as np
import pytest

from somaloop.engine.program import STEPS_PER_DAY
from somaloop.engine.simulate import run, start
from somaloop.engine.truths import central_truth
from somaloop.instruments import INSTRUMENTS
from somaloop.people import Population
from somaloop.protocol import Protocol, build_schedule
from somaloop.studies.crowd import everybody, lanes_of
from somaloop.studies.moments import Moment
from somaloop.studies.record import Recorder, live_days, pieces_of, read_off, study_plan

ASKED = (
    ("PHQ-15", Moment(2)),  # over days that lie before the record too
    ("serum cortisol", Moment(2, 8.0)),
    ("urine magnesium", Moment(2, 24.0)),
    ("urine magnesium", Moment(2, 8.0)),  # over a midnight
    ("resting heart rate", Moment(1, 10.0)),
)


@pytest.fixture(scope="module")
def seen(declared):
    """The recorder's means, and every step of the same days from the engine itself [step, output, lane]."""
    plan = study_plan(declared)
    lanes = lanes_of(declared, plan, everybody(Population(), 3), central_truth(declared))
    schedule = build_schedule(Protocol.parse("eat meals at 08:00, 13:00 and 19:00 daily"), declared, 2)
    begin = start(declared, plan, lanes, 1)
    recorder = Recorder(plan, ASKED, len(lanes), 0)
    live_days(declared, plan, lanes, schedule, begin, recorder, 0, 3, 1)
    whole = run(
        declared, plan, lanes, schedule, begin, first_day=-1, days=3, seed=1, resolution="step", precision="single"
    )  # fmt: skip
    return plan, recorder.means(), whole.saved.reshape(-1, len(plan.outputs), len(lanes))


@pytest.mark.parametrize("asked", ASKED, ids=str)
def test_means_over_windows_are_those_of_the_steps(seen, asked):
    plan, means, steps = seen
    name, at = asked
    window = INSTRUMENTS[name].window
    if name == "PHQ-15":
        part = steps
    else:
        end = at.day * STEPS_PER_DAY + round(at.hour * 10)  # the record begins a day before day 1
        part = steps[end - max(round(window.minutes / 6), 1) : end]
    for output in INSTRUMENTS[name].outputs:
        direct = part[:, plan.row("outputs", output)].mean(axis=0)
        assert means[asked][output] == pytest.approx(direct, rel=2e-3, abs=1e-6)


def test_pieces_of_a_window_count_once(seen):
    for asked in ASKED:
        assert sum(piece.weight for piece in pieces_of(asked, 0)) == pytest.approx(1.0)


def test_growth_counts_from_one_end_to_the_other():
    pieces = pieces_of(("stool magnesium", Moment(5, 24.0)), -10)
    assert sum(piece.weight for piece in pieces) == pytest.approx(0.0)
    assert {piece.day for piece in pieces} == {4, 5}


def test_readings_have_the_shape_of_truths_and_people(seen):
    _, means, _ = seen
    assert read_off(means, ASKED[0], 1).shape == (1, 3)
    assert np.isfinite(read_off(means, ASKED[0], 1)).all()
