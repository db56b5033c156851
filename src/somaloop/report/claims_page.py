"""The page of the claims: the article's outline, each claim opening to its experiment, and what the references found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from html import escape
from importlib.resources import files
from pathlib import Path

from somaloop.claims import ClaimAnswer, Design, agrees, reasons
from somaloop.claims.people import pairs_in
from somaloop.claims.trace import Traced
from somaloop.claims.verdict import VERDICTS
from somaloop.evidence import cite_text, sources
from somaloop.language import Body
from somaloop.report.claims_outcome import OutcomeParts, verdict_tag
from somaloop.report.claims_parts import LIST_HEAD, how_to_read, references_section, rules_section, verdict_key
from somaloop.report.claims_picture import SLUGS, strip, verdict_bar
from somaloop.report.claims_words import (
    MEANING,
    agreement_words,
    evidence_words,
    life_words,
    places_for,
    short_citation,
    unit_text,
)
from somaloop.report.forest import chip
from somaloop.report.page import POLICY, write_page
from somaloop.report.words import ADVICE, difference

Traces = Mapping[str, tuple[Traced | None, ...]]


def _part(name: str) -> str:
    return files("somaloop.report").joinpath(name).read_text(encoding="utf-8")


class _Page:
    """Builds the page."""

    def __init__(self, body: Body, design: Design, answers: Mapping[str, ClaimAnswer], traces: Traces) -> None:
        self.design, self.answers, self.traces = design, answers, traces
        self.parts = OutcomeParts(body)

    def outcomes(self, answer: ClaimAnswer) -> str:
        traces = self.traces.get(answer.claim.id)
        return "".join(
            self.parts.outcome(item, traces[number] if traces is not None else None)
            for number, item in enumerate(answer.outcomes)
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
        opened = " open" if len(self.answers) == 1 else ""
        return f'<details class="lives"{opened}><summary>who lived how</summary>{table}</details>'

    def evidence(self, answer: ClaimAnswer) -> str:
        item = answer.claim
        cited = self.parts.source_links(item.sources)
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

    def overall(self, answer: ClaimAnswer) -> str:
        """The verdict on the claim in words."""
        judged = sum(not item.outcome.beside for item in answer.outcomes)
        weakest = " The claim gets the verdict of its weakest part." if judged > 1 else ""
        return f"<b>{answer.verdict.capitalize()}</b>: {escape(MEANING[answer.verdict])}{weakest}"

    def also(self, answer: ClaimAnswer) -> str:
        if not answer.also:
            return ""
        item = answer.outcomes[0]
        places, unit = places_for(item), unit_text(item)
        title = f"{item.title},{unit}" if unit else item.title
        rows = "".join(
            f'<tr><th>{escape(label)}</th><td class="told">{difference(effects["told"].interval, places)}</td>'
            f'<td class="known">{difference(effects["known"].interval, places)}</td></tr>'
            for label, effects in answer.also.items()
        )
        return (
            f'<section class="also"><h3>The same outcome elsewhere</h3><table class="plain narrow"><thead><tr>'
            f"<th>{escape(title)}</th><th>as told</th><th>as known</th></tr></thead>"
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
            f'<span class="strip-cell">{picture}</span><span class="tags">{verdict_tag(answer.verdict)}{parted}</span>'
            f'<span class="grade">{chip(item.grade)}</span></summary>'
        )
        if answer.outcomes:
            body = (
                f'<p class="asks">{escape(answer.experiment.asks)} {self.overall(answer)}</p>'
                + self.outcomes(answer)
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
            heads = "" if alone else f"{verdict_bar(counts, name)}{LIST_HEAD}"
            listed = "".join(self.claim(item, alone) for item in items)
            parts.append(
                f'<section class="part" id="section-{number}"><h2>{escape(name)}</h2>{heads}{listed}</section>'
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
            for name in sorted(self.parts.named)
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
    title = (
        f"Claim {only.claim.id}: {only.claim.claim.rstrip('.')}"
        if alone
        else f"The article’s {len(answers)} claims, each run as an experiment"  # noqa: RUF001
    )
    lede = (
        "Each claim of the article was put to virtual people: the same people without and with the cause, in the world "
        "as the article tells it and in the world as it is known. Verdicts follow from the runs by written rules and are "
        f"not typed in; {parted} of {len(answers)} part from the evidence as it was graded by reading, each with its reason (≠). "
        f"Verdicts that agree, by the grade of the evidence: {agreement_words(answers)}."
    )
    head = (
        how_to_read()
        if alone
        else f'<p class="lede">{lede}</p>{verdict_bar(counts, "all claims")}{verdict_key()}{how_to_read()}{made.outline()}'
    )
    controls = (
        ""
        if alone
        else '<div class="controls"><label>with the words <input type="search" id="words"></label>'
        '<button type="button" id="every">show all verdicts</button><button type="button" id="open">open all</button>'
        '<button type="button" id="close">close all</button><a href="#rules">the rules</a>'
        '<a href="#references">the ten references</a>'
        '<a href="#sources">sources</a></div>'
    )
    content = made.sections()
    tail = rules_section() + ("" if alone else references_section()) + made.sources_list()
    foot = (
        f"<footer><p>{people} truths, each lived by two opposite people, as known; {2 * pairs_in('told', people)} people as told; "
        f"seed {seed}. An interval stands on {people} truths, so its ends are themselves uncertain. {escape(ADVICE)}</p></footer>"
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
