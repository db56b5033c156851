"""libRoadRunner: the exported SBML file, CVODE, one person after another."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
import task

from somaloop.io import export_sbml, identifier


@lru_cache(maxsize=4)
def text(person: int, days: int) -> str:
    """The SBML of one person."""
    lanes, begin = task.people(person + 1)
    values = dict(zip(task.plan().values, lanes.values[:, person], strict=True))
    initial = dict(zip(task.plan().states, begin.state[:, person], strict=True))
    return export_sbml(task.body(), values, initial, task.schedule(), days=days)


def build(tolerance: float, days: int, person: int = 0) -> Any:
    """The loaded model of one person; loading compiles it."""
    import roadrunner

    model = roadrunner.RoadRunner(text(person, days))
    model.setIntegrator("cvode")
    model.integrator.relative_tolerance = tolerance
    # one number would be scaled by the present value of each state, which may be next to nothing
    settings = model.getIntegrator()
    settings.absolute_tolerance = [tolerance * 1e-2] * len(settings.getAbsoluteToleranceVector())
    model.integrator.maximum_num_steps = 1_000_000
    model.timeCourseSelections = [identifier(name) for name in task.plan().states]
    return model


def solve(model: Any, count: int, days: int) -> np.ndarray:
    """States at every hour [hours, states], the same person ``count`` times over: its time does not depend on who."""
    for _ in range(count):
        model.reset()
        found = model.simulate(0.0, days * 24.0 - 1.0, days * 24)
    return np.array(found)
