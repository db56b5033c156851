"""Published facts: one record for every id that a parameter, an arrow or a claim points to.

``sources.json`` holds a finding in our own words, who was studied and how, what was read of the paper (``seen``), and
whether the numbers may set values (``calibrate``) or only check results (``validate``).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from somaloop.language.errors import unknown

Seen = Literal["fulltext", "abstract", "secondary", "memory"]
Use = Literal["calibrate", "validate"]
UNVERIFIED = "(unverified, from memory)"


@dataclass(frozen=True, slots=True)
class Work:
    """One publication. ``unverified`` names the identifiers ("doi", "pmid") that were never looked up."""

    citation: str
    doi: str = ""
    pmid: str = ""
    unverified: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The citation with its identifiers, those from memory marked."""
        parts = [self.citation]
        for name, value in (("doi", self.doi), ("pmid", self.pmid)):
            if value:
                parts.append(f"{name}:{value}" + (" (unverified)" if name in self.unverified else ""))
        return ", ".join(parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A published fact and the works (nearly always one) that it stands in."""

    id: str
    kind: str
    seen: Seen
    use: Use
    finding: str
    population: str
    design: str
    works: tuple[Work, ...]

    @property
    def citation(self) -> str:
        """The citations of all works in one line."""
        return "; ".join(work.citation for work in self.works)

    @property
    def doi(self) -> str:
        """The first DOI there is, or an empty string."""
        return next((work.doi for work in self.works if work.doi), "")

    @property
    def pmid(self) -> str:
        """The first PubMed number there is, or an empty string."""
        return next((work.pmid for work in self.works if work.pmid), "")

    @property
    def from_memory(self) -> bool:
        """Whether nothing of the source was read when the record was written."""
        return self.seen == "memory"


def read_records(name: str) -> list[dict[str, Any]]:
    """The records of one of the JSON files beside this module."""
    return json.loads(Path(__file__).with_name(name).read_text(encoding="utf-8"))


def read_works(records: list[dict[str, Any]]) -> tuple[Work, ...]:
    """The works of a record."""
    return tuple(Work(**{**record, "unverified": tuple(record.get("unverified", ()))}) for record in records)


@lru_cache(maxsize=1)
def sources() -> Mapping[str, Source]:
    """All sources by id."""
    records = read_records("sources.json")
    return MappingProxyType({r["id"]: Source(**{**r, "works": read_works(r["works"])}) for r in records})


def source(name: str) -> Source:
    """The source with this id; an unknown one raises an error that names the nearest."""
    known = sources()
    if name not in known:
        raise unknown("source", name, known)
    return known[name]


def cite_text(item: Source) -> str:
    """The citation as a reader sees it, with a mark where it was written down from memory."""
    text = "; ".join(work.text for work in item.works)
    return f"{text} {UNVERIFIED}" if item.from_memory else text
