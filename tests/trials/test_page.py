"""The page about trial plans is in step with the code: every key and method, every link, every example and error."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest
from trial_plans import NAMES, PARALLEL, TEXTS

from somaloop.protocol.yaml_shape import keys_of
from somaloop.trials.page import MEANING, METHOD, alone, keys_table, methods_table
from somaloop.trials.plan import DRIVERS, AllocationMethod, Design, Method, Spending, Strategy
from somaloop.trials.read import PlanError, parse_plan
from somaloop.trials.text import TrialText

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "trial-plans.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("part", MEANING)
def test_every_key_of_a_part_is_in_its_table(part):
    assert tuple(MEANING[part]) == keys_of(part)
    assert keys_table(part) in PAGE, "put what python -m somaloop.trials.page prints into docs/trial-plans.md"


def test_no_part_of_a_plan_is_without_a_table():
    from somaloop.protocol.yaml_shape import _models_in

    found = {model for field in TrialText.model_fields.values() for model in _models_in(field.annotation)}
    found |= {model for part in found for field in part.model_fields.values() for model in _models_in(field.annotation)}
    known = {part.__name__ for part in MEANING}
    assert {part.__name__ for part in found} - known == {
        "PeopleText",
        "AgeText",
        "CriterionText",
    }  # those of study files


def test_every_word_that_may_be_chosen_is_named():
    words = [word for choice in (Design, AllocationMethod, Strategy, Spending, Method) for word in get_args(choice)]
    for word in (*words, *DRIVERS):
        assert f"`{word}`" in PAGE, word
    assert set(METHOD) == set(get_args(Method))
    assert methods_table() in PAGE


def test_what_stands_alone_is_a_key_of_its_part():
    assert alone()
    for part, key in alone().items():
        assert key in keys_of(part)


def test_the_examples_are_named_and_shown_as_they_are():
    for name in NAMES:
        assert f"(../examples/trials/{name}.yaml)" in PAGE
    assert TEXTS[PARALLEL].rstrip() in PAGE


def test_the_wrong_plan_gives_the_errors_that_are_shown():
    wrong, error = re.findall(r"```yaml\n(trial: wrong\n.*?)```.*?```text\n(.*?)\n```", PAGE, re.DOTALL)[0]
    with pytest.raises(PlanError) as caught:
        parse_plan(wrong, "wrong.yaml")
    assert str(caught.value) == error


def test_the_rows_that_examples_name_are_there():
    from somaloop.evidence import sources

    rows = {row for text in TEXTS.values() for row in re.findall(r"\b[a-z]+(?:19|20)\d\d-[a-z0-9-]+", text)}
    assert len(rows) >= 8 and rows <= set(sources())
