"""How a mechanism is written and checked: one definition, read as arrays, as symbols and as units."""

from somaloop.language import functions
from somaloop.language.arrow import Arrow, proportional
from somaloop.language.body import Body, assemble
from somaloop.language.errors import ModelError, SomaloopError, UnknownNameError, suggestion, unknown
from somaloop.language.mechanism import Change, Mechanism, change, relax
from somaloop.language.quantities import (
    GRADES,
    Entry,
    Grade,
    Input,
    Method,
    Noise,
    Observable,
    Parameter,
    Port,
    State,
)
from somaloop.language.reading import Reading, Scope
from somaloop.language.spread import Spread, fixed, lognormal, normal, uniform

__all__ = [
    "GRADES",
    "Arrow",
    "Body",
    "Change",
    "Entry",
    "Grade",
    "Input",
    "Mechanism",
    "Method",
    "ModelError",
    "Noise",
    "Observable",
    "Parameter",
    "Port",
    "Reading",
    "Scope",
    "SomaloopError",
    "Spread",
    "State",
    "UnknownNameError",
    "assemble",
    "change",
    "fixed",
    "functions",
    "lognormal",
    "normal",
    "proportional",
    "relax",
    "suggestion",
    "uniform",
    "unknown",
]
