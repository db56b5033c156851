"""A body: mechanisms put together and checked.

``assemble`` checks names, ranges, sources and wiring every time, which is cheap. ``verify`` reads all equations once
as units and once as symbols, which takes seconds; it refuses wrong units, quantities that move nothing, arrows that
are not what they say. The command line runs it whenever the model's source has changed since it last passed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from somaloop.language.arrow import Arrow
from somaloop.language.errors import ModelError, suggestion
from somaloop.language.mechanism import Mechanism
from somaloop.language.quantities import Input, Noise, Observable, Parameter, Port, State


@dataclass(frozen=True)
class Body:
    """All mechanisms of a virtual person, by name. Build it with :func:`assemble`.

    ``before`` is the body as it was declared, where studies have moved what is open; None where nothing was fitted.
    """

    mechanisms: Mapping[str, Mechanism]
    before: Body | None = None

    @property
    def declared(self) -> Body:
        """The body as its mechanisms declare it, before any fit."""
        return self.before if self.before is not None else self

    def _all(self, attribute: str) -> dict[str, Any]:
        return {
            f"{mechanism.name}.{item.name}": item
            for mechanism in self.mechanisms.values()
            for item in getattr(mechanism, attribute)
        }

    @cached_property
    def states(self) -> dict[str, State]:
        """States by qualified name, in the order of the state array."""
        return self._all("states")

    @cached_property
    def observables(self) -> dict[str, Observable]:
        """Observables by qualified name."""
        return self._all("observables")

    @cached_property
    def parameters(self) -> dict[str, Parameter]:
        """Parameters by qualified name."""
        return self._all("parameters")

    @cached_property
    def inputs(self) -> dict[str, Input]:
        """Inputs by qualified name."""
        return self._all("inputs")

    @cached_property
    def noises(self) -> dict[str, Noise]:
        """Noises by qualified name."""
        return self._all("noises")

    @cached_property
    def ports(self) -> dict[str, Port]:
        """Ports by qualified name."""
        return self._all("ports")

    @cached_property
    def quantities(self) -> dict[str, Any]:
        """Every named quantity by qualified name."""
        parts = (self.states, self.observables, self.parameters, self.inputs, self.noises, self.ports)
        return {name: item for part in parts for name, item in part.items()}

    @cached_property
    def arrows(self) -> dict[str, Arrow]:
        """Arrows by name."""
        return {arrow.name: arrow for mechanism in self.mechanisms.values() for arrow in mechanism.arrows}

    @cached_property
    def arrows_into(self) -> dict[str, tuple[Arrow, ...]]:
        """Arrows by the port where they end."""
        found: dict[str, list[Arrow]] = {}
        for arrow in self.arrows.values():
            found.setdefault(arrow.target, []).append(arrow)
        return {target: tuple(items) for target, items in found.items()}

    @cached_property
    def outputs(self) -> tuple[str, ...]:
        """What studies look at: the outputs that mechanisms name."""
        return tuple(f"{m.name}.{name}" for m in self.mechanisms.values() for name in m.outputs)


def _need(condition: bool, message: str) -> None:
    if not condition:
        raise ModelError(message)


def _check_provenance(what: str, item: Any) -> None:
    source = item.source if isinstance(item.source, str) else " ".join(item.source)
    _need(
        bool(source.strip()) or bool(item.note.strip()),
        f"{what} has neither a source nor a note that gives the reason",
    )
    if item.method == "assumed":
        _need(bool(item.note.strip()), f"{what} is marked assumed and needs a note that says why")
    else:
        _need(bool(source.strip()), f"{what} is marked {item.method} and needs a source")


def _check_mechanism(mechanism: Mechanism) -> None:
    seen: set[str] = set()
    for group in ("states", "observables", "parameters", "inputs", "noises", "ports"):
        for item in getattr(mechanism, group):
            _need(item.name.isidentifier(), f"{mechanism.name}: {item.name!r} is not a valid name")
            _need(item.name not in seen, f"{mechanism.name}: the name {item.name!r} is declared twice")
            _need(bool(item.description.strip()), f"{mechanism.name}.{item.name} needs a description")
            seen.add(item.name)
    wanted = {item.name for item in (*mechanism.states, *mechanism.observables)}
    given = set(mechanism.equations)
    for name in sorted(given - wanted):
        raise ModelError(f"{mechanism.name}: equation for unknown quantity {name!r}{suggestion(name, wanted)}")
    for name in sorted(wanted - given):
        raise ModelError(f"{mechanism.name}: no equation for {name!r}{suggestion(name, given)}")
    for name in mechanism.outputs:
        _need(name in wanted, f"{mechanism.name}: unknown output {name!r}{suggestion(name, wanted)}")
    for parameter in mechanism.parameters:
        _check_provenance(f"parameter {mechanism.name}.{parameter.name}", parameter)


def assemble(mechanisms: Iterable[Mechanism]) -> Body:
    """Put mechanisms together. Raises ModelError for a wrong name, a missing equation, source or end of an arrow."""
    by_name: dict[str, Mechanism] = {}
    arrow_names: set[str] = set()
    for mechanism in mechanisms:
        _need(mechanism.name.isidentifier(), f"{mechanism.name!r} is not a valid mechanism name")
        _need(mechanism.name not in by_name, f"two mechanisms are called {mechanism.name!r}")
        _check_mechanism(mechanism)
        by_name[mechanism.name] = mechanism
    body = Body(by_name)
    for mechanism in by_name.values():
        for arrow in mechanism.arrows:
            what = f"arrow {arrow.name!r}"
            _need(arrow.name.isidentifier(), f"{what} needs a name in one_word_form")
            _need(arrow.name not in arrow_names, f"two arrows are called {arrow.name!r}")
            arrow_names.add(arrow.name)
            _check_provenance(what, arrow)
            origins = {**body.states, **body.observables, **body.inputs}
            _need(
                arrow.origin in origins, f"{what}: unknown origin {arrow.origin!r}{suggestion(arrow.origin, origins)}"
            )
            _need(
                arrow.target in body.ports,
                f"{what}: {arrow.target!r} is not a port{suggestion(arrow.target, body.ports)}",
            )
            same = arrow.origin.partition(".")[0] == arrow.target.partition(".")[0]
            _need(not same, f"{what} starts and ends in one mechanism: write it into the equations")
    return body
