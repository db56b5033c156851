"""Instruments: what turns a state of body and mind into a reading with its range, rounding and error."""

from somaloop.instruments.catalogue import INSTRUMENTS, MAIN, instrument, needed_outputs
from somaloop.instruments.conduct import at_first, given, when_asked
from somaloop.instruments.instrument import Anchor, Instrument, Reliability
from somaloop.instruments.windows import Growth, Moment, Recall, Window

__all__ = [
    "INSTRUMENTS",
    "MAIN",
    "Anchor",
    "Growth",
    "Instrument",
    "Moment",
    "Recall",
    "Reliability",
    "Window",
    "at_first",
    "given",
    "instrument",
    "needed_outputs",
    "when_asked",
]
