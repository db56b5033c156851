"""Instruments: what turns a state of body and mind into a reading with its range, rounding and error."""

from somaloop.instruments.catalogue import INSTRUMENTS, instrument, needed_outputs
from somaloop.instruments.instrument import Instrument

__all__ = ["INSTRUMENTS", "Instrument", "instrument", "needed_outputs"]
