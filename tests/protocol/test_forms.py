"""The share of magnesium in its salts."""

from __future__ import annotations

import pytest

from somaloop.protocol import BY_MOUTH, FORMS, ProtocolError, Take, elemental, form_of

# mg of magnesium in 100 mg of the salt, from atomic weights
ATOMS = {"Mg": 24.305, "C": 12.011, "H": 1.008, "N": 14.007, "O": 15.999, "S": 32.06, "Cl": 35.45}
FORMULAS = {
    "glycinate": {"Mg": 1, "C": 4, "H": 8, "N": 2, "O": 4},
    "malate": {"Mg": 1, "C": 4, "H": 4, "O": 5},
    "citrate": {"Mg": 3, "C": 12, "H": 10, "O": 14},
    "L-threonate": {"Mg": 1, "C": 8, "H": 14, "O": 10},
    "oxide": {"Mg": 1, "O": 1},
    "chloride": {"Mg": 1, "Cl": 2, "H": 12, "O": 6},
    "lactate": {"Mg": 1, "C": 6, "H": 14, "O": 8},
    "aspartate": {"Mg": 1, "C": 8, "H": 16, "N": 2, "O": 10},
    "taurate": {"Mg": 1, "C": 4, "H": 12, "N": 2, "O": 6, "S": 2},
}


@pytest.mark.parametrize("name", BY_MOUTH)
def test_shares_follow_from_formula_weights(name):
    formula = FORMULAS[name]
    weight = sum(ATOMS[atom] * count for atom, count in formula.items())
    assert FORMS[name].elemental_share == pytest.approx(ATOMS["Mg"] * formula["Mg"] / weight, abs=0.0012)


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("Bisglycinate", "glycinate"),
        ("threonate", "L-threonate"),
        ("l threonate", "L-threonate"),
        ("magnesium oxide", "oxide"),
    ],
)
def test_other_names(word, name):
    assert form_of(word).name == name


def test_amounts_of_salts():
    assert elemental(2000, "L-threonate") == pytest.approx(166)
    assert Take(2, "g", "magnesium", form="citrate", salt=True, at="21:00").given("mg") == pytest.approx(324)
    assert Take(1, "mmol", "magnesium", form="oxide", at="21:00").given("mg") == pytest.approx(24.305)
    with pytest.raises(ProtocolError, match="did you mean 'citrate'"):
        elemental(1, "citrat")
