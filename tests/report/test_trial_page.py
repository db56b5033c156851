"""The page of a trial: its first screen answers the question honestly; nothing is loaded; users' words are escaped."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import pytest
import trial_answers

from somaloop.plot.trial_words import main_powers, percent_of, share_words
from somaloop.report.trial_page import protocol_page, trial_page, write_pictures, write_trial
from somaloop.report.trial_plans import plans_page, plans_picture_of
from somaloop.report.trial_protocol import Made, protocol_blocks
from somaloop.report.words import ADVICE
from somaloop.trials.answer import TrialAnswer

MADE = Made("somaloop trial plan.yaml --replicates 200", "9.9", "abcdef")


@pytest.fixture(scope="module")
def page() -> str:
    return trial_page(trial_answers.usual(), MADE, ("protocol.docx",), ("A remark <on> it.",))


def doses() -> TrialAnswer:
    return trial_answers.answer(trial_answers.doses(), replicates=20)


def first_screen(page: str) -> str:
    return page[: page.index("<nav>")]


def test_the_first_screen_says_what_it_would_conclude_and_how_sure(page: str):
    first = first_screen(page)
    assert "What the trial of 100 would most likely conclude" in first and "Power and assurance by size" in first
    assert "Assurance carries the doubt about the treatment itself: it is not power" in first
    assert "claim and no evidence" in first and ADVICE in first and "What to expect of the conduct" in first
    assert "not reached with up to 400" in first and "170 are screened" in first
    assert "of 40 truths that the evidence leaves open" in first


def test_nothing_is_loaded_and_no_script_runs(page: str):
    assert "default-src 'none'" in page and "<script" not in page
    assert not re.findall(r'(?:src|href)="(?!#|protocol\.docx)[^"]+"', page)


def test_users_words_are_escaped(page: str):
    assert "<citrate>" not in page and "Magnesium &lt;citrate&gt;" in page and "A remark &lt;on&gt; it." in page
    assert "<300 mg>" not in page  # the text of the plan


def test_every_link_of_the_page_has_its_place(page: str):
    for target in re.findall(r'href="#([^"]+)"', page):
        assert f'id="{target}"' in page


def test_every_number_of_the_main_analysis_stands_in_the_table(page: str):
    words = unescape(page)
    table = words[words.index('id="sizes"') : words.index('id="truths"')]
    for p in main_powers(trial_answers.usual()):
        assert f"<b>{percent_of(p.success)}</b>" in table
    assert "points" in table and "2.5 % false positives" in table


def test_the_plan_and_the_command_that_make_it_again_are_there(page: str):
    made = page[page.index('id="made"') :]
    assert MADE.command in made and "trial: magnesium-ssd" in made and 'href="protocol.docx"' in made
    assert "stand for 169 times as many people" in made


def test_many_contrasts_are_shown_below_and_one_first():
    page = trial_page(doses(), MADE)
    assert "3 other contrasts are" in first_screen(page) and 'id="conclusions"' in page
    assert first_screen(page).count("if the truth is") < page.count("if the truth is")
    assert "Over 5 arms" in page


def test_a_few_contrasts_get_a_curve_each():
    base = trial_answers.doses()
    few = replace(base, arms={name: base.arms[name] for name in ("placebo", "200 mg", "400 mg")})
    first = first_screen(trial_page(trial_answers.answer(few, replicates=20), MADE))
    assert first.count('class="curve"') == 2 and "Said of “200 mg against placebo”, the first contrast." in first


def test_one_size_shows_worlds_in_rows():
    page = trial_page(trial_answers.answer(trial_answers.crossover(), replicates=20), MADE)
    assert "Power and assurance by size" not in page and "as known assurance" not in page
    assert "placebo then magnesium" in page and 'id="costs"' not in page


def test_warnings_and_failures_come_first():
    answer = replace(doses(), failures=("MMRM did not fit in 3 <replicates>",))
    page = trial_page(answer, MADE, remarks=("One.", "Two."))
    first = first_screen(page)
    assert "Only 20 replicates" in first and "2 remarks on the plan" in first and "1 thing failed" in first
    assert "MMRM did not fit in 3 &lt;replicates&gt;" in page


def test_worlds_that_were_not_asked_are_left_out():
    page = trial_page(trial_answers.answer(replicates=20, worlds=("middle",)), MADE)
    assert 'id="truths"' not in page and "As told</b>" not in page and "Middle of what is known</b>" in page


def test_files_are_written(tmp_path):
    answer = trial_answers.usual()
    assert write_trial(answer, tmp_path / "report.html", MADE).stat().st_size > 50_000
    names = [path.name for path in write_pictures(answer, tmp_path / "pictures")]
    assert names == [
        "conclusions.svg", "power.svg", "flow.svg", "truths.svg", "visits-PHQ-15.svg", "visits-GAD-7.svg", "control-arm-PHQ-15.svg"
    ]  # fmt: skip
    assert all('fill="#ffffff"' in (tmp_path / "pictures" / name).read_text(encoding="utf-8") for name in names)


def test_several_plans_stand_side_by_side():
    answers = [trial_answers.usual(), trial_answers.answer(trial_answers.crossover(), replicates=20)]
    page = plans_page(answers, ("a/report.html", "b/report.html"), MADE)
    assert 'href="a/report.html"' in page and 'href="b/report.html"' in page and "<script" not in page
    assert "Magnesium &lt;citrate&gt;" in page and "it is not power" in page and ADVICE in page
    picture = plans_picture_of(answers)
    for answer in answers:
        known = next(p for p in main_powers(answer) if p.world == "known")
        assert share_words(known.success) in unescape(picture)


def test_the_text_for_the_protocol_is_a_page_too():
    page = protocol_page(protocol_blocks(trial_answers.usual(), MADE))
    assert "<title>For the protocol: Magnesium &lt;citrate&gt;" in page and "no medical advice" in page
