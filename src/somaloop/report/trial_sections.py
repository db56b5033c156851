"""What stands below the first screen of a trial's page: each part as its name, its heading and its content."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from html import escape
from itertools import groupby

from somaloop.instruments import INSTRUMENTS
from somaloop.plot.trial_chances import Chance, chances_picture
from somaloop.plot.trial_decision import decision_picture
from somaloop.plot.trial_flow import flow_picture
from somaloop.plot.trial_placebo import placebo_picture
from somaloop.plot.trial_trajectories import trajectories_picture
from somaloop.plot.trial_truths import truths_picture
from somaloop.plot.trial_words import (
    SHORT_NAMES,
    WORLD_NAMES,
    better_sign,
    contrasts,
    decimals_of,
    effect_decimals,
    found_at,
    interval_of,
    main_powers,
    method_name,
    number,
    outcomes_drawn,
    percent_of,
    sizes,
    worlds_in,
)
from somaloop.report.trial_facts import half_width, important, main_contrast, sees, true_effects
from somaloop.report.trial_plan_words import plan_rows
from somaloop.report.trial_protocol import Made
from somaloop.report.trial_sample_size import ordered
from somaloop.trials.answer import Power, Share, TrialAnswer

Section = tuple[str, str, str]
MOST_FIRST = 3  # contrasts that the first screen shows in full
DASH = "–"  # noqa: RUF001
HEADS = {"nil": "nil:<br>false positives", "known": "as known:<br>assurance", "middle": "middle of known:<br>power",
         "told": "as told:<br>power"}  # fmt: skip


def _both(draw: Callable[[float], str], wide: float) -> str:
    return f'<div style="max-width:{wide:g}px"><div class="wide">{draw(wide)}</div><div class="slim">{draw(350.0)}</div></div>'


def share_cell(share: Share | None) -> str:
    """A cell of a table: a share with its interval below; a dash for none."""
    if share is None:
        return f'<td class="number">{DASH}</td>'
    return f'<td class="number"><b>{percent_of(share)}</b><small>{interval_of(share)}</small></td>'


def table(head: Sequence[tuple[str, bool]], rows: str, caption: str = "", kind: str = "plain") -> str:
    """A table with a head (words, and whether its column holds numbers) and rows of HTML."""
    cells = "".join(f'<th scope="col"{" class=number" if numeric else ""}>{words}</th>' for words, numeric in head)
    titled = f"<caption>{caption}</caption>" if caption else ""
    return f'<div class="scroller"><table class="{kind}">{titled}<thead><tr>{cells}</tr></thead><tbody>{rows}</tbody></table></div>'


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
                + f'<td class="number">{width} {escape(p.unit)}</td></tr>'
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
    picture = _both(lambda width: decision_picture(answer.conclusions, width), 760.0)
    lead = f'<p class="lead">Shares of trials with {answer.plan.sizes[0]} people. Every contrast of the deciding analysis.</p>'
    return "conclusions", "What it would conclude, contrast by contrast", lead + picture


def truths_section(answer: TrialAnswer) -> Section:
    """True effects as known beside the smallest estimate that counts."""
    contrast, found = main_contrast(answer), main_powers(answer)
    effects = true_effects(answer, contrast)
    first = found[0]
    in_points = first.unit == INSTRUMENTS[answer.plan.primary.of].unit
    sign = better_sign(answer.plan, answer.plan.primary.of) if in_points else 1.0
    if not effects or not sign:
        return "truths", "", ""
    told = found_at(found, "told", answer.plan.sizes[0], contrast)
    others = {"told": told.effect} if told is not None else {}
    seen, bar = sees(answer, contrast), important(answer)
    picture = _both(
        lambda width: truths_picture(effects, others, first.unit, sign, decimals_of(first), seen, bar, width), 760.0
    )  # fmt: skip
    lead = (
        f'<p class="lead">{escape(contrast.capitalize())}. Each dot is one truth that the evidence leaves open: the difference that this '
        "trial would find with endless people in it. To the right of the dashed line an estimate counts as a benefit with "
        f"{answer.plan.sizes[0]} people; more people move the line to the left, never the dots.</p>"
    )
    return "truths", "What may be true, and what the trial could see", lead + picture


def trajectories_section(answer: TrialAnswer) -> Section:
    """One picture for every outcome that has trajectories."""
    names = outcomes_drawn(answer.trajectories, answer.plan)
    figures = ""
    for name in names:
        picture = _both(
            lambda width, name=name: trajectories_picture(answer.trajectories, name, answer.plan.control, width), 900.0
        )  # fmt: skip
        mark = (
            ' <span class="quiet">primary outcome</span>' if name == answer.plan.primary.of and len(names) > 1 else ""
        )
        figures += f"<figure><figcaption><b>{escape(INSTRUMENTS[name].title)}</b>{mark}</figcaption>{picture}</figure>"
    lead = (
        '<p class="lead">Mean expected readings at the visits, without error of measurement, leaving or missing ones. Bars hold 95 % '
        "of truths (as known) or are the 95 % interval over people (as told). All arms share the doubt about people, so the "
        "difference between arms is surer than the bars look. The scale need not begin at zero.</p>"
    )
    return "course", "Visit by visit", lead + figures if figures else ""


def placebo_section(answer: TrialAnswer) -> Section:
    """The parts of what happens to the control arm."""
    names = list(dict.fromkeys(part.outcome for part in answer.placebo))
    figures = ""
    for name in names:
        rows = "".join(
            f'<tr><th scope="row">{escape(part.part)}</th><td class="number">{number(part.value, effect_decimals(name))}'
            f"<small>{number(part.low, effect_decimals(name))} to {number(part.high, effect_decimals(name))}</small></td>"
            f"<td>{escape(part.how)}</td></tr>"
            for part in answer.placebo
            if part.outcome == name
        )
        picture = _both(lambda width, name=name: placebo_picture(answer.placebo, name, width), 620.0)
        words = table((("part", False), (escape(INSTRUMENTS[name].unit), True), ("how it is found", False)), rows)
        figures += f'<div class="beside"><figure>{picture}</figure>{words}</div>'
    lead = (
        f'<p class="lead">What people in “{escape(answer.plan.control)}” gain or lose is made of parts that can be taken away one by one '
        "in the model; each bar begins where the parts before it end. Whiskers are 95 % intervals.</p>"
    )
    return "placebo", "What the control arm goes through", lead + figures if figures else ""


def flow_section(answer: TrialAnswer) -> Section:
    """The CONSORT flow, with what to expect of each arm."""
    many = len(answer.flow.arms)
    picture = _both(lambda width: flow_picture(answer.flow, width), 520.0 if many <= 3 else 900.0)
    lead = (
        '<p class="lead">One typical replicate of the planned size: the one nearest to the median in how many leave. Numbers of a real '
        "trial will differ. Shares are those of people as known, with 95 % intervals over truths; who is sure of what is taken is no "
        "longer blind.</p>"
    )
    kind = "beside" if many <= 3 else "below-each-other"
    return (
        "flow", "Flow of people and conduct (CONSORT)",
        f'{lead}<div class="{kind}"><figure>{picture}</figure>{__conduct_table(answer)}</div>',
    )  # fmt: skip


def __conduct_table(answer: TrialAnswer) -> str:
    """Leaving, stopping, unmasking and side effects: arms in columns."""
    rows = [("leave the trial", [item.left for item in answer.conduct]), ("stop the treatment", [item.stopped for item in answer.conduct]),
            ("come to be sure what they take", [item.unmasked for item in answer.conduct])]  # fmt: skip
    effects = tuple(dict.fromkeys(name for item in answer.conduct for name in item.side_effects))
    rows += [(f"side effect: {name}", [item.side_effects.get(name) for item in answer.conduct]) for name in effects]
    body = "".join(
        f'<tr><th scope="row">{escape(words)}</th>{"".join(share_cell(share) for share in shares)}</tr>'
        for words, shares in rows
        if any(share is not None and share.high > 0 for share in shares)
    )
    return table([("people who", False), *((escape(item.arm), True) for item in answer.conduct)], body) if body else ""


def _analysis_row(p: Power, names: tuple[str, str, str], span: int) -> str:
    places = decimals_of(p) + 1
    outcome, method, contrast = names
    label = (
        f'<th scope="rowgroup" rowspan="{span}">{escape(outcome)}<span class="sub">{escape(method_name(method))}; {escape(contrast)}; '
        f"{escape(p.unit)}</span></th>"
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
    figure = _both(lambda width: chances_picture(pictures, width), 760.0) if len(pictures) > 1 else ""
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
