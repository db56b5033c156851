"""What a study reads off a person: a questionnaire, a diary item, a night's recording, a sample in a laboratory.

The expected reading is a curve of a weighted sum of the model's outputs, each averaged over the instrument's window,
kept inside its range. One actual reading adds error of measurement and the rounding of the form or the laboratory.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from math import sqrt
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from somaloop.instruments.curves import Curve, Straight
from somaloop.instruments.windows import Moment, Recall, Window
from somaloop.language import SomaloopError

Array = NDArray[np.float64]
Kind = Literal["questionnaire", "diary", "sleep", "biomarker", "bowel"]
Better = Literal["lower", "higher", "neither"]
Weights = tuple[tuple[str, float], ...]

_SMALLEST = 1e-12


@dataclass(frozen=True, slots=True)
class Reliability:
    """The share of the variance of readings that is not error, among people who vary by ``spread`` (of readings)."""

    value: float
    spread: float
    kind: str = "alpha"

    def __post_init__(self) -> None:
        if not (0.0 < self.value < 1.0 and self.spread > 0.0):
            raise ValueError(f"a reliability of {self.value} at a spread of {self.spread} is none")

    @property
    def error(self) -> float:
        """The standard error of measurement that belongs to it."""
        return self.spread * sqrt(1.0 - self.value)


@dataclass(frozen=True, slots=True)
class Anchor:
    """What a group of people scores on average, which fixes the curve (``sets``) or waits to be met by the model."""

    who: str
    mean: float
    sd: float | None = None
    source: str = ""
    sets: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument:
    """One way of measuring.

    ``weights`` are (output, weight) pairs: the expected reading is ``curve(offset + sum(weight * mean over the window))``
    clipped to ``[low, high]``; where there are ``per`` pairs, the sum is divided by theirs first. The standard deviation
    of one reading around it follows from ``reliability``, or is ``plain_error``; ``relative_error`` is a share of the
    reading. ``step`` is the rounding (0 for none), ``decimals`` what a table shows.

    ``important`` is the smallest difference that people notice (points), ``important_share`` the same as a share of
    where they began, and ``better`` tells which way is good. ``expectation_moves`` is False for what a belief cannot
    change. ``missing`` is the share of planned readings that are not given; ``asking`` the rise of a report, as a share
    of it, each time the number of askings a day doubles from ``asked`` on; ``first`` the rise of the first report, as a
    share of it (see :mod:`somaloop.instruments.conduct`). ``main`` instruments stand in the table of
    the main job; ``day_stands`` says of a sample at a moment that the mean of the day may stand for it.
    """

    name: str
    title: str
    unit: str
    kind: Kind
    weights: Weights
    window: Window
    low: float
    high: float
    source: str
    note: str
    per: Weights = ()
    offset: float = 0.0
    curve: Curve = field(default_factory=Straight)
    reliability: Reliability | None = None
    plain_error: float = 0.0
    relative_error: float = 0.0
    step: float = 0.0
    decimals: int = 1
    important: float | None = None
    important_share: float | None = None
    better: Better = "neither"
    anchors: tuple[Anchor, ...] = ()
    expectation_moves: bool = True
    missing: float = 0.0
    asking: float = 0.0
    asked: float = 1.0
    first: float = 0.0
    main: bool = False
    day_stands: bool = False

    def __post_init__(self) -> None:
        if self.reliability is not None and self.plain_error:
            raise ValueError(f"{self.name}: its error follows from its reliability or is given, not both")

    @property
    def outputs(self) -> tuple[str, ...]:
        """The outputs of the model that it needs, once each."""
        return tuple(dict.fromkeys(name for name, _ in (*self.weights, *self.per)))

    @property
    def error(self) -> float:
        """The part of a reading's error that does not grow with the reading (a standard deviation)."""
        return self.reliability.error if self.reliability is not None else self.plain_error

    @property
    def recall_days(self) -> int:
        """How many days it looks at; 1 for a sample."""
        return 1 if isinstance(self.window, Moment) else self.window.days

    @property
    def by_day(self) -> bool:
        """Whether daily means are enough to read it."""
        window = self.window
        return isinstance(window, Recall) or (isinstance(window, Moment) and (self.day_stands or window.whole_day))

    def expected_from(self, means: Mapping[str, Array]) -> Array:
        """The expected reading from the means of its outputs over its window, same shape as each of them.

        For a :class:`Growth` window the means are what the totals grew a day. Raises SomaloopError for a missing output.
        """
        missing = [name for name in self.outputs if name not in means]
        if missing:
            raise SomaloopError(f"{self.name} needs {', '.join(missing)}, which was not kept")
        total = np.asarray(self.offset, dtype=float)
        for name, weight in self.weights:
            total = total + weight * np.asarray(means[name], dtype=float)
        if self.per:
            whole = sum(weight * np.asarray(means[name], dtype=float) for name, weight in self.per)
            total = total / np.maximum(whole, _SMALLEST)
        return np.clip(self.curve(total), self.low, self.high)

    def expected(self, daily: Callable[[str], Array], day: int) -> Array:
        """The expected reading on the evening of ``day`` (0 is the first), shape as ``daily(output)[..., day]``.

        ``daily(output)`` gives the daily means of an output with days on the last axis. Early evenings look at the days
        there are. Raises SomaloopError for what is read at a clock time, which daily means do not show.
        """
        if not self.by_day:
            raise SomaloopError(f"{self.name} is read at a clock time ({self.window}); daily means do not show it")
        first = max(0, day + 1 - self.recall_days)
        return self.expected_from({name: daily(name)[..., first : day + 1].mean(axis=-1) for name in self.outputs})

    def error_of(self, expected: Array) -> Array:
        """The standard deviation of one reading around its expected value, same shape."""
        return np.hypot(self.error, self.relative_error * np.abs(expected))

    def error_on_level(self, level: float) -> float:
        """The error of a reading on the scale of its outputs, where all of them stand at ``level``."""
        small = 1e-4 * max(abs(level), 1e-3)
        low, middle, high = (
            float(self.expected_from({name: np.asarray(x) for name in self.outputs}))
            for x in (level - small, level, level + small)
        )
        slope = abs(high - low) / (2.0 * small)
        return float(self.error_of(np.asarray(middle))) / slope if slope else float("inf")

    def reading(self, expected: Array, chance: Array) -> Array:
        """One reading, elementwise: ``chance`` is standard normal; rounded to ``step`` and kept in range."""
        value = expected + self.error_of(expected) * chance
        if self.step:
            value = np.round(value / self.step) * self.step
        return np.clip(value, self.low, self.high)
