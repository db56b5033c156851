"""Sleep: the published core, norms of recorded sleep, poor sleepers, lost sleep."""

from __future__ import annotations

from functools import lru_cache
from types import SimpleNamespace

import numpy as np
import pytest
from days import body_of, live, over

from somaloop.body.circadian import MECHANISM as CIRCADIAN
from somaloop.body.sleep import MECHANISM as SLEEP
from somaloop.engine.reference import integrate_reference
from somaloop.language import Reading, verify

PARTS = ("circadian", "sleep")
NIGHT = over(23.0, 24.0, 1.0) + over(0.0, 7.0, 1.0)
LATENCY, AFTER, SLOW = "sleep.lying_awake_before_sleep", "sleep.awake_after_onset", "sleep.slow_wave"
OUT = ("sleep.asleep", LATENCY, AFTER, SLOW, "sleep.sleep_loss", "sleep.waking_pulse", "sleep.pressure")
AGES = (25, 30, 40, 50, 60, 65)


def aged(age, **traits):
    return {"sleep.age": age, "circadian.age": age} | {f"sleep.{name}": value for name, value in traits.items()}


@lru_cache(maxsize=1)
def free():
    """Sleep whenever it comes at 40, with an hour less and more of need; last days by steps."""
    variants = [aged(40, extra_need=need) for need in (-1.0, 0.0, 1.0)]
    run = live(body_of(*PARTS), 160, {"sleep.in_bed": 1.0}, variants=variants, outputs=OUT, resolution="step")
    return run["sleep.asleep"][-480:]


@lru_cache(maxsize=1)
def nights():
    """In bed from 23:00 to 07:00: the ages, then hyperarousal of 0.25, 0.5 and 1 at 40; last day by steps."""
    variants = [aged(age) for age in AGES] + [aged(40, hyperarousal=level) for level in (0.25, 0.5, 1.0)]
    run = live(body_of(*PARTS), 42, {"sleep.in_bed": NIGHT}, variants=variants, outputs=OUT, resolution="step")
    return {name: values[-240:] for name, values in run.items()}


def minutes(name):
    return nights()[name].mean(axis=0) * 1440.0


def test_units_balance():
    verify.check_units(body_of(*PARTS))


def published(state, age, clock, asleep):
    """The published equations of the pacemaker, the photopigment, pressure and the circadian drive, written again."""
    x, y, bleached, pressure = state
    mu, amplitude = (18.67, 2.72) if age == 30 else (17.87, 1.72)
    lux = 40.0 + 330.0 * (np.tanh((clock - 7.5) * 0.6) - np.tanh((clock - 16.5) * 0.6))
    use = 0.16 * (lux / 9500.0) ** 0.6 * (1.0 - asleep)
    push = 19.9 * use * (1.0 - bleached) * (1.0 - 0.4 * x) * (1.0 - 0.4 * y)
    pull = (24.0 / (0.99669 * 24.2)) ** 2 + 0.55 * push
    change = (
        np.pi / 12.0 * (0.23 * (x - 4.0 * x**3 / 3.0) - y * pull),
        np.pi / 12.0 * (x + push),
        60.0 * (use * (1.0 - bleached) - 0.013 * bleached),
        (-pressure + mu * (1.0 - asleep)) / 45.0,
    )
    drive = 0.7896 - 0.3912 * x + 0.7583 * y - 0.4442 * x**2 + 0.025 * x * y - 0.9647 * y**2
    return change, amplitude * drive


@pytest.mark.parametrize("age", [30, 65])
@pytest.mark.parametrize("asleep", [0.0, 1.0])
def test_the_core_is_the_published_one(age, asleep):
    body = body_of(*PARTS)
    generator = np.random.default_rng(age)
    for _ in range(5):
        state = (*generator.uniform(-1.0, 1.0, 2), generator.uniform(0.0, 0.8), generator.uniform(11.0, 16.0))
        clock = generator.uniform(0.0, 24.0)
        names = ("circadian.x", "circadian.y", "circadian.bleached", "sleep.pressure")
        known = dict(zip(names, state, strict=True)) | {"sleep.asleep": asleep} | aged(age)

        def leaf(name, declaration, known=known, clock=clock):
            if name in known:
                return known[name]
            if name.endswith("clock_hour"):
                return clock
            kind = type(declaration).__name__
            if kind == "Parameter":
                return declaration.value
            return declaration.as_known.centre if kind == "Arrow" else getattr(declaration, "rest", 0.0)

        reading = Reading(body, leaf)
        change, drive = published(state, age, clock, asleep)
        for name, value, wanted in zip(names, state, change, strict=True):
            part = reading.change(name)
            assert part.gain - part.loss_rate * value == pytest.approx(wanted, rel=1e-6, abs=1e-9), name
        assert reading.qualified("sleep.circadian_drive") == pytest.approx(drive)


def test_the_reference_adult_sleeps_as_norms_say():
    index = AGES.index(40)
    in_bed = 480.0
    assert 420.0 < minutes("sleep.asleep")[index] < 444.0
    assert 12.0 < minutes(LATENCY)[index] < 18.0
    assert 25.0 < minutes(AFTER)[index] < 35.0
    efficiency = 1.0 - (minutes(LATENCY)[index] + minutes(AFTER)[index]) / in_bed
    assert 0.88 < efficiency < 0.915
    assert 60.0 < minutes(SLOW)[index] < 100.0


def test_arousal_makes_a_poor_sleeper():
    calm, poor = AGES.index(40), len(AGES) + 1
    assert minutes(LATENCY)[poor] == pytest.approx(40.0, abs=6.0)
    assert 55.0 < minutes(AFTER)[poor] < 85.0
    assert minutes(SLOW)[poor] < minutes(SLOW)[calm]
    for name in (LATENCY, AFTER):
        levels = [minutes(name)[calm], *minutes(name)[len(AGES) :]]
        assert np.all(np.diff(levels) > 0)


def test_the_parts_of_the_night_add_up():
    run = nights()
    in_bed = NIGHT[:, None]
    total = in_bed * run["sleep.asleep"] + run[LATENCY] + run[AFTER]
    assert np.allclose(total, in_bed, atol=1e-6)
    for name in ("sleep.asleep", LATENCY, AFTER, SLOW):
        assert run[name].min() > -1e-6
        assert run[name].max() < 1.0 + 1e-6


def test_nobody_sleeps_out_of_bed():
    assert nights()["sleep.asleep"][80:225].max() < 1e-6


def test_waking_gives_a_pulse_of_about_three_quarters_of_an_hour():
    pulse = nights()["sleep.waking_pulse"][:, AGES.index(40)]
    assert 0.8 < pulse.max() < 1.1
    assert 7.0 <= pulse.argmax() / 10.0 < 7.4
    above = np.flatnonzero(pulse > 0.3) / 10.0
    assert 0.5 < above[-1] - above[0] < 1.0
    assert pulse[90:].max() < 0.1


def test_a_usual_night_counts_as_no_loss():
    loss = nights()["sleep.sleep_loss"][:, AGES.index(40)]
    assert abs(loss.mean()) < 0.1
    assert np.abs(loss).max() < 1.0


@lru_cache(maxsize=1)
def after_a_night_without_sleep():
    def bed(day):
        evening, morning = over(23.0, 24.0, 1.0), over(0.0, 7.0, 1.0)
        return morning * (day != 11) + evening * (day != 10)

    run = live(body_of(*PARTS), 16, {"sleep.in_bed": bed}, outputs=OUT, resolution="step")
    return {name: values[:, 0].reshape(16, 24, 10).mean(axis=2) for name, values in run.items()}


def test_a_lost_night_counts_next_day_and_is_made_good_in_two():
    run = after_a_night_without_sleep()
    usual = run["sleep.sleep_loss"][9]
    extra = run["sleep.sleep_loss"] - usual
    assert 2.0 < extra[11, 9:21].mean() < 4.5
    assert extra[11, 20] > 3.0 * abs(extra[13, 20])
    assert np.abs(extra[15]).max() < 0.6


def test_recovery_sleep_is_longer_and_deeper():
    run = after_a_night_without_sleep()

    def night(name, day):
        return run[name][day, 23] + run[name][day + 1, :8].sum()

    assert night("sleep.asleep", 11) > night("sleep.asleep", 8) + 0.2
    assert 1.15 < night(SLOW, 11) / night(SLOW, 8) < 2.5
    assert night(LATENCY, 11) < night(LATENCY, 8)


def test_need_moves_free_sleep_by_about_as_much():
    less, usual, more = free()[-240:].mean(axis=0) * 24.0
    assert usual - less == pytest.approx(1.0, abs=0.35)
    assert more - usual == pytest.approx(1.0, abs=0.35)


def test_the_engine_agrees_with_an_adaptive_solver():
    hours = np.arange(0.0, 30.0, 0.5)
    reference = integrate_reference(
        [CIRCADIAN, SLEEP], hours, inputs={"sleep.in_bed": lambda hour: NIGHT[int(hour * 10 + 1e-9) % 240]}
    )
    run = live(body_of(*PARTS), 2, {"sleep.in_bed": NIGHT}, outputs=OUT, resolution="step")
    for name in ("sleep.asleep", "sleep.pressure", "sleep.sleep_loss"):
        ours = run[name][:300:5, 0]
        # a step of six minutes against one of seconds; the step at bed times is worth one stage
        assert np.abs(ours - reference[name]).max() < 0.02, name


@pytest.mark.parametrize(
    "ports",
    [
        {"sleep.arousal": 10.0},
        {"sleep.arousal": -5.0},
        {"sleep.sleepiness": 20.0},
        {"sleep.pressure_block": 50.0},
        {"sleep.awakening_drive": 30.0, "sleep.deep_log_gain": -30.0},
    ],
)
def test_extreme_drives_stay_within_bounds(ports):
    run = integrate_reference(
        [SLEEP],
        np.arange(0.0, 24.0, 2.0),
        inputs={"sleep.in_bed": lambda hour: NIGHT[int(hour * 10) % 240]},
        ports=ports,
    )
    for name in ("sleep.asleep", LATENCY, AFTER, SLOW):
        assert np.isfinite(run[name]).all()
        assert run[name].min() > -1e-3
        assert run[name].max() < 1.001


def test_lost_sleep_feeds_worry_beyond_ordinary_days():
    """An hour within ordinary days does a small part of what an hour after a lost night does; no loss at all calms."""
    arrow = next(arrow for arrow in SLEEP.arrows if arrow.name == "lost_sleep_feeds_worry")
    traits = {parameter.name: parameter.value for parameter in SLEEP.parameters}

    def worry(loss: float) -> float:
        return float(arrow.equation(1.0, SimpleNamespace(sleep_loss=loss, **traits)))

    assert 0.0 < worry(-3.0) < 0.01
    assert worry(0.5) - worry(-0.5) < 0.2
    assert worry(4.0) - worry(3.0) == pytest.approx(1.0, abs=0.02)
    assert arrow.equation(0.0, SimpleNamespace(sleep_loss=3.0, **traits)) == 0.0
