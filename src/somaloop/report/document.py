"""A text for other people's documents, written once: headings, paragraphs, lists, tables, code, as Markdown, HTML, docx."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Literal

from somaloop.language import SomaloopError

NO_DOCX = "a .docx needs python-docx: install the extra, pip install 'somaloop[trials]'"
Kind = Literal["", "warning", "quiet"]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; ``level`` 1 is the title."""

    text: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Sentences; a warning stands out, a quiet one is small."""

    text: str
    kind: Kind = ""


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its caption above; columns from ``numbers`` on are numbers. Rows are as long as the head."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: int = 1

    def __post_init__(self) -> None:
        if any(len(row) != len(self.head) for row in self.rows):
            raise ValueError(f"a row of the table {self.caption!r} does not fit its head")


@dataclass(frozen=True, slots=True)
class Code:
    """Lines as they are."""

    text: str


Block = Heading | Paragraph | Items | Table | Code


def markdown(blocks: Iterable[Block]) -> str:
    """The text as Markdown (tables as GitHub and pandoc read them)."""
    return "\n\n".join(_markdown(block) for block in blocks) + "\n"


def _markdown(block: Block) -> str:
    match block:
        case Heading():
            return f"{'#' * block.level} {_plain(block.text)}"
        case Paragraph(kind="warning"):
            return f"> **{_plain(block.text)}**"
        case Paragraph():
            return _plain(block.text)
        case Items():
            return "\n".join(f"* {_plain(item)}" for item in block.items)
        case Table():
            rule = "| " + " | ".join("---:" if i >= block.numbers else "---" for i in range(len(block.head))) + " |"
            rows = ["| " + " | ".join(_cell(cell) for cell in row) + " |" for row in (block.head, *block.rows)]
            return "\n".join([f"**{_plain(block.caption)}**", "", rows[0], rule, *rows[1:]])
        case Code():
            fence = "```" if "```" not in block.text else "````"
            return f"{fence}\n{block.text.rstrip()}\n{fence}"


def _plain(text: str) -> str:
    """Words that Markdown would read as marks are kept as they are."""
    for mark in "\\*_`<":
        text = text.replace(mark, f"\\{mark}")
    return text


def _cell(text: str) -> str:
    return _plain(text).replace("|", "\\|")


def html(blocks: Iterable[Block]) -> str:
    """The text as HTML, without a page around it."""
    return "\n".join(_html(block) for block in blocks)


def _html(block: Block) -> str:
    match block:
        case Heading():
            return f"<h{block.level}>{escape(block.text)}</h{block.level}>"
        case Paragraph():
            mark = f' class="{block.kind}"' if block.kind else ""
            return f"<p{mark}>{escape(block.text)}</p>"
        case Items():
            return "<ul>" + "".join(f"<li>{escape(item)}</li>" for item in block.items) + "</ul>"
        case Table():
            head = "".join(f'<th scope="col"{_side(block, i)}>{escape(cell)}</th>' for i, cell in enumerate(block.head))
            rows = "".join(
                f'<tr><th scope="row">{escape(row[0])}</th>'
                + "".join(f"<td{_side(block, i)}>{escape(cell)}</td>" for i, cell in enumerate(row) if i)
                + "</tr>"
                for row in block.rows
            )
            return (
                f'<div class="scroller"><table class="plain"><caption>{escape(block.caption)}</caption><thead><tr>{head}'
                f"</tr></thead><tbody>{rows}</tbody></table></div>"
            )
        case Code():
            return f"<pre>{escape(block.text.rstrip())}</pre>"


def _side(block: Table, place: int) -> str:
    return ' class="number"' if place >= block.numbers else ""


def write_docx(blocks: Sequence[Block], path: Path) -> Path:
    """Write a .docx (A4) in one move. Raises SomaloopError where python-docx is not installed."""
    try:
        from somaloop.report._document_docx import filled
    except ImportError:
        raise SomaloopError(NO_DOCX) from None
    content = filled(blocks)
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".partial")
    partial.write_bytes(content)
    partial.replace(path)
    return path
