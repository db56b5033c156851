"""``mechanisms``, ``pages`` and ``check``: look at the model itself."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from somaloop.cli.output import write_text
from somaloop.evidence import marked_ids
from somaloop.language import Body, Mechanism, unknown
from somaloop.model import checked_body, whole_body


def _spread(item: Any) -> str | None:
    return item.describe() if item is not None else None


def as_data(body: Body, mechanism: Mechanism) -> dict[str, Any]:
    """A mechanism as plain data."""
    return {
        "name": mechanism.name,
        "title": mechanism.title,
        "description": mechanism.description,
        "states": [{"name": s.name, "unit": s.unit, "description": s.description} for s in mechanism.states],
        "observables": [{"name": o.name, "unit": o.unit, "description": o.description} for o in mechanism.observables],
        "parameters": [
            {
                "name": p.name,
                "value": p.value,
                "unit": p.unit,
                "grade": p.grade,
                "method": p.method,
                "source": p.source,
                "note": p.note,
                "uncertainty": _spread(p.uncertainty),
                "between people": _spread(p.between_people),
                "description": p.description,
            }
            for p in mechanism.parameters
        ],
        "inputs": [i.name for i in mechanism.inputs],
        "arrows": [
            {
                "name": a.name,
                "from": a.origin,
                "to": a.target,
                "grade": a.grade,
                "structural": a.structural,
                "as told": a.as_told,
                "as known": a.as_known.describe(),
                "unit": a.unit,
                "source": list(a.source),
                "claim": a.claim,
                "note": a.note,
                "description": a.description,
            }
            for a in mechanism.arrows
        ],
    }


def mechanisms_command(name: str | None, out: Path | None, as_json: bool) -> int:
    """List all mechanisms, or one in full; with ``out`` also write the JSON there."""
    body = whole_body()
    if name is not None and name not in body.mechanisms:
        raise unknown("mechanism", name, body.mechanisms)
    chosen = [body.mechanisms[name]] if name else list(body.mechanisms.values())
    data = [as_data(body, mechanism) for mechanism in chosen]
    if out is not None:
        write_text(out / "mechanisms.json", json.dumps(data, indent=1, ensure_ascii=False) + "\n")
    if as_json:
        print(json.dumps(data, indent=1, ensure_ascii=False))
    elif name:
        _print_one(data[0])
    else:
        _print_all(body, data)
    return 0


def _print_all(body: Body, data: list[dict[str, Any]]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, header_style="bold", pad_edge=False)
    for head in ("mechanism", "states", "observables", "parameters", "arrows out", "A", "B", "C", "D", "X", "wiring"):
        table.add_column(head, justify="left" if head == "mechanism" else "right")
    for item in data:
        grades = [sum(1 for a in item["arrows"] if a["grade"] == g and not a["structural"]) for g in "ABCDX"]
        wiring = sum(1 for a in item["arrows"] if a["structural"])
        counts = [len(item[key]) for key in ("states", "observables", "parameters", "arrows")]
        table.add_row(item["name"], *(str(n) if n else "·" for n in (*counts, *grades, wiring)))
    console = Console()
    console.print(table)
    console.print(
        f"{len(body.mechanisms)} mechanisms, {len(body.states)} states, {len(body.parameters)} parameters, "
        f"{len(body.arrows)} arrows. Grades: A consistent human trials, B limited or mixed human trials, C animal or "
        "mechanistic only, D no support found, X contradicted. ./somaloop mechanisms NAME shows one in full."
    )


def _print_one(item: dict[str, Any]) -> None:
    from rich.console import Console
    from rich.table import Table

    console = Console()
    console.print(f"[bold]{item['title']}[/bold] ({item['name']})\n{item['description']}\n", highlight=False)
    for key, columns in (
        ("states", ("name", "unit", "description")),
        ("observables", ("name", "unit", "description")),
        ("parameters", ("name", "value", "unit", "grade", "method", "source", "description")),
        ("arrows", ("name", "to", "grade", "as told", "as known", "source", "description")),
    ):
        if not item[key]:
            continue
        table = Table(title=key, title_justify="left", title_style="bold", box=None, pad_edge=False)
        for column in columns:
            table.add_column(column, overflow="fold")
        for row in item[key]:
            cells = [list(marked_ids(row[c])) if c == "source" else row[c] for c in columns]
            shown = [
                ", ".join(c) if isinstance(c, list) else f"{c:g}" if isinstance(c, float) else str(c) for c in cells
            ]
            if key == "arrows" and row["structural"]:
                shown[2] = "wiring"
            table.add_row(*shown)
        console.print(table)
        console.print()


def pages_command(out: Path) -> int:
    """Write the generated pages."""
    from somaloop.documentation import write_pages

    paths = write_pages(whole_body(), out)
    print(f"wrote {len(paths)} pages to {out}")
    return 0


def check_command() -> int:
    """Run the slow checks whether or not they passed before."""
    body = checked_body(again=True)
    print(
        f"{len(body.mechanisms)} mechanisms, {len(body.states)} states, {len(body.parameters)} parameters and "
        f"{len(body.arrows)} arrows: units balance, sources exist, everything moves something"
    )
    return 0
