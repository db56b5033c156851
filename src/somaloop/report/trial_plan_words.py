"""A plan of a virtual trial in words: who, what, how it is allocated, conducted, analysed."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from somaloop.instruments import INSTRUMENTS
from somaloop.people import Criterion
from somaloop.people.types import person_types
from somaloop.plot.predicted_line import number
from somaloop.plot.trial_words import METHOD_NAMES
from somaloop.protocol import Belief, Take
from somaloop.report.words import capitalised, listed, weeks_words
from somaloop.studies.moments import Moment
from somaloop.trials.plan import Analysis, Leaving, SideEffect, TrialArm, TrialPlan

DESIGNS: Mapping[str, str] = MappingProxyType({
    "parallel": "parallel-group trial", "waiting list": "parallel-group trial against a waiting list",
    "cluster": "cluster-randomised trial", "crossover": "crossover trial", "factorial": "factorial trial",
    "dose-finding": "parallel-group dose-finding trial", "n-of-1": "series of N-of-1 trials",
})  # fmt: skip
STRATEGIES: Mapping[str, str] = MappingProxyType({
    "treatment policy": "readings count whether or not the treatment was stopped",
    "hypothetical": "readings after stopping are set aside, as if nobody had stopped",
    "composite": "stopping counts as no gain: the baseline reading is taken from then on",
    "while on treatment": "the last reading before stopping counts",
})  # fmt: skip
_DRIVERS = MappingProxyType({
    "last reading": "a worse last reading", "current reading": "a worse reading now", "side effects": "side effects",
    "stopped": "having stopped the treatment",
})  # fmt: skip


def moment_words(at: Moment) -> str:
    """``week 12`` or ``day 10``; ``baseline`` for day 0."""
    if at.day == 0:
        return "baseline"
    return f"week {at.day // 7}" if at.hour is None and at.day % 7 == 0 else str(at)


def visits_words(plan: TrialPlan) -> str:
    """``baseline and weeks 4, 8 and 12``."""
    later = [moment_words(at) for at in plan.visits if at.day != 0]
    if len(later) > 1 and all(words.startswith("week ") for words in later):
        later = [f"weeks {listed(words.removeprefix('week ') for words in later)}"]
    first = ["baseline"] if any(at.day == 0 for at in plan.visits) else []
    return listed([*first, *later])


def blinding_words(plan: TrialPlan) -> str:
    """``double-blind``, ``open-label``, ``partly blind``, or ``blind as to capsules`` where arms differ in more than them."""
    blinded = [arm.blinded for arm in plan.arms.values()]
    if not all(blinded):
        return "partly blind" if any(blinded) else "open-label"
    done = {
        tuple(str(line) for line in arm.protocol if not isinstance(line, Take | Belief)) for arm in plan.arms.values()
    }
    return "double-blind" if len(done) == 1 else "blind as to capsules (not to what else is done)"


def _kind(plan: TrialPlan) -> str:
    """Blinding and design; what is long comes last."""
    blinding, design = blinding_words(plan), DESIGNS[plan.design]
    return f"{design}, {blinding}," if " " in blinding and "(" in blinding else f"{blinding} {design}"


def design_words(plan: TrialPlan) -> str:
    """``double-blind parallel-group trial with 2 arms over 12 weeks``."""
    length = weeks_words(plan.days / 7)
    if plan.periods is not None:
        washout = plan.periods.washout_weeks
        count = len(plan.periods.sequences[0])
        between = f" with {weeks_words(washout)} of washout between" if washout else " without washout"
        return f"{_kind(plan)}: {count} periods of {weeks_words(plan.periods.weeks)}{between}, {length} in all"
    return f"{_kind(plan)} with {len(plan.arms)} arms over {length}"


def criterion_words(item: Criterion) -> str:
    """``PHQ-15 of at least 10``."""
    ends = [
        f"at {word} {value:g}"
        for word, value in (("least", item.at_least), ("most", item.at_most))
        if value is not None
    ]
    unit = INSTRUMENTS[item.of].unit if item.of in INSTRUMENTS else ""
    return f"{item.of} of {' and '.join(ends)}{f' {unit}' if unit not in ('', 'points', 'share') else ''}"


def people_words(plan: TrialPlan) -> str:
    """Who takes part: the starting type, facts, age, women, and the criteria of screening."""
    who = plan.people
    kinds = person_types()
    words = [listed(kinds.get(part.strip(), part.strip()) for part in who.kind.split("+"))]
    words += [f"{name} {value}" for name, value in who.facts.items()]
    ages = who.ages
    words.append(
        f"age {ages.mean:.0f} (SD {ages.sd:.0f}, {ages.low:.0f} to {ages.high:.0f})"
        if ages.sd
        else f"age {ages.mean:.0f}"
    )
    words.append(f"{100 * who.women:.0f} % women")
    if who.include:
        words.append(f"let in with a screening reading of {listed(criterion_words(item) for item in who.include)}")
    return ", ".join(words)


def arm_words(arm: TrialArm, control: str) -> str:
    """What is done in an arm, with whether people know."""
    done = "; ".join(line.strip() for line in arm.lines.splitlines() if line.strip()) or "usual life alone"
    mark = ["control"] if arm.name == control else []
    mark += ["waits for the treatment"] if arm.waiting else []
    mark.append("blind" if arm.blinded else "open")
    return f"{done} ({', '.join(mark)})"


def allocation_words(plan: TrialPlan) -> str:
    """How people are given to arms or sequences."""
    how, names = plan.allocation, list(plan.arms)
    blocks = f" in blocks of {listed(map(str, how.blocks), 'or')}"
    strata = listed(
        f"{item} (above or below its median at baseline)" if item in INSTRUMENTS else item for item in how.strata
    )
    method = {
        "simple": "simple randomisation", "blocked": f"randomisation{blocks}",
        "stratified": f"randomisation{blocks}, stratified by {strata}",
        "minimised": f"minimisation by {strata}, the better arm being taken with a probability of {how.chance:g}",
    }[how.method]  # fmt: skip
    if plan.periods is not None:
        count = len(plan.periods.sequences)
        return f"{method}, to {count} sequence{'s' if count > 1 else ''} that are equally likely"
    shares = [how.ratio.get(name, 1) for name in names]
    named = f"{':'.join(map(str, shares))} ({' : '.join(names)})"
    words = f"{method}, {f'equally to {len(names)} arms' if len(set(shares)) == 1 else named}"
    if plan.clusters is not None:
        words += f"; groups of {plan.clusters.size} are given together, with an intraclass correlation of {plan.clusters.likeness:g}"
    return words


def covariates_words(analysis: Analysis) -> str:
    """``baseline and sex``; empty without any."""
    return listed({"baseline": "the baseline reading"}.get(item, item) for item in analysis.covariates)


def analysis_words(plan: TrialPlan, analysis: Analysis) -> str:
    """An analysis in a sentence without its full stop."""
    covariates = covariates_words(analysis)
    adjusted = f", adjusted for {covariates}" if covariates else ""
    at = "the last visit of each period" if plan.periods is not None else moment_words(analysis.at)
    name = METHOD_NAMES.get(analysis.method, analysis.method)
    if analysis.method == "responder" and analysis.by is not None:
        gain = (
            f"{100 * analysis.by:g} % of baseline"
            if analysis.by_share
            else f"{analysis.by:g} {INSTRUMENTS[plan.primary.of].unit}"
        )
        name += f" (a gain of at least {gain})"
    if analysis.method == "bayesian":
        prior = (
            "a flat prior"
            if analysis.prior_sd is None
            else f"a normal prior ({analysis.prior_mean:g}, SD {analysis.prior_sd:g})"
        )
        return f"{name} of the readings at {at}{adjusted}, {prior}; success is a probability of benefit above {100 * analysis.sure:g} %"
    sides = "two-sided" if analysis.sides == 2 else "one-sided"
    return f"{name} of the readings at {at}{adjusted}; {sides} alpha of {100 * analysis.alpha:g} %"


def _on(on: Mapping[str, float]) -> str:
    words = [
        f"{_DRIVERS.get(driver, driver)} (log odds {number(value, 2)}{' per SD' if 'reading' in driver else ''})"
        for driver, value in on.items() if value
    ]  # fmt: skip
    return listed(words)


def leaving_words(how: Leaving, share: str) -> str:
    """``15 % leave, the more the worse ...``: at random, on what was seen, or on what is not seen."""
    if not how.share:
        return ""
    drivers = _on(how.on)
    text = f"{100 * how.share:g} % {share}"
    if not drivers:
        return f"{text}, completely at random (MCAR)"
    hidden = any(value and driver == "current reading" for driver, value in how.on.items())
    kind = "not at random: it hangs on what is not seen (MNAR)" if hidden else "at random given what was seen (MAR)"
    return f"{text}, more with {drivers}; {kind}"


def effect_words(item: SideEffect) -> str:
    """A side effect and what it gives away."""
    name = INSTRUMENTS[item.of].unit if item.of in INSTRUMENTS else ""
    factor, unit = (
        (100.0, " per cent points") if name == "share" else (1.0, f" {name}" if name not in ("", "1") else "")
    )
    if item.rise is not None:
        rule = f"risen by {factor * item.rise:g}{unit} since baseline"
    else:
        rule = f"at least {factor * (item.at_least or 0.0):g}{' %' if name == 'share' else unit}"
    told = f"; {100 * item.unmasks:g} % of those who notice come to be sure of what they take" if item.unmasks else ""
    return f"{item.of} {rule}{told}"


def adherence_words(plan: TrialPlan) -> str:
    """What is forgotten and who stops."""
    how, words = plan.adherence, []
    if how.misses:
        words.append(f"{100 * how.misses:g} % of doses and sessions are missed")
    if how.stops:
        more = _on(how.on)
        words.append(f"{100 * how.stops:g} % stop the treatment early" + (f", more with {more}" if more else ""))
    return "; ".join(words) or "everything is taken as planned"


def looks_words(plan: TrialPlan) -> str:
    """The interim looks; empty without any."""
    if plan.looks is None:
        return ""
    name = {"obrien-fleming": "O'Brien-Fleming", "pocock": "Pocock"}[plan.looks.spending]
    at = listed(f"{100 * share:g} %" for share in plan.looks.at)
    futility = (
        f"; the trial is given up below a conditional power of {100 * plan.looks.futility:g} %"
        if plan.looks.futility
        else ""
    )
    return f"looks at {at} of the people, {name}-like spending of the error{futility}"


def variable_words(plan: TrialPlan) -> str:
    """The variable of the estimand."""
    item, first = INSTRUMENTS[plan.primary.of], plan.analyses[0]
    at = "at the last visit of each period" if plan.periods is not None else f"at {moment_words(first.at)}"
    return f"{item.title} in {item.unit}, {at}"


def contrast_words(plan: TrialPlan) -> str:
    """The population-level summary of the estimand."""
    first = plan.analyses[0]
    if first.method == "responder":
        return f"difference in the share of responders against “{plan.control}”"
    if first.method == "dose":
        return "rise of the mean along the dose (straight line), from no dose to the highest"
    if first.method == "factorial":
        return "difference in means between the levels of each factor (main effects)"
    where = " within people" if plan.periods is not None else ""
    return f"difference in means{where} against “{plan.control}”"


def estimand_rows(plan: TrialPlan) -> tuple[tuple[str, str], ...]:
    """The five attributes of ICH E9(R1) and what the plan says of each."""
    doing = "; ".join(f"“{arm.name}”: {arm_words(arm, plan.control)}" for arm in plan.arms.values())
    return (
        ("treatment", doing),
        ("population", capitalised(people_words(plan))),
        ("variable", variable_words(plan)),
        (
            "intercurrent events",
            f"stopping the treatment: {plan.estimand.strategy} strategy ({STRATEGIES[plan.estimand.strategy]}). Leaving the trial "
            "is missing data, not an intercurrent event",
        ),
        ("population-level summary", contrast_words(plan)),
    )


def plan_rows(plan: TrialPlan) -> tuple[tuple[str, str], ...]:
    """The whole plan as heads and words, for reading back; rows that say nothing are left out."""
    rows = [
        ("question", plan.question),
        ("design", capitalised(design_words(plan))),
        ("people", capitalised(people_words(plan))),
        (
            "how many",
            f"{plan.sizes[0]}" + (f" planned; also {listed(map(str, plan.sizes[1:]))}" if plan.sizes[1:] else ""),
        ),
        *((f"arm “{arm.name}”", arm_words(arm, plan.control)) for arm in plan.arms.values()),
        ("everybody", "; ".join(str(plan.everybody).splitlines())),
        ("sequences", "; ".join(" then ".join(item) for item in plan.periods.sequences) if plan.periods else ""),
        ("allocation", capitalised(allocation_words(plan))),
        ("visits", capitalised(visits_words(plan))),
        ("outcomes", listed(f"{item.of}{' (primary)' if item.primary else ''}" for item in plan.outcomes)),
        ("analysis", "; then ".join(analysis_words(plan, item) for item in plan.analyses)),
        ("looks", capitalised(looks_words(plan))),
        ("strategy", f"{capitalised(plan.estimand.strategy)}: {STRATEGIES[plan.estimand.strategy]}"),
        ("estimand", plan.estimand.words),
        ("adherence", capitalised(adherence_words(plan))),
        ("leaving", leaving_words(plan.dropout, "leave the trial")),
        ("missing", leaving_words(plan.missing, "of planned readings are not given")),
        ("side effects", "; ".join(effect_words(item) for item in plan.side_effects)),
        ("seed", str(plan.seed)),
    ]
    return tuple((head, words) for head, words in rows if words)
