"""The page of the scoreboard: every number has its row, misses first; nothing is loaded; users' words are escaped."""

from __future__ import annotations

import math
import re
from html import unescape

import pytest
import scored

from somaloop.calibrate import misses
from somaloop.calibrate.scoreboard import score
from somaloop.evidence import source
from somaloop.plot.predicted_line import STATES, by_mechanism, state
from somaloop.report.claims_words import short_citation
from somaloop.report.validation_page import validation_page, write_validation
from somaloop.report.validation_rows import rows_behind, strip, table_row


@pytest.fixture(scope="module")
def shipped() -> str:
    return validation_page(scored.shipped_lines(), shipped=True, made="16 truths, 96 people, seed 1")


def rows(page: str) -> dict[int, str]:
    return {int(place): row for place, row in re.findall(r'<tr id="line-(\d+)"(.*?)</tr>', page, re.DOTALL)}


def test_every_number_has_a_row_the_farthest_first(shipped: str):
    lines = scored.shipped_lines()
    found = rows(shipped)
    assert list(found) == [place for places in by_mechanism(lines).values() for place in places]
    for place, row in found.items():
        line = lines[place]
        assert f'data-state="{state(line)}"' in row and STATES[state(line)] in row
        assert f'data-use="{line.statistic.use}"' in row
        assert line.study.title in unescape(row)


def test_sources_are_linked_and_marked(shipped: str):
    lines = scored.shipped_lines()
    links = set(re.findall(r'<a href="(https://[^"]+)"', shipped))
    assert all(link.startswith(("https://doi.org/10.", "https://pubmed.ncbi.nlm.nih.gov/")) for link in links)
    assert len(links) > 100
    for place, row in rows(shipped).items():
        behind = [source(name) for name in rows_behind(lines[place])]
        assert ("https://" in row) == any(item.doi or item.pmid for item in behind)
        assert all(short_citation(item) in unescape(row) for item in behind)


def test_the_scores_stand_apart_by_use(shipped: str):
    lines = scored.shipped_lines()
    table = re.search(r'<table class="scores">.*?</table>', shipped, re.DOTALL)
    assert table is not None
    for use in ("validate", "calibrate"):
        found = score(line for line in lines if line.statistic.use == use)
        assert f"{found.inside} of {found.lines}" in table[0]
        assert f"{found.inside_among} of {found.lines}" in table[0]
    assert table[0].index("only checks") < table[0].index("may be fitted")


def test_the_page_works_offline_and_for_all(shipped: str):
    assert (
        "default-src 'none'" in shipped and "<img" not in shipped and "src=" not in shipped.replace("default-src", "")
    )
    assert shipped.count("<h1>") == 1 and 'lang="en"' in shipped and "no medical advice" in shipped
    for picture in re.findall(r"<svg [^>]*viewBox[^>]*>", shipped):
        assert 'role="img"' in picture and re.search(r'aria-label="[^"]{20,}"', picture)
    marks = re.findall(r'<a href="#line-\d+"[^>]*data-line[^>]*>', shipped)
    assert marks and all('tabindex="-1"' in mark for mark in marks)  # keyboards go by the tables
    ids = re.findall(r' id="([^"]+)"', shipped)
    assert len(ids) == len(set(ids))
    targets = {link for link in re.findall(r'href="#([^"]+)"', shipped)}
    assert targets <= set(ids)
    assert "nan" not in re.sub(r"<[^>]+>", " ", shipped).lower().split()


def test_one_without_a_forecast_says_why(shipped: str):
    row = rows(shipped)[2]
    assert "No forecast:</b> most truths gave no number" in row and "no forecast" in row
    assert "1 of" in shipped and "has no forecast" in shipped


def test_a_users_own_study_is_shown_large_and_its_words_are_escaped():
    page = validation_page(scored.own_lines(), shipped=False)
    assert page.count('<figure class="large">') == 4
    assert "A study &amp; &quot;its&quot; title" in page and "An &lt;assumed&gt; note" in page
    assert "<assumed>" not in page and "<study>" not in page
    assert "Predicted" in page and "the study that you described" in page
    assert "form class" not in page  # four numbers need no filters
    assert "of the interval" in page.lower() and "doubt about the model" in page


def test_many_numbers_of_a_user_also_get_the_pictures_of_all():
    lines = scored.shipped_lines()[:14]
    page = validation_page(lines, shipped=False)
    assert page.count('<figure class="large">') == 14 and 'class="swarm"' in page and "form class" in page


def test_causes_show_beside_misses(monkeypatch: pytest.MonkeyPatch):
    lines = scored.own_lines((0.5, -9.0, 2.1, math.nan))
    labels = [line.study.label(line.statistic) for line in lines]
    monkeypatch.setattr(misses, "likely_causes", lambda: {labels[0]: "not shown", labels[1]: "the clock is <stiff>"})
    assert "the clock is &lt;stiff&gt;" in table_row(lines[1], 1)
    assert "not shown" not in table_row(lines[0], 0)


def test_the_strip_points_beyond_its_edge():
    inside, far, *_ = scored.own_lines((0.5, -9.0, 2.1, math.nan))
    assert 'x="54.17%"' in strip(inside)
    assert 'x="0.00%"' in strip(far) and "M3 -6" in strip(far)
    assert strip(scored.own_lines()[3]) == ""


def test_it_is_written_in_one_move(tmp_path):
    path = write_validation(scored.own_lines(), tmp_path / "deep" / "validation.html", shipped=False)
    assert path.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert [item.name for item in path.parent.iterdir()] == ["validation.html"]
