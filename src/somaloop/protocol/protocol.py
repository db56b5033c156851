"""A protocol: what is done and when, as lines that a clinician would write."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from somaloop.protocol.doses import PLACEBO, Take
from somaloop.protocol.problems import MOST_SHOWN, Place, fault, gathered
from somaloop.protocol.rules import problems_together, replaced
from somaloop.protocol.source import SourceLine, lines_of, read_statements, read_text
from somaloop.protocol.statement import Statement


@dataclass(frozen=True, slots=True)
class Protocol:
    """Statements in their order. Equal protocols say the same; the name is only a label.

    ``protocol + text`` adds lines: doses and activities add up, and a setting replaces an earlier one on the days that
    both speak about. ``str(protocol)`` is text that reads back to an equal protocol.
    """

    statements: tuple[Statement, ...] = ()
    name: str = field(default="", compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "statements", tuple(self.statements))
        for item in self.statements:
            if not isinstance(item, Statement):
                raise fault(f"{item!r} is not a statement", hint='write Protocol.parse("...") for text')
        problems, count = problems_together(self.statements)
        if problems:
            raise gathered(problems, count)

    @classmethod
    def parse(cls, text: str, name: str = "", file: str = "") -> Protocol:
        """Read lines of text. Raises ProtocolError with every problem of the text; no lines make an empty protocol."""
        return cls.of_lines(lines_of(text, file), name)

    @classmethod
    def of_lines(cls, lines: Iterable[SourceLine], name: str = "") -> Protocol:
        """Read lines that know their places. Raises ProtocolError with every problem."""
        statements, problems, count = read_statements(lines)
        if not problems:
            return cls(tuple(statements), name)
        more, total = problems_together(statements)
        raise gathered([*problems, *more][: max(MOST_SHOWN, len(problems))], count + total)

    @classmethod
    def read(cls, path: str | Path, name: str = "") -> Protocol:
        """Read a file: lines of text, or YAML with the key ``lines``. Raises ProtocolError with file and line."""
        path = Path(path)
        text = read_text(path)
        if path.suffix.lower() in (".yaml", ".yml"):
            from somaloop.protocol.yaml_text import protocol_lines

            lines, title = protocol_lines(text, str(path))
        else:
            lines, title = lines_of(text, str(path)), ""
        protocol = cls.of_lines(lines, name or title or path.stem)
        if not protocol.statements:
            raise fault("there is no line in this protocol", place=Place(str(path), 1))
        return protocol

    def __add__(self, more: Protocol | Statement | str | Iterable[Statement]) -> Protocol:
        if isinstance(more, str):
            added = Protocol.parse(more).statements
        elif isinstance(more, Protocol):
            added = more.statements
        elif isinstance(more, Statement):
            added = (more,)
        else:
            added = tuple(more)
        together = (*self.statements, *added)
        own = len(self.statements)
        dropped = {index for index in replaced(together) if index < own} if added else set()
        return replace(self, statements=tuple(item for i, item in enumerate(together) if i not in dropped))

    def placebo_twin(self) -> Protocol:
        """The same protocol with a placebo in place of every dose that is taken, at the same times."""
        return replace(self, statements=tuple(_emptied(item) for item in self.statements))

    @property
    def text(self) -> str:
        """The lines as text, the same as ``str(protocol)``."""
        return str(self)

    def __str__(self) -> str:
        return "\n".join(str(item) for item in self.statements)

    def __iter__(self) -> Iterator[Statement]:
        return iter(self.statements)

    def __len__(self) -> int:
        return len(self.statements)


def _emptied(item: Statement) -> Statement:
    if not isinstance(item, Take) or item.thing == PLACEBO:
        return item
    return Take.placebo(at=item.times, days=item.days, during=item.during, food=item.food, place=item.place)
