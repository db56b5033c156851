"""The sample size justified: sentences and tables for a protocol, written from the numbers."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from somaloop.plot.predicted_line import number
from somaloop.plot.trial_words import (
    SHORT_NAMES,
    by_world,
    decimals_of,
    found_at,
    interval_of,
    main_powers,
    method_name,
    nominal,
    percent_of,
    share_words,
    sizes,
    unit_of,
    worlds_in,
)
from somaloop.report.document import Table
from somaloop.report.trial_facts import (
    TARGETS,
    half_width,
    important,
    main_contrast,
    needed,
    true_effects,
    truth_lines,
)
from somaloop.trials.answer import Power, TrialAnswer


def _effect(p: Power) -> str:
    return f"{number(p.effect, decimals_of(p))} {unit_of(p)}"


def sample_size_paragraphs(answer: TrialAnswer) -> list[str]:
    """The justification of the first size and what other sizes would give, from the numbers."""
    plan, found, contrast = answer.plan, main_powers(answer), main_contrast(answer)
    size = plan.sizes[0]
    worlds = by_world(found, contrast)
    at = {world: found_at(found, world, size, contrast) for world in worlds}
    known, middle, told, nil = (at.get(world) for world in ("known", "middle", "told", "nil"))
    text = [f"With {size} participants, "]
    if known is not None:
        text.append(
            f"the trial concludes a benefit ({contrast}) with a probability of {percent_of(known.success)} (95 % Monte Carlo interval "
            f"{interval_of(known.success)} %), averaged over everything that the published evidence leaves open as the model holds it "
            f"(as known; true difference {_effect(known)} on average{_spread(answer, known)}). This is assurance, not power: it carries "
            "the doubt about the treatment itself and need not approach 100 % however many take part. "
        )
    if middle is not None:
        text.append(
            f"If the true difference is the middle of what is known ({_effect(middle)}), power is {share_words(middle.success)}. "
        )
    if told is not None:
        text.append(
            f"If it is as large as the popular article asserts (as told, {_effect(told)}), power is {share_words(told.success)}; that is "
            "the article's claim, not evidence, and no ground for a sample size. "
        )
    if nil is not None:
        text.append(
            f"Where the arms do not differ at all, {share_words(nil.success)} of trials conclude a benefit (the rule allows "
            f"{100 * nominal(plan):g} %). "
        )
    wide = half_width(answer, size, contrast)
    if math.isfinite(wide) and known is not None:
        bar = important(answer)
        text.append(
            f"The interval of the difference is expected to reach {number(wide, decimals_of(known))} {unit_of(known)} to either side"
            + (f"; people notice {bar:g} {unit_of(known)}." if bar is not None else ".")
        )
    return ["".join(text).strip(), *_sizes(answer)]


def _spread(answer: TrialAnswer, known: Power) -> str:
    effects = true_effects(answer, known.contrast)
    if len(effects) < 2:
        return ""
    low, high = np.quantile(effects, [0.025, 0.975])
    places = decimals_of(known)
    return f", 95 % of truths between {number(float(low), places)} and {number(float(high), places)}"


def _sizes(answer: TrialAnswer) -> list[str]:
    found, contrast = main_powers(answer), main_contrast(answer)
    if len(sizes(found)) < 2:
        return truth_lines(answer, contrast)
    parts = []
    for world, powers in by_world(found, contrast).items():
        if world == "nil":
            continue
        name = {"known": "Assurance", "middle": "Power in the middle of what is known", "told": "Power as told"}.get(
            world, world
        )
        reached = "; ".join(f"{100 * target:.0f} %: {needed(powers, target).words}" for target in TARGETS)
        parts.append(f"{name} of {reached}.")
    return [f"Sizes, read between those that were simulated. {' '.join(parts)}", *truth_lines(answer, contrast)]


def size_table(answer: TrialAnswer) -> Table:
    """Sizes in rows, worlds in columns, for every contrast of the main analysis."""
    found = main_powers(answer)
    names = tuple(dict.fromkeys(p.contrast for p in found))
    worlds = worlds_in([p.world for p in found])
    heads = {"nil": "false positives (nil)", "known": "assurance (as known)", "middle": "power (middle of known)",
             "told": "power (as told)"}  # fmt: skip
    costs = {item.size: item for item in answer.costs}
    unit, money = unit_of(found[0]), answer.plan.costs.currency if answer.plan.costs is not None else ""
    many = len(names) > 1
    head = [
        "people",
        *(["contrast"] if many else []),
        *(heads.get(w, w) for w in worlds),
        f"half width of the interval, {unit}",
    ]
    head += [f"screened / cost, {money}"] if costs else []
    rows = []
    for size in sizes(found):
        for name in names:
            cells = [str(size), *([name] if many else [])]
            for world in worlds:
                p = found_at(found, world, size, name)
                cells.append(share_words(p.success) if p is not None else "–")  # noqa: RUF001
            p = next(item for item in found if item.contrast == name)
            wide = half_width(answer, size, name)
            cells.append(number(wide, decimals_of(p)) if math.isfinite(wide) else "–")  # noqa: RUF001
            if costs:
                cost = costs.get(size)
                cells.append(f"{cost.screened} / {cost.total:,.0f}" if cost is not None else "–")  # noqa: RUF001
            rows.append(tuple(cells))
    return Table(
        f"Sample size: share of trials that conclude a benefit on {answer.plan.primary.of} "
        f"({method_name(found[0].method)}), with 95 % Monte Carlo intervals",
        tuple(head), tuple(rows), 1 + many,
    )  # fmt: skip


def table_note(answer: TrialAnswer) -> str:
    """What the intervals hold and what the worlds mean."""
    fewest, most = (f({p.replicates for p in main_powers(answer)}) for f in (min, max))
    count = f"{fewest}" if fewest == most else f"{fewest} to {most}"
    return (
        f"{count} replicates in each cell. Intervals hold the chance of replicates, of the truths that were drawn and of the finite "
        "pool of virtual people. Nil: everybody fares as in the control arm. As known: averaged over truths that the evidence leaves "
        "open. As told: the claims of a popular article, taken at their word."
    )


def properties_table(answer: TrialAnswer) -> Table:
    """How the analyses of the primary outcome fare at the first size: true value, mean estimate, bias, coverage."""
    rows = []
    several = len({p.contrast for p in answer.powers if p.outcome == answer.plan.primary.of}) > 1
    for p in ordered(answer.powers):
        if p.size != answer.plan.sizes[0] or p.outcome != answer.plan.primary.of:
            continue
        places = decimals_of(p) + 1
        rows.append((
            f"{method_name(p.method)}, {p.contrast}" if several else method_name(p.method), SHORT_NAMES.get(p.world, p.world),
            f"{number(p.effect, places)}", f"{number(p.estimate, places)}",
            f"{number(p.bias, places)} ± {number(p.bias_error, places)}", share_words(p.coverage), unit_of(p),
        ))  # fmt: skip
    return Table(
        f"How the analyses of {answer.plan.primary.of} fare with {answer.plan.sizes[0]} participants: bias (± its Monte Carlo standard error) and coverage of the interval",
        ("analysis", "world", "true", "mean estimate", "bias", "coverage", "unit"), tuple(rows), 2,
    )  # fmt: skip


def ordered(powers: Sequence[Power]) -> list[Power]:
    """Results by outcome, analysis and contrast as the plan has them, then by world, then by size."""
    keys = list(dict.fromkeys((p.outcome, p.method, p.contrast) for p in powers))
    worlds = worlds_in([p.world for p in powers])
    return sorted(powers, key=lambda p: (keys.index((p.outcome, p.method, p.contrast)), worlds.index(p.world), p.size))
