"""How far a job of many pieces is, in person-days; pieces tell it from several threads."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock

from somaloop.trials.pieces import Piece

Progress = Callable[[int, int], None]


class Meter:
    """Counts person-days over all pieces and tells ``progress(done, all)``. What is expected of a stage may grow."""

    def __init__(self, progress: Progress | None) -> None:
        self.progress, self.lock = progress, Lock()
        self.expected: dict[str, int] = {}
        self.finished: dict[str, int] = {}
        self.current = self.shown = 0

    def expect(self, stage: str, days: int) -> None:
        """So many person-days are to come of a stage."""
        self.expected[stage] = days

    def settle(self, *stages: str) -> None:
        """Nothing more is to come of these stages."""
        for stage in stages:
            self.expected[stage] = self.finished.get(stage, 0)

    def tick(self, days: int) -> None:
        """Person-days of the piece that is under way."""
        with self.lock:
            self.current += days
            self._tell()

    def done(self, piece: Piece) -> None:
        """A piece is finished."""
        with self.lock:
            self.finished[piece.kind] = self.finished.get(piece.kind, 0) + piece.days
            self.expected[piece.kind] = max(self.expected.get(piece.kind, 0), self.finished[piece.kind])
            self.current = 0
            self._tell()

    def _tell(self) -> None:
        """Called with the lock, so that what is told comes in order."""
        if self.progress is not None:
            total = max(sum(self.expected.values()), 1)
            # A piece may take more days than expected (what had been without stopping): progress stands, and never falls.
            self.shown = max(self.shown, min(sum(self.finished.values()) + self.current, total))
            self.progress(min(self.shown, total), total)
