"""The lines of a text, each with its true place in its file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from somaloop.language import suggestion
from somaloop.protocol.problems import LINE_END, MOST_SHOWN, Place, Problem, ProtocolError, fault
from somaloop.protocol.reader import read_line
from somaloop.protocol.statement import Statement

LONGEST_LINE = 500
LARGEST_FILE = 20_000_000
_ACKNOWLEDGE = re.compile(r"\s*acknowledge\s+danger\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A line of protocol text: ``start`` is how many characters stand before it on its line of the file."""

    text: str
    file: str = ""
    line: int = 0
    start: int = 0
    whole: str = ""

    def place(self, column: int) -> Place:
        """The place of a column of this text."""
        if column == LINE_END:
            column = len(self.text.rstrip()) + 1
        return Place(self.file, self.line, self.start + max(column, 1), self.whole or self.text)


def lines_of(text: str, file: str = "") -> list[SourceLine]:
    """A text as lines, however they end."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return [SourceLine(line, file, number, 0, line) for number, line in enumerate(plain.split("\n"), 1)]


def read_statements(lines: Iterable[SourceLine]) -> tuple[list[Statement], list[Problem], int]:
    """Read every line. Returns the statements, the first problems, and how many problems there are."""
    statements: list[Statement] = []
    problems: list[Problem] = []
    count = 0
    for line in lines:
        for piece in _pieces(line):
            try:
                statements.append(_read(piece, len(problems) < MOST_SHOWN))
            except ProtocolError as error:
                count += len(error.problems)
                if len(problems) < MOST_SHOWN:
                    problems += [replace(item, place=piece.place(item.place.column)) for item in error.problems]
    return statements, problems, count


def _read(piece: SourceLine, explain: bool) -> Statement:
    if len(piece.text) > LONGEST_LINE:
        raise fault(f"the line is {len(piece.text)} characters long; at most {LONGEST_LINE} can be meant")
    place = piece.place(1 + len(piece.text) - len(piece.text.lstrip()))
    return read_line(piece.text, place, explain=explain)


def _pieces(line: SourceLine) -> Iterable[SourceLine]:
    """The statements of a line: what stands before a ``#``, cut at semicolons."""
    text = line.text.partition("#")[0]
    if _ACKNOWLEDGE.match(text):
        yield replace(line, text=text)
        return
    start = line.start
    for part in text.split(";"):
        if part.strip():
            yield replace(line, text=part.rstrip(), start=start)
        start += len(part) + 1


def read_text(path: Path) -> str:
    """The text of a file. Raises ProtocolError if it is missing, not text or empty."""
    file = str(path)
    if path.is_dir():
        raise fault(f"{file} is a folder, not a file")
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise fault(f"{file} is larger than {LARGEST_FILE // 1_000_000} MB: this cannot be a protocol")
        raw = path.read_bytes()
    except FileNotFoundError:
        folder = path.parent
        others = [item.name for item in folder.iterdir()] if folder.is_dir() else []
        raise fault(f"there is no file {file}{suggestion(path.name, others)}") from None
    except OSError as error:
        raise fault(f"{file} cannot be read: {error.strerror or error}") from None
    return decoded(raw, file)


def decoded(raw: bytes, file: str) -> str:
    """Bytes as text. Raises ProtocolError, with the line, for what is not plain text in UTF-8, and for nothing."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise fault("this is not text in UTF-8", hint="save the file as plain text", place=Place(file, line)) from None
    odd = next((i for i, char in enumerate(text) if char < " " and char not in "\t\n\r\f"), None)
    if odd is not None:
        place = Place(file, text.count("\n", 0, odd) + 1)
        raise fault(f"this is not plain text: it holds the character {text[odd]!r}", place=place)
    if not text.strip():
        raise fault("the file is empty", place=Place(file, 1))
    return text


def span_of_lines(statements: Sequence[Statement]) -> str:
    """``line 3`` or ``line 3 of usual.txt``, for messages about an earlier line."""
    place = statements[0].place
    where = f"line {place.line}" if place.line else f"{statements[0]}"
    return where + (f" of {place.file}" if place.file and place.line else "")
