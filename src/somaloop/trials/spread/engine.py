"""What an engine does with pieces, and which engines there are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Protocol

from somaloop.language import Body, SomaloopError, unknown
from somaloop.trials.pieces import Part, Piece

ENGINES = ("process", "ray")
Tick = Callable[[int], None]


class Engine(Protocol):
    """Does pieces, in any order. It is a context: leaving it lets go of whatever it holds."""

    def run(self, body: Body, pieces: Iterable[Piece], tick: Tick | None = None) -> Iterator[tuple[Piece, Part]]:
        """Do the pieces and give each with what came out of it, as it comes. ``tick`` is told person-days, where it can."""
        ...

    def __enter__(self) -> Engine: ...

    def __exit__(self, *error: object) -> None: ...


def engine_of(name: str, address: str = "") -> Engine:
    """An engine by its name. Raises UnknownNameError, or SomaloopError where an address is given to no purpose."""
    if name not in ENGINES:
        raise unknown("engine", name, ENGINES)
    if name == "ray":
        from somaloop.trials.spread.ray_cluster import RayCluster

        return RayCluster(address)
    if address:
        raise SomaloopError(f"an address ({address}) is that of a Ray cluster; write --engine ray as well")
    from somaloop.trials.spread.process import ThisProcess

    return ThisProcess()
