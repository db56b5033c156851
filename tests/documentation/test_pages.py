"""Pages are made from the code and hold every quantity and arrow."""

from __future__ import annotations

import pytest

from somaloop.documentation import mechanism_page
from somaloop.documentation.equations import arrow_equation, mechanism_equations
from somaloop.model import whole_body


@pytest.mark.parametrize("name", ["magnesium", "appraisal", "sleep"])
def test_a_page_names_everything(name):
    body = whole_body()
    mechanism = body.mechanisms[name]
    text = mechanism_page(body, mechanism)
    for group in (mechanism.states, mechanism.parameters, mechanism.observables, mechanism.ports):
        for item in group:
            assert item.name in text
    for arrow in mechanism.arrows:
        assert arrow.name.replace("_", " ") in text


def test_equations_are_typeset_for_every_mechanism_and_arrow():
    body = whole_body()
    for name, mechanism in body.mechanisms.items():
        equations = dict(mechanism_equations(body, name))
        assert set(equations) == {item.name for item in (*mechanism.states, *mechanism.observables)}
        for state in mechanism.states:
            assert equations[state.name].startswith(r"\frac{d")
    for arrow in list(body.arrows)[:10]:
        assert "strength" in arrow_equation(body, arrow)
