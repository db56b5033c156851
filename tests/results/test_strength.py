"""Strengths of arrows on one scale: measured by cutting, the same rule for all."""

from __future__ import annotations

import numpy as np
import pytest

from somaloop.engine.program import layout
from somaloop.engine.simulate import Lanes, run, start
from somaloop.engine.worlds import WORLDS, without_arrow, world_values
from somaloop.model import whole_body
from somaloop.protocol import Protocol, build_schedule
from somaloop.results.strength import PERSON, SEED, USUAL, arrow_strengths, bundles_of, own_strength

BODY = whole_body()
DAYS = 2


@pytest.fixture(scope="module")
def strengths():
    return arrow_strengths(BODY, days=DAYS, lives={"usual life": ""})


def test_every_arrow_and_bundle_is_measured_in_both_worlds(strengths):
    asked = {arrow.name for arrow in BODY.arrows.values() if not arrow.structural}
    assert set(strengths.arrows) == {(world, name) for world in WORLDS for name in asked}
    assert set(strengths.bundles) == {(world, pair) for world in WORLDS for pair in bundles_of(BODY)}


def test_what_has_no_strength_of_its_own_moves_nothing(strengths):
    for world in WORLDS:
        for pair, arrows in bundles_of(BODY).items():
            alive = [arrow.name for arrow in arrows if own_strength(arrow, world) != 0.0]
            for arrow in arrows:
                if arrow.name not in alive:
                    assert strengths.arrows[world, arrow.name].change == 0.0
            if len(alive) == 1:
                assert strengths.bundles[world, pair] == strengths.arrows[world, alive[0]]
            if not alive:
                assert strengths.bundles[world, pair].change == 0.0


def test_it_is_read_where_the_arrow_ends(strengths):
    for (_, name), strength in strengths.arrows.items():
        if strength.change != 0.0:
            assert strength.output.partition(".")[0] == BODY.arrows[name].target.partition(".")[0]


def test_against_cuts_by_hand(strengths):
    """What two runs by hand show, over what was measured, is one scale for all arrows that end at one output."""
    by_output: dict[str, list[str]] = {}
    for (world, name), strength in strengths.arrows.items():
        if world == "known" and strength.size > 0.01:
            by_output.setdefault(strength.output, []).append(name)
    output, names = max(by_output.items(), key=lambda item: len(item[1]))
    assert len(names) > 2

    plan = layout(BODY, (output,))
    schedule = build_schedule(Protocol.parse(USUAL), BODY, DAYS)
    base = world_values(BODY, plan, PERSON.traits(BODY), "known")
    values = np.stack([base, *(without_arrow(plan, base, name) for name in names)], axis=1)
    lanes = Lanes(values, np.zeros(len(names) + 1, dtype=np.int64), ("whole", *names))
    lived = run(
        BODY, plan, lanes, schedule, start(BODY, plan, lanes, SEED),
        first_day=0, days=DAYS, seed=SEED, resolution="hour",
    )  # fmt: skip
    means = lived.saved[DAYS // 2 :, :, 0].mean(axis=(0, 1))
    scales = [(means[0] - means[1 + i]) / strengths.arrows["known", name].change for i, name in enumerate(names)]
    assert scales[0] > 0
    assert scales == pytest.approx([scales[0]] * len(names), rel=1e-6)
