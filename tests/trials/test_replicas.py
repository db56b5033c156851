"""Which trials are simulated again: they are read whole, lean on the studies, and are never fitted."""

from __future__ import annotations

import ast
from math import isfinite, sqrt

import pytest

from somaloop.engine.cache import PACKAGE
from somaloop.evidence import sources
from somaloop.language import SomaloopError, UnknownNameError
from somaloop.studies.scales import NORMAL_95
from somaloop.trials.replica_tests import ALONE, TESTS
from somaloop.trials.replicas import replica, replicas
from somaloop.trials.replicas_read import parse_replicas

ONE = """
- replica: one
  study: rajizadeh2017
  about: magnesium, depression
  blinding: blinded
  of: BDI-II
  measure: change
  from: day 0
  at: week 8
  treatment: magnesium
  control: placebo
  test: t test of changes
  test note: Not seen.
  found: lower
  arms:
    magnesium: {end: change of BDI-II on magnesium}
    placebo: {end: {value: -10.0, sd: 8.0, row: rajizadeh2017-bdi}}
  difference: "change of BDI-II, magnesium against placebo"
"""


def figures():
    return [
        (item, arm, figure)
        for item in replicas().values()
        for arm, both in item.published.items()
        for figure in (both.start, both.end)
        if figure is not None
    ]


def test_there_are_open_and_blinded_positive_and_null_ones_that_check_and_that_may_be_fitted():
    found = list(replicas().values())
    assert len({item.study.name for item in found}) >= 12
    assert {item.blinding for item in found} == {"blinded", "open"}
    assert {item.found for item in found} == {"lower", "higher", "no difference"}
    assert {item.use for item in found} == {"calibrate", "validate"}
    assert {item.test for item in found} <= set(TESTS)
    assert all((item.control == "") == (item.test == ALONE) for item in found)
    for field in ("sleep", "anxiety", "depression", "migraine", "cramps", "fibromyalgia", "constipation", "exposure",
                  "mindfulness", "caffeine", "placebo"):  # fmt: skip
        assert any(field in item.about for item in found), field


def test_published_means_of_arms_stand_beside_most_of_them():
    assert len({item.study.name for item, _, _ in figures()}) >= 12
    assert all(figure.row in sources() for _, _, figure in figures())


def test_no_number_of_a_study_file_is_typed_again():
    for item, arm, figure in figures():
        if figure.typed:
            assert not any(
                (statistic.of, statistic.arm, statistic.against) == (item.of, arm, "")
                and statistic.published == pytest.approx(figure.value)
                for statistic in item.study.statistics
            ), (item.name, arm, figure.value)


def test_nothing_that_fits_reads_them():
    for folder in ("calibrate", "studies", "engine", "evidence", "people", "instruments"):
        for path in (PACKAGE / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                names = [node.module or ""] if isinstance(node, ast.ImportFrom) else (
                    [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
                )  # fmt: skip
                assert not any(name.startswith("somaloop.trials") for name in names), path


def test_a_number_of_the_study_and_a_typed_one():
    item = parse_replicas(ONE)["one"]
    assert (
        item.use == "calibrate"
        and item.arms == ("placebo", "magnesium")
        and dict(item.n) == {"magnesium": 26, "placebo": 27}
    )
    own, typed = item.published["magnesium"].end, item.published["placebo"].end
    assert own is not None and typed is not None
    assert own.value == -15.65 and own.sd == 8.9 and not own.typed
    assert typed.typed and typed.high - typed.value == pytest.approx(NORMAL_95 * 8.0 / sqrt(27))
    assert item.difference is not None and item.difference.value == -5.25


def test_a_difference_that_was_not_printed_follows_from_the_arms():
    item = parse_replicas(ONE.replace('  difference: "change of BDI-II, magnesium against placebo"\n', ""))["one"]
    own = item.published["magnesium"].end
    assert item.difference is not None and own is not None
    assert item.difference.value == pytest.approx(-15.65 + 10.0)
    assert item.difference.error == pytest.approx(sqrt(own.error**2 + 8.0**2 / 27))


def test_a_printed_scale_is_brought_to_that_of_the_instrument():
    start = replica("yousef2013").published["magnesium"].start
    assert start is not None and start.value == pytest.approx(75.0) and start.sd == pytest.approx(22.0)
    change = replica("geschwind2011").published["mindfulness"].end
    assert change is not None and change.value == pytest.approx(-0.81 * 100 / 6)


def test_per_cent_and_shares_are_read_off_statistics():
    peikert = replica("peikert1996")
    own = peikert.published["magnesium"].end
    assert own is not None and own.value == pytest.approx(-41.6) and peikert.unit == "%"
    mori = replica("mori2019").published["magnesium"].end
    assert mori is not None and 0 < mori.low < mori.value < mori.high < 1
    caffeine = replica("gardiner2025").difference
    assert caffeine is not None and caffeine.value == pytest.approx(-34.0) and isfinite(caffeine.low)


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("study: rajizadeh2017", "study: rajizade2017", "rajizadeh2017"),
        ("treatment: magnesium", "treatment: magnesum", "magnesium"),
        ("of: BDI-II", "of: BDI-2", "BDI-II"),
        ("on magnesium}", "on magnesia}", "change of BDI-II on magnesium"),
        ("row: rajizadeh2017-bdi", "row: rajizadeh2017", "rajizadeh2017-bdi"),
        ("test: t test of changes", "test: t test", "one: test"),
        ("measure: change", "measure: share", "which is its rule"),
        ("of: BDI-II", "of: PHQ-9", "not by PHQ-9"),
        ("about:", "abouts:", "about: Field required"),
    ],
)
def test_what_is_wrong_is_said(before, after, words):
    with pytest.raises(SomaloopError, match=words):
        parse_replicas(ONE.replace(before, after), "file.yaml")


def test_two_of_one_name_and_an_unknown_one():
    with pytest.raises(SomaloopError, match="two replicas are called 'one'"):
        parse_replicas(ONE + ONE)
    with pytest.raises(UnknownNameError, match="schuster2025"):
        replica("schuster2024")
