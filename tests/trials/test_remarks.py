"""Remarks on plans: each is made where it should be, and none where nothing is doubtful."""

from __future__ import annotations

import pytest
from trial_plans import (
    ALLOCATION,
    CLUSTER,
    COVARIATES,
    CROSSOVER,
    DOSES,
    FACTORIAL,
    OPENED,
    PARALLEL,
    SERIES,
    WAITING,
    Change,
    plan_of,
)  # fmt: skip

from somaloop.trials.remarks import remarks

PLACEBO = "take placebo at 20:00 daily\n    blinded"
NIGHT = "take 250 mg magnesium as glycinate at 21:00 daily\n    blinded"

MADE: dict[str, tuple[str, tuple[Change, ...], str]] = {
    "open against blinded": (OPENED, (), "'open magnesium' is open and 'blinded placebo' and 'blinded magnesium' blinded"),
    "nothing to swallow": (OPENED, (), "Nothing is swallowed in 'nothing'"),
    "open in a crossover": (CROSSOVER, ((NIGHT, NIGHT.replace("blinded", "open label")),),
                            "the same people know in one period what they take and not in the other"),
    "placebo that is believed": (PARALLEL, ((PLACEBO, PLACEBO.replace("\n    blinded", "")),), "are sure that their placebo is the real"),
    "beliefs": (PARALLEL, ((PLACEBO, PLACEBO.replace("blinded", "blinded (belief 40 %)")),),
                "Blinded arms differ in what they believe from the start ('placebo' 40 % and 'magnesium' 50 %)."),
    "odds": (PARALLEL, ((ALLOCATION, "{method: blocked, ratio: {placebo: 1, magnesium: 3}}"), (COVARIATES, "mmrm"),
                        ("covariates: [baseline, strata]", "covariates: [baseline]")),
             "3 of 4 people in blinded arms get the treatment, but believe in it by 50 %; whoever is told the odds believes by 75 %."),
    "washout": (SERIES, (), "The washout of 0 days is shorter than 5 half-lives of magnesium in soft tissue (7 days)"),
    "expectation carries over": (CROSSOVER, ((NIGHT, NIGHT.replace("blinded", "open label")),),
                                 "expectation fades with a half-life of 15 days: a washout of 14 days does not end it"),
    "unbalanced": (SERIES, (("    - [magnesium, placebo, magnesium, placebo]\n", ""),), "In period 1 the arms are not equally frequent"),
    "orders not given": (SERIES, (("size: [40,", "size: [3,"),), "3 people do not fill 4 sequences"),
    "visit in a washout": (CROSSOVER, (("week 8, week 10", "week 6, week 10"),), "The visit on day 42 lies in a washout"),
    "recall": (PARALLEL, (("[baseline, week 4,", "[baseline, week 2, week 4,"),),
               "PHQ-15 asks about 28 days: on day 14 it looks back into the time before the trial."),
    "recall into the washout": (CROSSOVER, (("{of: ISI, primary: true}", "{of: PSQI, primary: true}"), ("  weeks: 4 ", "  weeks: 3 "),
                                            ("week 2, week 4, week 8, week 10", "week 3, week 8")),
                                "it looks back into the washout or the period before. The visit that counts is among them."),
    "not adjusted": (PARALLEL, ((COVARIATES, "{method: mmrm, covariates: [strata]}"),), "The mmrm does not adjust for the baseline"),
    "strata not adjusted": (PARALLEL, ((COVARIATES, "mmrm"),), "allocated by sex and PHQ-15, but the mmrm does not adjust for it"),
    "lenient": (PARALLEL, ((COVARIATES, "{method: mmrm, sides: 1}"),), "One-sided at 0.05 is as lenient as two-sided at 0.1"),
    "two sides after all": (PARALLEL, ((COVARIATES, "{method: mmrm, sides: 1, alpha: 0.025}"), ("- SSD-12", "- cortisol")),
                            "Neither way is better for cortisol: there the mmrm has two sides"),
    "clusters ignored": (CLUSTER, (("method: cluster", "method: ancova"),), "The ancova does not know of the clusters"),
    "several analyses": (PARALLEL, (), "2 analyses are shown; the first one (mmrm) decides."),
    "several arms": (OPENED, (), "3 arms are compared with 'nothing', each at the full alpha"),
    "looks": (WAITING, (), "a Bayesian analysis has none"),
    "half a cluster": (CLUSTER, (("size: [240, 144,", "size: [240, 100,"),), "100 people do not fill clusters of 12"),
    "few clusters": (CLUSTER, (("size: [240,", "size: [96,"),), "There are 8 clusters"),
    "many strata": (PARALLEL, (("strata: [sex, PHQ-15]", "strata: [sex, age, PHQ-15, GAD-7]"), ("size: [200, 100,", "size: [100, 200,")),
                    "100 people in 16 strata"),
    "unmasks nobody": (PARALLEL, ((PLACEBO, PLACEBO.replace("blinded", "open label")), ("00 daily\n    blinded", "00 daily\n    open label")),
                       "loose stools can unmask nobody: no arm is blinded"),
    "nothing unmasks": (PARALLEL, (("    unmasks: 30 %", "    unmasks: 0"),), "this plan lets nothing unmask them"),
    "nobody leaves": (CLUSTER, (("dropout: 12 %", "dropout: 0"),), "Nobody leaves this trial"),
    "dose": (DOSES, (("dose: 300 mg", "dose: 350 mg"),), "The dose of 'citrate 300 mg' is stated as 350 mg, but its lines bring 300 mg"),
    "safety": (DOSES, (), "450 mg of supplemental magnesium on day 1 is above the upper levels"),
    "after the end": (PARALLEL, (("at 20:00 daily\n    blinded", "at 20:00 daily from week 20\n    blinded"),), "begins after the last day, day 84"),
    "after the period": (CROSSOVER, (("glycinate at 21:00 daily", "glycinate at 21:00 daily from week 5"),),
                         "begins after the last day of its period, day 28"),
    "week of nothing": (PARALLEL, (("week: 2 ", "week: 0 "),), "The weeks of treatment cost nothing"),
}  # fmt: skip


@pytest.mark.parametrize("name", MADE)
def test_a_remark_is_made(name: str):
    example, changes, says = MADE[name]
    assert any(says in sentence for sentence in remarks(plan_of(example, *changes))), remarks(
        plan_of(example, *changes)
    )


@pytest.mark.parametrize("name", [CROSSOVER, FACTORIAL, CLUSTER])
def test_nothing_is_said_of_a_plan_without_doubts(name: str):
    assert remarks(plan_of(name)) == ()
