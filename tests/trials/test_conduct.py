"""Who leaves, and whose readings are missing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_trials import OF, lives, plan

from somaloop.language import UnknownNameError
from somaloop.trials.conduct import conducting_of, everybody_in
from somaloop.trials.plan import Leaving, SideEffect
from somaloop.trials.readings import pool_of

PEOPLE = 800


def conducted(dropout: Leaving, missing: Leaving | None = None, **changes):
    made = plan(dropout=dropout, missing=missing or Leaving(), **changes)
    lived = lives(made, people=PEOPLE, effect={"magnesium": 0.8})
    stopped = np.zeros((1, 2, PEOPLE), dtype=np.int64)
    stopped[0, 1, : PEOPLE // 4] = 20
    pool = pool_of(made, replace(lived, stopped=stopped))
    return made, pool, conducting_of(made, pool, 0)


@pytest.mark.parametrize(
    "on", [{}, {"last reading": 0.7}, {"current reading": 0.7}, {"last reading": 0.5, "stopped": 1.0}]
)
def test_the_planned_shares_come_out_in_the_control_course(on):
    made, pool, found = conducted(Leaving(share=0.2, on=on), Leaving(share=0.06, on=on))
    presence = everybody_in(pool, OF, 0, 0, made.seed + 7).drawn(found)
    assert presence.gone.mean() == pytest.approx(0.2, abs=0.02)
    still = np.arange(3)[:, None] < presence.left
    assert (presence.missed & still).sum() / still.sum() == pytest.approx(0.06, abs=0.012)


def test_nobody_leaves_without_a_share():
    made, pool, found = conducted(Leaving())
    presence = everybody_in(pool, OF, 0, 1, made.seed).drawn(found)
    assert not presence.gone.any()
    assert presence.read.all()


@pytest.fixture(scope="module")
def plain():
    return conducted(Leaving(share=0.2), Leaving(share=0.1))


@given(st.floats(-6, 2), st.floats(-6, 2), st.integers(0, 2**32 - 1))
def test_whoever_left_does_not_come_back(plain, leave, miss, seed):
    _, pool, found = plain
    stream = np.random.default_rng(seed)
    readings = pool.after[OF][:, 0, 0]
    nobody = np.zeros(readings.shape, dtype=bool)
    chance = stream.random((2, *readings.shape))
    presence = replace(found, leave=leave, miss=miss).draw(pool.baseline[OF][0], readings, nobody, nobody, chance)
    gone = np.arange(3)[:, None] >= presence.left
    assert not (presence.read & gone).any()
    assert not (presence.missed & gone).any()
    assert (presence.read | presence.missed | gone).all()


def test_leaving_at_random_hangs_on_nothing():
    made, pool, found = conducted(Leaving(share=0.3))
    everybody = everybody_in(pool, OF, 0, 0, made.seed)
    gone = everybody.drawn(found).gone
    off = everybody.baseline[gone].mean() - everybody.baseline[~gone].mean()
    assert abs(off) < 4 * everybody.baseline.std() * np.sqrt(1 / gone.sum() + 1 / (~gone).sum())


def test_the_last_reading_drives_and_what_is_seen_explains_it():
    """Higher is better here, so those leave whose last reading was low; given it, the next one does not matter (MAR)."""
    made, pool, found = conducted(Leaving(share=0.3, on={"last reading": 1.2}))
    everybody = everybody_in(pool, OF, 0, 0, made.seed)
    left = everybody.drawn(found).left
    first, second = everybody.readings[0], everybody.readings[1]
    at_second, stayed = left == 1, left > 1
    assert first[at_second].mean() < first[stayed].mean() - 0.3
    kept = at_second | stayed
    slope, intercept = np.polyfit(first[kept], second[kept], 1)
    rest = second - intercept - slope * first
    assert abs(rest[at_second].mean() - rest[stayed].mean()) < 4 * rest[kept].std() / np.sqrt(at_second.sum())


def test_bad_days_drive_and_what_is_seen_does_not_explain_it():
    made, pool, found = conducted(Leaving(share=0.3, on={"current reading": 1.2}))
    everybody = everybody_in(pool, OF, 0, 0, made.seed)
    left = everybody.drawn(found).left
    first, second = everybody.readings[0], everybody.readings[1]
    at_second, kept = left == 1, left >= 1
    slope, intercept = np.polyfit(first[kept], second[kept], 1)
    rest = second - intercept - slope * first
    assert rest[at_second].mean() < rest[left > 1].mean() - 0.1


def test_whoever_fares_better_leaves_less():
    made, pool, found = conducted(Leaving(share=0.3, on={"last reading": 1.0}))
    gone = [everybody_in(pool, OF, 0, course, made.seed).drawn(found).gone.mean() for course in (0, 1)]
    assert gone[1] < gone[0] - 0.03


def test_stopping_and_side_effects_drive():
    made, pool, found = conducted(Leaving(share=0.15, on={"stopped": 2.0}))
    gone = everybody_in(pool, OF, 0, 1, made.seed).drawn(found).gone
    stopped = everybody_in(pool, OF, 0, 1, made.seed).stopped[-1]
    assert gone[stopped].mean() > gone[~stopped].mean() + 0.2
    made, pool, found = conducted(
        Leaving(share=0.15, on={"side effects": 2.0}), side_effects=(SideEffect(of=OF, rise=0.8),)
    )
    everybody = everybody_in(pool, OF, 0, 1, made.seed)
    gone, has = everybody.drawn(found).gone, everybody.effects[0]
    assert gone[has].mean() > gone[~has].mean() + 0.1


def test_leaving_is_spread_over_time_not_over_visits():
    from somaloop.studies.moments import Moment

    made, pool, found = conducted(Leaving(share=0.4), visits=tuple(Moment(day) for day in (0, 7, 14, 84)))
    left = everybody_in(pool, OF, 0, 0, made.seed).drawn(found).left
    first, last = (left == 0).mean(), (left == 2).mean()
    assert 4 < last / first < 12


def test_an_unknown_driver_is_told():
    made, pool, found = conducted(Leaving(share=0.1))
    odd = replace(found, leaving=Leaving(share=0.1, on={"last reeding": 1.0}))
    with pytest.raises(UnknownNameError, match="last reading"):
        everybody_in(pool, OF, 0, 0, made.seed).drawn(odd)
