"""The day compiled by JAX: for machines without heyoka, and for a GPU."""

from __future__ import annotations

from typing import Any

from somaloop.engine._jax import jax, jnp
from somaloop.engine.noise import daily_uniforms, noise_track
from somaloop.engine.program import STEP, STEPS_PER_DAY, STEPS_PER_HOUR, Layout, Resolution
from somaloop.engine.scheme import advance, halved_steps, new_inputs, weights
from somaloop.language import Body, Reading
from somaloop.language.dependence import fixed_losses


def _choose(z: Any, limit: float, below: Any, above: Any) -> Any:
    return jnp.where(z < limit, below, above)


class JaxProgram:
    """A :class:`DayProgram` by JAX: one jitted function, hours and steps as nested scans."""

    def __init__(self, body: Body, plan: Layout, resolution: Resolution, substeps: int = 1) -> None:
        self.body, self.plan, self.resolution, self.substeps = body, plan, resolution, substeps
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

    def _frozen(self, names: Any, reading: Reading, step: Any) -> dict[str, Any]:
        return {name: weights(reading.change(name).loss_rate, step, _choose) for name in names}

    def _day(
        self,
        state: Any,
        memory: Any,
        values: Any,
        keys: Any,
        day: Any,
        inputs: Any,
        halved: Any,
        new: Any,
        miss: Any,
        loud: Any,
    ) -> Any:
        plan, lanes, whole = self.plan, state.shape[1], STEP / self.substeps
        track = noise_track(self.body, plan.noises, keys, memory, day, loud)
        chance = daily_uniforms(keys, ("doses", "sessions"), day)  # [2, 24, lanes]
        rows = tuple(values[i] for i in range(len(plan.values)))
        every = self.resolution == "step"

        def wide(items: Any) -> Any:
            return tuple(jnp.broadcast_to(item, (lanes,)) for item in items)

        midnight = self._reading(state, rows, inputs[0], track[0], 0.0)
        lasting = [self._frozen(sorted(self._fixed), midnight, step) for step in (whole, whole / 2)]

        def hour_body(carry: Any, index: Any) -> Any:
            low, high = track[index], track[index + 1]
            kept = jnp.where((chance[0, index] < miss[0][:, None]) | (chance[1, index] < miss[1][:, None]), 0.0, 1.0)
            changing = [name for name in plan.states if name not in self._fixed]

            def freeze(now: Any, minor: Any) -> Any:
                given = inputs[index * STEPS_PER_HOUR + minor][:, None] * kept
                at = self._reading(now, rows, given, low + (high - low) * (minor * STEP), index + minor * STEP)
                sizes = [self._frozen(changing, at, step) for step in (whole, whole / 2)]
                return jax.tree.map(lambda item: jnp.broadcast_to(jnp.asarray(item, dtype=float), (lanes,)), sizes)

            def step_body(inner: Any, minor: Any) -> Any:
                now, sums, sizes = inner
                number = index * STEPS_PER_HOUR + minor
                half = halved[number]
                given = inputs[number][:, None] * kept
                step = jnp.where(half, whole / 2, whole)
                sizes = jax.lax.cond((minor == 0) | new[number], freeze, lambda now, minor: sizes, now, minor)
                every_size = [old | size for old, size in zip(lasting, sizes, strict=True)]
                tables = [tuple(size[name] for name in plan.states) for size in every_size]
                frozen = jax.tree.map(lambda one, two: jnp.where(half, two, one), *tables)

                def part_body(part: Any, states: Any) -> Any:
                    ahead = minor * STEP + part * step

                    def read(at: Any, share: float) -> Reading:
                        since = ahead + share * step
                        return self._reading(at, rows, given, low + (high - low) * since, index + since)

                    after, _ = advance(plan.states, states, frozen, self._fixed, read)
                    return wide(after)

                reading = self._reading(now, rows, given, low + (high - low) * (minor * STEP), index + minor * STEP)
                outputs = wide(reading.qualified(name) for name in plan.outputs)
                following = jax.lax.fori_loop(0, self.substeps * jnp.where(half, 2, 1), part_body, now)
                sums = tuple(a + b for a, b in zip(sums, outputs, strict=True))
                return (following, sums, sizes), (jnp.stack(outputs) if every else None)

            zeros = tuple(jnp.zeros(lanes) for _ in plan.outputs)
            nothing = jax.tree.map(jnp.zeros_like, freeze(carry, 0))
            (after, sums, _), saved = jax.lax.scan(step_body, (carry, zeros, nothing), jnp.arange(STEPS_PER_HOUR))
            return after, saved if every else jnp.stack(sums) / STEPS_PER_HOUR

        begin = tuple(state[i] for i in range(len(plan.states)))
        final, saved = jax.lax.scan(hour_body, begin, jnp.arange(24))
        if every:
            saved = saved.reshape(STEPS_PER_DAY, len(plan.outputs), lanes)
        elif self.resolution == "day":
            saved = saved.mean(axis=0)
        return jnp.stack(final), track[-1], saved

    def __call__(
        self, state: Any, memory: Any, values: Any, keys: Any, day: int, inputs: Any, miss: Any, noise: bool = True
    ) -> Any:
        """Run one day; see :class:`DayProgram`."""
        loud = 1.0 if noise else 0.0
        return self._run(state, memory, values, keys, day, inputs, halved_steps(inputs), new_inputs(inputs), miss, loud)
