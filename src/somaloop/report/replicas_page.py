"""The page of published trials that were simulated again: how they come out, a panel for each, then every number."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from importlib.resources import files
from pathlib import Path

from somaloop.evidence import source
from somaloop.plot.replica_words import (
    STATE_WORDS,
    design_words,
    found_words,
    measure_words,
    percent,
    unit_words,
    use_words,
    verdict_words,
)
from somaloop.plot.replicas import key_picture, panel_picture
from somaloop.report.page import POLICY, write_page
from somaloop.report.replicas_text import (
    INTRO,
    READING,
    both_text,
    conclusion_sentences,
    miss_words,
    numbers_of,
    reason_of,
    score_rows,
    titles_of,
)
from somaloop.report.validation_rows import source_link
from somaloop.report.words import ADVICE, capitalised
from somaloop.trials.replica_answer import ReplicaAnswer
from somaloop.trials.replicas import Replica

TITLE = "Published trials, simulated again"
_HEADS = ("", "outcomes", "numbers of arms inside", "differences inside", "conclusion as published", "expected")


def _part(name: str) -> str:
    return files("somaloop.report").joinpath(name).read_text(encoding="utf-8")


def _emphasised(markdown: str) -> str:
    """Bold and italic words of a text as HTML."""
    bold = re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", escape(markdown))
    return re.sub(r"\*(.+?)\*", r"<i>\1</i>", bold)


def _scores(answers: Sequence[ReplicaAnswer]) -> str:
    head = "".join(f'<th scope="col"{" class=number" if name else ""}>{name}</th>' for name in _HEADS)
    rows = "".join(
        f'<tr><th scope="row">{escape(row[0])}</th>{"".join(f"<td class=number>{escape(cell)}</td>" for cell in row[1:])}</tr>'
        for row in score_rows(answers)
    )
    return f'<table class="scores"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'


def _sources(item: Replica) -> str:
    cited: dict[str, str] = {}  # rows of one paper read alike
    for row in item.rows:
        link = source_link(source(row))
        cited.setdefault(re.sub(r"<[^>]+>", "", link).removesuffix(" (unverified)"), link)
    return "; ".join(cited.values())


def _figures(found: ReplicaAnswer) -> str:
    rows = []
    for label, predicted, figure in numbers_of(found):
        shown, published = both_text(found.replica, predicted, figure)
        state = predicted.state(figure)
        rows.append(
            f'<tr><td>{escape(label)}</td><td class="number">{escape(shown)}</td>'
            f'<td class="number">{escape(published)}</td><td class="{state}">{STATE_WORDS[state]}</td></tr>'
        )
    return f'<table class="figures">{"".join(rows)}</table>'


def _trial(found: ReplicaAnswer, title: str) -> str:
    item = found.replica
    size = ", ".join(f"{arm} {count}" for arm, count in item.n.items())
    middle = found.middle.likely
    same = "" if found.agrees else ' class="outside"'
    why = []
    if found.missed:
        why.append(f"<p><b>{escape(capitalised(miss_words(found)))}.</b> {escape(reason_of(found))}</p>")
    notes = f"{item.note} {item.test.capitalize() if item.test[0].islower() else item.test}: {item.test_note}"
    why.append(f'<p class="quiet">{escape(notes.strip())} {_sources(item)}</p>')
    return (
        f'<tr><th scope="row" id="{escape(item.name)}">{escape(title)}<span class="sub">{escape(item.about)}</span>'
        f'<span class="sub">{escape(measure_words(item))} ({escape(unit_words(item))}), {item.at}</span></th>'
        f'<td class="design">{escape(design_words(item))}<span class="sub">{escape(size)}</span>'
        f'<span class="sub">{escape(use_words(item))}</span></td><td>{_figures(found)}</td>'
        f'<td class="verdicts">published: <b>{escape(found_words(item, item.found))}</b><br>model: '
        f"<b{same}>{escape(verdict_words(found))}</b>"
        f'<span class="sub">in the middle truth: {escape(found_words(item, middle))} '
        f'{percent(found.middle.of(middle).value)}</span></td><td class="why">{"".join(why)}</td></tr>'
    )


def replicas_page(answers: Sequence[ReplicaAnswer], made: str = "") -> str:
    """The whole file. ``made`` says with how many truths and people it was made."""
    titles = titles_of(answers)
    panels = "".join(
        f'<figure><a href="#{escape(item.replica.name)}">{panel_picture(item, titles[item.replica.name])}</a></figure>'
        for item in answers
    )
    rows = "".join(_trial(item, titles[item.replica.name]) for item in answers)
    heads = "".join(
        f'<th scope="col">{name}</th>'
        for name in (
            "trial",
            "design",
            "number: predicted (95 %), published (95 %)",
            "conclusion",
            "misses, notes, sources",
        )
    )
    content = (
        f'<header><h1>{TITLE}</h1><p class="lede">{escape(INTRO)} <a href="#reading">How to read it.</a></p></header>'
        f'<div class="scroller">{_scores(answers)}</div><p>{escape(conclusion_sentences(answers))}</p>'
        f'<div class="scroller"><div class="key-line">{key_picture()}</div></div><div class="panels">{panels}</div>'
        f'<section class="part" id="reading"><h2>How to read it</h2><p class="lead">{_emphasised(READING)}</p></section>'
        '<section class="part" id="numbers"><h2>Every trial</h2><div class="wide-table"><table class="trials">'
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div></section>"
        f"<footer><p>{escape(f'{made}. ' if made else '')}{escape(ADVICE)}</p></footer>"
    )
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{TITLE}</title><style>{_part('style.css')}{_part('replicas.css')}</style></head>\n"
        f'<body class="replicas"><main>{content}</main></body></html>\n'
    )


def write_replicas(answers: Sequence[ReplicaAnswer], path: Path, made: str = "") -> Path:
    """Write the page in one move."""
    return write_page(replicas_page(answers, made), path)
