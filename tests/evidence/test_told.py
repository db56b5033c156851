"""Strengths as told: the written rule, and that the data are what the rule gives."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from somaloop.cli.told import markdown, told_command, told_rows
from somaloop.evidence import claims
from somaloop.evidence.told import (
    SIZES,
    read_rule,
    retold,
    shares,
    size_of_words,
    told,
    told_records,
    told_sizes,
)
from somaloop.language import UnknownNameError, fixed, normal
from somaloop.model import declared_body

BODY = declared_body()
ARROWS = BODY.arrows
RULE = read_rule()
ASKED = [arrow for arrow in ARROWS.values() if not arrow.structural]


@pytest.mark.parametrize(
    ("words", "size"),
    [
        (("help",), "small"),
        (("reduce",), "medium"),
        (("help", "reduce"), "small"),
        (("essential",), "large"),
        (("significantly", "reduce"), "large"),
        (("can", "flood"), "medium"),
        (("loop", "may"), "centre"),
    ],
)
def test_words_make_a_class(words, size):
    assert size_of_words(words, RULE.words) == size


def test_a_word_without_a_kind_is_an_error_that_names_the_nearest():
    with pytest.raises(UnknownNameError, match="did you mean 'reduce'"):
        size_of_words(("reduced",), RULE.words)


def test_every_listed_word_is_used_and_every_assertion_names_claims_that_exist():
    used = {word for said in RULE.assertions.values() for word in said.words}
    assert used == set(RULE.words)
    assert all(said.claims and set(said.claims) <= set(claims()) for said in RULE.assertions.values())
    assert all(" " not in word for word in RULE.words)  # single words, no text of the article


def test_assertions_are_about_arrows_in_question_with_an_outcome_of_the_mechanism_they_enter():
    known = {**BODY.states, **BODY.observables, **BODY.ports}
    for name in RULE.assertions:
        arrow = ARROWS[name]
        assert not arrow.structural, name
        outcome = RULE.outcome_of(arrow)
        assert outcome.of in known, name
        assert outcome.of.partition(".")[0] == arrow.target.partition(".")[0], name
        assert outcome.deviation is None or outcome.why.strip(), name
    assert {ARROWS[name].target for name in RULE.assertions} == set(RULE.outcomes)
    assert all(cause.why.strip() for cause in RULE.causes)


@given(st.dictionaries(st.text(min_size=1, max_size=3), st.floats(0.05, 2.0), min_size=1, max_size=20))
def test_shares_add_up_to_the_largest_in_squares_and_keep_proportions(sizes):
    parts = shares(sizes)
    assert math.sqrt(sum(part**2 for part in parts.values())) == pytest.approx(max(sizes.values()))
    ratios = [parts[name] / sizes[name] for name in sizes]
    assert max(ratios) == pytest.approx(min(ratios)) and max(ratios) <= 1.0 + 1e-12


def test_an_arrow_written_as_two_explains_no_more():
    one, two = shares({"a": 0.5, "b": 0.8}), shares({"a": 0.5, "a again": 0.5, "b": 0.8})
    assert two["a"] < one["a"] and math.hypot(*two.values()) == pytest.approx(math.hypot(*one.values()))


def test_no_outcome_is_moved_by_more_than_the_strongest_word_about_it():
    sizes = told_sizes(ARROWS)
    groups: dict = {}
    for name, size in sizes.items():
        said = RULE.assertions[name]
        groups.setdefault((RULE.outcome_of(ARROWS[name]).of, said.raises), []).append((size, said.words))
    for key, items in groups.items():
        strongest = max(SIZES[size_of_words(words, RULE.words)] for _, words in items)
        assert math.hypot(*(size for size, _ in items)) <= strongest + 1e-9, key


def test_the_kept_strengths_are_those_of_the_rule_as_it_stands():
    records, sizes = told_records(), told_sizes(ARROWS)
    assert list(records) == list(RULE.assertions)  # else: ./somaloop told --record
    for name, record in records.items():
        assert record["size"] == pytest.approx(sizes[name], rel=1e-3), name
        assert record["outcome"] == RULE.outcome_of(ARROWS[name]).of, name
        assert math.isfinite(record["strength"]) and record["strength"] != 0.0, name


def test_a_strength_has_the_sign_that_the_words_and_the_swing_ask_for():
    """A push up is known to move an outcome up for all ports but a few, so signs can be checked without a run."""
    lowers = {"sleep.pressure_block", "magnesium.red_cell_loss", "appraisal.safety_signal", "appraisal.schema_change"}
    lowers |= {
        "gut.vagal",
        "muscle.relaxation",
        "perception.belief_change",
        "perception.curiosity",
        "cortex.csf_magnesium",
    }
    for name, record in told_records().items():
        wanted = (1 if RULE.assertions[name].raises else -1) * (-1 if ARROWS[name].target in lowers else 1)
        assert math.copysign(1, record["strength"] * record["carried"]) == wanted, name


def test_every_arrow_in_question_has_its_strength_from_the_rule_and_never_less_than_known():
    records = told_records()
    for arrow in ASKED:
        known = arrow.as_known.centre
        assert arrow.as_told == told(arrow.name, arrow.as_known), arrow.name
        if arrow.name not in RULE.assertions:
            assert arrow.as_told == known, arrow.name
        else:
            assert abs(arrow.as_told) == max(abs(records[arrow.name]["strength"]), abs(known)), arrow.name
            assert abs(arrow.as_told) >= abs(known), arrow.name


def test_placebo_is_not_told():
    assert not [name for name in RULE.assertions if ARROWS[name].origin.startswith("learning.")]


def test_an_arrow_follows_when_more_becomes_known_of_it():
    silent = ARROWS["expectation_calms_worry"]
    assert retold(silent, fixed(0.3)).as_told == 0.3
    floored = next(ARROWS[n] for n, r in told_records().items() if abs(r["strength"]) < abs(ARROWS[n].as_known.centre))
    assert retold(floored, fixed(100.0)).as_told == 100.0
    lowered = retold(floored, fixed(0.0))
    assert lowered.as_told == pytest.approx(told_records()[floored.name]["strength"])
    own = replace(silent, as_told=0.7)  # a strength that a caller gave
    assert retold(own, normal(0.1, 0.1)).as_told == 0.7


SAMPLE = ("lack_tightens_muscle", "lack_lowers_mood", "worry_arouses", "noise_amplifies_pain", "malate_gives_energy")


def test_a_sample_worked_out_anew_agrees_with_what_is_kept():
    """Where this fails, people or equations have changed: run ``./somaloop told --record``."""
    from somaloop.results.told import work_out

    for name, found in work_out(BODY, SAMPLE).items():
        kept = told_records()[name]
        assert found.strength == pytest.approx(kept["strength"], rel=0.02), name
        assert found.deviation == pytest.approx(kept["deviation"], rel=0.02), name


def test_the_strength_moves_the_outcome_by_the_size():
    """Not by way of the solver: two lives in the told way, with the strength as kept."""
    import numpy as np

    from somaloop.engine.program import layout
    from somaloop.engine.simulate import Lanes, run, start
    from somaloop.engine.worlds import world_values
    from somaloop.people import Person
    from somaloop.results.told import ADULT, DAYS, READ, _usual
    from somaloop.results.told_bodies import pushed

    name = "lack_lowers_mood"
    kept = told_records()[name]
    body = pushed(BODY, [name])
    plan = layout(body, (kept["outcome"],))
    base = world_values(body, plan, Person(ADULT).traits(body), "known")
    columns = []
    for share in (0.0, 1.0):
        column = base.copy()
        column[plan.row("values", f"arrow.push_{name}")] = share * kept["strength"]
        columns.append(column)
    lanes = Lanes(np.stack(columns, axis=1), np.zeros(2, dtype=np.int64), ("without", "with"))

    class Steady:
        usual = _usual(body)

        def day(self, index):
            return {**self.usual.day(index), f"told_pushes.{name}": np.full(240, kept["carried"])}

        def missed(self, index):
            return {}

    passage = run(
        body, plan, lanes, Steady(), start(body, plan, lanes, 1, False), first_day=0, days=DAYS, seed=1, noise=False
    )
    read = passage.saved[-READ:, 8:22, 0].mean(axis=(0, 1))
    assert (read[1] - read[0]) / kept["deviation"] == pytest.approx(kept["size"], rel=0.02)


@pytest.mark.parametrize(
    ("name", "words"), [("lack_tires", "C024"), ("expectation_calms_worry", "what is known in both worlds")]
)
def test_the_command_shows_one_arrow(name, words, capsys):
    assert told_command(name, as_json=False, record=False) == 0
    assert words in capsys.readouterr().out


def test_the_command_names_the_nearest_arrow():
    with pytest.raises(UnknownNameError, match="did you mean 'lack_tires'"):
        told_command("lack_tire", as_json=False, record=False)


def test_the_page_has_the_table_of_the_data():
    page = Path(__file__).parents[2] / "docs" / "as-told.md"
    if not page.is_file():
        pytest.skip("no docs beside this copy")
    table = page.read_text().partition("<!-- arrows -->\n")[2].partition("\n<!-- end of arrows -->")[0]
    cells = [line.split(" | ")[:8] for line in table.splitlines()]
    assert cells == [line.split(" | ")[:8] for line in markdown(told_rows(dict(ARROWS))).splitlines()]
