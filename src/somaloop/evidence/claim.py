"""What the article says, claim by claim in our own words, and how well each one is supported."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from somaloop.evidence.source import Work, read_records, read_works
from somaloop.language.errors import unknown
from somaloop.language.quantities import Grade


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One checkable statement of the article.

    ``sign`` is ``"+"`` (raises), ``"-"`` (lowers), ``"+/-"`` (depends) or ``"0"`` (no effect claimed). The grade is
    that of the claim as the article states it; ``overstated`` marks wording that goes beyond the evidence.
    """

    id: str
    section: str
    claim: str
    sign: str
    grade: Grade
    overstated: bool
    verdict: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """An entry of the article's reference list: as it is cited there, and the work that exists or comes nearest.

    ``exists`` is ``"yes"``, ``"wrong details"`` or ``"not found"``; ``misuse`` says what the article makes of it.
    """

    id: str
    as_cited: str
    exists: str
    works: tuple[Work, ...]
    found: str
    misuse: str


@lru_cache(maxsize=1)
def claims() -> Mapping[str, Claim]:
    """All claims by id, in the order of the article."""
    records = read_records("claims.json")
    return MappingProxyType({r["id"]: Claim(**{**r, "sources": tuple(r["sources"])}) for r in records})


def claim(name: str) -> Claim:
    """The claim with this id; an unknown one raises an error that names the nearest."""
    known = claims()
    if name not in known:
        raise unknown("claim", name, known)
    return known[name]


@lru_cache(maxsize=1)
def references() -> Mapping[str, Reference]:
    """The article's ten references by id, each checked."""
    records = read_records("references.json")
    return MappingProxyType({r["id"]: Reference(**{**r, "works": read_works(r["works"])}) for r in records})
