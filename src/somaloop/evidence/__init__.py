"""What is known: sources, grades of evidence, the article's claims and its references."""

from somaloop.evidence.bibliography import to_bibtex, to_csl_json
from somaloop.evidence.claim import Claim, Reference, claim, claims, references
from somaloop.evidence.grade import GRADE_WORDS, rank, worse_or_equal
from somaloop.evidence.provenance import ids_in, marked_ids, missing_claims, missing_sources, values_from_validation
from somaloop.evidence.source import Source, Work, cite_text, source, sources

__all__ = [
    "GRADE_WORDS",
    "Claim",
    "Reference",
    "Source",
    "Work",
    "cite_text",
    "claim",
    "claims",
    "ids_in",
    "marked_ids",
    "missing_claims",
    "missing_sources",
    "rank",
    "references",
    "source",
    "sources",
    "to_bibtex",
    "to_csl_json",
    "values_from_validation",
    "worse_or_equal",
]
