"""One self-contained page: its style, its script, plotly.js and the figures, in one file that works offline."""

from __future__ import annotations

import json
from collections.abc import Mapping
from html import escape
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import plotly.graph_objects as go
from plotly.offline import get_plotlyjs

# Nothing may be loaded from anywhere: the browser itself refuses it.
POLICY = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:"


def _plain(value: Any) -> Any:
    """Numbers as JSON holds them: NaN as null, arrays as lists, five significant digits."""
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, np.ndarray):
        return _plain(value.tolist())
    if isinstance(value, float | np.floating):
        return float(f"{float(value):.6g}") if np.isfinite(value) else None
    if isinstance(value, np.integer):
        return int(value)
    return value


def as_json(content: Any) -> str:
    """JSON that can stand inside a script element."""
    text = json.dumps(_plain(content), ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _part(name: str) -> str:
    return files("somaloop.report").joinpath(name).read_text(encoding="utf-8")


def page(
    title: str,
    content: str,
    figures: Mapping[str, go.Figure],
    data: Mapping[str, Any] | None = None,
    kind: str = "report",
) -> str:
    """The whole file. ``data`` is what the hour-by-hour view reads; ``kind`` becomes the class of the body."""
    drawn = {
        key: {"data": f["data"], "layout": f["layout"]}
        for key, f in ((k, v.to_plotly_json()) for k, v in figures.items())
    }
    library = get_plotlyjs().replace("</script", "<\\/script") if figures else ""
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_part('style.css')}</style></head>\n"
        f'<body class="{kind}"><main>{content}</main>\n'
        "<noscript><p class='warning'>The pictures below the table need JavaScript, which this file brings "
        "along.</p></noscript>\n"
        f'<script type="application/json" id="figures">{as_json(drawn)}</script>\n'
        f'<script type="application/json" id="hours-data">{as_json(data or {})}</script>\n'
        f"<script>{library}</script>\n<script>{_part('page.js')}</script>\n</body></html>\n"
    )


def write_page(text: str, path: Path) -> Path:
    """Write the file in one move, so that no half-written page is ever seen."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".partial")
    partial.write_text(text, encoding="utf-8")
    partial.replace(path)
    return path
