"""One day of a block of people as one compiled program.

A block is a fixed number of lanes (people, worlds, draws; padded), all on one schedule. Every size of job runs the
same program on the same width, so a person's numbers do not depend on who else is in the job. Time steps are six
minutes; each step is ETD-RK2 with the loss rate of every state frozen at the start of the step:

    a = x e + h phi1(z) N(x),      z = h L(x),  e = exp(-z)
    x' = a + h phi2(z) (N(a) - (L(a) - L(x)) a - N(x))

which is exact for constant gain N and loss rate L and of second order otherwise. Doses and activities are constant
within a step; noise is linear between hours; both stages of a step see the same doses.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from somaloop.engine._jax import jax, jnp
from somaloop.engine.noise import daily_normals, daily_uniforms
from somaloop.language import Body, Reading, unknown

STEPS_PER_HOUR = 10
STEP = 1.0 / STEPS_PER_HOUR
STEPS_PER_DAY = 24 * STEPS_PER_HOUR
BLOCK = 256

Resolution = Literal["step", "hour", "day"]


@dataclass(frozen=True)
class Layout:
    """Which row of which array holds which quantity."""

    states: tuple[str, ...]
    noises: tuple[str, ...]
    inputs: tuple[str, ...]
    values: tuple[str, ...]
    outputs: tuple[str, ...]

    def row(self, group: str, name: str) -> int:
        """The row of a quantity in its array. Raises UnknownNameError."""
        names: tuple[str, ...] = getattr(self, group)
        if name not in names:
            raise unknown(group.rstrip("s"), name, names)
        return names.index(name)


def layout(body: Body, outputs: tuple[str, ...] | None = None) -> Layout:
    """The array layout of a body; ``outputs`` defaults to what its mechanisms name as outputs."""
    chosen = tuple(outputs if outputs is not None else body.outputs)
    known = {**body.states, **body.observables}
    for name in chosen:
        if name not in known:
            raise unknown("output", name, known)
    values = (*body.parameters, *(f"arrow.{name}" for name in body.arrows))
    inputs = tuple(name for name in body.inputs if not name.endswith(".clock_hour"))
    return Layout(tuple(body.states), tuple(body.noises), inputs, values, chosen)


def _phi(z: Any) -> tuple[Any, Any, Any]:
    """exp(-z), phi1 = (1 - exp(-z)) / z and phi2 = (exp(-z) - 1 + z) / z^2, right also where z is near zero."""
    small = z < 1e-3
    safe = jnp.where(small, 1.0, z)
    decay = jnp.exp(-z)
    first = jnp.where(small, 1.0 - z / 2.0 + z * z / 6.0, (1.0 - decay) / safe)
    second = jnp.where(small, 0.5 - z / 6.0 + z * z / 24.0, (decay - 1.0 + safe) / (safe * safe))
    return decay, first, second


class DayProgram:
    """The compiled day of one body. Call it with arrays; it returns the next day's state and the outputs.

    ``substeps`` divides every step of the grid; inputs stay constant within a step of the grid.
    """

    def __init__(self, body: Body, plan: Layout, resolution: Resolution, substeps: int = 1) -> None:
        self.body, self.plan, self.resolution, self.substeps = body, plan, resolution, substeps
        self.step = STEP / substeps
        self._run = jax.jit(self._day)

    def _reading(self, state: Any, values: Any, inputs: Any, noise: Any, hour: Any) -> Reading:
        plan = self.plan
        rows = {name: (state, i) for i, name in enumerate(plan.states)}
        rows |= {name: (values, i) for i, name in enumerate(plan.values)}
        rows |= {name: (inputs, i) for i, name in enumerate(plan.inputs)}
        rows |= {name: (noise, i) for i, name in enumerate(plan.noises)}

        def leaf(name: str, declaration: Any) -> Any:
            if name in rows:
                array, row = rows[name]
                return array[row]
            if name.endswith(".clock_hour"):
                return hour
            return declaration.rest

        return Reading(self.body, leaf)

    def _step(self, state: Any, values: Any, inputs: Any, noise: tuple[Any, Any], hour: Any) -> tuple[Any, Any]:
        names = self.plan.states
        now = self._reading(state, values, inputs, noise[0], hour)
        begin = [now.change(name) for name in names]
        width = state[0].shape
        predictor, factors = [], []
        for x, part in zip(state, begin, strict=True):
            if isinstance(part.loss_rate, float | int) and part.loss_rate == 0:
                decay, first, second = 1.0, 1.0, 0.5
            else:
                decay, first, second = _phi(part.loss_rate * self.step)
            predictor.append(x * decay + self.step * first * part.gain)
            factors.append(second)
        then = self._reading(tuple(predictor), values, inputs, noise[1], hour + self.step)
        result = []
        for name, ahead, part, second in zip(names, predictor, begin, factors, strict=True):
            end = then.change(name)
            drift = end.gain - (end.loss_rate - part.loss_rate) * ahead - part.gain
            result.append(jnp.broadcast_to(ahead + self.step * second * drift, width))
        outputs = tuple(jnp.broadcast_to(now.qualified(name), width) for name in self.plan.outputs)
        return tuple(result), outputs

    def _day(self, state: Any, memory: Any, values: Any, keys: Any, day: Any, inputs: Any, miss: Any, loud: Any) -> Any:
        """``state`` [states, lanes]; ``memory`` noise at midnight; ``inputs`` [steps, inputs]; ``miss`` [2, inputs].

        ``loud`` is 1 for noise and 0 for none.
        """
        plan, lanes = self.plan, state.shape[1]
        knots = [memory]
        if plan.noises:
            times = jnp.array([self.body.noises[name].time_constant for name in plan.noises])
            keep = jnp.exp(-1.0 / times)[:, None]
            shocks = daily_normals(keys, plan.noises, day) * loud
            for index in range(24):
                knots.append(keep * knots[-1] + jnp.sqrt(1.0 - keep**2) * shocks[:, index])
        track = jnp.stack(knots)  # [25, noises, lanes]
        chance = daily_uniforms(keys, ("doses", "sessions"), day)  # [2, 24, lanes]
        skippable = tuple(range(len(plan.inputs)))
        rows = tuple(values[i] for i in range(len(plan.values)))

        def hour_body(carry: Any, index: Any) -> Any:
            low, high = track[index], track[index + 1]
            kept = [
                jnp.where(chance[0, index] < miss[0, i], 0.0, 1.0) * jnp.where(chance[1, index] < miss[1, i], 0.0, 1.0)
                for i in skippable
            ]

            def step_body(inner: Any, minor: Any) -> Any:
                now, sums = inner
                row = inputs[index * STEPS_PER_HOUR + minor]
                given = tuple(row[i] * kept[i] for i in skippable)
                at = minor * STEP
                following, outputs = now, None
                for part in range(self.substeps):
                    since = at + part * self.step
                    noise = (low + (high - low) * since, low + (high - low) * (since + self.step))
                    following, present = self._step(following, rows, given, noise, index + since)
                    outputs = outputs or present
                sums = tuple(a + b for a, b in zip(sums, outputs, strict=True))
                return (following, sums), (jnp.stack(outputs) if self.resolution == "step" else None)

            zeros = tuple(jnp.zeros(lanes) for _ in plan.outputs)
            (after, sums), every = jax.lax.scan(step_body, (carry, zeros), jnp.arange(STEPS_PER_HOUR))
            if self.resolution == "step":
                return after, every
            return after, jnp.stack(sums) / STEPS_PER_HOUR

        start = tuple(state[i] for i in range(len(plan.states)))
        final, saved = jax.lax.scan(hour_body, start, jnp.arange(24))
        if self.resolution == "step":
            saved = saved.reshape(STEPS_PER_DAY, len(plan.outputs), lanes)
        elif self.resolution == "day":
            saved = saved.mean(axis=0)
        return jnp.stack(final), track[-1], saved

    def __call__(
        self, state: Any, memory: Any, values: Any, keys: Any, day: int, inputs: Any, miss: Any, noise: bool = True
    ) -> Any:
        """Run one day; ``day`` counts from 0 and is negative while settling."""
        return self._run(state, memory, values, keys, day, inputs, miss, 1.0 if noise else 0.0)


_PROGRAMS: dict[tuple[int, tuple[str, ...], str, int], DayProgram] = {}


def day_program(body: Body, plan: Layout, resolution: Resolution, substeps: int = 1) -> DayProgram:
    """The program for a body, built once per process."""
    key = (id(body), plan.outputs, resolution, substeps)
    if key not in _PROGRAMS:
        _PROGRAMS[key] = DayProgram(body, plan, resolution, substeps)
    return _PROGRAMS[key]
