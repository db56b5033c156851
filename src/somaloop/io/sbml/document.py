"""A body as an SBML document: an element for every quantity, arrow and port, and a rule for what follows from others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from somaloop import __version__
from somaloop.engine.program import layout
from somaloop.engine.reference import initial_values
from somaloop.engine.simulate import DaySource
from somaloop.io.sbml.formula import Formula, floor, number
from somaloop.io.sbml.notes import arrow_notes, identifiers, parameter_notes
from somaloop.io.sbml.tracks import Tracks, input_tracks
from somaloop.io.sbml.writer import Writer
from somaloop.language import Body, SomaloopError, unknown
from somaloop.language.units import unit

_SCOPE = (
    "The noise-free model. Time is in hours from the midnight that begins day 1. Noise is left out and nothing is "
    "missed. Inputs change by events up to the last day, and then stay as they are. Arrows between mechanisms are "
    "parameters (arrow.NAME) with what they add to their port (contribution.NAME); an arrow of 0 is cut. States begin "
    "at numbers, which do not follow when a parameter is changed.",
    "Research software; it gives no medical advice.",
)


def _equation(body: Body, writer: Writer, name: str) -> Any:
    mechanism, _, quantity = name.partition(".")
    return body.mechanisms[mechanism].equations[quantity](writer.scope(mechanism))


def _write_clock(writer: Writer, name: str) -> None:
    hour = unit("hour")
    time, day = Formula("time", hour, writer.table), number(24.0, hour, writer.table)
    writer.follows(name, time - day * floor(time / day))


def _write_inputs(body: Body, writer: Writer, tracks: Tracks) -> None:
    for name, item in body.inputs.items():
        lines = [f"Input. {item.description}"]
        if name in tracks.first:
            writer.quantity(name, lines, tracks.first[name], constant=name not in tracks.changing)
        else:
            writer.quantity(name, lines)
            _write_clock(writer, name)
    for place, moment in enumerate(tracks.moments, start=1):
        writer.changes(place, moment.hour, moment.values)


def _write_arrows(body: Body, writer: Writer, values: Mapping[str, float]) -> None:
    for name, arrow in body.arrows.items():
        strength, contribution = f"arrow.{name}", f"contribution.{name}"
        writer.quantity(strength, arrow_notes(arrow), values[strength], constant=True, sources=identifiers(arrow))
        writer.quantity(contribution, [f"What {strength} adds to {arrow.target} now."])
        writer.follows(contribution, arrow.equation(writer.symbols[strength], writer.scope(arrow.origin)))
    for name, port in body.ports.items():
        writer.quantity(name, [f"Port. {port.description}"])
        ending = (writer.symbols[f"contribution.{arrow.name}"] for arrow in body.arrows_into.get(name, ()))
        writer.follows(name, sum(ending, port.rest))


def export_sbml(
    body: Body,
    values: Mapping[str, float],
    initial: Mapping[str, float] | None = None,
    schedule: DaySource | None = None,
    *,
    days: int = 14,
    title: str = "somaloop",
    remarks: Iterable[str] = (),
) -> str:
    """Write the noise-free model of one person in one world as SBML Level 3.

    Args:
        body: The mechanisms.
        values: Every parameter by qualified name and every arrow's strength by ``"arrow.NAME"``, in their own units.
        initial: States at the midnight that begins day 1; those left out begin at their own formula.
        schedule: What is done, on the six-minute grid; nothing is missed. Without one, inputs keep their defaults.
        days: How many days of the schedule the file holds.
        title: The name of the model.
        remarks: Sentences for the notes of the model: who, which world, what is done.

    Raises:
        SbmlError: If python-libsbml is not installed or something has no form in SBML.
        UnknownNameError: If ``values`` or ``initial`` name what the body does not have.
        SomaloopError: If a value is missing.
    """
    wanted = {*body.parameters, *(f"arrow.{name}" for name in body.arrows)}
    for kind, given, known in (("value", values, wanted), ("state", initial or {}, body.states)):
        for name in given:
            if name not in known:
                raise unknown(kind, name, known)
    missing = sorted(wanted - set(values))
    if missing:
        raise SomaloopError(f"no value for {', '.join(missing[:3])}{' and others' if len(missing) > 3 else ''}")
    writer = Writer(body)
    writer.describe(title, [*remarks, *_SCOPE, f"Written by somaloop {__version__}."])
    begin = initial_values(body, {name: values[name] for name in body.parameters}) | dict(initial or {})
    for name, state in body.states.items():
        writer.quantity(name, [f"State. {state.description}"], begin[name])
        writer.moves(name, _equation(body, writer, name))
    _write_inputs(body, writer, input_tracks(body, layout(body), schedule, days))
    for name, noise in body.noises.items():
        writer.quantity(name, [f"Noise, left out. {noise.description}"], 0.0, constant=True)
    for name, item in body.parameters.items():
        writer.quantity(name, parameter_notes(item), values[name], constant=True, sources=identifiers(item))
    _write_arrows(body, writer, values)
    for name, observable in body.observables.items():
        writer.quantity(name, [f"Observable. {observable.description}"])
        writer.follows(name, _equation(body, writer, name))
    return writer.text()
