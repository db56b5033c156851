"""From text to statements, by the grammar file."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files
from typing import Any, cast

from lark import Lark
from lark.exceptions import UnexpectedInput

from somaloop.protocol.conditions import Acknowledge
from somaloop.protocol.lexer import LineLexer
from somaloop.protocol.meaning import Clause, Meaning
from somaloop.protocol.problems import Place, fault
from somaloop.protocol.statement import Statement

_PLAIN_WORD = re.compile(r"[^\W\d_][\w'’/-]*")  # noqa: RUF001 (a typographic apostrophe)


@lru_cache(maxsize=1)
def parser() -> Lark:
    """The parser of the language, built once."""
    text = files("somaloop.protocol").joinpath("grammar.lark").read_text(encoding="utf-8")
    return Lark(
        text, parser="lalr", lexer=LineLexer, start=["line", "days", "period", "times"], transformer=Meaning(),
        maybe_placeholders=True,
    )  # fmt: skip


def lowered(text: str) -> str:
    """The text in lower case, with every character at its place."""
    plain = text.lower()
    return plain if len(plain) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def read_line(text: str, place: Place | None = None, *, explain: bool = True) -> Statement:
    """Read one statement that stands at a place; columns of its errors count within ``text``.

    Raises ProtocolError; without ``explain`` it does not say what was wrong, which is quicker.
    """
    try:
        statement = cast(Statement, parser().parse(lowered(text), start="line"))
    except UnexpectedInput as error:
        if not explain:
            raise fault("this line cannot be read") from None
        from somaloop.protocol.explain import explained

        raise explained(error, text) from None
    if isinstance(statement, Acknowledge):
        statement = Acknowledge(text.partition(":")[2].strip())
    return statement if place is None else statement.at_place(place)


def read_phrase(kind: str, text: str) -> Any:
    """Read a part of a line that stands alone: ``days``, ``period`` or ``times``. Raises ProtocolError."""
    try:
        found = parser().parse(lowered(text), start=kind)
    except UnexpectedInput as error:
        from somaloop.protocol.explain import explained

        raise explained(error, text, kind).located(Place(text=text)) from None
    return found.value if isinstance(found, Clause) else found


@lru_cache(maxsize=1)
def own_words() -> frozenset[str]:
    """The words of the language itself, which a name can hold only in quotation marks."""
    return frozenset(t.pattern.value for t in parser().terminals if t.pattern.type == "str")


def needs_quotes(name: str) -> bool:
    """Whether a line can hold this name only in quotation marks."""
    return any(not _PLAIN_WORD.fullmatch(word) or word in own_words() for word in name.split())
