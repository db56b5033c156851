"""Text for a protocol: its sentences hold the numbers of the answer, honest words for each world, and the plan."""

from __future__ import annotations

import sys
import zipfile

import pytest
import trial_answers

from somaloop.language import SomaloopError
from somaloop.plot.trial_words import found_at, main_powers, share_words
from somaloop.report.document import Code, Heading, Items, Paragraph, Table, html, markdown, write_docx
from somaloop.report.trial_facts import half_width, main_contrast
from somaloop.report.trial_protocol import Made, protocol_blocks
from somaloop.report.trial_sample_size import properties_table, sample_size_paragraphs, size_table

MADE = Made("somaloop trial plan.yaml --replicates 200", "9.9", "abcdef")


def text() -> str:
    return markdown(protocol_blocks(trial_answers.usual(), MADE, ("Screening looks back.",)))


def test_the_sample_size_is_justified_with_the_numbers_of_the_answer():
    answer = trial_answers.usual()
    said = " ".join(sample_size_paragraphs(answer))
    at = {p.world: p for p in main_powers(answer) if p.size == 100}
    assert (
        f"power is {share_words(at['told'].success)}" in said and f"{share_words(at['nil'].success)} of trials" in said
    )
    assert f"power is {share_words(at['middle'].success)}" in said
    assert f"{half_width(answer, 100, main_contrast(answer)):.2f} points to either side" in said


def test_assurance_is_never_called_power_and_the_article_no_evidence():
    said = sample_size_paragraphs(trial_answers.usual())[0]
    known = said[said.index("With 100") : said.index("If the true difference")]
    assert "This is assurance, not power" in known
    assert "the article's claim, not evidence, and no ground for a sample size" in said
    heads = size_table(trial_answers.usual()).head
    assert heads[1:5] == ("false positives (nil)", "assurance (as known)", "power (middle of known)", "power (as told)")


def test_the_table_has_a_row_for_every_size_with_its_cost():
    answer = trial_answers.usual()
    table = size_table(answer)
    assert [row[0] for row in table.rows] == ["100", "200", "300", "400"]
    found = found_at(main_powers(answer), "known", 300, main_contrast(answer))
    assert found is not None and table.rows[2][2] == share_words(found.success)
    assert table.rows[0][-1] == "170 / 107,600" and table.head[-1].endswith("EUR")


def test_the_properties_of_the_primary_analyses_are_shown():
    table = properties_table(trial_answers.usual())
    assert len(table.rows) == 3 * 4 and {row[1] for row in table.rows} >= {"nil", "as known", "as told"}
    assert {row[-1] for row in table.rows} == {"points", "share"}


def test_the_text_has_estimand_allocation_analysis_conduct_limits_and_the_plan():
    said = text()
    for words in (
        "## Estimand", "ICH E9(R1)", "Intercurrent events", "treatment policy strategy", "stratified by sex and PHQ-15",
        "ANCOVA of the readings at week 12", "## Sample size", "Monte Carlo", "15 % leave the trial", "(MAR)", "(MNAR)",
        "somaloop 9.9", "model abcdef", "trial: magnesium-ssd", MADE.command, "Screening looks back.",
        "Every number here is the answer of a simulation model", "no medical advice", "Assurance in clinical trial design",
    ):  # fmt: skip
        assert words in said, words


def test_every_design_can_be_told():
    for plan in (trial_answers.crossover(), trial_answers.doses()):
        said = markdown(protocol_blocks(trial_answers.answer(plan, replicates=20), MADE))
        assert "nan" not in said.lower().replace("finance", "") and "None" not in said
    assert "looks at 50 % and 100 % of the people" in said and "conditional power of 10 %" in said


def test_marks_of_markdown_and_html_in_users_words_stay_words():
    blocks = (
        Heading("A *star*", 1),
        Paragraph("a <b> and |"),
        Table("T", ("a|b", "n"), (("x|y", "1"),)),
        Items(("`one`",)),
    )
    plain = markdown(blocks)
    assert "# A \\*star\\*" in plain and "a \\<b>" in plain and "x\\|y" in plain and "\\`one\\`" in plain
    assert "<b>" not in html(blocks) and "a &lt;b&gt; and |" in html(blocks)


def test_a_row_that_does_not_fit_its_head_is_refused():
    with pytest.raises(ValueError, match="does not fit"):
        Table("T", ("a", "b"), (("1",),))


def test_the_docx_holds_the_same_words(tmp_path):
    docx = pytest.importorskip("docx")
    blocks = protocol_blocks(trial_answers.usual(), MADE)
    path = write_docx(blocks, tmp_path / "new" / "protocol.docx")
    assert zipfile.is_zipfile(path) and [item.name for item in path.parent.iterdir()] == ["protocol.docx"]
    document = docx.Document(str(path))
    paragraphs = [item.text for item in document.paragraphs]
    for block in blocks:
        match block:
            case Heading() | Paragraph():
                assert block.text in paragraphs
            case Items():
                assert set(block.items) <= set(paragraphs)
            case Code():
                assert block.text.rstrip() in paragraphs
    tables = [block for block in blocks if isinstance(block, Table)]
    assert len(document.tables) == len(tables)
    for found, table in zip(document.tables, tables, strict=True):
        assert [[cell.text for cell in row.cells] for row in found.rows] == [
            list(row) for row in (table.head, *table.rows)
        ]


def test_without_the_library_it_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "docx", None)
    monkeypatch.delitem(sys.modules, "somaloop.report._document_docx", raising=False)
    with pytest.raises(SomaloopError, match=r"somaloop\[trials\]"):
        write_docx((Heading("x", 1),), tmp_path / "x.docx")
