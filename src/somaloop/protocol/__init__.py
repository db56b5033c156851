"""What is done and when: protocols as lines that a clinician would write, schedules, safety, experiments.

A protocol is read with :meth:`Protocol.parse` or :meth:`Protocol.read`, put on the time grid of a body with
:func:`build_schedule`, and checked with :func:`safety_notes`. ``docs/protocol-language.md`` describes the language.
"""

from somaloop.protocol.activities import Activity
from somaloop.protocol.conditions import Acknowledge, Belief, ClockChange, Miss
from somaloop.protocol.doses import Dose, Drink, Eat, Take
from somaloop.protocol.experiment import (
    Experiment,
    ExperimentArm,
    ExperimentError,
    PersonWords,
    parse_experiment,
    read_experiment,
)
from somaloop.protocol.forms import BY_MOUTH, FORMS, Form, elemental, form_of
from somaloop.protocol.plan import Event, Occurrence
from somaloop.protocol.problems import Place, Problem, ProtocolError
from somaloop.protocol.protocol import Protocol
from somaloop.protocol.safety import RED_FLAGS, SCOPE, SafetyNote, safety_notes
from somaloop.protocol.schedule import Schedule, build_schedule
from somaloop.protocol.settings import Diet, SleepWindow, Stop, Use
from somaloop.protocol.statement import Statement
from somaloop.protocol.when import Clock, Days, Span, weeks

__all__ = [
    "BY_MOUTH",
    "FORMS",
    "RED_FLAGS",
    "SCOPE",
    "Acknowledge",
    "Activity",
    "Belief",
    "Clock",
    "ClockChange",
    "Days",
    "Diet",
    "Dose",
    "Drink",
    "Eat",
    "Event",
    "Experiment",
    "ExperimentArm",
    "ExperimentError",
    "Form",
    "Miss",
    "Occurrence",
    "PersonWords",
    "Place",
    "Problem",
    "Protocol",
    "ProtocolError",
    "SafetyNote",
    "Schedule",
    "SleepWindow",
    "Span",
    "Statement",
    "Stop",
    "Take",
    "Use",
    "build_schedule",
    "elemental",
    "form_of",
    "parse_experiment",
    "read_experiment",
    "safety_notes",
    "weeks",
]
