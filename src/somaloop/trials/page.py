"""The keys of trial plans as tables for the documentation, made from the shape that files are checked against."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from somaloop.trials._read_analyses import METHODS
from somaloop.trials.text import (
    AdherenceText,
    AllocationText,
    Alone,
    AnalysisText,
    ArmText,
    ClustersText,
    CostsText,
    EstimandText,
    LeavingText,
    LooksText,
    OutcomeText,
    PeriodsText,
    PriorText,
    SideEffectText,
    TrialText,
)

Part = type[BaseModel]

# What each key says, part by part. The order of a table is that of the shape.
MEANING: Mapping[Part, Mapping[str, str]] = MappingProxyType(
    {
        TrialText: {
            "trial": "a short name; the folder of the results is called after it",
            "title": "what the trial is, in a line",
            "question": "the question, in a sentence",
            "people": "who takes part: starting type, age, sex, and who is let in by a score at the screening (below)",
            "usual life": "what everybody does before and during the trial, as [protocol lines](protocol-language.md); `varied` is "
            "an ordinary life on days that differ",
            "design": "`parallel`, `waiting list`, `cluster`, `crossover`, `factorial`, `dose-finding` or `n-of-1` (below)",
            "weeks": "how long it lasts; day 1 is a Monday",
            "days": "the same in days; one of the two, or neither where periods say it",
            "everybody": "lines of all arms, such as visits to the clinician; their days are those of the trial",
            "arms": "by name, what each arm does (below)",
            "factors": "in a factorial design in place of arms: `factor: {level: lines}`; each combination of levels is an arm, "
            "named `level + level`; the first level of each is the one without treatment",
            "control": "the arm that the others are compared with; left out, those who wait, or the only arm without treatment",
            "periods": "what a person does after each other, in a crossover or N-of-1 design (below)",
            "clusters": "groups that are given to arms together (below)",
            "allocation": "how people are given to arms (below); a method alone will do",
            "visits": "when outcomes are read: a list such as `[baseline, week 4, day 60, week 12]`, the baseline first "
            "(day 0, the evening before day 1), or `every 2 weeks`",
            "outcomes": "what is read, and which of it answers the question (below)",
            "adherence": "what is forgotten, and who stops the treatment but stays in the trial (below)",
            "dropout": "who leaves the trial (below); a share alone is at random",
            "missing": "readings that are missing of people who stay (below); a share alone is at random",
            "side effects": "what counts as a side effect, and what it gives away (below)",
            "estimand": "what is to be estimated (below); a strategy alone will do",
            "analysis": "how it is estimated and judged (below): one, or a list whose first decides; a method alone will do",
            "size": "how many people in all: a number, or a list whose first is the planned size",
            "looks": "interim looks (below)",
            "costs": "unit costs (below)",
            "seed": "the seed of chance: the same plan and seed give the same numbers",
            "note": "anything a reader should know",
            "settle": "days of usual life before day 1: 28, and as many more as an instrument that asks about more than two weeks looks back",
        },
        ArmText: {
            "lines": "what its people do, on top of usual life and of `everybody`; days count from the beginning of the trial, or "
            "of the period. May stand alone: `placebo: take placebo at 20:00 daily; blinded`",
            "waiting": "`true` for people who wait for the treatment; they have no lines",
            "dose": "for dose-finding: the amount a day with its unit (`300 mg`); left out everywhere, the elemental magnesium of "
            "the lines",
            "levels": "for dose-finding of several things: `{salt: citrate}`; each level gets a dose line of its own",
        },
        PeriodsText: {
            "sequences": "the orders that are drawn from, each a list of arms",
            "weeks": "length of a period",
            "washout": "weeks without any arm's lines between two periods",
        },
        ClustersText: {
            "size": "people in each",
            "likeness": "how alike people of one are: the intraclass correlation of the primary outcome at baseline",
        },
        AllocationText: {
            "method": "`simple`, `blocked`, `stratified` (blocks within strata) or `minimised`; left out, `stratified` where there "
            "are strata, else `blocked`",
            "ratio": "people by arm: `{placebo: 1, magnesium: 2}`",
            "blocks": "a size or a list of sizes from which each block's is drawn: multiples of the ratio's sum; left out, two and "
            "three times it",
            "strata": "`sex`, `age`, or instruments (above or below the median at baseline)",
            "chance": "of minimised allocation: how likely the arm is taken that balances best; left out, 80 %",
        },
        OutcomeText: {
            "of": "[the instrument](instruments.md); it may stand alone: `- GAD-7`",
            "primary": "`true` for the one outcome that answers the question",
            "better": "`lower` or `higher`; left out, as the instrument says. A primary outcome of which neither is better, such "
            "as cortisol, needs it",
        },
        AdherenceText: {
            "misses": "share of doses and of sessions that is forgotten, at random; an arm's own `miss 20 % of doses` goes before it",
            "stops": "share of people who stop the treatment before the end and stay in the trial, as the first arm fares; nobody "
            "stops in an arm without lines",
            "depends on": "what stopping depends on: log odds by driver (below)",
        },
        LeavingText: {
            "share": "share of people who leave, or of planned readings that are missing",
            "depends on": "what it depends on: log odds by driver (below); left out, it is at random",
        },
        SideEffectText: {
            "of": "the instrument that shows it",
            "rise": "it is there once the reading has risen by so much since baseline",
            "at least": "or once the reading is so high",
            "unmasks": "the chance that somebody of a blinded arm who has it comes to be sure of the treatment",
            "belief": "how sure: the belief from then on",
        },
        EstimandText: {
            "strategy": "what counts of those who stop the treatment: `treatment policy` (everything that is read of them), "
            "`hypothetical` (as if they had gone on: nothing after stopping), `composite` (they have gained nothing), `while on "
            "treatment` (their last reading on it)",
            "words": "the estimand in a sentence, for the protocol",
        },
        AnalysisText: {
            "method": "one of the table below",
            "at": "the visit that counts; left out, the last one (in periods: the last of each; another counts at its place from "
            "the end of every period)",
            "covariates": "`baseline` (of the outcome itself), `sex`, `age`, `strata`, or an instrument at baseline; left out, the "
            "baseline, and nothing where there are periods",
            "alpha": "the error of the first kind that is allowed",
            "sides": "1 or 2",
            "by": "for `responder`: what somebody gains who counts as better, `3` points or `50 %` of the baseline",
            "prior": "for `bayesian`: what is believed of the difference (below); left out, it is flat",
            "sure": "for `bayesian`: the probability of a benefit that counts as success; left out, 97.5 %",
        },
        PriorText: {
            "mean": "its mean, in the unit of the outcome",
            "sd": "its standard deviation",
        },
        LooksText: {
            "at": "shares of the people at which one looks, rising: `[50 %]`; the end counts of itself",
            "spending": "how the error is spent: `obrien-fleming` or `pocock`",
            "futility": "the trial stops where the conditional power is below this; 0 is never",
        },
        CostsText: {
            "currency": "of all of them, such as EUR",
            "trial": "of the trial, whatever its size",
            "screened": "of a person screened",
            "person": "of a person let in",
            "visit": "of a visit that takes place",
            "week": "of a person's week of treatment: a number, or by arm (in a factorial design also by level; levels add up)",
        },
    }
)  # fmt: skip

# What the methods are, in a line each; where they belong follows from the reader's own rule.
METHOD: Mapping[str, str] = MappingProxyType(
    {
        "ancova": "analysis of covariance of the visit that counts",
        "mmrm": "mixed model for repeated measures: all visits, unstructured covariance",
        "responder": "shares of people who gained `by` so much",
        "bayesian": "the posterior of the difference, with a `prior`",
        "crossover": "mixed model of people and periods",
        "n-of-1": "mixed model of many periods, in which people may differ in the effect",
        "factorial": "main effects of the factors and their interaction",
        "dose": "the line over doses (its rise to the highest dose; one for each level), and every dose against the control by Dunnett's test",
        "cluster": "t test of the adjusted means of clusters",
    }
)


def _left_out(field: FieldInfo) -> str:
    if field.is_required():
        return "needed"
    if field.default_factory_takes_validated_data:
        return "as said"
    value: Any = field.get_default(call_default_factory=True)
    if isinstance(value, LeavingText):
        return "nobody" if not value.share else f"{value.share:g}"
    if isinstance(value, BaseModel) or value in (None, "", [], {}):
        return ""
    if isinstance(value, bool):
        return "no" if not value else "yes"
    return f"{value:g}" if isinstance(value, float) else f"{value}"


def keys_table(part: Part) -> str:
    """A Markdown table of the keys of a part: what each says, and what holds where it is left out."""
    rows = [("key", "what it says", "left out"), ("---",) * 3]
    for name, field in part.model_fields.items():
        key = field.alias or name
        rows.append((f"`{key}`", MEANING[part][key], _left_out(field)))
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def methods_table() -> str:
    """A Markdown table of the analyses and the designs that they belong to."""
    rows = [("method", "what it is", "designs"), ("---",) * 3]
    rows += [
        (f"`{name}`", METHOD[name], ", ".join(f"`{item}`" for item in fits.designs)) for name, fits in METHODS.items()
    ]
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def alone() -> dict[Part, str]:
    """The parts of which one key may stand alone."""
    return {part: part.main for part in MEANING if issubclass(part, Alone)}


if __name__ == "__main__":
    for shown in MEANING:
        print(f"{shown.__name__}\n\n{keys_table(shown)}\n")
    print(methods_table())
