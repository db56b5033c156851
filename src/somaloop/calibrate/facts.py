"""A big fact: what is asked, the virtual trial that asks it, the numbers with intervals, and whether it holds.

A fact holds where the whole 95 % interval of every deciding number lies on the side that the fact says. Nothing is typed in:
a fact that does not hold is shown as such.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Side = Literal["above", "below", ""]
Word = Literal["holds", "leans that way", "does not hold"]
WORDS: tuple[Word, ...] = ("holds", "leans that way", "does not hold")
RESAMPLES = 200
MOSTLY = 0.8  # of what is possible on the right side is "leans that way"


@dataclass(frozen=True, slots=True)
class Number:
    """One number with its 95 % interval; ``side`` of ``bar`` is where the fact says that it lies ("" decides nothing).

    ``chance`` is the share of what is possible on that side.
    """

    words: str
    unit: str
    centre: float
    low: float
    high: float
    decimals: int = 2
    side: Side = ""
    bar: float = 0.0
    chance: float = float("nan")

    @property
    def word(self) -> Word:
        """Whether this number lies where the fact says."""
        if self.side == "above":
            inside = self.low > self.bar
        elif self.side == "below":
            inside = self.high < self.bar
        else:
            inside = True
        return WORDS[0] if inside else WORDS[1] if self.chance >= MOSTLY else WORDS[2]


@dataclass(frozen=True, slots=True)
class Fact:
    """A big fact with the ``trial`` that asks it and the published rows that speak of it (``sources``)."""

    name: str
    asked: str
    trial: str
    numbers: tuple[Number, ...]
    sources: tuple[str, ...] = ()

    @property
    def word(self) -> Word:
        """The worst word of the deciding numbers."""
        worst = max((WORDS.index(item.word) for item in self.numbers if item.side), default=0)
        return WORDS[worst]


def number(
    words: str, unit: str, of: Callable[[NDArray[np.int64]], Array], people: int, *, decimals: int = 2, side: Side = "",
    bar: float = 0.0, seed: int = 1,
) -> Number:  # fmt: skip
    """A number that ``of(indices of people)`` gives in every truth [truths], over truths and over draws of people."""
    stream = np.random.default_rng([seed, 40])
    whole = np.asarray(of(np.arange(people)), dtype=float)
    drawn = np.stack([of(stream.integers(0, people, people)) for _ in range(RESAMPLES)]).ravel()
    drawn = drawn[np.isfinite(drawn)]
    if not len(drawn) or not np.isfinite(whole).any():
        nothing = float("nan")
        return Number(words, unit, nothing, nothing, nothing, decimals, side, bar, 0.0)
    low, high = np.quantile(drawn, [0.025, 0.975])
    chance = float((drawn > bar).mean() if side == "above" else (drawn < bar).mean() if side else np.nan)
    return Number(words, unit, float(np.nanmedian(whole)), float(low), float(high), decimals, side, bar, chance)
