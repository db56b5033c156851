"""diffrax: Tsitouras 5(4) with step control, all people at once under vmap."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import diffrax
import jax
import jax.numpy as jnp
import numpy as np
import task


@lru_cache(maxsize=4)
def build(tolerance: float, days: int) -> Any:
    """A jitted function of states [people, states] and values [people, values] to hourly states."""
    times, inputs = (jnp.asarray(item) for item in task.segments(days))

    def slope(hour: Any, state: Any, values: Any) -> Any:
        row = inputs[jnp.searchsorted(times, hour, side="right") - 1]
        read = task.reading(state, values, row, hour % 24.0)
        parts = [read.change(name) for name in task.plan().states]
        return jnp.stack(
            [jnp.asarray(p.gain - p.loss_rate * x, dtype=float) for p, x in zip(parts, state, strict=True)]
        )

    def one(state: Any, values: Any) -> Any:
        solution = diffrax.diffeqsolve(
            diffrax.ODETerm(slope), diffrax.Tsit5(), 0.0, days * 24.0, 0.05, state, args=values,
            saveat=diffrax.SaveAt(ts=jnp.arange(days * 24.0)), max_steps=None,
            stepsize_controller=diffrax.ClipStepSizeController(
                diffrax.PIDController(rtol=tolerance, atol=tolerance * 1e-2), jump_ts=times[1:]
            ),
        )  # fmt: skip
        return solution.ys

    return jax.jit(jax.vmap(one))


def solve(tolerance: float, count: int, days: int) -> np.ndarray:
    """States at every hour [hours, states, people]."""
    lanes, begin = task.people(count)
    found = build(tolerance, days)(jnp.asarray(begin.state.T), jnp.asarray(lanes.values.T))
    return np.moveaxis(np.asarray(found), 0, -1)
