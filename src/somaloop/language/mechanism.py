"""A mechanism: quantities, arrows that leave it, and one equation for every state and observable."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from somaloop.language.arrow import Arrow
from somaloop.language.quantities import Input, Noise, Observable, Parameter, Port, State


@dataclass(frozen=True, slots=True)
class Change:
    """How a state changes: ``gain - loss_rate * state``, per hour.

    Splitting the loss off lets the integrator take the fast part exactly, however short its time constant.
    """

    gain: Any
    loss_rate: Any


def change(gain: Any = 0.0, loss_rate: Any = 0.0) -> Change:
    """``d(state)/dt = gain - loss_rate * state``; ``gain`` in state unit per hour, ``loss_rate`` in 1/h."""
    return Change(gain, loss_rate)


def relax(target: Any, time_constant: Any) -> Change:
    """``d(state)/dt = (target - state) / time_constant``; ``time_constant`` in hours."""
    return Change(target / time_constant, 1.0 / time_constant)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mechanism:
    """One system of the body or the mind, written once.

    ``equations`` maps the name of each state to a function returning a :class:`Change`, and the name of each
    observable to a function returning its value. Each function takes ``q``, whose attributes are the mechanism's own
    states, observables, parameters, inputs, noises and ports. ``outputs`` names what a study would look at.
    """

    name: str
    title: str
    description: str
    states: tuple[State, ...] = ()
    observables: tuple[Observable, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    inputs: tuple[Input, ...] = ()
    noises: tuple[Noise, ...] = ()
    ports: tuple[Port, ...] = ()
    arrows: tuple[Arrow, ...] = ()
    equations: Mapping[str, Callable[[Any], Any]]
    outputs: tuple[str, ...] = ()
