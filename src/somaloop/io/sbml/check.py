"""Have libSBML check a document: syntax, identifiers, units and good practice."""

from __future__ import annotations

from dataclasses import dataclass

from somaloop.io.sbml.writer import library


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that libSBML remarks; ``severity`` is ``"warning"``, ``"error"`` or ``"fatal"``."""

    severity: str
    line: int
    message: str


def check_sbml(text: str) -> tuple[Finding, ...]:
    """Everything that libSBML's consistency checks find in a document, units included. Raises SbmlError without libSBML."""
    document = library().readSBMLFromString(text)
    document.checkConsistency()
    found = (document.getError(i) for i in range(document.getNumErrors()))
    return tuple(Finding(e.getSeverityAsString().lower(), e.getLine(), " ".join(e.getMessage().split())) for e in found)
