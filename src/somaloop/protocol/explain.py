"""What a line should have said where the grammar could not read on, in a clinician's words."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from lark import Token
from lark.exceptions import UnexpectedInput, UnexpectedToken

from somaloop.language import suggestion
from somaloop.protocol.lexer import STRANGE, LineLexer
from somaloop.protocol.measures import UNITS, unit_of
from somaloop.protocol.problems import LINE_END, Place, ProtocolError, fault

VERBS = (
    "take", "drink", "eat", "diet", "sleep window", "cbt session", "somatic experiencing session", "clinician visit",
    "breathe slowly", "yoga", "mindfulness", "relaxation", "walk outdoors", "exercise", "bright light", "nap", "stress",
    "use", "no", "miss", "open label", "blinded", "belief", "clock", "acknowledge danger:",
)  # fmt: skip

# What to call the words that could stand somewhere: one name for all words of a group, and words it leaves unsaid.
_GROUPS: tuple[tuple[str, frozenset[str], frozenset[str]], ...] = tuple(
    (name, frozenset(keys.split()), frozenset(unsaid.split()))
    for name, keys, unsaid in (
        ("a time such as 21:00", "CLOCK_TIME TWELVE_HOURS NOON MIDNIGHT", ""),
        ("at and a time (at 21:00)", "AT", ""),
        ("days (daily, every 2 days, on weekdays, on day 1)", "DAILY WEEKLY NIGHTLY EVERY", "ON"),
        ("on and a day (on monday, on day 1)", "ON", ""),
        ("a weekday", "MONDAY WEEKDAYS WEEKENDS", ""),
        ("a period (from week 1 to week 12, until week 4, for 4 weeks)", "FROM", ""),
        ("a number", "NUMBER", ""),
        ("a unit such as mg", "UNIT_SIGN", "WORD"),
        ("a name", "WORD", ""),
        ("a form (as glycinate)", "AS", ""),
        ("with food or between meals", "WITH", ""),
        ("how strong (mild, moderate, strong)", "MILD", ""),
        ("a day count (every 2 days)", "OTHER", ""),
        ("the end of the line", "$END", ""),
    )
)
_SILENT = frozenset(
    (
        *("WORD", "QUOTED", "UNTIL", "FOR", "IN", "WEEK", "WEEKS", "DAY", "DAYS", "ON", "BETWEEN", "AND", "NUMBERS"),
        *("LIGHT", "MODERATE", "VIGOROUS", "STRONG", "A", "PER", "OF", "__ANON_0", "MINUS", "CAPSULE", "NIGHT", "EACH"),
        *("LPAR", "RPAR", "WEEKDAY", "WEEKEND", "SAT", "SUN", "MON", "TUE", "WED", "THU", "FRI"),
        *("TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY"),
        *("MONDAYS", "TUESDAYS", "WEDNESDAYS", "THURSDAYS", "FRIDAYS", "SATURDAYS", "SUNDAYS"),
    )
)


_PHRASES = {"times": "a time", "days": "a way to name days", "period": "a period"}


def explained(error: UnexpectedInput, text: str, kind: str = "line") -> ProtocolError:
    """The error of the parser in words; ``kind`` is what was to be read."""
    if not isinstance(error, UnexpectedToken):
        return fault("this line cannot be read")
    if error.token.type == STRANGE:
        return _strange(text, error.token.start_pos or 0)
    return _misplaced(error, text, kind)


def _strange(text: str, position: int) -> ProtocolError:
    place = Place(column=position + 1)
    char = text[position] if position < len(text) else ""
    if char == "," and text[position - 1 : position].isdigit():
        hint = "write 0.5 with a point and 1000 without a separator"
        return fault("a number has a comma in it", hint=hint, place=place)
    if char == '"':
        return fault("the quotation mark is not closed", place=place)
    if not char.isprintable():
        return fault("this is not plain text", place=place)
    return fault(f"{char!r} has no meaning here", place=place)


def _misplaced(error: UnexpectedToken, text: str, kind: str) -> ProtocolError:
    accepts = set(error.interactive_parser.accepts()) if error.interactive_parser else set(error.expected)
    words = dict(_spelled(accepts))
    token = error.token
    at_end = token.type == "$END"
    before = _tokens_before(text, len(text) if at_end else token.start_pos or 0)
    found = str(token)
    place = Place(column=LINE_END if at_end else (token.start_pos or 0) + 1)
    if not before and kind != "line":
        meant = suggestion(found, words)
        return fault(f"{text.strip()!r} is not {_PHRASES[kind]}{meant}", expected=() if meant else _called(accepts))
    if not before:
        return _opening(found, place)
    last = before[-1]
    if last.type == "WORD" and before[-2:-1] and before[-2].type == "NUMBER" and str(last) not in UNITS:
        try:
            unit_of(str(last))
        except ProtocolError as wrong:
            return wrong.located(Place(column=(last.start_pos or 0) + 1))
    if last.type == "WORD" and (meant := _near(str(last), words)):
        blamed = Place(column=(last.start_pos or 0) + 1)
        return fault(f"did not expect {str(last)!r} here; did you mean {meant!r}?", place=blamed)
    expected = _called(accepts)
    if at_end:
        return fault("the line ends too early", expected=expected, place=place)
    if token.type == "NUMBER" and "CLOCK_TIME" in accepts:
        return fault(f"{found!r} is not a time", hint="write a time as 21:00, 9 pm, noon or midnight", place=place)
    if token.type in ("CLOCK_TIME", "TWELVE_HOURS") and "AT" in accepts:
        return fault(f"did not expect {found!r} here", hint=f"write: at {found}", place=place)
    if token.type == "NUMBER" and before[0].type == "USE":
        hint = "doses of medicines are not modelled: leave it out"
        return fault(f"did not expect {found!r} here", hint=hint, place=place)
    meant = "" if token.type not in ("WORD", "QUOTED") else suggestion(found, words)
    return fault(f"did not expect {found!r} here{meant}", expected=() if meant else expected, place=place)


def _opening(found: str, place: Place) -> ProtocolError:
    meant = suggestion(found, [word for verb in VERBS for word in (verb, verb.split()[0])])
    if meant:
        return fault(f"a line cannot begin with {found!r}{meant}", place=place)
    hint = "anything else that the model knows is written: do NAME 30 min at 18:00"
    return fault(f"a line cannot begin with {found!r}", expected=VERBS, hint=hint, place=place)


def _tokens_before(text: str, position: int) -> list[Token]:
    from somaloop.protocol.reader import lowered, parser

    lexer = LineLexer(parser().parser.lexer_conf)
    return [token for token in lexer.lex(lowered(text)) if (token.start_pos or 0) < position]


def _spelled(terminals: Iterable[str]) -> Iterable[tuple[str, str]]:
    from somaloop.protocol.reader import parser

    wanted = set(terminals)
    for terminal in parser().terminals:
        if terminal.name in wanted and terminal.pattern.type == "str":
            yield terminal.pattern.value, terminal.name


def _near(word: str, words: Iterable[str]) -> str:
    close = difflib.get_close_matches(word, list(words), n=1, cutoff=0.6)
    return close[0] if close else ""


def _called(accepts: set[str]) -> tuple[str, ...]:
    left = set(accepts)
    names: list[str] = []
    for name, keys, unsaid in _GROUPS:
        if left & keys:
            names.append(name)
            left -= keys | unsaid
    left -= _SILENT
    words = (word for word, terminal in sorted(_spelled(left)) if terminal in left)
    return tuple(dict.fromkeys((*names, *words)))[:8]


def slip(name: str) -> str:
    """A hint if a name seems to have swallowed a misspelt word of the language, as in ``magnesium dialy``."""
    clauses = ("at", "as", "daily", "every", "weekly", "from", "until", "with", "between", "weekdays", "weekends")
    for word in name.split():
        if word not in clauses and (meant := difflib.get_close_matches(word, clauses, n=1, cutoff=0.75)):
            return f"is {word!r} a slip for {meant[0]!r}?"
    return ""
