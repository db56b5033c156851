"""What stands below the first screen of a trial's page: each part as its name, its heading and its content."""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape
from itertools import groupby

from somaloop.plot.trial_chances import Chance, chances_picture
from somaloop.plot.trial_decision import decision_picture
from somaloop.plot.trial_words import (
    SHORT_NAMES,
    WORLD_NAMES,
    contrasts,
    decimals_of,
    found_at,
    main_powers,
    method_name,
    number,
    sizes,
    unit_of,
    worlds_in,
)
from somaloop.report.trial_facts import half_width
from somaloop.report.trial_plan_words import plan_rows
from somaloop.report.trial_protocol import Made
from somaloop.report.trial_sample_size import ordered
from somaloop.report.trial_tables import DASH, HEADS, MOST_FIRST, Section, both, share_cell, table
from somaloop.trials.answer import Power, TrialAnswer


def sizes_section(answer: TrialAnswer) -> Section:
    """Every size, world and contrast of the main analysis as a table."""
    found = main_powers(answer)
    worlds, named = worlds_in([p.world for p in found]), contrasts(found)
    many = len(named) > 1
    rows = ""
    for contrast in named:
        for size in sizes(found):
            here = [found_at(found, world, size, contrast) for world in worlds]
            p = next(item for item in here if item is not None)
            mark = ' class="planned"' if size == answer.plan.sizes[0] else ""
            wide = half_width(answer, size, contrast)
            width = f"± {number(wide, decimals_of(p))}" if math.isfinite(wide) else DASH
            rows += (
                f'<tr{mark}><th scope="row">{size}</th>' + (f"<td>{escape(contrast)}</td>" if many else "")
                + "".join(share_cell(item.success if item is not None else None) for item in here)
                + f'<td class="number">{width} {escape(unit_of(p))}</td></tr>'
            )  # fmt: skip
    head = [("people", False), *([("contrast", False)] if many else []), *((HEADS[w], True) for w in worlds)]
    head.append(("expected interval<br>of the difference", True))
    lead = (
        '<p class="lead">Share of trials that conclude a benefit, with its 95 % Monte Carlo interval. Grey: the size that is '
        f"planned. The rule of the plan allows {_allowed(answer)} false positives where the arms do not differ.</p>"
    )
    return "sizes", "Every size", lead + table(head, rows)


def _allowed(answer: TrialAnswer) -> str:
    from somaloop.plot.trial_words import nominal

    return f"{100 * nominal(answer.plan):g} %"


def conclusions_section(answer: TrialAnswer) -> Section:
    """What would be concluded of every contrast, where the first screen shows one of many."""
    if len({item.contrast for item in answer.conclusions}) <= MOST_FIRST:
        return "conclusions", "", ""
    picture = both(lambda width: decision_picture(answer.conclusions, width), 760.0)
    lead = f'<p class="lead">Shares of trials with {answer.plan.sizes[0]} people. Every contrast of the deciding analysis.</p>'
    return "conclusions", "What it would conclude, contrast by contrast", lead + picture


def _analysis_row(p: Power, names: tuple[str, str, str], span: int) -> str:
    places = decimals_of(p) + 1
    outcome, method, contrast = names
    label = (
        f'<th scope="rowgroup" rowspan="{span}">{escape(outcome)}<span class="sub">{escape(method_name(method))}; {escape(contrast)}; '
        f"{escape(unit_of(p))}</span></th>"
        if span
        else ""
    )
    return (
        f'<tr>{label}<td class="{p.world}">{SHORT_NAMES.get(p.world, p.world)}</td>{share_cell(p.success)}{share_cell(p.found)}'
        f'<td class="number">{number(p.effect, places)}</td><td class="number">{number(p.estimate, places)}</td>'
        f'<td class="number">{number(p.bias, places)}<small>± {number(p.bias_error, places)}</small></td>{share_cell(p.coverage)}'
        f'<td class="number">{p.people:.0f}</td></tr>'
    )


def analyses_section(answer: TrialAnswer) -> Section:
    """Every outcome, analysis and contrast at the planned size: power, bias, coverage."""
    size = answer.plan.sizes[0]
    chosen = [p for p in ordered(answer.powers) if p.size == size]
    rows, pictures = "", []
    for names, group in groupby(chosen, key=lambda p: (p.outcome, p.method, p.contrast)):
        items = list(group)
        rows += "".join(_analysis_row(p, names, len(items) if place == 0 else 0) for place, p in enumerate(items))
        pictures.append(Chance(f"{names[0]}, {method_name(names[1])}", names[2], {p.world: p.success for p in items}))
    head = [("outcome and analysis", False), ("world", False), ("concludes<br>a benefit", True), ("finds any<br>difference", True),
            ("true", True), ("mean<br>estimate", True), ("bias<br>± its error", True), ("coverage", True), ("people<br>used", True)]  # fmt: skip
    lead = (
        f'<p class="lead">With {size} people. True is the estimand on average over truths; bias is how far the estimator is from it on '
        "average (± Monte Carlo standard error); coverage is how often the interval holds it and should be what its level says.</p>"
    )
    figure = both(lambda width: chances_picture(pictures, width), 760.0) if len(pictures) > 1 else ""
    return "analyses", "Every analysis", lead + (f"<figure>{figure}</figure>" if figure else "") + table(head, rows)


def costs_section(answer: TrialAnswer) -> Section:
    """What each size costs."""
    if not answer.costs or answer.plan.costs is None:
        return "costs", "", ""
    parts = tuple(dict.fromkeys(name for item in answer.costs for name in item.parts))
    rows = "".join(
        f'<tr><th scope="row">{item.size}</th><td class="number">{item.screened}</td>'
        + "".join(f'<td class="number">{item.parts.get(name, 0.0):,.0f}</td>' for name in parts)
        + f'<td class="number"><b>{item.total:,.0f}</b></td></tr>'
        for item in answer.costs
    )
    head = [("people", False), ("screened", True), *((escape(name), True) for name in parts), ("in all", True)]
    lead = f'<p class="lead">In {escape(answer.plan.costs.currency)}, from the unit costs of the plan.</p>'
    return "costs", "Cost", lead + table(head, rows)


def failures_section(answer: TrialAnswer) -> Section:
    """What failed, in full; nothing where nothing did."""
    items = "".join(f"<li>{escape(text)}</li>" for text in answer.failures)
    return "failures", "What failed", f'<ul class="failures">{items}</ul>' if items else ""


def remarks_section(remarks: Sequence[str]) -> Section:
    """What the reader of a plan should know."""
    items = "".join(f"<li>{escape(text)}</li>" for text in remarks)
    return "remarks", "Remarks on the plan", f'<ul class="failures">{items}</ul>' if items else ""


def plan_section(answer: TrialAnswer) -> Section:
    """The plan read back in words."""
    rows = "".join(
        f'<tr><th scope="row">{escape(head)}</th><td>{escape(words)}</td></tr>'
        for head, words in plan_rows(answer.plan)
    )
    return (
        "plan",
        "The plan in words",
        f'<div class="scroller"><table class="plain plan"><tbody>{rows}</tbody></table></div>',
    )


def made_section(answer: TrialAnswer, made: Made, beside: Sequence[str]) -> Section:
    """How the numbers came about, what twins saved, and how to make them again."""
    pool = "; ".join(f"{WORLD_NAMES.get(world, world)}: {count} people" for world, count in answer.pool.items())
    saved = "".join(
        f"<li>{escape(item.outcome)}, {escape(item.contrast)}: the true difference is {number(item.effect, 3)} ± {number(item.error, 3)}; "
        f"with different people in each arm it would be ± {number(item.error_apart, 3)}"
        + (f", so the twins stand for {item.times:,.0f} times as many people" if math.isfinite(item.times) else "") + ".</li>"
        for item in answer.twins
    )  # fmt: skip
    content = (
        f"<p>People were recruited once and lived every arm (pool: {escape(pool)}). Each replicate draws its people from the pool, "
        "allocates them, adds errors of measurement, leaving and missing readings, and is analysed as the plan says.</p>"
        + (f"<p>What it saved that everybody lived every arm:</p><ul>{saved}</ul>" if saved else "")
        + f"<p>This plan and this command make the numbers again:</p><pre>{escape(made.command)}</pre>"
        f"<pre>{escape(answer.plan.text.rstrip())}</pre>"
    )
    if beside:
        links = ", ".join(f'<a href="{escape(name)}">{escape(name)}</a>' for name in beside)
        content += f'<p class="downloads">Beside this page: {links}.</p>'
    return "made", "How it was made, and how to make it again", content
