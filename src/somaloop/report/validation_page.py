"""The page of the scoreboard: how well the model predicts published numbers, one picture, then every number."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from importlib.resources import files
from pathlib import Path

from somaloop.calibrate.scoreboard import Line, Score, score
from somaloop.plot.predicted import swarm_picture
from somaloop.plot.predicted_calibration import coverage_picture, places_picture
from somaloop.plot.predicted_density import density_picture
from somaloop.plot.predicted_families import FAMILIES, family_picture, family_places
from somaloop.plot.predicted_line import (
    MEANING,
    MECHANISM_WORDS,
    STATES,
    USE_WORDS,
    by_mechanism,
    observed_text,
    percent,
    predicted_text,
    signed,
    state,
    unit_text,
    z_text,
)
from somaloop.report.page import POLICY, write_page
from somaloop.report.validation_rows import SIGN, sections, uses
from somaloop.report.words import ADVICE, capitalised, listed

TITLE = "What the model predicts, and what studies found"
FEWEST = 12  # numbers from which on a picture of them all says something
_PERFECT = ("95 %", "95 %", "0.67", "0.67")


def _part(name: str) -> str:
    return files("somaloop.report").joinpath(name).read_text(encoding="utf-8")


def _score_row(words: str, found: Score, hue: str) -> str:
    naive = f"{found.width:.2f} ×" if found.with_naive else "–"  # noqa: RUF001
    skill = signed(percent(found.skill)) if found.with_naive else "–"  # noqa: RUF001
    hits = f"{percent(found.naive_inside / found.with_naive)} of {found.with_naive}" if found.with_naive else "–"  # noqa: RUF001
    return (
        f'<tr class="{hue}"><th scope="row">{words}<span class="sub">{found.lines} numbers</span></th>'
        f'<td class="number"><strong>{percent(found.coverage)}</strong><span class="span">{found.inside} of '
        f'{found.lines}</span></td><td class="number"><strong>{percent(found.coverage_among)}</strong>'
        f'<span class="span">{found.inside_among} of {found.lines}</span></td>'
        f'<td class="number">{found.median_z:.2f}</td><td class="number">{found.median_z_among:.2f}</td>'
        f'<td class="number">{naive}</td><td class="number">{skill}</td><td class="number">{hits}</td></tr>'
    )


def score_table(lines: Sequence[Line]) -> str:
    """The scores of the numbers that only check and of those that may be fitted, kept apart."""
    rows = "".join(_score_row(USE_WORDS[use], score(found), use) for use, found in uses(lines).items())
    perfect = "".join(f'<td class="number">{words}</td>' for words in _PERFECT)
    return (
        '<table class="scores"><caption class="hidden">How well published numbers were predicted</caption><thead><tr>'
        '<th rowspan="2"></th><th colspan="2" scope="colgroup">inside the 95 % interval</th>'
        '<th colspan="2" scope="colgroup">median |z|</th><th colspan="3" scope="colgroup">beside a naive forecaster</th>'
        '</tr><tr><th scope="col">truths, people,<br>sampling</th><th scope="col">and between<br>studies</th>'
        '<th scope="col">truths, people,<br>sampling</th><th scope="col">and between<br>studies</th>'
        '<th scope="col">width of the<br>interval</th><th scope="col">skill</th>'
        '<th scope="col">inside the<br>naive one</th></tr></thead>'
        f'<tbody>{rows}<tr class="perfect"><th scope="row">a perfect forecaster</th>{perfect}<td colspan="3"></td></tr>'
        "</tbody></table>"
    )


def _lede(lines: Sequence[Line], shipped: bool) -> str:
    studies = len({line.study.name for line in lines})
    if not shipped:
        return (
            f"Virtual people lived {'the study' if studies == 1 else f'{studies} studies'} that you described; beside "
            "each number that was found stands what the model predicts for it."
        )
    checks = len(uses(lines).get("validate", ()))
    return (
        f"Virtual people lived {studies} published studies; beside each of {len(lines)} published numbers stands what the "
        f"model predicts for it. {checks} of them only check: nothing in the model was fitted to them."
    )


def _reading() -> str:
    states = "".join(
        f"<li><span class='state {name}'><span aria-hidden='true'>{SIGN[name]}</span> {words}</span>: "
        f"{escape(MEANING[name])}</li>"
        for name, words in STATES.items()
    )
    return (
        '<section class="part" id="reading"><h2>How to read it</h2><div class="two"><div>'
        "<p>The <b>predictive interval</b> (95 %) holds how the truths that evidence leaves possible differ, how people "
        "differ, and that a study sees only so many of them. A wider one also holds how far studies of the same thing "
        "lie apart for reasons of place, people and method; its size is taken from the literature and not tuned.</p>"
        "<p><b>z</b> is what was found less the middle of the prediction, in predictive standard deviations of the "
        "first interval; a plus sign means that more was found. A perfect forecaster has 95 % inside and a median "
        "|z| of 0.67.</p></div><div>"
        "<p>Coverage alone is cheap: wide intervals hold everything. So a <b>naive forecaster</b> stands beside, who "
        "has no model and says the mean of the numbers that may be fitted, of the same kind and instrument (or kind "
        "and unit), with their spread. <b>Width</b> is the median of the model's interval divided by his; below 1 the "
        "model is sharper. <b>Skill</b> is how much smaller the model's typical error is than his (CRPS, with "
        "differences between studies); 0 is no better.</p>"
        f"<ul class='states'>{states}</ul></div></div></section>"
    )


def _calibration(lines: Sequence[Line]) -> str:
    """Whether the stated certainty is right: two small pictures."""
    checks = [line for line in lines if line.statistic.use == "validate" and line.model is not None]
    parts = [
        f"<figure><figcaption><h2>Is the certainty right?</h2></figcaption>{coverage_picture(lines)}"
        '<p class="quiet">On the dashed line intervals hold what they should. Grey: chance, for as many numbers as '
        "there are studies.</p></figure>"
    ]
    if len(checks) >= FEWEST:
        parts.append(
            "<figure><figcaption><h2>Where numbers fall in their predictions</h2></figcaption>"
            f'{places_picture(lines)}<p class="quiet">Numbers that only check. A tenth belongs in each part (dashed). '
            "Bars: the model's own interval; line: with differences between studies. High ends: too sure; a high middle: "
            "not sure enough; a slope: predicts too much or too little.</p></figure>"
        )
    return f'<div class="certainty">{"".join(parts)}</div>'


def _families(lines: Sequence[Line]) -> str:
    shown = [item for item in FAMILIES if len(family_places(item, lines)) >= 3]
    if not shown:
        return ""
    pictures = "".join(
        f"<figure><figcaption><h3>{escape(item.title)}</h3></figcaption>{family_picture(item, lines, links=True)}</figure>"
        for item in shown
    )
    return (
        '<section class="part" id="families"><h2>Predicted against observed</h2><p class="lead">Numbers that share a '
        "unit: on the dashed line what was found is what was predicted. Faint lines are 95 % intervals (across: "
        "predicted, up: found).</p>"
        f'<div class="families">{pictures}</div></section>'
    )


def _controls(lines: Sequence[Line]) -> str:
    def choice(name: str, label: str, items: dict[str, str]) -> str:
        options = "".join(f'<option value="{escape(key)}">{escape(words)}</option>' for key, words in items.items())
        return f'<label>{label} <select id="{name}"><option value="">all</option>{options}</select></label>'

    if len(lines) < FEWEST:
        return ""
    mechanisms = {name: MECHANISM_WORDS[name] for name in by_mechanism(lines)}
    present = {name: words for name, words in STATES.items() if any(state(line) == name for line in lines)}
    return (
        '<form class="controls" hidden aria-label="show some numbers">'
        + choice("mechanism", "mechanism", mechanisms)
        + choice("use", "use", {use: USE_WORDS[use] for use in uses(lines)})
        + choice("state", "where it lies", present)
        + '<label>with the words <input type="search" id="words"></label><output id="count"></output>'
        '<button type="reset">show all</button></form>'
    )


def _made_of(line: Line) -> str:
    if line.model is None:
        return f"No forecast: {line.problem}."
    share = min(max((line.truths / line.model.width) ** 2, 0.0), 1.0)
    return (
        f"Of the interval's variance {percent(share)} is doubt about the model and {percent(1 - share)} is that the study "
        "saw only so many people."
        if line.sampling == line.sampling
        else "Nothing says how many people were seen, so the interval holds doubt about the model alone."
    )


def _large(line: Line, place: int, titled: bool) -> str:
    middle, interval = predicted_text(line, line.model)
    found, around = observed_text(line)
    unit = unit_text(line)
    now = state(line)
    said = (
        f"Predicted {middle} ({interval}), found {found}{f' ({around})' if around else ''} {unit}".strip()
        + f": <b class='state {now}'>{STATES[now]}</b>, z {z_text(line)}."
        if line.model is not None
        else f"Found {found} {unit}."
    )
    return (
        f'<figure class="large"><figcaption><h3><a href="#line-{place}">{escape(capitalised(line.statistic.what))}</a></h3>'
        + (f'<span class="sub">{escape(line.study.title)}</span>' if titled else "")
        + f'<p>{said}</p></figcaption><div class="wide">{density_picture(line)}</div>'
        f'<div class="slim">{density_picture(line, 350)}</div><p class="quiet">{escape(_made_of(line))}</p></figure>'
    )


def _first(lines: Sequence[Line], shipped: bool) -> str:
    if not shipped:
        titled = len({line.study.name for line in lines}) > 1
        larges = "".join(_large(line, place, titled) for place, line in enumerate(lines))
        key = (
            '<p class="quiet">Dark: the 95 % predictive interval (truths, people, sampling). Light, dashed: with '
            "differences between studies. Diamond: what was found, with its 95 % interval where one is known.</p>"
        )
        first = f'<div class="scroller">{score_table(lines)}</div>{key}<div class="larges">{larges}</div>'
        if len(lines) < FEWEST:
            return first
        return f'{first}<section class="part"><h2>All numbers</h2>{_overview(lines)}</section>'
    return _overview(lines, f'<div class="scroller">{score_table(lines)}</div>')


def _overview(lines: Sequence[Line], head: str = "") -> str:
    return (
        f'<div class="first"><div>{head}<figure class="swarm"><figcaption class="hidden">How far each number lies from its '
        f'prediction</figcaption><div class="wide">{swarm_picture(lines, links=True)}</div>'
        f'<div class="slim">{swarm_picture(lines, width=350, links=True)}</div></figure></div>{_calibration(lines)}</div>'
    )


def validation_page(lines: Sequence[Line], shipped: bool, made: str = "") -> str:
    """The whole file. ``made`` says with how many truths and people it was made."""
    titles = list(dict.fromkeys(line.study.title for line in lines))
    title = TITLE if shipped else listed(titles) if len(titles) < 3 else f"{TITLE}: {len(titles)} studies of your own"
    failed = sum(line.model is None for line in lines)
    failures = (
        f'<p class="warning">{failed} of {len(lines)} numbers {"has" if failed == 1 else "have"} no forecast: '
        '<a href="#numbers">their rows say why</a>.</p>'
        if failed
        else ""
    )
    content = (
        f'<header><h1>{escape(title)}</h1><p class="lede">{escape(_lede(lines, shipped))} '
        '<a href="#reading">How to read it.</a></p></header>'
        f"{failures}{_first(lines, shipped)}"
        f"{_families(lines) if len(lines) >= FEWEST else ''}{_reading()}"
        f'<section class="part" id="numbers"><h2>Every number</h2><p class="lead">By mechanism, the farthest first.</p>'
        f"{_controls(lines)}</section>{sections(lines)}"
        f"<footer><p>{escape(f'{made}. ' if made else '')}{escape(ADVICE)}</p></footer>"
    )
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_part('style.css')}{_part('validation.css')}</style></head>\n"
        f'<body class="validation"><main>{content}</main>\n'
        f"<script>{_part('validation.js')}</script>\n</body></html>\n"
    )


def write_validation(lines: Sequence[Line], path: Path, shipped: bool, made: str = "") -> Path:
    """Write the page in one move."""
    return write_page(validation_page(lines, shipped, made), path)
