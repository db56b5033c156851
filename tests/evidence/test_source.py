import re
import time
from collections.abc import Mapping

import pytest

from somaloop.evidence import Source, Work, cite_text, source, sources
from somaloop.language.errors import UnknownNameError


def test_every_record_is_complete_and_under_its_own_id():
    for name, item in sources().items():
        assert item.id == name
        assert item.seen in ("fulltext", "abstract", "secondary", "memory")
        assert item.use in ("calibrate", "validate")
        assert item.finding.endswith(".") and 20 < len(item.finding) <= 340, name
        assert item.population and item.design and item.kind
        assert item.works and all(work.citation for work in item.works), name


def test_identifiers_look_like_identifiers():
    works = [work for item in sources().values() for work in item.works]
    assert all(re.fullmatch(r"10\.\d{4,}/\S+", work.doi) for work in works if work.doi)
    assert all(re.fullmatch(r"\d{6,8}", work.pmid) for work in works if work.pmid)
    assert all(getattr(work, name) for work in works for name in work.unverified)
    assert sum(bool(work.doi) for work in works) > 250


def test_same_identifier_is_never_given_to_different_years():
    years: dict[str, set[str]] = {}
    for item in sources().values():
        for work in item.works:
            year = re.search(r", (\d{4})", work.citation)
            if work.doi and year:
                years.setdefault(work.doi.lower(), set()).add(year[1])
    assert {doi: found for doi, found in years.items() if len(found) > 1} == {}


def test_a_known_fact_can_be_looked_up():
    item = source("fine1991-absorption-vs-dose")
    assert item.doi == "10.1172/JCI115317"
    assert item.pmid == "1864954"
    assert item.citation.startswith("Fine KD")
    assert "11%" in item.finding


def test_an_unknown_id_names_the_nearest():
    with pytest.raises(UnknownNameError, match="fine1991-absorption-vs-dose"):
        source("fine1991-absorbtion-dose")


def test_sources_cannot_be_changed():
    known = sources()
    assert isinstance(known, Mapping)
    with pytest.raises(TypeError):
        known["new"] = source("fine1991-absorption-vs-dose")  # type: ignore[index]
    with pytest.raises(AttributeError):
        source("fine1991-absorption-vs-dose").use = "validate"  # type: ignore[misc]


def test_text_marks_what_comes_from_memory():
    remembered = [item for item in sources().values() if item.from_memory]
    assert remembered
    assert all(cite_text(item).endswith("(unverified, from memory)") for item in remembered)
    assert "memory" not in cite_text(source("fine1991-absorption-vs-dose"))


def test_text_marks_an_identifier_that_was_not_looked_up():
    work = Work("Author A, 2000, Title, Journal 1:2", doi="10.1000/x", pmid="123456", unverified=("pmid",))
    assert work.text == "Author A, 2000, Title, Journal 1:2, doi:10.1000/x, pmid:123456 (unverified)"


def test_several_works_stand_in_one_line():
    item = source("crh-halflife-ovine")
    assert len(item.works) == 2
    assert "Schulte" in item.citation and "; Tsukada" in item.citation
    assert item.doi == item.works[1].doi != ""


def test_a_source_without_identifiers_says_so_with_empty_strings():
    item = Source(
        id="x", kind="norm", seen="memory", use="validate", finding="F.", population="p", design="d", works=(Work("c"),)
    )
    assert (item.doi, item.pmid) == ("", "")


def test_reading_all_sources_is_fast():
    best = float("inf")
    for _ in range(3):
        sources.cache_clear()
        start = time.perf_counter()
        sources()
        best = min(best, time.perf_counter() - start)
    assert best < 0.1


def test_no_record_holds_an_address():
    for item in sources().values():
        text = " ".join([item.finding, item.population, item.design, item.citation])
        assert "://" not in text, item.id
