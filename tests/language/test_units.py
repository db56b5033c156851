"""Units are compared strictly, and algebra on them is that of pint."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from somaloop.language import ModelError
from somaloop.language.units import registry, unit

NAMES = ["mmol/L", "mg", "hour", "1/min", "L/hour", "ng/L", "nmol/L", "lux", "point", "1"]


@given(st.sampled_from(NAMES), st.sampled_from(NAMES))
def test_products_agree_with_pint(first, second):
    units = registry()

    def pint_unit(text):
        return units.Quantity(1.0, units.parse_units("" if text in ("1", "point") else text))

    mine = unit(first) * unit(second)
    theirs = (pint_unit(first) * pint_unit(second)).to_base_units()
    assert mine.factor == pytest.approx(theirs.magnitude, rel=1e-12)
    assert (unit(first) / unit(first)).dimensionless


@given(st.sampled_from(NAMES), st.sampled_from(NAMES))
def test_sum_needs_the_same_unit(first, second):
    if first == second or {first, second} == {"point", "1"} or unit(first).same_as(unit(second)):
        unit(first) + unit(second)
    else:
        with pytest.raises(ModelError):
            unit(first) + unit(second)


def test_milligrams_and_grams_do_not_add():
    with pytest.raises(ModelError, match="cannot add"):
        unit("mg") + unit("g")


def test_powers():
    assert (unit("L") ** 2 / unit("L")).same_as(unit("L"))
    with pytest.raises(ModelError, match="exponent"):
        unit("1") ** unit("L")


def test_unknown_unit():
    with pytest.raises(ModelError, match="pint"):
        unit("furlongg")
