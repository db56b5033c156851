"""The day compiled by JAX: for machines without heyoka, and for a GPU."""

from __future__ import annotations

from typing import Any

from somaloop.engine._jax import jax, jnp
from somaloop.engine.noise import daily_uniforms, noise_track
from somaloop.engine.program import STEP, STEPS_PER_DAY, STEPS_PER_HOUR, Layout, Resolution
from somaloop.engine.scheme import advance, weights
from somaloop.language import Body, Reading
from somaloop.language.dependence import fixed_losses


def _choose(z: Any, limit: float, below: Any, above: Any) -> Any:
    return jnp.where(z < limit, below, above)


class JaxProgram:
    """A :class:`DayProgram` by JAX: one jitted function, hours and steps as nested scans."""

    def __init__(self, body: Body, plan: Layout, resolution: Resolution, substeps: int = 1) -> None:
        self.body, self.plan, self.resolution, self.substeps = body, plan, resolution, substeps
        self.step = STEP / substeps
        self._fixed = fixed_losses(body)
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

    def _step(
        self, state: Any, frozen: Any, values: Any, inputs: Any, noise: Any, hour: Any
    ) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
        """One step; ``noise(share)`` is the noise at a share of the step."""

        def read(states: Any, share: float) -> Reading:
            return self._reading(states, values, inputs, noise(share), hour + share * self.step)

        after, now = advance(self.plan.states, state, frozen, self._fixed, read)
        width = state[0].shape
        outputs = tuple(jnp.broadcast_to(now.qualified(name), width) for name in self.plan.outputs)
        return tuple(jnp.broadcast_to(x, width) for x in after), outputs

    def _frozen(self, names: Any, reading: Reading) -> dict[str, Any]:
        return {name: weights(reading.change(name).loss_rate, self.step, _choose) for name in names}

    def _day(self, state: Any, memory: Any, values: Any, keys: Any, day: Any, inputs: Any, miss: Any, loud: Any) -> Any:
        plan, lanes = self.plan, state.shape[1]
        track = noise_track(self.body, plan.noises, keys, memory, day, loud)
        chance = daily_uniforms(keys, ("doses", "sessions"), day)  # [2, 24, lanes]
        skippable = tuple(range(len(plan.inputs)))
        rows = tuple(values[i] for i in range(len(plan.values)))

        begin = self._reading(state, rows, inputs[0], track[0], 0.0)
        fixed = self._frozen((name for name in plan.states if name in self._fixed), begin)

        def hour_body(carry: Any, index: Any) -> Any:
            low, high = track[index], track[index + 1]
            kept = [
                jnp.where(chance[0, index] < miss[0, i], 0.0, 1.0) * jnp.where(chance[1, index] < miss[1, i], 0.0, 1.0)
                for i in skippable
            ]

            given = tuple(inputs[index * STEPS_PER_HOUR][i] * kept[i] for i in skippable)
            reading = self._reading(carry, rows, given, low, index)
            hourly = fixed | self._frozen((name for name in plan.states if name not in self._fixed), reading)
            frozen = tuple(hourly[name] for name in plan.states)

            def step_body(inner: Any, minor: Any) -> Any:
                now, sums = inner
                row = inputs[index * STEPS_PER_HOUR + minor]
                given = tuple(row[i] * kept[i] for i in skippable)
                at = minor * STEP
                following: Any = now
                outputs: Any = None
                for part in range(self.substeps):
                    since = at + part * self.step

                    def noise(share: float, since: Any = since) -> Any:
                        return low + (high - low) * (since + share * self.step)

                    following, present = self._step(following, frozen, rows, given, noise, index + since)
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
        """Run one day; see :class:`DayProgram`."""
        return self._run(state, memory, values, keys, day, inputs, miss, 1.0 if noise else 0.0)
