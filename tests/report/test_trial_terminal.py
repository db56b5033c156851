"""The terminal: one look, wide or narrow, with honest words and what to expect."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
import trial_answers
from rich.console import Console

from somaloop.plot.trial_words import main_powers, percent_of, share_words
from somaloop.report.trial_plans import print_plans
from somaloop.report.trial_terminal import print_plan, print_trial


def printed(width: int, show, *things, **more) -> str:
    console = Console(file=io.StringIO(), width=width, color_system=None)
    show(*things, console=console, **more)
    return console.file.getvalue()  # type: ignore[attr-defined]


@pytest.mark.parametrize("width", [80, 120])
def test_the_answer_fits_and_says_what_it_is(width: int):
    answer = trial_answers.usual()
    text = printed(width, print_trial, answer, files=("out/x/report.html",))
    assert max(map(len, text.splitlines())) <= width
    one = " ".join(text.split())
    assert answer.plan.question in one and "it is not power" in one and "claim and no evidence" in one
    assert "Research software, no medical advice." in one and "Report: out/x/report.html" in one
    assert "In “magnesium”: 15 % leave" in one and "170 are screened" in one and "cannot tell" in one
    for p in main_powers(answer):
        assert (share_words(p.success) if width == 120 else percent_of(p.success)) in one


def test_names_are_not_taken_for_markup():
    answer = trial_answers.answer(trial_answers.plan(title="[bold]Odd[/]"), replicates=4)
    assert "[bold]Odd[/]" in printed(100, print_trial, answer)


def test_many_contrasts_become_one_table():
    text = printed(100, print_trial, trial_answers.answer(trial_answers.doses(), replicates=20))
    assert "2 other contrasts by size are in the report" in text and text.count("400 mg against") == 1
    assert "Over 5 arms:" in text


def test_failures_are_counted():
    answer = replace(trial_answers.answer(replicates=4), failures=tuple(f"number {i}" for i in range(9)))
    text = printed(100, print_trial, answer)
    assert "Failed: number 4" in text and "Failed: 4 more" in text and "number 5" not in text


def test_a_plan_is_read_back_with_remarks():
    text = printed(90, print_plan, trial_answers.crossover(), ("The washout is short.",))
    assert "placebo then magnesium; magnesium then placebo" in text and "Remark: The washout is short." in text
    assert "The plan can be run" in text and max(map(len, text.splitlines())) <= 90


@pytest.mark.parametrize("width", [90, 150])
def test_plans_stand_side_by_side(width: int):
    answers = [trial_answers.usual(), trial_answers.answer(trial_answers.crossover(), replicates=20)]
    text = printed(width, print_plans, answers, files=("out/trials/trials.html",))
    assert max(map(len, text.splitlines())) <= width
    assert "2 plans side by side" in text and "107,600" in text and "Warning: Only 20 replicates" in text
