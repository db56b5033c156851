"""Text for the protocol of a trial, written from the numbers: estimand, allocation, analysis, sample size, how it was found."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from somaloop.instruments import INSTRUMENTS
from somaloop.plot.trial_words import WORLD_NAMES, share_words
from somaloop.report.document import Block, Code, Heading, Items, Paragraph, Table
from somaloop.report.trial_facts import main_contrast, true_effects, warnings
from somaloop.report.trial_plan_words import (
    adherence_words,
    allocation_words,
    analysis_words,
    blinding_words,
    design_words,
    effect_words,
    estimand_rows,
    leaving_words,
    looks_words,
    people_words,
    visits_words,
)
from somaloop.report.trial_sample_size import properties_table, sample_size_paragraphs, size_table, table_note
from somaloop.report.words import capitalised, listed
from somaloop.trials.answer import TrialAnswer

MODEL = (
    "Every number here is the answer of a simulation model, not of patients. It can support a protocol; it does not replace the "
    "judgement of the trial's statistician and clinicians, and it is no medical advice."
)
REFERENCES = (
    "ICH E9(R1): Addendum on estimands and sensitivity analysis in clinical trials. 2019.",
    "O'Hagan A, Stevens JW, Campbell MJ. Assurance in clinical trial design. Pharmaceutical Statistics 2005;4:187-201. doi:10.1002/pst.175",
    "Morris TP, White IR, Crowther MJ. Using simulation studies to evaluate statistical methods. Statistics in Medicine "
    "2019;38:2074-2102. doi:10.1002/sim.8086",
)
# How each analysis is done, as docs/trial-analyses.md has it.
DETAILS: Mapping[str, str] = MappingProxyType({
    "ancova": "ANCOVA compares least-squares means at one visit; people without that reading are left out",
    "mmrm": "MMRM crosses treatment and covariates with visits, with an unstructured covariance by restricted maximum likelihood "
            "(then Toeplitz, then compound symmetric where that cannot be fitted); people with any reading after baseline count",
    "crossover": "the crossover analysis takes every person as her own control and adjusts for periods; carry-over is not tested",
    "n-of-1": "the mixed model has random intercepts and random effects of treatment, with the degrees of freedom of Kenward and Roger",
    "responder": "shares of responders are compared after a logistic regression on the covariates that is averaged over all people; who "
                 "has no reading is no responder",
    "bayesian": "the Bayesian analysis is a normal linear model at one visit",
    "factorial": "main effects and interactions are contrasts of adjusted means of all arms at one visit",
    "dose": "a straight line is fitted through the adjusted means of doses; arms are then compared with the control by Dunnett's method",
    "cluster": "adjusted means of clusters are compared by a t test, one number for each cluster",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Made:
    """How an answer was made: the command that makes it again, the version, and the hash of the model."""

    command: str
    version: str
    model: str

    @property
    def words(self) -> str:
        """For a footnote."""
        return f"Made by {self.command}, somaloop {self.version}, model {self.model}"


def protocol_blocks(answer: TrialAnswer, made: Made, remarks: Sequence[str] = ()) -> tuple[Block, ...]:
    """The whole text. ``remarks`` are sentences on the plan."""
    plan = answer.plan
    doubts = warnings(answer)
    blocks: list[Block] = [
        Heading(f"For the protocol: {plan.title}", 1),
        Paragraph(MODEL, "warning"),
        Heading("Question and design"),
        Paragraph(f"{plan.question.rstrip('.')} {_design(answer)}" if plan.question.rstrip().endswith("?") else f"{plan.question.rstrip('.')}. {_design(answer)}"),
        Heading("Estimand"),
        Paragraph("In the words of ICH E9(R1)." + (f" {plan.estimand.words}" if plan.estimand.words else "")),
        Table("The estimand", ("attribute", "in this trial"), tuple((capitalised(a), b) for a, b in estimand_rows(plan)), 2),
        Heading("Allocation and blinding"),
        Paragraph(f"{capitalised(allocation_words(plan))}. The trial is {blinding_words(plan)}."),
        Heading("Statistical analysis"),
        Paragraph(_analysis(answer)),
        Heading("Sample size"),
        *(Paragraph(text) for text in sample_size_paragraphs(answer)),
        size_table(answer),
        Paragraph(table_note(answer), "quiet"),
        properties_table(answer),
        Heading("What was assumed of the conduct"),
        Items(_assumed(answer)),
        Heading("How virtual participants and trials were made"),
        *(Paragraph(text) for text in _methods(answer, made)),
        Heading("Limits"),
        Items((*doubts, *remarks, *_limits(answer))),
        Heading("References"),
        Items(REFERENCES),
        Heading("Appendix: the plan"),
        Paragraph(f"This file and this command make the numbers again (somaloop {made.version}, model {made.model}):"),
        Code(f"{made.command}\n\n# {plan.file or f'{plan.name}.yaml'}\n{plan.text.rstrip()}"),
    ]  # fmt: skip
    return tuple(blocks)


def _design(answer: TrialAnswer) -> str:
    plan = answer.plan
    arms = listed(f"“{name}”" for name in plan.arms)
    return (
        f"This is a {design_words(plan)}: {arms}. Participants: {people_words(plan)}. Visits: {visits_words(plan)}. The primary "
        f"outcome is {plan.primary.of} ({INSTRUMENTS[plan.primary.of].title.partition(' (')[0].lower()})."
    )


def _analysis(answer: TrialAnswer) -> str:
    plan = answer.plan
    first, *others = (analysis_words(plan, item) for item in plan.analyses)
    text = f"Primary analysis: {first}."
    methods = dict.fromkeys(item.method for item in plan.analyses)
    if others:
        text += f" Further analyses: {'. '.join(capitalised(item) for item in others)}."
    text += "".join(f" {capitalised(DETAILS[method])}." for method in methods if method in DETAILS)
    looks = looks_words(plan)
    return text + (f" Interim analyses: {looks}." if looks else "")


def _assumed(answer: TrialAnswer) -> tuple[str, ...]:
    plan = answer.plan
    item = INSTRUMENTS[plan.primary.of]
    said = [
        f"Adherence: {adherence_words(plan)}.",
        *(f"Leaving: {words}." for words in (leaving_words(plan.dropout, "leave the trial"),) if words),
        *(
            f"Missing readings: {words}."
            for words in (leaving_words(plan.missing, "of planned readings are not given"),)
            if words
        ),
        *(f"Side effect: {effect_words(effect)}." for effect in plan.side_effects),
    ]
    for found in answer.conduct:
        effects = "".join(
            f", {share_words(share)} have the side effect ({name})" for name, share in found.side_effects.items()
        )
        said.append(
            f"Expected in “{found.arm}”: {share_words(found.left)} leave, {share_words(found.stopped)} stop the treatment, "
            f"{share_words(found.unmasked)} come to be sure of what they take{effects}."
        )
    error = f"{item.error:.2g} {item.unit}" if item.error else f"{100 * item.relative_error:.2g} % of the reading"
    said.append(
        f"One reading of {item.name} has a standard error of measurement of {error}; scores are rounded and kept in range."
    )
    return tuple(said)


def _methods(answer: TrialAnswer, made: Made) -> list[str]:
    plan = answer.plan
    pool = answer.pool
    draws = len(true_effects(answer, main_contrast(answer)))
    pools = listed(f"{count} people for the world {WORLD_NAMES.get(world, world)}" for world, count in pool.items())
    fewest = min(p.replicates for p in answer.powers)
    twins = next((item for item in answer.twins if item.outcome == plan.primary.of), None)
    saved = (
        f" Everybody lives every arm (counterfactual twins), so the true difference is known as sharply as if "
        f"{twins.times:,.0f} times as many different people had lived one arm each."
        if twins is not None and math.isfinite(twins.times) and twins.times > 1
        else ""
    )
    return [
        f"Trials were simulated with somaloop {made.version}, an executable model of the loop between body and mind in Somatic Symptom "
        "Disorder. Virtual participants are draws of correlated traits around a starting type; each lives the weeks of the trial hour by "
        f"hour in differential equations ({plan.settle_days} days of usual life first, {plan.days} days of trial). They are let in by a "
        "simulated screening reading with its error, so that regression to the mean arises by itself; placebo response arises from "
        "expectation that learns, contact, asking, and the natural course.",
        f"A pool was recruited once ({pools}).{saved} A replicate draws its participants from the pool with replacement, allocates them, "
        "adds errors of measurement, leaving and missing readings, and is analysed as the protocol says; "
        f"there are {fewest} or more replicates in each world and size. "
        + (
            f"As known stands for {draws} truths, drawn from a posterior that was fitted to published studies. "
            if draws
            else ""
        )
        + "Aims, data-generating mechanisms, estimands, methods and performance measures can be read off the plan in the appendix "
        "(Morris et al. 2019); assurance is meant as by O'Hagan et al. (2005).",
    ]


def _limits(answer: TrialAnswer) -> tuple[str, ...]:
    return (
        "As known holds what the evidence leaves open inside this model, not what the model leaves out; its intervals are known to be "
        "somewhat too narrow against published trials (see the project's page on validation).",
        "As told takes the claims of a popular article at their word. It shows what would follow from them and is no evidence.",
        "Sites, recruitment over time, protocol deviations and cultures differ in real trials and are not simulated.",
        f"Whether {listed(f'“{name}”' for name in answer.plan.arms if name != answer.plan.control)} should be given to anybody is not what "
        "this text answers.",
    )
