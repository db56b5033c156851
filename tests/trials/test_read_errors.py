"""Trial plans: what each error of a user says: the file, the line, what was probably meant."""

from __future__ import annotations

import pytest
from trial_plans import (
    ALLOCATION,
    CLUSTER,
    COVARIATES,
    CROSSOVER,
    DOSES,
    FACTORIAL,
    FOLDER,
    PARALLEL,
    SERIES,
    TAKEN,
    WAITING,
    Change,
    changed,
    line_of,
)

from somaloop.protocol import ProtocolError
from somaloop.trials.read import PlanError, parse_plan, read_plan

SIDE = "side effects:\n  - of: loose stools                           # what gives magnesium away"


def error_of(text: str) -> str:
    with pytest.raises(PlanError) as caught:
        parse_plan(text, "plan.yaml")
    return str(caught.value)


# The example and what is changed in it; words at the place that the error must point to; what it must say.
WRONG: dict[str, tuple[str, tuple[Change, ...], str, str]] = {
    # arms
    "control": (PARALLEL, (("control: placebo", "control: placbo"),), "control: placbo",
                "unknown arm 'placbo'; did you mean 'placebo'?"),
    "no control": (PARALLEL, (("control: placebo\n", ""), ("take placebo at", "take 100 mg magnesium as oxide at")), "trial: ",
                   "say which arm the others are compared with"),
    "sequence": (CROSSOVER, (("- [magnesium, placebo]", "- [magnesum, placebo]"),), "- [magnesum",
                 "unknown arm 'magnesum'; did you mean 'magnesium'?"),
    "ratio": (PARALLEL, ((ALLOCATION, "{method: blocked, ratio: {placebo: 1, magnesim: 2}}"),), "magnesim: 2",
              "unknown arm 'magnesim'; did you mean 'magnesium'?"),
    "half a ratio": (PARALLEL, ((ALLOCATION, "{method: blocked, ratio: {magnesium: 2}}"),), "ratio: {magnesium",
                     "the ratio leaves out the arm 'placebo'"),
    "costs": (PARALLEL, (("week: 2", "week: {placebo: 2, magnesiun: 2}"),), "magnesiun: 2",
              "unknown arm 'magnesiun'; did you mean 'magnesium'?"),
    "costs of levels": (FACTORIAL, (("CBT: 110}", "cbd: 110}"),), "cbd: 110", "unknown arm 'cbd'"),
    "one arm": (PARALLEL, (("  placebo: |\n    take placebo at 20:00 daily\n    blinded\n", ""),), "arms:",
                "a parallel design needs two arms or more"),
    "arm twice": (PARALLEL, (("  magnesium: |", "  placebo: |"),), "  placebo: |\n    take 300",
                  "the key 'placebo' is given twice; first on line"),
    "key twice": (PARALLEL, (("seed: 1", "seed: 1\nweeks: 8"),), "weeks: 8", "the key 'weeks' is given twice; first on line"),
    "lines of a mapping": (FACTORIAL, (('usual care: ""', "usual care: {lines: x}"),), "usual care: {", "an arm needs lines"),
    "joined lines": (PARALLEL, (("  magnesium: |", "  magnesium: >"),), "  magnesium: >", "these lines would be joined into one"),
    # lines
    "unit of a line": (PARALLEL, ((TAKEN, TAKEN.replace("300 mg", "300")),), "take 300 magnesium",
                       "write it after the number, as in 300 mg magnesium"),
    "salt": (PARALLEL, ((TAKEN, TAKEN.replace("citrate", "citrat")),), "as citrat at", "did you mean 'citrate'?"),
    "thing": (PARALLEL, ((TAKEN, TAKEN.replace("magnesium as citrate", "magnesum")),), "300 mg magnesum", "did you mean 'magnesium'?"),
    "lines of everybody": (PARALLEL, (("clinician visit on", "clinican visit on"),), "clinican visit", "did you mean"),
    "danger": (PARALLEL, (("take 300 mg", "take 2600 mg"),), "take 2600 mg", "beyond every dose given by mouth"),
    "danger of a vein": (PARALLEL, ((TAKEN, TAKEN.replace("citrate", "intravenous")),), "as intravenous", "magnesium goes into a vein"),
    "danger of kidneys": (PARALLEL, (("type: ssd", "type: ssd\n  facts: {kidney function: 20}"),), TAKEN,
                          "magnesium is not cleared"),
    # design
    "design": (PARALLEL, (("design: parallel", "design: paralel"),), "design: paralel", "did you mean 'parallel'?"),
    "unknown key": (PARALLEL, (("design: parallel", "desing: parallel"),), "desing", "unknown key 'desing'; did you mean 'design'?"),
    "key of a part": (PARALLEL, (("stops: 8 %", "stop: 8 %"),), "stop: 8 %", "unknown key 'stop'; did you mean 'stops'?"),
    "no length": (PARALLEL, (("weeks: 12\n", ""),), "trial: ", "say how long the trial lasts"),
    "two lengths": (PARALLEL, (("weeks: 12\n", "weeks: 12\ndays: 84\n"),), "days: 84", "either weeks or days"),
    "no periods": (PARALLEL, (("design: parallel", "design: crossover"),), "design: crossover",
                   "a crossover design needs the key periods"),
    "periods": (CROSSOVER, (("design: crossover", "design: parallel\nweeks: 10"),), "periods:",
                "periods do not belong to a parallel design"),
    "no clusters": (CLUSTER, (("clusters:\n  size: 12 ", "# "), ("  likeness: 0.03", "#")), "design: cluster",
                    "a cluster design needs the key clusters"),
    "cluster without size": (CLUSTER, (("  size: 12 ", "  # "),), "clusters:", "the key size is missing"),
    "clusters of one": (CLUSTER, (("  size: 12 ", "  size: 1 "),), "size: 1 ", "a cluster needs two people or more"),
    "clusters": (CLUSTER, (("design: cluster", "design: parallel"),), "clusters:", "clusters do not belong to a parallel design"),
    "no factors": (PARALLEL, (("design: parallel", "design: factorial"),), "design: factorial",
                   "a factorial design needs the key factors"),
    "one factor": (FACTORIAL, (('  therapy:\n    usual care: ""\n    CBT: cbt session', "#"),), "factors:",
                   "a factorial design needs two factors or more"),
    "one level": (FACTORIAL, (('    usual care: ""\n', ""),), "therapy:", "the factor 'therapy' has fewer than two levels"),
    "arms and factors": (FACTORIAL, (("factors:  ", "arms: {a: , b: }\nfactors:  "),), "arms: {a", "give either arms or factors"),
    "nobody waits": (WAITING, (("{waiting: true}", '""'),), "arms:", "in a waiting-list design somebody waits"),
    "waits and does": (WAITING, (("{waiting: true}", "{waiting: true, lines: yoga 45 min at 18:00 daily}"),), "waiting: {",
                       "the arm 'waiting' waits, so it has no lines"),
    "control who waits": (WAITING, (("design: waiting list", "design: waiting list\ncontrol: CBT"),), "control: CBT",
                          "those who wait are the control, not 'CBT'"),
    "levels": (DOSES, (("design: dose-finding", "design: parallel"), ("method: dose", "method: ancova")), "levels: {salt: citrate}",
               "levels of arms belong to a dose-finding design"),
    # kinds of values, with what to write
    "size in words": (PARALLEL, (("size: [200, 100, 400, 800]", "size: 200 per arm"),), "size: 200 per",
                      "size: needs a whole number, or needs a list, got '200 per arm'"),
    "weeks in words": (PARALLEL, (("weeks: 12", "weeks: twelve"),), "weeks: twelve", "write weeks: 12"),
    "list of arms": (CLUSTER, (("\narms:", "\narms: [a, b]\nnote: |"),), "arms: [", "arms: needs keys with values, got ['a', 'b']"),
    "bare visits": (CLUSTER, (("[baseline, week 4, week 8]", "[0, 4, 8]"),), "visits:", "write visits: [baseline, week 4, week 12]"),
    "empty": (CLUSTER, (("dropout: 12 %", "dropout: #"),), "dropout:", "got nothing\n"),
    "neither yes nor no": (PARALLEL, (("primary: true", "primary: indeed"),), "{of: PHQ-15, primary", "needs true or false, got 'indeed'"),
    # periods
    "long washout": (CROSSOVER, (("  washout: 2", "  washout: 14"), ("design: crossover", "design: crossover\nweeks: 10")),
                     "washout: 14", "a washout of 14 weeks is longer than the study, which lasts 10 weeks"),
    "too long": (CROSSOVER, (("  washout: 2", "  washout: 4"), ("design: crossover", "design: crossover\nweeks: 10")),
                 "weeks: 4 ", "2 periods of 4 weeks with a washout of 4 weeks take 12 weeks; the study lasts 10 weeks"),
    "too short": (CROSSOVER, (("design: crossover", "design: crossover\nweeks: 12"),), "weeks: 4 ",
                  "the periods end after 10 weeks, but the study lasts 12 weeks"),
    "unequal": (CROSSOVER, (("- [magnesium, placebo]", "- [magnesium, placebo, magnesium]"),), "- [magnesium, placebo, mag",
                "this sequence has 3 periods, the first one has 2"),
    "no change": (CROSSOVER, (("- [magnesium, placebo]", "- [magnesium, magnesium]"),), "- [magnesium, magnesium]",
                  "in this sequence nobody changes arms"),
    "same sequence": (CROSSOVER, (("- [magnesium, placebo]", "- [placebo, magnesium]"),), "- [placebo, magnesium]\n# The",
                      "this sequence stands twice"),
    "arm in no sequence": (CROSSOVER, (("  magnesium: |", "  other: take placebo at 21:00 daily; blinded\n  magnesium: |"),),
                           "sequences:", "no sequence holds the arm 'other'"),
    "period without visit": (CROSSOVER, (("week 4, week 8, week 10", "week 4"),), "visits:",
                             "period 2 (day 43 to day 70) has no visit"),
    # visits
    "after the end": (PARALLEL, (("week 8, week 12]", "week 8, week 13]"),), "visits:",
                      "the visit 'week 13' comes after the end of the trial"),
    "before the screening": (PARALLEL, (("[baseline, week 4", "[day -7, baseline, week 4"),), "visits:",
                             "the visit 'day -7' comes before the screening"),
    "no baseline": (PARALLEL, (("[baseline, week 4", "[week 4"),), "visits:", "the baseline is missing among the visits"),
    "baseline alone": (PARALLEL, (("[baseline, week 4, week 8, week 12]", "[baseline]"),), "visits:",
                       "a trial needs a visit after the baseline"),
    "order": (PARALLEL, (("week 4, week 8", "week 8, week 4"),), "visits:", "'week 4' does not come after the one before it, day 56"),
    "misspelt": (PARALLEL, (("[baseline, week 4", "[basline, week 4"),), "visits:", "did you mean 'baseline'?"),
    "clock": (PARALLEL, (("week 8,", "day 56 08:00,"),), "visits:", "a visit is a day, not a clock time"),
    "rhythm": (PARALLEL, (("[baseline, week 4, week 8, week 12]", "sometimes"),), "visits: sometimes",
               "write visits: [baseline, week 4, week 12], or visits: every 2 weeks"),
    # outcomes
    "instrument": (PARALLEL, (("- SSD-12", "- SSD12"),), "- SSD12", "unknown instrument 'SSD12'; did you mean 'SSD-12'?"),
    "two primaries": (PARALLEL, (("- SSD-12", "- {of: SSD-12, primary: true}"),), "{of: SSD-12",
                      "a second outcome is primary; one answers the question"),
    "no primary": (PARALLEL, (("{of: PHQ-15, primary: true}", "PHQ-15"),), "outcomes:", "no outcome is primary"),
    "outcome twice": (PARALLEL, (("- SSD-12", "- GAD-7"),), "- GAD-7\n  - serum", "the outcome 'GAD-7' stands twice"),
    "neither is better": (PARALLEL, (("{of: PHQ-15, primary", "{of: cortisol, primary"),), "{of: cortisol",
                          "neither way is better for cortisol"),
    "looks back": (PARALLEL, (("weeks: 12\n", "weeks: 12\nsettle: 20\n"),), "- {of: PHQ-15, at least",
                   "PHQ-15 looks back over 28 days; on day 0 it needs settle: 28 or more"),
    "criterion": (PARALLEL, (("{of: PHQ-15, at least", "{of: PHQ-51, at least"),), "PHQ-51", "did you mean 'PHQ-15'?"),
    "person": (PARALLEL, (("type: ssd", "type: sdd"),), "people:", "did you mean 'ssd'?"),
    # allocation
    "allocation": (PARALLEL, (("method: stratified", "method: stratifed"),), "method: stratifed", "did you mean 'stratified'?"),
    "stratum": (PARALLEL, (("strata: [sex,", "strata: [sexe,"),), "sexe", "unknown stratum 'sexe'; did you mean 'sex'?"),
    "no strata": (WAITING, (("strata: [sex, SSS-8], ", ""),), "method: minimised", "minimised allocation needs strata"),
    "strata in blocks": (PARALLEL, (("method: stratified", "method: blocked"),), "strata: [sex", "blocked allocation takes no strata"),
    "block": (PARALLEL, ((ALLOCATION, "{method: blocked, ratio: {placebo: 1, magnesium: 2}, blocks: [6, 4]}"),), "blocks: [6, 4]",
              "a block of 4 does not fit the ratio 1:2"),
    "block of sequences": (SERIES, (("design: n-of-1", "design: n-of-1\nallocation: {blocks: 6}"),), "blocks: 6",
                           "a block of 6 does not fit 4 sequences"),
    "blocks of nothing": (PARALLEL, ((ALLOCATION, "{method: simple, blocks: 4}"),), "blocks: 4", "simple allocation takes no blocks"),
    "chance": (WAITING, (("chance: 80 %", "chance: 40 %"),), "chance: 40", "the better arm is not preferred"),
    "chance of blocks": (PARALLEL, ((ALLOCATION, "{method: blocked, chance: 80 %}"),), "chance", "chance belongs to minimised"),
    "ratio of sequences": (CROSSOVER, (("design: crossover", "design: crossover\nallocation: {ratio: {placebo: 1}}"),), "ratio",
                           "sequences are equally likely"),
    "strata of clusters": (CLUSTER, (("design: cluster", "design: cluster\nallocation: {strata: [sex]}"),), "allocation:",
                           "whole clusters are given to arms, so allocation cannot be stratified"),
    # conduct
    "driver": (PARALLEL, (("{side effects: 1.0}", "{side efects: 1.0}"),), "side efects", "did you mean 'side effects'?"),
    "driver of stopping": (PARALLEL, (("{side effects: 1.0}", "{stopped: 1.0}"),), "{stopped: 1.0}", "unknown driver 'stopped'"),
    "driver of nothing": (PARALLEL, (("  stops: 8 %", "  stops: 0"),), "depends on: {side effects: 1.0}",
                          "says nothing where the share is 0"),
    "no side effects": (CLUSTER, (("dropout: 12 %", "dropout: {share: 12 %, depends on: {side effects: 1}}"),), "dropout:",
                        "this plan names no side effects"),
    "nobody stops": (SERIES, (("dropout: 10 %", "dropout: {share: 10 %, depends on: {stopped: 1}}"),), "dropout:",
                     "in this plan nobody stops the treatment"),
    "share": (PARALLEL, (("misses: 17 %", "misses: 17"),), "misses: 17", "got 17; did you mean 17 %?"),
    "share in words": (PARALLEL, (("missing: 4 %", "missing: few"),), "missing: few", "'few' is not a share; write 10 % or 0.1"),
    "everybody leaves": (PARALLEL, (("share: 14 %", "share: 100 %"),), "share: 100 %", "nothing would be left"),
    "side effect": (PARALLEL, ((SIDE, "side effects:\n  - of: lose stools"),), "- of: lose stools", "did you mean 'loose stools'?"),
    "when a side effect": (PARALLEL, (("    rise: 0.14 ", "    # "),), "- of: loose stools", "say when loose stools counts"),
    "cost": (PARALLEL, (("screened: 40", "screened: -40"),), "screened: -40", "must be greater than or equal to 0, got -40"),
    # analysis
    "method": (PARALLEL, (("method: mmrm", "method: mmrn"),), "method: mmrn", "did you mean 'mmrm'?"),
    "crossover analysis": (PARALLEL, (("method: mmrm", "method: crossover"),), "method: crossover",
                           "the analysis 'crossover' needs periods (design: crossover); this is a parallel design"),
    "ancova in a crossover": (CROSSOVER, (("analysis: crossover", "analysis: ancova"),), "analysis: ancova",
                              "the analysis 'ancova' needs arms of different people; this is a crossover design"),
    "dose without doses": (PARALLEL, (("method: mmrm", "method: dose"),), "method: dose", "needs doses (design: dose-finding)"),
    "doses alike": (DOSES, (("dose: 150 mg", "dose: 300 mg"), ("dose: 450 mg", "dose: 300 mg"), ("dose: 150 mg", "dose: 300 mg"),
                            ("dose: 450 mg", "dose: 300 mg")), "analysis:", "two different doses or more"),
    "factorial analysis": (PARALLEL, (("method: mmrm", "method: factorial"),), "method: factorial", "needs factors"),
    "cluster analysis": (PARALLEL, (("method: mmrm", "method: cluster"),), "method: cluster", "needs clusters"),
    "series analysis": (CROSSOVER, (("analysis: crossover", "analysis: n-of-1"),), "analysis: n-of-1", "needs periods (design: n-of-1)"),
    "one visit": (PARALLEL, (("week 4, week 8, week 12]", "week 12]"),), "method: mmrm", "needs two visits or more after the baseline"),
    "covariate": (PARALLEL, ((COVARIATES, "{method: mmrm, covariates: [basline]}"),), "covariates: [basline]",
                  "unknown covariate 'basline'; did you mean 'baseline'?"),
    "strata as covariate": (PARALLEL, ((ALLOCATION, "blocked"),), "covariates: [baseline, strata]}\n  - {method: anc",
                            "the covariate strata needs an allocation with strata"),
    "covariate twice": (PARALLEL, ((COVARIATES, "{method: mmrm, covariates: [sex, sex]}"),), "[sex, sex]", "'sex' stands twice"),
    "at": (PARALLEL, (("{method: ancova,", "{method: ancova, at: week 11,"),), "at: week 11",
           "'week 11' is not a visit after the baseline; did you mean day 84?"),
    "no by": (WAITING, (("{method: responder, by: 3}", "responder"),), "- responder", "a responder analysis needs by"),
    "by of another": (WAITING, (("{method: responder, by: 3}", "{method: ancova, by: 3}"),), "by: 3", "by belongs to a responder analysis"),
    "by": (WAITING, (("by: 3}", "by: half}"),), "by: half", "write 3 or 50 %"),
    "too much": (WAITING, (("by: 3}", "by: 150 %}"),), "by: 150 %", "nobody can gain by 150 %"),
    "prior of another": (PARALLEL, (("{method: ancova,", "{method: ancova, prior: {sd: 2},"),), "prior: {sd", "prior belongs to a bayesian"),
    "alpha": (PARALLEL, (("{method: ancova,", "{method: ancova, alpha: 0,"),), "alpha: 0,", "an alpha of 0 cannot be meant"),
    "sure": (WAITING, (("sure: 97.5 %", "sure: 40 %"),), "sure: 40 %", "to be 0.4 sure cannot be meant"),
    "strategy": (PARALLEL, (("strategy: treatment policy", "strategy: treatment polcy"),), "strategy:", "did you mean 'treatment policy'?"),
    "at in a washout": (CROSSOVER, (("week 8, week 10", "week 6, week 10"), ("analysis: crossover", "analysis: {method: crossover, at: week 6}")),
                        "analysis:", "day 42 lies in a washout"),
    "at in one period": (CROSSOVER, (("week 8, week 10", "week 10"), ("analysis: crossover", "analysis: {method: crossover, at: week 2}")),
                         "analysis:", "day 14 is visit 2 from the end of its period, but period 2 has only 1"),
    # sizes and looks
    "n of 1": (PARALLEL, (("size: [200, 100,", "size: [3, 100,"),), "size: [3",
               "with 3 people the arm 'placebo' gets one person; a parallel design needs two or more in each arm"),
    "n of 1 by ratio": (PARALLEL, ((ALLOCATION, "{method: blocked, ratio: {placebo: 1, magnesium: 9}}"), ("[200, 100,", "[200, 10,")),
                        "size: [200", "with 10 people the arm 'placebo' gets one person"),
    "few in sequences": (CROSSOVER, (("size: [60,", "size: [3,"),), "size: [3,", "3 people are too few for 2 sequences"),
    "series of one": (SERIES, (("size: [40,", "size: [1,"),), "size: [1,", "a series of N-of-1 trials needs two people or more"),
    "one cluster": (CLUSTER, (("size: [240,", "size: [40,"),), "size: [40,", "with 40 people the arm 'usual care' gets one cluster"),
    "size twice": (PARALLEL, (("size: [200, 100,", "size: [200, 200,"),), "size: [200, 200", "the size 200 stands twice"),
    "looks": (WAITING, (("at: [50 %]", "at: [50 %, 40 %]"),), "at: [50 %, 40 %]", "looks must come one after the other: 0.4 after 0.5"),
    "last look": (WAITING, (("at: [50 %]", "at: [50 %, 100 %]"),), "at: [50 %, 100", "a look lies between 0 and 1"),
    "futility": (WAITING, (("futility: 10 %", "futility: 60 %"),), "futility: 60 %", "would stop most trials"),
    "dose": (DOSES, (("dose: 300 mg", "dose: 300"),), "dose: 300\n", "a dose needs its unit; did you mean '300 mg'?"),
    "unit of a dose": (DOSES, (("dose: 300 mg", "dose: 300 mgg"),), "dose: 300 mgg", "did you mean 'mg'?"),
    "arm without level": (DOSES, (("    levels: {salt: oxide}\n", ""),), "  oxide 150 mg:", "the arm 'oxide 150 mg' has no level of salt"),
    "arm without dose": (DOSES, (("    dose: 300 mg\n", ""),), "  citrate 300 mg:", "the arm 'citrate 300 mg' states no dose, others do"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_an_error_names_file_and_line_and_what_was_meant(name: str):
    example, changes, where, says = WRONG[name]
    text = changed(example, *changes)
    error = error_of(text)
    assert says in error
    assert f"plan.yaml:{line_of(text, where)}:" in error


def test_all_problems_are_told_together_in_the_order_of_the_file():
    text = changed(
        PARALLEL,
        (TAKEN, TAKEN.replace("citrate", "citrat")),
        ("week 8, week 12]", "week 8, week 13]"),
        ("size: [200,", "size: [2,"),
    )
    with pytest.raises(PlanError) as caught:
        parse_plan(text, "plan.yaml")
    lines = [problem.place.line for problem in caught.value.problems]
    assert lines == sorted(lines) and len(lines) == 3


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("hello", "this file holds no trial plan"),
        ("[]", "a plan begins with the key trial"),
        ("trail: x", "did you mean 'trial'?"),
        ("study: x\ntitle: y", "it is a study or an experiment"),
        ("trial: x\n\ttitle: y", "indent with spaces"),
        ("trial: x", "the key title is missing"),
    ],
)
def test_what_is_no_plan(text: str, says: str):
    assert says in error_of(text)


def test_a_missing_file_has_a_suggestion():
    with pytest.raises(ProtocolError, match=r"did you mean 'crossover\.yaml'"):
        read_plan(FOLDER / "crosover.yaml")
