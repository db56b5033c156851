"""The reality table as a page of Markdown."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from somaloop.evidence import cite_text, sources
from somaloop.reality.figure import Finding

_HEADER = "<!-- Made by `./somaloop reality` from the code; changes here are lost. -->\n"


def _number(value: float) -> str:
    return f"{value:.3g}" if abs(value) < 1000 else f"{value:.0f}"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def reality_page(findings: Sequence[Finding]) -> str:
    """The table, the misses with their reasons, and the sources."""
    agreed = sum(item.agrees for item in findings)
    checks = [item for item in findings if sources()[item.figure.source].use == "validate"]
    mechanisms = list(dict.fromkeys(item.figure.mechanism for item in findings))
    parts = [
        _HEADER,
        "# Reality\n",
        f"Published figures beside the model's own, mechanism by mechanism, at the strengths as declared, before "
        f"studies were fitted (what the fitted model predicts for studies stands in [validation](validation.md)): {len(findings)} figures over {len(mechanisms)} parts; "
        f"{agreed} agree, {len(findings) - agreed} miss. The range is what counts as agreement and comes from the "
        "source. A miss says why. Sources are of two kinds: some may set a parameter (its note says so), and their "
        f"figures show how well it fits; of {len(checks)} figures from sources that only check, "
        f"{sum(item.agrees for item in checks)} agree. Made by `./somaloop reality`.\n",
    ]
    for mechanism, group in groupby(findings, key=lambda item: item.figure.mechanism):
        rows = list(group)
        parts.append(f"## {mechanism.capitalize()}\n")
        lines = [
            "| figure | unit | published | range | model | | source |",
            "| --- | --- | ---: | :---: | ---: | --- | --- |",
        ]
        for item in rows:
            figure = item.figure
            cells = (
                figure.what, figure.unit, _number(figure.published),
                f"{_number(figure.low)} to {_number(figure.high)} ({figure.range_from})",
                _number(item.value), "pass" if item.agrees else "**miss**",
                f"[{figure.source}](#{figure.source})",
            )  # fmt: skip
            lines.append("| " + " | ".join(_cell(cell) for cell in cells) + " |")
        parts.append("\n".join(lines) + "\n")
        reasons = [f"* **{item.figure.what}**: {item.figure.miss}" for item in rows if not item.agrees]
        if reasons:
            parts.append("Misses:\n\n" + "\n".join(reasons) + "\n")
    used = sorted({item.figure.source for item in findings})
    parts.append("## Sources\n")
    parts += [f'<a id="{key}"></a>**{key}**: {cite_text(sources()[key])}\n' for key in used]
    return "\n".join(parts)
