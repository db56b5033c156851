"""The scoreboard as a page of the documentation: scores, every miss with its likely cause, every number."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from somaloop.calibrate.misses import cause_of
from somaloop.calibrate.scoreboard import Line, score
from somaloop.evidence import sources
from somaloop.plot.predicted_line import (
    MECHANISM_WORDS,
    STATES,
    USE_WORDS,
    by_mechanism,
    distance,
    observed_text,
    percent,
    predicted_text,
    signed,
    state,
    unit_text,
    z_text,
)
from somaloop.report.claims_words import short_citation
from somaloop.report.validation_rows import rows_behind, uses
from somaloop.report.words import capitalised

PICTURE = "images/validation.svg"
_SHORT = {"validate": "check", "calibrate": "fit"}


def validation_text(lines: Sequence[Line], made: str = "") -> str:
    """The page as Markdown. ``made`` says with how many truths and people it was made."""
    studies = len({line.study.name for line in lines})
    papers = len({row for line in lines for row in rows_behind(line)})
    parts = [
        "<!-- Made by `./somaloop validate --record`; changes here are lost. -->",
        "# What the model predicts, and what studies found",
        f"`./somaloop validate` lives {studies} published studies with virtual people and puts {len(lines)} published "
        f"numbers (from {papers} published rows) beside what the model predicts for them; the same with a study of your "
        "own: [how to write one](studies.md). It prints the scores and writes `validation.html`, with every number, and "
        "`validation.csv`." + (f" {made}." if made else ""),
        f"![Distance of every published number from its prediction, by mechanism]({PICTURE})",
        "## Score",
        _scores(lines),
        "* **Inside**: the share of numbers in the 95 % predictive interval. *Own* holds how the truths that evidence leaves "
        "possible differ, how people differ, and that a study sees only so many (by the model's people or as printed, "
        "whichever is larger); *and studies* adds how far studies of the same thing lie apart, and laboratories where a "
        "level hangs on an assay (rule and sources: `somaloop.calibrate.likelihood`, "
        "`somaloop.calibrate.laboratories`). A perfect forecaster has 95 % and a "
        "median |z| of 0.67.\n"
        "* **Width** and **skill** compare with a naive forecaster who has no model and says the mean of numbers of the "
        "same kind and instrument that may be fitted. Width: median ratio of the two intervals, below 1 is sharper. Skill: "
        "1 less the median ratio of the CRPS (with differences between studies); 0 is no better.\n"
        "* Numbers that **only check** were never seen by the fit ([how that is enforced](calibration.md)).",
        "## By mechanism",
        _mechanisms(lines),
        "## Misses",
        _misses(lines),
        "## Every number",
        "By mechanism, the farthest first. z is found less predicted, in predictive standard deviations (own interval).",
    ]
    for name, places in by_mechanism(lines).items():
        parts += [
            f"### {capitalised(MECHANISM_WORDS[name])}",
            _table(
                ("number", "predicted (95 %)", "found (95 %)", "z", "where", "use", "source"),
                (_row(lines[place]) for place in places),
                "lrrrlll",
            ),
        ]
    return "\n\n".join(parts) + "\n"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]], sides: str) -> str:
    rule = "| " + " | ".join("---:" if side == "r" else "---" for side in sides) + " |"
    cells = ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows]
    return "\n".join(["| " + " | ".join(head) + " |", rule, *cells])


def _scores(lines: Sequence[Line]) -> str:
    rows = []
    for use, chosen in uses(lines).items():
        found = score(chosen)
        naive = ("", "", "") if not found.with_naive else (
            f"{found.width:.2f}", signed(percent(found.skill)), percent(found.naive_inside / found.with_naive)
        )  # fmt: skip
        rows.append((
            USE_WORDS[use], str(found.lines), f"{percent(found.coverage)} ({found.inside})",
            f"{percent(found.coverage_among)} ({found.inside_among})", f"{found.median_z:.2f}",
            f"{found.median_z_among:.2f}", *naive,
        ))  # fmt: skip
    rows.append(("a perfect forecaster", "", "95 %", "95 %", "0.67", "0.67", "", "", ""))
    head = ("", "numbers", "inside: own", "inside: and studies", r"median abs(z): own", r"median abs(z): and studies",
            "width", "skill", "naive inside")  # fmt: skip
    return _table(head, rows, "lrrrrrrrr")


def _mechanisms(lines: Sequence[Line]) -> str:
    rows = []
    for name, places in by_mechanism(lines).items():
        cells = [MECHANISM_WORDS[name]]
        for use in USE_WORDS:
            found = score([lines[place] for place in places if lines[place].statistic.use == use])
            cells += (
                [f"{found.inside} of {found.lines}", f"{found.inside_among}", f"{found.median_z:.2f}"]
                if found.lines
                else ["", "", ""]
            )
        rows.append(cells)
    head = ("mechanism", "check: inside", "and studies", "median abs(z)", "fit: inside", "and studies", "median abs(z)")
    return _table(head, rows, "lrrrrrr")


def _numbers(line: Line) -> tuple[str, str, str]:
    middle, interval = predicted_text(line, line.model)
    found, around = observed_text(line)
    unit = unit_text(line)
    tail = f" {unit}" if unit else ""
    z = z_text(line)
    return (f"{middle} ({interval})" if middle else "none", f"{found}{f' ({around})' if around else ''}{tail}", z)


def _misses(lines: Sequence[Line]) -> str:
    far = [line for line in sorted(lines, key=distance, reverse=True) if state(line) in ("wider", "outside")]
    if not far:
        return "Every number lies inside its interval."
    known = sum(bool(cause_of(line)) for line in far)
    outside = sum(state(line) == "outside" for line in far)
    rows = (
        (f"{line.study.name}: {line.statistic.what}", *_numbers(line), STATES[state(line)],
         _SHORT[line.statistic.use], cause_of(line) or "not found yet")
        for line in far
    )  # fmt: skip
    head = ("number", "predicted (95 %)", "found (95 %)", "z", "where", "use", "likely cause")
    return (
        f"{len(far)} numbers lie outside the model's own interval, {outside} of them also outside the one with differences "
        f"between studies. A likely cause is on record for {known}.\n\n" + _table(head, rows, "lrrrlll")
    )


def _row(line: Line) -> tuple[str, ...]:
    cited = dict.fromkeys(
        f"[{short_citation(item)}](https://doi.org/{item.doi})" if item.doi else short_citation(item)
        for item in (sources()[row] for row in rows_behind(line))
    )
    return (
        f"{line.study.name}: {line.statistic.what}", *_numbers(line), STATES[state(line)], _SHORT[line.statistic.use],
        "; ".join(cited),
    )  # fmt: skip
