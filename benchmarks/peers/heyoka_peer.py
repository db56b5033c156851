"""heyoka: adaptive Taylor integrators, one batch of vector lanes at a time.

A Taylor method needs every derivative, and a power of exactly zero has none: bases of powers are 1e-9 larger here.
"""

from __future__ import annotations

from typing import Any

import heyoka as hy
import numpy as np
import task

from somaloop.engine._heyoka_terms import Constants, Term


def _power(base: Any, exponent: Any) -> Any:
    above = Term._somaloop_functions.maximum(base, 0.0) + 1e-9
    return Term(
        above.expression ** (exponent.expression if isinstance(exponent, Term) else float(exponent)),
        True,
        base.constants,
    )


Term.__pow__ = _power  # type: ignore[method-assign]


def build(tolerance: float) -> Any:
    """The integrator of a batch: states as variables, values and inputs as parameters of heyoka."""
    plan, constants = task.plan(), Constants()
    symbols = [hy.make_vars(f"x{i}") for i in range(len(plan.states))]
    values = [Term(hy.par[i], True, constants) for i in range(len(plan.values))]
    inputs = [Term(hy.par[len(plan.values) + i], True, constants) for i in range(len(plan.inputs))]
    midnight = hy.par[len(values) + len(inputs)]
    state = [Term(x, True, constants) for x in symbols]
    read = task.reading(state, values, inputs, Term(hy.time - midnight, True, constants))
    system = []
    for name, symbol, x in zip(plan.states, symbols, state, strict=True):
        part = read.change(name)
        slope = part.gain - part.loss_rate * x
        system.append((symbol, slope.expression if isinstance(slope, Term) else hy.expression(float(slope))))
    width = hy.recommended_simd_size()
    return hy.taylor_adaptive_batch(
        system, np.zeros((len(symbols), width)), pars=np.zeros((len(values) + len(inputs) + 1, width)),
        tol=tolerance, compact_mode=True,
    )  # fmt: skip


def solve(integrator: Any, count: int, days: int, hourly: bool) -> np.ndarray | None:
    """States at every hour [hours, states, people], or None where they are not asked for."""
    lanes, begin = task.people(count)
    times, inputs = task.segments(days)
    ends = np.r_[times[1:], days * 24.0]
    width, values = integrator.batch_size, len(task.plan().values)
    saved = np.empty((days * 24, len(task.plan().states), count)) if hourly else None
    for low in range(0, count, width):
        pick = np.minimum(np.arange(low, low + width), count - 1)
        integrator.set_time(np.zeros(width))
        integrator.state[:] = begin.state[:, pick]
        integrator.pars[:values] = lanes.values[:, pick]
        for first, last, row in zip(times, ends, inputs, strict=True):
            integrator.pars[values:-1] = row[:, None]
            integrator.pars[-1] = 24.0 * np.floor(first / 24.0)
            if saved is None:
                integrator.propagate_until(np.full(width, last))
                continue
            # the whole hours inside [first, last)
            for hour in range(int(np.ceil(first - 1e-9)), int(np.ceil(last - 1e-9))):
                integrator.propagate_until(np.full(width, float(hour)))
                saved[hour][:, low : low + width] = integrator.state[:, : min(width, count - low)]
            integrator.propagate_until(np.full(width, last))
    return saved
