"""This process: pieces one after another, each on all cores by the engine's threads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from somaloop.language import Body
from somaloop.trials.pieces import Part, Piece, work
from somaloop.trials.spread.engine import Tick


class ThisProcess:
    """An :class:`Engine` that holds nothing."""

    def run(self, body: Body, pieces: Iterable[Piece], tick: Tick | None = None) -> Iterator[tuple[Piece, Part]]:
        """Do one piece after another."""
        for piece in pieces:
            yield piece, work(body, piece, tick)

    def __enter__(self) -> ThisProcess:
        return self

    def __exit__(self, *error: object) -> None:
        return None
