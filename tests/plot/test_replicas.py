"""Pictures of replicas: every number stands where it lies, words fit, and all of it is well-formed."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from relived import made_answers

from somaloop.plot.replica_words import (
    figure_text,
    found_words,
    measure_words,
    percent,
    predicted_text,
    unit_words,
    verdict_words,
)
from somaloop.plot.replicas import FOUND, HEIGHT, WIDTH, _Axis, key_picture, panel_picture, replicas_picture
from somaloop.trials.replicas import replica

LETTER = 6.0  # the width of a letter of 11 pixels, about


@pytest.fixture(scope="module")
def answers():
    return made_answers(moved=2.0, effect=-3.0)


def test_every_panel_is_well_formed_and_stays_in_its_frame(answers):
    for item in answers:
        svg = panel_picture(item, "Somebody et al. 2020")
        tree = ElementTree.fromstring(svg)
        assert "nan" not in re.sub(r"<title>.*?</title>|aria-label=\"[^\"]*\"", "", svg).lower().replace("finance", "")
        for element in tree.iter():
            for name, value in element.attrib.items():
                if name in ("x", "x1", "x2", "cx"):
                    assert -1 <= float(value) <= WIDTH + 1
                if name in ("y", "y1", "y2", "cy"):
                    assert -1 <= float(value) <= HEIGHT + 1
        for words in tree.iter("{http://www.w3.org/2000/svg}text"):
            long = len(words.text or "") * LETTER * float(words.attrib.get("font-size", 11)) / 11
            if words.attrib["text-anchor"] == "start":
                assert float(words.attrib["x"]) + 0.9 * long < WIDTH + 14, words.text


def test_a_diamond_for_each_published_number_filled_where_it_is_inside(answers):
    for item in answers:
        svg = panel_picture(item, "")
        extra = item.replica.difference is not None
        state = [predicted.state(figure) for _, _, predicted, figure in item.figures]
        if extra:
            state.append(item.difference.state(item.replica.difference))
        assert svg.count('Z"') == len(state)
        assert svg.count(f'fill="{FOUND}"') == state.count("inside")


def test_an_axis_holds_its_values_in_order():
    axis = _Axis([-4.0, 2.0, float("nan")])
    assert axis.low < -4.0 and axis.high > 2.0 and axis.y(2.0) < axis.y(-4.0)
    assert all(axis.low <= mark <= axis.high for mark in axis.marks) and 0.0 in axis.marks
    assert _Axis([0.2, 60.0], 0.0, 100.0).low == 0.0
    assert len(_Axis([float("nan")]).marks) > 1


def test_the_sheet_has_all_panels_and_the_key(answers):
    svg = replicas_picture(answers, {item.replica.name: f"T-{item.replica.name}" for item in answers})
    ElementTree.fromstring(svg)
    assert all(f">T-{item.replica.name}<" in svg for item in answers)
    assert "outside it" in svg and ElementTree.fromstring(key_picture()) is not None
    assert ElementTree.fromstring(replicas_picture(answers[:1], {answers[0].replica.name: "one"})) is not None


def test_conclusions_in_the_words_of_a_trialist():
    assert found_words(replica("schuster2025"), "lower") == "benefit"
    assert found_words(replica("gardiner2025"), "lower") == "harm"
    assert found_words(replica("hybelius2022"), "lower") == "improved"
    assert found_words(replica("hybelius2022"), "no difference") == "no change"
    assert found_words(replica("wary1999"), "higher") == "higher"
    assert found_words(replica("macian2022"), "no difference") == "no difference"


def test_numbers_in_words(answers):
    by_name = {item.replica.name: item for item in answers}
    mori = replica("mori2019")
    assert unit_words(mori) == "%" and measure_words(mori) == "stools, people with 1 more"
    assert figure_text(mori, mori.published["magnesium"].end)[0] == "70.6"
    assert measure_words(replica("lutsey2018")) == "loose stools, people with 0.14 or more"
    assert measure_words(replica("gardiner2025")) == "sleep quality, change against placebo"
    assert figure_text(mori, None) == ("", "")
    middle, interval = predicted_text(mori, by_name["mori2019"].end["placebo"])
    assert " to " in interval and float(middle) > 1.0
    assert percent(0.001) == "under 1 %" and percent(0.0) == "0 %"
    nil = by_name["nielsen2010"]
    assert verdict_words(nil).startswith("benefit") and "(no difference" in verdict_words(nil)
