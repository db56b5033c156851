"""The noise-free model as an SBML file."""

from somaloop.io.sbml.check import Finding, check_sbml
from somaloop.io.sbml.document import export_sbml
from somaloop.io.sbml.units import SbmlError
from somaloop.io.sbml.writer import identifier

__all__ = ["Finding", "SbmlError", "check_sbml", "export_sbml", "identifier"]
