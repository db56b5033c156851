"""Lives without chance: no noise, nothing missed. For studies of the integrator and for export."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from somaloop.engine.program import Resolution, layout
from somaloop.engine.simulate import Checkpoint, DaySource, Lanes, Passage, run, start
from somaloop.engine.worlds import world_values
from somaloop.language import Body, SomaloopError

Array = NDArray[np.float64]
WIDTH = 4


class NothingMissed:
    """A schedule of which every dose is taken and every session held."""

    def __init__(self, schedule: DaySource) -> None:
        self.schedule = schedule

    def day(self, index: int) -> dict[str, Array]:
        """The input arrays of one day."""
        return self.schedule.day(index)

    def missed(self, index: int) -> dict[str, tuple[str, float]]:
        """Nothing."""
        return {}


def quiet_run(
    body: Body,
    traits: Mapping[str, float],
    worlds: Sequence[str],
    schedule: DaySource | None,
    days: int,
    *,
    first_day: int = 0,
    begin: Checkpoint | None = None,
    outputs: tuple[str, ...] | None = None,
    resolution: Resolution = "hour",
    substeps: int = 1,
) -> Passage:
    """Run one person without chance; a lane for each of the ``worlds``, from the initial states unless ``begin`` is given.

    Raises SomaloopError with the sentence of what failed.
    """
    plan = layout(body, outputs)
    values = np.stack([world_values(body, plan, traits, world) for world in worlds], axis=1)
    lanes = Lanes(values, np.zeros(len(worlds), dtype=np.int64), tuple(f"as {world}" for world in worlds))
    passage = run(
        body, plan, lanes, None if schedule is None else NothingMissed(schedule),
        start(body, plan, lanes, 0, noise=False) if begin is None else begin,
        first_day=first_day, days=days, seed=0, resolution=resolution, noise=False, substeps=substeps, width=WIDTH,
    )  # fmt: skip
    if passage.failures:
        raise SomaloopError("; ".join(failure.sentence for failure in passage.failures))
    return passage
