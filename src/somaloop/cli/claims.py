"""``claims``: the article's claims as experiments, with the evidence beside each."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path

from somaloop.claims import (
    ClaimAnswer,
    answer_claims,
    levered_body,
    plain_answers,
    read_design,
)
from somaloop.claims.agreement import grades_table, outlived, record, table, unexplained
from somaloop.claims.lives import code_stamp, forget_old
from somaloop.claims.verdict import RULES, Verdict
from somaloop.cli.output import between_marks, goes_on, made_folder, progress_bar, stopped
from somaloop.evidence import claim, claims
from somaloop.results.store import write_json


def claims_command(
    name: str | None, report: bool, as_json: bool, out: Path | None, people: int, seed: int, trace: bool, keep: bool
) -> int:
    """Answer one claim or all; what was lived is kept in the folder, so an interrupted run goes on where it stopped."""
    chosen = [claim(name.upper()).id] if name is not None else list(claims())
    folder = made_folder(out, "claims")
    body, design = levered_body(), read_design()
    try:
        with progress_bar("living the claims" if name is None else f"living {chosen[0]}") as progress:
            answers = answer_claims(
                body, design, chosen, folder=folder / "lives", people=people, seed=seed, progress=progress
            )
        traces = None
        if trace or (report and name is not None):
            from somaloop.claims.trace import trace_claims

            with progress_bar("cutting arrows") as progress:
                traces = trace_claims(body, design, answers, folder=folder / "lives", seed=seed, progress=progress)
    except KeyboardInterrupt:
        return stopped(goes_on("what was lived is kept"))
    content = plain_answers(body, design, answers, people, seed)
    stem = "claims" if name is None else chosen[0]
    write_json(content, folder / f"{stem}.json")
    page = folder / f"{stem}.html"
    if report:
        from somaloop.report.claims_page import write_claims

        write_claims(body, design, answers, page, people=people, seed=seed, traces=traces)
    if as_json:
        print(json.dumps(content, indent=1, ensure_ascii=False))
    else:
        from somaloop.report.claims_terminal import print_claim, print_claims

        if name is None:
            print_claims(answers)
        else:
            print_claim(answers[chosen[0]], design, traces[chosen[0]] if traces is not None else None)
        print(f"\nNumbers: {folder / f'{stem}.json'}" + (f"\nPage: {page}" if report else ""))
    if name is None:
        _compare_with_reasons(answers, keep)
        forget_old(folder / "lives")
        if keep:
            _record(answers, people, seed)
    return 0


def _compare_with_reasons(answers: Mapping[str, ClaimAnswer], keep: bool) -> None:
    """Say where a reason is missing, and where verdicts are kept, also where one has become stale."""
    verdicts: dict[str, Verdict] = {name: answer.verdict for name, answer in answers.items()}
    for words, names in (
        ("part from the graded evidence and have no reason on record", unexplained(verdicts)),
        ("have a reason on record though verdict and evidence agree", outlived(verdicts) if keep else ()),
    ):
        if names:
            sys.stderr.write(f"{', '.join(names)}: {words} (claims/disagreements.yaml)\n")


def _record(answers: Mapping[str, ClaimAnswer], people: int, seed: int) -> None:
    """Keep the verdicts beside the code and renew rules and table of ``docs/claims.md``, where there is one."""
    verdicts: dict[str, Verdict] = {name: answer.verdict for name, answer in answers.items()}
    record(verdicts, people, seed, code_stamp()[:16])
    page = Path("docs") / "claims.md"
    if page.is_file():
        rules = "\n".join(f"{number}. {text}" for number, text in RULES.items())
        text = page.read_text(encoding="utf-8")
        for name, content in (("rules", rules), ("verdicts", f"{table(verdicts)}\n\n{grades_table(verdicts)}")):
            text = between_marks(text, name, content)
        page.write_text(text, encoding="utf-8")
