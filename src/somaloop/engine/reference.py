"""A slow, independent integration with SciPy's adaptive solvers, for tests and for looking at one mechanism alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from somaloop.language import Body, Mechanism, Reading, UnknownNameError, unknown

Signal = float | Callable[[float], float]


def _at(signal: Signal | None, hour: float) -> float:
    return float(signal(hour)) if callable(signal) else float(signal or 0.0)


def initial_values(body: Body, values: Mapping[str, float] | None = None) -> dict[str, Any]:
    """Initial states, with functions of parameters worked out. ``values`` overrides parameters by qualified name."""
    overrides = dict(values or {})

    def leaf(name: str, declaration: Any) -> Any:
        if name in overrides:
            return overrides[name]
        if name in body.parameters:
            return declaration.value
        raise UnknownNameError(f"an initial value may use parameters only, not {name!r}")

    reading = Reading(body, leaf)
    found = {}
    for name, state in body.states.items():
        scope = reading.scope(name)
        found[name] = state.initial(scope) if callable(state.initial) else state.initial
    return found


def integrate_reference(
    mechanisms: Body | Iterable[Mechanism],
    hours: Sequence[float] | NDArray[np.float64],
    *,
    inputs: Mapping[str, Signal] | None = None,
    ports: Mapping[str, Signal] | None = None,
    values: Mapping[str, float] | None = None,
    initial: Mapping[str, float] | None = None,
    world: str = "known",
    max_step: float = 0.1,
    method: str = "LSODA",
    rtol: float = 1e-7,
) -> dict[str, NDArray[np.float64]]:
    """Integrate a few mechanisms with no noise and return states and observables at ``hours``.

    ``inputs``, ``ports`` (what a port feels in place of its arrows from mechanisms that are left out), ``values``
    (parameters and ``"arrow.NAME"`` strengths) and ``initial`` go by qualified name; signals are numbers or functions
    of the hour. Arrows to ports that are not there are left out, so a mechanism can be run alone.
    """
    from scipy.integrate import solve_ivp

    from somaloop.engine.alone import isolated

    body = mechanisms if isinstance(mechanisms, Body) else isolated(mechanisms)
    inputs, ports, values = dict(inputs or {}), dict(ports or {}), dict(values or {})
    for kind, given, known in (
        ("input", inputs, body.inputs),
        ("port", ports, body.ports),
        ("value", values, {**body.parameters, **{f"arrow.{name}": 0 for name in body.arrows}}),
        ("state", initial or {}, body.states),
    ):
        for name in given:
            if name not in known:
                raise unknown(kind, name, known)
    names = list(body.states)

    def reading(hour: float, state: NDArray[np.float64]) -> Reading:
        now = dict(zip(names, state, strict=True))

        def leaf(name: str, declaration: Any) -> Any:
            kind = type(declaration).__name__
            if kind == "State":
                return now[name]
            if kind == "Parameter":
                return values.get(name, declaration.value)
            if kind == "Arrow":
                default = declaration.as_told if world == "told" else declaration.as_known.centre
                return values.get(name, default)
            if kind == "Noise":
                return 0.0
            if kind == "Port":
                return _at(ports.get(name, declaration.rest), hour)
            if name.endswith(".clock_hour") and name not in inputs:
                return hour % 24.0
            return _at(inputs.get(name, declaration.default), hour)

        return Reading(body, leaf)

    def derivative(hour: float, state: NDArray[np.float64]) -> NDArray[np.float64]:
        now = reading(hour, state)
        parts = [now.change(name) for name in names]
        return np.array([float(p.gain) - float(p.loss_rate) * x for p, x in zip(parts, state, strict=True)])

    start = initial_values(body, {k: v for k, v in values.items() if k in body.parameters})
    start.update(initial or {})
    first = np.array([float(start[name]) for name in names])
    times = np.asarray(hours, dtype=float)
    solved = solve_ivp(
        derivative,
        (times[0], times[-1]),
        first,
        t_eval=times,
        method=method,
        max_step=max_step,
        rtol=rtol,
        atol=1e-2 * rtol,
    )
    if not solved.success:
        raise RuntimeError(solved.message)
    result = {name: solved.y[i] for i, name in enumerate(names)}
    rows = [reading(t, solved.y[:, i]) for i, t in enumerate(times)]
    for name in body.observables:
        result[name] = np.array([float(row.qualified(name)) for row in rows])
    return result
