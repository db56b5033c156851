"""Files that other programs read and write."""

from somaloop.io.sbml import Finding, SbmlError, check_sbml, export_sbml, identifier

__all__ = ["Finding", "SbmlError", "check_sbml", "export_sbml", "identifier"]
