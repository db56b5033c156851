"""The day compiled by heyoka: vector instructions for many lanes at once, ready in seconds."""

from __future__ import annotations

import threading
from typing import Any, NamedTuple

import heyoka as hy
import numpy as np
from numpy.typing import NDArray

from somaloop.engine._heyoka_terms import Constants, Term, choose
from somaloop.engine._jax import jax
from somaloop.engine.cache import cache_folder
from somaloop.engine.noise import daily_uniforms, evened, noise_track
from somaloop.engine.program import PRECISIONS, STEP, STEPS_PER_HOUR, Layout, Precision, Resolution
from somaloop.engine.scheme import DIVISIONS, advance, day_parts, new_inputs, weights
from somaloop.engine.splitting import splitting
from somaloop.language import Body, Reading

Array = NDArray[Any]


def _set_up() -> None:
    """One thread a program, as blocks of lanes run in threads of our own; compiled programs go to our own cache."""
    hy.set_nthreads(1)
    state: Any = getattr(hy, "llvm_state", None)
    if not hasattr(state, "set_diskcache_path"):  # versions that keep nothing on disk
        return
    folder = cache_folder("heyoka")
    state.set_diskcache_enabled(folder is not None)
    if folder is not None:
        state.set_diskcache_path(folder)
        state.set_diskcache_limit(_CACHE_BYTES)


_CACHE_BYTES = 500_000_000
_set_up()


class _Table(NamedTuple):
    """Everything that a step of one length reads, a row a quantity and a column a lane; and what it gives."""

    read: Array
    given: Array


class HeyokaProgram:
    """A :class:`DayProgram` by heyoka: one compiled step, called for each step of the day.

    Each thread keeps a table for each length: whole steps of the grid, and the parts of those where an input changes.
    The states themselves are kept in double precision; changes are worked out in ``precision``.
    """

    def __init__(
        self, body: Body, plan: Layout, resolution: Resolution, substeps: int = 1, precision: Precision = "double"
    ) -> None:
        self.body, self.plan, self.resolution, self.substeps = body, plan, resolution, substeps
        self._real = PRECISIONS[precision]
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

        split, begin = splitting(self.body), [moving(x) for x in states]
        self._quick = split.quick_among(plan.inputs)
        first = read(begin, 0.0)
        lasting = {name: weights(first.change(name).loss_rate, step, choose) for name in split.lasting}
        changes, now = advance(plan.states, begin, step, lasting, split.changing, read, choose)
        totals = [total + _live(now.qualified(name)) for total, name in zip(sums, plan.outputs, strict=True)]
        results = [_live(x) for x in changes] + totals
        groups = [states, sums, inputs, noises, rises, [hour], [since], constants.symbols]
        ends = np.cumsum([len(group) for group in groups])
        self._rows = [slice(int(end) - len(group), int(end)) for end, group in zip(ends, groups, strict=True)]
        order = [symbol for group in groups for symbol in group]
        self._advance = hy.cfunc(results, vars=order, compact_mode=True, fp_type=self._real)
        self._prepare = hy.cfunc(constants.terms, vars=[*values, length], compact_mode=True)

    def hold(self, values: Any) -> tuple[Array, ...]:
        """The constants of every lane, for each length of step: what parameters and strengths alone make."""
        values = np.asarray(values, dtype=float)
        lengths = [np.full((1, values.shape[1]), STEP / (self.substeps * parts)) for parts in DIVISIONS]
        return tuple(self._prepare(np.concatenate([values, length])).astype(self._real) for length in lengths)

    def _tables(self, held: tuple[Array, ...]) -> tuple[_Table, ...]:
        lanes = held[0].shape[1]
        found: tuple[_Table, ...] | None = getattr(self._own, "tables", None)
        if found is None or found[0].read.shape[1] != lanes:
            found = self._own.tables = tuple(self._table(lanes) for _ in held)
        for table, constants in zip(found, held, strict=True):
            table.read[self._rows[-1]] = constants
        return found

    def _table(self, lanes: int) -> _Table:
        give = len(self.plan.states) + len(self.plan.outputs)
        return _Table(np.zeros((self._rows[-1].stop, lanes), self._real), np.zeros((give, lanes), self._real))

    def __call__(
        self, state: Any, memory: Any, held: Any, keys: Any, day: int, inputs: Any, miss: Any, noise: bool = True
    ) -> tuple[Array, Array, Array]:
        """Run one day; see :class:`DayProgram`."""
        plan, lanes, count = self.plan, state.shape[1], len(self.plan.states)
        states, sums, given, low, rise, hour, since, constant = self._rows
        tables = self._tables(held)
        keys = evened(np.asarray(keys), axis=0)
        track = np.asarray(self._track(keys, evened(memory), day, 1.0 if noise else 0.0))[..., :lanes]
        skipped = [int(i) for i in np.flatnonzero(np.any(miss > 0.0, axis=0))]
        chance = np.asarray(self._chance(keys, day))[..., :lanes] if skipped else np.zeros((2, 24, lanes))
        new = new_inputs(inputs)
        each = 1 if self.resolution == "step" else STEPS_PER_HOUR  # steps of the grid that are saved as one mean
        saved = np.empty((len(inputs) // each, len(plan.outputs), lanes))
        total = np.array(state, dtype=float)
        now = tables[0].read
        now[sums] = 0.0
        kept: dict[int, Array] = {}
        for number, part, of in day_parts(inputs, self._quick, self.substeps):
            index, minor = divmod(number, STEPS_PER_HOUR)
            table = tables[of // self.substeps - 1]
            if table.read is not now:
                table.read[sums.start : constant.start] = now[sums.start : constant.start]
                now = table.read
            if part == 0:
                if minor == 0:
                    now[low], now[rise] = track[index], track[index + 1] - track[index]
                    kept = {i: (chance[0, index] >= miss[0, i]) & (chance[1, index] >= miss[1, i]) for i in skipped}
                if minor == 0 or new[number]:
                    now[given] = inputs[number][:, None]
                    for i, taken in kept.items():
                        now[given.start + i] *= taken
            ahead = minor * STEP + part * (STEP / of)
            now[hour], now[since] = index + ahead, ahead
            now[states] = total
            self._advance(now, outputs=table.given)
            total += table.given[:count]
            if part == 0:
                now[sums] = table.given[count:]
            if part == of - 1 and (number + 1) % each == 0:
                saved[number // each] = now[sums] / each
                now[sums] = 0.0
        return total, track[-1], saved.mean(axis=0) if self.resolution == "day" else saved


def _symbols(group: str, count: int) -> list[Any]:
    return [hy.make_vars(f"{group}{i}") for i in range(count)]


def _live(value: Any) -> Any:
    return value.live() if isinstance(value, Term) else hy.expression(float(value))
