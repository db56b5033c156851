"""A protocol on the time grid: the instants that matter, and what the engine is handed."""

from __future__ import annotations

import numpy as np
import pytest

from somaloop.protocol import (
    Clock,
    Days,
    Protocol,
    ProtocolError,
    Take,
    build_schedule,
)

STEPS = 240


def series(schedule, name, first, days):
    """One input over several days, from day index ``first``."""
    default = schedule.plan.body.inputs[name].default
    blank = np.full(schedule.steps_per_day, default)
    return np.concatenate([schedule.day(index).get(name, blank) for index in range(first, first + days)])


def step(text):
    return Clock.of(text).minutes // 6


def test_a_dose_enters_in_the_step_that_begins_at_its_time(body):
    schedule = build_schedule(Protocol.parse("take 300 mg magnesium as glycinate at 21:00"), body, 2)
    track = schedule.day(0)["magnesium.dose_glycinate"]
    assert np.flatnonzero(track).tolist() == [210]
    assert track.sum() / 10 == pytest.approx(300 / 24.305)
    assert track.dtype == np.float64 and track.shape == (STEPS,)
    assert np.flatnonzero(schedule.day(0)["learning.capsule"]).tolist() == [210]


def test_doses_at_one_instant_add_up_and_activities_take_the_stronger(body):
    schedule = build_schedule(
        Protocol.parse(
            "drink 80 mg caffeine at 08:00\ndrink 40 mg caffeine at 08:00\n"
            "stress 2 h at 10:00, mild\nstress 30 min at 11:00, strong"
        ),
        body,
        1,
    )
    day = schedule.day(0)
    assert day["caffeine.drunk"].sum() / 10 == pytest.approx(120)
    stress = day["appraisal.stress"]
    assert [stress[step(t)] for t in ("09:54", "10:00", "10:54", "11:00", "11:30", "11:54", "12:00")] == [
        0, 0.5, 0.5, 2.0, 0.5, 0.5, 0,
    ]  # fmt: skip


def test_salt_amounts_units_and_forms(body):
    text = (
        "take 1000 mg magnesium glycinate salt at 08:00\ntake 5 mmol magnesium as oxide at 08:00\n"
        "take 0.1 g magnesium as L-threonate at 08:00\ndrink 250 ml water at 09:00"
    )
    day = build_schedule(Protocol.parse(text), body, 1).day(0)
    assert day["magnesium.dose_glycinate"].sum() / 10 == pytest.approx(141 / 24.305)
    assert day["magnesium.dose_oxide"].sum() / 10 == pytest.approx(5)
    assert day["magnesium.dose_threonate"].sum() / 10 == pytest.approx(100 / 24.305)
    assert day["hydration.drunk"].sum() / 10 == pytest.approx(0.25)
    assert day["learning.capsule"].sum() / 10 == pytest.approx(3)


@pytest.mark.parametrize(
    ("clock", "index", "at"),
    [("21:02", 0, 210), ("21:03", 0, 211), ("23:56", 0, 239), ("23:57", 1, 0), ("00:02", 0, 0)],
)
def test_times_go_to_the_nearest_step_halfway_to_the_later(body, clock, index, at):
    schedule = build_schedule(Protocol((Take.placebo(at=clock, days=Days(dates=(1,))),)), body, 2)
    for day in (0, 1):
        expected = [at] if day == index else []
        assert np.flatnonzero(schedule.day(day).get("learning.capsule", np.zeros(STEPS))).tolist() == expected
    assert f"{clock} is taken as" in schedule.notes[0]


def test_weeks_days_and_rhythms(body):
    protocol = Protocol.parse(
        "take placebo at 00:00 from week 2 to week 2\ndrink 10 mg caffeine at 12:00 every 3 days from day 2 to day 9\n"
        "yoga 30 min at 18:00 every 2 weeks on tuesday from week 2\nstress 1 h at 10:00 on weekdays\n"
        "drink 10 g alcohol at 20:00 on days 1, 7 and 8"
    )
    schedule = build_schedule(protocol, body, 28)

    def days(name):
        return [index + 1 for index in range(-3, 28) if name in schedule.day(index)]

    assert days("learning.capsule") == [8, 9, 10, 11, 12, 13, 14]
    assert days("caffeine.drunk") == [2, 5, 8]
    assert days("practices.yoga") == [9, 23]
    assert days("appraisal.stress")[:8] == [-2, 1, 2, 3, 4, 5, 8, 9]
    assert days("alcohol.drunk") == [1, 7, 8]


def test_events_cross_midnight(body):
    protocol = Protocol.parse(
        "stress 2 h at 23:00 on day 1\nsleep window 23:00 to 07:00 on day 1\nsleep window 00:30 to 08:00 on day 2"
    )
    schedule = build_schedule(protocol, body, 4)
    stress = series(schedule, "appraisal.stress", 0, 2)
    assert np.flatnonzero(stress).tolist() == list(range(230, 250))
    bed = series(schedule, "sleep.in_bed", 0, 4)
    awake = np.flatnonzero(bed == 0)
    assert awake[0] == 120  # noon of day 1, when its night begins; before it there is no window
    asleep = np.flatnonzero(bed[120 : 120 + 480]) + 120
    assert asleep.tolist() == [*range(230, 310), *range(240 + 245, 240 + 320)]
    assert (bed[120 + 480 :] == 1).all()
    assert "2 of 4 nights have no sleep window" in " ".join(schedule.notes)


def test_a_day_sleeper(body):
    schedule = build_schedule(Protocol.parse("sleep window 08:00 to 16:00"), body, 3)
    bed = series(schedule, "sleep.in_bed", 0, 3)
    assert np.flatnonzero(bed[:240]).tolist() == list(range(80, 160))
    assert bed[:240].tolist() == bed[240:480].tolist()


def test_the_longest_reach_of_a_window_and_noon(body):
    late = build_schedule(Protocol.parse("sleep window 11:00 to 03:00"), body, 4)
    for index in range(4):
        assert np.flatnonzero(late.day(index)["sleep.in_bed"] == 0).tolist() == list(range(30, 110))
    noon = build_schedule(Protocol.parse("sleep window 12:00 to 20:00 on day 2"), body, 4)
    assert np.flatnonzero(series(noon, "sleep.in_bed", 1, 2)[120:360]).tolist() == list(range(80))


def test_naps_are_in_bed(body):
    schedule = build_schedule(Protocol.parse("sleep window 23:00 to 07:00\nnap 30 min at 13:00"), body, 1)
    assert np.flatnonzero(schedule.day(0)["sleep.in_bed"]).tolist() == [*range(70), *range(130, 135), *range(230, 240)]


def test_settings_hold_from_midnight_to_midnight_and_the_last_word_counts(body):
    protocol = Protocol.parse(
        "diet 240 mg magnesium a day\ndiet 300 mg magnesium a day from week 2\ndiet 60 % processed\nuse ppi from day 3"
    )
    schedule = build_schedule(protocol, body, 14)
    assert series(schedule, "diet.magnesium_per_day", 6, 2).tolist() == [240.0] * STEPS + [300.0] * STEPS
    assert schedule.day(-5)["diet.magnesium_per_day"][0] == 240.0
    assert schedule.day(0)["diet.processed_share"][0] == pytest.approx(0.6)
    assert series(schedule, "medicines.ppi", 1, 2).tolist() == [0.0] * STEPS + [1.0] * STEPS
    assert "diet.fibre_per_day" not in schedule.day(0)
    assert schedule.inputs == ("diet.magnesium_per_day", "diet.processed_share", "medicines.ppi")


def test_no_cancels_earlier_lines_only(body):
    protocol = Protocol.parse(
        "drink 80 mg caffeine at 08:00\nyoga 30 min at 18:00\nuse omeprazole\nno caffeine from week 2\n"
        "drink 40 mg caffeine at 08:00 from week 2\nno yoga on friday\nno ppi on day 3"
    )
    schedule = build_schedule(protocol, body, 14)
    assert schedule.day(6)["caffeine.drunk"].sum() / 10 == pytest.approx(80)
    assert schedule.day(7)["caffeine.drunk"].sum() / 10 == pytest.approx(40)
    assert [index for index in range(7) if "practices.yoga" not in schedule.day(index)] == [4]
    assert [index for index in range(7) if "medicines.ppi" not in schedule.day(index)] == [2]


def test_belief_begins_with_the_first_dose(body):
    def belief(text, before=None):
        schedule = build_schedule(Protocol.parse(text), body, 7, before=before)
        return series(schedule, "learning.belief", -1, 4)

    opened = belief("take placebo at 21:00 from day 2")
    assert np.flatnonzero(np.diff(opened)).tolist() == [2 * STEPS + 209]
    assert set(opened) == {0.0, 1.0}
    blinded = belief("take placebo at 21:00 from day 2\nblinded until day 2\nbelief 70 % from day 3")
    assert blinded[2 * STEPS + 210] == 0.5 and blinded[3 * STEPS] == 0.7
    assert (belief("take placebo at 21:00") == 1).all()
    fresh = belief("take placebo at 21:00", before=Protocol())
    assert np.flatnonzero(fresh)[0] == STEPS + 210
    assert not belief("drink 80 mg caffeine at 08:00\nblinded").any()


def test_before_day_one_there_is_usual_life(body):
    usual = Protocol.parse("sleep window 23:00 to 07:00\ndrink 80 mg caffeine at 08:00")
    arm = usual + "sleep window 22:00 to 06:00\nno caffeine\ntake placebo at 00:00"
    schedule = build_schedule(arm, body, 7, before=usual)
    bed = series(schedule, "sleep.in_bed", -1, 2)
    assert np.flatnonzero(bed[120:360] == 1).tolist() == list(range(110, 190))  # still the usual night
    assert np.flatnonzero(bed[360:] == 1)[0] == 220 - 120
    assert "caffeine.drunk" in schedule.day(-1) and "caffeine.drunk" not in schedule.day(0)
    assert "learning.capsule" not in schedule.day(-1) and schedule.day(0)["learning.capsule"][0] == 10.0


def test_missed_doses_and_sessions(body):
    text = (
        "take 300 mg magnesium as oxide at 21:00\nyoga 30 min at 18:00\nstress 1 h at 10:00\n"
        "drink 80 mg caffeine at 08:00\n"
        "miss 20 % of doses\nmiss 25 % of sessions from week 2\nmiss 0 % of doses from week 3"
    )
    schedule = build_schedule(Protocol.parse(text), body, 21)
    assert schedule.missed(0) == {"magnesium.dose_oxide": ("doses", 0.2), "learning.capsule": ("doses", 0.2)}
    assert schedule.missed(7)["practices.yoga"] == ("sessions", 0.25)
    assert schedule.missed(14) == {"practices.yoga": ("sessions", 0.25)}
    assert schedule.miss["sessions"] == {"practices.yoga": 0.25}
    assert set(schedule.miss["doses"]) == {"magnesium.dose_oxide", "learning.capsule"}


def test_clock_changes(body):
    text = (
        "take placebo at 02:30 and 21:00\nsleep window 23:00 to 07:00\n"
        "clock forward 1 h on day 14 at 02:00\nclock back 1 h on day 21 at 03:00"
    )
    schedule = build_schedule(Protocol.parse(text), body, 28)

    def doses(index):
        return (np.flatnonzero(schedule.day(index)["learning.capsule"]) / 10).tolist()

    assert doses(12) == [2.5, 21.0]
    assert doses(13) == [2.5, 20.0]  # 02:30 does not exist: moved forward by an hour, when the clock reads 03:30
    assert doses(14) == [1.5, 20.0]
    assert doses(20) == [1.5, 21.0]  # the first 02:30
    assert doses(21) == [2.5, 21.0]
    bed = series(schedule, "sleep.in_bed", 12, 2)
    assert np.flatnonzero(bed[120:360]).tolist() == list(range(110, 180))  # seven hours in bed
    assert [schedule.clock_shift_hours(day) for day in (13, 14, 20, 21)] == [0.0, 1.0, 1.0, 0.0]
    assert schedule.elapsed_hour(15, "00:00") == 14 * 24 - 1
    assert schedule.elapsed_hour(14, "03:00") == 13 * 24 + 2  # the first moment on the new clock
    assert schedule.elapsed_hour(14, "02:59") == pytest.approx(13 * 24 + 2 + 59 / 60)
    assert schedule.elapsed_hour(21, "03:00") == 20 * 24 + 3
    assert [schedule.plan.calendar.shift(13 * 1440 + minute) for minute in (119, 120)] == [0, 60]
    assert schedule.elapsed_hour(1, "21:00") == 21.0


def test_events_notes_and_occurrences(body):
    text = (
        "take placebo with food at 21:00\neat meals at 08:00\nsleep window 23:00 to 07:00\n"
        "clock forward 1 h on day 2 at 02:00\nyoga 30 min at 18:00 from week 9\nuse levothyroxine at 07:00\n"
        "no alcohol\nbreathe slowly 2 min at 12:00\nuse thiazide\ntake placebo between meals at 08:30"
    )
    schedule = build_schedule(Protocol.parse(text), body, 3)
    first = [(event.day, event.hour, event.text) for event in schedule.events if event.day == 1]
    assert [hour for _, hour, _ in first] == [7.0, 8.0, 8.5, 12.0, 21.0, 23.0]
    assert first[4][2] == "take placebo" and first[5][2] == "sleep window 23:00 to 07:00"
    assert (2, 2.0, "clock forward 1 h") in [(event.day, event.hour, event.text) for event in schedule.events]
    notes = " ".join(schedule.notes)
    for part in (
        "nearest meal is 660 min away",
        "a meal is only 30 min away",
        "begins after the last day",
        "cancels nothing",
        "shortest time",
    ):
        assert part in notes
    untimed = [item for item in schedule.occurrences(1) if item.clock is None]
    assert [str(item.statement) for item in untimed] == ["use thiazide daily"]


def test_other_grids_and_impossible_ones(body):
    protocol = Protocol.parse("take placebo at 21:00")
    assert np.flatnonzero(build_schedule(protocol, body, 1, 48).day(0)["learning.capsule"]).tolist() == [42]
    assert build_schedule(protocol, body, 1, 48).day(0)["learning.capsule"].sum() / 2 == 1
    for days, steps in ((0, 240), (1.5, 240), (True, 240), (9999, 240), (7, 100), (7, 0)):
        with pytest.raises(ProtocolError):
            build_schedule(protocol, body, days, steps)


def test_stated_meals_share_the_days_food_in_place_of_the_usual_three():
    from somaloop.model import whole_body

    body = whole_body()
    one = build_schedule(Protocol.parse("eat meals at 12:00"), body, 1).day(0)
    four = build_schedule(Protocol.parse("eat meals at 07:00, 11:00, 15:00 and 19:00"), body, 1).day(0)
    for schedule, times in ((one, 1), (four, 4)):
        assert schedule["diet.meal"].sum() / 10.0 == pytest.approx(3.0)
        assert np.count_nonzero(schedule["diet.meal"]) == times
        assert (schedule["diet.usual_meals"] == 0.0).all()
    assert "diet.usual_meals" not in build_schedule(Protocol.parse("drink 80 mg caffeine at 08:00"), body, 1).day(0)
