"""A few mechanisms, or the whole body, on inputs that repeat every day: for checks, figures and a quick look."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from somaloop.engine.program import STEPS_PER_DAY, STEPS_PER_HOUR, Resolution, layout
from somaloop.engine.simulate import Lanes, run, start
from somaloop.engine.worlds import world_values
from somaloop.language import Body, Mechanism, SomaloopError, assemble

Array = NDArray[np.float64]
Track = float | Array | Callable[[int], Array | float]


def isolated(mechanisms: Iterable[Mechanism]) -> Body:
    """A body of these mechanisms alone; arrows to mechanisms that are left out are left out too."""
    kept = list(mechanisms)
    names = {m.name for m in kept}
    trimmed = [replace(m, arrows=tuple(a for a in m.arrows if a.target.partition(".")[0] in names)) for m in kept]
    return assemble(trimmed)


class EveryDay:
    """A schedule of tracks that repeat daily; a function of the day may change them."""

    def __init__(self, inputs: Mapping[str, Track]) -> None:
        self.inputs = dict(inputs)

    def day(self, index: int) -> dict[str, Array]:
        """The input arrays of one day."""
        found = {}
        for name, track in self.inputs.items():
            value = track(index) if callable(track) else track
            found[name] = np.broadcast_to(np.asarray(value, dtype=float), (STEPS_PER_DAY,))
        return found

    def missed(self, index: int) -> dict[str, tuple[str, float]]:
        """Nothing is missed."""
        return {}


def doses(*amounts: tuple[float, float]) -> Array:
    """A day's track of doses given as (clock hour, amount): amount per hour over one step."""
    track = np.zeros(STEPS_PER_DAY)
    for hour, amount in amounts:
        track[round(hour * STEPS_PER_HOUR)] += amount * STEPS_PER_HOUR
    return track


def over(start_hour: float, end_hour: float, rate: float) -> Array:
    """A day's track of a rate between two clock hours."""
    track = np.zeros(STEPS_PER_DAY)
    track[round(start_hour * STEPS_PER_HOUR) : round(end_hour * STEPS_PER_HOUR)] = rate
    return track


def only_on(day: int, track: Array) -> Callable[[int], Array]:
    """A track that happens on one day."""
    return lambda index: track if index == day else np.zeros_like(track)


def live(
    body: Body | Sequence[Mechanism],
    days: int,
    inputs: Mapping[str, Track] | None = None,
    *,
    variants: Sequence[Mapping[str, float]] = ({},),
    outputs: tuple[str, ...] | None = None,
    world: str = "known",
    resolution: Resolution = "hour",
    noise: bool = True,
    seed: int = 1,
    width: int = 4,
) -> dict[str, Array]:
    """Live ``days`` days from the initial states; each output as [time, variant].

    ``variants`` give traits by qualified name. A mechanism that fails raises SomaloopError with its sentence.
    """
    whole = body if isinstance(body, Body) else isolated(body)
    plan = layout(whole, outputs)
    values = np.stack([world_values(whole, plan, dict(traits), world) for traits in variants], axis=1)
    lanes = Lanes(values, np.arange(len(variants)), tuple(f"variant {i}" for i in range(len(variants))))
    begin = start(whole, plan, lanes, seed, noise)
    passage = run(
        whole, plan, lanes, EveryDay(inputs or {}), begin,
        first_day=0, days=days, seed=seed, resolution=resolution, noise=noise, width=width,
    )  # fmt: skip
    if passage.failures:
        raise SomaloopError("; ".join(failure.sentence for failure in passage.failures))
    count = len(variants)
    return {name: passage.saved[..., i, :].reshape(-1, count) for i, name in enumerate(plan.outputs)}
