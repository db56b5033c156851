"""Whether a published number may be fitted or may only check: it follows from the rows that it stands in.

A trial or meta-analysis that stands in several rows (found by its DOI or PubMed number) may only check if one of them
says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from somaloop.evidence import source, sources
from somaloop.studies.study import Use

_WHOLE = ("trial", "meta_analysis")  # kinds of rows whose whole paper is held back together


@lru_cache(maxsize=1)
def _held_back() -> frozenset[str]:
    """DOIs and PubMed numbers of trials and meta-analyses that may only check."""
    found = [item for item in sources().values() if item.kind in _WHOLE and item.use == "validate"]
    return frozenset(mark for item in found for work in item.works for mark in (work.doi, work.pmid) if mark)


@lru_cache(maxsize=1)
def _uses() -> Mapping[str, Use]:
    uses: dict[str, Use] = {}
    for name, item in sources().items():
        marks = {mark for work in item.works for mark in (work.doi, work.pmid) if mark}
        twin = item.kind in _WHOLE and bool(marks & _held_back())
        uses[name] = "validate" if item.use == "validate" or twin else "calibrate"
    return uses


def use_of(rows: Iterable[str]) -> Use:
    """The use of what stands in these rows; without rows it may only check. Raises UnknownNameError for an unknown row."""
    names = tuple(rows)
    found = [_uses()[source(name).id] for name in names]
    return "calibrate" if found and all(item == "calibrate" for item in found) else "validate"
