"""The page of the claims: the article's outline, each claim opening to its experiment, and what the references found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from html import escape
from importlib.resources import files
from pathlib import Path

from somaloop.claims import ClaimAnswer, Design, OutcomeAnswer, agrees, reasons
from somaloop.claims.trace import Traced
from somaloop.claims.verdict import VERDICTS
from somaloop.evidence import cite_text, sources
from somaloop.language import Body
from somaloop.report.claims_parts import how_to_read, references_section, verdict_key
from somaloop.report.claims_picture import SLUGS, intervals_table, strip, verdict_bar
from somaloop.report.claims_words import (
    SHORT,
    digits,
    effect_text,
    evidence_words,
    life_words,
    places_for,
    short_citation,
    unit_text,
)
from somaloop.report.forest import chip
from somaloop.report.page import POLICY, write_page
from somaloop.report.words import ADVICE, arrow_words, percent

MOST_ARROWS = 12
Traces = Mapping[str, tuple[Traced | None, ...]]


def _part(name: str) -> str:
    return files("somaloop.report").joinpath(name).read_text(encoding="utf-8")


def _tag(answer: ClaimAnswer) -> str:
    return f'<span class="verdict-tag {SLUGS[answer.verdict]}">{SHORT[answer.verdict]}</span>'


class _Page:
    """Builds the page and remembers which sources it names."""

    def __init__(self, body: Body, design: Design, answers: Mapping[str, ClaimAnswer], traces: Traces) -> None:
        self.body, self.design, self.answers, self.traces = body, design, answers, traces
        self.named: dict[str, None] = {}

    def source_links(self, names: Iterable[str]) -> str:
        known, items = sources(), []
        for name in names:
            self.named[name] = None
            items.append(f'<a href="#source-{escape(name)}">{escape(short_citation(known[name]))}</a>')
        return ", ".join(items)

    def arrow(self, name: str, tail: str = "") -> str:
        arrow = self.body.arrows[name]
        cited = self.source_links(name for name in arrow.source if name in sources())
        told, known = digits(arrow.as_told, None, False), arrow.as_known.describe()
        return (
            f"<li>{chip(arrow.grade)} <b>{escape(arrow_words(name))}</b>{escape(tail)} "
            f'<span class="quiet">strength <span class="told">{told}</span> as told, '
            f'<span class="known">{escape(known)}</span> as known{". " + cited if cited else ""}</span></li>'
        )

    def arrows(self, item: OutcomeAnswer, traced: Traced | None) -> str:
        if item.built_in:
            lead = "The starting types of the two groups differ; most of this difference is put in by the type itself."
        elif not item.ways:
            return '<p class="quiet">No arrow in question lies between cause and outcome: the lever acts on it directly.</p>'
        else:
            lead = ""
        if traced is not None:
            return (f"<p>{lead}</p>" if lead else "") + self.traced(traced)
        shortest = [way for way in item.ways if way.length == item.ways[0].length] if item.ways else []
        shown = (shortest or list(item.ways))[:MOST_ARROWS]
        rest = len(item.ways) - len(shown)
        more = f'<p class="quiet">{rest} more lie on the same or slightly longer ways.</p>' if rest else ""
        listed = "".join(self.arrow(way.arrow) for way in shown)
        head = "<h4>Arrows that can carry it, on the shortest ways</h4>" if listed else ""
        return (f"<p>{lead}</p>" if lead else "") + f'{head}<ul class="arrows">{listed}</ul>{more}'

    def traced(self, traced: Traced) -> str:
        parts = []
        for world, words in (("told", "as told"), ("known", "as known")):
            shares = traced.shares[world][:MOST_ARROWS]
            items = "".join(self.arrow(share.arrow, f", {percent(share.change)}") for share in shares)
            text = f'<ul class="arrows">{items}</ul>' if items else '<p class="quiet">Nothing to trace.</p>'
            parts.append(f'<h4>What goes when one arrow is cut, <span class="{world}">{words}</span></h4>{text}')
        return "".join(parts)

    def outcome(self, answer: ClaimAnswer, number: int) -> str:
        item = answer.outcomes[number]
        traced = self.traces[answer.claim.id][number] if answer.claim.id in self.traces else None
        own = ""
        if item.outcome.contrast is not None:
            own = f' <span class="quiet">({escape(item.contrast.with_)} against {escape(item.contrast.without)})</span>'
        beside = ' <span class="quiet">shown beside, not judged</span>' if item.outcome.beside else ""
        unit = unit_text(item)
        known = item.effects["known"]
        matters = f"Matters from {digits(item.bar, None, False)}{unit}"
        matters += (
            f" ({self.source_links(item.outcome.important_source.split())})"
            if item.bar_is_published
            else " (a fifth of a standard deviation, by convention)"
            if not item.outcome.coupled_with
            else " (by convention)"
        )
        sd = (
            f" As known {digits(known.standardised(known.interval.centre), None)} standard deviations over people."
            if known.spread > 0
            else ""
        )
        levels = (
            f"Without {digits(known.without, item.decimals, False)}{unit}, "
            f"with {digits(known.with_, item.decimals, False)}{unit} as known. "
        )
        published = item.outcome.published
        other = ""
        if published is not None:
            size = digits(published.size, None)
            span = (
                f" ({digits(published.low, None)} to {digits(published.high, None)})"
                if published.low is not None and published.high is not None
                else ""
            )
            scale = "" if published.unit == "same" else f" {escape(published.unit)}"
            note = f" ({escape(published.note)})" if published.note else ""
            other = (
                f'<p class="small">Published: {escape(published.what)}, {size}{span}{scale}{note}. '
                f"{self.source_links([published.source])}</p>"
            )
        tag = f'<span class="verdict-tag {SLUGS[item.judged.verdict]}">{SHORT[item.judged.verdict]}</span>'
        return (
            f'<section class="outcome"><h3>{escape(item.title)}{own}{beside} {tag}</h3>'
            f"<p>{escape(item.judged.because)}</p>{intervals_table(item)}"
            f'<p class="small">{levels}{matters}.{sd}</p>{other}{self.arrows(item, traced)}</section>'
        )

    def lives(self, answer: ClaimAnswer) -> str:
        rows = []
        for name in answer.experiment.lives:
            life = self.design.lives[name]
            lines = (
                "<br>".join(escape(line) for line in life.lines.splitlines()) or '<span class="quiet">usual life</span>'
            )
            rows.append(
                f"<tr><th>{escape(name)}</th><td>{escape(life_words(life, self.design))}</td><td>{lines}</td></tr>"
            )
        table = f'<table class="plain">{"".join(rows)}</table>'
        return f'<details class="lives"><summary>who lived how</summary>{table}</details>'

    def evidence(self, answer: ClaimAnswer) -> str:
        item = answer.claim
        cited = self.source_links(item.sources)
        if answer.verdict == VERDICTS[-1]:
            compared = "Not compared with a run."
        elif agrees(item, answer.verdict):
            compared = "The verdict and this evidence agree."
        else:
            compared = f"<b>The verdict and this evidence part.</b> {escape(reasons().get(item.id, 'No reason is on record.'))}"
        return (
            f'<section class="evidence"><h3>What the evidence says {chip(item.grade)}</h3>'
            f'<p class="quiet">{escape(evidence_words(item).capitalize())}.</p><p>{escape(item.verdict)}</p>'
            + (f'<p class="small">{cited}</p>' if cited else "")
            + f"<p>{compared}</p></section>"
        )

    def also(self, answer: ClaimAnswer) -> str:
        if not answer.also:
            return ""
        item = answer.outcomes[0]
        places = places_for(item)
        rows = "".join(
            f'<tr><th>{escape(label)}</th><td class="told">{effect_text(effects["told"].interval, places)}</td>'
            f'<td class="known">{effect_text(effects["known"].interval, places)}</td></tr>'
            for label, effects in answer.also.items()
        )
        return (
            f'<section class="also"><h3>The same outcome elsewhere</h3><table class="plain narrow"><thead><tr>'
            f"<th>{escape(item.outcome.of)}{escape(unit_text(item))}</th><th>as told</th><th>as known</th></tr></thead>"
            f"<tbody>{rows}</tbody></table></section>"
        )

    def claim(self, answer: ClaimAnswer, is_open: bool = False) -> str:
        item, first = answer.claim, answer.first
        picture = strip(first) if first is not None else '<span class="quiet">not run</span>'
        parted = (
            ""
            if agrees(item, answer.verdict)
            else '<abbr class="parts" title="parts from the graded evidence">≠</abbr>'
        )
        summary = (
            f'<summary><span class="id">{item.id}</span><span class="text">{escape(item.claim)}</span>'
            f'<span class="strip-cell">{picture}</span><span class="tags">{_tag(answer)}{parted}</span>'
            f'<span class="grade">{chip(item.grade)}</span></summary>'
        )
        if answer.outcomes:
            body = (
                f'<p class="asks">{escape(answer.experiment.asks)}</p>'
                + "".join(self.outcome(answer, number) for number in range(len(answer.outcomes)))
                + self.also(answer)
                + self.lives(answer)
            )
        else:
            body = f'<p class="asks">Not run: {escape(answer.because)}</p>'
        return (
            f'<details class="claim" id="{item.id}" data-verdict="{SLUGS[answer.verdict]}"{" open" if is_open else ""}>{summary}'
            f'<div class="opened"><div class="runs">{body}</div>{self.evidence(answer)}</div></details>'
        )

    def sections(self) -> str:
        by_section: dict[str, list[ClaimAnswer]] = {}
        for answer in self.answers.values():
            by_section.setdefault(answer.claim.section, []).append(answer)
        parts = []
        for number, (name, items) in enumerate(by_section.items(), 1):
            counts = Counter(item.verdict for item in items)
            alone = len(self.answers) == 1
            listed = "".join(self.claim(item, alone) for item in items)
            parts.append(
                f'<section class="part" id="section-{number}"><h2>{escape(name)}</h2>{verdict_bar(counts, name)}{listed}</section>'
            )
        return "".join(parts)

    def outline(self) -> str:
        rows = []
        counts: dict[str, Counter[str]] = {}
        for answer in self.answers.values():
            counts.setdefault(answer.claim.section, Counter())[answer.verdict] += 1
        most = max(sum(item.values()) for item in counts.values())
        for number, (name, item) in enumerate(counts.items(), 1):
            share = 100.0 * sum(item.values()) / most
            rows.append(
                f'<a href="#section-{number}"><span>{escape(name)}</span>'
                f'<div style="width:{share:.1f}%">{verdict_bar(item, name)}</div></a>'
            )
        return f'<div class="outline">{"".join(rows)}</div>'

    def sources_list(self) -> str:
        known = sources()
        items = "".join(
            f'<li id="source-{escape(name)}"><b>{escape(short_citation(known[name]))}.</b> {escape(known[name].finding)} '
            f'<span class="quiet">{escape(cite_text(known[name]))} ({escape(known[name].design)}; read: {known[name].seen})</span></li>'
            for name in sorted(self.named)
        )
        return f'<section class="part" id="sources"><h2>Sources</h2><ul class="sources">{items}</ul></section>'


def claims_page(
    body: Body,
    design: Design,
    answers: Mapping[str, ClaimAnswer],
    *,
    people: int,
    seed: int,
    traces: Traces | None = None,
) -> str:
    """The whole file. ``traces`` are the arrows that were found to carry effects, where they were traced."""
    made = _Page(body, design, answers, traces or {})
    counts = Counter(answer.verdict for answer in answers.values())
    parted = sum(not agrees(answer.claim, answer.verdict) for answer in answers.values())
    alone = len(answers) == 1
    only = next(iter(answers.values()))
    title = f"Claim {only.claim.id}" if alone else f"The article’s {len(answers)} claims, each run as an experiment"  # noqa: RUF001
    lede = (
        "Each claim of the article was put to virtual people: the same people without and with the cause, in the world "
        "as the article tells it and in the world as it is known. Verdicts follow from the runs by written rules and are "
        f"not typed in; {parted} of {len(answers)} part from the evidence as it was graded by reading, each with its reason (≠)."
    )
    head = (
        ""
        if alone
        else f'<p class="lede">{lede}</p>{verdict_bar(counts, "all claims")}{verdict_key()}{how_to_read()}{made.outline()}'
    )
    controls = (
        ""
        if alone
        else '<div class="controls"><label>with the words <input type="search" id="words"></label>'
        '<button type="button" id="every">show all verdicts</button><button type="button" id="open">open all</button>'
        '<button type="button" id="close">close all</button><a href="#references">the ten references</a>'
        '<a href="#sources">sources</a></div>'
    )
    content = made.sections()
    tail = ("" if alone else references_section()) + made.sources_list()
    foot = (
        f"<footer><p>{people} truths, each lived by two opposite people, as known; {people // 2} people as told; seed {seed}. "
        f"An interval stands on {people} truths, so its ends are themselves uncertain. {escape(ADVICE)}</p></footer>"
    )
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_part('style.css')}{_part('claims.css')}</style></head>\n"
        f'<body class="claims"><main><h1>{escape(title)}</h1>{head}{controls}{content}{tail}{foot}</main>\n'
        f"<script>{_part('claims.js')}</script>\n</body></html>\n"
    )


def write_claims(
    body: Body,
    design: Design,
    answers: Mapping[str, ClaimAnswer],
    path: Path,
    *,
    people: int,
    seed: int,
    traces: Traces | None = None,
) -> Path:
    """Write the page in one move."""
    return write_page(claims_page(body, design, answers, people=people, seed=seed, traces=traces), path)
