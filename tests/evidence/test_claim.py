import pytest

from somaloop.evidence import claim, claims, references, sources
from somaloop.language.errors import UnknownNameError
from somaloop.language.quantities import GRADES


def test_claims_are_complete_and_in_order():
    known = claims()
    assert len(known) == 112
    assert list(known) == [f"C{number:03d}" for number in range(1, 113)]
    for item in known.values():
        assert item.section and item.claim and item.verdict
        assert item.sign in ("+", "-", "+/-", "0")
        assert item.grade in GRADES
        assert isinstance(item.overstated, bool)


def test_claims_point_to_sources_on_record():
    cited = {name for item in claims().values() for name in item.sources}
    assert cited <= set(sources())
    assert len(cited) > 50


def test_unsupported_claims_are_not_all_called_sound():
    assert all(item.overstated for item in claims().values() if item.grade == "X")


def test_unknown_claim_names_the_nearest():
    with pytest.raises(UnknownNameError, match="did you mean 'C031'"):
        claim("c031")


def test_references_of_the_article():
    known = references()
    assert len(known) == 10
    assert {item.exists for item in known.values()} == {"yes", "wrong details", "not found"}
    assert all(item.works and item.found and item.misuse for item in known.values())
    assert sum(item.exists == "yes" for item in known.values()) == 2
    assert len(known["ref06-pickering2011"].works) == 2
