"""Bodies that show what an arrow carries, and that can be given it: for working out strengths as told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from somaloop.engine.simulate import DaySource
from somaloop.language import Arrow, Body, Input, Mechanism, Observable, Port, assemble, fixed, proportional

Array = NDArray[np.float64]
PROBES, PUSHES = "told_probes", "told_pushes"


def _copy(arrow: Arrow, name: str, origin: str, target: str, **changed: Any) -> Arrow:
    return replace(
        arrow, name=name, origin=origin, target=target, as_told=1.0, as_known=fixed(1.0), structural=True, **changed
    )


def probed(body: Body, names: Iterable[str]) -> Body:
    """The same body, with an observable ``told_probes.ARROW`` of what each arrow would bring at strength one."""
    arrows = [body.arrows[name] for name in names]
    copies = {
        arrow.name: _copy(arrow, f"probe_{arrow.name}", arrow.origin, f"{PROBES}.{arrow.name}_in") for arrow in arrows
    }
    mechanism = Mechanism(
        name=PROBES,
        title="Probes",
        description="What arrows bring at strength one.",
        observables=tuple(Observable(name=a.name, unit="1", description=a.description) for a in arrows),
        ports=tuple(Port(name=f"{a.name}_in", unit="1", description=a.description) for a in arrows),
        equations={a.name: (lambda q, port=f"{a.name}_in": getattr(q, port)) for a in arrows},
    )
    leaving: dict[str, list[Arrow]] = {}
    for arrow in arrows:
        leaving.setdefault(arrow.origin.partition(".")[0], []).append(copies[arrow.name])
    kept = [replace(m, arrows=(*m.arrows, *leaving.get(m.name, ()))) for m in body.mechanisms.values()]
    return assemble([*kept, mechanism])


def pushed(body: Body, names: Iterable[str]) -> Body:
    """The same body, with an input ``told_pushes.ARROW`` into the port of each arrow; the strength scales the push."""
    arrows = [body.arrows[name] for name in names]
    mechanism = Mechanism(
        name=PUSHES,
        title="Pushes",
        description="What arrows carry, pushed into their ports.",
        inputs=tuple(Input(name=a.name, unit="1", description=a.description) for a in arrows),
        arrows=tuple(
            _copy(a, f"push_{a.name}", f"{PUSHES}.{a.name}", a.target, equation=proportional(a.name)) for a in arrows
        ),
        equations={},
    )
    return assemble([*body.mechanisms.values(), mechanism])


class WithTracks:
    """A schedule with daily tracks added."""

    def __init__(self, schedule: DaySource, tracks: Mapping[str, Array]) -> None:
        self.schedule, self.tracks = schedule, tracks

    def day(self, index: int) -> dict[str, Array]:
        """The input arrays of one day."""
        return {**self.schedule.day(index), **self.tracks}

    def missed(self, index: int) -> dict[str, tuple[str, float]]:
        """Nothing is missed."""
        return {}


class Moved:
    """The scope of a mechanism at reference values, with one quantity set."""

    def __init__(self, body: Body, qualified: str, value: float) -> None:
        self._body, self._qualified, self._value = body, qualified, value

    def __getattr__(self, name: str) -> Any:
        mechanism = self._qualified.partition(".")[0]
        qualified = f"{mechanism}.{name}"
        if qualified == self._qualified:
            return self._value
        if qualified in self._body.observables:
            return self._body.mechanisms[mechanism].equations[name](self)
        return self._body.parameters[qualified].value
