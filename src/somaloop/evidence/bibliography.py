"""Sources as BibTeX and as CSL-JSON, for reference managers."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from somaloop.evidence.citation import Author, Citation, parse_citation
from somaloop.evidence.source import UNVERIFIED, Source, Work

_TEX = str.maketrans({c: f"\\{c}" for c in "&%$#_{}"} | {"~": r"\textasciitilde{}", "^": r"\textasciicircum{}"})


def _works(items: Iterable[Source]) -> Iterator[tuple[str, Source, Work, Citation]]:
    for item in items:
        for number, work in enumerate(item.works):
            key = item.id if number == 0 else f"{item.id}-{number + 1}"
            yield key, item, work, parse_citation(work.citation)


def _note(item: Source, work: Work, parts: Citation) -> str:
    notes = [f"read: {item.seen}"]
    notes += [f"{name} unverified" for name in work.unverified]
    notes += [parts.remark] if parts.remark else []
    return "; ".join(notes) + (f" {UNVERIFIED}" if item.from_memory else "")


def _tex_author(author: Author) -> str:
    if not author.given:
        return "{" + author.family.translate(_TEX) + "}"
    return f"{author.family.translate(_TEX)}, {author.given}"


def to_bibtex(items: Iterable[Source]) -> str:
    """The sources as BibTeX entries, keyed by id; further works of one source get ``-2``, ``-3``."""
    entries = []
    for key, item, work, parts in _works(items):
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
            "note": _note(item, work, parts).translate(_TEX),
        }
        lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
        entries.append("\n".join([f"@{'article' if parts.journal else 'misc'}{{{key},", *lines, "}"]))
    return "\n\n".join(entries) + ("\n" if entries else "")


def _csl_author(author: Author) -> dict[str, str]:
    return {"family": author.family, "given": author.given} if author.given else {"literal": author.family}


def to_csl_json(items: Iterable[Source]) -> str:
    """The sources as a CSL-JSON list, as reference managers and pandoc read it."""
    entries: list[dict[str, Any]] = []
    for key, item, work, parts in _works(items):
        authors = [_csl_author(author) for author in parts.authors]
        fields: dict[str, Any] = {
            "id": key,
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
            "note": _note(item, work, parts),
        }
        entries.append({name: value for name, value in fields.items() if value})
    return json.dumps(entries, ensure_ascii=False, indent=1)
