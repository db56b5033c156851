"""The slow, thorough check of a body: every equation read as units and as symbols."""

from __future__ import annotations

from typing import Any

from somaloop.language import symbols
from somaloop.language.body import Body
from somaloop.language.dependence import dependences
from somaloop.language.errors import ModelError
from somaloop.language.reading import Reading
from somaloop.language.units import UnitValue, unit


def symbolic(body: Body) -> Reading:
    """Read the body as symbols; ports stand as their sums of arrows, observables as their formulas."""

    def leaf(name: str, declaration: Any) -> Any:
        if type(declaration).__name__ == "Port":
            return symbols.sympy.Float(declaration.rest) if declaration.rest else symbols.sympy.Integer(0)
        return symbols.symbol(name)

    return Reading(body, leaf)


def check_units(body: Body) -> None:
    """Raise ModelError where an equation, an arrow or an initial value does not balance."""

    def leaf(name: str, declaration: Any) -> Any:
        return unit(declaration.unit)

    reading = Reading(body, leaf)
    hour = unit("hour")

    def expect(got: Any, wanted: UnitValue, what: str) -> None:
        got = got if isinstance(got, UnitValue) else (wanted if got == 0 else unit("1"))
        if not got.same_as(wanted):
            raise ModelError(f"{what} should be in [{wanted}] but works out as [{got}]")

    def within(what: str, work: Any) -> Any:
        try:
            return work()
        except ModelError as error:
            raise ModelError(f"{what}: {error}") from None

    for name, arrow in body.arrows.items():
        got = within(f"arrow {name}", lambda name=name: reading.arrow(name))
        expect(got, unit(body.ports[arrow.target].unit), f"the effect of arrow {name} on {arrow.target}")
    for name, state in body.states.items():
        wanted = unit(state.unit)
        part = within(f"equation of {name}", lambda name=name: reading.change(name))
        expect(part.gain, wanted / hour, f"the gain of state {name}")
        expect(part.loss_rate, unit("1") / hour, f"the loss rate of state {name}")
    for name, observable in body.observables.items():
        got = within(f"equation of {name}", lambda name=name: reading.qualified(name))
        expect(got, unit(observable.unit), f"observable {name}")
    for name, port in body.ports.items():
        within(f"port {name}", lambda name=name: reading.qualified(name))
        unit(port.unit)


def check_dependences(body: Body) -> None:
    """Raise ModelError for a parameter, input, noise, arrow or state that reaches no output, or a mislabelled arrow."""
    direct = dependences(body)
    for name, arrow in body.arrows.items():
        origin = direct[arrow.origin] if arrow.origin in body.observables else frozenset({arrow.origin})
        used = direct[f"arrow.{name}"]
        if arrow.origin in body.observables:
            # an observable is replaced by what it is made from, so the arrow must use at least all of that
            if not origin <= used:
                raise ModelError(f"arrow {name!r} says it leaves {arrow.origin!r} but does not read it")
        elif arrow.origin not in used:
            raise ModelError(f"arrow {name!r} says it leaves {arrow.origin!r} but does not read it")
        if f"arrow.{name}" not in used:
            raise ModelError(f"the equation of arrow {name!r} does not use its strength")
    reached: set[str] = set()
    todo = [name for name in body.outputs]
    while todo:
        name = todo.pop()
        if name in reached:
            continue
        reached.add(name)
        todo.extend(direct.get(name, ()) if name in body.states or name in body.observables else ())
    for group, items in (
        ("parameter", body.parameters),
        ("input", body.inputs),
        ("noise", body.noises),
        ("state", body.states),
    ):
        for name in items:
            if name not in reached:
                raise ModelError(f"{group} {name} moves no output: use it or remove it")
    for name in body.arrows:
        if f"arrow.{name}" not in reached:
            raise ModelError(f"arrow {name!r} moves no output: use its port {body.arrows[name].target!r} or remove it")
    for name in body.ports:
        if name not in body.arrows_into:
            raise ModelError(f"port {name} has no arrow: connect it or remove it")


def verify(body: Body) -> None:
    """Run every check. Raises ModelError with the first thing that is wrong."""
    check_units(body)
    check_dependences(body)
