"""One outcome of a claim on the page: its verdict and rule, its picture in both worlds, and the arrows that carry it."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from somaloop.claims import OutcomeAnswer
from somaloop.claims.trace import Traced
from somaloop.claims.verdict import Verdict
from somaloop.evidence import sources
from somaloop.language import Body
from somaloop.report.claims_picture import SLUGS, intervals_table
from somaloop.report.claims_words import SHORT, digits, published_words, short_citation, unit_text
from somaloop.report.forest import chip
from somaloop.report.words import arrow_words, percent

MOST_ARROWS = 12
BUILT_IN = "The starting types of the two groups differ; most of this difference is put in by the type itself."
NO_ARROW = "No arrow in question lies between cause and outcome: the lever acts on it directly."


def verdict_tag(verdict: Verdict) -> str:
    """A verdict as a coloured label."""
    return f'<span class="verdict-tag {SLUGS[verdict]}">{SHORT[verdict]}</span>'


class OutcomeParts:
    """Writes outcomes and remembers in ``named`` which sources they cite."""

    def __init__(self, body: Body) -> None:
        self.body = body
        self.named: dict[str, None] = {}

    def source_links(self, names: Iterable[str]) -> str:
        """Short citations that lead to the list of sources."""
        known, items = sources(), []
        for name in names:
            self.named[name] = None
            items.append(f'<a href="#source-{escape(name)}">{escape(short_citation(known[name]))}</a>')
        return ", ".join(items)

    def _arrow(self, name: str, tail: str = "") -> str:
        arrow = self.body.arrows[name]
        cited = self.source_links(name for name in arrow.source if name in sources())
        told, known = digits(arrow.as_told, None, False), arrow.as_known.describe()
        return (
            f"<li>{chip(arrow.grade)} <b>{escape(arrow_words(name))}</b>{escape(tail)} "
            f'<span class="quiet">strength <span class="told">{told}</span> as told, '
            f'<span class="known">{escape(known)}</span> as known{". " + cited if cited else ""}</span></li>'
        )

    def _arrows(self, item: OutcomeAnswer, traced: Traced | None) -> str:
        if item.built_in:
            lead = f"<p>{BUILT_IN}</p>"
        elif not item.ways:
            return f'<p class="quiet">{NO_ARROW}</p>'
        else:
            lead = ""
        if traced is not None:
            return lead + self._traced(traced)
        shown = [way for way in item.ways if way.length == item.ways[0].length][:MOST_ARROWS] if item.ways else []
        rest = len(item.ways) - len(shown)
        more = f'<p class="quiet">{rest} more lie on the same or slightly longer ways.</p>' if rest else ""
        listed = "".join(self._arrow(way.arrow) for way in shown)
        head = "<h4>Arrows that can carry it, on the shortest ways</h4>" if listed else ""
        return f'{lead}{head}<ul class="arrows">{listed}</ul>{more}'

    def _traced(self, traced: Traced) -> str:
        parts = []
        for world, words in (("told", "as told"), ("known", "as known")):
            shares = traced.shares[world][:MOST_ARROWS]
            items = "".join(self._arrow(share.arrow, f", {percent(share.change)}") for share in shares)
            text = f'<ul class="arrows">{items}</ul>' if items else '<p class="quiet">Nothing to trace.</p>'
            parts.append(f'<h4>What goes when one arrow is cut, <span class="{world}">{words}</span></h4>{text}')
        return "".join(parts)

    def _matters(self, item: OutcomeAnswer) -> str:
        if item.bar_is_published:
            why = self.source_links(item.outcome.important_source.split())
        elif item.outcome.coupled_with:
            why = "by convention"
        else:
            why = "a fifth of a standard deviation, by convention"
        return f"Matters from {digits(item.bar, None, False)}{unit_text(item)} ({why})."

    def outcome(self, item: OutcomeAnswer, traced: Traced | None) -> str:
        """Everything about one outcome."""
        own = ""
        if item.outcome.contrast is not None:
            own = f' <span class="quiet">({escape(item.contrast.with_)} against {escape(item.contrast.without)})</span>'
        beside = ' <span class="quiet">shown beside, not judged</span>' if item.outcome.beside else ""
        unit, known = unit_text(item), item.effects["known"]
        levels = (
            f"As known {digits(known.without, item.decimals, False)}{unit} without, "
            f"{digits(known.with_, item.decimals, False)}{unit} with. "
        )
        published = ""
        if item.outcome.published is not None:
            cited = self.source_links([item.outcome.published.source])
            published = f'<p class="small">Published: {escape(published_words(item))}. {cited}</p>'
        return (
            f'<section class="outcome"><h3>{escape(item.title)}{own}{beside} {verdict_tag(item.judged.verdict)}</h3>'
            f'<p>{escape(item.judged.because)} <a class="quiet" href="#rules">Rule {item.judged.rule}.</a></p>'
            f'{intervals_table(item)}<p class="small">{levels}{self._matters(item)}</p>{published}'
            f"{self._arrows(item, traced)}</section>"
        )
