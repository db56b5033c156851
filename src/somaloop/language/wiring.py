"""The wiring of a body: what acts on what, and which arrows lie on the ways from a cause to an effect.

An arrow lies on a way if it can be reached from the cause and reaches the outcome; of these the ones on the shortest
ways are listed, and on ways one arrow longer. Wiring that is not in question (structural arrows) counts as a step and
is not listed; steps within a mechanism cost nothing. That an arrow is listed says that it can carry the effect, not
that it does.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from somaloop.language.body import Body
from somaloop.language.dependence import dependences

LONGER_BY = 1  # how many arrows longer than the shortest way a way may be to be listed
ARROW = "arrow."


@dataclass(frozen=True, slots=True)
class Way:
    """An arrow that can carry an effect: how many arrows lie on the shortest way through it, itself included."""

    arrow: str
    length: int


class Wiring:
    """What acts on what: states, inputs and parameters within a mechanism, and arrows between mechanisms."""

    def __init__(self, body: Body) -> None:
        self.body = body

    @cached_property
    def _direct(self) -> dict[str, frozenset[str]]:
        return dependences(self.body)

    def _sources(self, name: str) -> frozenset[str]:
        """What acts directly on an arrow, a state or an observable: its own mechanism, and the arrows that end there.

        What lies behind such an arrow acts through it, also where no state stands in between.
        """
        arrows = self.body.arrows
        at = arrows[name.removeprefix(ARROW)].origin if name.startswith(ARROW) else name
        home = at.partition(".")[0] + "."

        def near(other: str) -> bool:
            end = arrows[other.removeprefix(ARROW)].target if other.startswith(ARROW) else other
            return end.startswith(home)

        return frozenset(other for other in self._direct[name] if near(other)) - {name}

    @cached_property
    def _acts_on(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {}
        nodes = [*self.body.states, *self.body.observables, *(ARROW + name for name in self.body.arrows)]
        for node in nodes:
            for source in self._sources(node):
                found.setdefault(source, []).append(node)
        return {name: tuple(items) for name, items in found.items()}

    def _cost(self, node: str) -> int:
        return int(node.startswith(ARROW))

    def _steps(self, begin: Iterable[str], backward: bool) -> dict[str, int]:
        """For each node, how many arrows lie between it and the beginning, the node itself included."""
        known = {**self.body.states, **self.body.observables}
        found: dict[str, int] = {}
        todo: deque[tuple[str, int]] = deque((name, self._cost(name)) for name in begin)
        while todo:
            node, steps = todo.popleft()
            if node in found and found[node] <= steps:
                continue
            found[node] = steps
            if not backward:
                following: Iterable[str] = self._acts_on.get(node, ())
            else:
                following = self._sources(node) if node in known or node.startswith(ARROW) else ()
            for other in following:
                cost = self._cost(other)
                (todo.append if cost else todo.appendleft)((other, steps + cost))
        return found

    def ways(self, cause: Iterable[str], outcome: Iterable[str]) -> tuple[Way, ...]:
        """The arrows on the shortest ways from any cause to any outcome, and on ways a little longer."""
        onward, back = self._steps(cause, backward=False), self._steps(outcome, backward=True)
        lengths = {
            name: onward[ARROW + name] + back[ARROW + name] - 1
            for name in self.body.arrows
            if ARROW + name in onward and ARROW + name in back
        }
        if not lengths:
            return ()
        longest = min(lengths.values()) + LONGER_BY
        order = {name: number for number, name in enumerate(self.body.arrows)}
        chosen = sorted(
            (length, order[name], name)
            for name, length in lengths.items()
            if length <= longest and not self.body.arrows[name].structural
        )
        return tuple(Way(name, length) for length, _, name in chosen)

    def toward(self, outcome: Iterable[str]) -> dict[str, int]:
        """For each arrow that can move an outcome: how many arrows its shortest way there has, itself included."""
        back = self._steps(outcome, backward=True)
        return {name: back[ARROW + name] for name in self.body.arrows if ARROW + name in back}

    def upstream(self, outcome: Iterable[str]) -> frozenset[str]:
        """Everything that an outcome is made from, near or far: states, inputs, parameters, and ``arrow.NAME``."""
        return frozenset(self._steps(outcome, backward=True))
