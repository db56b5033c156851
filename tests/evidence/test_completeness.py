"""Everything that cites points to records, and everything that must cite does."""

from __future__ import annotations

import pytest

from somaloop.evidence import claims, ids_in, references, source, sources
from somaloop.evidence.source import UNVERIFIED, Work, cite_text, read_records
from somaloop.instruments import INSTRUMENTS
from somaloop.model import whole_body
from somaloop.protocol.forms import FORMS


def cited() -> dict[str, tuple[str, ...]]:
    """Source ids by what cites them: parameters, arrows, instruments, claims, published effects, figures, salts."""
    from somaloop.claims import read_design
    from somaloop.reality.catalogue import figures

    body = whole_body()
    found = {f"parameter {name}": ids_in(item.source) for name, item in body.parameters.items()}
    found |= {f"arrow {name}": ids_in(item.source) for name, item in body.arrows.items()}
    found |= {f"instrument {name}": ids_in(item.source) for name, item in INSTRUMENTS.items()}
    found |= {f"claim {name}": item.sources for name, item in claims().items()}
    found |= {f"figure {item.mechanism}: {item.what}": ids_in(item.source) for item in figures()}
    found |= {f"salt {name}": ids_in(item.source) for name, item in FORMS.items()}
    for name, experiment in read_design().experiments.items():
        for number, outcome in enumerate(getattr(experiment, "outcomes", ())):
            if outcome.published is not None:
                found[f"published effect {name} {number}"] = ids_in(outcome.published.source)
    return found


def test_every_source_is_one_record():
    names = [record["id"] for record in read_records("sources.json")]
    assert len(names) == len(set(names))
    for name, item in sources().items():
        assert item.works, name
        assert all(work.citation.strip() for work in item.works), name
        assert item.finding.strip(), name
        assert item.seen in ("fulltext", "abstract", "secondary", "memory"), name
        assert item.use in ("calibrate", "validate"), name


def test_all_that_is_cited_is_on_record():
    missing = {f"{name} ({what})" for what, names in cited().items() for name in names if name not in sources()}
    assert not missing


def test_all_that_must_cite_does():
    body, named = whole_body(), cited()
    free = {"assumed"}
    for name, item in body.parameters.items():
        assert named[f"parameter {name}"] or (item.method in free and item.note.strip()), name
    for name, item in body.arrows.items():
        assert named[f"arrow {name}"] or (item.method in free and item.note.strip()), name
    for what, names in named.items():
        if what.startswith(("instrument", "figure", "published", "salt")):
            assert names, what


def test_a_claim_without_sources_is_one_for_which_nothing_was_found_or_that_is_not_empirical():
    for name, item in claims().items():
        assert item.sources or item.grade in ("D", "X"), name


def test_arrows_name_claims_that_exist():
    known = claims()
    for arrow in whole_body().arrows.values():
        assert set(ids_in(arrow.claim)) <= set(known), arrow.name


def test_references_say_what_was_found():
    for name, item in references().items():
        assert item.exists in ("yes", "wrong details", "not found"), name
        assert item.works or item.exists == "not found", name
        assert item.found.strip(), name


@pytest.mark.parametrize("name", [name for name, item in sources().items() if item.from_memory])
def test_what_was_never_looked_up_is_marked(name):
    assert cite_text(source(name)).endswith(UNVERIFIED)


def test_identifiers_from_memory_are_marked():
    assert Work("A, 2001, B", doi="10.1/x", unverified=("doi",)).text == "A, 2001, B, doi:10.1/x (unverified)"
