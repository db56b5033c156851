"""What is read off a trial's answer: sizes that are needed, true effects, warnings; and the plan in words."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import trial_answers

from somaloop.plot.trial_words import by_world, estimate_sign, found_at, main_powers, nominal
from somaloop.report.trial_facts import (
    half_width,
    important,
    main_contrast,
    monotone,
    needed,
    sees,
    true_effects,
    truth_lines,
    warnings,
)
from somaloop.report.trial_plan_words import (
    allocation_words,
    analysis_words,
    blinding_words,
    design_words,
    estimand_rows,
    leaving_words,
    plan_rows,
)
from somaloop.studies.moments import Moment
from somaloop.trials.answer import Share
from somaloop.trials.plan import Allocation, Analysis, Leaving, Outcome


def curve(shares: dict[int, float]):
    power = main_powers(trial_answers.usual())[0]
    return [
        replace(power, size=size, success=Share(value, value - 0.05, value + 0.05)) for size, value in shares.items()
    ]


def test_the_size_is_read_between_sizes_that_were_asked():
    assert needed(curve({100: 0.5, 200: 0.9}), 0.8).words == "about 180"
    assert needed(curve({20: 0.5, 40: 0.9}), 0.8).words == "about 36"
    assert needed(curve({100: 0.85, 200: 0.9}), 0.8).words == "100 or fewer"
    assert needed(curve({100: 0.3, 200: 0.4}), 0.8).words == "not reached with up to 200 (40 %)"


def test_chance_that_makes_a_curve_fall_is_smoothed():
    assert monotone([0.1, 0.3, 0.2, 0.5]) == pytest.approx([0.1, 0.25, 0.25, 0.5])
    assert monotone([0.4, 0.2]) == pytest.approx([0.3, 0.3])
    assert needed(curve({100: 0.82, 200: 0.78, 300: 0.9}), 0.8).words == "100 or fewer"


def test_true_effects_are_one_for_each_truth():
    answer = trial_answers.usual()
    effects = true_effects(answer, main_contrast(answer))
    assert len(effects) == 40
    known = found_at(main_powers(answer), "known", 100, main_contrast(answer))
    assert known is not None and np.mean(effects) == pytest.approx(known.effect)
    good = sum(value < 0 for value in effects)
    assert f"In {good} of 40 truths" in truth_lines(answer, main_contrast(answer))[0]
    assert true_effects(trial_answers.answer(replicates=4, worlds=("middle",)), main_contrast(answer)) == ()


def test_what_counts_as_a_benefit_is_the_half_width_unless_looks_make_it_vary():
    answer = trial_answers.usual()
    assert sees(answer, main_contrast(answer)) == pytest.approx(1.96 * 0.9)
    assert half_width(answer, 400, main_contrast(answer)) == pytest.approx(1.96 * 0.45)
    assert np.isnan(half_width(answer, 999, main_contrast(answer)))
    looked = trial_answers.answer(trial_answers.doses(), replicates=4)
    assert sees(looked, main_contrast(looked)) is None
    assert important(answer) == 3.0


def test_too_many_false_positives_are_said():
    answer = trial_answers.usual()
    assert warnings(answer) == []
    wrong = tuple(
        replace(p, success=Share(0.1, 0.07, 0.14), bias=0.4, bias_error=0.05, coverage=Share(0.85, 0.8, 0.9))
        if (p.world, p.method, p.size) in (("nil", "ancova", 100), ("middle", "ancova", 100)) else p
        for p in answer.powers
    )  # fmt: skip
    said = " ".join(warnings(replace(answer, powers=wrong)))
    assert "Too many false positives at 100 people: 10 % (7 to 14)" in said and "allows 2.5 %" in said
    assert "+0.40 ± 0.05 points" in said and "85 % (80 to 90) hold the true value" in said
    assert "Only 20 replicates" in " ".join(warnings(trial_answers.answer(replicates=20)))


def test_the_rule_follows_sides_and_the_bayesian_bound():
    plan = trial_answers.plan()
    assert nominal(plan) == 0.025
    assert nominal(plan, Analysis(method="ancova", at=Moment(84), alpha=0.05, sides=1)) == 0.05
    assert nominal(plan, Analysis(method="bayesian", at=Moment(84), sure=0.95)) == pytest.approx(0.05)
    neither = trial_answers.plan(outcomes=(Outcome(of="heart rate", primary=True),))
    assert nominal(neither) == 0.05


def test_the_plan_says_which_way_is_better():
    answer = trial_answers.usual()
    points = next(p for p in answer.powers if p.method == "ancova")
    share = next(p for p in answer.powers if p.method == "responder")
    assert estimate_sign(answer.plan, points) == -1.0 and estimate_sign(answer.plan, share) == 1.0
    stated = replace(answer.plan, outcomes=(Outcome(of="PHQ-15", primary=True, better="higher"),))
    assert estimate_sign(stated, points) == 1.0


def test_plans_are_read_back_in_words():
    rows = dict(plan_rows(trial_answers.plan()))
    assert rows["design"] == "Double-blind parallel-group trial with 2 arms over 12 weeks"
    assert rows["how many"] == "100 planned; also 200, 300 and 400"
    assert rows["visits"] == "Baseline and weeks 4, 8 and 12"
    assert "PHQ-15 of at least 10" in rows["people"] and rows["outcomes"] == "PHQ-15 (primary) and GAD-7"
    assert design_words(trial_answers.crossover()).startswith("double-blind crossover trial: 2 periods of 4 weeks")
    assert [head for head, _ in estimand_rows(trial_answers.plan())] == [
        "treatment", "population", "variable", "intercurrent events", "population-level summary"
    ]  # fmt: skip


def test_missing_at_random_or_not_is_told_apart():
    assert leaving_words(Leaving(), "leave") == ""
    assert "(MCAR)" in leaving_words(Leaving(share=0.1), "leave")
    assert "(MAR)" in leaving_words(Leaving(share=0.1, on={"last reading": 0.3}), "leave")
    assert "(MNAR)" in leaving_words(Leaving(share=0.1, on={"last reading": 0.3, "current reading": 0.2}), "leave")


def test_allocation_and_analysis_in_words():
    plan = trial_answers.plan
    assert allocation_words(plan(allocation=Allocation(method="simple"))) == "simple randomisation, equally to 2 arms"
    uneven = Allocation(method="minimised", ratio={"placebo": 1, "magnesium": 2}, strata=("sex", "age"))
    assert allocation_words(plan(allocation=uneven)).startswith("minimisation by sex and age")
    assert "1:2 (placebo : magnesium)" in allocation_words(plan(allocation=uneven))
    bayes = Analysis(method="bayesian", at=Moment(84), prior_sd=2.0, sure=0.95, covariates=())
    assert analysis_words(plan(), bayes).endswith("success is a probability of benefit above 95 %")
    gain = Analysis(method="responder", at=Moment(84), by=0.3, by_share=True)
    assert "a gain of at least 30 % of baseline" in analysis_words(plan(), gain)


def test_a_therapy_that_people_see_is_not_called_double_blind():
    plan = trial_answers.plan()
    assert blinding_words(plan) == "double-blind"
    from somaloop.protocol import Protocol

    seen = replace(
        plan.arms["magnesium"],
        protocol=plan.arms["magnesium"].protocol + Protocol.parse("cbt session 50 min at 16:00 on tuesday"),
    )
    both = replace(plan, arms={**plan.arms, "magnesium": seen})
    assert blinding_words(both) == "blind as to capsules (not to what else is done)"
    assert design_words(both).startswith("parallel-group trial, blind as to capsules")


def test_worlds_come_in_the_order_of_pages():
    answer = trial_answers.usual()
    assert list(by_world(main_powers(answer), main_contrast(answer))) == ["nil", "known", "middle", "told"]
