"""The big facts, asked by small crowds: each must lie on the side that the evidence says, or lean that way."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from somaloop.calibrate.big_facts import big_facts
from somaloop.calibrate.fact_trials import trials
from somaloop.calibrate.facts import Fact, Number, number
from somaloop.model import whole_body
from somaloop.report.facts_text import facts_text

TRUTHS, PEOPLE = 8, 32
NAMES = (
    "Placebo and natural course are larger",
    "In replete people magnesium by mouth hardly moves brain and muscle",
    "Laxation is the surest effect",
    "Couplings within persons are weak",
    "People differ in these couplings",
    "Expectation moves reports, not biomarkers",
    "Open-label trials come out larger",
)


@pytest.fixture(scope="module")
def facts():
    return big_facts(whole_body(), truths=TRUTHS, people=PEOPLE)


@pytest.mark.parametrize("name", NAMES)
def test_fact(facts, name):
    fact = next(item for item in facts if item.name.startswith(name))
    told = "\n".join(f"{item.words}: {item.centre:.3f} ({item.low:.3f} to {item.high:.3f})" for item in fact.numbers)
    assert any(item.side for item in fact.numbers)
    assert fact.word != "does not hold", told


def test_the_page_shows_every_number(facts):
    text = facts_text(facts, "somaloop validate --facts", "0123")
    for fact in facts:
        assert f"## {fact.name}: {fact.word}" in text
        for item in fact.numbers:
            assert item.words in text


def test_people_are_let_in_by_a_score_and_twins_share_their_lives():
    listed = trials()
    for study in listed.values():
        assert len({repr(arm.people) for arm in study.arms.values()}) == 1
    assert (
        listed["patients"].arms["open"].lines.replace("open label", "blinded")
        == listed["patients"].arms["magnesium"].lines
    )
    assert listed["patients"].arms["nothing"].people.include[0].of == "PHQ-15"


def test_a_number_is_that_of_people_and_truths():
    """The interval holds what truths differ by and what drawing people does, as a closed form says."""
    stream = np.random.default_rng(1)
    truths, people = 400, 50
    x = stream.normal(1.0, 0.3, (truths, 1)) + stream.normal(0.0, 2.0, (1, people))
    found = number("x", "SD", lambda chosen: x[:, chosen].mean(axis=1), people, side="above")
    width = np.hypot(0.3, x.mean(axis=0).std() / np.sqrt(people))
    assert found.high - found.low == pytest.approx(2 * 1.96 * width, rel=0.15)
    assert found.centre == pytest.approx(np.median(x.mean(axis=1)))


def test_what_does_not_hold_is_shown_as_such():
    surely = Number("a", "SD", 1.0, 0.5, 1.5, side="above", bar=0.0, chance=1.0)
    perhaps = replace(surely, low=-0.1, chance=0.9)
    wrong = replace(surely, centre=-1.0, low=-1.5, high=-0.5, chance=0.0)
    aside = replace(wrong, side="")
    assert [item.word for item in (surely, perhaps, wrong)] == ["holds", "leans that way", "does not hold"]
    assert replace(surely, side="below").word == "leans that way"  # its chance is the caller's
    assert Fact("f", "", "", (surely, aside)).word == "holds"
    assert Fact("f", "", "", (surely, perhaps)).word == "leans that way"
    assert Fact("f", "", "", (perhaps, wrong)).word == "does not hold"
    nothing = number("x", "SD", lambda chosen: np.full(3, np.nan), 4, side="above")
    assert nothing.word == "does not hold"
