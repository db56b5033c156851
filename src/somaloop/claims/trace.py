"""Which arrows carry an effect: what goes away when one arrow is cut, for one typical person.

The person of the type's centre lives both lives with all arrows, and again without each arrow that lies on a way from
the cause to the outcome, in the settling time too; in the world as told and at the centre of what is known. Arrows that
work one after the other each carry what passes through them, so shares need not add up to the whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from somaloop.claims.answer import ClaimAnswer, OutcomeAnswer, claim_layout
from somaloop.claims.design import Contrast, Design, Population
from somaloop.claims.effect import read_outcome
from somaloop.claims.lives import Job, Lived, Progress, jobs_of, live_all
from somaloop.engine.program import Layout
from somaloop.engine.simulate import Lanes
from somaloop.engine.worlds import WORLDS, without_arrow, world_values
from somaloop.language import Body
from somaloop.results import Share

SMALLEST_SHARE = 0.05


@dataclass(frozen=True, slots=True)
class Traced:
    """The effect on the typical person in each world, and the arrows that carry at least a twentieth of it."""

    effect: Mapping[str, float]
    shares: Mapping[str, tuple[Share, ...]]


def _cuts(body: Body, arrows: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """What is run: each world whole (an empty name), and without each arrow that has any strength there."""
    found: list[tuple[str, str]] = []
    for world in WORLDS:
        found.append((world, ""))
        for name in arrows:
            arrow = body.arrows[name]
            if (arrow.as_told if world == "told" else arrow.as_known.centre) != 0.0:
                found.append((world, name))
    return tuple(found)


def _lanes(body: Body, plan: Layout, population: Population, cuts: tuple[tuple[str, str], ...]) -> Lanes:
    traits = population.person.traits(body)
    base = {world: world_values(body, plan, traits, world) for world in WORLDS}
    values = [without_arrow(plan, base[world], arrow) if arrow else base[world] for world, arrow in cuts]
    labels = tuple(f"{world}, {f'without {arrow}' if arrow else 'all arrows'}" for world, arrow in cuts)
    return Lanes(np.stack(values, axis=1), np.zeros(len(cuts), dtype=np.int64), labels)


def _arrows_of(answers: Iterable[ClaimAnswer]) -> dict[Contrast, tuple[str, ...]]:
    """For each contrast the arrows on a way to any of its outcomes."""
    found: dict[Contrast, dict[str, None]] = {}
    for answer in answers:
        for item in answer.outcomes:
            found.setdefault(item.contrast, {}).update(dict.fromkeys(way.arrow for way in item.ways))
    return {contrast: tuple(sorted(arrows)) for contrast, arrows in found.items() if arrows}


def trace_jobs(
    body: Body, design: Design, answers: Iterable[ClaimAnswer], seed: int
) -> dict[tuple[Contrast, str], Job]:
    """The lives of typical people that tracing these answers needs, by contrast and life."""
    plan = claim_layout(body, design)
    found: dict[tuple[Contrast, str], Job] = {}
    for contrast, arrows in _arrows_of(answers).items():
        cuts = _cuts(body, arrows)

        def crowd(people: Population, cuts: tuple[tuple[str, str], ...] = cuts) -> Lanes:
            return _lanes(body, plan, people, cuts)

        jobs = jobs_of(body, plan, design, contrast.terms, 1, seed, crowd)
        found |= {(contrast, name): job for name, job in jobs.items()}
    return found


def _shares(body: Body, item: OutcomeAnswer, lives: Mapping[str, Lived], arrows: tuple[str, ...]) -> Traced:
    difference = sum(weight * read_outcome(item.outcome, lives[name]) for name, weight in item.contrast.terms.items())
    by_cut = dict(zip(_cuts(body, arrows), np.asarray(difference), strict=True))
    on_the_way = {way.arrow for way in item.ways}
    effect, shares = {}, {}
    for world in WORLDS:
        whole = float(by_cut[world, ""])
        effect[world] = whole
        found = []
        if abs(whole) > 1e-3 * item.bar:
            for arrow in on_the_way & {name for place, name in by_cut if place == world}:
                change = float(1.0 - by_cut[world, arrow] / whole)
                if abs(change) >= SMALLEST_SHARE:
                    found.append(Share(arrow, body.arrows[arrow].grade, change))
        shares[world] = tuple(sorted(found, key=lambda share: (-abs(share.change), share.arrow)))
    return Traced(effect, shares)


def trace_claims(
    body: Body,
    design: Design,
    answers: Mapping[str, ClaimAnswer],
    *,
    folder: Path,
    seed: int,
    progress: Progress | None = None,
) -> dict[str, tuple[Traced | None, ...]]:
    """For each claim and each of its outcomes, what carries it (None where no arrow in question lies on a way).

    Lives are kept in ``folder`` as those of the answers are. Raises SomaloopError where one failed.
    """
    plan = claim_layout(body, design)
    jobs = trace_jobs(body, design, answers.values(), seed)
    named = {f"{number} {name}": job for number, ((_, name), job) in enumerate(jobs.items())}
    lived = live_all(body, plan, design.settle_days, named, seed=seed, folder=folder, progress=progress)
    by_contrast: dict[Contrast, dict[str, Lived]] = {}
    for (contrast, name), key in zip(jobs, named, strict=True):
        by_contrast.setdefault(contrast, {})[name] = lived[key]
    arrows = _arrows_of(answers.values())
    return {
        name: tuple(
            _shares(body, item, by_contrast[item.contrast], arrows[item.contrast]) if item.ways else None
            for item in answer.outcomes
        )
        for name, answer in answers.items()
    }
