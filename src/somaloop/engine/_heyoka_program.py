"""The day compiled by heyoka: vector instructions for many lanes at once, ready in seconds."""

from __future__ import annotations

import threading
from typing import Any

import heyoka as hy
import numpy as np
from numpy.typing import NDArray

from somaloop.engine._heyoka_terms import Constants, Term, choose
from somaloop.engine._jax import jax
from somaloop.engine.noise import daily_uniforms, noise_track
from somaloop.engine.program import STEP, STEPS_PER_DAY, STEPS_PER_HOUR, Layout, Resolution
from somaloop.engine.scheme import Weights, advance, weights
from somaloop.language import Body, Reading
from somaloop.language.dependence import fixed_losses

Array = NDArray[np.float64]

hy.set_nthreads(1)  # blocks of lanes run in threads of our own


class HeyokaProgram:
    """A :class:`DayProgram` by heyoka: one compiled step, called for each step of the day.

    Each thread keeps one table of everything that a step reads, a row a quantity and a column a lane.
    """

    def __init__(self, body: Body, plan: Layout, resolution: Resolution, substeps: int = 1) -> None:
        self.body, self.plan, self.resolution, self.substeps = body, plan, resolution, substeps
        self.step = STEP / substeps
        self._track = jax.jit(lambda keys, memory, day, loud: noise_track(body, plan.noises, keys, memory, day, loud))
        self._chance = jax.jit(lambda keys, day: daily_uniforms(keys, ("doses", "sessions"), day))
        self._compile()

    def _compile(self) -> None:
        plan, constants = self.plan, Constants()
        groups = {"states": plan.states, "inputs": plan.inputs, "noises": plan.noises, "values": plan.values}
        symbols = {group: [_symbol(group, i) for i in range(len(names))] for group, names in groups.items()}
        rises = [_symbol("rises", i) for i in range(len(plan.noises))]
        sums = [_symbol("sums", i) for i in range(len(plan.outputs))]
        hour, since = hy.make_vars("hour", "since")

        def moving(expression: Any) -> Term:
            return Term(expression, True, constants)

        fixed = {name: Term(symbols["values"][i], False, constants) for i, name in enumerate(plan.values)}
        fixed |= {name: moving(symbols["inputs"][i]) for i, name in enumerate(plan.inputs)}
        noise: list[dict[str, Any]] = [
            {
                name: moving(symbols["noises"][i] + rises[i] * (since + end * self.step))
                for i, name in enumerate(plan.noises)
            }
            for end in (0, 0.5, 1)
        ]

        def read(states: Any, end: float) -> Reading:
            known = fixed | noise[round(2 * end)] | dict(zip(plan.states, states, strict=True))

            def leaf(name: str, declaration: Any) -> Any:
                if name in known:
                    return known[name]
                if name.endswith(".clock_hour"):
                    return moving(hour + end * self.step)
                return declaration.rest

            return Reading(self.body, leaf)

        states = [moving(x) for x in symbols["states"]]
        fixed_rates = fixed_losses(self.body)
        first = read(states, 0.0)
        frozen, hourly, weight_symbols = [], [], []
        for name in plan.states:
            one = weights(first.change(name).loss_rate, self.step, choose)
            if name not in fixed_rates:
                hourly += [_live(item) for item in one]
                own = [_symbol("weights", len(weight_symbols) + i) for i in range(len(one))]
                weight_symbols += own
                one = Weights(*map(moving, own))
            frozen.append(one)
        after, now = advance(plan.states, states, frozen, fixed_rates, read)
        outputs = [now.qualified(name) for name in plan.outputs]
        results = [_live(x) for x in after] + [total + _live(x) for total, x in zip(sums, outputs, strict=True)]
        groups = [
            symbols["states"], sums, symbols["inputs"], symbols["noises"], rises, [hour], [since], constants.symbols,
            weight_symbols,
        ]  # fmt: skip
        ends = np.cumsum([len(group) for group in groups])
        self._rows = [slice(int(end) - len(group), int(end)) for end, group in zip(ends, groups, strict=True)]
        self._count = int(ends[-1])
        read_by_step = [symbol for group in groups for symbol in group]
        options = {"compact_mode": True}
        self._advance = hy.cfunc(results, vars=read_by_step, **options)
        self._freeze = hy.cfunc(hourly, vars=read_by_step[: int(ends[-2])], **options) if hourly else None
        self._prepare = hy.cfunc(constants.terms, vars=symbols["values"], **options) if constants.terms else None
        self._tables = threading.local()

    def _table(self, lanes: int) -> tuple[Array, Array]:
        found = getattr(self._tables, "found", None)
        if found is None or found[0].shape[1] != lanes:
            found = np.zeros((self._count, lanes)), np.zeros((len(self.plan.states) + len(self.plan.outputs), lanes))
            self._tables.found = found
        return found

    def __call__(
        self, state: Any, memory: Any, values: Any, keys: Any, day: int, inputs: Any, miss: Any, noise: bool = True
    ) -> tuple[Array, Array, Array]:
        """Run one day; see :class:`DayProgram`."""
        plan, lanes = self.plan, state.shape[1]
        table, result = self._table(lanes)
        states, sums, given, low, rise, hour, since, constant, frozen = self._rows
        count = len(plan.states)
        if self._prepare is not None:
            self._prepare(np.ascontiguousarray(values, dtype=float), outputs=table[constant])
        track = np.asarray(self._track(keys, memory, day, 1.0 if noise else 0.0))
        skipped = np.flatnonzero(np.any(miss > 0.0, axis=0))
        chance = np.asarray(self._chance(keys, day)) if len(skipped) else None
        every = np.empty((STEPS_PER_DAY, len(plan.outputs), lanes)) if self.resolution == "step" else None
        hours = np.empty((24, len(plan.outputs), lanes)) if every is None else None
        table[states] = state
        before = None
        for index in range(24):
            table[low], table[rise] = track[index], track[index + 1] - track[index]
            taken = {}
            if chance is not None:
                for i in skipped:
                    taken[i] = (chance[0, index] >= miss[0, i]) & (chance[1, index] >= miss[1, i])
                before = None
            table[sums] = 0.0
            for minor in range(STEPS_PER_HOUR):
                row = inputs[index * STEPS_PER_HOUR + minor]
                if before is None or not np.array_equal(row, before):
                    table[given] = row[:, None]
                    for i, kept in taken.items():
                        table[given.start + i] *= kept
                    before = row
                for part in range(self.substeps):
                    table[since] = minor * STEP + part * self.step
                    table[hour] = index + minor * STEP + part * self.step
                    if self._freeze is not None and minor == 0 and part == 0:
                        self._freeze(table[: constant.stop], outputs=table[frozen])
                    self._advance(table, outputs=result)
                    table[states] = result[:count]
                    if part == 0:
                        table[sums] = result[count:]
                if every is not None:
                    every[index * STEPS_PER_HOUR + minor] = result[count:] if self.substeps == 1 else table[sums]
                    table[sums] = 0.0
            if hours is not None:
                hours[index] = table[sums] / STEPS_PER_HOUR
        if every is not None:
            saved = every
        else:
            assert hours is not None
            saved = hours.mean(axis=0) if self.resolution == "day" else hours
        return table[states].copy(), track[-1], saved


def _symbol(group: str, row: int) -> Any:
    return hy.make_vars(f"{group}{row}")


def _live(value: Any) -> Any:
    return value.live() if isinstance(value, Term) else hy.expression(float(value))
