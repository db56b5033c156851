"""The one task that every engine is given: the same people, the same protocol, the same model, without noise."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from somaloop.cli.ask import load_experiment
from somaloop.engine.program import STEP, STEPS_PER_DAY, Layout, layout
from somaloop.engine.simulate import Checkpoint, Lanes, day_inputs, start
from somaloop.engine.worlds import world_values
from somaloop.language import Body
from somaloop.model import whole_body
from somaloop.people import vary
from somaloop.protocol import Schedule, build_schedule

Array = NDArray[np.float64]
EXPERIMENT = Path(__file__).resolve().parents[1] / "examples" / "magnesium.yaml"
ARM = "with"
DAYS = 84
CHECKED_DAYS = 14


@lru_cache(maxsize=1)
def body() -> Body:
    return whole_body()


@lru_cache(maxsize=1)
def plan() -> Layout:
    """Every state, so that engines can be compared state by state."""
    return layout(body(), tuple(body().states))


@lru_cache(maxsize=1)
def schedule() -> Schedule:
    asked = load_experiment(EXPERIMENT)
    arm = next(item for item in asked.experiment.arms if item.name == ARM)
    return build_schedule(arm.protocol, body(), DAYS)


def people(count: int) -> tuple[Lanes, Checkpoint]:
    """``count`` people with SSD and low magnesium who differ as people do, as known, and where each begins."""
    asked = load_experiment(EXPERIMENT)
    traits = asked.person.traits(body())
    base = world_values(body(), plan(), traits, "known")
    values = np.repeat(base[:, None], count, axis=1)
    for name, column in vary(body(), traits, 1, np.arange(count)).items():
        values[plan().row("values", name)] = column
    lanes = Lanes(values, np.arange(count), tuple(f"person {i}" for i in range(count)))
    return lanes, start(body(), plan(), lanes, 1, noise=False)


def segments(days: int) -> tuple[Array, Array]:
    """When inputs change or a day begins, hours [segments], and the inputs from then on [segments, inputs]."""
    table = np.concatenate([day_inputs(body(), plan(), schedule(), day)[0] for day in range(days)])
    new = np.r_[True, (table[1:] != table[:-1]).any(axis=1)]
    new[::STEPS_PER_DAY] = True
    changed = np.flatnonzero(new)
    return changed * STEP, table[changed]


def reading(state: Any, values: Any, inputs: Any, hour: Any) -> Any:
    """The equations on any kind of number: rows of states, values and inputs, and the clock hour."""
    from somaloop.language import Reading

    rows: dict[str, Any] = dict(zip(plan().states, state, strict=True))
    rows |= dict(zip(plan().values, values, strict=True)) | dict(zip(plan().inputs, inputs, strict=True))

    def leaf(name: str, declaration: Any) -> Any:
        if name in rows:
            return rows[name]
        if name.endswith(".clock_hour"):
            return hour
        return 0.0 if name in body().noises else declaration.rest

    return Reading(body(), leaf)


def worst_error(got: Array, exact: Array) -> float:
    """The largest error of any state at any hour, as a share of the state's range; [hours, states, people]."""
    ranges = np.ptp(exact, axis=0)
    scale = np.maximum(ranges, 1e-6 * np.abs(exact).max(axis=0) + 1e-12)
    return float((np.abs(got - exact).max(axis=0) / scale).max())
