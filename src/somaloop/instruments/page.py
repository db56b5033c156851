"""The page of the measurement layer, made from the catalogue."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import isinf
from typing import Any

from somaloop.evidence import cite_text, sources
from somaloop.instruments.catalogue import INSTRUMENTS
from somaloop.instruments.instrument import Instrument, Kind
from somaloop.instruments.levels import ALIKE, GENERAL_ADULT

HEADER = "<!-- Made by `./somaloop instruments --out docs/instruments.md` from the code; changes here are lost. -->\n"
_KINDS: dict[Kind, str] = {
    "questionnaire": "Questionnaires",
    "diary": "Diaries",
    "sleep": "Sleep",
    "biomarker": "Samples and electrodes",
    "bowel": "Bowel and cramps",
}
_INTRO = """# Instruments

Nothing that goes on inside a virtual person is an outcome. What a study reads is an instrument: {count} are here, {main} of
them (marked *) in the table of the main job. `./somaloop instruments NAME` shows one, `--json` all.

## How a reading is made

1. Each output of the model that the instrument asks about is averaged over its **window**: the last days up to the evening
   of the reading, the minutes that end at a clock time, or what a running total grew. A night in a laboratory is the day
   from noon to noon.
2. The averages are weighed and added: for a questionnaire by how many of its items ask about each (our own grouping).
3. A **curve** that only rises turns the sum x into the expected score, between floor and ceiling. One number bends it, and
   one published mean of the general population fixes that number: the curve is bent until people whose levels spread as
   those of the model's general population (log-normal, see below) average the published mean (for the Whiteley-6, whose
   scores fall off exponentially, until the middle person scores the published median). So the mean of the general
   population is met because it was set; spreads, skew, correlations and the means of patients are left to come out.
4. **Error** is added: the spread of published scores times the root of 1 - reliability, or as the note says. The reading
   is rounded as on the form or by the laboratory, and kept in range, which gives floor and ceiling their heaps.
5. How a study is conducted matters too: items asked more often are answered higher, a first report is a little higher than
   the next, and a share of readings is **missing** (`somaloop.instruments.conduct`).

What only rests on an assumption says so in its note. Rows of the research that are kept for checking set no curve.
An instrument read at a clock time takes the time that a study names, else the one in the table.
"""


def _number(value: float) -> str:
    return "" if isinf(value) else f"{value:g}"


def _range(item: Instrument) -> str:
    if isinf(item.low):
        return ""
    return f"{_number(item.low)} and more" if isinf(item.high) else f"{_number(item.low)}-{_number(item.high)}"


def _error(item: Instrument) -> str:
    parts = [f"{item.error:.2g}"] if item.error else []
    parts += [f"{item.relative_error:.0%}"] if item.relative_error else []
    if item.reliability is not None:
        parts.append(f"({item.reliability.kind} {item.reliability.value:g})")
    return " ".join(parts)


def _important(item: Instrument) -> str:
    parts = [f"{item.important:g}"] if item.important is not None else []
    parts += [f"{item.important_share:.0%} of the start"] if item.important_share is not None else []
    return " or ".join(parts)


def _reads(item: Instrument) -> str:
    whole = sum(weight for _, weight in item.weights)
    alike = all(weight > 0 for _, weight in item.weights) and round(whole, 6) in (1.0, 100.0, 500.0)
    if len(item.weights) == 1:
        named = item.outputs[0]
    elif alike:
        named = ", ".join(f"{name} {weight / whole:.0%}" for name, weight in item.weights)
    else:
        named = ", ".join(f"{weight:.3g} x {name}" for name, weight in item.weights)
    return f"{named} over time in bed" if item.per else named


def _anchors(item: Instrument) -> str:
    found = []
    for anchor in item.anchors:
        spread = f" ({anchor.sd:g})" if anchor.sd is not None else ""
        found.append(f"{anchor.who} {anchor.mean:.3g}{spread}{', sets the curve' if anchor.sets else ''}")
    return "; ".join(found)


def table(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """A Markdown table."""
    lines = ["| " + " | ".join(head) + " |", "|" + " --- |" * len(head)]
    lines += ["| " + " | ".join(str(cell).replace("|", "\\|") for cell in row) + " |" for row in rows]
    return "\n".join(lines) + "\n"


def _kind(kind: Kind) -> str:
    chosen = [item for item in INSTRUMENTS.values() if item.kind == kind]
    head = ("name", "unit", "range", "window", "error", "rounded to", "smallest difference that matters", "missing")
    rows = [
        (
            f"{item.name}{' *' if item.main else ''}", item.unit, _range(item), item.window, _error(item),
            f"{item.step:g}" if item.step else "", _important(item), f"{item.missing:.0%}",
        )
        for item in chosen
    ]  # fmt: skip
    notes = [
        f"* **{item.name}**: {item.title}. Reads {_reads(item)}; {item.curve.describe()}. "
        + (f"Means: {_anchors(item)}. " if item.anchors else "")
        + f"{item.note} [{'] ['.join(item.source.split())}]"
        for item in chosen
    ]
    return f"## {_KINDS[kind]}\n\n{table(head, rows)}\n" + "\n".join(notes) + "\n"


def _levels() -> str:
    rows = [(name, f"{item.mean:g}", f"{item.sd:g}") for name, item in GENERAL_ADULT.items()]
    return (
        "## Levels of the general adult\n\nMeans over two weeks of usual life, and how they spread over people; they are "
        "measured on the model's general population and fix the curves above. The levels of two outputs are taken to "
        f"correlate by {ALIKE:g} over people.\n\n{table(('output', 'mean', 'standard deviation'), rows)}"
    )


def _sources() -> str:
    cited = {name for item in INSTRUMENTS.values() for name in item.source.split()}
    cited |= {anchor.source for item in INSTRUMENTS.values() for anchor in item.anchors}
    known = sources()
    return "## Sources\n\n" + "\n".join(f"* `{name}`: {cite_text(known[name])}" for name in sorted(cited)) + "\n"


def instruments_page() -> str:
    """The Markdown page of all instruments."""
    intro = _INTRO.format(count=len(INSTRUMENTS), main=sum(item.main for item in INSTRUMENTS.values()))
    return "\n".join([HEADER, intro, *(_kind(kind) for kind in _KINDS), _levels(), _sources()])


def as_data(item: Instrument) -> dict[str, Any]:
    """An instrument as plain data; ends that are open are None."""
    return {
        "name": item.name, "title": item.title, "unit": item.unit, "kind": item.kind, "window": str(item.window),
        "low": None if isinf(item.low) else item.low, "high": None if isinf(item.high) else item.high,
        "step": item.step, "error": item.error, "relative error": item.relative_error,
        "reliability": item.reliability.value if item.reliability is not None else None, "curve": item.curve.describe(),
        "reads": dict(item.weights), "over": dict(item.per), "offset": item.offset, "important": item.important,
        "important share": item.important_share, "better": item.better, "missing": item.missing, "asking": item.asking,
        "first": item.first, "expectation moves it": item.expectation_moves, "main": item.main,
        "published": [
            {"who": a.who, "mean": a.mean, "sd": a.sd, "source": a.source, "sets": a.sets} for a in item.anchors
        ],
        "source": item.source.split(), "note": item.note,
    }  # fmt: skip
