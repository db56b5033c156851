"""Remarks on a plan: what may be written, but what the reader of its result should know."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from math import log

from somaloop.instruments import INSTRUMENTS, Growth, Recall
from somaloop.language import Body
from somaloop.protocol import Belief, Take, build_schedule, safety_notes
from somaloop.protocol.when import listed
from somaloop.trials._read_arms import MAGNESIUM, daily_magnesium
from somaloop.trials.courses import protocol_of
from somaloop.trials.plan import TrialArm, TrialPlan

HALF_LIVES = 5  # after five, 3 % are left
ADJUSTED = ("ancova", "mmrm", "bayesian", "factorial", "dose", "cluster")
# Psychological placebo arms of anxiety trials lost 14 % (smits2008-psych-placebo); below this many weeks few are lost.
LONG_WEEKS = 6
FEW_IN_STRATUM = 8  # people in a stratum below which blocks hardly fill: the border is chosen


def remarks(plan: TrialPlan, body: Body | None = None) -> tuple[str, ...]:
    """Sentences about a plan that may be run: blinding, carry-over, recall, adjustment, multiplicity, conduct, safety.

    ``body`` is the whole model where none is given.
    """
    if body is None:
        from somaloop.model import whole_body

        body = whole_body()
    found = [
        *_blinding(plan), *_washout(plan, body), *_recall(plan), *_analyses(plan), *_people(plan), *_conduct(plan),
        *_lines(plan, body),
    ]  # fmt: skip
    return tuple(dict.fromkeys(found))


def _quoted(names: list[str]) -> str:
    return listed(f"'{name}'" for name in names)


def _swallows(plan: TrialPlan, arm: TrialArm) -> bool:
    return any(isinstance(line, Take) for line in (*plan.everybody, *arm.protocol))


def _beliefs(plan: TrialPlan, arm: TrialArm) -> list[Belief]:
    return [line for line in (*plan.usual, *plan.everybody, *arm.protocol) if isinstance(line, Belief)]


def _blinding(plan: TrialPlan) -> Iterator[str]:
    blinded = [name for name, arm in plan.arms.items() if arm.blinded]
    taken = [name for name, arm in plan.arms.items() if _swallows(plan, arm)]
    opened = [name for name in taken if name not in blinded]
    nothing = [name for name in plan.arms if name not in taken]
    carry = plan.periods is not None
    who = "the same people know in one period what they take and not in the other" if carry else (
        "what is expected differs between arms"
    )  # fmt: skip
    if blinded and opened:
        yield f"{_quoted(opened)} is open and {_quoted(blinded)} blinded: {who}, and the difference holds that too."
    if taken and nothing and plan.design != "factorial":
        yield (
            f"Nothing is swallowed in {_quoted(nothing)}: against {_quoted(taken)} the difference holds the expectation "
            "that capsules bring."
        )
    for name in taken:
        arm = plan.arms[name]
        if not arm.treated and not _beliefs(plan, arm):
            yield (
                f"No line says what the people of '{name}' believe, so they are sure that their placebo is the real "
                "treatment; write blinded, or open label with a belief."
            )
    if plan.design != "factorial":
        yield from _unequal_belief(plan, blinded)


def _unequal_belief(plan: TrialPlan, blinded: list[str]) -> Iterator[str]:
    last = {name: _beliefs(plan, plan.arms[name])[-1].percent for name in blinded}
    if len(set(last.values())) > 1:
        said = listed(f"'{name}' {percent:g} %" for name, percent in last.items())
        yield f"Blinded arms differ in what they believe from the start ({said})."
    groups = {plan.allocation.ratio.get(name, 1) if plan.arms[name].treated else 0 for name in last}
    if last and groups and plan.periods is None and set(last.values()) == {50.0}:
        treated = sum(plan.allocation.ratio.get(name, 1) for name in last if plan.arms[name].treated)
        whole = sum(plan.allocation.ratio.get(name, 1) for name in last)
        if whole and abs(treated / whole - 0.5) > 0.1 and treated != whole:
            yield (
                f"{treated} of {whole} people in blinded arms get the treatment, but believe in it by 50 %; whoever is told "
                f"the odds believes by {100 * treated / whole:.0f} %."
            )


def _washout(plan: TrialPlan, body: Body) -> Iterator[str]:
    if plan.periods is None:
        return
    days = 7 * plan.periods.washout_weeks
    given = [arm for arm in plan.arms.values() if daily_magnesium(arm.protocol)]
    tissue = body.parameters["magnesium.tissue_time"].value * log(2.0) / 24.0
    if given and days < HALF_LIVES * tissue and any(daily_magnesium(a.protocol) != daily_magnesium(b.protocol)
                                                   for a, b in combinations(plan.arms.values(), 2)):  # fmt: skip
        yield (
            f"The washout of {days} days is shorter than {HALF_LIVES} half-lives of magnesium in soft tissue "
            f"({HALF_LIVES * tissue:.0f} days): some of one period acts in the next."
        )
    differ = len({(arm.blinded, _swallows(plan, arm)) for arm in plan.arms.values()}) > 1
    fade = body.parameters["learning.fade_time"].value * log(2.0) / 24.0
    if differ and days < HALF_LIVES * fade:
        yield (
            f"People expect more in one arm than in another, and expectation fades with a half-life of {fade:.0f} days: "
            f"a washout of {days} days does not end it."
        )
    count = len(plan.periods.sequences)
    for period in range(len(plan.spans)):
        taken = [sequence[period] for sequence in plan.periods.sequences]
        if len({taken.count(name) for name in plan.arms}) > 1:
            yield (
                f"In period {period + 1} the arms are not equally frequent over the {count} sequences: what time does is "
                "mixed up with what the arms do."
            )
            break
    if plan.design == "n-of-1" and plan.sizes[0] < count:
        yield f"{plan.sizes[0]} people do not fill {count} sequences: some orders are never given."
    for visit in plan.followed:
        if plan.period_at(visit.day) is None:
            yield f"The visit on {visit} lies in a washout: it is shown, and no analysis uses it."


def _recall(plan: TrialPlan) -> Iterator[str]:
    for item in plan.outcomes:
        window = INSTRUMENTS[item.of].window
        if not isinstance(window, Recall | Growth):
            continue
        early = []
        for visit in plan.followed:
            period = plan.period_at(visit.day)
            if period is None:
                continue
            first = plan.spans[period][0]
            if visit.day - window.days + 1 < first:
                early.append((visit, period))
        if not early:
            continue
        back = "the time before the trial"
        if any(period > 0 for _, period in early):
            back = (
                "the washout or the period before"
                if plan.periods and plan.periods.washout_weeks
                else "the period before"
            )
        counts = {analysis.at for analysis in plan.analyses}
        shown = listed(str(visit) for visit, _ in early)
        worse = (
            ""
            if not (item.primary and counts & {visit for visit, _ in early})
            else " The visit that counts is among them."
        )
        yield f"{item.of} asks about {window.days} days: on {shown} it looks back into {back}.{worse}"


def _analyses(plan: TrialPlan) -> Iterator[str]:
    first = plan.analyses[0]
    for item in plan.analyses:
        if item.method in ADJUSTED and "baseline" not in item.covariates:
            yield f"The {item.method} does not adjust for the baseline of its outcome; adjusting costs nothing and sharpens."
        if item.sides == 1 and item.alpha >= 0.05:
            yield f"One-sided at {item.alpha:g} is as lenient as two-sided at {2 * item.alpha:g}; 0.025 is usual."
        open_ended = [outcome.of for outcome in plan.outcomes if not outcome.better]
        if item.sides == 1 and open_ended:
            yield f"Neither way is better for {listed(open_ended)}: there the {item.method} has two sides, at twice the alpha."
        if plan.clusters is not None and item.method != "cluster":
            yield f"The {item.method} does not know of the clusters: it takes people for independent and errs too often."
        if plan.allocation.strata and item.method in ADJUSTED and not _adjusts_strata(plan, item.covariates):
            yield f"People are allocated by {listed(plan.allocation.strata)}, but the {item.method} does not adjust for it."
        if plan.looks is not None and item.method == "bayesian":
            yield "Looks spend the error of the first kind; a Bayesian analysis has none, and its rule is used at every look."
    if len(plan.analyses) > 1:
        yield f"{len(plan.analyses)} analyses are shown; the first one ({first.method}) decides."
    others = len(plan.arms) - 1
    if others > 1 and first.method in ("ancova", "mmrm", "responder", "cluster", "bayesian"):
        yield f"{others} arms are compared with '{plan.control}', each at the full alpha: together they err more often."


def _adjusts_strata(plan: TrialPlan, covariates: tuple[str, ...]) -> bool:
    if "strata" in covariates:
        return True
    known = {*covariates, *([plan.primary.of] if "baseline" in covariates else [])}
    return all(name in known for name in plan.allocation.strata)


def _people(plan: TrialPlan) -> Iterator[str]:
    size = plan.sizes[0]
    if plan.clusters is not None:
        for number in plan.sizes:
            if number % plan.clusters.size:
                yield f"{number} people do not fill clusters of {plan.clusters.size}: the last cluster is smaller."
        whole = sum(plan.allocation.ratio.values())
        if size // plan.clusters.size < 5 * whole:
            yield f"There are {size // plan.clusters.size} clusters; with so few the test rests on the t distribution."
    if plan.allocation.method == "stratified":
        cells = 2 ** len(plan.allocation.strata)
        if size / cells < FEW_IN_STRATUM:
            yield f"{size} people in {cells} strata: blocks hardly fill; minimised allocation balances more."


def _conduct(plan: TrialPlan) -> Iterator[str]:
    unmasking = [item.of for item in plan.side_effects if item.unmasks > 0]
    blinded = [arm for arm in plan.arms.values() if arm.blinded]
    if unmasking and not blinded:
        yield f"{listed(unmasking)} can unmask nobody: no arm is blinded."
    if any(daily_magnesium(arm.protocol) for arm in blinded) and not unmasking:
        yield "Magnesium loosens stools, which tells people what they take; this plan lets nothing unmask them."
    if not plan.dropout.share and plan.days >= 7 * LONG_WEEKS:
        yield "Nobody leaves this trial; control arms of trials of therapy lost 14 % (smits2008-psych-placebo)."
    if plan.costs is not None and not any(plan.costs.week.values()):
        yield "The weeks of treatment cost nothing in this plan."
    for arm in plan.arms.values():
        stated, brought = arm.dose, daily_magnesium(arm.protocol)
        if stated is not None and arm.dose_unit == "mg" and abs(stated - brought) > 0.01 * max(stated, 1.0):
            yield f"The dose of '{arm.name}' is stated as {stated:g} mg, but its lines bring {brought:g} mg {MAGNESIUM} a day."


def _lines(plan: TrialPlan, body: Body) -> Iterator[str]:
    """What the protocol language and its safety rules remark on; the usual red flags stand in every report."""
    for course in plan.courses:
        protocol = protocol_of(plan, course)
        schedule = build_schedule(protocol, body, plan.days, before=plan.usual)
        yield from schedule.notes
        notes = safety_notes(protocol, schedule)
        yield from (note.sentence for note in notes if note.level in ("warning", "danger"))
    if plan.periods is not None:
        length = 7 * plan.periods.weeks
        for arm in plan.arms.values():
            for line in arm.protocol:
                if (line.span.first or 1) > length:
                    yield f"'{line}' begins after the last day of its period, day {length}."
