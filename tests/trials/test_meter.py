"""Progress of a job of many pieces."""

from __future__ import annotations

from dataclasses import replace

from trial_lives import piece, plan

from somaloop.trials.meter import Meter

ONE = piece(plan(), 3)


def test_it_counts_days_under_way_and_pieces_done():
    told = []
    meter = Meter(lambda done, total: told.append((done, total)))
    meter.expect("lives", 3 * ONE.days)
    meter.tick(5)
    meter.tick(5)
    meter.done(ONE)
    meter.tick(4)
    assert told == [(done, 3 * ONE.days) for done in (5, 10, ONE.days, ONE.days + 4)]


def test_what_is_expected_grows_with_what_was_done_and_is_settled_in_the_end():
    told = []
    meter = Meter(lambda done, total: told.append((done, total)))
    screening = replace(ONE, kind="screening")
    meter.expect("screening", 1)
    meter.expect("lives", ONE.days)
    meter.done(screening)
    assert told[-1] == (screening.days, screening.days + ONE.days)
    meter.expect("first course", 1000)
    meter.settle("screening", "first course")
    meter.done(ONE)
    assert told[-1] == (screening.days + ONE.days,) * 2


def test_it_may_be_silent_and_an_empty_job_has_a_total():
    Meter(None).tick(3)
    told = []
    Meter(lambda done, total: told.append((done, total))).tick(3)
    assert told == [(1, 1)]


def test_it_never_falls():
    told = []
    meter = Meter(lambda done, total: told.append(done))
    meter.expect("lives", 3 * ONE.days)
    meter.tick(ONE.days + 20)
    meter.done(ONE)
    assert told == [ONE.days + 20] * 2
