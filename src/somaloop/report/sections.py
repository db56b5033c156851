"""What stands below the first screen: weeks, hours, all outcomes, protocols, the person, failures, how to repeat."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

import plotly.graph_objects as go

from somaloop.language import Body
from somaloop.plot import WORLD_WORDS, arm_line, find_panels, hourly_data, hours_figure, trajectory_figure
from somaloop.report.rests import part_words, rests_content, rests_on_words, traced
from somaloop.report.summary import caveat, main_outcomes, own_effect
from somaloop.report.words import difference, number, real_arms
from somaloop.results import Comparison, Interval, OutcomeRow

CAPSULE = "capsule.json"


def section(name: str, title: str, content: str, lead: str = "") -> str:
    """A part of the page with its heading."""
    opening = f'<p class="lead">{lead}</p>' if lead else ""
    return f'<section class="part" id="{name}"><h2>{title}</h2>{opening}{content}</section>'


def plot_box(key: str, label: str, height: int) -> str:
    """The place of one picture; the page's script draws it."""
    words = f'role="img" aria-label="{escape(label)}"'
    return f'<div class="plot" data-figure="{escape(key)}" {words} style="min-height:{height}px"></div>'


def arm_key(comparison: Comparison) -> str:
    """What the line styles mean, arm by arm."""
    items = []
    for arm in comparison.arms:
        line = arm_line(arm, comparison.arms, comparison.placebo_of)
        dash = "" if line["dash"] == "solid" else f' stroke-dasharray="{line["dash"].replace("px", "")}"'
        twin = " (the same with a placebo in the capsule)" if arm in comparison.placebo_of.values() else ""
        items.append(
            f'<li><svg class="line-key" aria-hidden="true"><line x1="1" x2="43" y1="8" y2="8" stroke="currentColor" '
            f'stroke-width="{line["width"]}"{dash}/></svg>{escape(arm)}{twin}</li>'
        )
    return f'<ul class="arm-key" aria-label="line styles of the arms">{"".join(items)}</ul>'


def weeks_section(comparison: Comparison, figures: dict[str, go.Figure]) -> str:
    """One picture for each main outcome, both worlds side by side."""
    rows = {row.instrument: row for row in comparison.rows}
    boxes = []
    for name in main_outcomes(comparison):
        figure = figures[f"weeks {name}"] = trajectory_figure(comparison, name)
        row = rows[name]
        label = f"{row.title} in {row.unit} over {comparison.weeks:g} weeks, as told and as known, for each arm"
        unit = f' <span class="quiet">{escape(row.unit)}</span>'
        box = plot_box(f"weeks {name}", label, int(figure.layout.height or 250))  # type: ignore[union-attr]
        boxes.append(f"<figure><figcaption><b>{escape(row.title)}</b>{unit}</figcaption>{box}</figure>")
    lead = (
        "Expected readings at the end of each week. Each pair of pictures shares one scale, which need not begin "
        "at zero. "
        "As known, lines are medians and bands hold 95 % of the draws; they also hold what is not known about the "
        "person, which both arms share: the difference "
        "between arms is surer than the bands look."
    )
    return section("weeks", "Week by week", arm_key(comparison) + f'<div class="grid">{"".join(boxes)}</div>', lead)


def hours_section(comparison: Comparison, figures: dict[str, go.Figure], data: dict[str, Any]) -> str:
    """The hour-by-hour view with its controls."""
    panels, absent = find_panels(comparison)
    missing = f'<p class="quiet">Not in this run: {escape(", ".join(absent))}.</p>' if absent else ""
    if not panels:
        return section("hours", "Hour by hour", missing)
    data |= hourly_data(comparison, panels)
    last, first = data["firstDay"] + data["days"] - 1, data["firstDay"]
    boxes = []
    for world in comparison.worlds:
        figure = figures[f"hours {world}"] = hours_figure(comparison, world, panels)
        title = f"{WORLD_WORDS[world]}: " + ", ".join(shown.heading for shown in panels) + " by the hour, for each arm"
        words = WORLD_WORDS[world].capitalize() + (" (centre)" if world == "known" else "")
        caption = f'<figcaption class="{world}"><b>{words}</b></figcaption>'
        boxes.append(f"<figure>{caption}{plot_box(f'hours {world}', title, int(figure.layout.height))}</figure>")  # type: ignore[union-attr]
    cut = "" if first == 1 else f"This page holds the hours of days {first} to {last}; run.nc holds all. "
    controls = (
        '<div class="controls"><label>show <select id="stretch"><option value="1">one day</option><option value="3">'
        'three days</option><option value="7">one week</option></select></label><label class="slide">'
        f'<output id="day-words"></output><input type="range" id="day" min="{first}" max="{last}" value="{last}" '
        'step="1"></label><span class="steps"><button type="button" id="earlier" aria-label="earlier">←</button>'
        '<button type="button" id="later" aria-label="later">→</button></span></div>'
    )
    lead = f"{cut}Means of each hour, each day from midnight to midnight; scales stay the same from day to day."
    return section(
        "hours",
        "Hour by hour",
        arm_key(comparison) + controls + f'<div class="grid">{"".join(boxes)}</div>{missing}',
        lead,
    )


def _stacked(interval: Interval, places: int) -> str:
    """A difference with its interval on a line of its own."""
    text = difference(interval, places)
    head, _, tail = text.partition(" (")
    return f'{head}<span class="sub">{tail.rstrip(")")}</span>' if tail else head


def _outcome_row(comparison: Comparison, row: OutcomeRow) -> str:
    places = row.decimals
    own = own_effect(comparison, row)
    bar = f"{row.important:g}" if row.important is not None else f"({2 * row.reading_error:.{max(1, places)}f})"
    told, known = (
        f"{number(a.without, places)} → {number(a.with_, places)}" if a.run else "" for a in (row.told, row.known)
    )
    difference_known = _stacked(row.known.difference, places) if row.known.run else "–"  # noqa: RUF001
    difference_told = number(row.told.difference.centre, places, signed=True) if row.told.run else "–"  # noqa: RUF001
    cells = [
        f'<b class="known">{difference_known}</b><span class="sub">{known}</span>',
        "–" if row.known.placebo is None else _stacked(row.known.placebo, places),  # noqa: RUF001
        "–" if own is None else _stacked(own, places),  # noqa: RUF001
        f'<b class="told">{difference_told}</b><span class="sub">{told}</span>',
        bar,
    ]
    numbers = "".join(f'<td class="number">{text}</td>' for text in cells)
    return (
        f'<tr><th scope="row">{escape(row.title)}<span class="sub">{escape(row.unit)}; {escape(row.arm)}</span></th>'
        f"{numbers}"
        f'<td class="words">{escape(rests_on_words(row, row.known))}</td>'
        f'<td class="words">{escape(rests_on_words(row, row.told))}</td>'
        f'<td>{escape(row.verdict)}<span class="sub doubt">{escape(caveat(comparison, row))}</span></td></tr>'
    )


def outcomes_section(comparison: Comparison) -> str:
    """Every outcome with both worlds and, in a few words, what it rests on."""
    rows = "".join(_outcome_row(comparison, row) for row in comparison.rows)
    base = escape(comparison.arms[0])
    table = (
        '<div class="scroller"><table class="plain"><thead><tr><th scope="col">outcome</th>'
        '<th scope="col" class="known number">difference<br>as known, 95 %</th><th scope="col" class="known '
        'number">placebo'
        '<br>alone, 95 %</th><th scope="col" class="known number">beyond<br>placebo, 95 %</th>'
        '<th scope="col" class="told number">difference<br>as told</th>'
        '<th scope="col" class="number">noticeable<br>from</th><th scope="col" class="known">as known, rests on</th>'
        '<th scope="col" class="told">as told, rests on</th><th scope="col">in words</th></tr></thead><tbody>'
        f"{rows}</tbody>"
        "</table></div>"
    )
    lead = (
        f"Under each difference stand the readings, {base} → with. “Noticeable from” is the published important "
        "difference, "
        "or, in brackets, twice the error of one reading."
    )
    return section("outcomes", "All outcomes", table, lead)


def rests_section(comparison: Comparison) -> str:
    """What every difference rests on, by grade and by arrow, with the method in a few sentences."""
    if not any(row.known.rests_on or row.told.rests_on for row in comparison.rows):
        return section("rests", "What it rests on", '<p class="quiet">Not traced in this run.</p>')
    lead = (
        "The same person lives the same days with only some arrows left. An arrow’s part is what it adds to the "  # noqa: RUF001
        "difference when it is put in, averaged over orders of putting them in, grade by grade (the Owen value, a "
        "Shapley value for arrows in grades): so the parts add up to the whole difference. Grades are worked out "
        "exactly; parts of arrows come from sampled orders, ± is the standard error, and the error bars show two of "
        "them. Arrows that move too little to be told apart are counted together; arrows that only set the stage "
        "(coffee that keeps awake anyway) have parts too. What is left with every arrow cut lies inside single "
        "mechanisms and in wiring that is not in question. All this is said of the centre of what is known (and of "
        "the article’s strengths), not of each draw, so it can differ a little from the median in the table."  # noqa: RUF001
    )
    return section("rests", "What it rests on", rests_content(comparison.rows, main_outcomes(comparison)[:2]), lead)


def protocols_section(comparison: Comparison) -> str:
    """What was done in each arm, as a clinician wrote it."""
    boxes = []
    for arm in real_arms(comparison):
        text = comparison.protocols.get(arm, "").strip() or "no protocol text in this run"
        twin = comparison.placebo_of.get(arm)
        note = (
            f'<p class="quiet">Its twin “{escape(twin)}” takes a placebo in place of what is swallowed.</p>'
            if twin
            else ""
        )
        boxes.append(f"<figure><figcaption><b>{escape(arm)}</b></figcaption><pre>{escape(text)}</pre>{note}</figure>")
    return section("protocols", "What was done", f'<div class="grid">{"".join(boxes)}</div>')


def person_section(comparison: Comparison, body: Body | None) -> str:
    """Who the person is, with what is set for them."""
    rows = []
    for name, value in comparison.facts.items():
        known = body.parameters.get(name) if body is not None else None
        words = escape(known.description) if known is not None else ""
        unit = known.unit if known is not None and known.unit != "1" else ""
        shown = f"{value:g}" if isinstance(value, float) else str(value)
        rows.append(
            f'<tr><th scope="row">{escape(name)}</th><td>{escape(shown)} {escape(unit)}</td><td>{words}</td></tr>'
        )
    table = f'<table class="plain narrow"><tbody>{"".join(rows)}</tbody></table>' if rows else ""
    lead = escape(comparison.person[:1].upper() + comparison.person[1:]) + "."
    return section("person", "Who", table, lead)


def failures_section(failures: Sequence[str]) -> str:
    """What failed, in full; says so when nothing did."""
    items = "".join(f"<li>{escape(text)}</li>" for text in failures)
    content = f'<ul class="failures">{items}</ul>' if items else "<p>Every run reached its end.</p>"
    lead = (
        "A run that fails gives no number: outcomes that would need it are shown as failed, never as zero."
        if items
        else ""
    )
    return section("failures", "What failed", content, lead)


def repeat_section(comparison: Comparison) -> str:
    """How to make the run again."""
    content = (
        f"<p>Beside this page lies <code>{CAPSULE}</code>: the experiment, the seed ({comparison.seed}), the number "
        "of draws "
        f"({comparison.draws}), all versions and the checksums of the numbers. This makes the run again:</p>"
        f"<pre>somaloop simulate {CAPSULE}</pre><p><code>run.nc</code> holds every number of this page with its unit "
        "(NetCDF; groups daily and hourly).</p>"
    )
    return section("repeat", "Make it again", content)


def carried(rows: Sequence[OutcomeRow], arrow: str) -> str:
    """Which outcomes an arrow carries as known, with its share or, where parts cancel, its part."""
    found = []
    for row in rows:
        rests = traced(row, row.known)
        for part in rests.single if rests is not None else ():
            if rests is not None and part.arrow == arrow and abs(part.part) >= 0.05 * rests.gross:
                found.append(f"{row.instrument} {part_words(row, rests, part.part, part.error)}")
    return ", ".join(found)
