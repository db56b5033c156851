"""Sources as BibTeX and as CSL-JSON, for reference managers."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from somaloop.evidence.citation import Author, Citation, parse_citation
from somaloop.evidence.source import UNVERIFIED, Source, Work

NO_USES: Mapping[str, Iterable[str]] = MappingProxyType({})
_TEX = str.maketrans({c: f"\\{c}" for c in "&%$#_{}"} | {"~": r"\textasciitilde{}", "^": r"\textasciicircum{}"})


@dataclass(frozen=True, slots=True)
class _Entry:
    """One work with every source record that stands on it (a record may have several works, a work several records)."""

    key: str
    work: Work
    parts: Citation
    records: tuple[Source, ...]
    aliases: tuple[str, ...] = ()

    @property
    def note(self) -> str:
        notes = dict.fromkeys(_read(item) for item in self.records)
        if len(notes) > 1:  # how well it was read differs between the facts that were taken from it
            notes = dict.fromkeys(f"{item.id}: {_read(item)}" for item in self.records)
        parts = [*notes, *(f"{name} unverified" for name in self.work.unverified)]
        return "; ".join([*parts, self.parts.remark] if self.parts.remark else parts)

    def keywords(self, uses: Mapping[str, Iterable[str]]) -> str:
        return ", ".join(dict.fromkeys(use for item in self.records for use in uses.get(item.id, ())))


def _read(item: Source) -> str:
    return f"read: {item.seen}" + (f" {UNVERIFIED}" if item.from_memory else "")


def _same(work: Work) -> str:
    """What tells two works apart: the DOI, else the PubMed number, else the citation."""
    return f"doi:{work.doi.lower()}" if work.doi else f"pmid:{work.pmid}" if work.pmid else work.citation


def _entries(items: Iterable[Source]) -> list[_Entry]:
    found: dict[str, _Entry] = {}
    for item in items:
        for number, work in enumerate(item.works):
            name, key = _same(work), item.id if number == 0 else f"{item.id}-{number + 1}"
            known = found.get(name)
            if known is None:
                found[name] = _Entry(key, work, parse_citation(work.citation), (item,))
            else:
                records = known.records if item in known.records else (*known.records, item)
                found[name] = replace(known, records=records, aliases=(*known.aliases, key))
    return list(found.values())


def _tex_author(author: Author) -> str:
    if not author.given:
        return "{" + author.family.translate(_TEX) + "}"
    return f"{author.family.translate(_TEX)}, {author.given}"


def to_bibtex(items: Iterable[Source], uses: Mapping[str, Iterable[str]] = NO_USES) -> str:
    """The sources as BibTeX entries, keyed by id; further works of one source get ``-2``, ``-3``.

    A work that stands in several records is one entry, under the first record's id; the others are its aliases
    (biblatex ``ids``). ``uses`` names what each source is used for, by id; it becomes keywords.
    """
    entries = []
    for entry in _entries(items):
        work, parts = entry.work, entry.parts
        names = [_tex_author(author) for author in parts.authors] + (["others"] if parts.and_others else [])
        fields = {
            "author": " and ".join(names),
            "title": "{" + parts.title.translate(_TEX) + "}" if parts.title else "",
            "journal": parts.journal.translate(_TEX),
            "year": str(parts.year or ""),
            "volume": parts.volume,
            "number": parts.issue,
            "pages": parts.pages.replace("-", "--"),
            "doi": work.doi,
            "pmid": work.pmid,
            "note": entry.note.translate(_TEX),
            "ids": ", ".join(entry.aliases),
            "keywords": entry.keywords(uses).translate(_TEX),
        }
        lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
        entries.append("\n".join([f"@{'article' if parts.journal else 'misc'}{{{entry.key},", *lines, "}"]))
    return "\n\n".join(entries) + ("\n" if entries else "")


def _csl_author(author: Author) -> dict[str, str]:
    return {"family": author.family, "given": author.given} if author.given else {"literal": author.family}


def to_csl_json(items: Iterable[Source], uses: Mapping[str, Iterable[str]] = NO_USES) -> str:
    """The sources as a CSL-JSON list, as reference managers and pandoc read it; one entry a work, see :func:`to_bibtex`."""
    entries: list[dict[str, Any]] = []
    for entry in _entries(items):
        work, parts = entry.work, entry.parts
        authors = [_csl_author(author) for author in parts.authors]
        fields: dict[str, Any] = {
            "id": entry.key,
            "type": "article-journal" if parts.journal else "document",
            "author": authors + ([{"literal": "et al."}] if parts.and_others else []),
            "title": parts.title,
            "container-title": parts.journal,
            "issued": {"date-parts": [[parts.year]]} if parts.year else None,
            "volume": parts.volume,
            "issue": parts.issue,
            "page": parts.pages,
            "DOI": work.doi,
            "PMID": work.pmid,
            "note": entry.note,
            "keyword": entry.keywords(uses),
        }
        entries.append({name: value for name, value in fields.items() if value})
    return json.dumps(entries, ensure_ascii=False, indent=1)
