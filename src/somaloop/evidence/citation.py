"""Read a citation line ("Fine KD, Porter JL, 1991, Title, J Clin Invest 88:396-402") into its parts.

The records keep the line as it was written down; parts that cannot be told apart safely stay empty.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_LINE = re.compile(r"^(?:(?P<authors>\D.*?), )?(?P<year>\d{4})(?:[-/]\d{4})?(?: preprint[^,]*)?(?:, (?P<rest>.+))?$")
_REMARK = re.compile(r"\s+\(([^()]+)\)$")
_PERSON = re.compile(r"^(?P<family>.+?) (?P<given>[A-Z](?:-?[A-Z]){0,4}(?: (?:II|III|IV|Jr))?)$")
_JOURNAL = re.compile(
    r"^(?P<journal>(?:[A-Z]|bioRxiv|medRxiv|eLife|npj)[A-Za-z&. ]*?)"
    r"(?: (?P<volume>[a-z]*\d[\d.]*(?: ?\(?(?:S|Suppl) ?\d*\)?)?|CD\d+[\w.]*)?"
    r"(?:\((?P<issue>[\w. ]+)\))?(?::(?P<pages>[\w.-]+))?)?$"
)
_SMALL_WORD = re.compile(r"\b[a-z]+\b")


@dataclass(frozen=True, slots=True)
class Author:
    """A person with initials, or a body (``given`` empty)."""

    family: str
    given: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """The parts of a citation line."""

    authors: tuple[Author, ...] = ()
    and_others: bool = False
    year: int | None = None
    title: str = ""
    journal: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    remark: str = ""


def _authors(text: str) -> tuple[tuple[Author, ...], bool]:
    if text.startswith("(authors not"):
        return (), False
    names, and_others = re.subn(r",? et al\b\.?", "", text.strip("()"))
    found = []
    for name in filter(None, (part.strip() for part in names.split(","))):
        match = _PERSON.match(name)
        found.append(Author(match["family"], match["given"]) if match else Author(name))
    return tuple(found), bool(and_others)


def _title_and_journal(rest: str) -> tuple[str, dict[str, str]]:
    title, _, last = rest.rpartition(", ")
    match = _JOURNAL.match(last)
    if match is None or len(match["journal"].split()) > 8:
        return rest, {}
    numbered = match["volume"] or match["issue"]
    # Without a volume only an abbreviated name ("J Psychosom Res") is told from the end of a title.
    if not numbered and (_SMALL_WORD.search(last.removeprefix("npj ")) or last.endswith("Press")):
        return rest, {}
    return title, match.groupdict(default="")


def parse_citation(line: str) -> Citation:
    """Split a citation line. A line of another form gives its whole text as the title."""
    remark = _REMARK.search(line)
    match = _LINE.match(line[: remark.start()] if remark else line)
    if match is None:
        return Citation(title=line)
    authors, and_others = _authors(match["authors"] or "")
    title, where = _title_and_journal(match["rest"] or "")
    return Citation(
        authors=authors,
        and_others=and_others,
        year=int(match["year"]),
        title=title,
        remark=remark[1] if remark else "",
        **where,
    )
