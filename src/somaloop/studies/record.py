"""What is read off people while they live: the means of an instrument's outputs over its window, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from somaloop.engine.program import STEPS_PER_DAY, STEPS_PER_HOUR, Layout, layout
from somaloop.engine.simulate import Checkpoint, DaySource, Lanes, run
from somaloop.instruments import INSTRUMENTS, Growth, Recall, needed_outputs
from somaloop.language import Body
from somaloop.studies.moments import Moment

Array = NDArray[np.float64]
Asked = tuple[str, Moment]  # an instrument, and when it is read
FIRST_DAY = 1


def study_plan(body: Body) -> Layout:
    """The layout with everything that any instrument reads: one compiled program serves all studies."""
    return layout(body, tuple(needed_outputs()))


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a window: a day (as counted in the study), steps of it or all (None), and what its mean counts."""

    day: int
    steps: tuple[int, int] | None
    weight: float


def pieces_of(asked: Asked, first: int) -> tuple[Piece, ...]:
    """What a reading looks at, in a record that begins on day ``first``; what lies before is left out."""
    name, moment = asked
    window = INSTRUMENTS[name].window
    if isinstance(window, Recall):
        days = [day for day in range(moment.day - window.days + 1, moment.day + 1) if day >= first] or [first]
        return tuple(Piece(day, None, 1.0 / len(days)) for day in days)
    hour = window.hour if moment.hour is None else moment.hour
    end = (moment.day - 1) * STEPS_PER_DAY + round(hour * STEPS_PER_HOUR)
    if isinstance(window, Growth):
        before = end - window.days * STEPS_PER_DAY
        return (*_steps(before - 1, before, -1.0 / window.days, first), *_steps(end - 1, end, 1.0 / window.days, first))
    width = max(round(window.minutes / 60 * STEPS_PER_HOUR), 1)
    if width == STEPS_PER_DAY and end % STEPS_PER_DAY == 0:
        return (Piece(max(end // STEPS_PER_DAY, first), None, 1.0),)
    return _steps(end - width, end, 1.0, first)


def _steps(begin: int, end: int, weight: float, first: int) -> tuple[Piece, ...]:
    """Steps counted from the midnight that begins day 1, cut at midnights; each piece counts by its length."""
    begin = max(begin, (first - 1) * STEPS_PER_DAY)
    end = max(end, begin + 1)
    found = []
    for day in range(begin // STEPS_PER_DAY, (end - 1) // STEPS_PER_DAY + 1):
        low, high = max(begin - day * STEPS_PER_DAY, 0), min(end - day * STEPS_PER_DAY, STEPS_PER_DAY)
        found.append(Piece(day + FIRST_DAY, (low, high), weight * (high - low) / (end - begin)))
    return tuple(found)


class Recorder:
    """Adds up windows while days go by, for all lanes of one life. ``earlier`` is what lies in days that they share."""

    def __init__(
        self, plan: Layout, asked: Iterable[Asked], lanes: int, first: int, earlier: Recorder | None = None
    ) -> None:
        self.asked = tuple(sorted(set(asked)))
        self.rows = {item: [plan.row("outputs", name) for name in INSTRUMENTS[item[0]].outputs] for item in self.asked}
        self.sums = {
            item: earlier.sums[item].copy() if earlier and item in earlier.sums else np.zeros((len(rows), lanes))
            for item, rows in self.rows.items()
        }
        self.by_day: dict[int, list[tuple[Asked, Piece]]] = {}
        for item in self.asked:
            for piece in pieces_of(item, first):
                self.by_day.setdefault(piece.day, []).append((item, piece))

    def needs_steps(self, day: int) -> bool:
        """Whether some reading of that day sees only part of it."""
        return any(piece.steps is not None for _, piece in self.by_day.get(day, ()))

    def keep(self, fine: bool) -> Callable[[Array, int, int], Array]:
        """What the engine calls with each block-day; ``fine`` days come step by step."""

        def note(saved: Array, index: int, low: int) -> Array:
            lanes = slice(low, low + saved.shape[-1])
            for item, piece in self.by_day.get(index + FIRST_DAY, ()):
                if not fine:
                    seen = saved[self.rows[item]]
                else:
                    seen = saved[slice(*piece.steps) if piece.steps else slice(None)][:, self.rows[item]].mean(axis=0)
                self.sums[item][:, lanes] += piece.weight * seen
            return np.zeros(0)

        return note

    def means(self) -> dict[Asked, dict[str, Array]]:
        """Window means by reading and output [lanes]."""
        return {item: dict(zip(INSTRUMENTS[item[0]].outputs, table, strict=True)) for item, table in self.sums.items()}


def live_days(
    body: Body, plan: Layout, lanes: Lanes, schedule: DaySource, begin: Checkpoint, recorder: Recorder, first: int,
    days: int, seed: int, tick: Callable[[int], None] | None = None, at_once: int | None = None,
) -> tuple[Checkpoint, tuple[str, ...]]:  # fmt: skip
    """Live days ``first`` to ``first + days - 1`` (as counted in the study); where lanes stand, and what failed.

    Days of which only a part is read go step by step, all others by their mean, which is several times cheaper.
    """
    failed: list[str] = []
    for fine, low, high in _stretches(recorder, first, days):
        passage = run(
            body, plan, lanes, schedule, begin, first_day=low - FIRST_DAY, days=high - low, seed=seed,
            resolution="step" if fine else "day", keep=recorder.keep(fine), progress=tick, precision="single",
            at_once=at_once,
        )  # fmt: skip
        begin = passage.end
        failed += [failure.sentence for failure in passage.failures]
    return begin, tuple(failed)


def _stretches(recorder: Recorder, first: int, days: int) -> list[tuple[bool, int, int]]:
    found: list[tuple[bool, int, int]] = []
    for day in range(first, first + days):
        fine = recorder.needs_steps(day)
        if found and found[-1][0] == fine:
            found[-1] = (fine, found[-1][1], day + 1)
        else:
            found.append((fine, day, day + 1))
    return found


def read_off(means: Mapping[Asked, Mapping[str, Array]], asked: Asked, truths: int) -> NDArray[np.float64]:
    """The expected reading of an instrument at a moment [truths, people]."""
    return INSTRUMENTS[asked[0]].expected_from(means[asked]).reshape(truths, -1)
