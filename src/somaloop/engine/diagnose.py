"""Say in one sentence what went wrong: who, when, which state, what fed it, what to try."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from somaloop.engine.program import STEP, STEPS_PER_DAY, Layout
from somaloop.language import Body, Reading


@dataclass(frozen=True)
class Failure:
    """One lane that could not be carried on. ``state`` may also be an output that is worked out from states."""

    who: str
    day: int
    hour: float
    state: str
    value_before: float
    fed_by: str
    sentence: str


def _leaf(plan: Layout, state: Any, values: Any, inputs: Any, noise: Any, hour: float) -> Any:
    groups = ((plan.states, state), (plan.values, values), (plan.inputs, inputs), (plan.noises, noise))
    rows = {name: float(array[i]) for names, array in groups for i, name in enumerate(names)}

    def leaf(name: str, declaration: Any) -> Any:
        if name in rows:
            return np.float64(rows[name])
        return hour if name.endswith(".clock_hour") else declaration.rest

    return leaf


def _strongest_arrow(body: Body, reading: Reading, state: str) -> str:
    """The arrow into the state's mechanism whose contribution is not finite, or else the largest."""
    mechanism = state.partition(".")[0]
    best, size = "", -1.0
    for name, arrow in body.arrows.items():
        if arrow.target.partition(".")[0] != mechanism:
            continue
        with np.errstate(all="ignore"):
            amount = abs(float(reading.arrow(name)))
        if not np.isfinite(amount):
            return name
        if amount > size:
            best, size = name, amount
    return best


def explain(body: Body, plan: Layout, state: Any, noise: Any, values: Any, day: int, table: Any, who: str) -> Failure:
    """Walk through the failed day step by step in plain NumPy and name what first stops being finite: a state or output.

    The noise of the day is held at its midnight value and no dose is missed, so the hour can differ a little.
    """
    now = state[:, 0].astype(float)
    value, track = values[:, 0], noise[:, 0]
    culprit, hour, before = "", 0.0, float("nan")
    reading = Reading(body, _leaf(plan, now, value, table[0], track, 0.0))
    last: dict[str, float] = {}
    for step in range(STEPS_PER_DAY):
        hour = step * STEP
        reading = Reading(body, _leaf(plan, now, value, table[step], track, hour))
        following = now.copy()
        with np.errstate(all="ignore"):
            for i, name in enumerate(plan.states):
                part = reading.change(name)
                z = float(part.loss_rate) * STEP
                share = -np.expm1(-z) / z if abs(z) > 1e-9 else 1.0
                following[i] = now[i] * np.exp(-z) + STEP * share * float(part.gain)
            shown = {name: float(reading.qualified(name)) for name in plan.outputs}
        bad = np.flatnonzero(~np.isfinite(following))
        wrong = [name for name in plan.outputs if not np.isfinite(shown[name])]
        if bad.size:
            culprit, before = plan.states[bad[0]], float(now[bad[0]])
            break
        if wrong:
            culprit, before = wrong[0], last.get(wrong[0], float("nan"))
            break
        now, last = following, shown
    if not culprit:
        culprit = plan.states[int(np.argmax(np.abs(now)))]
        before = float(now[plan.states.index(culprit)])
    is_state = culprit in plan.states
    arrow = _strongest_arrow(body, reading, culprit) if is_state else ""
    fed = f"the arrow {arrow!r} fed it most" if arrow else "no arrow feeds it" if is_state else "all states were finite"
    clock = f"{int(hour):02d}:{round(hour % 1 * 60):02d}"
    unit = f" {body.states[culprit].unit}" if is_state else ""
    seen = f"last value {before:.4g}{unit}" if np.isfinite(before) else "from its first value on"
    hint = "cut that arrow, or bring" if arrow else "or bring"
    sentence = (
        f"{who}: on day {day + 1} at about {clock} the {'state' if is_state else 'output'} {culprit} ({seen}) stopped being "
        f"finite; {fed}. Its numbers are NaN from that day on. Try: look at the inputs of that hour, {hint} "
        f"the person's unusual parameter values nearer to their range."
    )
    return Failure(who, day, hour, culprit, before, arrow, sentence)
