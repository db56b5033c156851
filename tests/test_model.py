"""The whole body: everything is checked, every arrow and parameter moves something, one person is one person."""

from __future__ import annotations

import numpy as np
import pytest

from somaloop.engine.program import layout
from somaloop.engine.reference import initial_values
from somaloop.engine.simulate import Lanes, run, start
from somaloop.engine.worlds import drawn_values, world_values
from somaloop.evidence import missing_claims, missing_sources, values_from_validation
from somaloop.language.verify import verify
from somaloop.model import whole_body
from somaloop.people import Person, person_types
from somaloop.protocol import Protocol, build_schedule

BUSY = """
eat meals at 08:00, 13:00 and 19:00
drink 160 mg caffeine at 08:00 and 15:00
drink 20 g alcohol at 20:00
drink 0.3 L water at 10:00
stress 3 h at 10:00, strong
exercise 30 min at 17:30, moderate
breathe slowly 10 min at 18:00
yoga 45 min at 18:30
relaxation 20 min at 20:30
mindfulness 20 min at 21:00
cbt session daily at 16:00
somatic experiencing session daily at 12:00
clinician visit on day 1 at 15:00
walk outdoors 30 min at 12:30
take 150 mg magnesium as glycinate at 21:00
take 50 mg magnesium as threonate at 08:00
take 50 mg magnesium as malate at 08:00
take 300 mg magnesium as oxide at 13:00
use omeprazole
use thiazide
use furosemide
diet 80 % processed
sleep window 23:30 to 06:30
"""


def busy_schedule(days: int = 4):
    return build_schedule(Protocol.parse(BUSY), whole_body(), days)


def test_every_check_passes():
    body = whole_body()
    verify(body)
    assert missing_sources(body) == []
    assert missing_claims(body) == []
    assert values_from_validation(body) == []


def test_initial_states_lie_in_their_bounds():
    body = whole_body()
    for kind in person_types():
        values = initial_values(body, {k: v for k, v in Person(kind).traits(body).items() if k in body.parameters})
        for name, value in values.items():
            assert body.states[name].low <= value <= body.states[name].high, name


def test_every_arrow_moves_some_output():
    """With a busy life, a tenth more of any arrow changes an output within four days."""
    body = whole_body()
    plan = layout(body)
    base = world_values(
        body, plan, {**Person("ssd", {"magnesium": "low"}).traits(body), "mood.distress_trait": 1.0}, "told"
    )
    columns, labels = [base], ["base"]
    for name, arrow in body.arrows.items():
        column = base.copy()
        row = plan.row("values", f"arrow.{name}")
        column[row] = column[row] * 1.1 if column[row] else max(abs(arrow.as_known.quantile(0.9)), 0.1)
        columns.append(column)
        labels.append(name)
    lanes = Lanes(np.stack(columns, axis=1), np.zeros(len(columns), dtype=np.int64), tuple(labels))
    saved = run(
        body, plan, lanes, busy_schedule(), start(body, plan, lanes, 1), first_day=0, days=4, seed=1, resolution="day"
    ).saved
    still = [labels[i] for i in range(1, len(labels)) if np.array_equal(saved[..., i], saved[..., 0])]
    assert still == []


def test_a_person_is_the_same_alone_and_in_a_crowd():
    body = whole_body()
    plan = layout(body)
    traits = Person("primary care").traits(body)
    values = drawn_values(body, plan, traits, 300, 5)
    crowd = Lanes(values, np.arange(300), tuple(str(i) for i in range(300)))
    pick = [290, 3]
    few = Lanes(values[:, pick], np.array(pick), ("290", "3"))
    schedule = busy_schedule(2)

    def days(lanes):
        begin = start(body, plan, lanes, 9)
        return run(body, plan, lanes, schedule, begin, first_day=0, days=2, seed=9, resolution="day")

    together, alone = days(crowd), days(few)
    assert np.array_equal(together.saved[..., pick], alone.saved)
    assert np.array_equal(together.end.state[:, pick], alone.end.state)
    assert not together.failures


@pytest.mark.parametrize("world", ["told", "known"])
def test_states_stay_in_their_bounds_in_a_busy_life(world):
    body = whole_body()
    plan = layout(body, tuple(body.states))
    kinds = list(person_types())
    values = np.stack([world_values(body, plan, Person(kind).traits(body), world) for kind in kinds], axis=1)
    lanes = Lanes(values, np.arange(len(kinds)), tuple(kinds))
    passage = run(
        body,
        plan,
        lanes,
        busy_schedule(14),
        start(body, plan, lanes, 2),
        first_day=0,
        days=14,
        seed=2,
        resolution="hour",
    )
    assert not passage.failures
    for i, name in enumerate(plan.outputs):
        state = body.states[name]
        track = passage.saved[:, :, i]
        assert track.min() >= state.low - 1e-9, (name, track.min())
        assert track.max() <= state.high + 1e-9, (name, track.max())
