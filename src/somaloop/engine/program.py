"""One day of a block of people as one compiled program, and which quantity stands where.

A block is a fixed number of lanes (people, worlds, draws; padded), all on one schedule. Every size of job runs the
same program on the same width, so a person's numbers do not depend on who else is in the job. Time steps are six
minutes. Two compilers read the same equations and the same step (``scheme``): heyoka's, for the processor, where its
package is installed; and JAX, everywhere and for a GPU. ``SOMALOOP_ENGINE`` picks one by name.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from threading import Lock
from typing import Any, Literal, Protocol

import numpy as np

from somaloop.language import Body, unknown

STEPS_PER_HOUR = 10
STEP = 1.0 / STEPS_PER_HOUR
STEPS_PER_DAY = 24 * STEPS_PER_HOUR

Resolution = Literal["step", "hour", "day"]
Precision = Literal["double", "single"]
PRECISIONS: dict[Precision, Any] = {"double": np.float64, "single": np.float32}
"""In single precision changes are worked out in 32 bits and added up in 64."""


@dataclass(frozen=True)
class Layout:
    """Which row of which array holds which quantity."""

    states: tuple[str, ...]
    noises: tuple[str, ...]
    inputs: tuple[str, ...]
    values: tuple[str, ...]
    outputs: tuple[str, ...]

    def row(self, group: str, name: str) -> int:
        """The row of a quantity in its array. Raises UnknownNameError."""
        names: tuple[str, ...] = getattr(self, group)
        if name not in names:
            raise unknown(group.rstrip("s"), name, names)
        return names.index(name)


def layout(body: Body, outputs: tuple[str, ...] | None = None) -> Layout:
    """The array layout of a body; ``outputs`` defaults to what its mechanisms name as outputs."""
    chosen = tuple(outputs if outputs is not None else body.outputs)
    known = {**body.states, **body.observables}
    for name in chosen:
        if name not in known:
            raise unknown("output", name, known)
    values = (*body.parameters, *(f"arrow.{name}" for name in body.arrows))
    inputs = tuple(name for name in body.inputs if not name.endswith(".clock_hour"))
    return Layout(tuple(body.states), tuple(body.noises), inputs, values, chosen)


class DayProgram(Protocol):
    """The compiled day of one body. Called with arrays, it returns the next midnight's state and noise, and the outputs."""

    def hold(self, values: Any) -> Any:
        """What days are run with in place of ``values`` [values, lanes], worked out once for a block of lanes."""
        ...

    def __call__(
        self, state: Any, memory: Any, held: Any, keys: Any, day: int, inputs: Any, miss: Any, noise: bool = True
    ) -> tuple[Any, Any, Any]:
        """Run one day; ``day`` counts from 0 and is negative while settling.

        ``state`` [states, lanes]; ``memory`` [noises, lanes] at midnight; ``held`` as given by :meth:`hold`; ``keys``
        [lanes, 2]; ``inputs`` [steps of a day, inputs]; ``miss`` [2, inputs] chances. Returns state, memory and the
        outputs: [240, outputs, lanes] each step, [24, outputs, lanes] as means of hours, or [outputs, lanes] of the day.
        """
        ...


COMPILERS = ("heyoka", "jax")


@lru_cache(maxsize=1)
def compiler() -> str:
    """The compiler in use: ``SOMALOOP_ENGINE`` if set, else heyoka where it is installed and no GPU is found, else JAX."""
    wanted = os.environ.get("SOMALOOP_ENGINE", "")
    if wanted:
        if wanted not in COMPILERS:
            raise unknown("compiler in SOMALOOP_ENGINE", wanted, COMPILERS)
        return wanted
    if find_spec("heyoka") is None:
        return "jax"
    from somaloop.engine._jax import jax

    return "heyoka" if jax.default_backend() == "cpu" else "jax"


_PROGRAMS: dict[tuple[int, tuple[str, ...], str, int, str, str], DayProgram] = {}
_BUILDING = Lock()


def day_program(
    body: Body, plan: Layout, resolution: Resolution, substeps: int = 1, by: str = "", precision: Precision = "double"
) -> DayProgram:
    """The program for a body, built once per process; ``substeps`` divides every step of the grid.

    Inputs stay constant within a step of the grid. ``by`` names the compiler, by default :func:`compiler`.
    """
    by = by or compiler()
    if precision not in PRECISIONS:
        raise unknown("precision", precision, PRECISIONS)
    key = (id(body), plan.outputs, resolution, substeps, by, precision)
    with _BUILDING:  # threads that want the same program wait for one that builds it
        if key not in _PROGRAMS:
            if by == "heyoka":
                from somaloop.engine._heyoka_program import HeyokaProgram as Program
            elif by == "jax":
                from somaloop.engine._jax_program import JaxProgram as Program
            else:
                raise unknown("compiler", by, COMPILERS)
            _PROGRAMS[key] = Program(body, plan, resolution, substeps, precision)
    return _PROGRAMS[key]
