"""The reality command: every figure worked out anew, as a page."""

from __future__ import annotations

import json
import os
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from somaloop.cli.output import progress_bar, write_text
from somaloop.reality import FILES, Finding, figures, figures_of, find, reality_page


def _values(file: str) -> list[float]:
    return [find(figure).value for figure in figures_of(file)]


def reality_command(out: Path, as_json: bool) -> int:
    """Work out every figure, on all cores, and write the page."""
    every = figures()
    values: list[float] = []
    with (
        progress_bar("figures") as show,
        ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn")) as pool,
    ):
        for part in pool.map(_values, FILES):
            values += part
            if show is not None:
                show(len(values), len(every))
    findings = [Finding(figure, value) for figure, value in zip(every, values, strict=True)]
    if as_json:
        rows = [
            {
                "mechanism": item.figure.mechanism, "figure": item.figure.what, "unit": item.figure.unit,
                "source": item.figure.source, "published": item.figure.published, "low": item.figure.low,
                "high": item.figure.high, "model": item.value, "agrees": item.agrees, "miss": item.figure.miss,
            }
            for item in findings
        ]  # fmt: skip
        print(json.dumps(rows, indent=1, allow_nan=False))
        return 0
    write_text(out, reality_page(findings))
    agreed = sum(item.agrees for item in findings)
    print(f"{len(findings)} figures: {agreed} agree, {len(findings) - agreed} miss; wrote {out}")
    return 0
