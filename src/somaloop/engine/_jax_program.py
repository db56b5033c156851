"""The day compiled by JAX: for machines without heyoka, and for a GPU."""

from __future__ import annotations

from typing import Any

import numpy as np

from somaloop.engine._jax import jax, jnp
from somaloop.engine.noise import daily_uniforms, noise_track
from somaloop.engine.program import PRECISIONS, STEP, STEPS_PER_DAY, STEPS_PER_HOUR, Layout, Precision, Resolution
from somaloop.engine.scheme import DIVISIONS, advance, day_parts, weights
from somaloop.engine.splitting import splitting
from somaloop.language import Body, Reading


def _choose(z: Any, limit: float, below: Any, above: Any) -> Any:
    return jnp.where(z < limit, below, above)


class JaxProgram:
    """A :class:`DayProgram` by JAX: one jitted function, a loop over the parts of the day.

    The states themselves are kept in double precision; changes are worked out in ``precision``.
    """

    def __init__(
        self, body: Body, plan: Layout, resolution: Resolution, substeps: int = 1, precision: Precision = "double"
    ) -> None:
        self.body, self.plan, self.resolution, self.substeps = body, plan, resolution, substeps
        self._split = splitting(body)
        self._quick = self._split.quick_among(plan.inputs)
        self._real = PRECISIONS[precision]
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

    def _day(
        self, state: Any, memory: Any, values: Any, keys: Any, day: Any, inputs: Any, parts: Any, count: Any,
        miss: Any, loud: Any,
    ) -> Any:  # fmt: skip
        """``parts`` are the columns of :func:`day_parts`, padded; the first ``count`` are taken."""
        plan, lanes, real, whole = self.plan, state.shape[1], self._real, STEP / self.substeps
        full_track = noise_track(self.body, plan.noises, keys, memory, day, loud)
        track = full_track.astype(real)
        chance = daily_uniforms(keys, ("doses", "sessions"), day)  # [2, 24, lanes]
        lost = (chance[0][:, None] < miss[0][:, None]) | (chance[1][:, None] < miss[1][:, None])
        kept = jnp.where(lost, 0.0, 1.0).astype(real)  # [24, inputs, lanes]
        rows = tuple(values[i] for i in range(len(plan.values)))
        table = inputs.astype(real)
        each = {"step": 1, "hour": STEPS_PER_HOUR, "day": STEPS_PER_DAY}[self.resolution]

        def wide(items: Any) -> Any:
            return tuple(jnp.broadcast_to(jnp.asarray(item, real), (lanes,)) for item in items)

        midnight = self._reading(tuple(state.astype(real)), rows, table[0], track[0], 0.0)
        sizes = [
            {name: weights(midnight.change(name).loss_rate, step, _choose) for name in self._split.lasting}
            for step in (whole / parts for parts in DIVISIONS)
        ]
        every = jax.tree.map(lambda *size: jnp.stack(jnp.broadcast_arrays(*size)), *sizes)

        def take(place: Any, carry: Any) -> Any:
            total, saved = carry
            number, part, of = parts[0][place], parts[1][place], parts[2][place]
            divided = of // self.substeps
            step = (whole / divided).astype(real)
            lasting = jax.tree.map(lambda size: size[divided - 1], every)
            index, minor = number // STEPS_PER_HOUR, number % STEPS_PER_HOUR
            low, high = track[index], track[index + 1]
            given = table[number][:, None] * kept[index]
            ahead = (minor * STEP).astype(real) + part.astype(real) * step

            def read(at: Any, share: float) -> Reading:
                since = ahead + share * step
                return self._reading(at, rows, given, low + (high - low) * since, index.astype(real) + since)

            begin = tuple(x.astype(real) for x in total)
            changes, now = advance(plan.states, begin, step, lasting, self._split.changing, read, _choose)
            outputs = jnp.stack(wide(now.qualified(name) for name in plan.outputs))
            saved = saved.at[number // each].add(outputs * jnp.where(part == 0, 1.0 / each, 0.0).astype(real))
            return tuple(x + change.astype(float) for x, change in zip(total, wide(changes), strict=True)), saved

        nothing = jnp.zeros((STEPS_PER_DAY // each, len(plan.outputs), lanes), real)
        begin = tuple(state[i].astype(float) for i in range(len(plan.states)))
        final, saved = jax.lax.fori_loop(0, count, take, (begin, nothing))
        saved = saved.astype(float)
        return jnp.stack(final), full_track[-1], saved[0] if self.resolution == "day" else saved

    def hold(self, values: Any) -> Any:
        """The values on the device, in the precision of the changes."""
        return jnp.asarray(values, dtype=self._real)

    def __call__(
        self, state: Any, memory: Any, held: Any, keys: Any, day: int, inputs: Any, miss: Any, noise: bool = True
    ) -> Any:
        """Run one day; see :class:`DayProgram`."""
        parts = day_parts(inputs, self._quick, self.substeps)
        columns = np.zeros((3, DIVISIONS[-1] * self.substeps * STEPS_PER_DAY), dtype=np.int32)
        columns[:, : len(parts)] = np.array(parts).T
        return self._run(state, memory, held, keys, day, inputs, columns, len(parts), miss, 1.0 if noise else 0.0)
