"""The page and the list of claims, from a small body: everything that was said stands on them."""

from __future__ import annotations

import io
from html import unescape

import pytest
import small_claim as small
from rich.console import Console

from somaloop.claims import answer_claims, parse_design
from somaloop.claims.trace import trace_claims
from somaloop.claims.verdict import RULES
from somaloop.evidence import references, sources
from somaloop.report.claims_page import claims_page
from somaloop.report.claims_picture import published_on_scale
from somaloop.report.claims_terminal import print_claim, print_claims
from somaloop.report.claims_words import digits, multiple_text, published_words, short_citation
from somaloop.results import Interval

EXPERIMENTS = (
    small.EXPERIMENTS.replace(
        "claimed: higher",
        "claimed: higher, published: {what: a speech test, size: 0.9, low: 0.6, high: 1.2, unit: SD, source: tsst-nelson-acth}",
    )
    + """C024:
  not run: Enzymes are not in the model.
"""
)


@pytest.fixture(scope="module")
def answered(tmp_path_factory):
    folder = tmp_path_factory.mktemp("lives")
    body = small.small_body()
    design = parse_design(body, small.LIVES, EXPERIMENTS)
    answers = answer_claims(body, design, ["C015", "C024"], folder=folder, people=8)
    traces = trace_claims(body, design, answers, folder=folder, seed=1)
    return body, design, answers, traces


def test_the_page_says_it_all_and_loads_nothing(answered):
    body, design, answers, traces = answered
    page = claims_page(body, design, answers, people=8, seed=1, traces=traces)
    text = unescape(page)
    assert "http" not in page.split("</style>")[1].split("<script>")[0].replace("http-equiv", "")
    for words in ("a speech test", "An hour of stress.", "stress drives cortisol", "Enzymes are not in the model.",
                  "in standard deviations", "difference, nmol/L", "Rule 2."):  # fmt: skip
        assert words in text
    assert all(rule.replace("**", "") in text.replace("<b>", "").replace("</b>", "") for rule in RULES.values())
    for item in references().values():
        assert item.found in text and item.misuse in text
    assert 'id="source-tsst-nelson-acth"' in page
    assert page.count('<details class="claim"') == 2


def test_what_is_published_is_drawn_on_the_same_scale(answered):
    item = answered[2]["C015"].outcomes[0]
    drawn = published_on_scale(item)
    assert drawn is not None
    assert drawn.centre == pytest.approx(0.9 * item.effects["known"].spread)


def test_a_study_without_a_size_is_told_in_words_and_not_drawn(tmp_path):
    found = "claimed: higher, published: {what: a speech test, found: higher, source: tsst-nelson-acth}"
    item = small.answer(tmp_path, experiments=small.EXPERIMENTS.replace("claimed: higher", found)).outcomes[0]
    assert published_words(item) == "a speech test, higher (size not given)"
    assert published_on_scale(item) is None
    assert item.findings.studied and item.findings.published is None


def test_both_worlds_are_standardised_by_one_yardstick(answered):
    effects = answered[2]["C015"].outcomes[0].effects
    assert effects["told"].spread == effects["known"].spread > 0
    assert multiple_text(Interval(1.0, 0.5, 4.0), 2.0) == "+0.50 (0.25 to 2.00)"
    assert multiple_text(Interval(30.0, 30.0, 30.0), 2.0) == "+15.0"


def test_a_source_from_memory_is_marked():
    known = sources()
    assert short_citation(known["moykkynen2001-mg-gabaa"]).endswith("(unverified)")
    assert not short_citation(known["wijsman2013-trapezius-emg"]).endswith("(unverified)")


def test_the_one_arrow_carries_everything(answered):
    traced = answered[3]["C015"][0]
    for world in ("told", "known"):
        assert [(share.arrow, share.change) for share in traced.shares[world]] == [(small.ARROW, pytest.approx(1.0))]


@pytest.mark.parametrize("width", [90, 160])
def test_the_list_and_one_claim_on_a_terminal(answered, width):
    _, design, answers, traces = answered
    console = Console(file=io.StringIO(), width=width)
    print_claims(answers, console)
    print_claim(answers["C015"], design, traces["C015"], console)
    text = console.file.getvalue()  # type: ignore[attr-defined]
    assert "C015" in text and "supported" in text and "not empirical" in text
    assert "By rule 2:" in text and "in standard deviations" in text
    assert all(len(line) <= width for line in text.splitlines())


@pytest.mark.parametrize(
    ("value", "decimals", "shown"),
    [(0.0, 1, "0"), (0.5, 1, "+0.5"), (0.004, 1, "+0.0040"), (-12.3456, None, "−12.3"), (1234.5, None, "+1234"), (10.0, None, "+10")],  # noqa: RUF001
)  # fmt: skip
def test_numbers_never_read_as_nothing(value, decimals, shown):
    assert digits(value, decimals) == shown
