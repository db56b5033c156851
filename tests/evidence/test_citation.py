import pytest

from somaloop.evidence import sources
from somaloop.evidence.citation import Author, Citation, parse_citation


def test_the_usual_form():
    assert parse_citation("Fine KD, Santa Ana CA, 1991, Intestinal absorption, in man, J Clin Invest 88:396-402") == (
        Citation(
            authors=(Author("Fine", "KD"), Author("Santa Ana", "CA")),
            year=1991,
            title="Intestinal absorption, in man",
            journal="J Clin Invest",
            volume="88",
            pages="396-402",
        )
    )


def test_et_al_issue_and_remark():
    parts = parse_citation("van Dessel N et al., 2014, Psychol Med 44(3):1-9 (authors from memory)")
    assert parts.authors == (Author("van Dessel", "N"),)
    assert parts.and_others
    assert (parts.title, parts.journal, parts.volume, parts.issue, parts.pages) == ("", "Psychol Med", "44", "3", "1-9")
    assert parts.remark == "authors from memory"


@pytest.mark.parametrize(
    ("line", "journal", "volume"),
    [
        ("A B, 2018, Placebo analgesia, eLife 7:e32930", "eLife", "7"),
        ("A B, 2020, Cramps, Cochrane Database Syst Rev CD009402.pub3", "Cochrane Database Syst Rev", "CD009402.pub3"),
        ("A B, 2004, Biomed Pharmacother 58 Suppl 1:S35-39", "Biomed Pharmacother", "58 Suppl 1"),
        ("A B, 2025, A two-process model, npj Biol Timing Sleep", "npj Biol Timing Sleep", ""),
        ("A B, 1980, Metabolism", "Metabolism", ""),
    ],
)
def test_journals(line, journal, volume):
    parts = parse_citation(line)
    assert (parts.journal, parts.volume) == (journal, volume)


def test_an_organisation_is_one_name_and_a_report_has_no_journal():
    parts = parse_citation("Institute of Medicine, 1997, Intakes for Calcium, Vitamin D and Fluoride")
    assert parts.authors == (Author("Institute of Medicine"),)
    assert (parts.title, parts.journal) == ("Intakes for Calcium, Vitamin D and Fluoride", "")


def test_authors_that_were_not_seen_are_left_out():
    parts = parse_citation("(authors not in excerpt), 2005, Rectal distension, Aliment Pharmacol Ther 22:157-164")
    assert (parts.authors, parts.year, parts.pages) == ((), 2005, "157-164")


def test_another_form_is_kept_whole():
    assert parse_citation("Textbook chapter on magnesium regulation") == Citation(
        title="Textbook chapter on magnesium regulation"
    )


def test_most_records_are_understood():
    parts = [parse_citation(work.citation) for item in sources().values() for work in item.works]
    assert sum(bool(part.journal and part.year) for part in parts) > 0.85 * len(parts)
    assert all(1950 < part.year <= 2026 for part in parts if part.year)
