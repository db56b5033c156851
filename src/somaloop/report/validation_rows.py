"""The tables of the scoreboard's page: a row for each published number, the farthest first, by mechanism."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from somaloop.calibrate.misses import cause_of
from somaloop.calibrate.scoreboard import Line, score
from somaloop.evidence import Source, sources
from somaloop.plot.predicted_line import (
    MECHANISM_WORDS,
    STATES,
    USE_WORDS,
    by_mechanism,
    in_widths,
    kind_text,
    observed_interval,
    observed_text,
    percent,
    predicted_text,
    state,
    unit_text,
    z_text,
)
from somaloop.report.claims_words import short_citation
from somaloop.report.words import capitalised
from somaloop.studies.scales import NORMAL_95

EDGE = 6.0  # predictive standard deviations at either end of a row's picture
SIGN = {"inside": "●", "wider": "○", "outside": "✕", "none": "–"}  # noqa: RUF001


def rows_behind(line: Line) -> tuple[str, ...]:
    """The published rows that a number stands in; none for a user's own study without rows."""
    return (line.statistic.row,) if line.statistic.row else line.study.rows


def source_link(item: Source) -> str:
    """A short citation that leads to the paper."""
    words = escape(short_citation(item))
    if item.doi:
        return f'<a href="https://doi.org/{escape(item.doi)}">{words}</a>'
    if item.pmid:
        return f'<a href="https://pubmed.ncbi.nlm.nih.gov/{escape(item.pmid)}/">{words}</a>'
    return f'<span title="{escape(item.citation)}">{words}</span>'


def _place(value: float) -> float:
    return 50.0 + 50.0 * max(-EDGE, min(EDGE, value)) / EDGE


def strip(line: Line) -> str:
    """The row's picture: both predictive intervals as bars, what was found as a diamond with its interval."""
    if line.model is None or line.among is None:
        return ""
    wide = NORMAL_95 * line.among.width / line.model.width
    parts = []
    for kind, half in (("wider-bar", wide), ("own-bar", NORMAL_95)):
        low, high = _place(-half), _place(half)
        parts.append(f'<rect class="{kind}" x="{low:.2f}%" width="{high - low:.2f}%" y="25%" height="50%"/>')
    parts.append('<line class="middle" x1="50%" x2="50%" y1="12%" y2="88%"/>')
    ends = observed_interval(line)
    if ends is not None:
        low, high = (_place(in_widths(line, end)) for end in ends)
        parts.append(f'<line class="found-line" x1="{low:.2f}%" x2="{high:.2f}%" y1="50%" y2="50%"/>')
    shape = "M0 -5.5 L5.5 0 L0 5.5 L-5.5 0 Z"
    if abs(line.z) > EDGE:
        shape = "M-3 -6 L5 0 L-3 6 Z" if line.z > 0 else "M3 -6 L-5 0 L3 6 Z"
    parts.append(f'<svg x="{_place(line.z):.2f}%" y="50%" overflow="visible"><path class="found" d="{shape}"/></svg>')
    return f'<svg class="strip" aria-hidden="true">{"".join(parts)}</svg>'


def _cell(label: str, middle: str, interval: str, kind: str) -> str:
    span = f'<span class="span">{escape(interval)}</span>' if interval else ""
    return f'<td class="number {kind}" data-label="{label}"><strong>{escape(middle)}</strong>{span}</td>'


def _behind(line: Line) -> str:
    cited: dict[str, str] = {}  # rows of one paper read alike; one that leads to it is kept
    for name in rows_behind(line):
        item = sources()[name]
        words, link = short_citation(item), source_link(item)
        cited[words] = link if link.startswith("<a") else cited.get(words, link)
    links = "; ".join(cited.values())
    parts = [f"<p>{links}</p>"] if links else []
    cause = cause_of(line)
    if line.problem:
        parts.append(f'<p class="cause"><b>No forecast:</b> {escape(line.problem)}.</p>')
    elif cause:
        parts.append(f'<p class="cause"><b>Likely cause:</b> {escape(cause)}</p>')
    elif state(line) == "outside" and links:
        parts.append('<p class="cause quiet">No likely cause is on record.</p>')
    if line.statistic.note:
        parts.append(f'<p class="quiet">{escape(line.statistic.note)}</p>')
    return "".join(parts)


def table_row(line: Line, place: int, titled: bool = True) -> str:
    """One published number, with the title of its study."""
    now = state(line)
    middle, interval = predicted_text(line, line.model)
    observed, around = observed_text(line)
    unit = unit_text(line)
    tail = f" {unit}" if unit else ""
    z = z_text(line)
    people = " + ".join(str(n) for n in line.statistic.n)
    counted = f", n = {people}" if people else ""
    return (
        f'<tr id="line-{place}" data-use="{line.statistic.use}" data-state="{now}">'
        f'<th scope="row"><b>{escape(capitalised(line.statistic.what))}</b>'
        f'<span class="sub">{escape(kind_text(line))}{escape(counted)}</span>'
        + (f'<span class="sub">{escape(line.study.title)}</span>' if titled else "")
        + "</th>"
        + _cell("predicted", f"{middle}{tail}" if middle else "–", interval, "predicted")  # noqa: RUF001
        + _cell("found", f"{observed}{tail}", around, "observed")
        + f'<td class="picture">{strip(line)}</td>'
        f'<td class="verdict" data-label="z"><strong>{z}</strong> <span class="state {now}"><span aria-hidden="true">'
        f'{SIGN[now]}</span> {STATES[now]}</span><span class="sub">{USE_WORDS[line.statistic.use]}</span></td>'
        f'<td class="behind">{_behind(line)}</td></tr>'
    )


_AXIS = (
    '<svg class="strip-axis" aria-hidden="true">'
    + "".join(
        f'<text x="{_place(value):.1f}%" y="10" text-anchor="{anchor}">{words}</text>'
        for value, words, anchor in (
            (-EDGE, "−6", "start"), (-1.96, "−2", "middle"), (0, "0", "middle"), (1.96, "+2", "middle"), (EDGE, "+6", "end"),  # noqa: RUF001
        )
    )
    + "</svg>"
)  # fmt: skip


def table(lines: Sequence[Line], places: Sequence[int], caption: str) -> str:
    """The table of some lines."""
    heads = (
        "<tr><th scope='col'>number</th><th scope='col' class='number'>predicted<br><small>95 % interval</small></th>"
        "<th scope='col' class='number'>found<br><small>95 % interval</small></th>"
        f"<th scope='col' class='picture'><span class='quiet'>found less predicted, in predictive SD</span>{_AXIS}</th>"
        "<th scope='col'>z</th><th scope='col'>source, cause, note</th></tr>"
    )
    titled = len({line.study.name for line in lines}) > 1
    body = "".join(table_row(lines[place], place, titled) for place in places)
    return (
        f'<table class="numbers"><caption class="hidden">{escape(caption)}</caption><thead>{heads}</thead>'
        f"<tbody>{body}</tbody></table>"
    )


def score_words(lines: Sequence[Line]) -> str:
    """How the forecasts of some lines did, in one sentence."""
    parts = []
    for use, chosen in uses(lines).items():
        found = score(chosen)
        if found.lines:
            parts.append(
                f"{USE_WORDS[use]}: {found.inside} of {found.lines} inside ({percent(found.coverage)}), "
                f"{found.inside_among} with differences between studies, median |z| {found.median_z:.2f}"
            )
    return "; ".join(parts)


def uses(lines: Sequence[Line]) -> Mapping[str, list[Line]]:
    """Lines by what they may be used for; those that only check come first."""
    return {use: found for use in USE_WORDS if (found := [line for line in lines if line.statistic.use == use])}


def sections(lines: Sequence[Line]) -> str:
    """A table for each mechanism."""
    parts = []
    for name, places in by_mechanism(lines).items():
        title = capitalised(MECHANISM_WORDS[name])
        words = score_words([lines[place] for place in places])
        parts.append(
            f'<section class="part" id="mechanism-{name}"><h2>{escape(title)}</h2>'
            f'<p class="lead">{escape(capitalised(words))}.</p>'
            f"{table(lines, places, f'{title}: predicted and found')}</section>"
        )
    return "".join(parts)
