"""Formulas and units for SBML: every function, every precedence, every unit of the model."""

from __future__ import annotations

from itertools import product
from math import prod

import libsbml
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from somaloop.io.sbml.formula import Formula, floor
from somaloop.io.sbml.units import PLAIN, SbmlError, UnitTable, parts_of
from somaloop.language import ModelError
from somaloop.language import functions as f
from somaloop.language.units import unit
from somaloop.model import whole_body

# what one of SBML's kinds is in the base units of the units reading
KINDS = {
    "litre": "liter", "gram": "gram", "mole": "mole", "second": "second", "metre": "meter", "volt": "volt",
    "lux": "lux", "item": "1", "dimensionless": "1",
}  # fmt: skip


def evaluated(formula: Formula, **values: float) -> float:
    """What libSBML works out for a formula."""
    document = libsbml.SBMLDocument(3, 2)
    model = document.createModel("m")
    for name, value in values.items():
        parameter = model.createParameter()
        parameter.setId(name)
        parameter.setConstant(True)
        parameter.setValue(value)
    tree = libsbml.parseL3Formula(formula.text)
    assert tree is not None, libsbml.getLastParseL3Error()
    libsbml.SBMLTransforms.mapComponentValues(model)
    return libsbml.SBMLTransforms.evaluateASTNode(tree, model)


def symbols(*names: str, text: str = "1") -> list[Formula]:
    table = UnitTable()
    return [Formula(name, unit(text), table) for name in names]


_LEAF = st.sampled_from("xyz") | st.floats(-4, 4).map(lambda value: round(value, 3))
_TREE = st.recursive(
    _LEAF,
    lambda inner: st.tuples(st.sampled_from("+-*/"), inner, inner) | st.tuples(st.just("-"), inner),
    max_leaves=12,
)


def _built(tree, names):
    if isinstance(tree, tuple):
        parts = [_built(part, names) for part in tree[1:]]
        if len(parts) == 1:
            return -parts[0]
        a, b = parts
        return {"+": lambda: a + b, "-": lambda: a - b, "*": lambda: a * b, "/": lambda: a / b}[tree[0]]()
    return names.get(tree, tree)


@given(_TREE, st.tuples(*[st.floats(0.1, 5.0)] * 3))
def test_arithmetic_keeps_its_order(tree, numbers):
    values = dict(zip("xyz", numbers, strict=True))
    try:
        wanted = _built(tree, values)
        formula = _built(tree, dict(zip("xyz", symbols(*"xyz"), strict=True)))
    except ZeroDivisionError:
        return
    if isinstance(formula, Formula) and abs(wanted) < 1e12:
        assert evaluated(formula, **values) == pytest.approx(wanted, rel=1e-9, abs=1e-9)


ONE = (f.exp, f.sin, f.cos, f.tanh, f.logistic, f.softplus, f.positive_part, abs, lambda x: f.between(x, -0.5, 0.5))
TWO = (f.minimum, f.maximum, f.arctan2, f.hill, lambda x, y: y**x, lambda x, y: 2.0**x - y, lambda x, y: y**2 / x**-3)


@pytest.mark.parametrize("value", [-1.3, -0.2, 0.4, 2.5])
def test_functions_of_one_number(value):
    (x,) = symbols("x")
    for function in ONE:
        assert evaluated(function(x), x=value) == pytest.approx(float(function(value)), rel=1e-12, abs=1e-14)
    for function in (f.log, f.sqrt):
        assert evaluated(function(x * x), x=value) == pytest.approx(float(function(value * value)), rel=1e-12)
    assert evaluated(floor(x), x=value) == np.floor(value)


@pytest.mark.parametrize(("first", "second"), [(0.7, 1.4), (2.0, 0.5), (1.1, 1.1)])
def test_functions_of_two_numbers(first, second):
    x, y = symbols("x", "y")
    for function in TWO:
        got = evaluated(function(x, y), x=first, y=second)
        assert got == pytest.approx(float(function(first, second)), rel=1e-12)


def test_the_angle_is_right_all_around():
    y, x = symbols("y", "x")
    for vertical, horizontal in product((-2.0, 0.0, 0.5), (-1.5, 0.0, 3.0)):
        got = evaluated(f.arctan2(y, x), y=vertical, x=horizontal)
        assert got == pytest.approx(np.arctan2(vertical, horizontal), abs=1e-14), (vertical, horizontal)


def test_numbers_carry_the_unit_of_what_they_are_compared_with():
    (x,) = symbols("x", text="mmol/L")
    table = x.table
    table.of("mmol/L")
    assert f.maximum(x, 0.0).text == "piecewise(x, x >= 0.0 mmol_per_L, 0.0 mmol_per_L)"
    assert (2.0 * x).text == "2.0 dimensionless * x"
    with pytest.raises(ModelError, match="cannot"):
        f.maximum(x, 1.0)
    with pytest.raises(ModelError, match="cannot add"):
        _ = x + 1.0


def test_units_are_those_of_the_model():
    body = whole_body()
    items = [*body.quantities.values(), *body.arrows.values()]
    for text in {item.unit for item in items}:
        wanted = unit(text)
        factors = [
            (part.multiplier * 10.0**part.scale * unit(KINDS[part.kind]).factor) ** part.exponent
            for part in parts_of(text)
        ]
        assert prod(factors) == pytest.approx(wanted.factor, rel=1e-9), text
        kinds = PLAIN
        for part in parts_of(text):
            kinds = kinds * unit(KINDS[part.kind]) ** part.exponent
        countless = tuple(pair for pair in wanted.dimension if pair[0] not in ("beat", "breath", "stool"))
        assert kinds.dimension == countless, text


def test_a_unit_without_a_kind_is_refused():
    with pytest.raises(SbmlError, match="no kind of unit for 'tesla'"):
        parts_of("tesla/hour")
