"""The answers: each claim's effects in both worlds, what carries them, and the verdict that the rules give."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from somaloop.claims.design import ClaimExperiment, Contrast, Design, Outcome
from somaloop.claims.effect import Effect, bar_of, decimals_of, effects_of, outputs_of, unit_of
from somaloop.claims.lives import Lived, Progress, jobs_of, live_all
from somaloop.claims.verdict import Findings, Judged, Verdict, judge, turned, weakest
from somaloop.claims.ways import causes
from somaloop.engine.program import Layout, layout
from somaloop.evidence import Claim, claim
from somaloop.instruments import INSTRUMENTS
from somaloop.language import Body
from somaloop.language.wiring import Way, Wiring
from somaloop.results import Interval

PEOPLE, SEED = 128, 1


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeAnswer:
    """One outcome of one claim: its effects by set of arrows, the bar, the ways that can carry it, its own verdict."""

    outcome: Outcome
    contrast: Contrast
    title: str
    unit: str
    decimals: int | None
    effects: Mapping[str, Effect]
    bar: float
    bar_is_published: bool
    findings: Findings
    judged: Judged
    causes: tuple[str, ...]
    ways: tuple[Way, ...]
    built_in: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimAnswer:
    """One claim answered. ``also`` gives the first outcome in other lives."""

    claim: Claim
    experiment: ClaimExperiment
    outcomes: tuple[OutcomeAnswer, ...]
    also: Mapping[str, Mapping[str, Effect]]
    verdict: Verdict
    because: str
    rule: int | None = None

    @property
    def first(self) -> OutcomeAnswer | None:
        """The outcome that stands for the claim in a list: the one that decided, or None if it was not run."""
        for item in self.outcomes:
            if not item.outcome.beside and item.judged.verdict == self.verdict:
                return item
        return None


def outputs_needed(design: Design) -> tuple[str, ...]:
    """Every output of the model that some outcome is read from, in a fixed order."""
    found = {name for item in design.experiments.values() for outcome in item.outcomes for name in outputs_of(outcome)}
    return tuple(sorted(found))


def _title(body: Body, name: str) -> str:
    if name in INSTRUMENTS:
        return INSTRUMENTS[name].title
    return (body.states.get(name) or body.observables[name]).description.rstrip(".")


def title_of(body: Body, outcome: Outcome) -> str:
    """An outcome in words: what is read, and when."""
    text = _title(body, outcome.of)
    if outcome.coupled_with:
        return f"{text}, with {_title(body, outcome.coupled_with)} from day to day"
    if outcome.hours != (0.0, 24.0) or outcome.peak:
        low, high = (f"{round(hour):02d}:00" for hour in outcome.hours)
        return f"{text}, {'highest hour' if outcome.peak else 'mean'} from {low} to {high}"
    return text


def published_interval(outcome: Outcome) -> Interval | None:
    """The published effect with its interval, where it has one."""
    found = outcome.published
    if found is None or found.size is None or found.low is None or found.high is None:
        return None
    return Interval(found.size, found.low, found.high)


def findings_of(outcome: Outcome, effects: Mapping[str, Effect], bar: float) -> Findings:
    """What the rules of the verdict look at."""
    published, bar_published = published_interval(outcome), float("nan")
    if outcome.published is not None:
        if outcome.published.important is not None:
            bar_published = outcome.published.important
        elif outcome.published.unit == "same":
            bar_published = bar
        elif outcome.published.unit == "SD":
            bar_published = effects["known"].standardised(bar)
    return Findings(
        told=turned(effects["told"].interval, outcome.direction),
        known=turned(effects["known"].interval, outcome.direction),
        told_share=effects["told tested"].share,
        known_share=effects["known tested"].share,
        bar=bar,
        claims_nothing=outcome.direction == 0.0,
        published=turned(published, outcome.direction) if published is not None else None,
        published_bar=bar_published,
        studied=outcome.published is not None,
    )


class Answerer:
    """Answers claims from lives; it holds what several claims share."""

    def __init__(self, body: Body, design: Design, lives: Mapping[str, Lived]) -> None:
        self.body, self.design, self.lives = body, design, lives
        self.wiring = Wiring(body)
        self._causes: dict[tuple[str, str], tuple[str, ...]] = {}

    def _cause(self, contrast: Contrast) -> tuple[str, ...]:
        pair = (contrast.with_, contrast.without)
        if pair not in self._causes:
            self._causes[pair] = causes(contrast, self.design, self.body)
        return self._causes[pair]

    def _built_in(self, contrast: Contrast) -> bool:
        """Whether the two lives belong to people of different types, so that the type itself brings a difference."""
        people = [self.design.populations[self.design.lives[name].population].person.kind for name in
                  (contrast.with_, contrast.without)]  # fmt: skip
        return people[0] != people[1]

    def outcome(self, experiment: ClaimExperiment, outcome: Outcome) -> OutcomeAnswer:
        """One outcome answered."""
        contrast = experiment.contrast_of(outcome)
        effects = effects_of(outcome, contrast, self.lives)
        bar = bar_of(outcome, effects)
        found = findings_of(outcome, effects, bar)
        cause = self._cause(contrast)
        return OutcomeAnswer(
            outcome=outcome, contrast=contrast, title=title_of(self.body, outcome), unit=unit_of(self.body, outcome),
            decimals=decimals_of(outcome), effects=effects, bar=bar, bar_is_published=outcome.important is not None,
            findings=found, judged=judge(found), causes=cause,
            ways=self.wiring.ways(cause, outputs_of(outcome)) if cause else (), built_in=self._built_in(contrast),
        )  # fmt: skip

    def claim(self, name: str) -> ClaimAnswer:
        """One claim answered."""
        experiment = self.design.experiments[name]
        if experiment.contrast is None:
            return ClaimAnswer(
                claim=claim(name), experiment=experiment, outcomes=(), also={}, verdict="not an empirical claim",
                because=experiment.reason,
            )  # fmt: skip
        outcomes = tuple(self.outcome(experiment, outcome) for outcome in experiment.outcomes)
        judged = weakest(item.judged for item in outcomes if not item.outcome.beside)
        also = {
            label: effects_of(experiment.outcomes[0], contrast, self.lives)
            for label, contrast in experiment.also.items()
        }
        return ClaimAnswer(
            claim=claim(name), experiment=experiment, outcomes=outcomes, also=also, verdict=judged.verdict,
            because=judged.because, rule=judged.rule,
        )  # fmt: skip


def claim_layout(body: Body, design: Design) -> Layout:
    """The layout on which all lives of a design are run."""
    return layout(body, outputs_needed(design))


def answer_claims(
    body: Body,
    design: Design,
    names: Iterable[str],
    *,
    folder: Path,
    people: int = PEOPLE,
    seed: int = SEED,
    progress: Progress | None = None,
) -> dict[str, ClaimAnswer]:
    """Answer the claims of these names; lives that are not yet in ``folder`` are lived. May be interrupted and gone on.

    ``progress(done, all)`` is told lane-days. Raises SomaloopError where a life failed.
    """
    chosen = list(names)
    plan = claim_layout(body, design)
    wanted = dict.fromkeys(life for name in chosen for life in design.experiments[name].lives)
    jobs = jobs_of(body, plan, design, wanted, people, seed)
    lives = live_all(body, plan, design.settle_days, jobs, seed=seed, folder=folder, progress=progress)
    answerer = Answerer(body, design, lives)
    return {name: answerer.claim(name) for name in chosen}
