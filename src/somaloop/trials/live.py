"""Let the people of a plan live all its courses, in one world or several: kept piece by piece, and resumed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from somaloop.language import Body
from somaloop.trials.lives import Lives
from somaloop.trials.plan import TrialPlan

Progress = Callable[[int, int], None]


class Interrupted(KeyboardInterrupt):
    """The run was stopped by the user; the text says what is kept and how to go on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """How many people live in each world (the same ones in each of ``truths`` of ``known``)."""

    middle: int = 500
    known: int = 64
    truths: int = 40
    told: int = 250


def live(
    body: Body, plan: TrialPlan, world: str, *, people: int | None = None, truths: int | None = None,
    seed: int | None = None, folder: Path | None = None, engine: str = "process", address: str = "",
    progress: Progress | None = None,
) -> Lives:  # fmt: skip
    """The lives of one world (``middle``, ``known`` or ``told``). Sizes default to those of :class:`Sizes`.

    ``seed`` is the plan's if left out. ``folder`` keeps finished pieces (in ``lives`` below it), so that an interrupted
    run goes on. ``progress(done, all)`` is told person-days, and may raise to interrupt. ``engine`` is ``process`` or
    ``ray`` (at ``address``, else a cluster of this machine); the numbers are the same. Raises SomaloopError where
    hardly anybody is let in, UnknownNameError for a world or engine, and Interrupted on Ctrl-C.
    """
    raise NotImplementedError


def live_worlds(
    body: Body, plan: TrialPlan, worlds: Sequence[str] = ("middle", "known", "told"), *, sizes: Sizes | None = None,
    seed: int | None = None, folder: Path | None = None, engine: str = "process", address: str = "",
    progress: Progress | None = None,
) -> Mapping[str, Lives]:  # fmt: skip
    """The lives of several worlds, with one total for ``progress``; else as :func:`live`."""
    raise NotImplementedError
