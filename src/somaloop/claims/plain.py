"""Answers as plain data, the same to the last digit whenever the same people live the same lives."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from somaloop import __version__
from somaloop.claims.agreement import agrees, reasons
from somaloop.claims.answer import ClaimAnswer, OutcomeAnswer
from somaloop.claims.design import Contrast, Design
from somaloop.claims.effect import Effect
from somaloop.claims.lives import code_stamp
from somaloop.language import Body
from somaloop.results import Interval
from somaloop.results.store import plain

FORMAT = 1


def _interval(interval: Interval | None) -> dict[str, float] | None:
    return None if interval is None else {"mean": interval.centre, "low": interval.low, "high": interval.high}


def _effect(effect: Effect) -> dict[str, Any]:
    interval = effect.interval
    return {
        "mean": interval.centre,
        "low": interval.low,
        "high": interval.high,
        "standardised": effect.standardised(interval.centre),
        "standardised_low": effect.standardised(interval.low),
        "standardised_high": effect.standardised(interval.high),
        "single_people": {"low": effect.people.low, "high": effect.people.high},
        "without": effect.without,
        "with": effect.with_,
        "spread_over_people": effect.spread,
        "share_of_all_arrows": effect.share,
    }


def _contrast(contrast: Contrast) -> dict[str, Any]:
    found: dict[str, Any] = {"with": contrast.with_, "without": contrast.without}
    if contrast.beyond is not None:
        found["beyond"] = {"with": contrast.beyond[0], "without": contrast.beyond[1]}
    return found


def _outcome(body: Body, item: OutcomeAnswer) -> dict[str, Any]:
    published = item.outcome.published
    return {
        "of": item.outcome.of,
        "title": item.title,
        "unit": item.unit,
        "claimed": item.outcome.claimed,
        "judged": not item.outcome.beside,
        "lives": _contrast(item.contrast),
        "verdict": item.judged.verdict,
        "because": item.judged.because,
        "rule": item.judged.rule,
        "effects": {name: _effect(effect) for name, effect in item.effects.items()},
        "matters_from": {
            "size": item.bar,
            "source": item.outcome.important_source or "convention",
        },
        "published": None
        if published is None
        else {
            "what": published.what,
            "size": published.size,
            "found": published.found or None,
            "low": published.low,
            "high": published.high,
            "unit": published.unit or None,
            "source": published.source,
            "note": published.note,
        },
        "causes": list(item.causes),
        "arrows_on_the_ways": [
            {"arrow": way.arrow, "grade": body.arrows[way.arrow].grade, "length": way.length} for way in item.ways
        ],
        "brought_by_the_type_of_person": item.built_in,
    }


def plain_claim(body: Body, answer: ClaimAnswer) -> dict[str, Any]:
    """One answer as plain data."""
    item = answer.claim
    return {
        "id": item.id,
        "section": item.section,
        "claim": item.claim,
        "verdict": answer.verdict,
        "because": answer.because,
        "rule": answer.rule,
        "experiment": answer.experiment.asks,
        "outcomes": [_outcome(body, outcome) for outcome in answer.outcomes],
        "also": {
            label: {name: _interval(effect.interval) for name, effect in effects.items()}
            for label, effects in answer.also.items()
        },
        "evidence": {
            "grade": item.grade,
            "overstated": item.overstated,
            "verdict": item.verdict,
            "sources": list(item.sources),
            "agrees": agrees(item, answer.verdict),
            "reason_for_disagreement": None if agrees(item, answer.verdict) else reasons().get(item.id),
        },
    }


def plain_answers(
    body: Body, design: Design, answers: Mapping[str, ClaimAnswer], people: int, seed: int
) -> dict[str, Any]:
    """All answers as plain data, with what is needed to make them again."""
    lives = dict.fromkeys(life for answer in answers.values() for life in answer.experiment.lives)
    counts: dict[str, int] = {}
    for answer in answers.values():
        counts[answer.verdict] = counts.get(answer.verdict, 0) + 1
    return plain(
        {
            "somaloop claims": FORMAT,
            "version": __version__,
            "model": code_stamp()[:16],
            "people": people,
            "seed": seed,
            "settle_days": design.settle_days,
            "verdicts": counts,
            "populations": {
                name: population.person.describe()
                for name, population in design.populations.items()
                if any(design.lives[life].population == name for life in lives)
            },
            "lives": {
                name: {"people": design.lives[name].population, "days": design.lives[name].days,
                       "lines": design.lives[name].lines.splitlines()}
                for name in lives
            },
            "claims": [plain_claim(body, answer) for answer in answers.values()],
        }
    )  # fmt: skip
