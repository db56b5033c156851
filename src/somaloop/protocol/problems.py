"""What is wrong with a text, where, and what was probably meant: all problems of a file in one error."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from somaloop.language import SomaloopError

MOST_SHOWN = 20
LINE_END = -1  # the column of a problem whose place is the end of its line
_WIDEST = 140


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a text. ``line`` and ``column`` count from 1; 0 means not known. ``text`` is the whole line."""

    file: str = ""
    line: int = 0
    column: int = 0
    text: str = ""

    def __str__(self) -> str:
        parts = [self.file or ("line" if self.line else "")]
        parts += [str(number) for number in (self.line, self.column) if number]
        if not self.file and self.line:
            return f"line {self.line}" + (f", column {self.column}" if self.column else "")
        return ":".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: a sentence, its place, what could stand there, and what to try."""

    message: str
    place: Place = Place()
    expected: tuple[str, ...] = ()
    hint: str = ""

    def __str__(self) -> str:
        where = str(self.place)
        lines = [f"{where}: {self.message}" if where else self.message]
        if self.place.text.strip():
            lines += _with_caret(self.place.text, self.place.column)
        if self.expected:
            lines.append(f"    expected {_choice(self.expected)}")
        if self.hint:
            lines.append(f"    {self.hint}")
        return "\n".join(lines)


class ProtocolError(SomaloopError):
    """One or more problems of a protocol or an experiment; its text is written for a clinician.

    ``problems`` holds them in the order of the file; ``file``, ``line`` and ``column`` are those of the first.
    """

    def __init__(self, problems: Problem | Iterable[Problem], count: int = 0) -> None:
        self.problems: tuple[Problem, ...] = (problems,) if isinstance(problems, Problem) else tuple(problems)
        self.count = max(count, len(self.problems))
        super().__init__(self._text())

    @property
    def place(self) -> Place:
        """The place of the first problem."""
        return self.problems[0].place if self.problems else Place()

    @property
    def file(self) -> str:
        """The file of the first problem, or an empty string."""
        return self.place.file

    @property
    def line(self) -> int:
        """The line of the first problem, counted from 1; 0 if not known."""
        return self.place.line

    @property
    def column(self) -> int:
        """The column of the first problem, counted from 1; 0 if not known."""
        return self.place.column

    def _text(self) -> str:
        shown = [str(problem) for problem in self.problems[:MOST_SHOWN]]
        if self.count > len(shown):
            shown.append(f"... and {self.count - len(shown)} more problems")
        if self.count > 1:
            shown.insert(0, f"{self.count} problems:")
        return "\n".join(shown)

    def located(self, place: Place) -> ProtocolError:
        """The same error, with this place for the problems that have none; a known column is kept."""
        found = []
        for problem in self.problems:
            if problem.place.line:
                found.append(problem)
                continue
            column = problem.place.column or place.column
            if column == LINE_END and place.text:
                column = len(place.text.rstrip()) + 1
            found.append(replace(problem, place=replace(place, column=column)))
        return type(self)(found, self.count)


def fault(message: str, *, expected: Sequence[str] = (), hint: str = "", place: Place | None = None) -> ProtocolError:
    """One problem as an error; the reader of the text adds the place."""
    return ProtocolError(Problem(message, place or Place(), tuple(expected), hint))


def gathered(problems: Iterable[Problem], count: int = 0) -> ProtocolError:
    """All problems in the order of the text."""
    ordered = sorted(problems, key=lambda problem: (problem.place.file, problem.place.line, problem.place.column))
    return ProtocolError(ordered, count)


def _with_caret(text: str, column: int) -> list[str]:
    shown = "".join(" " if char == "\t" else char if char.isprintable() else "?" for char in text.rstrip())
    start = 0
    if len(shown) > _WIDEST:
        start = max(0, min(column - 1 - _WIDEST // 2, len(shown) - _WIDEST))
    lead = "... " if start else ""
    tail = " ..." if start + _WIDEST < len(shown) else ""
    lines = [f"    {lead}{shown[start : start + _WIDEST]}{tail}"]
    if column:
        lines.append(" " * (4 + len(lead) + min(column, len(shown) + 1) - 1 - start) + "^")
    return lines


def _choice(options: Sequence[str]) -> str:
    if len(options) == 1:
        return options[0]
    return ", ".join(options[:-1]) + " or " + options[-1]
