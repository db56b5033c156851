"""How the people of a trial fare: true effects, visits, what the control arm goes through, flow and conduct."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from somaloop.instruments import INSTRUMENTS
from somaloop.plot.trial_flow import flow_picture
from somaloop.plot.trial_placebo import placebo_picture
from somaloop.plot.trial_trajectories import trajectories_picture
from somaloop.plot.trial_truths import truths_picture
from somaloop.plot.trial_words import (
    decimals_of,
    effect_decimals,
    estimate_sign,
    found_at,
    main_powers,
    outcomes_drawn,
    unit_of,
)
from somaloop.report.trial_facts import important, main_contrast, sees, true_effects
from somaloop.report.trial_tables import Section, both, share_cell, table
from somaloop.report.words import capitalised, listed
from somaloop.trials.answer import PlaceboPart, TrialAnswer

WIDE = 760.0


def truths_of(answer: TrialAnswer, width: float, alone: bool = False) -> str:
    """The picture of true effects as known beside the smallest estimate that counts; empty where there is none to draw."""
    contrast, found = main_contrast(answer), main_powers(answer)
    effects, first = true_effects(answer, contrast), found[0]
    sign = estimate_sign(answer.plan, first)
    if not effects or not sign:
        return ""
    told = found_at(found, "told", answer.plan.sizes[0], contrast)
    others = {"told": told.effect} if told is not None else {}
    return truths_picture(
        effects,
        others,
        unit_of(first),
        sign,
        decimals_of(first),
        sees(answer, contrast),
        important(answer),
        width,
        alone,
    )


def truths_section(answer: TrialAnswer) -> Section:
    """True effects as known beside the smallest estimate that counts."""
    if not truths_of(answer, WIDE):
        return "truths", "", ""
    dashed = (
        f"To the right of the dashed line an estimate counts as a benefit with {answer.plan.sizes[0]} people; more people move the "
        "line to the left, never the dots."
        if sees(answer, main_contrast(answer)) is not None
        else "More people make the trial see smaller differences; they never move the dots."
    )
    lead = (
        f'<p class="lead">{escape(capitalised(main_contrast(answer)))}. Each dot is one truth that the evidence leaves open: the '
        f"difference that this trial would find with endless people in it. {dashed}</p>"
    )
    picture = both(lambda width: truths_of(answer, width), WIDE)
    return "truths", "What may be true, and what the trial could see", lead + picture


def trajectories_section(answer: TrialAnswer) -> Section:
    """One picture for every outcome that has trajectories."""
    names = outcomes_drawn(answer.trajectories, answer.plan)
    figures = ""
    for name in names:
        picture = both(
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
    primary = answer.plan.primary.of
    names = [name for name in dict.fromkeys(part.outcome for part in answer.placebo) if moves(answer.placebo, name)]
    still = [name for name in dict.fromkeys(part.outcome for part in answer.placebo) if name not in names]
    first, others = "", ""
    for name in sorted(names, key=lambda name: name != primary):
        picture = both(lambda width, name=name: placebo_picture(answer.placebo, name, width), 560.0)
        figure = f"<figure><figcaption><b>{escape(INSTRUMENTS[name].title)}</b></figcaption>{picture}</figure>"
        if first:
            others += figure
        else:
            first = f'<div class="beside">{figure}{_parts_table(answer, name)}</div>'
    if not first:
        return "placebo", "", ""
    lead = (
        f'<p class="lead">What people in “{escape(answer.plan.control)}” gain or lose is made of parts, found in the model by adding one '
        "thing after the other for the same people (middle of what is known); each bar begins where the parts before it end. Whiskers are "
        "95 % intervals over people.</p>"
    )
    quiet = f'<p class="quiet">Nothing moves {escape(listed(still))}.</p>' if still else ""
    return (
        "placebo",
        "What the control arm goes through",
        f'{lead}{first}<div class="grid others">{others}</div>{quiet}',
    )


def moves(found: Sequence[PlaceboPart], name: str) -> bool:
    """Whether any part of an outcome shows at the decimals of its differences."""
    places = effect_decimals(name)
    return any(float(f"{abs(part.value):.{places}f}") > 0 for part in found if part.outcome == name)


def _parts_table(answer: TrialAnswer, name: str) -> str:
    rows = "".join(
        f'<tr><th scope="row">{escape(part.part)}</th><td>{escape(part.how)}</td></tr>'
        for part in answer.placebo
        if part.outcome == name
    )
    return table((("part", False), ("how it is found", False)), rows)


def flow_section(answer: TrialAnswer) -> Section:
    """The CONSORT flow, with what to expect of each arm."""
    many = len(answer.flow.arms)
    picture = both(lambda width: flow_picture(answer.flow, width), 520.0 if many <= 3 else 900.0)
    lead = (
        '<p class="lead">One typical replicate of the planned size: the one nearest to the median in how many leave. Numbers of a real '
        "trial will differ. Shares are those of people as known, with 95 % intervals over truths; who is sure of what is taken is no "
        "longer blind.</p>"
    )
    kind = "beside" if many <= 3 else "below-each-other"
    return (
        "flow", "Flow of people and conduct (CONSORT)",
        f'{lead}<div class="{kind}"><figure>{picture}</figure>{_conduct_table(answer)}</div>',
    )  # fmt: skip


def _conduct_table(answer: TrialAnswer) -> str:
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
