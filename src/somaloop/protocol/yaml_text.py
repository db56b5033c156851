"""YAML with places: every value knows its line, and text blocks keep theirs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import yaml

from somaloop.language import suggestion
from somaloop.protocol.problems import Place, ProtocolError, fault
from somaloop.protocol.source import SourceLine

Path: TypeAlias = tuple[str | int, ...]
_MOST_NODES = 200_000
_DEEPEST = 50


@dataclass(slots=True)
class Document:
    """A YAML text as plain data, with the node and the key node of every path."""

    file: str
    lines: Sequence[str]
    data: Any = None
    nodes: dict[Path, yaml.Node] = field(default_factory=dict)
    keys: dict[Path, yaml.Node] = field(default_factory=dict)

    def place(self, path: Path) -> Place:
        """The place of a value (of its key, where it has one), or of the nearest value around it."""
        for end in range(len(path), -1, -1):
            node = self.keys.get(path[:end]) or self.nodes.get(path[:end])
            if node is not None:
                mark = node.start_mark
                return Place(self.file, mark.line + 1, mark.column + 1, self._line(mark.line))
        return Place(self.file, 1)

    def _line(self, number: int) -> str:
        return self.lines[number] if number < len(self.lines) else ""

    def block(self, path: Path) -> list[SourceLine]:
        """The lines of a text block or of a list of lines, with their true places. Raises ProtocolError."""
        node = self.nodes.get(path)
        if isinstance(node, yaml.SequenceNode):
            return [line for index in range(len(node.value)) for line in self.block((*path, index))]
        if isinstance(node, yaml.MappingNode):  # an unquoted "acknowledge danger: ..." in a list
            mark, end = node.start_mark, node.end_mark
            whole = self._line(mark.line)
            text = whole[mark.column : end.column if end.line == mark.line else None]
            return [SourceLine(text, self.file, mark.line + 1, mark.column, whole)]
        if not isinstance(node, yaml.ScalarNode) or not node.value.strip():
            return []
        first = node.start_mark.line
        if node.style == "|":
            return [self._block_line(text, first + 1 + i) for i, text in enumerate(node.value.split("\n"))]
        if node.style == ">" or node.end_mark.line > first:
            hint = "put a | after the colon and one line of the protocol on each line below"
            raise fault("these lines would be joined into one", hint=hint, place=self.place(path))
        start = node.start_mark.column + (1 if node.style else 0)
        return [SourceLine(node.value, self.file, first + 1, start, self._line(first))]

    def _block_line(self, text: str, number: int) -> SourceLine:
        whole = self._line(number)
        return SourceLine(text, self.file, number + 1, max(whole.find(text), 0) if text else 0, whole)


def document(text: str, file: str = "") -> Document:
    """Read YAML. Raises ProtocolError, with the line, for broken YAML, a key given twice, or loops of aliases."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    result = Document(file, plain.split("\n"))
    try:
        node = yaml.compose(plain, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        raise _broken(error, result) from None
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise fault(f"this is not YAML: {str(error).splitlines()[0]}", place=Place(file, 1)) from None
    if node is not None:
        result.data = _plain(node, (), result)
    return result


def _broken(error: yaml.MarkedYAMLError, document: Document) -> ProtocolError:
    mark = error.problem_mark or error.context_mark
    said = (error.problem or "it cannot be read").strip()
    if "'\\t'" in said:
        said = "indent with spaces, not with tabs"
    elif "mapping values are not allowed" in said:
        said = "a second colon in one line; put quotation marks around the text"
    elif "could not find expected ':'" in said:
        said = "a key without a colon"
    said = said.replace("'<stream end>'", "the end of the file")
    place = Place(document.file)
    if mark is not None:
        place = Place(document.file, mark.line + 1, mark.column + 1, document._line(mark.line))
    return fault(f"broken YAML: {said}", place=place)


def _plain(node: yaml.Node, path: Path, document: Document) -> Any:
    document.nodes[path] = node
    if len(path) > _DEEPEST:
        raise fault("nested too deeply", place=document.place(path))
    if len(document.nodes) > _MOST_NODES:
        raise fault("too much text for an experiment", place=document.place(path))
    if isinstance(node, yaml.ScalarNode):
        return _scalar(node)
    if isinstance(node, yaml.SequenceNode):
        return [_item(child, (*path, index), document) for index, child in enumerate(node.value)]
    result: dict[str, Any] = {}
    for key, child in node.value:
        name = key.value if isinstance(key, yaml.ScalarNode) else str(key)
        inner = (*path, name)
        if name in result:
            first = document.keys[inner].start_mark.line + 1
            mark = key.start_mark
            place = Place(document.file, mark.line + 1, mark.column + 1, document._line(mark.line))
            raise fault(f"the key {name!r} is given twice; first on line {first}", place=place)
        document.keys[inner] = key
        result[name] = _plain(child, inner, document)
    return result


def _item(node: yaml.Node, path: Path, document: Document) -> Any:
    if isinstance(node, yaml.MappingNode) and len(node.value) == 1:
        key, child = node.value[0]
        if isinstance(key, yaml.ScalarNode) and key.value.lower().startswith("acknowledge"):
            document.nodes[path] = node
            return f"{key.value}: {getattr(child, 'value', '')}"
    return _plain(node, path, document)


def _scalar(node: yaml.ScalarNode) -> Any:
    kind = node.tag.rpartition(":")[2]
    text = node.value
    try:
        if kind == "int" and ":" not in text:
            return int(text.replace("_", ""), 0) if text.lstrip("+-").startswith("0x") else int(text.replace("_", ""))
        if kind == "float" and ":" not in text:
            return float(text.replace("_", "").lower().replace(".inf", "inf").replace(".nan", "nan"))
    except ValueError:
        return text
    return None if kind == "null" else text


def protocol_lines(text: str, file: str) -> tuple[list[SourceLine], str]:
    """The lines and the name of a protocol file in YAML. Raises ProtocolError."""
    found = document(text, file)
    known = ("name", "lines")
    hint = "a protocol file has the key lines, with one line of the protocol on each line below"
    if not isinstance(found.data, dict):
        raise fault("this is not a protocol file", hint=hint, place=Place(file, 1))
    if "arms" in found.data:
        raise fault("this is an experiment, not a protocol", hint="read it with read_experiment", place=Place(file, 1))
    for key in found.data:
        if key not in known:
            raise fault(f"unknown key {key!r}{suggestion(key, known)}", expected=known, place=found.place((key,)))
    if "lines" not in found.data:
        raise fault("the key lines is missing", hint=hint, place=Place(file, 1))
    name = found.data.get("name")
    return found.block(("lines",)), str(name) if name else ""
