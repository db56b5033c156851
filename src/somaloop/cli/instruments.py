"""The ``instruments`` command: what can be read off a virtual person, and how."""

from __future__ import annotations

import json
from pathlib import Path

from somaloop.cli.output import write_text
from somaloop.evidence import cite_text, source
from somaloop.instruments import INSTRUMENTS, Instrument, instrument
from somaloop.instruments.page import as_data, instruments_page


def instruments_command(name: str | None, out: Path | None, as_json: bool) -> int:
    """List all instruments, show one, or write the page."""
    if out is not None:
        print(f"wrote {write_text(out, instruments_page())}")
        return 0
    chosen = [instrument(name)] if name is not None else list(INSTRUMENTS.values())
    if as_json:
        print(json.dumps([as_data(item) for item in chosen], indent=1, allow_nan=False))
    elif name is not None:
        print(_whole(chosen[0]))
    else:
        print(_list(chosen))
    return 0


def _list(chosen: list[Instrument]) -> str:
    wide = max(len(item.name) for item in chosen)
    lines = []
    for kind in dict.fromkeys(item.kind for item in chosen):
        lines += [f"{kind}:", *(
            f"  {item.name:{wide}}  {item.unit:9}  {item.window!s:16}  {item.title}" for item in chosen if item.kind == kind
        ), ""]  # fmt: skip
    lines.append(f"{len(chosen)} instruments; ./somaloop instruments NAME shows one in full")
    return "\n".join(lines)


def _whole(item: Instrument) -> str:
    lines = [f"{item.name}: {item.title}", ""]
    for key, value in as_data(item).items():
        if key in ("name", "title", "note", "source", "published") or value in (None, "", {}, 0.0):
            continue
        text = ", ".join(f"{a} {b:.3g}" for a, b in value.items()) if isinstance(value, dict) else value
        lines.append(f"  {key:22} {text:.4g}" if isinstance(text, float) else f"  {key:22} {text}")
    for anchor in item.anchors:
        spread = f" ({anchor.sd:g})" if anchor.sd is not None else ""
        lines.append(
            f"  {'published':22} {anchor.who} {anchor.mean:.3g}{spread}{', sets the curve' if anchor.sets else ''}"
        )
    lines += ["", f"  {item.note}", ""]
    return "\n".join([*lines, *(f"  {name}: {cite_text(source(name))}" for name in item.source.split())])
