"""What is taken as known before studies are fitted: the written rule from source and grade to a prior.

The declared spread of an arrow or parameter is the prior, unless it claims more than its evidence can carry: then it
is widened to the least width of its grade and method, about the same middle. ``docs/calibration.md`` says the same in
words. Widths are relative to the middle (standard deviation over the middle, or of the logarithm).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from somaloop.language import Arrow, Body, Grade, Method, Parameter, SomaloopError, Spread, normal, unknown

SPREAD = "spread."  # before a parameter's name: how much more people differ in it than declared
ARROW = "arrow."

_Widths = Mapping[Grade, Mapping[Method, float]]


def _by_method(measured: float, derived: float, assumed: float) -> Mapping[Method, float]:
    return MappingProxyType({"measured": measured, "fitted": derived, "derived": derived, "assumed": assumed})


# An arrow's strength is a causal effect across mechanisms: even consistent trials give it to a tenth, and what only
# animals or a mechanism speak for may be half or half more of it.
LEAST_OF_ARROWS: _Widths = MappingProxyType(
    {
        "A": _by_method(0.05, 0.10, 0.15),
        "B": _by_method(0.15, 0.20, 0.25),
        "C": _by_method(0.30, 0.40, 0.50),
        "D": _by_method(0.50, 0.50, 0.50),
        "X": _by_method(0.50, 0.50, 0.50),
    }
)
# A parameter is a quantity inside one mechanism and is often measured directly.
LEAST_OF_PARAMETERS: _Widths = MappingProxyType(
    {
        "A": _by_method(0.02, 0.03, 0.05),
        "B": _by_method(0.05, 0.07, 0.10),
        "C": _by_method(0.10, 0.12, 0.15),
        "D": _by_method(0.15, 0.15, 0.20),
        "X": _by_method(0.15, 0.15, 0.20),
    }
)
# Absence of support is no proof of absence: an arrow of grade C or worse keeps at least this share of what is told.
LEAST_OF_TOLD = 0.05
# Where only a spread between people is declared, the mean of the population is open too: this share of that spread.
MEAN_OF_PEOPLE: Mapping[Grade, float] = MappingProxyType({"A": 0.1, "B": 0.2, "C": 0.35, "D": 0.5, "X": 0.5})
# How far people differ is known to about a fifth where a study gave a standard deviation, to a half where it is
# assumed: two standard deviations of the logarithm of the factor.
WIDTH_OF_SPREADS = _by_method(0.10, 0.15, 0.25)


@dataclass(frozen=True, slots=True)
class Departure:
    """A declared spread that is narrower than the rule allows, and the prior that is used instead."""

    name: str
    grade: Grade
    method: Method
    declared: Spread
    used: Spread


def _widened(spread: Spread, share: float, least: float) -> Spread:
    """The spread, at least ``share`` of its middle and ``least`` in its own unit wide (standard deviation).

    A range (uniform) stands as declared, for its ends are bounds of nature. A share of the middle says nothing of a
    quantity with a negative middle, such as a logit: only ``least`` holds there.
    """
    if spread.kind == "lognormal":
        return replace(spread, second=max(spread.second, share))
    if spread.kind == "normal":
        return replace(spread, second=max(spread.second, share * max(spread.first, 0.0), least))
    return spread


def _around(spread: Spread, value: float) -> Spread:
    """The spread with its middle at the declared value, where bounds or a range would put it elsewhere.

    Raises SomaloopError where the value lies outside.
    """
    from scipy.special import ndtri

    share = spread.share(value)
    if not 0.0 < share < 1.0:
        raise SomaloopError(f"the value {value:g} lies outside what is declared to be possible: {spread.describe()}")
    return spread if abs(share - 0.5) < 1e-9 else replace(spread, middle=float(ndtri(share)))


def arrow_prior(arrow: Arrow) -> Spread:
    """The prior of an arrow's strength, in the arrow's unit."""
    told = LEAST_OF_TOLD * abs(arrow.as_told) if arrow.grade in ("C", "D", "X") else 0.0
    return _widened(arrow.as_known, LEAST_OF_ARROWS[arrow.grade][arrow.method], told)


def parameter_prior(parameter: Parameter) -> Spread | None:
    """The prior of a parameter of the reference person, in its unit; None where it is held.

    A parameter that carries no uncertainty is held, unless people differ in it: then the mean of the population is
    open. A mean of zero stays zero: it defines what is counted from the type (:attr:`Parameter.between_people`).
    """
    if parameter.uncertainty is not None:
        widened = _widened(parameter.uncertainty, LEAST_OF_PARAMETERS[parameter.grade][parameter.method], 0.0)
        return _around(widened, parameter.value)
    people = parameter.between_people
    if people is None or people.kind not in ("normal", "lognormal") or parameter.value == 0.0:
        return None
    mean = replace(people, first=parameter.value, second=MEAN_OF_PEOPLE[parameter.grade] * people.second)
    return _around(mean, parameter.value)


def spread_prior(parameter: Parameter) -> Spread:
    """The prior of the logarithm of the factor by which people differ more than declared."""
    return normal(0.0, WIDTH_OF_SPREADS[parameter.method])


def open_quantities(body: Body) -> tuple[str, ...]:
    """Everything that the evidence leaves open, by name (see :func:`prior_of`), as declared before any fit."""
    body = body.declared
    arrows = [f"{ARROW}{name}" for name, arrow in body.arrows.items() if not arrow.structural]
    parameters = [name for name, item in body.parameters.items() if parameter_prior(item) is not None]
    spreads = [f"{SPREAD}{name}" for name, item in body.parameters.items() if item.between_people is not None]
    return (*arrows, *parameters, *spreads)


def prior_of(body: Body, name: str) -> Spread:
    """What is taken as known of an open quantity before studies are fitted, in its own unit.

    Names are ``arrow.NAME`` (strength), ``mechanism.parameter`` (value of the reference person) and
    ``spread.mechanism.parameter`` (logarithm of the factor by which people differ more than declared).
    Raises UnknownNameError for a name that does not exist, SomaloopError for a quantity that is held.
    """
    body = body.declared
    if name.startswith(ARROW):
        known = {ARROW + item for item, arrow in body.arrows.items() if not arrow.structural}
        if name not in known:
            raise unknown("open quantity", name, known)
        return arrow_prior(body.arrows[name.removeprefix(ARROW)])
    plain = name.removeprefix(SPREAD)
    if plain not in body.parameters:
        raise unknown("open quantity", name, open_quantities(body))
    parameter = body.parameters[plain]
    if name.startswith(SPREAD):
        if parameter.between_people is None:
            raise SomaloopError(f"{name} is not open: people do not differ in {plain}")
        return spread_prior(parameter)
    prior = parameter_prior(parameter)
    if prior is None:
        raise SomaloopError(f"{name} is not open: it carries no uncertainty")
    return prior


def departures(body: Body) -> tuple[Departure, ...]:
    """Every declared spread that the rule widens, in the order of the body."""
    body = body.declared
    found = []
    for name, arrow in body.arrows.items():
        if not arrow.structural and (used := arrow_prior(arrow)) != arrow.as_known:
            found.append(Departure(ARROW + name, arrow.grade, arrow.method, arrow.as_known, used))
    for name, item in body.parameters.items():
        if (
            item.uncertainty is not None
            and (used := parameter_prior(item)) is not None
            and used.second != item.uncertainty.second
        ):
            found.append(Departure(name, item.grade, item.method, item.uncertainty, used))
    return tuple(found)
