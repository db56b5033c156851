"""Verdicts and the graded evidence: every disagreement has a reason, and no reason stands without a disagreement."""

from __future__ import annotations

from pathlib import Path

import pytest

from somaloop.claims import agreement
from somaloop.claims.agreement import (
    ALLOWED,
    agreement_by_grade,
    agrees,
    grades_table,
    outlived,
    reasons,
    recorded,
    table,
    unexplained,
)
from somaloop.claims.verdict import RULES, VERDICTS
from somaloop.evidence import claims
from somaloop.language import UnknownNameError
from somaloop.language.quantities import GRADES


def test_the_recorded_verdicts_are_those_of_all_claims():
    verdicts = recorded()["verdicts"]
    assert list(verdicts) == list(claims())
    assert set(verdicts.values()) <= set(VERDICTS)


def test_every_disagreement_has_a_reason_and_the_other_way_round():
    verdicts = recorded()["verdicts"]
    assert unexplained(verdicts) == ()
    assert outlived(verdicts) == ()
    assert all(len(reason) > 60 for reason in reasons().values())


def test_both_checks_can_fail():
    verdicts = dict(recorded()["verdicts"])
    some = next(name for name in verdicts if agrees(claims()[name], verdicts[name]) and verdicts[name] != VERDICTS[-1])
    assert outlived(verdicts, {some: "why"}) == (some,)
    parted = next(name for name in verdicts if not agrees(claims()[name], verdicts[name]))
    assert parted in unexplained(verdicts, {})


def test_contradicted_claims_never_come_out_supported():
    verdicts = recorded()["verdicts"]
    for name, item in claims().items():
        if item.grade == "X":
            assert verdicts[name] in ("contradicted", "only as told")


def test_every_grade_allows_something():
    assert set(ALLOWED) == {(grade, wide) for grade in GRADES for wide in (False, True)}
    assert all(allowed and set(allowed) <= set(VERDICTS) for allowed in ALLOWED.values())


def test_the_table_counts_every_claim_once():
    last = table(recorded()["verdicts"]).splitlines()[-1]
    numbers = [int(cell) for cell in last.split("|")[2:-1] if cell.strip()]
    assert numbers[0] == 112 == sum(numbers[1:])


def test_a_reason_for_a_claim_that_does_not_exist(monkeypatch, tmp_path):
    (tmp_path / "disagreements.yaml").write_text("C999: because\n")
    monkeypatch.setattr(agreement, "files", lambda package: tmp_path)
    reasons.cache_clear()
    try:
        with pytest.raises(UnknownNameError, match="did you mean"):
            reasons()
    finally:
        reasons.cache_clear()


def test_the_documentation_holds_the_rules_and_the_recorded_verdicts():
    text = (Path(__file__).parents[2] / "docs" / "claims.md").read_text(encoding="utf-8")
    assert table(recorded()["verdicts"]) in text
    assert grades_table(recorded()["verdicts"]) in text
    assert all(rule in text for rule in RULES.values())


def test_where_the_evidence_is_strong_most_verdicts_agree():
    found = agreement_by_grade(recorded()["verdicts"])
    not_run = list(recorded()["verdicts"].values()).count(VERDICTS[-1])
    assert sum(run for _, run in found.values()) + not_run == 112
    agree, run = found["A"]
    assert agree / run > 0.6 and found["X"] == (3, 3)
