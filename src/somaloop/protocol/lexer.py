"""Words and signs of a line. The terminals come from the grammar file; this reads them faster than Lark's own lexer."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lark import Token
from lark.common import LexerConf
from lark.lexer import Lexer

STRANGE = "STRANGE"  # a character that begins no word; no rule accepts it


class LineLexer(Lexer):
    """Cuts a line into tokens: a word of the language is one wherever it stands, every other word is a name."""

    def __init__(self, conf: LexerConf) -> None:
        plain = [item for item in conf.terminals if item.pattern.type == "str"]
        self._own = {item.pattern.value: item.name for item in plain}
        self._ignored = frozenset(conf.ignore)
        others = [item for item in conf.terminals if item.pattern.type == "re"]
        patterns = sorted(others, key=lambda item: -item.priority)
        signs = [re.escape(value) for value in self._own if not value[0].isalpha()]
        parts = [f"(?P<{item.name}>{item.pattern.to_regexp()})" for item in patterns]
        self._scan = re.compile("|".join([*parts, f"(?P<SIGN>{'|'.join(signs)})", f"(?P<{STRANGE}>(?s:.))"]))

    def lex(self, text: str) -> Iterator[Token]:  # type: ignore[override]  # Lark hands custom lexers the text
        """The tokens of a line, without what only separates them."""
        own, ignored = self._own, self._ignored
        for match in self._scan.finditer(text):
            kind = match.lastgroup or STRANGE
            if kind in ignored:
                continue
            value, start, end = match.group(), match.start(), match.end()
            if kind in ("WORD", "SIGN"):
                kind = own.get(value, kind)
            yield Token(kind, value, start, 1, start + 1, 1, end + 1, end)
