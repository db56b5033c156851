"""The arms of a plan: from lines and doses, or from the levels of factors."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from itertools import product
from types import MappingProxyType
from typing import Any

from somaloop.language import SomaloopError
from somaloop.protocol import Acknowledge, Activity, Belief, Miss, Protocol, ProtocolError, Take, build_schedule
from somaloop.protocol import safety_notes as notes_on
from somaloop.protocol.doses import PLACEBO
from somaloop.protocol.measures import convert, unit_of
from somaloop.protocol.when import holds
from somaloop.studies.file_reader import FileReader, Keys
from somaloop.trials.plan import TrialArm, TrialPlan
from somaloop.trials.text import ArmText, TrialText

MAGNESIUM = "magnesium"
WEEK = 7
_DOSE = re.compile(r"(\d+(?:\.\d+)?)\s*(\S*?)(?:\s+(?:a|per)\s+day)?")

Arms = dict[str, TrialArm]
Factors = Mapping[str, tuple[str, ...]]


def read_arms(reader: FileReader, text: TrialText, usual: Protocol, everybody: Protocol) -> tuple[Arms, Factors]:
    """The arms by name, in order, and the levels of each factor."""
    if text.factors:
        return _of_factors(reader, text, usual, everybody)
    arms: Arms = {}
    factors: dict[str, list[str]] = {}
    for name, item in text.arms.items():
        path: Keys = ("arms", name, "lines") if ("arms", name, "lines") in reader.found.nodes else ("arms", name)
        given = isinstance(reader.found.data["arms"][name], Mapping)
        own = _lines(reader, item.lines, ("arms", name, "lines") if given else path)
        if item.waiting and len(own):
            reader.say(f"the arm {name!r} waits, so it has no lines of its own", ("arms", name, "waiting"))
        arms[name] = _arm(name, own, usual + everybody, item)
        _together(reader, usual + everybody, own, path)
        for factor, level in item.levels.items():
            listed = factors.setdefault(factor, [])
            listed += [] if level in listed else [level]
    for name, item in text.arms.items():
        without = [factor for factor in factors if factor not in item.levels]
        if arms[name].treated and without:
            said = f"the arm {name!r} has no level of {without[0]}, others have"
            reader.say(said, ("arms", name), hint=f"write levels: {{{without[0]}: {factors[without[0]][0]}}}")
    _doses(reader, text, arms)
    if factors and text.design != "dose-finding":
        hint = "in a factorial design write factors instead of arms; the arms follow from their levels"
        first = next(name for name, item in text.arms.items() if item.levels)
        reader.say("levels of arms belong to a dose-finding design", ("arms", first, "levels"), hint=hint)
    return arms, MappingProxyType({name: tuple(levels) for name, levels in factors.items()})


def _of_factors(reader: FileReader, text: TrialText, usual: Protocol, everybody: Protocol) -> tuple[Arms, Factors]:
    own: dict[tuple[str, str], Protocol] = {}
    for factor, levels in text.factors.items():
        if len(levels) < 2:
            hint = "the first level is the one without treatment"
            reader.say(f"the factor {factor!r} has fewer than two levels", ("factors", factor), hint=hint)
        for level, lines in levels.items():
            own[factor, level] = _lines(reader, lines, ("factors", factor, level))
    if text.arms:
        reader.say("give either arms or factors: the levels of the factors make the arms", ("arms",))
    arms: Arms = {}
    for cell in product(*text.factors.values()):
        name = " + ".join(cell)
        chosen = dict(zip(text.factors, cell, strict=True))
        together = Protocol()
        try:
            for factor, level in chosen.items():
                together = together + own[factor, level]
        except ProtocolError as error:
            reader.problems += error.located(reader.found.place(("factors",))).problems
            continue
        arms[name] = replace(_arm(name, together, usual + everybody, ArmText()), levels=MappingProxyType(chosen))
        _together(reader, usual + everybody, together, ("factors",))
    return arms, MappingProxyType({name: tuple(levels) for name, levels in text.factors.items()})


def _lines(reader: FileReader, value: Any, path: Keys) -> Protocol:
    if value is not None and not isinstance(value, str | list):
        hint = "put a | after the colon and one line of the protocol on each line below"
        reader.say("an arm needs lines of a protocol", path, hint=hint)
        return Protocol()
    return reader.protocol(reader.lines(path), path) or Protocol()


def _together(reader: FileReader, base: Protocol, own: Protocol, path: Keys) -> None:
    try:
        build_schedule(base + own, reader.body, WEEK, before=base)
    except ProtocolError as error:
        reader.problems += error.located(reader.found.place(path)).problems


def _arm(name: str, own: Protocol, base: Protocol, text: ArmText) -> TrialArm:
    lines = [*base, *own]
    beliefs = [line for line in lines if isinstance(line, Belief)]
    swallowed = any(isinstance(line, Take) for line in lines)
    blinded = bool(beliefs) and swallowed and beliefs[-1].percent < 100 and beliefs[-1].blinding != "open label"
    return TrialArm(
        name=name, protocol=own, lines=str(own), blinded=blinded, treated=any(_treats(line) for line in own),
        waiting=text.waiting, levels=MappingProxyType(dict(text.levels)),
    )  # fmt: skip


def _treats(line: Any) -> bool:
    """Whether a line brings more than a placebo, attention, or how these are taken."""
    if isinstance(line, Take):
        return line.thing != PLACEBO
    if isinstance(line, Activity):
        return line.thing != "clinician visit"
    return not isinstance(line, Belief | Miss | Acknowledge)


def read_control(reader: FileReader, text: TrialText, arms: Mapping[str, TrialArm], told: bool) -> str:
    """The arm that others are compared with: as written, else the only one that is not treated.

    ``told`` says that something is wrong with the lines of the arms, so that nothing follows from them.
    """
    if text.control:
        known = reader.known("arm", text.control, arms, ("control",))
        if known and text.design == "waiting list" and not arms[text.control].waiting:
            waiting = [name for name, arm in arms.items() if arm.waiting]
            hint = f"write control: {waiting[0]}" if waiting else ""
            reader.say(f"in a waiting-list design those who wait are the control, not {text.control!r}", ("control",),
                       hint=hint)  # fmt: skip
        return text.control
    plain = [name for name, arm in arms.items() if arm.waiting] or [
        name for name, arm in arms.items() if not arm.treated
    ]
    if len(plain) == 1:
        return plain[0]
    if arms and not told:
        said = "say which arm the others are compared with"
        reader.say(said, (), hint=f"write control: {(plain or list(arms))[0]}")
    return next(iter(arms), "")


def _doses(reader: FileReader, text: TrialText, arms: Arms) -> None:
    """Put the stated doses into the arms; where a dose-finding plan states none, that of the lines."""
    given = {name: item.dose for name, item in text.arms.items() if item.dose is not None}
    if not given:
        if text.design == "dose-finding" and any(_magnesium(arm.protocol) for arm in arms.values()):
            for name, arm in arms.items():
                arms[name] = replace(arm, dose=daily_magnesium(arm.protocol), dose_unit="mg")
        return
    unit = ""
    for name, value in given.items():
        path = ("arms", name, "dose")
        try:
            amount, own = _dose(value)
            if own:
                unit = unit or own
                amount = convert(amount, unit_of(own), unit, MAGNESIUM)
        except SomaloopError as error:
            first = getattr(error, "problems", ())
            reader.say(first[0].message if first else str(error), path, hint=first[0].hint if first else "")
            continue
        arms[name] = replace(arms[name], dose=amount)
    for name in given:
        arms[name] = replace(arms[name], dose_unit=unit)
    for name, arm in arms.items():
        if text.design == "dose-finding" and arm.treated and name not in given:
            reader.say(f"the arm {name!r} states no dose, others do", ("arms", name), hint="write dose: 300 mg")


def _dose(value: float | str) -> tuple[float, str]:
    found = _DOSE.fullmatch(f"{value:g}" if not isinstance(value, str) else value.strip())
    if found is None:
        raise SomaloopError(f"{value!r} is not a dose; write 300 mg")
    amount, unit = float(found.group(1)), found.group(2)
    if not unit and amount:
        raise SomaloopError(f"a dose needs its unit; did you mean '{amount:g} mg'?")
    return amount, unit_of(unit).name if unit else ""


def _magnesium(protocol: Protocol) -> list[Take]:
    return [line for line in protocol if isinstance(line, Take) and line.thing == MAGNESIUM]


def daily_magnesium(protocol: Protocol) -> float:
    """Elemental magnesium that lines bring on the day with most of it, in mg."""
    lines = _magnesium(protocol)
    begins = {line.span.first or 1 for line in lines}
    days = {begin + later for begin in begins for later in range(WEEK)}
    return max(
        (
            sum(line.given("mg") * len(line.times) for line in lines if holds(line.pattern, line.span, day))
            for day in days
        ),
        default=0.0,
    )


def no_danger(reader: FileReader, plan: TrialPlan) -> None:
    """The protocol's own safety rules, for what each course does on all its days."""
    from somaloop.trials.courses import protocol_of

    kidney = plan.people.facts.get("kidney function")
    for course in plan.courses:
        try:
            protocol = protocol_of(plan, course)
            schedule = build_schedule(protocol, reader.body, plan.days, before=plan.usual)
            notes_on(protocol, schedule, kidney_function_ml_min=float(kidney) if kidney is not None else None)
        except ProtocolError as error:
            reader.problems += error.located(reader.found.place(("arms",))).problems
