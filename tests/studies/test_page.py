"""The page about study files is in step with the code: every statistic, every key, every example."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from somaloop.people.types import person_types
from somaloop.protocol.yaml_shape import keys_of
from somaloop.studies import parse_studies
from somaloop.studies.kinds import KINDS
from somaloop.studies.page import MEANING, kinds_table
from somaloop.studies.text import MECHANISMS, AgeText, ArmText, CriterionText, PeopleText, StatisticText, StudyText

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "studies.md").read_text(encoding="utf-8")


def test_every_statistic_is_in_the_table_as_the_code_has_it():
    assert list(MEANING) == list(KINDS)
    assert kinds_table() in PAGE, "put what python -m somaloop.studies.page prints into docs/studies.md"


@pytest.mark.parametrize("part", [StudyText, PeopleText, AgeText, CriterionText, ArmText, StatisticText])
def test_every_key_is_explained(part):
    for key in keys_of(part):
        assert f"`{key}`" in PAGE or f"`{key}:" in PAGE, key


def test_every_mechanism_and_starting_type_is_named():
    for name in (*MECHANISMS, *person_types()):
        assert f"`{name}`" in PAGE, name


def test_the_examples_are_read():
    blocks = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    assert blocks[0] == (ROOT / "examples" / "studies" / "my-study.yaml").read_text(encoding="utf-8")
    for block in blocks:
        assert parse_studies(block)
