"""The levels on which the curves of questionnaires rest are those of the model's general population in usual life."""

from __future__ import annotations

import numpy as np
import pytest

from somaloop.engine.program import layout
from somaloop.engine.simulate import Lanes, run, start
from somaloop.engine.truths import Truths, crowd_values
from somaloop.instruments import INSTRUMENTS
from somaloop.instruments.levels import ALIKE, ANXIOUS_PATIENT, GENERAL_ADULT, Level, items, level
from somaloop.model import whole_body
from somaloop.people import Population
from somaloop.protocol import Protocol, build_schedule
from somaloop.studies.file_reader import USUAL_LIFE

PEOPLE, DAYS, SETTLE = 48, 24, 10


def measured(count: int = PEOPLE) -> dict[str, np.ndarray]:
    """Means over two weeks of usual life, by output [people]."""
    body = whole_body()
    plan = layout(body, tuple(GENERAL_ADULT))
    people = Population("general")
    drawn = people.drawn(body, np.arange(count))
    values = crowd_values(body, plan, people.traits(body), drawn.traits, Truths((), np.zeros((1, 0))))
    lanes = Lanes(values.reshape(len(plan.values), -1), np.arange(count), tuple(map(str, range(count))))
    schedule = build_schedule(Protocol.parse(USUAL_LIFE), body, DAYS)
    passage = run(
        body, plan, lanes, schedule, start(body, plan, lanes, 1), first_day=0, days=DAYS, seed=1, resolution="day",
    )  # fmt: skip
    assert not passage.failures
    days = passage.saved.reshape(DAYS, len(plan.outputs), count)[SETTLE:]
    return {name: days[:, i].mean(axis=0) for i, name in enumerate(plan.outputs)}


@pytest.fixture(scope="module")
def people():
    return measured()


@pytest.mark.parametrize("name", sorted(GENERAL_ADULT))
def test_levels_are_those_of_the_general_population(people, name):
    """Within sampling error of so many people, and the rounding and drift that a table may have."""
    track, table = people[name], GENERAL_ADULT[name]
    count = len(track)
    assert table.mean == pytest.approx(track.mean(), abs=3 * track.std(ddof=1) / np.sqrt(count) + 0.1 * table.mean)
    assert np.log(table.sd) == pytest.approx(np.log(track.std(ddof=1)), abs=3 / np.sqrt(2 * (count - 1)) + 0.3)


@pytest.mark.parametrize(
    "name", sorted(name for name, item in INSTRUMENTS.items() if any(a.sets for a in item.anchors))
)
def test_people_average_the_mean_that_sets_the_curve(name):
    """Levels drawn as the table says give the published mean; those above 1 are cut, which costs a little."""
    item = INSTRUMENTS[name]
    (anchor,) = (anchor for anchor in item.anchors if anchor.sets)
    who = level(item.weights, ANXIOUS_PATIENT if "anxious" in anchor.who else GENERAL_ADULT, item.offset)
    spread = np.sqrt(who.log_variance)
    drawn = who.median * np.exp(spread * np.random.default_rng(1).standard_normal(200_000))
    assert item.curve(np.minimum(drawn, 1.0)).mean() == pytest.approx(anchor.mean, rel=0.05)


def test_the_sum_of_levels():
    weights = items(("a", 3), ("b", 1))
    assert weights == (("a", 0.75), ("b", 0.25))
    people = {"a": Level(0.2, 0.1), "b": Level(0.6, 0.2)}
    found = level(weights, people, offset=0.1)
    drawn = np.random.default_rng(2).multivariate_normal([0.0, 0.0], [[1, ALIKE], [ALIKE, 1]], 200_000)
    total = 0.1 + 0.75 * (0.2 + 0.1 * drawn[:, 0]) + 0.25 * (0.6 + 0.2 * drawn[:, 1])
    assert found.mean == pytest.approx(total.mean(), rel=0.01)
    assert found.sd == pytest.approx(total.std(), rel=0.01)
