"""The pages: whole, self-contained, in both worlds, with units, and honest about failures."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from report._synthetic import every_outcome, one_world, synthetic, two_lives, with_failure
from toys import toy_body

from somaloop.instruments import MAIN, instrument
from somaloop.report import write_day, write_report

VOID = {"meta", "input", "br", "link", "img", "hr", "line", "circle", "path", "rect"}


class Page(HTMLParser):
    """What a test wants of a page: its tags, its text outside scripts, its scripts, and whether tags are balanced."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.words: list[str] = []
        self.scripts: list[str] = []
        self.open: list[str] = []
        self.balanced = True
        self.feed(text)
        self.close()
        self.text = re.sub(r"\s+", " ", " ".join(self.words))

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: Any) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.balanced = False

    def handle_data(self, data: str) -> None:
        place = self.open[-1] if self.open else ""
        if place == "script":
            self.scripts.append(data)
        elif place != "style":
            self.words.append(data)

    def data(self, name: str) -> Any:
        index = [tag for tag in self.tags if tag[0] == "script"]
        return json.loads(self.scripts[[attributes.get("id") for _, attributes in index].index(name)])


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Page:
    path = write_report(synthetic(draws=40), tmp_path_factory.mktemp("report"), toy_body())
    assert path.name == "report.html"
    assert path.stat().st_size < 12e6
    return Page(path.read_text(encoding="utf-8"))


def test_the_page_is_whole(report: Page) -> None:
    assert report.balanced
    assert not report.open


def test_nothing_is_loaded_from_elsewhere(report: Page) -> None:
    for tag, attributes in report.tags:
        for name in ("src", "href", "data", "srcset", "action"):
            value = attributes.get(name, "")
            assert not value or value.startswith("#"), (tag, name, value)
    policies = [a["content"] for t, a in report.tags if a.get("http-equiv") == "Content-Security-Policy"]
    assert policies
    assert "default-src 'none'" in policies[0]
    assert "http" not in policies[0]


def test_every_outcome_stands_there_with_its_unit_in_both_worlds(report: Page) -> None:
    for row in synthetic(draws=40).rows:
        assert row.title in report.text
        assert row.unit in report.text
    for words in ("As told", "As known", "Placebo alone", "95 % of the draws", "no medical advice"):
        assert words in report.text


def test_links_inside_the_page_lead_somewhere(report: Page) -> None:
    names = {attributes.get("id") for _, attributes in report.tags}
    for _, attributes in report.tags:
        if attributes.get("href"):
            assert attributes["href"][1:] in names


def test_pictures_are_described_and_drawn(report: Page) -> None:
    figures = report.data("figures")
    boxes = [attributes for _, attributes in report.tags if "data-figure" in attributes]
    assert {box["data-figure"] for box in boxes} == set(figures)
    assert all(box["role"] == "img" and box["aria-label"] for box in boxes)
    marks = [attributes for tag, attributes in report.tags if tag == "svg" and attributes.get("class") == "marks"]
    assert len(marks) == len(synthetic(draws=40).rows)
    assert all("as known" in mark["aria-label"] and "as told" in mark["aria-label"] for mark in marks)


def test_hours_come_back_as_they_were(report: Page) -> None:
    import base64

    import numpy as np

    data = report.data("hours-data")
    comparison = synthetic(draws=40)
    packed = data["series"]["hpa.cortisol_serum|with|known"]
    codes = np.frombuffer(base64.b64decode(packed["codes"]), dtype="<u2")
    values = packed["low"] + packed["step"] * codes
    truth = comparison.hour_series("hpa.cortisol_serum", "with", "known")
    assert data["firstDay"] == 1
    assert values == pytest.approx(truth, abs=1e-3 * float(truth.max()))


def test_arrows_are_listed_with_grade_strengths_and_sources(report: Page) -> None:
    assert "drug lifts mood" in report.text
    assert "0.1 ± 0.05 L/mg" in report.text
    assert "animal, in-vitro, observational" in report.text


def test_warnings_and_protocols_are_shown(report: Page) -> None:
    assert "weak kidneys" in report.text
    assert "take 300 mg magnesium as glycinate at 21:00 daily" in report.text
    assert "capsule.json" in report.text


def test_expectation_is_told_apart(report: Page) -> None:
    assert "Expectation alone (a placebo in the same capsule) would give" in report.text
    assert "not sure beyond placebo" in report.text


def test_failed_rows_say_so_and_have_no_numbers(tmp_path: Path) -> None:
    page = Page(write_report(with_failure(), tmp_path, toy_body()).read_text(encoding="utf-8"))
    assert "the run failed: no picture" in page.text
    assert "hpa.cortisol left its bounds on day 3 at 04:00" in page.text
    assert "1 run failed" in page.text
    row = page.text[page.text.index("PHQ-15 Somatic") :][:140]
    assert row.count("failed") >= 4
    assert not re.search(r"\b0\.0\b", row)


def test_long_lists_keep_the_first_screen_short(tmp_path: Path) -> None:
    page = Page(write_report(every_outcome(draws=20), tmp_path, toy_body()).read_text(encoding="utf-8"))
    assert sum(a.get("class") == "marks" for tag, a in page.tags if tag == "svg") == 8
    for name in MAIN:
        assert instrument(name).title in page.text


def test_text_cannot_break_out_of_the_page(tmp_path: Path) -> None:
    from dataclasses import replace

    sly = replace(synthetic(days=14, draws=5), title="<script>alert(1)</script>", person='"><img src=x>')
    page = Page(write_report(sly, tmp_path, toy_body()).read_text(encoding="utf-8"))
    assert page.balanced
    assert not [tag for tag, _ in page.tags if tag == "img"]


def test_quantities_that_a_run_lacks_are_named(tmp_path: Path) -> None:
    from dataclasses import replace

    whole = synthetic(days=14, draws=5)
    less = replace(whole, hourly=whole.hourly.drop_vars(["caffeine.plasma"]))
    page = Page(write_report(less, tmp_path, toy_body()).read_text(encoding="utf-8"))
    assert "Not in this run: Caffeine in plasma" in page.text


def test_the_day_of_two_lives(tmp_path: Path) -> None:
    path = write_day(two_lives(), tmp_path)
    page = Page(path.read_text(encoding="utf-8"))
    assert path.name == "day.html"
    assert page.balanced
    assert "in balance" in page.text
    assert "depleted and stressed" in page.text
    assert "no medical advice" in page.text
    assert list(page.data("figures")) == ["day"]


def test_no_partial_file_is_left(tmp_path: Path) -> None:
    write_day(two_lives(), tmp_path)
    assert [item.name for item in tmp_path.iterdir()] == ["day.html"]


@pytest.mark.parametrize(("world", "absent"), [("known", "told"), ("told", "known")])
def test_a_world_that_was_left_out_is_said_and_never_shown_as_failed(world: str, absent: str, tmp_path: Path) -> None:
    page = Page(write_report(one_world(world), tmp_path, toy_body()).read_text(encoding="utf-8"))
    assert page.balanced
    assert f"Only arrows of grade B or better; without the arrow worry arouses; only as {world}." in page.text
    assert f"as {absent}: not run" in page.text
    assert "the run failed" not in page.text
    assert "nan" not in page.text.lower().replace("nano", "").split()
