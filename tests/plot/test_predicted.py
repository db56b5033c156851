"""Pictures of the scoreboard: every number is drawn where it lies, axes are right, and all of it is well-formed."""

from __future__ import annotations

import itertools
import math
import re
from xml.etree import ElementTree

import numpy as np
import pytest
import scored
from hypothesis import given
from hypothesis import strategies as st

from somaloop.calibrate.scoreboard import score
from somaloop.plot.predicted import swarm_picture
from somaloop.plot.predicted_calibration import coverage_picture, places_picture
from somaloop.plot.predicted_density import axis_marks, density_picture
from somaloop.plot.predicted_families import FAMILIES, family_picture, family_places
from somaloop.plot.predicted_line import (
    MECHANISM_WORDS,
    by_mechanism,
    coverage_at,
    decimals,
    distance,
    number,
    observed_interval,
    observed_text,
    predicted_text,
    state,
    z_text,
)
from somaloop.plot.predicted_parts import stacked, ticks
from somaloop.studies.kinds import KINDS
from somaloop.studies.scales import NORMAL_95, from_scale
from somaloop.studies.text import MECHANISMS


def drawn(svg: str) -> ElementTree.Element:
    assert "NaN" not in svg and "nan" not in re.sub(r"<title>.*?</title>|aria-label=\"[^\"]*\"", "", svg)
    return ElementTree.fromstring(svg)


def marks(svg: str) -> dict[int, float]:
    """Where each linked mark stands (across), by the place of its line."""
    found = {}
    for place, inner in re.findall(r'<a href="#line-(\d+)"[^>]*>(.*?)</a>', svg):
        at = re.search(r'cx="([\d.]+)"|d="M([\d.]+) [\d.]+L([\d.]+)', inner)
        assert at is not None
        found[int(place)] = float(at[1]) if at[1] else (float(at[2]) + float(at[3])) / 2
    return found


def test_states_follow_the_two_intervals():
    one, two, three, none = scored.own_lines((0.5, -9.0, 2.1, math.nan))
    assert (state(one), state(two), state(none)) == ("inside", "outside", "none")
    assert three.among is not None and three.among.holds(three.observed) and state(three) == "wider"
    assert [z_text(line) for line in (one, two, none)] == ["+0.5", "−9.0", ""]  # noqa: RUF001
    assert distance(none) < 0 <= distance(one)


def test_numbers_are_in_the_published_unit():
    serum, mean, share, ratio = scored.own_lines((0.0, 0.0, 0.0, 0.0))
    assert observed_text(share) == ("10", "3 to 30")
    assert predicted_text(share, share.model)[0] == "10"
    assert observed_text(serum) == ("0.03", "0.010 to 0.050")
    assert predicted_text(ratio, ratio.model)[0].startswith("1.0")
    low, high = observed_interval(mean) or (0, 0)
    assert (high - low) / 2 == pytest.approx(NORMAL_95 * 0.05 / math.sqrt(20))
    assert observed_interval(scored.without_standard_error(mean)) is None
    assert observed_text(scored.without_standard_error(mean)) == ("0.84", "")
    assert predicted_text(mean, None) == ("", "")


def test_words_cover_every_mechanism_and_the_farthest_comes_first():
    assert set(MECHANISM_WORDS) == set(MECHANISMS)
    lines = scored.shipped_lines()
    places = by_mechanism(lines)
    assert sorted(place for group in places.values() for place in group) == list(range(len(lines)))
    for group in places.values():
        sizes = [distance(lines[place]) for place in group]
        assert sizes == sorted(sizes, reverse=True)


def test_the_swarm_holds_every_number_once_in_the_order_of_its_distance():
    lines = scored.shipped_lines()
    for width in (760.0, 350.0):
        svg = swarm_picture(lines, width=width, links=True)
        drawn(svg)
        found = marks(svg)
        assert set(found) == {place for place, line in enumerate(lines) if line.model is not None}
        order = sorted(found, key=lambda place: lines[place].z)
        across = [found[place] for place in order]
        assert all(b >= a - 0.11 for a, b in itertools.pairwise(across))
        assert min(across) > 0 and max(across) < width
    whole = score(lines)
    assert f"{whole.lines} published numbers" in svg and f"{whole.inside} lie inside" in svg


def test_a_picture_that_stands_alone_has_no_links():
    svg = swarm_picture(scored.shipped_lines(), alone=True)
    assert drawn(svg).tag.endswith("svg") and "<a " not in svg


@given(st.lists(st.floats(0, 100), min_size=1, max_size=60))
def test_dots_of_a_swarm_do_not_touch_and_stay_in_place(xs: list[float]):
    lifts = stacked(xs, 5.0)
    for i in range(len(xs)):
        for j in range(i):
            assert math.hypot(xs[i] - xs[j], lifts[i] - lifts[j]) >= 5.0 * 0.997


@pytest.mark.parametrize("percent", [False, True])
@pytest.mark.parametrize("scale", ["identity", "log", "fisher z", "logit"])
@given(data=st.data())
def test_ticks_are_few_round_and_inside(scale: str, percent: bool, data: st.DataObject):
    middle, half = data.draw(st.floats(-2, 2)), data.draw(st.floats(0.05, 2))
    low, high = (float(v) for v in from_scale(scale, [middle - half, middle + half]))
    if percent and scale == "logit":
        low, high = 100 * low, 100 * high
    found = ticks(scale, low, high, percent=percent and scale == "logit")
    assert len(found) <= 12
    for value, words in found:
        assert low - 1e-9 <= value <= high + 1e-9
        assert float(words.replace("−", "-")) == pytest.approx(value, rel=1e-6, abs=1e-9)  # noqa: RUF001
    assert len({words for _, words in found}) == len(found)


def test_digits_of_numbers():
    assert (decimals(0.0, 0.14), decimals(0, 14), decimals(3, 3), decimals(0, 1e-9)) == (2, 0, 2, 6)
    assert number(-0.001, 2) == "0.00" and number(-1.25, 1) == "−1.2" and number(math.nan, 1) == "?"  # noqa: RUF001


def test_coverage_of_a_perfect_and_of_a_bold_forecaster():
    z = np.random.default_rng(2).standard_normal(20_000)
    levels = (0.1, 0.5, 0.95)
    assert coverage_at(z, levels) == pytest.approx(levels, abs=0.01)
    assert coverage_at(3 * z, (0.95,))[0] == pytest.approx(0.486, abs=0.01)  # of a normal within 0.653
    assert all(math.isnan(share) for share in coverage_at([], levels))


def test_pictures_of_certainty_say_what_they_show():
    lines = scored.shipped_lines()
    checks = score(line for line in lines if line.statistic.use == "validate")
    svg = coverage_picture(lines)
    drawn(svg)
    assert f"only checks, truths, sampling: {100 * checks.coverage:.0f} %" in svg
    drawn(places_picture(lines))
    for few in ([], scored.own_lines((math.nan,) * 4)):
        drawn(coverage_picture(few))
        drawn(places_picture(few))
        drawn(swarm_picture(few) if few else swarm_picture(scored.own_lines()))


def test_families_share_a_unit_and_hold_what_they_should():
    lines = scored.shipped_lines()
    for family in FAMILIES:
        places = family_places(family, lines)
        assert len(places) >= 20
        assert {KINDS[lines[place].statistic.kind].scale for place in places} == {family.scale}
        svg = family_picture(family, lines, links=True)
        drawn(svg)
        assert set(marks(svg)) == set(places)
    everything = [place for family in FAMILIES for place in family_places(family, lines)]
    assert len(everything) == len(set(everything))
    assert all(lines[place].statistic.unit == "SD" for place in family_places(FAMILIES[0], lines))


def test_a_number_on_the_diagonal_is_drawn_there():
    lines = scored.lines_of([scored.own_study()], (0.0, 0.0, 0.0, 0.0))
    svg = family_picture(FAMILIES[2], lines, width=300, links=True)
    cross = re.search(r'cx="([\d.]+)" cy="([\d.]+)"', svg)
    assert cross is not None
    across, up = float(cross[1]), float(cross[2])
    assert (across - 40) / 250 == pytest.approx(1 - (up - 26) / 250, abs=0.002)


def test_the_large_picture_has_its_axis_in_the_published_unit():
    for line in scored.own_lines((0.5, -9.0, 2.1, 0.3)):
        assert line.model is not None
        svg = density_picture(line)
        drawn(svg)
        low, high = (line.model.middle - 2 * line.model.width, line.model.middle + 2 * line.model.width)
        for place, words in axis_marks(line, low, high, 560):
            assert low - 1e-9 <= place <= high + 1e-9
            assert line.plain(place) == pytest.approx(float(words.replace("−", "-")), rel=1e-6, abs=1e-9)  # noqa: RUF001
        assert f"found {observed_text(line)[0]}" in svg
    assert density_picture(scored.own_lines()[3]) == ""
