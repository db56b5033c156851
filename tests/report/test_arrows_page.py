"""The page of the arrows: the graph with all that its panel shows, and the list."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser

import pytest
from strengths import made_strengths

from somaloop.engine.worlds import WORLDS
from somaloop.evidence import ids_in, sources
from somaloop.model import whole_body
from somaloop.report.arrows_page import arrows_page, write_arrows
from somaloop.results.strength import bundles_of

BODY = whole_body()
STRENGTHS = made_strengths(BODY)
ASKED = {arrow.name: arrow for arrow in BODY.arrows.values() if not arrow.structural}


@pytest.fixture(scope="module")
def text():
    return arrows_page(BODY, STRENGTHS)


@pytest.fixture(scope="module")
def data(text):
    return json.loads(re.search(r'id="causal-data">(.*?)</script>', text, re.DOTALL).group(1))


def test_the_panel_knows_every_arrow_once_with_both_strengths_and_sources(data):
    found = [(cable, arrow) for cable in data["cables"] for arrow in cable["arrows"]]
    assert len(found) == len(ASKED)
    by_words = {name.replace("_", " "): arrow for name, arrow in ASKED.items()}
    for cable, item in found:
        arrow = by_words.pop(item["name"])
        assert (cable["from"], cable["to"]) == (arrow.origin.partition(".")[0], arrow.target.partition(".")[0])
        assert item["grade"] == arrow.grade and item["says"] == arrow.description
        assert item["alive"] == {"told": arrow.as_told != 0, "known": arrow.as_known.centre != 0}
        assert len(item["sources"]) == len([name for name in ids_in(arrow.source) if name in sources()])
        for world in WORLDS:
            assert item["cut"][world]["change"] == pytest.approx(STRENGTHS.arrows[world, arrow.name].change, abs=1e-4)
    assert not by_words


def test_every_room_and_cable_has_its_data(data):
    assert set(data["rooms"]) == set(BODY.mechanisms)
    assert {(cable["from"], cable["to"]) for cable in data["cables"]} == set(bundles_of(BODY))


def test_the_list_below_has_every_arrow(text):
    rows = re.findall(r'<tr data-grade="(\w)">', text)
    assert sorted(rows) == sorted(arrow.grade for arrow in ASKED.values())


def test_the_page_is_whole_and_loads_nothing(text):
    class Check(HTMLParser):
        void = ("meta", "br", "input", "img", "rect", "line", "path", "polygon", "circle")

        def __init__(self):
            super().__init__()
            self.open, self.links = [], []

        def handle_starttag(self, tag, attrs):
            self.links += [value for name, value in attrs if name in ("src", "href") and value and "#" not in value[:1]]
            if tag not in self.void:
                self.open.append(tag)

        def handle_endtag(self, tag):
            if tag not in self.void:
                assert self.open.pop() == tag

    check = Check()
    check.feed(text)
    assert not check.open and not check.links


def test_files(tmp_path):
    paths = write_arrows(BODY, STRENGTHS, tmp_path)
    assert {path.name for path in paths} == {"arrows.html", "arrows-known.svg", "arrows-told.svg"}
    assert all(path.is_file() for path in paths)
