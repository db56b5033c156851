"""Magnesium in equals magnesium stored plus lost, at every hour, to rounding: in the whole body and a real protocol."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import numpy as np
import pytest
from days import EveryDay, body_of, doses

from somaloop.body.magnesium import MECHANISM
from somaloop.cli.ask import load_experiment
from somaloop.engine.alone import isolated
from somaloop.engine.program import STEPS_PER_HOUR
from somaloop.engine.quiet import quiet_run
from somaloop.engine.worlds import WORLDS
from somaloop.language import change
from somaloop.model import whole_body

ROOT = Path(__file__).resolve().parents[2]
DAYS = 28
MILLIGRAMS_PER_MMOL = 24.305
POOLS = ("stomach", "gut_dissolved", "undissolved", "tissue", "bone")  # counted in mmol
FLUIDS = {"plasma": "plasma_volume", "peripheral": "peripheral_volume"}  # in mmol/L
LOSSES = ("urine", "stool", "other_losses")
NAMES = tuple(f"magnesium.{name}" for name in (*POOLS, *FLUIDS, *LOSSES, "intake"))


@lru_cache(maxsize=1)
def asked():
    return load_experiment(ROOT / "examples" / "magnesium.yaml")


def hourly(body, traits, schedule, days, substeps=1):
    """The states at every full hour, by name, [hours, worlds], and the sum of what is stored."""
    run = quiet_run(
        body, traits, WORLDS, schedule, days, outputs=NAMES, resolution="step", substeps=substeps
    ).saved.reshape(-1, len(NAMES), len(WORLDS))[::STEPS_PER_HOUR]
    found = {name.removeprefix("magnesium."): run[:, row] for row, name in enumerate(NAMES)}
    volumes = {
        name: traits.get(f"magnesium.{name}", body.parameters[f"magnesium.{name}"].value) for name in FLUIDS.values()
    }
    stored = sum(found[name] for name in POOLS) + sum(volumes[v] * found[name] for name, v in FLUIDS.items())
    return found, stored


def missing(found, stored):
    """What came in, and is neither stored nor lost, at every hour, in mmol."""
    return found["intake"] - sum(found[name] for name in LOSSES) - (stored - stored[0])


def rounding(found, stored):
    """What rounding may lose by each hour: one unit in the last place of the largest sum, for every step so far."""
    steps = STEPS_PER_HOUR * np.arange(1, len(stored) + 1)
    return steps[:, None] * np.finfo(float).eps * (stored + found["intake"])


@lru_cache(maxsize=2)
def month(substeps=1):
    body = whole_body()
    schedule = asked().experiment.schedules(body)["with"]
    return hourly(body, asked().person.traits(body), schedule, DAYS, substeps)


@pytest.mark.parametrize("substeps", [1, 2])
def test_nothing_appears_or_vanishes_at_any_hour(substeps):
    found, stored = month(substeps)
    assert len(stored) == 24 * DAYS
    off = np.abs(missing(found, stored))
    assert (off <= rounding(found, stored)).all(), f"{off.max():.2g} mmol of {found['intake'].max():.0f}"


def test_every_part_of_the_balance_takes_part():
    """The sum is not kept by standing still: each pool and each loss moves by far more than rounding."""
    found, _ = month()
    for name in (*POOLS, *FLUIDS, *LOSSES, "intake"):
        if name != "undissolved":  # glycinate and food dissolve
            assert np.ptp(found[name], axis=0).min() > 1e-3, name


def test_what_came_in_is_what_the_protocol_says():
    """Three meals and one capsule a day, counted from the lines of the experiment and the traits of the person."""
    found, _ = month()
    body, traits = whole_body(), asked().person.traits(whole_body())

    def trait(name):
        return traits.get(name, body.parameters[name].value)

    lost = trait("diet.refining_loss")
    refined = (1.0 - lost * 0.6) / (1.0 - lost * trait("diet.processed_reference"))  # diet 60 % processed
    eaten = trait("magnesium.status") * body.inputs["diet.magnesium_per_day"].default * refined
    a_day = (eaten + 300.0) / MILLIGRAMS_PER_MMOL
    midnights = found["intake"][::24]
    assert midnights == pytest.approx(a_day * np.arange(DAYS)[:, None] * np.ones(len(WORLDS)), rel=1e-12, abs=1e-12)


def test_a_leak_would_be_seen():
    """A millionth more taken from plasma by soft tissue than arrives there is noticed within a day."""

    def leaking(q):
        part = MECHANISM.equations["tissue"](q)
        return change(part.gain * (1.0 - 1e-6))

    broken = replace(MECHANISM, equations={**MECHANISM.equations, "tissue": leaking})
    day = EveryDay({"magnesium.dose_chloride": doses((8.0, 12.0))})
    tight = hourly(body_of("diet", "magnesium"), {}, day, 2)
    assert (np.abs(missing(*tight)) <= rounding(*tight)).all()
    loose = hourly(isolated([body_of("diet", "magnesium").mechanisms["diet"], broken]), {}, day, 2)
    assert (np.abs(missing(*loose)) > rounding(*loose))[24:].all()
