"""Medicines that lines may name: what they are called, and which kind the model or the safety rules know."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MedicineKind:
    """A kind of medicine and the names that belong to it."""

    name: str
    members: tuple[str, ...]


KINDS = (
    MedicineKind(
        "ppi", ("proton pump inhibitor", "omeprazole", "esomeprazole", "pantoprazole", "lansoprazole", "rabeprazole")
    ),
    MedicineKind("thiazide", ("hydrochlorothiazide", "chlorthalidone", "indapamide", "bendroflumethiazide")),
    MedicineKind("loop diuretic", ("furosemide", "torasemide", "torsemide", "bumetanide")),
    MedicineKind("levothyroxine", ("thyroxine", "l-thyroxine")),
    MedicineKind("quinolone", ("ciprofloxacin", "levofloxacin", "moxifloxacin", "norfloxacin", "ofloxacin")),
    MedicineKind("tetracycline", ("doxycycline", "minocycline")),
    MedicineKind("bisphosphonate", ("alendronate", "alendronic acid", "risedronate", "ibandronate")),
)
_KIND_OF = {name: kind.name for kind in KINDS for name in (kind.name, *kind.members)}


def medicine_kind(name: str) -> str:
    """The kind of a medicine, or an empty string for one that is not known."""
    return _KIND_OF.get(name.strip().lower(), "")


def medicine_names() -> tuple[str, ...]:
    """Every name that is known."""
    return tuple(_KIND_OF)
