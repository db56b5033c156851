import json
import re

from somaloop.evidence import Source, Work, source, sources, to_bibtex, to_csl_json


def test_bibtex_of_a_paper():
    text = to_bibtex([source("fine1991-absorption-vs-dose")])
    assert text.startswith("@article{fine1991-absorption-vs-dose,\n")
    assert "author = {Fine, KD and Santa Ana, CA and Porter, JL and Fordtran, JS}," in text
    assert "journal = {J Clin Invest}," in text
    assert "pages = {396--402}," in text
    assert "doi = {10.1172/JCI115317}," in text
    assert text.endswith("}\n")


def test_bibtex_of_everything_is_balanced_and_has_unique_keys():
    text = to_bibtex(sources().values())
    keys = re.findall(r"^@\w+\{(.+),$", text, flags=re.MULTILINE)
    aliases = [
        alias for line in re.findall(r"^  ids = \{(.+)\},$", text, flags=re.MULTILINE) for alias in line.split(", ")
    ]
    assert len(keys + aliases) == len({*keys, *aliases}) == sum(len(item.works) for item in sources().values())
    dois = [line.lower() for line in re.findall(r"^  doi = \{(.+)\},$", text, flags=re.MULTILINE)]
    assert len(dois) == len(set(dois))
    unescaped = re.sub(r"\\.", "", text)
    assert unescaped.count("{") == unescaped.count("}")
    assert "&" not in unescaped


def test_marks_travel_with_the_entries():
    item = Source(
        id="x",
        kind="norm",
        seen="memory",
        use="validate",
        finding="F.",
        population="p",
        design="d",
        works=(Work("Doe J, 2001, 50% of A & B, Sleep 3:4", pmid="123456", unverified=("pmid",)), Work("A second one")),
    )
    text = to_bibtex([item])
    assert r"title = {{50\% of A \& B}}" in text
    assert text.count("(unverified, from memory)") == 2
    assert "pmid unverified" in text
    assert "@misc{x-2," in text


def record(name, seen="abstract", **work):
    works = (Work("Doe J, 2001, A title, Sleep 3:4", **work),)
    return Source(
        id=name, kind="norm", seen=seen, use="validate", finding="F.", population="p", design="d", works=works
    )


def test_a_work_in_several_records_is_one_entry_and_says_what_is_from_memory():
    items = [record("a", doi="10.1/X"), record("b", seen="memory", doi="10.1/x"), record("c", doi="10.1/y")]
    text = to_bibtex(items, {"a": ["arrow"], "b": ["arrow", "claim"]})
    assert text.count("@article") == 2
    assert "ids = {b}" in text
    assert "b: read: memory (unverified, from memory)" in text
    assert "keywords = {arrow, claim}" in text
    entries = json.loads(to_csl_json(items, {"a": ["parameter"]}))
    assert [entry["id"] for entry in entries] == ["a", "c"]
    assert entries[0]["keyword"] == "parameter"
    assert "unverified" in entries[0]["note"]


def test_csl_json():
    entries = json.loads(to_csl_json(sources().values()))
    by_id = {entry["id"]: entry for entry in entries}
    assert len(by_id) == len(entries)
    paper = by_id["fine1991-absorption-vs-dose"]
    assert paper["type"] == "article-journal"
    assert paper["author"][0] == {"family": "Fine", "given": "KD"}
    assert paper["issued"] == {"date-parts": [[1991]]}
    assert paper["container-title"] == "J Clin Invest"
    assert paper["DOI"] == "10.1172/JCI115317"


def test_nothing_gives_nothing():
    assert to_bibtex([]) == ""
    assert json.loads(to_csl_json([])) == []
