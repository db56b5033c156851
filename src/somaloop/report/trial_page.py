"""The page of a virtual trial: what it would conclude, power and assurance by size, and everything behind it."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from importlib.resources import files
from pathlib import Path

from somaloop.plot.trial_chances import Chance, chances_picture
from somaloop.plot.trial_decision import decision_picture
from somaloop.plot.trial_flow import flow_picture
from somaloop.plot.trial_parts import dot, write_picture
from somaloop.plot.trial_placebo import placebo_picture
from somaloop.plot.trial_sizes import sizes_picture
from somaloop.plot.trial_trajectories import trajectories_picture
from somaloop.plot.trial_words import (
    HUES,
    WORLD_MEANS,
    WORLD_NAMES,
    by_world,
    contrasts,
    main_method,
    main_powers,
    method_name,
    nominal,
    outcomes_drawn,
    sizes,
    worlds_in,
)
from somaloop.report.document import Block, html
from somaloop.report.page import POLICY, write_page
from somaloop.report.trial_course import (
    flow_section,
    moves,
    placebo_section,
    trajectories_section,
    truths_of,
    truths_section,
)
from somaloop.report.trial_facts import TARGETS, main_contrast, needed, truth_lines, warnings
from somaloop.report.trial_plan_words import design_words
from somaloop.report.trial_protocol import Made
from somaloop.report.trial_sections import (
    analyses_section,
    conclusions_section,
    costs_section,
    failures_section,
    made_section,
    plan_section,
    remarks_section,
    sizes_section,
)
from somaloop.report.trial_tables import MOST_FIRST, both
from somaloop.report.trial_terminal import conduct_lines
from somaloop.report.words import ADVICE, capitalised
from somaloop.trials.answer import TrialAnswer

WIDE = 572.0
LOW = 124.0  # the height of a curve of one of several contrasts


def shell(title: str, content: str, kind: str = "trial") -> str:
    """A page without scripts: its style and its pictures are in the file."""
    style = "".join(
        files("somaloop.report").joinpath(name).read_text(encoding="utf-8") for name in ("style.css", "trial.css")
    )
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{style}</style></head>\n"
        f'<body class="{kind}"><main>{content}</main></body></html>\n'
    )


def world_key(worlds: Sequence[str]) -> str:
    """What the worlds mean, with their marks."""
    items = "".join(
        f'<p><svg class="key" viewBox="0 0 18 18" aria-hidden="true">{dot(9, 9, HUES[world], world, 5.2)}</svg>'
        f'<b class="{world}">{capitalised(WORLD_NAMES[world])}</b>: {WORLD_MEANS[world]}.</p>'
        for world in worlds
    )
    return f'<div class="worlds">{items}</div>'


def chance_rows(answer: TrialAnswer) -> list[Chance]:
    """A row for each contrast of the main analysis, at the first size."""
    found, size = main_powers(answer), answer.plan.sizes[0]
    return [
        Chance(
            contrast, f"{size} people",
            {world: p.success for world, powers in by_world(found, contrast).items() for p in powers if p.size == size},
        )
        for contrast in contrasts(found)
    ]  # fmt: skip


def main_picture(answer: TrialAnswer, width: float = WIDE, alone: bool = False) -> str:
    """Power and assurance by size; of a plan with one size, all worlds in rows."""
    found, contrast = main_powers(answer), main_contrast(answer)
    if len(sizes(found)) > 1:
        return sizes_picture(found, contrast, nominal(answer.plan), width, alone)
    return chances_picture(chance_rows(answer), width, alone=alone)


def _first(answer: TrialAnswer) -> str:
    found, contrast, plan = main_powers(answer), main_contrast(answer), answer.plan
    named = contrasts(found)
    several = len(named) > 1
    shown = (
        answer.conclusions if len(named) <= MOST_FIRST else [c for c in answer.conclusions if c.contrast == contrast]
    )
    more = (
        f'<p class="quiet">{len(named) - 1} other contrasts are <a href="#conclusions">below</a>.</p>'
        if len(named) > MOST_FIRST
        else ""
    )
    alone = f' <span class="quiet">{escape(contrast)}</span>' if more else ""
    heading = "Power and assurance by size" if len(sizes(found)) > 1 else "Power and assurance"
    curves = len(sizes(found)) > 1
    which = f' <span class="quiet">{escape(contrast)}</span>' if curves and several and more else ""
    right = both(lambda width: main_picture(answer, width), WIDE) + _room(answer)
    if curves and several and not more:
        right = "".join(f'<p class="curve">{escape(name)}</p>{_curve(answer, name)}' for name in named)
    return (
        '<div class="first"><figure><figcaption><h2>'
        f"What the trial of {plan.sizes[0]} would most likely conclude{alone}</h2></figcaption>"
        f"{both(lambda width: decision_picture(shown, width), WIDE)}{more}{world_key(worlds_in([p.world for p in found]))}</figure>"
        f"<figure><figcaption><h2>{heading}{which}</h2></figcaption>{right}</figure></div>"
    )


def _curve(answer: TrialAnswer, contrast: str) -> str:
    """The curve of one of a few contrasts, not so high."""
    found, rule = main_powers(answer), nominal(answer.plan)
    return both(lambda width: sizes_picture(found, contrast, rule, width, tall=LOW), WIDE)


def _room(answer: TrialAnswer) -> str:
    """Where there is one size, there is room for what may be true, too."""
    if len(sizes(main_powers(answer))) > 1 or len(answer.conclusions) > MOST_FIRST * 4 or not truths_of(answer, WIDE):
        return ""
    return f'<div class="room">{both(lambda width: truths_of(answer, width), WIDE)}</div>'


def _below(answer: TrialAnswer, remarks: Sequence[str]) -> str:
    found, contrast = main_powers(answer), main_contrast(answer)
    worlds = by_world(found, contrast)
    said = [f"Said of “{contrast}”, the first contrast."] if len(contrasts(found)) > 1 else []
    if len(sizes(found)) > 1:
        for world, words in (("known", "Assurance"), ("middle", "Power in the middle of what is known")):
            if world in worlds:
                reached = "; ".join(
                    f"{100 * target:.0f} %: {needed(worlds[world], target).words}" for target in TARGETS
                )
                said.append(f"{words} of {reached}.")
    said += truth_lines(answer, contrast)
    said.append(
        "Assurance carries the doubt about the treatment itself: it is not power, and more people do not remove that doubt."
    )
    said.append("As told is the article's claim and no evidence: no ground for a sample size.")
    conduct = conduct_lines(answer)
    doubts = "".join(f"<p>{escape(text)}</p>" for text in warnings(answer))
    if remarks:
        count = "One remark" if len(remarks) == 1 else f"{len(remarks)} remarks"
        doubts += f'<p>{count} on the plan: <a href="#remarks">read before you trust it</a>.</p>'
    warned = f'<div class="warning"><h2>Before you use it</h2>{doubts}</div>' if doubts else ""
    return (
        '<div class="below">'
        f"<section><h2>How many people, how sure</h2><ul>{_items(said)}</ul></section>"
        f"<section><h2>What to expect of the conduct</h2><ul>{_items(conduct)}</ul></section>"
        f'<section>{warned}<div class="advice"><h2>{ADVICE}</h2><p>These are answers of a model about virtual people. They help to plan a '
        "trial; nobody should start, stop or change a treatment because of this page.</p></div></section></div>"
    )


def _items(texts: Sequence[str]) -> str:
    return "".join(f"<li>{escape(text)}</li>" for text in texts)


def trial_page(answer: TrialAnswer, made: Made, beside: Sequence[str] = (), remarks: Sequence[str] = ()) -> str:
    """The whole page. ``beside`` are names of files that lie in the same folder, ``remarks`` sentences on the plan."""
    plan, found = answer.plan, main_powers(answer)
    fewest = min((p.replicates for p in found), default=0)
    question = f"<b>{escape(plan.question)}</b> " if plan.question else ""
    failed = (
        f'<p class="warning">{len(answer.failures)} thing{"s" if len(answer.failures) > 1 else ""} failed: '
        '<a href="#failures">what</a>.</p>'
        if answer.failures
        else ""
    )
    sections = [
        conclusions_section(answer), sizes_section(answer), truths_section(answer), trajectories_section(answer), placebo_section(answer),
        flow_section(answer), analyses_section(answer), costs_section(answer),
        failures_section(answer), remarks_section(remarks), plan_section(answer), made_section(answer, made, beside),
    ]  # fmt: skip
    links = "".join(f'<a href="#{name}">{title}</a>' for name, title, content in sections if content)
    body = "".join(
        f'<section class="part" id="{name}"><h2>{title}</h2>{content}</section>'
        for name, title, content in sections
        if content
    )
    content = (
        f'<header><h1>{escape(plan.title)}</h1><p class="lede">{question}{escape(capitalised(design_words(plan)))}, '
        f"lived by virtual people. {escape(capitalised(plan.primary.of))}, {escape(method_name(main_method(answer)))}; {fewest} replicates, "
        "intervals are 95 % Monte Carlo intervals.</p></header>"
        f"{failed}{_first(answer)}{_below(answer, remarks)}<nav>{links}</nav>{body}"
        f"<footer><p>{escape(made.words)}. {escape(ADVICE)}</p></footer>"
    )
    return shell(plan.title, content)


def write_trial(
    answer: TrialAnswer, path: Path, made: Made, beside: Sequence[str] = (), remarks: Sequence[str] = ()
) -> Path:  # fmt: skip
    """Write the page in one move."""
    return write_page(trial_page(answer, made, beside, remarks), path)


def write_pictures(answer: TrialAnswer, folder: Path) -> tuple[Path, ...]:
    """Every picture as an SVG file of its own; their paths."""
    plan = answer.plan
    drawn = {
        "conclusions": decision_picture(answer.conclusions, 640.0, alone=True),
        "power": main_picture(answer, 640.0, alone=True),
        "flow": flow_picture(answer.flow, 640.0 if len(answer.flow.arms) <= 3 else 900.0, alone=True),
    }
    if truths_of(answer, 760.0):
        drawn["truths"] = truths_of(answer, 760.0, alone=True)
    for name in outcomes_drawn(answer.trajectories, plan):
        drawn[f"visits {name}"] = trajectories_picture(answer.trajectories, name, plan.control, 900.0, alone=True)
    for name in (
        name for name in dict.fromkeys(part.outcome for part in answer.placebo) if moves(answer.placebo, name)
    ):
        drawn[f"control arm {name}"] = placebo_picture(answer.placebo, name, 640.0, alone=True)
    return tuple(write_picture(content, folder / f"{'-'.join(name.split())}.svg") for name, content in drawn.items())


def protocol_page(blocks: Sequence[Block]) -> str:
    """The text for a protocol as a page."""
    title = getattr(blocks[0], "text", "")
    return shell(title, f'<div class="protocol">{html(blocks)}</div>')
