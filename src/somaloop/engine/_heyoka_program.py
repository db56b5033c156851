"""The day compiled by heyoka: vector instructions for many lanes at once, ready in seconds."""

from __future__ import annotations

import threading
from typing import Any, NamedTuple

import heyoka as hy
import numpy as np
from numpy.typing import NDArray

from somaloop.engine._heyoka_terms import Constants, Term, choose
from somaloop.engine._jax import jax
from somaloop.engine.noise import daily_uniforms, noise_track
from somaloop.engine.program import STEP, STEPS_PER_DAY, STEPS_PER_HOUR, Layout, Resolution
from somaloop.engine.scheme import Weights, advance, halved_steps, new_inputs, weights
from somaloop.language import Body, Reading
from somaloop.language.dependence import fixed_losses

Array = NDArray[np.float64]

hy.set_nthreads(1)  # blocks of lanes run in threads of our own


class _Table(NamedTuple):
    """Everything that a step of one length reads, a row a quantity and a column a lane; and what it gives."""

    read: Array
    given: Array


class HeyokaProgram:
    """A :class:`DayProgram` by heyoka: one compiled step, called for each step of the day.

    Each thread keeps two tables: for whole steps of the grid, and for the halves of those where an input changes.
    """

    def __init__(self, body: Body, plan: Layout, resolution: Resolution, substeps: int = 1) -> None:
        self.body, self.plan, self.resolution, self.substeps = body, plan, resolution, substeps
        self._track = jax.jit(lambda keys, memory, day, loud: noise_track(body, plan.noises, keys, memory, day, loud))
        self._chance = jax.jit(lambda keys, day: daily_uniforms(keys, ("doses", "sessions"), day))
        self._own = threading.local()
        self._compile()

    def _compile(self) -> None:
        plan, constants = self.plan, Constants()
        states, sums, inputs = (_symbols(kind, len(getattr(plan, kind))) for kind in ("states", "outputs", "inputs"))
        noises, rises = _symbols("noises", len(plan.noises)), _symbols("rises", len(plan.noises))
        values = _symbols("values", len(plan.values))
        hour, since, length = hy.make_vars("hour", "since", "length")

        def moving(expression: Any) -> Term:
            return Term(expression, True, constants)

        step = Term(length, False, constants)
        known = {name: Term(symbol, False, constants) for name, symbol in zip(plan.values, values, strict=True)}
        known |= {name: moving(symbol) for name, symbol in zip(plan.inputs, inputs, strict=True)}

        def read(at: Any, share: float) -> Reading:
            later = step * share
            pairs = zip(plan.noises, noises, rises, strict=True)
            now = known | {name: moving(low) + moving(rise) * (moving(since) + later) for name, low, rise in pairs}
            now |= dict(zip(plan.states, at, strict=True))

            def leaf(name: str, declaration: Any) -> Any:
                if name in now:
                    return now[name]
                return moving(hour) + later if name.endswith(".clock_hour") else declaration.rest

            return Reading(self.body, leaf)

        begin = [moving(x) for x in states]
        fixed = fixed_losses(self.body)
        first = read(begin, 0.0)
        frozen, hourly, own = [], [], []
        for name in plan.states:
            one = weights(first.change(name).loss_rate, step, choose)
            if name not in fixed:
                hourly += [_live(item) for item in one]
                fresh = [hy.make_vars(f"weights{len(own) + i}") for i in range(len(one))]
                own += fresh
                one = Weights(*map(moving, fresh))
            frozen.append(one)
        after, now = advance(plan.states, begin, frozen, fixed, read)
        totals = [total + _live(now.qualified(name)) for total, name in zip(sums, plan.outputs, strict=True)]
        results = [_live(x) for x in after] + totals
        groups = [states, sums, inputs, noises, rises, [hour], [since], constants.symbols, own]
        ends = np.cumsum([len(group) for group in groups])
        self._rows = [slice(int(end) - len(group), int(end)) for end, group in zip(ends, groups, strict=True)]
        order = [symbol for group in groups for symbol in group]
        self._advance = hy.cfunc(results, vars=order, compact_mode=True)
        self._freeze = hy.cfunc(hourly, vars=order[: int(ends[-2])], compact_mode=True) if hourly else None
        self._prepare = hy.cfunc(constants.terms, vars=[*values, length], compact_mode=True)

    def _tables(self, values: Array) -> tuple[_Table, _Table]:
        lanes = values.shape[1]
        found: tuple[_Table, _Table] | None = getattr(self._own, "tables", None)
        if found is None or found[0].read.shape[1] != lanes:
            give = len(self.plan.states) + len(self.plan.outputs)
            found = tuple(_Table(np.zeros((self._rows[-1].stop, lanes)), np.zeros((give, lanes))) for _ in range(2))  # type: ignore[assignment]
            self._own.tables = found
        assert found is not None
        for parts, table in enumerate(found, start=1):
            length = np.full((1, lanes), STEP / (self.substeps * parts))
            self._prepare(np.concatenate([values, length]), outputs=table.read[self._rows[7]])
        return found

    def __call__(
        self, state: Any, memory: Any, values: Any, keys: Any, day: int, inputs: Any, miss: Any, noise: bool = True
    ) -> tuple[Array, Array, Array]:
        """Run one day; see :class:`DayProgram`."""
        plan, lanes, count = self.plan, state.shape[1], len(self.plan.states)
        states, sums, given, low, rise, hour, since, constant, frozen = self._rows
        tables = self._tables(np.asarray(values, dtype=float))
        track = np.asarray(self._track(keys, memory, day, 1.0 if noise else 0.0))
        skipped = np.flatnonzero(np.any(miss > 0.0, axis=0))
        chance = np.asarray(self._chance(keys, day)) if len(skipped) else np.zeros((2, 24, lanes))
        halved, new = halved_steps(inputs), new_inputs(inputs)
        every = self.resolution == "step"
        saved = np.empty((STEPS_PER_DAY if every else 24, len(plan.outputs), lanes))
        now = tables[0].read
        now[states], now[sums] = state, 0.0
        for index in range(24):
            now[low], now[rise] = track[index], track[index + 1] - track[index]
            kept = {i: (chance[0, index] >= miss[0, i]) & (chance[1, index] >= miss[1, i]) for i in skipped}
            for minor in range(STEPS_PER_HOUR):
                number = index * STEPS_PER_HOUR + minor
                if minor == 0 or halved[number]:  # inputs change only there
                    now[given] = inputs[number][:, None]
                    for i, taken in kept.items():
                        now[given.start + i] *= taken
                if (minor == 0 or new[number]) and self._freeze is not None:
                    now[hour], now[since] = index + minor * STEP, minor * STEP
                    rest_of_hour = halved[number : (index + 1) * STEPS_PER_HOUR]
                    for table in tables if rest_of_hour.any() else tables[:1]:
                        if table.read is not now:
                            table.read[: constant.start] = now[: constant.start]
                        self._freeze(table.read[: constant.stop], outputs=table.read[frozen])
                table = tables[int(halved[number])]
                if table.read is not now:
                    table.read[: hour.start] = now[: hour.start]
                    now = table.read
                parts = self.substeps * (1 + int(halved[number]))
                for part in range(parts):
                    ahead = minor * STEP + part * (STEP / parts)
                    now[hour], now[since] = index + ahead, ahead
                    self._advance(now, outputs=table.given)
                    now[states] = table.given[:count]
                    if part == 0:
                        now[sums] = table.given[count:]
                if every:
                    saved[number] = now[sums]
                    now[sums] = 0.0
            if not every:
                saved[index] = now[sums] / STEPS_PER_HOUR
                now[sums] = 0.0
        return now[states].copy(), track[-1], saved.mean(axis=0) if self.resolution == "day" else saved


def _symbols(group: str, count: int) -> list[Any]:
    return [hy.make_vars(f"{group}{i}") for i in range(count)]


def _live(value: Any) -> Any:
    return value.live() if isinstance(value, Term) else hy.expression(float(value))
