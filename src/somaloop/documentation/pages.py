"""Write a page for each mechanism from the code: description, equations, quantities, arrows, sources."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from somaloop.documentation.equations import arrow_equation, mechanism_equations
from somaloop.evidence import cite_text, sources
from somaloop.language import Arrow, Body, Mechanism

HEADER = "<!-- Made by `./somaloop pages` from the code; changes here are lost. -->\n"


def _cell(text: Any) -> str:
    return str(text).replace("|", "\\|").replace("\n", " ")


def _table(head: Iterable[str], rows: Iterable[Iterable[Any]]) -> str:
    columns = list(head)
    lines = ["| " + " | ".join(columns) + " |", "|" + " --- |" * len(columns)]
    lines += ["| " + " | ".join(_cell(item) for item in row) + " |" for row in rows]
    return "\n".join(lines) + "\n"


def _ids(source: str | Iterable[str]) -> list[str]:
    parts = source.replace(",", " ").split() if isinstance(source, str) else list(source)
    return [part for part in parts if part]


def _basis(item: Any) -> str:
    marks = " ".join(f"[{identifier}](#{identifier})" for identifier in _ids(item.source))
    return " ".join(part for part in (marks, item.note) if part)


def _strengths(body: Body, arrow: Arrow) -> tuple[str, str, str]:
    """As told, as declared before studies were fitted, and as known after (the same where nothing was fitted)."""
    unit = "" if arrow.unit == "1" else f" {arrow.unit}"
    declared = body.declared.arrows[arrow.name].as_known
    return f"{arrow.as_told:g}{unit}", f"{declared.describe()}{unit}", f"{arrow.as_known.describe()}{unit}"


def _fitted(body: Body, name: str) -> str:
    """A parameter after studies were fitted, with its 95 % interval; empty where nothing was."""
    declared, known = body.declared.parameters[name], body.parameters[name]
    return known.uncertainty.describe() if known.uncertainty is not None and known != declared else ""


def _arrow_rows(body: Body, arrows: Iterable[Arrow], outward: bool) -> list[list[str]]:
    rows = []
    for arrow in arrows:
        other = arrow.target if outward else arrow.origin
        mechanism = other.partition(".")[0]
        told, declared, known = _strengths(body, arrow)
        kind = "wiring" if arrow.structural else arrow.grade
        name = arrow.name.replace("_", " ")
        rows.append([name, f"[{other}]({mechanism}.md)", kind, told, declared, known, arrow.description])
    return rows


def mechanism_page(body: Body, mechanism: Mechanism) -> str:
    """The Markdown page of one mechanism."""
    parts = [HEADER, f"# {mechanism.title}\n", f"`{mechanism.name}`. {mechanism.description}\n"]
    if mechanism.states:
        rows = [[s.name, s.unit, s.description] for s in mechanism.states]
        parts += ["## States\n", _table(("state", "unit", "what it is"), rows)]
    if mechanism.observables:
        rows = [[o.name, o.unit, o.description] for o in mechanism.observables]
        parts += ["## Observables\n", _table(("observable", "unit", "what it is"), rows)]
    entering = [[i.name, i.unit, i.description] for i in (*mechanism.inputs, *mechanism.noises, *mechanism.ports)]
    if entering:
        parts += ["## What comes in: inputs, noises, ports\n", _table(("name", "unit", "what it is"), entering)]
    parts.append("## Equations\n")
    parts += [f"$$\n{latex}\n$$\n" for _, latex in mechanism_equations(body, mechanism.name)]
    if mechanism.parameters:
        rows = [
            [
                p.name,
                f"{p.value:g}",
                p.unit,
                p.uncertainty.describe() if p.uncertainty else "",
                _fitted(body, f"{mechanism.name}.{p.name}"),
                p.between_people.describe() if p.between_people else "",
                p.grade,
                p.method,
                f"{p.description}. {_basis(p)}",
            ]
            for p in body.declared.mechanisms[mechanism.name].parameters
        ]
        head = (
            "parameter",
            "value",
            "unit",
            "not known within",
            "as known",
            "between people",
            "grade",
            "how",
            "what, and from where",
        )
        parts += ["## Parameters\n", _table(head, rows)]
    head = ("arrow", "to", "grade", "as told", "before fitting", "as known", "what it says")
    if mechanism.arrows:
        parts += ["## Arrows that leave\n", _table(head, _arrow_rows(body, mechanism.arrows, outward=True))]
        details = [
            f"* **{a.name.replace('_', ' ')}** (from `{a.origin}`): $ {arrow_equation(body, a.name)} $. {_basis(a)}"
            for a in mechanism.arrows
        ]
        parts += ["\n".join(details) + "\n"]
    incoming = [a for a in body.arrows.values() if a.target.partition(".")[0] == mechanism.name]
    if incoming:
        head = ("arrow", "from", "grade", "as told", "before fitting", "as known", "what it says")
        parts += ["## Arrows that arrive\n", _table(head, _arrow_rows(body, incoming, outward=False))]
    parts.append(_sources(mechanism))
    return "\n".join(parts)


def _sources(mechanism: Mechanism) -> str:
    used = dict.fromkeys(i for item in (*mechanism.parameters, *mechanism.arrows) for i in _ids(item.source))
    if not used:
        return ""
    known = sources()
    lines = [f'* <a id="{name}"></a>`{name}`: {cite_text(known[name])}' for name in sorted(used)]
    return "## Sources\n\n" + "\n".join(lines) + "\n"


def index_page(body: Body) -> str:
    """The overview of all mechanisms."""
    rows = [
        [
            f"[{m.title}]({m.name}.md)",
            len(m.states),
            len(m.observables),
            len(m.parameters),
            len(m.arrows),
            m.description,
        ]
        for m in body.mechanisms.values()
    ]
    head = ("mechanism", "states", "observables", "parameters", "arrows out", "what it is")
    counts = (
        f"{len(body.mechanisms)} mechanisms, {len(body.states)} states, {len(body.parameters)} parameters, "
        f"{len(body.arrows)} arrows.\n"
    )
    return "\n".join([HEADER, "# Mechanisms\n", counts, _table(head, rows)])


def write_pages(body: Body, folder: Path) -> list[Path]:
    """Write all pages to ``folder`` and return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    pages = {"index.md": index_page(body)}
    pages |= {f"{m.name}.md": mechanism_page(body, m) for m in body.mechanisms.values()}
    written = []
    for name, text in pages.items():
        path = folder / name
        path.write_text(text, encoding="utf-8")
        written.append(path)
    return written
