"""Published models beside the mechanisms that descend from them.

The switches of sleep are written again here. The others are SBML files of published models, run by RoadRunner where it
and the files, which lie beside the checkout, are there. They are neighbours and not the same models; each test says what
they share.
"""

from __future__ import annotations

from functools import lru_cache
from math import pi, tanh
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from somaloop.body.hpa import MECHANISM as HPA
from somaloop.engine.alone import live
from somaloop.engine.reference import integrate_reference
from somaloop.reality._closely import moment, parts, quiet
from somaloop.reality.sleep_figures import FREE

FILES = Path(__file__).parents[3] / "shared" / "data" / "sbml_models"


def published(name: str) -> Any:
    """RoadRunner with one of the files."""
    roadrunner = pytest.importorskip("roadrunner")
    found = sorted(FILES.glob(f"{name}*.xml"))
    if not found:
        pytest.skip("the SBML files of published models are not beside the checkout")
    runner = roadrunner.RoadRunner(str(found[0]))
    runner.integrator.relative_tolerance = 1e-8
    runner.integrator.setValue("maximum_num_steps", 500_000)
    return runner


# --- the switches of sleep (Skeldon 2023) -----------------------------------------------------------------------------


@lru_cache(maxsize=2)
def switched_sleep(ceiling: float, amplitude: float, days: int = 300, step: float = 0.01) -> tuple[float, float]:
    """Onset (hours after midnight) and length of sleep with sharp thresholds, by the midpoint method."""
    x, y, bleached, pressure = -0.64, -0.81, 0.18, 13.6
    awake, onset, waking = False, 0.0, 0.0

    def slopes(clock: float, x: float, y: float, bleached: float, pressure: float) -> tuple[float, float, float, float]:
        lux = 40.0 + 330.0 * (tanh((clock - 7.5) * 0.6) - tanh((clock - 16.5) * 0.6))
        use = 0.16 * (lux / 9500.0) ** 0.6 * awake
        push = 19.9 * use * (1.0 - bleached) * (1.0 - 0.4 * x) * (1.0 - 0.4 * y)
        pull = (24.0 / (0.99669 * 24.2)) ** 2 + 0.55 * push
        return (
            pi / 12.0 * (0.23 * (x - 4.0 * x**3 / 3.0) - y * pull),
            pi / 12.0 * (x + push),
            60.0 * (use * (1.0 - bleached) - 0.013 * bleached),
            (ceiling * awake - pressure) / 45.0,
        )

    for number in range(round(days * 24 / step)):
        hour = number * step
        dx, dy, dn, dh = (step / 2 * slope for slope in slopes(hour % 24.0, x, y, bleached, pressure))
        dx, dy, dn, dh = slopes(hour % 24.0 + step / 2, x + dx, y + dy, bleached + dn, pressure + dh)
        x, y, bleached, pressure = x + step * dx, y + step * dy, bleached + step * dn, pressure + step * dh
        drive = amplitude * (0.7896 - 0.3912 * x + 0.7583 * y - 0.4442 * x**2 + 0.025 * x * y - 0.9647 * y**2)
        if awake and pressure > 13.5 + drive:
            awake, onset = False, hour + step
        elif not awake and pressure < 12.5 + drive:
            awake, waking = True, hour + step
    onset = onset if onset < waking else onset - 24.0
    return (onset + 12.0) % 24.0 - 12.0, waking - onset


@pytest.mark.parametrize(("age", "ceiling", "amplitude"), [(30, 18.67, 2.72), (65, 17.87, 1.72)])
def test_the_figures_of_free_sleep_are_those_of_the_published_switches(age, ceiling, amplitude):
    onset, length = switched_sleep(ceiling, amplitude)
    for figure in FREE:
        if f"at {age}," in figure.what:
            wanted = length if figure.what.startswith("length") else onset
            assert figure.published == pytest.approx(wanted, abs=0.05), figure.what


# --- the sleep-wake switch of Phillips and Robinson, from which those thresholds descend -------------------------------

WOKEN, LET_SLEEP = (
    159.31,
    240.0,
)  # hours in the file's run at which the last usual sleep ends and sleep is allowed again


@lru_cache(maxsize=1)
def phillips() -> dict[str, np.ndarray]:
    """Usual days, 81 hours awake, and recovery: whether asleep, and somnogen, every hundredth of an hour."""
    runner = published("phillips2008-ascendingarousalsystem-sleepdeprivation")
    run = np.asarray(runner.simulate(0, 340, 34001, ["time", "Vm", "Vv", "H"]))
    return {"hour": run[:, 0], "asleep": (run[:, 2] > run[:, 1]).astype(float), "pressure": run[:, 3]}


@lru_cache(maxsize=1)
def ours() -> dict[str, np.ndarray]:
    """The same in the sleep core at 30 years, which entrains for five months first; hours count from day 148."""
    first, woken = 148, 2 * 24.0 + 8.1
    allowed = woken + LET_SLEEP - WOKEN

    def bed(day: int) -> np.ndarray:
        hour = np.arange(240) / 10.0 + 24.0 * (day - first)
        return ((hour < woken) | (hour > allowed)).astype(float)

    run = live(
        parts("circadian", "sleep"), first + 12, {"sleep.in_bed": bed},
        variants=[{"sleep.age": 30, "circadian.age": 30}], outputs=("sleep.asleep", "sleep.pressure"), resolution="step",
        noise=False,
    )  # fmt: skip
    asleep, pressure = (track[first * 240 :, 0] for track in run.values())
    return {"hour": np.arange(len(asleep)) / 10.0, "asleep": asleep, "pressure": pressure}


def sleeps(run: dict[str, np.ndarray]) -> list[tuple[float, float]]:
    """Onset and length of every whole sleep."""
    likely = run["asleep"] > 0.5
    onsets = run["hour"][1:][~likely[:-1] & likely[1:]]
    ends = run["hour"][1:][likely[:-1] & ~likely[1:]]
    return [(float(onset), float(ends[ends > onset][0] - onset)) for onset in onsets if np.any(ends > onset)]


def test_usual_and_recovery_sleep_are_those_of_the_switch_within_a_tenth():
    theirs, mine = sleeps(phillips()), sleeps(ours())
    before = [onset < LET_SLEEP - 1.0 for onset, _ in theirs].index(False)
    usual, recovery, second = (theirs[before + i][1] for i in (-1, 0, 1))
    longest = max(range(len(mine)), key=lambda i: mine[i][1])
    assert [mine[longest + i][1] for i in (-1, 0, 1)] == pytest.approx([usual, recovery, second], rel=0.1)
    assert recovery > 1.8 * usual


def test_pressure_grows_over_days_awake_as_in_the_switch_within_a_tenth():
    """Same time constant (45 h), other units and thresholds, so only the growth above the usual highest is comparable."""
    rises = []
    for run, usual in ((phillips(), (100.0, 150.0)), (ours(), (0.0, 48.0))):
        within = (run["hour"] > usual[0]) & (run["hour"] < usual[1])
        rises.append(run["pressure"].max() - run["pressure"][within].max())
    assert rises[1] == pytest.approx(rises[0], rel=0.1)


# --- plasma melatonin of 18 men (Brown 1997) --------------------------------------------------------------------------


def test_the_night_of_melatonin_has_the_shape_of_browns():
    """That man makes it from 21:56 to 05:54, ours from 20:03 to 05:42: the middles are laid over each other."""
    minutes = np.arange(1440)
    theirs = np.asarray(published("brown1997").simulate(0, 2880, 2881, ["time", "H2"]))[720:2160, 1]
    night = quiet("melatonin_plasma")[moment(26, 12.0) : moment(27, 12.0) + 1]
    mine = np.interp(minutes / 6.0, np.arange(241), night)
    middles = [(track * minutes).sum() / track.sum() for track in (theirs, mine)]
    moved = np.interp(minutes - (middles[0] - middles[1]), minutes, mine)
    assert np.corrcoef(theirs, moved)[0, 1] > 0.95


# --- the two states of Gupta 2007 ---------------------------------------------------------------------------------------


def test_the_stress_axis_has_one_resting_state_where_guptas_has_two():
    """Receptors that make more of themselves hold that model in a second state; it is not in ours, which comes back."""
    ends = []
    for receptors in (0.01, 0.5):
        runner = published("gupta2007-hypothalamicpituitaryadrenal-m__MODEL1006230036")
        runner["r"] = receptors
        ends.append(float(np.asarray(runner.simulate(0, 500, 501, ["o"]))[-1, 0]))
    assert ends[1] < 0.9 * ends[0]

    still = {"hpa.clock_first": 0.0, "hpa.clock_second": 0.0, "hpa.adrenal_rhythm": 0.0}
    rests = []
    for mass in (0.5, 2.0):
        start = {"hpa.adrenal": mass, "hpa.pituitary": 1.0 / mass}
        run = integrate_reference([HPA], [0.0, 24.0 * 1500.0], values=still, initial=start, max_step=24.0)
        rests.append([run[f"hpa.{name}"][-1] for name in ("cortisol", "acth", "adrenal", "pituitary")])
    assert rests[1] == pytest.approx(rests[0], rel=1e-3)
