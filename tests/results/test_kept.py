"""Which arrows a run keeps: names are checked, cuts hold in both worlds and in every draw."""

from __future__ import annotations

import numpy as np
import pytest
from toys import toy_body

from somaloop.engine.program import layout
from somaloop.engine.worlds import drawn_values, world_values
from somaloop.evidence import rank
from somaloop.language import SomaloopError, UnknownNameError
from somaloop.model import whole_body
from somaloop.results.kept import EVERYTHING, kept, kept_from


def test_nothing_is_cut_unless_asked():
    assert EVERYTHING.cut_arrows(whole_body()) == ()
    assert EVERYTHING.words == ""
    assert EVERYTHING.worlds == ("told", "known")


@pytest.mark.parametrize("grade", ["A", "b", "C", "X"])
def test_a_grade_keeps_that_and_better_and_all_wiring(grade):
    body = whole_body()
    gone = set(kept(body, grade).cut_arrows(body))
    for name, arrow in body.arrows.items():
        assert (name in gone) == (not arrow.structural and rank(arrow.grade) > rank(grade.upper()))


def test_cut_arrows_have_no_strength_in_any_world_or_draw():
    body = toy_body()
    plan = layout(body)
    traits = kept(body, cut=("drug lifts-mood",)).traits(body)
    row = plan.row("values", "arrow.drug_lifts_mood")
    for world in ("told", "known"):
        assert world_values(body, plan, traits, world)[row] == 0.0
    assert not drawn_values(body, plan, traits, 20, 1)[row].any()
    assert drawn_values(body, plan, {}, 20, 1)[row].any()


def test_a_cut_changes_nothing_else():
    body = whole_body()
    plan = layout(body)
    name = next(name for name, arrow in body.arrows.items() if not arrow.structural and arrow.as_told)
    cut = kept(body, cut=(name,)).traits(body)
    before, after = (drawn_values(body, plan, traits, 4, 1) for traits in ({}, cut))
    moved = [plan.values[i] for i in np.flatnonzero((before != after).any(axis=1))]
    assert set(moved) <= {f"arrow.{name}"}


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"grade": "F"}, "unknown grade"),
        ({"cut": ("drug_lifts_mod",)}, "did you mean 'drug_lifts_mood'"),
        ({"only_world": "knwon"}, "did you mean 'known'"),
    ],
)
def test_unknown_names_suggest(options, words):
    with pytest.raises(UnknownNameError, match=words):
        kept(toy_body(), **options)


def test_wiring_cannot_be_cut():
    body = whole_body()
    name = next(name for name, arrow in body.arrows.items() if arrow.structural)
    with pytest.raises(SomaloopError, match="wiring"):
        kept(body, cut=(name,))


def test_round_trip_and_words():
    body = whole_body()
    names = [name for name, arrow in body.arrows.items() if not arrow.structural][:2]
    chosen = kept(body, "B", (*names, names[0]), "known")
    assert kept_from(chosen.plain(), body) == chosen
    assert chosen.worlds == ("known",)
    for word in ("grade B or better", names[0].replace("_", " "), "only as known"):
        assert word in chosen.words
