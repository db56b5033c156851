"""Norms: who of a crowd belongs to an arm, what counts as near, and what is said of a miss."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import numpy as np
import pytest

from somaloop.model import declared_body
from somaloop.people import AgeRange, Criterion, Population
from somaloop.studies import shipped_studies
from somaloop.studies.survey import Survey, likely_causes, margin_of, members, norms_of

COUNT = 400


@pytest.fixture(scope="module")
def crowd() -> Survey:
    """People whose readings are made up: women at 4.3 (4.1) and men at 3.4 (4.0) on the PHQ-15, nothing else known."""
    population = Population()
    people = population.drawn(declared_body(), np.arange(COUNT))
    chance = np.random.default_rng(1)
    women = people.sex == "female"
    phq = np.where(women, 4.3 + 4.1 * chance.standard_normal(COUNT), 3.4 + 4.0 * chance.standard_normal(COUNT))
    return Survey(population, people, MappingProxyType({"PHQ-15": phq}))


def test_arms_are_those_people_of_the_crowd(crowd):
    women = members(crowd, Population(female=1.0))
    assert women is not None
    assert set(crowd.people.sex[women]) == {"female"}
    old = members(crowd, Population(age=AgeRange(72, 5, 65, 95)))
    assert old is not None
    assert crowd.people.age[old].min() >= 65
    everybody = members(crowd, Population(female=0.536))
    assert everybody is not None
    assert len(everybody) == COUNT
    others = (Population("ssd"), Population(facts={"magnesium": "low"}), Population(age=40.0),
              Population(include=(Criterion("PHQ-15", at_least=10.0),)))  # fmt: skip
    assert all(members(crowd, other) is None for other in others)


def test_a_crowd_at_the_norm_hits_it_and_one_far_from_it_misses(crowd):
    norms = {
        norm.statistic.what: norm for norm in norms_of(crowd, shipped_studies()) if norm.study.name == "kocalevent2013"
    }
    assert {"women", "men", "spread of women", "spread of men"} <= set(norms)
    assert [norms[name].verdict for name in ("women", "men", "spread of women")] == ["hit"] * 3
    worse = replace(crowd, readings=MappingProxyType({"PHQ-15": 3.0 * crowd.readings["PHQ-15"]}))
    found = {n.statistic.what: n for n in norms_of(worse, shipped_studies()) if n.study.name == "kocalevent2013"}
    assert [found[name].verdict for name in ("women", "men", "spread of women")] == ["miss"] * 3
    error = crowd.readings["PHQ-15"].std() / np.sqrt(COUNT / 2)
    assert norms["women"].error == pytest.approx(error, rel=0.3)


def test_a_norm_needs_everything_that_it_reads(crowd):
    assert {norm.statistic.of for norm in norms_of(crowd, shipped_studies())} == {"PHQ-15"}


def test_near_enough_is_a_rule(crowd):
    statistics = {item.kind: item for study in shipped_studies() for item in study.statistics}
    assert margin_of(statistics["correlation"], 4.0) == 0.1
    assert margin_of(replace(statistics["mean"], of="PHQ-15"), 4.0) == pytest.approx(0.8)
    assert margin_of(replace(statistics["mean"], of="PHQ-15"), 0.1) == 0.5  # half a step of the form
    assert margin_of(replace(statistics["sd"], published=5.0), 4.0) == pytest.approx(1.0)


def test_causes_are_told_of_norms_that_exist():
    studies = {study.name: study for study in shipped_studies()}
    for name in likely_causes():
        study, what = name.split(", ", 1)
        assert any(what.endswith(f"{item.kind} ({item.what})") for item in studies[study].statistics), name
