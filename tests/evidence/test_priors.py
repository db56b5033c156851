"""The written rule from source and grade to a prior."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from somaloop.evidence.priors import (
    LEAST_OF_ARROWS,
    LEAST_OF_PARAMETERS,
    LEAST_OF_TOLD,
    arrow_prior,
    departures,
    open_quantities,
    parameter_prior,
    prior_of,
    spread_prior,
)
from somaloop.language import Arrow, Parameter, SomaloopError, Spread, UnknownNameError, lognormal, normal, uniform
from somaloop.model import whole_body


def _arrow(spread: Spread, grade: str = "C", method: str = "assumed", told: float = 0.0) -> Arrow:
    return Arrow(
        name="a", origin="x.y", target="z.w", description="", equation=lambda s, q: s, unit="1", as_told=told,
        as_known=spread, grade=grade, method=method,
    )  # fmt: skip


def _parameter(grade: str = "C", value: float = 2.0, **more) -> Parameter:
    return Parameter(name="p", value=value, unit="1", description="", grade=grade, method="assumed", **more)


def test_what_obeys_the_rule_is_the_prior():
    spread = normal(0.4, 0.3, low=0.0)
    assert arrow_prior(_arrow(spread)) == spread
    assert parameter_prior(_parameter(uncertainty=lognormal(2.0, 0.3))) == lognormal(2.0, 0.3)


@pytest.mark.parametrize("grade", ["A", "B", "C", "D", "X"])
def test_narrow_claims_are_widened_about_the_same_middle(grade):
    least = LEAST_OF_ARROWS[grade]["assumed"]
    assert arrow_prior(_arrow(lognormal(0.4, 0.01), grade)) == lognormal(0.4, least)
    assert arrow_prior(_arrow(normal(0.4, 0.01), grade)) == normal(0.4, 0.4 * least)


def test_absence_of_support_is_no_proof_of_absence():
    assert arrow_prior(_arrow(normal(0.0, 0.001), "D", told=4.0)).second == pytest.approx(4.0 * LEAST_OF_TOLD)
    assert arrow_prior(_arrow(normal(0.0, 0.001), "B", told=4.0)).second == 0.001


def test_worse_grades_and_methods_are_never_surer():
    for table in (LEAST_OF_ARROWS, LEAST_OF_PARAMETERS):
        for method in ("measured", "derived", "fitted", "assumed"):
            widths = [table[grade][method] for grade in ("A", "B", "C", "D")]
            assert widths == sorted(widths)
        for row in table.values():
            assert row["measured"] <= row["derived"] == row["fitted"] <= row["assumed"]


def test_ranges_and_negative_middles_stand_as_declared():
    assert parameter_prior(_parameter(value=0.9, uncertainty=uniform(0.8, 1.0))) == uniform(0.8, 1.0)
    assert parameter_prior(_parameter(value=-3.0, uncertainty=normal(-3.0, 0.3))) == normal(-3.0, 0.3)


def test_the_declared_value_is_the_middle_of_the_prior():
    prior = parameter_prior(_parameter(value=0.85, uncertainty=uniform(0.8, 1.0)))
    assert prior is not None
    assert prior.centre == pytest.approx(0.85)
    assert 0.8 <= prior.quantile(0.001) < prior.quantile(0.999) <= 1.0
    with pytest.raises(SomaloopError, match="outside"):
        parameter_prior(_parameter(value=2.0, uncertainty=uniform(0.8, 1.0)))


def test_the_mean_of_people_is_open_where_only_their_spread_is_declared():
    open_mean = parameter_prior(_parameter("D", between_people=lognormal(2.0, 0.4, high=5.0)))
    assert open_mean is not None
    assert replace(open_mean, middle=0.0) == lognormal(2.0, 0.2, high=5.0)
    assert open_mean.centre == pytest.approx(2.0, rel=1e-9)
    assert parameter_prior(_parameter("D")) is None


def test_a_mean_of_zero_is_a_definition():
    body = whole_body()
    assert parameter_prior(body.parameters["mood.distress_trait"]) is None
    with pytest.raises(SomaloopError, match="not open"):
        prior_of(body, "mood.distress_trait")
    assert prior_of(body, "spread.mood.distress_trait") == spread_prior(body.parameters["mood.distress_trait"])


def test_every_open_quantity_has_a_prior_whose_median_is_its_centre():
    body = whole_body()
    names = open_quantities(body)
    assert len(set(names)) == len(names) > 400
    for name in names:
        prior = prior_of(body, name)
        assert prior.kind != "fixed" and np.isfinite(prior.quantile([0.001, 0.5, 0.999])).all()
        assert prior.quantile(0.5) == prior.centre


def test_unknown_names_are_told():
    body = whole_body()
    with pytest.raises(UnknownNameError, match="did you mean"):
        prior_of(body, "arrow.lack_raises_wory")
    with pytest.raises(UnknownNameError):
        prior_of(body, "spread.mood.distress")


def test_departures_are_narrower_than_the_rule():
    for item in departures(whole_body()):
        assert item.used.second > item.declared.second
        assert (item.used.kind, item.used.first) == (item.declared.kind, item.declared.first)
