"""The causal graph: every room and every cable is there, with the colours and widths that follow from the strengths."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from dataclasses import replace

import numpy as np
import pytest
from strengths import made_strengths
from toys import toy_body

from somaloop.engine.worlds import WORLDS
from somaloop.evidence import GRADE_WORDS
from somaloop.language import GRADES, assemble, fixed
from somaloop.model import whole_body
from somaloop.plot.graph import FULL, GRADE_HUE, THIN, causal_graph, strands_of, width_of
from somaloop.plot.graph_cables import CLEAR, cables_between
from somaloop.plot.graph_poster import poster
from somaloop.plot.graph_rooms import floor_of
from somaloop.results.strength import bundles_of, own_strength

BODY = whole_body()
STRENGTHS = made_strengths(BODY)
SVG = "{http://www.w3.org/2000/svg}"


def groups(svg, world):
    root = ElementTree.fromstring(svg)
    (place,) = root.findall(f".//{SVG}g[@class='world world-{world}']")
    return {(item.get("data-from"), item.get("data-to")): item for item in place}


def test_every_room_and_every_cable_is_drawn_once():
    svg = causal_graph(BODY, STRENGTHS)
    rooms = re.findall(r'data-room="(\w+)"', svg)
    assert sorted(rooms) == sorted(BODY.mechanisms)
    for world in WORLDS:
        assert set(groups(svg, world)) == set(bundles_of(BODY))
    assert svg.count('class="cable"') == len(WORLDS) * len(bundles_of(BODY))


def test_every_arrow_is_in_one_strand_of_its_grade():
    for world in WORLDS:
        for pair, arrows in bundles_of(BODY).items():
            strands = strands_of(BODY, STRENGTHS, world, pair)
            held = [(strand.grade, name) for strand in strands for name in strand.arrows]
            assert sorted(held) == sorted((arrow.grade, arrow.name) for arrow in arrows)


def test_strands_are_drawn_with_the_width_and_colour_of_their_grade():
    svg = causal_graph(BODY, STRENGTHS)
    assert all(f".grade-line-{grade}{{stroke:{GRADE_HUE[grade]}}}" in svg for grade in GRADES)
    for world in WORLDS:
        for pair, group in groups(svg, world).items():
            drawn = [item for item in group if "strand" in item.get("class", "").split()]
            wanted = strands_of(BODY, STRENGTHS, world, pair)
            assert [item.get("data-grade") for item in drawn] == [strand.grade for strand in wanted]
            for item, strand in zip(drawn, wanted, strict=True):
                assert f"grade-line-{strand.grade}" in item.get("class").split()
                assert float(item.get("stroke-width")) == pytest.approx(strand.width, abs=0.006)
                assert ("dashed" in item.get("class").split()) == strand.dashed


def test_strands_share_the_width_of_the_cable():
    for world in WORLDS:
        for pair, arrows in bundles_of(BODY).items():
            live = [strand for strand in strands_of(BODY, STRENGTHS, world, pair) if not strand.dashed]
            size = STRENGTHS.bundles[world, pair].size
            if not live or any(strand.width == THIN for strand in live):
                continue
            assert sum(strand.width for strand in live) == pytest.approx(width_of(size))
            for strand in live:
                own = sum(abs(own_strength(a, world)) for a in arrows if a.grade == strand.grade)
                assert strand.width == pytest.approx(width_of(size) * own / size)


def test_dashed_is_what_only_the_other_world_has():
    for world in WORLDS:
        for pair in bundles_of(BODY):
            for strand in strands_of(BODY, STRENGTHS, world, pair):
                alive = any(own_strength(BODY.arrows[name], world) != 0.0 for name in strand.arrows)
                assert strand.dashed == (not alive)


def test_width_grows_with_strength_up_to_a_full_one():
    sizes = [0.0, 0.01, 0.1, 0.5, 1.0, FULL]
    widths = [width_of(size) for size in sizes]
    assert widths == sorted(widths) and widths[0] == THIN
    assert width_of(4 * 0.1) == pytest.approx(2 * width_of(0.1))
    assert width_of(-1.0) == width_of(1.0) and width_of(100.0) == width_of(FULL)


@pytest.mark.parametrize("upright", [False, True])
def test_rooms_do_not_overlap_and_stay_inside(upright):
    floor = floor_of(BODY, upright)
    items = list(floor.rooms.values())
    for number, one in enumerate(items):
        assert one.width / 2 <= one.x <= floor.width - one.width / 2
        assert one.height / 2 <= one.y <= floor.height - one.height / 2
        for other in items[number + 1 :]:
            beside = abs(one.x - other.x) - (one.width + other.width) / 2
            above = abs(one.y - other.y) - (one.height + other.height) / 2
            assert max(beside, above) > CLEAR, (one.name, other.name)


@pytest.mark.parametrize("upright", [False, True])
def test_a_new_mechanism_gets_a_room_of_its_own(upright):
    stranger = replace(toy_body().mechanisms["drug"], name="saffron", title="Saffron", arrows=())
    floor = floor_of(assemble([*BODY.mechanisms.values(), stranger]), upright)
    before = floor_of(BODY, upright)
    assert floor.rooms["saffron"].y > before.height and floor.height > floor.rooms["saffron"].y
    assert {name: room for name, room in floor.rooms.items() if name != "saffron"} == before.rooms


@pytest.mark.parametrize("upright", [False, True])
def test_no_cable_runs_through_a_room_that_it_does_not_serve(upright):
    floor = floor_of(BODY, upright)
    cables = cables_between(floor.rooms, list(bundles_of(BODY)), (floor.width, floor.height))
    for pair, cable in cables.items():
        assert np.isfinite(cable.points).all()
        for name, room in floor.rooms.items():
            if name not in pair:
                x, y = cable.points.T
                inside = (np.abs(x - room.x) < room.width / 2) & (np.abs(y - room.y) < room.height / 2)
                assert not inside.any(), (pair, name)


def test_a_change_of_grade_or_strength_changes_the_picture():
    pair = ("appraisal", "hpa")
    (arrow,) = bundles_of(BODY)[pair]

    def strands(**change):
        mechanisms = [
            replace(m, arrows=tuple(replace(a, **change) if a.name == arrow.name else a for a in m.arrows))
            for m in BODY.mechanisms.values()
        ]
        body = assemble(mechanisms)
        return strands_of(body, made_strengths(body), "known", pair)

    (as_it_is,) = strands()
    (worse,) = strands(grade="D")
    (cut,) = strands(as_known=fixed(0.0))
    (weaker,) = strands(as_known=fixed(arrow.as_known.centre / 4))
    assert as_it_is.grade == arrow.grade and worse.grade == "D" and worse.width == as_it_is.width
    assert cut.dashed and not as_it_is.dashed
    assert weaker.width == pytest.approx(as_it_is.width / 2)


@pytest.mark.parametrize("world", WORLDS)
def test_a_picture_alone_has_its_key(world):
    text = poster(BODY, STRENGTHS, world, "What acts on what", GRADE_WORDS)
    root = ElementTree.fromstring(text)
    words = "".join(root.itertext())
    assert all(f"{grade}: {meaning}" in words for grade, meaning in GRADE_WORDS.items())
    assert set(groups(text, world)) == set(bundles_of(BODY))
