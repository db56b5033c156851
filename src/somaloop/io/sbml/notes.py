"""What a reader of the file should know about a number: where it comes from, and how sure it is."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from somaloop.evidence import cite_text, sources
from somaloop.evidence.provenance import ids_in
from somaloop.language import Arrow, Parameter

GRADES = {
    "A": "consistent human trials",
    "B": "limited or mixed human trials",
    "C": "animal, in-vitro or observational",
    "D": "no support found",
    "X": "contradicted",
}


def xhtml(lines: Iterable[str]) -> str:
    """Paragraphs of plain text as the notes of an SBML element."""
    paragraphs = "".join(f"<p>{escape(line)}</p>" for line in lines if line)
    return f'<body xmlns="http://www.w3.org/1999/xhtml">{paragraphs}</body>'


def _unit(text: str) -> str:
    return "" if text == "1" else f" {text}"


def _basis(item: Parameter | Arrow) -> list[str]:
    known = sources()
    cited = [f"Source: {cite_text(known[name])}." for name in ids_in(item.source) if name in known]
    return [f"Grade {item.grade} ({GRADES[item.grade]}); {item.method}.", item.note, *cited]


def parameter_notes(parameter: Parameter) -> list[str]:
    """What a parameter is, what is not known about it, how people differ, grade and sources."""
    spreads = [
        f"{what}: {spread.describe()}{_unit(parameter.unit)}."
        for what, spread in (
            ("Not known within", parameter.uncertainty),
            ("People differ by", parameter.between_people),
        )
        if spread is not None
    ]
    return [parameter.description, *spreads, *_basis(parameter)]


def arrow_notes(arrow: Arrow) -> list[str]:
    """What an arrow says, its strength in both worlds, grade and sources."""
    told, known = f"{arrow.as_told:g}{_unit(arrow.unit)}", f"{arrow.as_known.describe()}{_unit(arrow.unit)}"
    strengths = f"Strength as told: {told}; as known: {known}."
    wiring = "Wiring that is not in question: the same in both worlds." if arrow.structural else ""
    claim = f"Claim of the article: {arrow.claim}." if arrow.claim else ""
    return [f"{arrow.description} From {arrow.origin} to {arrow.target}.", strengths, wiring, claim, *_basis(arrow)]


def identifiers(item: Parameter | Arrow) -> tuple[str, ...]:
    """Addresses of the cited works at identifiers.org; identifiers that nobody looked up are left out."""
    known, found = sources(), dict[str, None]()
    for name in ids_in(item.source):
        for work in known[name].works if name in known else ():
            if work.doi and "doi" not in work.unverified:
                found[f"https://identifiers.org/doi:{work.doi}"] = None
            if work.pmid and "pmid" not in work.unverified:
                found[f"https://identifiers.org/pubmed:{work.pmid}"] = None
    return tuple(found)
