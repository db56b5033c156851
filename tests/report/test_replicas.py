"""The page, the table and the text of replicas: all trials and numbers are there, misses are said, nothing is hidden."""

from __future__ import annotations

import csv
import math
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from relived import made_answers

from somaloop.report.replicas_page import replicas_page
from somaloop.report.replicas_text import (
    as_records,
    groups,
    miss_words,
    numbers_of,
    print_replicas,
    replicas_text,
    score_rows,
    title_of,
    write_table,
)
from somaloop.trials.replicas import replica


@pytest.fixture(scope="module")
def answers():
    found = made_answers(effect=-3.0)
    return [replace(item, replica=replace(item.replica, reason="Because & so.")) for item in found]


class _Tags(HTMLParser):
    """Which elements are open; those that never close are left out."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.faults: list[str] = []

    def handle_starttag(self, tag, attrs):
        if tag not in ("meta", "br", "rect", "line", "path", "circle"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag not in ("rect", "line", "path", "circle") and (not self.open or self.open.pop() != tag):
            self.faults.append(tag)


def test_the_page_has_every_trial_and_its_reason_where_it_misses(answers):
    page = replicas_page(answers, "3 truths")
    tags = _Tags()
    tags.feed(page)
    assert not tags.faults and not tags.open
    assert page.count("<figure>") == len(answers) and "3 truths. Research software" in page
    for item in answers:
        assert f'id="{item.replica.name}"' in page and title_of(item.replica) in page
    assert page.count("Because &amp; so.") == sum(item.missed for item in answers) > 0
    assert "<b>Predicted</b>" in page and "://" not in page.split("<body")[0]


def test_scores_keep_what_may_be_fitted_apart(answers):
    words = [row[0] for row in score_rows(answers)]
    assert words == ["only checks", "may be fitted", "all"]
    assert sum(len(items) for items in groups(answers).values()) == len(answers)
    first, second, whole = (int(row[1]) for row in score_rows(answers))
    assert first + second == whole == len(answers)


def test_records_hold_every_number(tmp_path, answers):
    records = as_records(answers)
    assert len(records) == sum(len(item.start) + len(item.end) + 1 for item in answers)
    for record in records:
        assert record["predicted_low"] <= record["predicted"] <= record["predicted_high"]
        shares = [record[f"share_{name}"] for name in ("lower", "no_difference", "higher")]
        assert math.isclose(sum(shares), 1.0)
        assert (record["z"] is not None) == (
            record["published"] is not None and record["predicted_low"] < record["predicted_high"]
        )
    path = write_table(answers, tmp_path / "t" / "replicas.csv")
    with path.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(records) and rows[0]["replica"] == records[0]["replica"]
    assert not list(path.parent.glob("*.partial"))


def test_the_text_has_tables_misses_and_sources(answers):
    text = replicas_text(answers, "somaloop replicas", "abc")
    assert text.startswith("<!-- Made by") and "`abc`" in text and "NaN" not in text and "nan " not in text
    for item in answers:
        assert f"`{item.replica.name}`" in text and f"`{item.replica.rows[0]}`" in text
        if item.missed:
            assert miss_words(item) in text
    assert text.count("Because & so.") == sum(item.missed for item in answers)
    for line in text.splitlines():
        if line.startswith("|"):
            assert line.count("|") in (5 + 1, 6 + 1, 8 + 1), line


def test_numbers_of_a_trial_leave_out_what_is_a_hundred_by_definition(answers):
    by_name = {item.replica.name: item for item in answers}
    assert [label for label, _, _ in numbers_of(by_name["gardiner2025"])] == ["400 mg 4 h before", "difference"]
    assert [label for label, _, _ in numbers_of(by_name["yousef2013"])] == [
        "placebo, before", "placebo, after", "magnesium, before", "magnesium, after", "difference of changes",
    ]  # fmt: skip
    assert [label for label, _, _ in numbers_of(by_name["hybelius2022"])][-1] == "change"
    assert title_of(replica("schuster2025")) == "Schuster et al. 2025"


def test_the_terminal_shows_each_trial(answers, capsys):
    print_replicas(answers)
    shown = capsys.readouterr().out
    assert all(item.replica.name in shown for item in answers)
    assert "only checks: " in shown and "expected" in shown
