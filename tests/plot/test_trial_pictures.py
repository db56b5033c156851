"""Pictures of virtual trials: they stand alone, keep their words inside, say in words what they show, and draw the numbers."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
import trial_answers

from somaloop.plot.trial_chances import Chance, chances_picture
from somaloop.plot.trial_decision import decision_picture
from somaloop.plot.trial_flow import flow_picture
from somaloop.plot.trial_parts import ink_width, wrapped, write_picture
from somaloop.plot.trial_placebo import placebo_picture
from somaloop.plot.trial_sizes import sizes_picture
from somaloop.plot.trial_trajectories import short_names, trajectories_picture, worlds_drawn
from somaloop.plot.trial_truths import truths_picture
from somaloop.plot.trial_words import by_world, contrasts, main_powers, nominal, share_words
from somaloop.trials.answer import ArmFlow, Flow, Share, TrialAnswer

WIDTHS = (350.0, 620.0, 900.0)
SVG = "{http://www.w3.org/2000/svg}"


def usual() -> TrialAnswer:
    return trial_answers.usual()


def doses() -> TrialAnswer:
    return trial_answers.answer(trial_answers.doses(), replicates=40)


def sizes(answer: TrialAnswer, width: float) -> str:
    powers = main_powers(answer)
    return sizes_picture(powers, contrasts(powers)[0], nominal(answer.plan), width)


def chances(answer: TrialAnswer, width: float) -> str:
    powers = main_powers(answer)
    rows = [
        Chance(name, "a quiet line", {world: found[0].success for world, found in by_world(powers, name).items()})
        for name in contrasts(powers)
    ]
    return chances_picture(rows, width)


def truths(answer: TrialAnswer, width: float) -> str:
    return truths_picture([-2.5, -1.0, -1.0, 0.0, 0.4], {"told": -4.0}, "points", -1.0, 2, 1.7, 3.0, width)


PICTURES: dict[str, Callable[[TrialAnswer, float], str]] = {
    "sizes": sizes,
    "chances": chances,
    "decision": lambda answer, width: decision_picture(answer.conclusions, width),
    "trajectories": lambda answer, width: trajectories_picture(
        answer.trajectories, "PHQ-15", answer.plan.control, width
    ),
    "flow": lambda answer, width: flow_picture(answer.flow, width),
    "placebo": lambda answer, width: placebo_picture(answer.placebo, "PHQ-15", width),
    "truths": truths,
}


def words_of(picture: str) -> list[ElementTree.Element]:
    return list(ElementTree.fromstring(picture).iter(f"{SVG}text"))


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", PICTURES)
@pytest.mark.parametrize("answer", [usual, doses], ids=["two arms", "five arms"])
def test_pictures_stand_alone_and_keep_their_words_inside(answer, name: str, width: float):
    picture = PICTURES[name](answer(), width)
    root = ElementTree.fromstring(picture)
    _, _, wide, tall = (float(number) for number in root.attrib["viewBox"].split())
    assert wide == width and root.attrib["role"] == "img" and len(root.attrib["aria-label"]) > 40
    assert (
        "http" not in picture.replace("http://www.w3.org/2000/svg", "")
        and "NaN" not in picture
        and "nan" not in picture
    )
    for item in root.iter(f"{SVG}text"):
        size = float(item.attrib.get("font-size", 12))
        ink, x, y = ink_width(item.text or "", size), float(item.attrib["x"]), float(item.attrib["y"])
        start = {"start": x, "middle": x - ink / 2, "end": x - ink}[item.attrib["text-anchor"]]
        assert start >= -3 and start + ink <= wide + 6, item.text
        assert 0 < y <= tall, item.text


def test_sizes_draw_every_world_with_its_interval_targets_and_the_rule():
    answer = usual()
    picture = sizes(answer, 620.0)
    for p in main_powers(answer):
        assert share_words(p.success) in picture
    labels = [item.text for item in words_of(picture)]
    assert {"80", "90", "100", "200", "300", "400"} <= set(labels)
    assert {"assurance", "false positives"} <= set(labels) and "people in all" in labels
    # the higher share is drawn higher
    rings = [float(y) for y in re.findall(r'<circle cx="[\d.]+" cy="([\d.]+)" r="4.2"', picture)]
    dots = [float(y) for y in re.findall(r'<circle cx="[\d.]+" cy="([\d.]+)" r="4.6"', picture)]
    assert len(rings) == len(dots) == 4 and max(rings) < min(dots)


def test_many_sizes_get_round_numbers():
    answer = trial_answers.answer(trial_answers.plan(tuple(range(40, 640, 13))), replicates=20, worlds=("known",))
    labels = [item.text for item in words_of(sizes(answer, 620.0))]
    assert "53" not in labels and "200" in labels


def test_the_bars_of_a_decision_are_as_wide_as_their_shares():
    answer = usual()
    picture = decision_picture(answer.conclusions, 620.0)
    bars = [float(w) for w in re.findall(r'<rect x="[\d.]+" y="[\d.]+" width="([\d.]+)" height="26.0"', picture)]
    assert len(bars) == 3 * len(answer.conclusions)
    whole = sum(bars[:3])
    assert bars[0] / whole == pytest.approx(answer.conclusions[0].benefit.value, abs=0.002)
    assert "if the truth is as told: benefit 100 %" in picture.replace("magnesium against placebo, ", "")


def test_trajectories_show_both_worlds_on_one_scale_and_the_middle_where_known_is_missing():
    answer = usual()
    assert worlds_drawn(answer.trajectories, "PHQ-15") == ("known", "told")
    only = tuple(line for line in answer.trajectories if line.world == "middle")
    assert worlds_drawn(only, "PHQ-15") == ("middle",)
    labels = [item.text for item in words_of(trajectories_picture(answer.trajectories, "PHQ-15", "placebo", 900.0))]
    assert labels.count("placebo") == labels.count("magnesium") == 2 and labels.count("week") == 2
    assert [labels.count(week) for week in ("0", "4", "8")] == [2, 2, 4]  # 8 stands on the upright axis, too


def test_trajectories_bear_missing_numbers():
    line = usual().trajectories[0]
    hollow = replace(line, low=np.full(len(line.days), np.nan), high=np.full(len(line.days), np.nan))
    picture = trajectories_picture([hollow], line.outcome, "placebo", 620.0)
    assert "nan" not in picture.lower()


def test_long_sequences_are_told_by_letters():
    names, key = short_names(["placebo then magnesium then placebo", "magnesium then placebo then placebo"])
    assert list(names.values()) == ["P M P", "M P P"] and key == "P placebo, M magnesium"
    for plain in (["placebo then magnesium"], ["a then aa then a"], []):
        assert short_names(plain) == ({name: name for name in plain}, "")


def test_the_flow_adds_up_in_words_and_wraps_many_arms():
    arms = tuple(ArmFlow(name=f"sequence number {i}", allocated=30, stopped=1, left=2, analysed=28) for i in range(8))
    flow = Flow(screened=300, excluded=60, randomised=240, arms=arms)
    picture = flow_picture(flow, 620.0)
    labels = [item.text for item in words_of(picture)]
    assert "n = 300" in labels and "n = 60" in labels and "n = 240" in labels
    assert labels.count("allocated: n = 30") == 8
    assert "sequence number 7: 30 allocated" in picture


def test_the_waterfall_ends_where_the_control_arm_does():
    answer = usual()
    picture = placebo_picture(answer.placebo, "PHQ-15", 620.0)
    labels = [item.text for item in words_of(picture)]
    assert labels.count("all together") == 1 and "−2.50" in labels and "+0.30" in labels  # noqa: RUF001
    parts_only = tuple(part for part in answer.placebo if part.part != "all together")
    assert "−2.50" in placebo_picture(parts_only, "PHQ-15", 620.0)  # noqa: RUF001


def test_truths_lie_to_the_right_where_they_are_better():
    lower = re.findall(r'<circle cx="([\d.]+)"', truths_picture([-2.0, 1.0], {}, "points", -1.0, 2))
    higher = re.findall(r'<circle cx="([\d.]+)"', truths_picture([-2.0, 1.0], {}, "min", 1.0, 0))
    assert float(lower[0]) > float(lower[1]) and float(higher[0]) < float(higher[1])
    assert "1 of them are better" in truths_picture([-2.0, 1.0], {}, "points", -1.0, 2)


def test_users_words_are_escaped():
    answer = trial_answers.answer(replicates=10)
    odd = [replace(item, contrast='<b>"a" & b</b> against placebo') for item in answer.conclusions]
    both = [*odd, *answer.conclusions]
    assert "<b>" not in decision_picture(both) and "&lt;b&gt;" in decision_picture(both)


def test_shares_in_words():
    assert share_words(Share(0.31, 0.25, 0.38)) == "31 % (25 to 38)"
    assert share_words(Share(0.024, 0.018, 0.031)) == "2.4 % (1.8 to 3.1)"
    assert share_words(Share(1.0, 0.981, 1.0)) == "100 % (98.1 to 100)"
    assert share_words(Share(float("nan"), float("nan"), float("nan"))) == "failed"


def test_words_wrap_to_their_width():
    found = wrapped("a rather long sentence that needs several lines", 90.0)
    assert len(found) > 2 and all(ink_width(line) <= 90 for line in found)
    assert wrapped("one two three four five six seven", 60.0, most=2)[-1].endswith("…")


def test_a_picture_is_written_whole(tmp_path):
    path = write_picture("<svg/>", tmp_path / "new" / "one.svg")
    assert path.read_text() == "<svg/>\n" and [item.name for item in path.parent.iterdir()] == ["one.svg"]
