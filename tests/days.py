"""Run a few mechanisms for days on repeated daily inputs, many variants at once, with the project's own integrator."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from unittest.mock import patch

import numpy as np

from somaloop.engine import simulate
from somaloop.engine.program import STEPS_PER_DAY, STEPS_PER_HOUR, layout
from somaloop.engine.reference import _isolated
from somaloop.engine.simulate import Lanes, run, start
from somaloop.engine.worlds import world_values
from somaloop.language import Body, Mechanism

Track = float | np.ndarray | Callable[[int], np.ndarray | float]


class EveryDay:
    """Inputs that repeat daily; a function of the day may change them."""

    def __init__(self, inputs: Mapping[str, Track]) -> None:
        self.inputs = inputs

    def day(self, index: int) -> dict[str, np.ndarray]:
        found = {}
        for name, track in self.inputs.items():
            value = track(index) if callable(track) else track
            found[name] = np.broadcast_to(np.asarray(value, dtype=float), (STEPS_PER_DAY,))
        return found

    def missed(self, index: int) -> dict[str, tuple[str, float]]:
        return {}


def doses(*amounts: tuple[float, float]) -> np.ndarray:
    """A day's track of doses given as (hour, amount)."""
    track = np.zeros(STEPS_PER_DAY)
    for hour, amount in amounts:
        track[round(hour * STEPS_PER_HOUR)] += amount * STEPS_PER_HOUR
    return track


def over(start_hour: float, end_hour: float, rate: float) -> np.ndarray:
    """A day's track of a rate between two hours."""
    track = np.zeros(STEPS_PER_DAY)
    track[round(start_hour * STEPS_PER_HOUR) : round(end_hour * STEPS_PER_HOUR)] = rate
    return track


def only_on(day: int, track: np.ndarray) -> Callable[[int], np.ndarray]:
    """A track that happens on one day."""
    return lambda index: track if index == day else np.zeros_like(track)


@lru_cache(maxsize=8)
def body_of(*mechanisms: str) -> Body:
    from importlib import import_module

    return _isolated([import_module(f"somaloop.body.{name}").MECHANISM for name in mechanisms])


def live(
    body: Body | Sequence[Mechanism],
    days: int,
    inputs: Mapping[str, Track] | None = None,
    *,
    variants: Sequence[Mapping[str, float]] = ({},),
    outputs: tuple[str, ...] | None = None,
    world: str = "known",
    resolution: str = "hour",
) -> dict[str, np.ndarray]:
    """Each output as [time, variant]; ``variants`` give traits by qualified name."""
    whole = body if isinstance(body, Body) else _isolated(body)
    plan = layout(whole, outputs)
    values = np.stack([world_values(whole, plan, dict(traits), world) for traits in variants], axis=1)
    lanes = Lanes(values, np.arange(len(variants)), tuple(f"variant {i}" for i in range(len(variants))))
    begin = start(whole, plan, lanes, seed=1)
    schedule = EveryDay(inputs or {})
    with patch.object(simulate, "BLOCK", 4):  # a narrow program, compiled once: fast for a few lanes
        passage = run(whole, plan, lanes, schedule, begin, first_day=0, days=days, seed=1, resolution=resolution)
    assert not passage.failures, passage.failures
    count = len(variants)
    return {name: passage.saved[..., i, :].reshape(-1, count) for i, name in enumerate(plan.outputs)}
