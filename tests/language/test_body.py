"""Assembly refuses what is wrong, and says what was probably meant."""

from __future__ import annotations

from dataclasses import replace

import pytest
from toys import DRUG, MOOD, changed, parameter, toy_body, with_equation

from somaloop.language import Input, ModelError, Observable, Port, UnknownNameError, assemble, fixed, relax
from somaloop.language.verify import check_dependences, check_units, dependences, verify


def test_a_right_body_passes():
    body = toy_body()
    verify(body)
    assert list(body.states) == ["drug.gut", "drug.plasma", "mood.level"]
    assert body.arrows_into["mood.lift"][0].name == "drug_lifts_mood"


def test_wrong_unit_is_refused():
    bad = with_equation(DRUG, "plasma", lambda q: relax(q.gut, 1.0 / q.elimination))
    with pytest.raises(ModelError, match="plasma"):
        check_units(assemble([bad, MOOD]))


def test_scaled_unit_is_refused_not_converted():
    bad = changed(DRUG, parameters=(*DRUG.parameters[:2], parameter("volume", 40.0, "mL")))
    with pytest.raises(ModelError, match="plasma"):
        check_units(assemble([bad, MOOD]))


def test_arrow_with_wrong_unit_is_refused():
    bad = changed(DRUG, arrows=(replace(DRUG.arrows[0], unit="1"),))
    with pytest.raises(ModelError, match="drug_lifts_mood"):
        check_units(assemble([bad, MOOD]))


def test_undeclared_dependence_is_refused_and_names_the_cure():
    bad = with_equation(MOOD, "level", lambda q: relax(q.rest + q.lift + q.plasma, q.lag))
    with pytest.raises(ModelError, match=r"declare an Arrow"):
        dependences(assemble([DRUG, bad]))


def test_unknown_name_suggests():
    bad = with_equation(DRUG, "gut", lambda q: relax(q.swalowed, 1.0))
    with pytest.raises(UnknownNameError, match="did you mean 'swallowed'"):
        dependences(assemble([bad, MOOD]))


def test_missing_and_superfluous_equations():
    with pytest.raises(ModelError, match="no equation for 'gut'"):
        assemble([changed(DRUG, equations={"plasma": DRUG.equations["plasma"]}), MOOD])
    with pytest.raises(ModelError, match="did you mean 'plasma'"):
        assemble([with_equation(DRUG, "plasme", DRUG.equations["plasma"]), MOOD])


@pytest.mark.parametrize(
    "item", [parameter("x", 1.0, "1", note=""), parameter("x", 1.0, "1", method="measured", note="")]
)
def test_a_number_without_source_is_refused(item):
    with pytest.raises(ModelError, match=r"source|note"):
        assemble([changed(DRUG, parameters=(*DRUG.parameters, item)), MOOD])


def test_arrow_without_source_or_reason_is_refused():
    bad = changed(DRUG, arrows=(replace(DRUG.arrows[0], note="", source=()),))
    with pytest.raises(ModelError, match="drug_lifts_mood"):
        assemble([bad, MOOD])


def test_arrow_to_nowhere_suggests():
    bad = changed(DRUG, arrows=(replace(DRUG.arrows[0], target="mood.lfit"),))
    with pytest.raises(ModelError, match=r"did you mean 'mood\.lift'"):
        assemble([bad, MOOD])


def test_arrow_inside_a_mechanism_is_refused():
    bad = changed(MOOD, arrows=(replace(DRUG.arrows[0], origin="mood.level"),))
    with pytest.raises(ModelError, match="starts and ends in one mechanism"):
        assemble([changed(DRUG, arrows=()), bad])


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"parameters": (*DRUG.parameters, parameter("idle", 1.0, "1"))}, "parameter drug.idle"),
        ({"inputs": (*DRUG.inputs, Input(name="idle", unit="1", description="idle"))}, "input drug.idle"),
        ({"ports": (Port(name="idle", unit="1", description="idle"),)}, "port drug.idle"),
    ],
)
def test_what_moves_nothing_is_refused(change, what):
    with pytest.raises(ModelError, match=what):
        check_dependences(assemble([changed(DRUG, **change), MOOD]))


def test_arrow_that_ignores_its_origin_or_strength_is_refused():
    for equation in (lambda strength, q: strength * q.volume / q.volume, lambda strength, q: q.plasma / q.plasma):
        bad = changed(DRUG, arrows=(replace(DRUG.arrows[0], equation=equation, unit="1"),))
        with pytest.raises(ModelError, match="drug_lifts_mood"):
            check_dependences(assemble([bad, MOOD]))


def test_loop_of_observables_is_named():
    loop = changed(
        MOOD,
        observables=(*MOOD.observables, Observable(name="other", unit="1", description="other")),
        equations={**MOOD.equations, "doubled": lambda q: q.other, "other": lambda q: q.doubled},
    )
    with pytest.raises(ModelError, match=r"mood.doubled -> mood.other -> mood.doubled"):
        dependences(assemble([DRUG, loop]))


def test_names_are_unique():
    with pytest.raises(ModelError, match="two mechanisms"):
        assemble([DRUG, DRUG])
    with pytest.raises(ModelError, match="declared twice"):
        assemble([changed(DRUG, parameters=(*DRUG.parameters, DRUG.parameters[0])), MOOD])
    assert fixed(1.0).centre == 1.0
