"""The true effect, told by twins, under every strategy of the estimand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from made_trials import OF, crossover, lives, plan

from somaloop.instruments import INSTRUMENTS
from somaloop.studies.moments import Moment
from somaloop.trials.analyses import contrasts
from somaloop.trials.effects import effects_of
from somaloop.trials.plan import Analysis, Estimand
from somaloop.trials.readings import pool_of
from somaloop.trials.replicate import replicate_of, setup_of

PEOPLE = 600


def effect_of(made, lived, truth=0):
    pool = pool_of(made, lived)
    setup = setup_of(made, pool)
    data = replicate_of(setup, pool, 0, 20).data
    return effects_of(setup, pool, truth, made.analyses[0], made.primary, data, contrasts(data, made.analyses[0]))[0]


def stopping(made, **kinds):
    """Half of those on magnesium stop on day 40: what they read later is that of placebo."""
    lived = lives(made, people=PEOPLE, **kinds)
    half = np.arange(PEOPLE) % 2 == 0
    stopped = np.zeros((1, 2, PEOPLE), dtype=np.int64)
    stopped[0, 1, half] = 40
    expected = {}
    for (of, moment), table in lived.expected.items():
        own = table.copy()
        if moment.day > 40:
            own[:, 1, half] = table[:, 0, half]
        expected[of, moment] = own
    return replace(lived, expected=expected, stayed=lived.expected, stopped=stopped)


@pytest.mark.parametrize(
    ("strategy", "wanted"), [("treatment policy", 0.25), ("hypothetical", 0.5), ("while on treatment", 0.5)]
)
def test_strategies_differ_in_what_they_take_for_the_effect(strategy, wanted):
    made = plan(estimand=Estimand(strategy=strategy))
    lived = stopping(made)
    if strategy == "while on treatment":  # those who stopped count with day 28, when placebo differs by chance
        first = lived.at(OF, Moment(28))[0] - lived.at(OF, Moment(84))[0]
        wanted += float(first[0, ::2].sum() / PEOPLE)
    assert effect_of(made, lived).value == pytest.approx(wanted, abs=1e-6)


def test_in_a_composite_whoever_stops_has_gained_nothing():
    made = plan(estimand=Estimand(strategy="composite"))
    lived = stopping(made)
    half = np.arange(PEOPLE) % 2 == 0
    later, before = lived.stayed[OF, Moment(84, 9.0)], lived.at(OF, Moment(0))
    wanted = np.where(half, before[0, 0], later[0, 1]).mean() - later[0, 0].mean()
    assert effect_of(made, lived).value == pytest.approx(wanted, abs=1e-6)


def test_the_share_of_responders_counts_error_of_measurement():
    responder = Analysis(method="responder", at=Moment(84), by=3.0)
    made = plan(of="PHQ-15", better="lower", analyses=(responder,))
    lived = lives(made, effect={"magnesium": -1.0}, people=PEOPLE, scale=3.0, centre=13.0)
    stream, item = np.random.default_rng(1), INSTRUMENTS["PHQ-15"]
    before, later = (lived.at("PHQ-15", made.visits[place])[0] for place in (0, 3))
    gained = []
    for _ in range(400):
        first = item.reading(before[0], stream.standard_normal(PEOPLE))
        gained.append([(first - item.reading(own, stream.standard_normal(PEOPLE)) >= 3).mean() for own in later])
    shares = np.mean(gained, axis=0)
    effect = effect_of(made, lived)
    assert shares[1] > shares[0] + 0.1
    assert effect.value == pytest.approx(shares[1] - shares[0], abs=0.004)


def test_who_stopped_is_no_responder_in_a_composite():
    responder = Analysis(method="responder", at=Moment(84), by=0.1)
    made = plan(analyses=(responder,), estimand=Estimand(strategy="composite"))
    lived = stopping(made)
    nobody = replace(lived, stopped=np.full((1, 2, PEOPLE), 1))
    assert effect_of(made, nobody).value == 0.0
    policy = effect_of(replace(made, estimand=Estimand()), lived)
    assert effect_of(made, lived).value < policy.value


def test_twins_know_the_effect_better_than_different_people():
    made = plan()
    effect = effect_of(made, lives(made, people=PEOPLE, person_effect=0.2))
    assert effect.error == pytest.approx(0.2 / np.sqrt(PEOPLE), rel=0.1)
    assert effect.error_apart == pytest.approx(np.sqrt((1.25 + 1.25 + 0.04) / PEOPLE), rel=0.1)
    assert effect.value == pytest.approx(0.5, abs=4 * effect.error)


def test_a_person_who_stands_in_the_pool_twice_is_one_person():
    made = plan()
    lived = lives(made, people=PEOPLE, person_effect=0.2)
    twice = np.repeat(np.arange(PEOPLE // 2), 2)
    doubled = replace(
        lived, expected={key: table[:, :, twice] for key, table in lived.expected.items()},
        crowd=replace(lived.crowd, indices=twice),
    )  # fmt: skip
    assert effect_of(made, doubled).error == pytest.approx(0.2 / np.sqrt(PEOPLE / 2), rel=0.12)


def test_truths_have_their_own_effects():
    made = plan()
    lived = lives(made, people=PEOPLE, truths=3, spread=0.5)
    values = [effect_of(made, lived, truth).value for truth in range(3)]
    moved = 0.5 * np.random.default_rng(1).standard_normal(2 * PEOPLE + 3)[2 * PEOPLE :]
    assert values == pytest.approx(0.5 + moved, abs=1e-9)


@pytest.mark.parametrize("carried", [0.0, 0.6])
def test_in_a_crossover_it_is_the_effect_of_the_first_period(carried):
    made = crossover()
    assert effect_of(made, lives(made, people=PEOPLE, carried=carried)).value == pytest.approx(0.5, abs=1e-9)
